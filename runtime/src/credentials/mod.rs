//! Who signs: access keys, and where they come from.

mod context;
mod env;
mod failure;
mod refresh;
mod single_flight;

pub use context::ClientContext;
pub use env::EnvProvider;
pub(crate) use env::Lookup;
pub use failure::CredentialsError;
pub(crate) use refresh::{Fetch, Fetched, Refreshing, Source, provides_refreshing};
pub(crate) use single_flight::SingleFlight;

use crate::wire::encode;
use bytes::Bytes;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;
use zeroize::Zeroizing;

/// An access key, with a security token if it is a temporary one.
///
/// Cheap to clone. The secret parts are wiped from memory when the last clone is dropped, and never shown by `Debug`. What is made of
/// them for a single request (the key of its signature, the header with the security token) is freed with it, but not wiped.
#[derive(Clone)]
pub struct Credentials {
    key: Arc<AccessKey>,
}

#[derive(Clone)]
struct AccessKey {
    id: String,
    secret: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
    expires_at: Option<SystemTime>,
}

impl Credentials {
    /// A lasting access key.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        let secret = Zeroizing::new(access_key_secret.into());
        Self {
            key: Arc::new(AccessKey {
                id: access_key_id.into(),
                secret,
                token: None,
                expires_at: None,
            }),
        }
    }

    /// The same access key with a security token, as STS hands them out.
    #[must_use]
    pub fn with_security_token(self, token: impl Into<String>) -> Self {
        let token = Some(Zeroizing::new(token.into()));
        self.changed(|key| key.token = token)
    }

    /// The same access key with the time at which it stops being valid.
    #[must_use]
    pub fn with_expiration(self, expires_at: SystemTime) -> Self {
        self.changed(|key| key.expires_at = Some(expires_at))
    }

    fn changed(mut self, change: impl FnOnce(&mut AccessKey)) -> Self {
        change(Arc::make_mut(&mut self.key));
        self
    }

    /// Id of the access key; not a secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.key.id
    }

    /// Secret of the access key.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.key.secret
    }

    /// Security token, if the access key is a temporary one.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.key.token.as_ref().map(|token| token.as_str())
    }

    /// Time at which it stops being valid, if it does.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.key.expires_at
    }

    /// Hides the secret parts in a foreign text, as they are or percent-encoded.
    pub(crate) fn mask(&self, text: &mut String) {
        for secret in [Some(self.access_key_secret()), self.security_token()]
            .into_iter()
            .flatten()
        {
            let once = encode(secret);
            let twice = encode(&once);
            for form in [secret, &once, &twice] {
                if !form.is_empty() && text.contains(form) {
                    *text = text.replace(form, "***");
                }
            }
        }
    }
}

impl Credentials {
    /// Hides secrets in an error code. The code is what programs go by, so it takes a secret of some length to be no chance.
    pub(crate) fn mask_code(&self, code: &mut String) {
        const LEAST: usize = 8;
        let mut secrets = [Some(self.access_key_secret()), self.security_token()]
            .into_iter()
            .flatten();
        if secrets.any(|secret| secret.len() >= LEAST && code.contains(secret)) {
            self.mask(code);
        }
    }

    /// The same bytes without the secrets in them.
    pub(crate) fn mask_bytes(&self, bytes: Bytes) -> Bytes {
        let before = String::from_utf8_lossy(&bytes);
        let mut text = before.clone().into_owned();
        self.mask(&mut text);
        if text == before { bytes } else { text.into() }
    }
}

/// The same key, with the same token.
impl PartialEq for Credentials {
    fn eq(&self, other: &Self) -> bool {
        (self.access_key_id(), self.access_key_secret(), self.security_token())
            == (other.access_key_id(), other.access_key_secret(), other.security_token())
    }
}

impl Eq for Credentials {}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.key.id)
            .finish_non_exhaustive()
    }
}

/// A part of a key as it stands in a variable or a file: without space around it. Nothing if it is empty.
///
/// # Errors
/// If it can't be a part of any: what is in it would become a header that can't be sent, or a signature that nobody understands.
pub(crate) fn key_part(value: &str) -> Result<Option<String>, &'static str> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok((!value.is_empty()).then(|| value.to_owned()))
    } else {
        Err("it holds something else than visible ASCII")
    }
}

/// What [`CredentialsProvider::credentials`] returns.
pub type CredentialsFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials. It is asked before every call, so it should keep what it has found.
pub trait CredentialsProvider: fmt::Debug + Send + Sync {
    /// Credentials that are valid now.
    ///
    /// # Errors
    /// If there are none; the error names the places that were looked at.
    fn credentials(&self) -> CredentialsFuture<'_>;

    /// Called when the service has refused these credentials because their session is over or unknown: a provider that keeps them
    /// should not hand them out again.
    fn refused(&self, _credentials: &Credentials) {}

    /// Called when a client is made that will ask this provider: its own requests should go the way that the client's do.
    fn attach(&self, _client: &ClientContext) {}
}

/// Credentials provide themselves.
impl CredentialsProvider for Credentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(ready(Ok(self.clone())))
    }
}

/// Always provides the same credentials.
#[derive(Debug, Clone)]
pub struct StaticProvider {
    credentials: Credentials,
}

impl StaticProvider {
    /// Provider of the given credentials.
    #[must_use]
    pub const fn new(credentials: Credentials) -> Self {
        Self { credentials }
    }
}

impl CredentialsProvider for StaticProvider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        self.credentials.credentials()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_keeps_the_secrets() {
        let credentials = Credentials::new("id", "hidden-secret").with_security_token("hidden-token");
        assert_eq!(credentials.access_key_secret(), "hidden-secret");
        assert_eq!(credentials.security_token(), Some("hidden-token"));
        let mut text = "a hidden-secret and a hidden-token".to_owned();
        credentials.mask(&mut text);
        assert_eq!(text, "a *** and a ***");
        let mut text = "x%2By x%252By x+y".to_owned();
        Credentials::new("id", "x+y").mask(&mut text);
        assert_eq!(text, "*** *** ***");
        let shown = format!("{credentials:?} {:?}", StaticProvider::new(credentials.clone()));
        assert!(shown.contains("\"id\"") && !shown.contains("hidden"), "{shown}");
    }
}
