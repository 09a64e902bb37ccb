//! How requests get to the service: a trait, an HTTP client, middleware around it, and canned responses.

mod body;
mod canned;
mod connect;
mod failure;
mod http_client;
mod middleware;
mod pool;
mod proxy;
mod recorded;
#[cfg(feature = "reqwest")]
mod reqwest_client;
mod tls;

pub use canned::{Canned, CannedTransport};
pub use failure::TransportError;
pub use http_client::{HttpOptions, HttpTransport};
pub(crate) use middleware::SecretForm;
pub use middleware::{AttemptInfo, Middleware, Next};
pub use proxy::Proxy;
pub use recorded::RecordedRequest;
#[cfg(feature = "reqwest")]
pub use reqwest_client::{ReqwestClient, ReqwestTransport};

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
/// The client gives a request up by dropping the future, so nothing of it may keep running then. How much time it will wait stands
/// in the request's extensions, as a [`Timeout`]; a transport need not look at it.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and reads the whole response, whatever its status. Redirects must not be followed: the signature would go to
    /// wherever they point.
    ///
    /// # Errors
    /// If no complete response comes back. [`TransportError::NotSent`] says that the service can't have seen the request, so that even
    /// a call that creates something is tried again.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

/// Time after which the client gives an attempt up, from sending to the last byte of the response. An extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);
