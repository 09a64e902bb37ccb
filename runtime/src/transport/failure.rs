//! Why no complete response came back.

use super::tls::Fault;
use crate::BoxError;
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why no complete response came back.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// It took too long.
    Timeout {
        /// The time that was allowed.
        limit: Duration,
        /// Whether the connection was not even established.
        connecting: bool,
    },
    /// The request was not sent: there is no connection, or it can't be used.
    NotSent {
        /// What happened.
        message: String,
        /// The cause, if there is one.
        source: Option<BoxError>,
    },
    /// Something answered, in a way that is of no use and would be no better another time.
    Unusable {
        /// What is wrong with the response.
        message: String,
        /// HTTP status of the response.
        http_status: Option<u16>,
    },
    /// Anything else, which may pass. The service may have seen the request.
    Failed {
        /// What happened.
        message: String,
        /// HTTP status, if the head of a response came.
        http_status: Option<u16>,
        /// The cause, if there is one.
        source: Option<BoxError>,
    },
}

impl TransportError {
    pub(super) fn not_sent(what: &str, error: impl Into<BoxError>) -> Self {
        let error = error.into();
        Self::NotSent {
            message: format!("{what}: {}", innermost(error.as_ref())),
            source: Some(error),
        }
    }

    pub(super) fn failed(what: &str, http_status: Option<u16>, error: impl Into<BoxError>) -> Self {
        let error = error.into();
        Self::Failed {
            message: format!("{what}: {}", innermost(error.as_ref())),
            http_status,
            source: Some(error),
        }
    }

    /// Another time the server would do the same.
    pub(super) fn tls(fault: Fault, error: &(dyn Error + 'static)) -> Self {
        let message = match fault {
            Fault::Certificate => format!("the server's certificate is not trusted: {}", innermost(error)),
            Fault::NoTls => "the server does not speak TLS; an endpoint without it begins with `http://`".to_owned(),
        };
        Self::Unusable {
            message,
            http_status: None,
        }
    }

    pub(super) fn too_long(limit: usize, http_status: u16) -> Self {
        Self::Unusable {
            message: format!("the response is longer than {limit} bytes"),
            http_status: Some(http_status),
        }
    }

    /// Hyper and its like panic outside of a runtime; this is said instead.
    pub(super) fn no_runtime() -> Self {
        Self::NotSent {
            message: "there is no Tokio runtime to send the request from".to_owned(),
            source: None,
        }
    }
}

/// The first cause: what an HTTP client wraps around it is of no help to a reader.
fn innermost<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout {
                limit,
                connecting: true,
            } => write!(f, "no connection within {limit:?}"),
            Self::Timeout {
                limit,
                connecting: false,
            } => write!(f, "no response within {limit:?}"),
            Self::NotSent { message, .. } | Self::Unusable { message, .. } | Self::Failed { message, .. } => {
                f.write_str(message)
            }
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotSent {
                source: Some(source), ..
            }
            | Self::Failed {
                source: Some(source), ..
            } => Some(source.as_ref()),
            _ => None,
        }
    }
}
