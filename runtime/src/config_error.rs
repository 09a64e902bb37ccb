//! Why a client can't be made of a configuration.

use crate::credentials::CredentialsError;
use crate::transport::TransportError;
use std::fmt;

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
    /// The caller's part of the user agent can't be a header: it holds something else than visible ASCII.
    UserAgent,
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
            Self::UserAgent => f.write_str("the user agent holds something else than visible ASCII"),
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
