//! Credentials of a CloudSSO login: the `aliyun` command logs in, and keeps the token that they are given for.

use super::keys::{self, Keys, SourceRequest};
use super::profile::Profile;
use super::provider_transport::ProviderTransport;
use crate::address::Address;
use crate::credentials::{ClientContext, Fetch, Fetched, Source};
use crate::decode::decode_strictly;
use crate::shape;
use crate::unknown::UnknownFields;
use std::fmt;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

const LIMIT: Duration = Duration::from_secs(10);

/// A profile of mode `CloudSSO`.
pub(super) struct CloudSso {
    host: Address,
    account: String,
    access_config: String,
    token: Zeroizing<String>,
    transport: ProviderTransport,
}

impl fmt::Debug for CloudSso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudSso")
            .field("host", &self.host)
            .field("account", &self.account)
            .field("access_config", &self.access_config)
            .finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Response {
    credentials: Option<Keys>,
    unknown_fields: UnknownFields,
}

shape!(Response { "CloudCredential" => credentials: Struct });

impl CloudSso {
    /// Source for the login of a profile.
    ///
    /// # Errors
    /// What the profile lacks; or that its login is over.
    pub(super) fn new(profile: &Profile, now: SystemTime) -> Result<Self, String> {
        let part = |value: &Option<String>, field: &str| value.clone().ok_or_else(|| profile.lacks(field));
        let url = part(&profile.cloud_sso_sign_in_url, "cloud_sso_sign_in_url")?;
        let token = Zeroizing::new(part(&profile.access_token, "access_token")?);
        if !keys::is_ahead(profile.cloud_sso_access_token_expire, now) {
            return Err("its CloudSSO login is over; log in again with the aliyun command".to_owned());
        }
        Ok(Self {
            host: Address::of_url(&url).map_err(|error| error.to_string())?,
            account: part(&profile.cloud_sso_account_id, "cloud_sso_account_id")?,
            access_config: part(&profile.cloud_sso_access_config, "cloud_sso_access_config")?,
            token,
            transport: ProviderTransport::of_client(),
        })
    }

    async fn ask(&self) -> Result<Fetched, String> {
        let wanted = serde_json::json!({"AccountId": self.account, "AccessConfigurationId": self.access_config});
        let bearer = Zeroizing::new(format!("Bearer {}", self.token.as_str()));
        let request = SourceRequest {
            method: "POST",
            address: &self.host.at("/cloud-credentials"),
            headers: &[
                ("accept", "application/json"),
                ("content-type", "application/json"),
                ("authorization", &bearer),
            ],
            body: wanted.to_string().into(),
        };
        let response = request.send(&self.transport, LIMIT).await;
        response.map_err(|error| error.why)?.keys(|body| {
            let response = decode_strictly::<Response>(&body).map_err(|error| keys::unreadable(&error));
            keys::wipe(body);
            Ok(response?.credentials.ok_or("the response has no CloudCredential")?)
        })
    }
}

impl Source for CloudSso {
    fn place(&self) -> String {
        format!("CloudSSO {}", self.host.authority)
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }

    fn attach(&self, client: &ClientContext) {
        self.transport.attach(client);
    }
}
