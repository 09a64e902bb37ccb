//! Configuration of a client.

use crate::credentials::{CredentialsError, CredentialsProvider, EnvProvider};
use crate::service::Service;
use crate::transport::{Transport, TransportError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Configuration of a client: a region, and whatever should differ from the usual.
///
/// ```
/// use alibabacloud_runtime::{Config, Credentials};
/// use std::time::Duration;
///
/// let config = Config::new()
///     .region("cn-beijing")
///     .credentials(Credentials::new("my-id", "my-secret"))
///     .timeout(Duration::from_secs(10));
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) plain_http: bool,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Config {
    /// The usual configuration: no region, credentials from the environment variables that [`EnvProvider`] reads, 5 seconds to
    /// connect, 30 seconds for a call.
    #[must_use]
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            plain_http: false,
            credentials: Arc::new(EnvProvider::new()),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            transport: None,
        }
    }

    /// Configuration for a region, with credentials from the environment, which must be there now.
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
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Allows an `http://` endpoint that is not on this machine. Requests are signed but readable on their way, and so are answers.
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
        self.connect_timeout = timeout;
        self
    }

    /// Time in which a call must be answered, from sending to the last byte.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Transport to use. Clients that share an [`HttpTransport`](crate::HttpTransport) share its connections.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Address of a service under this configuration.
    pub(crate) fn address(&self, service: &Service) -> Result<Address, ConfigError> {
        if let Some(endpoint) = &self.endpoint {
            return Address::parse(endpoint, self.plain_http);
        }
        // A region becomes part of the host name: only what is a host label may get there.
        let is_label = |region: &str| {
            !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if let Some(region) = self.region.as_deref().filter(|region| !is_label(region)) {
            return Err(ConfigError::Region {
                region: region.to_owned(),
            });
        }
        let host = service
            .endpoints()
            .host(self.region.as_deref())
            .ok_or_else(|| ConfigError::NoEndpoint {
                service: service.name(),
                region: self.region.clone(),
            })?;
        Address::parse(&host, self.plain_http)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

/// Scheme and host of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) scheme: http::uri::Scheme,
    /// Host, with the port if it is not the scheme's own; goes into the `Host` header as it is.
    pub(crate) authority: String,
}

impl Address {
    fn parse(endpoint: &str, plain_http: bool) -> Result<Self, ConfigError> {
        let refuse = |problem| ConfigError::Endpoint {
            endpoint: endpoint.to_owned(),
            problem,
        };
        let full = if endpoint.contains("://") {
            endpoint.to_owned()
        } else {
            format!("https://{endpoint}")
        };
        let uri: http::Uri = full.parse().map_err(|_| refuse("it is not a host or an address"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(refuse("it has no host"));
        };
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(refuse("it needs a host, and no user"));
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(refuse("it must not have a path or a query"));
        }
        let own_port = match scheme.as_str() {
            "https" => 443,
            "http" if plain_http || is_loopback(authority.host()) => 80,
            "http" => {
                return Err(refuse(
                    "plain HTTP is for this machine only, unless allowed by `allow_plain_http`",
                ));
            }
            _ => return Err(refuse("its scheme is not http or https")),
        };
        let authority = match authority.port_u16() {
            Some(port) if port != own_port => format!("{}:{port}", authority.host()),
            _ => authority.host().to_owned(),
        };
        Ok(Self {
            scheme: scheme.clone(),
            authority,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Why a client can't be made of a configuration.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// Nothing says where the service is.
    #[non_exhaustive]
    NoEndpoint {
        /// Product code of the service.
        service: &'static str,
        /// Region of the configuration.
        region: Option<String>,
    },
    /// The region can't be part of a host name.
    #[non_exhaustive]
    Region {
        /// The region as given.
        region: String,
    },
    /// The endpoint can't be used.
    #[non_exhaustive]
    Endpoint {
        /// The endpoint as given.
        endpoint: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// There are no credentials.
    Credentials(CredentialsError),
    /// The HTTP client can't be set up.
    Transport(TransportError),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEndpoint {
                service,
                region: Some(region),
            } => {
                write!(
                    f,
                    "no endpoint of {service} is known for region {region:?}; set one by `Config::endpoint`"
                )
            }
            Self::NoEndpoint { service, region: None } => {
                write!(f, "{service} needs a region; set one by `Config::region`")
            }
            Self::Region { region } => write!(f, "{region:?} is not a region: letters, digits and `-` only"),
            Self::Endpoint { endpoint, problem } => write!(f, "the endpoint {endpoint:?} can't be used: {problem}"),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Endpoints;

    #[test]
    fn endpoints() {
        for (endpoint, expected) in [
            ("kms.cn-beijing.aliyuncs.com", Ok("https kms.cn-beijing.aliyuncs.com")),
            ("https://kms.aliyuncs.com:443/", Ok("https kms.aliyuncs.com")),
            ("https://kms.aliyuncs.com:8443", Ok("https kms.aliyuncs.com:8443")),
            ("http://127.0.0.1:8080", Ok("http 127.0.0.1:8080")),
            ("http://[::1]:8080", Ok("http [::1]:8080")),
            ("http://localhost", Ok("http localhost")),
            ("http://kms.aliyuncs.com", Err("plain HTTP")),
            ("http://127.0.0.1.example.com", Err("plain HTTP")),
            ("ftp://kms.aliyuncs.com", Err("scheme")),
            ("https://user@kms.aliyuncs.com", Err("no user")),
            ("https://kms.aliyuncs.com/path", Err("path")),
            ("https://kms.aliyuncs.com?x=1", Err("query")),
            ("", Err("not a host")),
            ("a b", Err("not a host")),
        ] {
            match (Address::parse(endpoint, false), expected) {
                (Ok(address), Ok(text)) => assert_eq!(format!("{} {}", address.scheme, address.authority), text),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{endpoint}: {error}"),
                (got, _) => panic!("{endpoint}: {got:?}"),
            }
        }
        assert!(Address::parse("http://kms.aliyuncs.com", true).is_ok());
    }

    #[test]
    fn regions() {
        static SERVICE: Service = Service::new("kms", "2016-01-20", Endpoints::new().rule("kms.{region}.aliyuncs.com"));
        let host = |config: Config| config.address(&SERVICE).map(|address| address.authority);
        assert_eq!(
            host(Config::new().region("cn-beijing")).unwrap(),
            "kms.cn-beijing.aliyuncs.com"
        );
        for (config, part) in [
            (Config::new(), "kms needs a region"),
            (Config::new().region(""), "not a region"),
            (Config::new().region("x.evil.com/"), "not a region"),
        ] {
            let error = host(config).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
