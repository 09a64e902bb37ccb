//! Credentials from an address that hands them out, as a helper on the machine does.

use super::keys::{self, Keys, SourceRequest};
use super::provider_transport::ProviderTransport;
use crate::credentials::{ClientContext, Fetch, Fetched, Refreshing, Source, provides_refreshing};
use crate::transport::TransportError;
use std::fmt;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);

/// Asks an address for credentials, and again before they expire. The response is JSON with `Code` (`Success`), `AccessKeyId`,
/// `AccessKeySecret`, `SecurityToken` and `Expiration`.
#[derive(Debug)]
pub struct UriProvider {
    refreshing: Refreshing<Uri>,
}

struct Uri {
    address: String,
    transport: ProviderTransport,
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uri")
            .field("address", &keys::shown(&self.address))
            .finish_non_exhaustive()
    }
}

impl UriProvider {
    /// Provider that asks the given address. A user in it is left out: nobody is told who asks.
    ///
    /// # Errors
    /// None: an address that can't be asked is told when it is asked.
    pub fn new(address: impl Into<String>) -> Result<Self, TransportError> {
        Ok(Self {
            refreshing: Refreshing::new(Uri {
                address: keys::stripped(&address.into()),
                transport: ProviderTransport::of_client(),
            }),
        })
    }
}

provides_refreshing!(UriProvider);

impl Uri {
    async fn ask(&self) -> Result<Fetched, String> {
        let request = SourceRequest {
            method: "GET",
            address: &self.address,
            headers: &[],
            body: bytes::Bytes::new(),
        };
        let response = request.send(&self.transport, LIMIT).await;
        response.map_err(|error| error.why)?.keys(Keys::read)
    }
}

impl Source for Uri {
    fn place(&self) -> String {
        format!("credentials URI {}", keys::shown(&self.address))
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }

    fn attach(&self, client: &ClientContext) {
        self.transport.attach(client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::CredentialsProvider as _;

    #[tokio::test]
    async fn nothing_secret_is_kept_or_shown() {
        for address in [
            "http://user:hidden@127.0.0.1:9/keys",
            "http://user:hidden@127.0.0.1 :9/keys?key=hidden",
            "hidden@127.0.0.1 /",
            "http://[hidden/",
        ] {
            let provider = UriProvider::new(address).unwrap();
            let error = provider.credentials().await.unwrap_err();
            let shown = format!("{provider:?} {error} {error:?}");
            assert!(!shown.contains("hidden"), "{address}: {shown}");
        }
    }
}
