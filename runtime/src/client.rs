//! The client under every generated client.

use crate::answer::{self, Answer};
use crate::config::{Address, Config, ConfigError};
use crate::credentials::{Credentials, CredentialsProvider};
use crate::error::Failure;
use crate::params::Params;
use crate::request::{self, Stamp};
use crate::service::{Operation, Service};
use crate::sign;
use crate::transport::{CannedTransport, HttpTransport, Timeout, Transport};
use ring::rand::{SecureRandom, SystemRandom};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Client of a service. Cheap to clone; clones share connections and credentials.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    service: &'static Service,
    address: Address,
    credentials: Arc<dyn CredentialsProvider>,
    transport: Arc<dyn Transport>,
    timeout: Duration,
}

/// An exchange with the service under way.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send>>;

impl Client {
    /// Client of a service under a configuration.
    ///
    /// # Errors
    /// If nothing says where the service is, or the HTTP client can't be set up.
    pub fn new(service: &'static Service, config: Config) -> Result<Self, ConfigError> {
        let address = config.address(service)?;
        let transport = match config.transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::new(config.connect_timeout).map_err(ConfigError::Transport)?),
        };
        let Config {
            credentials, timeout, ..
        } = config;
        Ok(Self {
            inner: Arc::new(Inner {
                service,
                address,
                credentials,
                transport,
                timeout,
            }),
        })
    }

    /// Client for a region, with credentials from the environment.
    ///
    /// # Errors
    /// If there are no credentials, and those of [`new`](Self::new).
    pub async fn from_env(service: &'static Service, region: impl Into<String>) -> Result<Self, ConfigError> {
        Self::new(service, Config::from_env(region).await?)
    }

    /// Client that never touches the network: it answers each operation with the sample of that name, given as pairs of operation
    /// name and JSON text.
    #[must_use]
    pub fn mock(service: &'static Service, samples: &'static [(&'static str, &'static str)]) -> Self {
        let inner = Inner {
            service,
            // Reserved by RFC 2606: nothing can ever be there.
            address: Address {
                scheme: http::uri::Scheme::HTTPS,
                authority: "mock.invalid".to_owned(),
            },
            credentials: Arc::new(Credentials::new("mock", "mock")),
            transport: Arc::new(CannedTransport::with_samples(samples)),
            timeout: Duration::MAX,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The service that this is a client of.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

    /// Starts an exchange. Not generic: every operation of every product shares it.
    pub(crate) fn exchange(&self, operation: &'static Operation, params: Params) -> Exchange {
        Box::pin(self.clone().run(operation, params))
    }

    async fn run(self, operation: &'static Operation, params: Params) -> Result<Answer, Failure> {
        let Inner {
            address,
            credentials,
            transport,
            timeout,
            ..
        } = &*self.inner;
        let unsigned = request::lay_out(operation, &params)?;
        let credentials = credentials.credentials().await.map_err(Failure::Credentials)?;
        let date = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        let stamp = Stamp {
            date: &date,
            nonce: &nonce()?,
        };
        let mut request = unsigned.sign(operation, address, &credentials, &stamp)?;
        request.extensions_mut().insert(Timeout(*timeout));
        answer::read(transport.send(request).await?)
    }
}

fn nonce() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Failure::build("the system gives no random numbers, which a signature needs"))?;
    Ok(sign::hex(&bytes))
}
