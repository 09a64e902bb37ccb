//! Responses that could not be read, kept for a look.

use crate::text::{Excerpt, head};
use bytes::Bytes;
use std::fmt;

/// HTTP status and body of a response that could not be read. `Debug` and `Display` show the beginning of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct RawResponse {
    pub(super) http_status: u16,
    pub(super) body: Bytes,
}

impl RawResponse {
    /// HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        self.http_status
    }

    /// The whole body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Excerpt(&head(&self.body)).fmt(f)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}: {:?}", self.http_status, Excerpt(&head(&self.body)))
    }
}
