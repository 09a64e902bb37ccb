//! How requests get to the service: a trait, an HTTP client, and canned answers.

mod canned;
mod client;

pub use canned::{CannedTransport, RecordedRequest};
pub use client::HttpTransport;

use crate::error::BoxError;
use bytes::Bytes;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What [`Transport::send`] returns.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends requests. They are complete and signed: a transport that changes method, address, body or a signed header breaks the
/// signature.
///
/// The time that a request may take stands in its extensions, as a [`Timeout`].
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and reads the whole answer, whatever its status. Redirects must not be followed.
    ///
    /// # Errors
    /// If no complete answer comes back.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

/// Time that a request may take, from sending to the last byte of the answer. An extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// Why no complete answer came back.
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
    /// Anything else.
    Failed {
        /// What happened.
        message: String,
        /// HTTP status, if the head of an answer came.
        http_status: Option<u16>,
        /// The cause, if there is one.
        source: Option<BoxError>,
    },
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
            } => write!(f, "no answer within {limit:?}"),
            Self::Failed { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed {
                source: Some(source), ..
            } => Some(source.as_ref()),
            _ => None,
        }
    }
}
