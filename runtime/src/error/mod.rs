//! What can go wrong with a call.

mod attempt;
mod codes;
mod raw;
mod retry_class;
mod show;
mod undocumented;

pub use attempt::Attempt;
pub use codes::{ErrorCode, ServiceErrorKind};
pub use raw::RawResponse;
pub(crate) use retry_class::{RetryClass, is_about_the_date, is_about_the_session};
pub use undocumented::UndocumentedError;

use crate::credentials::{Credentials, CredentialsError};
use crate::decode::DecodeError;
use crate::transport::TransportError;
use crate::{BoxError, Document};
use bytes::Bytes;
use std::borrow::Cow;
use std::time::Duration;

/// Why a call failed. `E` tells the documented error codes of its operation apart.
///
/// Whatever it is, the client has done its part: [`attempts`](Self::attempts) lists every attempt that was made.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The service refused the call.
    #[non_exhaustive]
    Service {
        /// The code, as one of those that the documentation lists.
        kind: E,
        /// The code as it came.
        code: String,
        /// The service's own words.
        message: String,
        /// Id to name when asking support.
        request_id: Option<String>,
        /// HTTP status of the response.
        http_status: u16,
        /// What else the service said, and the attempts.
        details: Box<ServiceDetails>,
    },
    /// No response came in time.
    #[non_exhaustive]
    Timeout {
        /// The time that was allowed.
        limit: Duration,
        /// Whether the connection was not even established, so that the service can't have seen the call.
        connecting: bool,
        /// Every attempt, oldest first.
        attempts: Box<[Attempt]>,
    },
    /// The request did not get through, or what came back is not a response of the service.
    #[non_exhaustive]
    Transport {
        /// What happened.
        message: String,
        /// How far the request got.
        stage: Stage,
        /// HTTP status, if something answered.
        http_status: Option<u16>,
        /// Request id, if the response had one.
        request_id: Option<String>,
        /// The cause, if there is one.
        source: Option<BoxError>,
        /// Every attempt, oldest first.
        attempts: Box<[Attempt]>,
    },
    /// There are no credentials to sign with.
    Credentials(CredentialsError),
    /// The response holds something that can't be read as what the documentation says.
    #[non_exhaustive]
    Decode {
        /// Path of the value, as in `Tasks.Task[3].TaskId`; empty for the response as a whole.
        path: String,
        /// What was expected there.
        expected: Cow<'static, str>,
        /// What was found, shortened if it is long.
        found: String,
        /// Id to name when asking support.
        request_id: Option<String>,
        /// HTTP status and body of the response.
        response: Box<RawResponse>,
        /// Attempts before the one that was answered, oldest first.
        attempts: Box<[Attempt]>,
    },
    /// The request can't be built: nothing was sent.
    #[non_exhaustive]
    Build {
        /// What is wrong, and with which parameter.
        message: String,
    },
}

/// What a refusal holds beside code and message.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct ServiceDetails {
    /// Address of a page that may help.
    pub recommend: Option<String>,
    /// Which permission is lacking, and on what: the service's `AccessDeniedDetail`.
    pub access_denied: Option<Document>,
    /// Every attempt, oldest first.
    pub attempts: Box<[Attempt]>,
    /// Whether the documentation says of the code that it passes.
    pub(crate) passes: bool,
}

/// How far a request got before transport failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// It was not sent: the service can't have seen it.
    NotSent,
    /// It was sent at least in part, and the connection broke before a whole response came.
    Sent,
    /// Something answered, in a way that is of no use: a proxy's page, a redirect, a body over the limit.
    Answered,
}

impl<E> Error<E> {
    /// Id that the service gave the call, to name when asking support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service { request_id, .. } | Self::Transport { request_id, .. } | Self::Decode { request_id, .. } => {
                request_id.as_deref()
            }
            Self::Timeout { .. } | Self::Credentials(_) | Self::Build { .. } => None,
        }
    }

    /// HTTP status of the response, if one came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Service { http_status, .. } => Some(*http_status),
            Self::Transport { http_status, .. } => *http_status,
            Self::Decode { response, .. } => Some(response.http_status),
            Self::Timeout { .. } | Self::Credentials(_) | Self::Build { .. } => None,
        }
    }

    /// Code of the service's refusal, as it came.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Documented kind of the service's refusal.
    #[must_use]
    pub const fn kind(&self) -> Option<&E> {
        match self {
            Self::Service { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// Address of a page that may help, if the service gave one.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        match self {
            Self::Service { details, .. } => details.recommend.as_deref(),
            _ => None,
        }
    }

    /// Which permission is lacking, and on what, if the service said so.
    #[must_use]
    pub fn access_denied(&self) -> Option<&Document> {
        match self {
            Self::Service { details, .. } => details.access_denied.as_ref(),
            _ => None,
        }
    }

    /// Every attempt that failed, oldest first. Empty if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        match self {
            Self::Service { details, .. } => &details.attempts,
            Self::Timeout { attempts, .. } | Self::Transport { attempts, .. } | Self::Decode { attempts, .. } => {
                attempts
            }
            Self::Credentials(_) | Self::Build { .. } => &[],
        }
    }
}

