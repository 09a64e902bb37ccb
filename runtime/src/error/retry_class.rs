//! Which failures pass, and which of them the service may have seen.

use super::{Error, Stage};

/// What a failure means for another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryClass {
    /// Refused because there were too many calls: nothing was done.
    Throttled,
    /// The service can't have seen the request.
    NotSent,
    /// An earlier request with the same token is still being worked on: asking again with it does no harm.
    InProgress,
    /// It may pass, but the service may have done what it was asked to.
    MayHaveArrived,
    /// Another attempt would end the same way.
    Permanent,
}

const TOO_MANY: u16 = 429;
const PASSING: &[u16] = &[500, 502, 503, 504];

/// Codes that say what another attempt would bring, whatever HTTP status they come with. A code stands for those that continue it after a
/// dot, too.
const CODES: &[(&str, RetryClass)] = &[
    ("Throttling", RetryClass::Throttled),
    ("RequestLimitExceeded", RetryClass::Throttled),
    ("IdempotentProcessing", RetryClass::InProgress),
    ("Idempotence.Processing", RetryClass::InProgress),
    ("LastTokenProcessing", RetryClass::InProgress),
    ("InternalError", RetryClass::MayHaveArrived),
    ("InternalServerError", RetryClass::MayHaveArrived),
    ("OperationBusy", RetryClass::MayHaveArrived),
    ("ServiceBusy", RetryClass::MayHaveArrived),
    ("ServiceUnavailable", RetryClass::MayHaveArrived),
    ("ServiceUnavailableTemporary", RetryClass::MayHaveArrived),
    ("SystemBusy", RetryClass::MayHaveArrived),
];

/// What documentation says of a code that passes, in lower case.
const TRY_AGAIN: &[&str] = &[
    "try again later",
    "try again in a few minutes",
    "try it again later",
    "try later",
    "retry later",
    "retry the request later",
    "重试",
    "稍后再试",
];

/// Codes for a session that is over, or that the service does not know.
const SESSION: &[&str] = &[
    "InvalidSecurityToken",
    "SecurityTokenExpired",
    "InvalidAccessKeyId.NotFound",
];

impl<E> Error<E> {
    pub(crate) fn retry_class(&self) -> RetryClass {
        let by_status = |status: u16| match status {
            TOO_MANY => RetryClass::Throttled,
            status if PASSING.contains(&status) => RetryClass::MayHaveArrived,
            _ => RetryClass::Permanent,
        };
        match self {
            Self::Service {
                code,
                http_status,
                details,
                ..
            } => match (by_code(code), by_status(*http_status)) {
                (Some(retry_class), _) => retry_class,
                (None, RetryClass::Permanent) if details.passes => RetryClass::MayHaveArrived,
                (None, retry_class) => retry_class,
            },
            Self::Timeout { connecting: true, .. } => RetryClass::NotSent,
            Self::Timeout { connecting: false, .. } => RetryClass::MayHaveArrived,
            Self::Transport { stage, http_status, .. } => match stage {
                Stage::NotSent => RetryClass::NotSent,
                Stage::Sent => RetryClass::MayHaveArrived,
                Stage::Answered => http_status.map_or(RetryClass::Permanent, by_status),
            },
            Self::Credentials(_) | Self::Decode { .. } | Self::Build { .. } => RetryClass::Permanent,
        }
    }

    /// Whether the service refused the call because there were too many: codes `Throttling` and `Throttling.…`, or HTTP 429.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.retry_class() == RetryClass::Throttled
    }

    /// Whether the same call may well succeed later: throttling, HTTP 500, 502, 503 and 504, codes that say so (`ServiceUnavailable`,
    /// `OperationBusy`, and what the documentation advises to try again), timeouts, broken connections. It has been repeated already,
    /// as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// Whether repeating does harm is another question: after anything but throttling, and but for no connection, the service may have
    /// done what it was asked to.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry_class() != RetryClass::Permanent
    }

    /// Whether it may have been the connection, which had died in silence.
    pub(crate) fn is_of_the_connection(&self) -> bool {
        matches!(
            self,
            Self::Timeout { connecting: false, .. } | Self::Transport { stage: Stage::Sent, .. }
        )
    }
}

fn continues(code: &str, known: &str) -> bool {
    code.strip_prefix(known)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn by_code(code: &str) -> Option<RetryClass> {
    let (_, retry_class) = CODES.iter().find(|(known, _)| continues(code, known))?;
    Some(*retry_class)
}

/// Whether what the documentation says of a code is that it passes.
pub(crate) fn is_said_to_pass(description: &str) -> bool {
    let description = description.to_lowercase();
    TRY_AGAIN.iter().any(|words| description.contains(words))
}

/// Whether a refusal says that the request's date is too far from the service's clock.
pub(crate) fn is_about_the_date(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    code.contains("timestamp") || code == "requesttimetooskewed"
}

/// Whether a refusal says that the security token is over, or unknown.
pub(crate) fn is_about_the_session(code: &str) -> bool {
    SESSION.iter().any(|known| continues(code, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for (code, expected) in [
            ("Throttling", Some(RetryClass::Throttled)),
            ("Throttling.User", Some(RetryClass::Throttled)),
            ("Throttling.Api", Some(RetryClass::Throttled)),
            ("ThrottlingIsNotIt", None),
            ("Forbidden", None),
            ("LastTokenProcessing", Some(RetryClass::InProgress)),
            ("Idempotence.Processing", Some(RetryClass::InProgress)),
            ("IdempotentProcessing", Some(RetryClass::InProgress)),
            ("ServiceUnavailable", Some(RetryClass::MayHaveArrived)),
            ("SystemBusy", Some(RetryClass::MayHaveArrived)),
            ("OperationBusy", Some(RetryClass::MayHaveArrived)),
        ] {
            assert_eq!(by_code(code), expected, "{code}");
        }
        for (code, date, session) in [
            ("InvalidTimeStamp.Expired", true, false),
            ("IllegalTimestamp", true, false),
            ("RequestTimeTooSkewed", true, false),
            ("SignatureDoesNotMatch", false, false),
            ("InvalidSecurityToken.Expired", false, true),
            ("InvalidSecurityToken.MismatchWithAccessKey", false, true),
            ("InvalidAccessKeyId.NotFound", false, true),
            ("InvalidAccessKeyId.Inactive", false, false),
        ] {
            assert_eq!(
                (is_about_the_date(code), is_about_the_session(code)),
                (date, session),
                "{code}"
            );
        }
        for (description, passes) in [
            ("The service is busy. Please try again later.", true),
            ("系统繁忙，请稍后重试。", true),
            ("Retry later", true),
            ("The parameter is invalid.", false),
            ("", false),
        ] {
            assert_eq!(is_said_to_pass(description), passes, "{description}");
        }
    }
}
