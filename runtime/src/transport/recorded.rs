//! Requests as a test sees them afterwards.

use crate::wire;
use bytes::Bytes;
use std::fmt;

/// A request that a [`CannedTransport`](crate::CannedTransport) was asked to send. `Debug` does not show the signature or the security
/// token.
#[derive(Clone)]
pub struct RecordedRequest {
    operation: String,
    method: http::Method,
    uri: http::Uri,
    headers: http::HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    pub(super) fn new(request: http::Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        let operation = head
            .headers
            .get("x-acs-action")
            .and_then(|action| action.to_str().ok())
            .map(str::to_owned);
        let mut recorded = Self {
            operation: String::new(),
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
        };
        // Signature 1.0 has no such header.
        recorded.operation = operation.or_else(|| recorded.parameter("Action")).unwrap_or_default();
        recorded
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

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body is left out: under signature 1.0 it holds signature and token.
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
