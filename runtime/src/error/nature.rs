//! Which failures pass, and which of them the service may have seen.

use super::{Error, Stage};

/// What a failure means for another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Refused because there were too many calls: nothing was done.
    Throttled,
    /// The service can't have seen the request.
    NotSent,
    /// It may pass, but the service may have done what it was asked to.
    MayHaveArrived,
    /// Another try would end the same way.
    Lasting,
}

const TOO_MANY: u16 = 429;
const PASSING: &[u16] = &[500, 502, 503, 504];

impl<E> Error<E> {
    pub(crate) fn nature(&self) -> Nature {
        let by_status = |status: u16| match status {
            TOO_MANY => Nature::Throttled,
            status if PASSING.contains(&status) => Nature::MayHaveArrived,
            _ => Nature::Lasting,
        };
        match self {
            Self::Service { code, .. } if is_throttling_code(code) => Nature::Throttled,
            Self::Service { http_status, .. } => by_status(*http_status),
            Self::Timeout { connecting: true, .. } => Nature::NotSent,
            Self::Timeout { connecting: false, .. } => Nature::MayHaveArrived,
            Self::Transport { stage, http_status, .. } => match stage {
                Stage::NotSent => Nature::NotSent,
                Stage::Sent => Nature::MayHaveArrived,
                Stage::Answered => http_status.map_or(Nature::Lasting, by_status),
            },
            Self::Credentials(_) | Self::Decode { .. } | Self::Build { .. } => Nature::Lasting,
        }
    }

    /// Whether the service refused the call because there were too many: codes `Throttling` and `Throttling.…`, or HTTP 429.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.nature() == Nature::Throttled
    }

    /// Whether the same call may well succeed later: throttling, HTTP 500, 502, 503 and 504, timeouts, broken connections. It has been
    /// repeated already, as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// Whether repeating does harm is another question: after anything but throttling, and but for no connection, the service may have
    /// done what it was asked to.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.nature() != Nature::Lasting
    }
}

fn is_throttling_code(code: &str) -> bool {
    code.strip_prefix("Throttling")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a refusal says that the request's date is too far from the service's clock.
pub(crate) fn is_about_the_date(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    code.contains("timestamp") || code == "requesttimetooskewed"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for (code, expected) in [
            ("Throttling", true),
            ("Throttling.User", true),
            ("Throttling.Api", true),
            ("ThrottlingIsNotIt", false),
            ("Forbidden", false),
        ] {
            assert_eq!(is_throttling_code(code), expected, "{code}");
        }
        for (code, expected) in [
            ("InvalidTimeStamp.Expired", true),
            ("IllegalTimestamp", true),
            ("RequestTimeTooSkewed", true),
            ("SignatureDoesNotMatch", false),
        ] {
            assert_eq!(is_about_the_date(code), expected, "{code}");
        }
    }
}
