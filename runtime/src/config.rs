//! Configuration of a client.

use crate::address::{Endpoint, EndpointResolver};
use crate::config_error::ConfigError;
use crate::credentials::CredentialsProvider;
use crate::options::{CallOptions, Signature};
use crate::providers::CredentialsChain;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::transport::{HttpOptions, Middleware, Proxy, Transport};
use std::sync::Arc;
use std::time::Duration;

/// Configuration of a client: a region, and whatever should differ from the usual.
///
/// ```
/// use alibabacloud_runtime::{Config, Credentials, RetryPolicy};
/// use std::time::Duration;
///
/// let config = Config::new()
///     .region("cn-beijing")
///     .credentials(Credentials::new("my-id", "my-secret"))
///     .retry(RetryPolicy::STANDARD.max_attempts(3))
///     .timeout(Duration::from_secs(10));
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) vpc: bool,
    pub(crate) plain_http: bool,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    pub(crate) http: HttpOptions,
    pub(crate) options: CallOptions,
    pub(crate) budget: RetryBudget,
    pub(crate) user_agent: Option<String>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Config {
    /// The usual configuration: no region; credentials from where [`CredentialsChain`] finds them; 5 seconds to connect, 30 for one
    /// attempt, 90 for a call; retries as [`RetryPolicy::STANDARD`] has them.
    #[must_use]
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            vpc: false,
            plain_http: false,
            credentials: Arc::new(CredentialsChain::new()),
            http: HttpOptions::default(),
            options: CallOptions::new(),
            budget: RetryBudget::default(),
            user_agent: None,
            middleware: Vec::new(),
            transport: None,
        }
    }

    /// Configuration for a region, with credentials from where [`CredentialsChain`] finds them, which must be there now.
    ///
    /// # Errors
    /// [`ConfigError::Credentials`] if there are none.
    pub async fn from_env(region: impl Into<String>) -> Result<Self, ConfigError> {
        let config = Self::new().region(region);
        config
            .credentials
            .credentials()
            .await
            .map_err(ConfigError::Credentials)?;
        Ok(config)
    }

    /// Region to use, as in `cn-beijing`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Address to send calls to, in place of the region's: a host, or `http(s)://host[:port]`.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(Endpoint(endpoint.into()));
        self
    }

    /// Whether to use the region's endpoint inside a VPC in place of the public one.
    #[must_use]
    pub const fn vpc(mut self, vpc: bool) -> Self {
        self.vpc = vpc;
        self
    }

    /// Allows an `http://` endpoint that is not on this machine. Requests are signed but readable on their way, and so are responses.
    #[must_use]
    pub const fn allow_plain_http(mut self, allow: bool) -> Self {
        self.plain_http = allow;
        self
    }

    /// Credentials, or a provider of them.
    #[must_use]
    pub fn credentials(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.credentials = Arc::new(provider);
        self
    }

    /// Time in which a connection must be established. Not used with a transport of one's own.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = timeout;
        self
    }

    /// Time for one attempt, from sending to the last byte of the response.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.attempt_timeout(timeout);
        self
    }

    /// Time for a whole call, with all its attempts and the waits between them.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// When calls are tried again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// How often calls are tried at most, the first time included.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.options = self.options.max_attempts(attempts);
        self
    }

    /// How many further attempts all calls may make together. A budget can be shared by several clients.
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// How calls are signed.
    #[must_use]
    pub fn signature(mut self, signature: Signature) -> Self {
        self.options = self.options.signature(signature);
        self
    }

    /// Anything that can be set for one call, for all calls. What was set before stays, where these options say nothing.
    #[must_use]
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options.or(self.options);
        self
    }

    /// Longest body that is read, in bytes after unpacking: 64 MiB unless set. Not used with a transport of one's own.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.http.body_limit = bytes;
        self
    }

    /// How long an unused connection is kept: 50 seconds unless set. Not used with a transport of one's own.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.http.idle_timeout = timeout;
        self
    }

    /// How many unused connections are kept for each host: 256 unless set. Not used with a transport of one's own.
    #[must_use]
    pub const fn max_idle_connections(mut self, connections: usize) -> Self {
        self.http.max_idle_connections = connections;
        self
    }

    /// After how much silence TCP asks whether the other side is still there: 15 seconds unless set, nothing for never. Not used with a
    /// transport of one's own.
    #[must_use]
    pub const fn tcp_keepalive(mut self, silence: Option<Duration>) -> Self {
        self.http.tcp_keepalive = silence;
        self
    }

    /// Whether HTTP/2 is spoken with servers that offer it, as it usually is. Not used with a transport of one's own.
    #[must_use]
    pub const fn http2(mut self, http2: bool) -> Self {
        self.http.http2 = http2;
        self
    }

    /// Proxy to go through, in place of the environment's. Not used with a transport of one's own.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.http.proxy = proxy;
        self
    }

    /// Who is calling, as in `my-app/1.2`: it is appended to the client's own user agent.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Adds something around the sending of every request. What is added first is outermost.
    #[must_use]
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Transport to use. Clients that share an [`HttpTransport`](crate::HttpTransport) share its connections.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How the address of a service is found under this configuration.
    pub(crate) fn resolver(&self) -> EndpointResolver {
        EndpointResolver {
            vpc: self.vpc,
            plain_http: self.plain_http,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