/// An error of the engine, which knows no operation's error codes.
pub(crate) type Failure = Error<()>;

impl Failure {
    pub(crate) fn build(message: impl Into<String>) -> Self {
        Self::Build {
            message: message.into(),
        }
    }

    pub(crate) fn timeout(limit: Duration) -> Self {
        Self::Timeout {
            limit,
            connecting: false,
            attempts: Box::default(),
        }
    }

    pub(crate) fn decode(
        error: DecodeError,
        request_id: Option<String>,
        http_status: u16,
        body: Bytes,
        attempts: Vec<Attempt>,
    ) -> Self {
        let DecodeError { path, expected, found } = error;
        Self::Decode {
            path,
            expected,
            found,
            request_id,
            response: Box::new(RawResponse { http_status, body }),
            attempts: attempts.into(),
        }
    }

    /// This failure as an attempt.
    pub(crate) fn as_attempt(&self, waited: Duration, took: Duration) -> Attempt {
        Attempt {
            waited,
            took,
            problem: match self {
                Self::Service { code, .. } => code.clone(),
                Self::Transport { message, .. } => message.clone(),
                other => other.to_string(),
            },
            http_status: self.http_status(),
            request_id: self.request_id().map(str::to_owned),
        }
    }

    /// The same failure with the attempts that led to it.
    pub(crate) fn after(mut self, all: Vec<Attempt>) -> Self {
        match &mut self {
            Self::Service { details, .. } => details.attempts = all.into(),
            Self::Timeout { attempts, .. } | Self::Transport { attempts, .. } | Self::Decode { attempts, .. } => {
                *attempts = all.into();
            }
            Self::Credentials(_) | Self::Build { .. } => {}
        }
        self
    }

    /// Takes note of what the documentation says of its code.
    pub(crate) fn learn_of(&mut self, description: fn(&str) -> &'static str) {
        if let Self::Service { code, details, .. } = self {
            details.passes = retry_class::is_said_to_pass(description(code));
        }
    }

    /// The same failure without secrets, which the service may have repeated.
    pub(crate) fn masked(mut self, credentials: &Credentials) -> Self {
        let change = |text: &mut String| credentials.mask(text);
        match &mut self {
            Self::Service {
                code, message, details, ..
            } => {
                credentials.mask_code(code);
                change(message);
                details.recommend.as_mut().map(change);
                if let Some(detail) = &mut details.access_denied {
                    change_texts(detail, &change);
                }
            }
            Self::Transport { message, .. } => change(message),
            _ => {}
        }
        self
    }

    /// The same error with the code's kind.
    pub(crate) fn classify<E: ServiceErrorKind>(self) -> Error<E> {
        match self {
            Self::Service {
                kind: (),
                code,
                message,
                request_id,
                http_status,
                details,
            } => {
                let kind = E::from_code(&code);
                Error::Service {
                    kind,
                    code,
                    message,
                    request_id,
                    http_status,
                    details,
                }
            }
            Self::Timeout {
                limit,
                connecting,
                attempts,
            } => Error::Timeout {
                limit,
                connecting,
                attempts,
            },
            Self::Transport {
                message,
                stage,
                http_status,
                request_id,
                source,
                attempts,
            } => Error::Transport {
                message,
                stage,
                http_status,
                request_id,
                source,
                attempts,
            },
            Self::Credentials(error) => Error::Credentials(error),
            Self::Decode {
                path,
                expected,
                found,
                request_id,
                response,
                attempts,
            } => Error::Decode {
                path,
                expected,
                found,
                request_id,
                response,
                attempts,
            },
            Self::Build { message } => Error::Build { message },
        }
    }
}

/// Changes every text in a document.
fn change_texts(document: &mut Document, change: &impl Fn(&mut String)) {
    match document {
        Document::String(text) => change(text),
        Document::Array(elements) => elements.iter_mut().for_each(|element| change_texts(element, change)),
        Document::Object(members) => members.values_mut().for_each(|member| change_texts(member, change)),
        Document::Null | Document::Bool(_) | Document::Number(_) => {}
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        let (message, stage, http_status, source) = match error {
            TransportError::Timeout { limit, connecting } => {
                return Self::Timeout {
                    limit,
                    connecting,
                    attempts: Box::default(),
                };
            }
            TransportError::NotSent { message, source } => (message, Stage::NotSent, None, source),
            TransportError::Unusable { message, http_status } => (message, Stage::Answered, http_status, None),
            TransportError::Failed {
                message,
                http_status,
                source,
            } => (message, Stage::Sent, http_status, source),
        };
        Self::Transport {
            message,
            stage,
            http_status,
            request_id: None,
            source,
            attempts: Box::default(),
        }
    }
}
