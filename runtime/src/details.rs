//! Responses with what came beside their values.

use crate::call::ResponseFuture;
use crate::decode::FromResponse;
use crate::error::{Attempt, Error, Failure, ServiceErrorKind};
use crate::options::CallOptions;
use crate::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A response, and what came beside its value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Detailed<R> {
    /// The decoded response.
    pub value: R,
    /// HTTP status.
    pub http_status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Id to name when asking support, of the head or of the body.
    pub request_id: Option<String>,
    /// Attempts that failed before the one that was answered, oldest first.
    pub failed_attempts: Box<[Attempt]>,
    /// The body as it came, after unpacking.
    pub body: Bytes,
}

impl<R> Detailed<R> {
    /// How often the call was tried, the last time included.
    #[must_use]
    pub fn attempts(&self) -> usize {
        self.failed_attempts.len() + 1
    }
}

/// Future of a response with its details. Nothing is sent before it is polled; dropping it gives the call up.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct DetailedFuture<R, E>(pub(crate) ResponseFuture<R, E>);

impl<R, E> DetailedFuture<R, E> {
    /// Sets what this call has different from its client. Has no effect once the future was polled.
    pub fn with_options(self, options: CallOptions) -> Self {
        Self(self.0.with_options(options))
    }
}

impl<R: FromResponse, E: ServiceErrorKind> Future for DetailedFuture<R, E> {
    type Output = Result<Detailed<R>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = self.0.poll_response(context);
        response.map(|response| response.and_then(detailed).map_err(Failure::classify))
    }
}

fn detailed<R: FromResponse>(response: Response) -> Result<Detailed<R>, Failure> {
    let (value, request_id) = (response.decode()?, response.find_request_id());
    Ok(Detailed {
        value,
        http_status: response.http_status,
        headers: response.headers,
        request_id,
        failed_attempts: response.attempts.into(),
        body: response.body,
    })
}
