//! Answers with what came beside their values.

use crate::answer::Answer;
use crate::call::ResponseFuture;
use crate::decode::FromAnswer;
use crate::error::{Error, Failure, ServiceErrorKind, Try};
use crate::options::CallOptions;
use bytes::Bytes;
use http::HeaderMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An answer, and what came beside its value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Detailed<R> {
    /// The decoded answer.
    pub value: R,
    /// HTTP status.
    pub http_status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Id to name when asking support, of the head or of the body.
    pub request_id: Option<String>,
    /// Tries that failed before the one that was answered, oldest first.
    pub failed_tries: Box<[Try]>,
    /// The body as it came, after unpacking.
    pub body: Bytes,
}

impl<R> Detailed<R> {
    /// How often the call was tried, the last time included.
    #[must_use]
    pub fn tries(&self) -> usize {
        self.failed_tries.len() + 1
    }
}

/// Future of an answer with its details. Nothing is sent before it is polled; dropping it gives the call up.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct DetailedFuture<R, E>(pub(crate) ResponseFuture<R, E>);

impl<R, E> DetailedFuture<R, E> {
    /// Sets what this call has different from its client. Has no effect once the future was polled.
    pub fn with_options(self, options: CallOptions) -> Self {
        Self(self.0.with_options(options))
    }
}

impl<R: FromAnswer, E: ServiceErrorKind> Future for DetailedFuture<R, E> {
    type Output = Result<Detailed<R>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.0.poll_answer(context);
        answer.map(|answer| answer.and_then(detailed).map_err(Failure::classify))
    }
}

fn detailed<R: FromAnswer>(answer: Answer) -> Result<Detailed<R>, Failure> {
    let (value, request_id) = (answer.decode()?, answer.find_request_id());
    Ok(Detailed {
        value,
        http_status: answer.http_status,
        headers: answer.headers,
        request_id,
        failed_tries: answer.tries.into(),
        body: answer.body,
    })
}
