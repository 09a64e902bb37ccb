//! The client under every generated client.

use crate::address::{Address, EndpointResolver};
use crate::clock::Clock;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::credentials::{ClientContext, Credentials};
use crate::engine::Engine;
use crate::options::Settings;
use crate::retry::RetryBudget;
use crate::service::Service;
use crate::transport::{CannedTransport, HttpTransport};
use crate::user_agent;
use std::fmt;
use std::sync::Arc;

/// Client of a service. Cheap to clone; clones share connections, credentials and the retry budget.
#[derive(Clone)]
pub struct Client {
    engine: Arc<Engine>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.engine.service.name())
            .field("region", &self.engine.region)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Client of a service under a configuration.
    ///
    /// # Errors
    /// If nothing says where the service is, or the HTTP client can't be set up.
    pub fn new(service: &'static Service, config: Config) -> Result<Self, ConfigError> {
        let resolver = config.resolver();
        let (region, endpoint) = match config.options.place() {
            Some((region, endpoint)) => (region.map(str::to_owned).or(config.region), endpoint.cloned()),
            None => (config.region, config.endpoint),
        };
        let address = resolver.address(service, region.as_deref(), endpoint.as_ref())?;
        let transport = match config.transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::with(config.http.clone()).map_err(ConfigError::Transport)?),
        };
        let clock = Clock::default();
        config
            .credentials
            .attach(&ClientContext::new(config.http, clock.clone()));
        let engine = Engine {
            service,
            address,
            resolver,
            region,
            credentials: config.credentials,
            transport,
            middleware: config.middleware,
            settings: Settings::STANDARD.with(&config.options),
            budget: config.budget,
            clock,
            user_agent: user_agent::with(config.user_agent.as_deref())?,
        };
        Ok(Self {
            engine: Arc::new(engine),
        })
    }

    /// Client for a region, with credentials from where [`CredentialsChain`](crate::CredentialsChain) finds them.
    ///
    /// # Errors
    /// If there are no credentials, and those of [`new`](Self::new).
    pub async fn from_env(service: &'static Service, region: impl Into<String>) -> Result<Self, ConfigError> {
        Self::new(service, Config::from_env(region).await?)
    }

    /// Client that never touches the network: it answers each operation with the sample of that name, given as pairs of operation
    /// name and JSON text. To look at the requests, or for other responses, give a [`Config`] a [`CannedTransport`].
    #[must_use]
    pub fn mock(service: &'static Service, samples: &'static [(&'static str, &'static str)]) -> Self {
        let engine = Engine {
            service,
            address: Address::of_nothing(),
            resolver: EndpointResolver::default(),
            // For parameters that are the client's region.
            region: Some("mock".to_owned()),
            credentials: Arc::new(Credentials::new("mock", "mock")),
            transport: Arc::new(CannedTransport::with_samples(samples)),
            middleware: Vec::new(),
            settings: Settings::STANDARD,
            budget: RetryBudget::default(),
            clock: Clock::default(),
            user_agent: user_agent::own(),
        };
        Self {
            engine: Arc::new(engine),
        }
    }

    /// The service that this is a client of.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.engine.service
    }

    pub(crate) fn engine(&self) -> Arc<Engine> {
        self.engine.clone()
    }
}
