//! What a provider of credentials gets to know of the client that asks it.

use crate::clock::Clock;
use crate::transport::HttpOptions;

/// What a [`CredentialsProvider`](crate::CredentialsProvider) gets to know of the client that asks it.
#[derive(Debug, Clone, Default)]
pub struct ClientContext {
    http: HttpOptions,
    clock: Clock,
}

impl ClientContext {
    pub(crate) const fn new(http: HttpOptions, clock: Clock) -> Self {
        Self { http, clock }
    }

    /// How the client sends its requests: proxy, timeouts, connections.
    #[must_use]
    pub const fn http_options(&self) -> &HttpOptions {
        &self.http
    }

    /// The time by the service's clock, as far as the client has learnt it.
    #[must_use]
    pub fn now(&self) -> std::time::SystemTime {
        self.clock.now()
    }

    pub(crate) const fn clock(&self) -> &Clock {
        &self.clock
    }
}
