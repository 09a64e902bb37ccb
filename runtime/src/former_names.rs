//! What public types and methods were called before they took the names of the field, for programs written against them. Variants,
//! fields and modules have only their names of today.

use crate::{CallOptions, Config, Detailed, Error, RetryPolicy};
use std::time::Duration;

pub use crate::{
    Attempt as Try, AttemptInfo as TryInfo, EmptyResponse as Acknowledgement, FromResponse as FromAnswer,
    IsSet as IsGiven, RawResponse as RawAnswer, Set as Given,
};

impl Config {
    #[doc(hidden)]
    #[must_use]
    pub fn max_tries(self, attempts: u32) -> Self {
        self.max_attempts(attempts)
    }

    #[doc(hidden)]
    #[must_use]
    pub fn try_timeout(self, timeout: Duration) -> Self {
        self.attempt_timeout(timeout)
    }
}

impl CallOptions {
    #[doc(hidden)]
    pub const fn refusals_in_answers(self, errors: bool) -> Self {
        self.errors_in_responses(errors)
    }

    #[doc(hidden)]
    pub const fn max_tries(self, attempts: u32) -> Self {
        self.max_attempts(attempts)
    }

    #[doc(hidden)]
    pub const fn try_timeout(self, timeout: Duration) -> Self {
        self.attempt_timeout(timeout)
    }
}

impl RetryPolicy {
    #[doc(hidden)]
    #[must_use]
    pub const fn max_tries(self, attempts: u32) -> Self {
        self.max_attempts(attempts)
    }
}

impl<E> Error<E> {
    #[doc(hidden)]
    #[must_use]
    pub fn tries(&self) -> &[crate::Attempt] {
        self.attempts()
    }
}

impl<R> Detailed<R> {
    #[doc(hidden)]
    #[must_use]
    pub fn tries(&self) -> usize {
        self.attempts()
    }
}
