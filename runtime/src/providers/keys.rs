//! Temporary access keys, as STS, the metadata service and credentials URIs hand them out.

use crate::credentials::Credentials;
use crate::decode::decode;
use crate::shape;
use crate::transport::{Transport, TransportError};
use crate::unknown::UnknownFields;
use bytes::Bytes;
use std::time::Duration;
use zeroize::Zeroize;

/// An access key in JSON.
#[derive(Default)]
pub(super) struct Keys {
    code: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<String>,
    security_token: Option<String>,
    expiration: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Keys {
    "Code" => code: String,
    "AccessKeyId" => access_key_id: String,
    "AccessKeySecret" => access_key_secret: String,
    "SecurityToken" => security_token: String,
    "Expiration" => expiration: String,
});

impl Drop for Keys {
    fn drop(&mut self) {
        self.access_key_secret.zeroize();
        self.security_token.zeroize();
    }
}

impl Keys {
    /// Reads a body, and wipes it. What can't be read is not repeated in the message: it may be a secret.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(body: Bytes) -> Result<Self, String> {
        let keys = decode::<Self>(&body).map_err(|error| format!("the answer can't be read at {:?}", error.path));
        wipe(body);
        let keys = keys?;
        match keys.code.as_deref() {
            Some("Success") => Ok(keys),
            Some(code) => Err(format!("the answer's code is {code:?}")),
            None => Err("the answer has no Code".to_owned()),
        }
    }

    pub(super) fn into_credentials(mut self) -> Result<Credentials, String> {
        let mut part = |name: &str, value: fn(&mut Self) -> &mut Option<String>| {
            value(&mut self)
                .take()
                .ok_or_else(|| format!("the answer has no {name}"))
        };
        let id = part("AccessKeyId", |keys| &mut keys.access_key_id)?;
        let expiration = part("Expiration", |keys| &mut keys.expiration)?;
        let expires_at = humantime::parse_rfc3339_weak(&expiration)
            .map_err(|_| format!("the answer's Expiration {expiration:?} is not a time"))?;
        let secret = part("AccessKeySecret", |keys| &mut keys.access_key_secret)?;
        let token = part("SecurityToken", |keys| &mut keys.security_token)?;
        Ok(Credentials::new(id, secret)
            .with_security_token(token)
            .with_expiration(expires_at))
    }
}

/// Wipes a body that nothing else holds any more.
pub(super) fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
}

/// Why a server gave nothing, in words without the body.
#[derive(Debug)]
pub(super) struct Unanswered {
    pub(super) why: String,
    /// There was not even a connection: nothing is there.
    pub(super) is_absent: bool,
}

impl From<TransportError> for Unanswered {
    fn from(error: TransportError) -> Self {
        let is_absent = matches!(
            error,
            TransportError::NotSent { .. } | TransportError::Timeout { connecting: true, .. }
        );
        Self {
            why: error.to_string(),
            is_absent,
        }
    }
}

impl From<String> for Unanswered {
    fn from(why: String) -> Self {
        Self { why, is_absent: false }
    }
}

/// Asks a plain HTTP server of the machine or its surroundings.
///
/// # Errors
/// Why there is no answer of status 200.
pub(super) async fn ask(
    transport: &dyn Transport,
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    limit: Duration,
) -> Result<Bytes, Unanswered> {
    let request = http::Request::builder().method(method).uri(address);
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request
        .body(Bytes::new())
        .map_err(|error| format!("{address:?} can't be asked: {error}"))?;
    let send = transport.send(request);
    // Without a runtime the transport says so itself.
    let sent = if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::timeout(limit, send)
            .await
            .map_err(|_| format!("no answer within {limit:?}"))?
    } else {
        send.await
    };
    let response = sent?;
    if response.status() == http::StatusCode::OK {
        Ok(response.into_body())
    } else {
        Err(format!("HTTP {}", response.status().as_u16()).into())
    }
}
