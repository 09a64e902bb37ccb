//! Who signs: access keys, and where they come from.

mod env;

pub use env::EnvProvider;

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use zeroize::Zeroizing;

/// An access key, with a security token if it is a temporary one.
///
/// Cheap to clone. The secret parts are wiped from memory when the last clone is dropped, and never shown by `Debug`.
#[derive(Clone)]
pub struct Credentials {
    key: Arc<AccessKey>,
}

struct AccessKey {
    id: String,
    secret: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
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
            }),
        }
    }

    /// The same access key with a security token, as STS hands them out.
    #[must_use]
    pub fn with_security_token(self, token: impl Into<String>) -> Self {
        let AccessKey { id, secret, .. } = &*self.key;
        let token = Some(Zeroizing::new(token.into()));
        Self {
            key: Arc::new(AccessKey {
                id: id.clone(),
                secret: secret.clone(),
                token,
            }),
        }
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

/// Why there are no credentials, with every place that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsError {
    looked_at: Vec<String>,
}

impl CredentialsError {
    /// Nothing was found in the given places, each said as `environment variable X (not set)`.
    #[must_use]
    pub fn not_found(looked_at: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            looked_at: looked_at.into_iter().map(Into::into).collect(),
        }
    }

    /// Places that were looked at, and what was wrong with each.
    #[must_use]
    pub fn looked_at(&self) -> &[String] {
        &self.looked_at
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no credentials found; looked at: {}", self.looked_at.join(", "))
    }
}

impl std::error::Error for CredentialsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_keeps_the_secrets() {
        let credentials = Credentials::new("id", "hidden-secret").with_security_token("hidden-token");
        assert_eq!(credentials.access_key_secret(), "hidden-secret");
        assert_eq!(credentials.security_token(), Some("hidden-token"));
        let shown = format!("{credentials:?} {:?}", StaticProvider::new(credentials.clone()));
        assert!(shown.contains("\"id\"") && !shown.contains("hidden"), "{shown}");
    }
}
