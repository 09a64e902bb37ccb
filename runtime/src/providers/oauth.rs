//! Credentials of an OAuth login: the `aliyun` command logs in and keeps its tokens in its file, from which they are read each time,
//! and into which new ones are written: a token that renews others can be used once.

use super::file::off_thread;
use super::keys::{self, Keys, SourceRequest, SourceResponse};
use super::profile::{self, Profile};
use super::provider_transport::ProviderTransport;
use crate::Document;
use crate::address::Address;
use crate::credentials::{ClientContext, Credentials, Fetch, Fetched, Source};
use crate::decode::decode_strictly;
use crate::shape;
use crate::unknown::UnknownFields;
use crate::wire::{self, encode};
use bytes::Bytes;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zeroize::{Zeroize, Zeroizing};

const LIMIT: Duration = Duration::from_secs(10);
/// Keys in the file that are valid for less are not used any more.
const KEYS_LEFT: Duration = Duration::from_secs(3 * 60);
/// A token that is valid for less is renewed.
const TOKEN_LEFT: Duration = Duration::from_secs(20 * 60);

/// Where logins of a site are, and as what the `aliyun` command is known there.
const SITES: [(&str, &str, &str); 2] = [
    ("CN", "https://oauth.aliyun.com", "4038181954557748008"),
    ("INTL", "https://oauth.alibabacloud.com", "4103531455503354461"),
];

/// A profile of mode `OAuth`.
#[derive(Debug)]
pub(super) struct OAuth {
    file: PathBuf,
    profile: String,
    host: Address,
    client_id: &'static str,
    transport: ProviderTransport,
}

/// What renews a token.
#[derive(Default)]
struct RefreshResponse {
    access_token: Option<String>,
    refresh_token: Option<String>,
    expires_in: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(RefreshResponse { "access_token" => access_token: String, "refresh_token" => refresh_token: String, "expires_in" => expires_in: Integer });

impl Drop for RefreshResponse {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.refresh_token.zeroize();
    }
}

/// The tokens of a login.
struct Tokens {
    access: Zeroizing<String>,
    refresh: Zeroizing<String>,
    expire: i64,
}

impl OAuth {
    /// Source for the login of a profile in a file, at another endpoint if one is given.
    ///
    /// # Errors
    /// If its site is unknown.
    pub(super) fn new(file: &Path, profile: &Profile, endpoint: Option<&str>) -> Result<Self, String> {
        let site = profile.oauth_site_type.as_deref().unwrap_or("CN");
        let known = SITES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(site));
        let (_, host, client_id) = known.ok_or_else(|| format!("its OAuth site {site:?} is neither CN nor INTL"))?;
        Ok(Self {
            file: file.to_owned(),
            profile: profile.name.clone().unwrap_or_default(),
            host: Address::of_url(endpoint.unwrap_or(host)).map_err(|error| error.to_string())?,
            client_id,
            transport: ProviderTransport::of_client(),
        })
    }

    async fn ask(&self) -> Result<Fetched, String> {
        let path = self.file.clone();
        let file = off_thread(move || profile::read(&path)).await??;
        let kept = file.profile(&self.profile)?;
        let now = self.transport.now();
        if let (Some(id), Some(secret), Some(token), Some(expire)) = (
            &kept.access_key_id,
            &kept.access_key_secret,
            &kept.sts_token,
            kept.sts_expiration
                .filter(|expire| keys::is_ahead(Some(*expire), now + KEYS_LEFT)),
        ) {
            let expires_at = UNIX_EPOCH + Duration::from_secs(expire.unsigned_abs());
            let credentials = Credentials::new(id, secret)
                .with_security_token(token)
                .with_expiration(expires_at);
            return Ok(Fetched { credentials, at: None });
        }
        let mut tokens = Tokens {
            access: Zeroizing::new(kept.oauth_access_token.clone().unwrap_or_default()),
            refresh: Zeroizing::new(kept.oauth_refresh_token.clone().unwrap_or_default()),
            expire: kept.oauth_access_token_expire.unwrap_or_default(),
        };
        let is_old = tokens.access.is_empty() || !keys::is_ahead(Some(tokens.expire), now + TOKEN_LEFT);
        if is_old && !tokens.refresh.is_empty() {
            tokens = self.renew(&tokens).await?;
            // Even if no keys come for them: the old ones are used up.
            self.write(&tokens, None).await;
        }
        let fetched = self.exchange(&tokens).await?;
        self.write(&tokens, Some(&fetched.credentials)).await;
        Ok(fetched)
    }

    async fn renew(&self, old: &Tokens) -> Result<Tokens, String> {
        let form = format!(
            "grant_type=refresh_token&refresh_token={}&client_id={}",
            encode(&old.refresh),
            self.client_id
        );
        let body = self.post("/v1/token", wire::FORM, None, form.into()).await?.body;
        let renewed = decode_strictly::<RefreshResponse>(&body).map_err(|error| keys::unreadable(&error));
        keys::wipe(body);
        let mut renewed = renewed?;
        let (Some(access), Some(refresh)) = (renewed.access_token.take(), renewed.refresh_token.take()) else {
            return Err("the response has no tokens; log in again with the aliyun command".to_owned());
        };
        Ok(Tokens {
            access: Zeroizing::new(access),
            refresh: Zeroizing::new(refresh),
            expire: seconds(self.transport.now()).saturating_add(renewed.expires_in.unwrap_or(3600)),
        })
    }

    async fn exchange(&self, tokens: &Tokens) -> Result<Fetched, String> {
        let bearer = Zeroizing::new(format!("Bearer {}", tokens.access.as_str()));
        let response = self.post("/v1/exchange", "application/json", Some(&bearer), Bytes::new());
        response.await?.keys(Keys::read_bare)
    }

    async fn post(
        &self,
        path: &str,
        content_type: &str,
        bearer: Option<&str>,
        body: Bytes,
    ) -> Result<SourceResponse, String> {
        let mut headers = vec![("content-type", content_type)];
        headers.extend(bearer.map(|bearer| ("authorization", bearer)));
        let request = SourceRequest {
            method: "POST",
            address: &self.host.at(path),
            headers: &headers,
            body,
        };
        let response = request.send(&self.transport, LIMIT).await;
        response.map_err(|error| format!("{path}: {}", error.why))
    }

    /// Writes tokens and keys into the file, as the command does. If that fails, there are credentials all the same.
    async fn write(&self, tokens: &Tokens, credentials: Option<&Credentials>) {
        let mut changes: Vec<(&'static str, Document)> = vec![
            ("oauth_access_token", tokens.access.as_str().into()),
            ("oauth_refresh_token", tokens.refresh.as_str().into()),
            ("oauth_access_token_expire", tokens.expire.into()),
        ];
        if let Some(credentials) = credentials {
            changes.extend([
                ("access_key_id", credentials.access_key_id().into()),
                ("access_key_secret", credentials.access_key_secret().into()),
                ("sts_token", credentials.security_token().unwrap_or_default().into()),
                ("sts_expiration", credentials.expires_at().map_or(0, seconds).into()),
            ]);
        }
        let (file, name) = (self.file.clone(), self.profile.clone());
        let written = off_thread(move || profile::change(&file, &name, changes)).await;
        if let Err(why) = written.and_then(|written| written) {
            tracing::warn!(file = %self.file.display(), why, "the login's new tokens could not be kept");
        }
    }
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl Source for OAuth {
    fn place(&self) -> String {
        format!("OAuth login of profile {:?}", self.profile)
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }

    fn attach(&self, client: &ClientContext) {
        self.transport.attach(client);
    }
}
