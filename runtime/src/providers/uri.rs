//! Credentials from an address that hands them out, as a helper on the machine does.

use super::keys::{self, Keys};
use crate::credentials::{Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, Refreshing, Source};
use crate::transport::{HttpOptions, HttpTransport, Transport, TransportError};
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

/// Asks an address for credentials, and again before they expire. The answer is JSON with `Code` (`Success`), `AccessKeyId`,
/// `AccessKeySecret`, `SecurityToken` and `Expiration`.
#[derive(Debug)]
pub struct UriProvider {
    refreshing: Refreshing<Uri>,
}

#[derive(Debug)]
struct Uri {
    address: String,
    transport: Arc<dyn Transport>,
}

impl UriProvider {
    /// Provider that asks the given address.
    ///
    /// # Errors
    /// If the HTTP client can't be set up.
    pub fn new(address: impl Into<String>) -> Result<Self, TransportError> {
        let transport = Arc::new(HttpTransport::with(HttpOptions::default())?);
        Ok(Self {
            refreshing: Refreshing::new(Uri {
                address: address.into(),
                transport,
            }),
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
        let body = keys::ask(self.transport.as_ref(), "GET", &self.address, &[], LIMIT).await?;
        Keys::read(body)?.into_credentials()
    }
}

impl Source for Uri {
    fn fetch(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            // A query may hold a key of its own.
            let shown = self.address.split(['?', '#']).next().unwrap_or_default();
            let asked = self.ask().await;
            asked.map_err(|why| CredentialsError::not_found([format!("credentials URI {shown} ({why})")]))
        })
    }
}
