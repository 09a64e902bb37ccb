//! Credentials from an address that hands them out, as a helper on the machine does.

use super::keys::{Keys, Question};
use crate::address;
use crate::credentials::{Credentials, CredentialsFuture, CredentialsProvider, Fetch, Refreshing, Source};
use crate::transport::{HttpOptions, HttpTransport, Transport, TransportError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

/// Asks an address for credentials, and again before they expire. The answer is JSON with `Code` (`Success`), `AccessKeyId`,
/// `AccessKeySecret`, `SecurityToken` and `Expiration`.
#[derive(Debug)]
pub struct UriProvider {
    refreshing: Refreshing<Uri>,
}

struct Uri {
    address: String,
    transport: Arc<dyn Transport>,
}

impl Uri {
    /// The address as it may be shown: a user or a query in it may be keys.
    fn shown(&self) -> String {
        let shown = self.address.split(['?', '#']).next().unwrap_or_default();
        address::without_user(shown)
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uri")
            .field("address", &self.shown())
            .finish_non_exhaustive()
    }
}

impl UriProvider {
    /// Provider that asks the given address.
    ///
    /// # Errors
    /// If the HTTP client can't be set up.
    pub fn new(address: impl Into<String>) -> Result<Self, TransportError> {
        let address = address.into();
        let transport = Arc::new(HttpTransport::with(HttpOptions::default())?);
        Ok(Self {
            refreshing: Refreshing::new(Uri { address, transport }),
        })
    }
}

impl CredentialsProvider for UriProvider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.refreshing.get())
    }
}

impl Uri {
    async fn ask(&self) -> Result<Credentials, String> {
        let question = Question {
            method: "GET",
            address: &self.address,
            headers: &[],
            body: bytes::Bytes::new(),
        };
        let body = question.ask(self.transport.as_ref(), LIMIT).await;
        Keys::read(body.map_err(|unanswered| unanswered.why)?)?.into_credentials()
    }
}

impl Source for Uri {
    fn place(&self) -> String {
        format!("credentials URI {}", self.shown())
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }
}
