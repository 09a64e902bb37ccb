//! What became of the attempts of a call.

use crate::text::Line;
use std::fmt;
use std::time::Duration;

/// One attempt of a call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Time that was waited before it.
    pub waited: Duration,
    /// Time that it took.
    pub took: Duration,
    /// Code of the service's refusal, or what happened on the way.
    pub problem: String,
    /// HTTP status, if something answered.
    pub http_status: Option<u16>,
    /// Request id, if the response had one.
    pub request_id: Option<String>,
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Line(&self.problem))?;
        if let Some(status) = self.http_status {
            write!(f, " (HTTP {status})")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", request id {}", Line(id))?;
        }
        write!(f, ", after {:?}", self.took)
    }
}
