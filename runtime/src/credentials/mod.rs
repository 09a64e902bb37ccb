//! Who signs: access keys, and where they come from.

mod env;
mod failure;
mod refresh;

pub use env::EnvProvider;
pub(crate) use env::Lookup;
pub use failure::CredentialsError;
pub(crate) use refresh::{Fetch, Flight, Refreshing, Source};

use crate::wire::encode;
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

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.key.id)
            .finish_non_exhaustive()
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
