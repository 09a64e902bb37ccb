//! What users put around the sending of requests.

use super::{Transport, TransportFuture};
use bytes::Bytes;
use std::fmt;
use std::sync::Arc;

/// Something around the sending of every request: to count, to log, to add a header, to answer in the service's place.
///
/// It sees each attempt on its own, already signed, with an [`AttemptInfo`] among the extensions. A header may be added; what is signed
/// (method, address, body, `host`, `content-type` and all `x-acs-` headers) can't be changed any more. The headers `authorization`
/// and `x-acs-security-token` are marked sensitive: `Debug` of the request does not show them. Under signature 1.0 what is secret of it
/// joins the body behind the last middleware; a request that is built anew must keep its extensions.
///
/// ```
/// use alibabacloud_runtime::{Middleware, Next, TransportFuture};
///
/// #[derive(Debug)]
/// struct Traced;
///
/// impl Middleware for Traced {
///     fn handle<'a>(&'a self, mut request: http::Request<bytes::Bytes>, next: Next<'a>) -> TransportFuture<'a> {
///         request.headers_mut().insert("x-trace", http::HeaderValue::from_static("7"));
///         Box::pin(async move {
///             let response = next.run(request).await?;
///             println!("HTTP {}", response.status());
///             Ok(response)
///         })
///     }
/// }
/// ```
pub trait Middleware: fmt::Debug + Send + Sync {
    /// Handles a request: usually by changing it a little and passing it on to [`Next::run`].
    ///
    /// # Errors
    /// Those of the transport, and its own.
    fn handle<'a>(&'a self, request: http::Request<Bytes>, next: Next<'a>) -> TransportFuture<'a>;
}

/// The end of a form that holds what is secret, as signature 1.0 sends it: it joins the body behind the last middleware, which may
/// show the body to anyone.
#[derive(Clone)]
pub(crate) struct SecretForm(pub(crate) Bytes);

fn complete(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    if let Some(SecretForm(secret)) = request.extensions_mut().remove() {
        let body = request.body_mut();
        *body = if body.is_empty() {
            secret
        } else {
            [body.as_ref(), secret.as_ref()].join(&b'&').into()
        };
    }
    request
}

/// What comes after a [`Middleware`]: the next one, or the transport.
#[derive(Debug, Clone, Copy)]
pub struct Next<'a> {
    middleware: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(crate) fn new(middleware: &'a [Arc<dyn Middleware>], transport: &'a dyn Transport) -> Self {
        Self { middleware, transport }
    }

    /// Passes a request on.
    #[must_use = "nothing is sent until the future is awaited"]
    pub fn run(self, request: http::Request<Bytes>) -> TransportFuture<'a> {
        match self.middleware.split_first() {
            Some((first, middleware)) => first.handle(request, Self { middleware, ..self }),
            None => self.transport.send(complete(request)),
        }
    }
}

/// What a request is an attempt of. An extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptInfo {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt, counted from 1.
    pub number: u32,
    /// Whether the attempt before this one ended in a timeout or a broken connection, so that connections of some age should not be
    /// trusted.
    pub is_fresh: bool,
}
