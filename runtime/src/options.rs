//! What can be set for a single call, and for all calls of a client.

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
/// let options = CallOptions::new().max_tries(2).timeout(Duration::from_secs(3));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct CallOptions {
    retry: Option<RetryPolicy>,
    max_tries: Option<u32>,
    timeout: Option<Duration>,
    try_timeout: Option<Duration>,
    repeatable: Option<bool>,
    signature: Option<Signature>,
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
    pub const fn max_tries(mut self, tries: u32) -> Self {
        self.max_tries = Some(tries);
        self
    }

    /// Time for the whole call, with all its tries and the waits between them.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Time for one try, from sending to the last byte of the answer.
    pub const fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
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

    /// These options, and where they say nothing, those of `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            // A policy that is set here wins over a bare number of tries elsewhere.
            max_tries: self
                .max_tries
                .or(if self.retry.is_some() { None } else { other.max_tries }),
            retry: self.retry.or(other.retry),
            timeout: self.timeout.or(other.timeout),
            try_timeout: self.try_timeout.or(other.try_timeout),
            repeatable: self.repeatable.or(other.repeatable),
            signature: self.signature.or(other.signature),
        }
    }
}

/// What is in force for a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) try_timeout: Duration,
    pub(crate) repeatable: Option<bool>,
    pub(crate) signature: Signature,
}

impl Settings {
    pub(crate) const STANDARD: Self = Self {
        retry: RetryPolicy::STANDARD,
        timeout: Duration::from_secs(90),
        try_timeout: Duration::from_secs(30),
        repeatable: None,
        signature: Signature::V3,
    };

    pub(crate) fn with(mut self, options: &CallOptions) -> Self {
        self.retry = options.retry.unwrap_or(self.retry);
        self.retry.max_tries = options.max_tries.unwrap_or(self.retry.max_tries);
        self.timeout = options.timeout.unwrap_or(self.timeout);
        self.try_timeout = options.try_timeout.unwrap_or(self.try_timeout);
        self.repeatable = options.repeatable.or(self.repeatable);
        self.signature = options.signature.unwrap_or(self.signature);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let client = CallOptions::new().max_tries(7).timeout(Duration::from_secs(1));
        let call = CallOptions::new().retry(RetryPolicy::NEVER).signature(Signature::V1);
        let settings = Settings::STANDARD.with(&call.clone().or(client.clone()));
        assert_eq!((settings.retry.max_tries, settings.timeout.as_secs()), (1, 1));
        assert_eq!(settings.signature, Signature::V1);
        let settings = Settings::STANDARD.with(&client.or(call));
        assert_eq!(settings.retry.max_tries, 7);
    }
}
