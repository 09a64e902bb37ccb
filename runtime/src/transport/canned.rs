//! Canned answers, for tests that touch no network.

use super::{Transport, TransportError, TransportFuture};
use crate::wire;
use bytes::Bytes;
use std::collections::{HashMap, VecDeque};
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers each operation with given JSON texts, and records the requests. Cheap to clone, and clones share everything: keep one to
/// look at the requests.
#[derive(Debug, Clone, Default)]
pub struct CannedTransport {
    samples: &'static [(&'static str, &'static str)],
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    answers: HashMap<String, VecDeque<(u16, Bytes)>>,
    requests: Vec<RecordedRequest>,
}

impl CannedTransport {
    /// Transport without answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Transport that answers operations with samples, given as pairs of operation name and JSON text.
    #[must_use]
    pub fn with_samples(samples: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            samples,
            state: Arc::default(),
        }
    }

    /// Adds an answer of status 200 to an operation. Several are given out in order; the last one stays.
    #[must_use]
    pub fn answer(self, operation: impl Into<String>, json: impl Into<String>) -> Self {
        self.answer_with_status(operation, 200, json)
    }

    /// Adds an answer of the given HTTP status.
    #[must_use]
    pub fn answer_with_status(self, operation: impl Into<String>, status: u16, body: impl Into<String>) -> Self {
        self.state()
            .answers
            .entry(operation.into())
            .or_default()
            .push_back((status, Bytes::from(body.into())));
        self
    }

    /// Requests so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let request = RecordedRequest::new(request);
        let operation = request.operation.clone();
        let mut state = self.state();
        state.requests.push(request);
        let (status, body) = self
            .next(&mut state, &operation)
            .ok_or_else(|| TransportError::Failed {
                message: format!("no canned answer for {operation}"),
                http_status: None,
                source: None,
            })?;
        let response = http::Response::builder().status(status).body(body);
        response.map_err(|error| TransportError::Failed {
            message: format!("bad canned answer for {operation}: {error}"),
            http_status: None,
            source: Some(error.into()),
        })
    }

    fn next(&self, state: &mut State, operation: &str) -> Option<(u16, Bytes)> {
        match state.answers.get_mut(operation) {
            Some(answers) if answers.len() > 1 => answers.pop_front(),
            Some(answers) => answers.front().cloned(),
            None => {
                let sample = self.samples.iter().find(|(name, _)| *name == operation);
                sample.map(|(_, json)| (200, Bytes::from_static(json.as_bytes())))
            }
        }
    }

    /// A panic elsewhere while the lock was held leaves nothing half done here.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for CannedTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(ready(self.exchange(request)))
    }
}

/// A request that a [`CannedTransport`] was asked to send. `Debug` does not show the signature or the security token.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    operation: String,
    method: http::Method,
    uri: http::Uri,
    headers: http::HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    fn new(request: http::Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        let operation = head
            .headers
            .get("x-acs-action")
            .and_then(|action| action.to_str().ok())
            .unwrap_or_default();
        Self {
            operation: operation.to_owned(),
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
        }
    }

    /// Name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// HTTP method.
    #[must_use]
    pub const fn method(&self) -> &http::Method {
        &self.method
    }

    /// Address, with its query.
    #[must_use]
    pub const fn uri(&self) -> &http::Uri {
        &self.uri
    }

    /// Headers.
    #[must_use]
    pub const fn headers(&self) -> &http::HeaderMap {
        &self.headers
    }

    /// Body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Parameters of the query and of a form body, decoded.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = wire::decode_pairs(self.uri.query().unwrap_or_default());
        let content_type = self
            .headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if content_type == Some(wire::FORM) {
            parameters.extend(wire::decode_pairs(&String::from_utf8_lossy(&self.body)));
        }
        parameters
    }

    /// One parameter of the query or of a form body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters()
            .into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}
