//! Why there are no credentials.

use crate::text::Line;
use std::fmt;

/// Why there are no credentials, with every place that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsError {
    looked_at: Vec<String>,
}

impl CredentialsError {
    /// Nothing was found in the given places, each said as `environment variable X (not set)`.
    #[must_use]
    pub fn not_found(looked_at: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            // Reasons may hold what a server said.
            looked_at: looked_at
                .into_iter()
                .map(|place| Line(&place.into()).to_string())
                .collect(),
        }
    }

    /// Places that were looked at, and what was wrong with each.
    #[must_use]
    pub fn looked_at(&self) -> &[String] {
        &self.looked_at
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no credentials found; looked at: {}", self.looked_at.join(", "))
    }
}

impl std::error::Error for CredentialsError {}
