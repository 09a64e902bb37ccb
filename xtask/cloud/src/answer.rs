//! An answer, before it is on a socket.

use crate::refusal::Refusal;
use bytes::Bytes;
use serde_json::json;

/// What a request is answered with.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its body.
    pub body: Body,
}

/// A body, and how it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// At once.
    Whole(Bytes),
    /// In small pieces, with time between them.
    Slow(Bytes),
    /// The first half of it; then the connection ends.
    Truncated(Bytes),
    /// Blanks, some gigabytes of them.
    Huge,
    /// Nothing for 30 seconds; then the connection ends.
    Hang,
    /// The connection is reset.
    Reset,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self {
            status,
            headers,
            body: Body::Whole(body.into()),
        }
    }

    pub(crate) fn json(status: u16, request_id: &str, body: impl Into<Bytes>) -> Self {
        Self::new(status, "application/json;charset=utf-8", body).with("x-acs-request-id", request_id)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn refused(refusal: &Refusal, request_id: &str) -> Self {
        let Refusal { status, code, message } = refusal;
        let body = json!({
            "RequestId": request_id,
            "HostId": "127.0.0.1",
            "Code": code,
            "Message": message,
            "Recommend": format!("https://error-center.example.com/status/search?Keyword={code}"),
        });
        Self::json(*status, request_id, body.to_string())
    }

    /// The bytes of a body that comes as it should.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Whole(bytes) | Body::Slow(bytes) | Body::Truncated(bytes) => bytes,
            Body::Huge | Body::Hang | Body::Reset => &[],
        }
    }
}
