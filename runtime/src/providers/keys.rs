//! Temporary access keys, as STS, the metadata service and credentials URIs hand them out.

use super::provider_transport::ProviderTransport;
use crate::address::without_user;
use crate::credentials::{Credentials, Fetched};
use crate::decode::{DecodeError, decode_strictly};
use crate::hints::Hints;
use crate::shape;
use crate::text::Excerpt;
use crate::transport::TransportError;
use crate::unknown::UnknownFields;
use bytes::Bytes;
use std::time::{Duration, SystemTime};
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
        let keys = Self::read_bare(body)?;
        match keys.code.as_deref() {
            Some("Success") => Ok(keys),
            Some(code) => Err(format!("the response's code is {:?}", Excerpt(code))),
            None => Err("the response has no Code".to_owned()),
        }
    }

    /// The same without a code that says how it went.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read_bare(body: Bytes) -> Result<Self, String> {
        let keys = decode_strictly::<Self>(&body).map_err(|error| unreadable(&error));
        wipe(body);
        keys
    }

    pub(super) fn into_credentials(mut self) -> Result<Credentials, String> {
        let mut part = |name: &str, value: fn(&mut Self) -> &mut Option<String>| {
            value(&mut self)
                .take()
                .ok_or_else(|| format!("the response has no {name}"))
        };
        let id = part("AccessKeyId", |keys| &mut keys.access_key_id)?;
        let expiration = part("Expiration", |keys| &mut keys.expiration)?;
        let expires_at = humantime::parse_rfc3339_weak(&expiration)
            .map_err(|_| format!("the response's Expiration {:?} is not a time", Excerpt(&expiration)))?;
        let secret = part("AccessKeySecret", |keys| &mut keys.access_key_secret)?;
        let token = part("SecurityToken", |keys| &mut keys.security_token)?;
        Ok(Credentials::new(id, secret)
            .with_security_token(token)
            .with_expiration(expires_at))
    }
}

/// What can't be read in a response with keys, without what was found: it may be a secret.
pub(super) fn unreadable(error: &DecodeError) -> String {
    format!("the response can't be read at {:?}", Excerpt(&error.path))
}

/// Wipes a body that nothing else holds any more.
pub(super) fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
}

/// Why there is no response, in words without the body.
#[derive(Debug)]
pub(super) struct SourceError {
    pub(super) why: String,
    /// There was not even a connection: nothing is there.
    pub(super) is_absent: bool,
}

impl From<TransportError> for SourceError {
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

impl From<String> for SourceError {
    fn from(why: String) -> Self {
        Self { why, is_absent: false }
    }
}

/// A response of status 200.
pub(super) struct SourceResponse {
    pub(super) body: Bytes,
    /// When, by its own clock.
    pub(super) at: Option<SystemTime>,
}

impl SourceResponse {
    /// The keys in it, and the server's time.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn keys(self, read: impl FnOnce(Bytes) -> Result<Keys, String>) -> Result<Fetched, String> {
        let credentials = read(self.body)?.into_credentials()?;
        Ok(Fetched {
            credentials,
            at: self.at,
        })
    }
}

/// An address without the user in it.
pub(super) fn stripped(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// An address as it may be shown: a user or a query in it may be keys. One that can't be parsed may have them anywhere.
pub(super) fn shown(address: &str) -> String {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    match bare.parse::<http::Uri>() {
        Ok(uri) if uri.scheme().is_some() && uri.authority().is_some() => without_user(bare),
        _ => "that is no address".to_owned(),
    }
}

/// A request to an HTTP server of the machine, its environment, or a login.
pub(super) struct SourceRequest<'a> {
    pub(super) method: &'a str,
    /// The address, without a user.
    pub(super) address: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: Bytes,
}

impl SourceRequest<'_> {
    /// Sends it.
    ///
    /// # Errors
    /// Why there is no response of status 200.
    pub(super) async fn send(
        self,
        transport: &ProviderTransport,
        limit: Duration,
    ) -> Result<SourceResponse, SourceError> {
        let transport = transport.get()?;
        let request = http::Request::builder().method(self.method).uri(self.address);
        let request = self
            .headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        let mut request = request
            .body(self.body)
            .map_err(|error| format!("{} can't be asked: {error}", shown(self.address)))?;
        if let Some(bearer) = request.headers_mut().get_mut(http::header::AUTHORIZATION) {
            bearer.set_sensitive(true);
        }
        let send = transport.send(request);
        // Without a runtime the transport says so itself.
        let sent = if tokio::runtime::Handle::try_current().is_ok() {
            tokio::time::timeout(limit, send)
                .await
                .map_err(|_| format!("no response within {limit:?}"))?
        } else {
            send.await
        };
        let response = sent?;
        if response.status() == http::StatusCode::OK {
            let at = Hints::of(response.headers()).date;
            Ok(SourceResponse {
                body: response.into_body(),
                at,
            })
        } else {
            Err(format!("HTTP {}", response.status().as_u16()).into())
        }
    }
}

/// Whether a time in seconds since 1970, as the `aliyun` command keeps them, is still to come.
pub(super) fn is_ahead(seconds: Option<i64>, now: SystemTime) -> bool {
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    seconds.is_some_and(|seconds| Duration::from_secs(seconds) > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_of_addresses() {
        for (address, without, seen) in [
            (
                "http://user:p@ss@host/a@b?c=d",
                "http://host/a@b?c=d",
                "http://host/a@b",
            ),
            ("http://host:80", "http://host:80", "http://host:80"),
            ("http://us er@host/", "http://host/", "http://host/"),
            ("http://ho st/?key", "http://ho st/?key", "that is no address"),
            ("user:hidden@host", "user:hidden@host", "that is no address"),
        ] {
            assert_eq!(
                (stripped(address).as_str(), shown(&stripped(address)).as_str()),
                (without, seen)
            );
        }
    }
}
