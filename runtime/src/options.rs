//! What can be set for a single call, and for all calls of a client.

use crate::address::Endpoint;
use crate::retry::RetryPolicy;
use std::time::Duration;

/// How requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Signature {
    /// Signature 1.0: HMAC-SHA1 over the parameters. For RPC operations only.
    V1,
    /// `ACS3-HMAC-SHA256` over the request.
    #[default]
    V3,
}

/// What a single call has different from its client. Whatever is not set is as the client has it.
///
/// ```
/// use alibabacloud_runtime::CallOptions;
/// use std::time::Duration;
///
/// // client.create_task().video_name("clip").send().with_options(options).await
/// let options = CallOptions::new().max_attempts(2).timeout(Duration::from_secs(3));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct CallOptions {
    retry: Option<RetryPolicy>,
    max_attempts: Option<u32>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    repeatable: Option<bool>,
    signature: Option<Signature>,
    strict: Option<bool>,
    errors_in_responses: Option<bool>,
    secrets_in_query: Option<bool>,
    region: Option<String>,
    endpoint: Option<Endpoint>,
}

impl CallOptions {
    /// Everything as the client has it.
    pub fn new() -> Self {
        Self::default()
    }

    /// When the call is tried again.
    pub const fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// How often the call is tried at most, the first time included.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Time for the whole call, with all its attempts and the waits between them.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Time for one attempt, from sending to the last byte of the response.
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Whether it does no harm to repeat the call after it may have reached the service, whatever the operation is.
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// How the call is signed.
    pub const fn signature(mut self, signature: Signature) -> Self {
        self.signature = Some(signature);
        self
    }

    /// Whether every value of the response must be what the documentation says. Usually one that is not is kept in the `unknown_fields`
    /// beside it: after a call that creates something, the caller needs the rest.
    pub const fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Whether a response of status 200 that says of itself that the call failed (`Success: false`) is an error, as it usually is.
    pub const fn errors_in_responses(mut self, errors: bool) -> Self {
        self.errors_in_responses = Some(errors);
        self
    }

    /// Whether parameters whose names say that they are secret stay in the address of an RPC call, as Alibaba's own clients send
    /// them. Usually they travel in the body: addresses end up in logs on the way.
    pub const fn secrets_in_query(mut self, in_query: bool) -> Self {
        self.secrets_in_query = Some(in_query);
        self
    }

    /// The region that is set.
    pub(crate) fn own_region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Another region than the client's, as in `cn-beijing`: the call goes to its endpoint.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Another address than the client's: a host, or `http(s)://host[:port]`.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(Endpoint(endpoint.into()));
        self
    }

    /// Region and endpoint, if either is set.
    pub(crate) fn place(&self) -> Option<(Option<&str>, Option<&Endpoint>)> {
        let place = (self.region.as_deref(), self.endpoint.as_ref());
        (place != (None, None)).then_some(place)
    }

    /// These options, and where they say nothing, those of `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            // A policy that is set here wins over a bare number of attempts elsewhere.
            max_attempts: self
                .max_attempts
                .or(if self.retry.is_some() { None } else { other.max_attempts }),
            retry: self.retry.or(other.retry),
            timeout: self.timeout.or(other.timeout),
            attempt_timeout: self.attempt_timeout.or(other.attempt_timeout),
            repeatable: self.repeatable.or(other.repeatable),
            signature: self.signature.or(other.signature),
            strict: self.strict.or(other.strict),
            errors_in_responses: self.errors_in_responses.or(other.errors_in_responses),
            secrets_in_query: self.secrets_in_query.or(other.secrets_in_query),
            // A region that is set here must not be overruled by an endpoint elsewhere.
            endpoint: self
                .endpoint
                .or(if self.region.is_some() { None } else { other.endpoint }),
            region: self.region.or(other.region),
        }
    }
}

/// What is in force for a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) repeatable: Option<bool>,
    pub(crate) signature: Signature,
    pub(crate) strict: bool,
    pub(crate) errors_in_responses: bool,
    pub(crate) secrets_in_query: bool,
}

impl Settings {
    pub(crate) const STANDARD: Self = Self {
        retry: RetryPolicy::STANDARD,
        timeout: Duration::from_secs(90),
        attempt_timeout: Duration::from_secs(30),
        repeatable: None,
        signature: Signature::V3,
        strict: false,
        errors_in_responses: true,
        secrets_in_query: false,
    };

    pub(crate) fn with(mut self, options: &CallOptions) -> Self {
        self.retry = options.retry.unwrap_or(self.retry);
        self.retry.max_attempts = options.max_attempts.unwrap_or(self.retry.max_attempts);
        self.timeout = options.timeout.unwrap_or(self.timeout);
        self.attempt_timeout = options.attempt_timeout.unwrap_or(self.attempt_timeout);
        self.repeatable = options.repeatable.or(self.repeatable);
        self.signature = options.signature.unwrap_or(self.signature);
        self.strict = options.strict.unwrap_or(self.strict);
        self.errors_in_responses = options.errors_in_responses.unwrap_or(self.errors_in_responses);
        self.secrets_in_query = options.secrets_in_query.unwrap_or(self.secrets_in_query);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let client = CallOptions::new().max_attempts(7).timeout(Duration::from_secs(1));
        let call = CallOptions::new().retry(RetryPolicy::NEVER).signature(Signature::V1);
        let settings = Settings::STANDARD.with(&call.clone().or(client.clone()));
        assert_eq!((settings.retry.max_attempts, settings.timeout.as_secs()), (1, 1));
        assert_eq!(settings.signature, Signature::V1);
        let settings = Settings::STANDARD.with(&client.or(call));
        assert_eq!(settings.retry.max_attempts, 7);
    }
}
