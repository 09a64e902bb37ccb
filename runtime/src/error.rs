//! What can go wrong with a call.

use crate::credentials::CredentialsError;
use crate::decode::DecodeError;
use crate::text::Excerpt;
use crate::transport::TransportError;
use bytes::Bytes;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// A source of an [`Error`].
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call failed. `E` tells the documented error codes of its operation apart.
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
        /// HTTP status of the answer.
        http_status: u16,
        /// Address of a page that may help, if the service gave one.
        recommend: Option<Box<str>>,
    },
    /// No answer came in time.
    #[non_exhaustive]
    Timeout {
        /// The time that was allowed.
        limit: Duration,
        /// Whether the connection was not even established, so that the service can't have seen the call.
        connecting: bool,
    },
    /// The request did not get through, or what came back is not an answer of the service.
    #[non_exhaustive]
    Transport {
        /// What happened.
        message: String,
        /// HTTP status, if something answered.
        http_status: Option<u16>,
        /// Request id, if the answer had one.
        request_id: Option<String>,
        /// The cause, if there is one.
        source: Option<BoxError>,
    },
    /// There are no credentials to sign with.
    Credentials(CredentialsError),
    /// The answer holds something that can't be read as what the documentation says.
    #[non_exhaustive]
    Decode {
        /// Path of the value, as in `Tasks.Task[3].TaskId`; empty for the answer as a whole.
        path: String,
        /// What was expected there.
        expected: Cow<'static, str>,
        /// What was found, shortened if it is long.
        found: String,
        /// Id to name when asking support.
        request_id: Option<String>,
        /// HTTP status and body of the answer.
        answer: Box<RawAnswer>,
    },
    /// The request can't be built: nothing was sent.
    #[non_exhaustive]
    Build {
        /// What is wrong, and with which parameter.
        message: String,
    },
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

    /// HTTP status of the answer, if one came.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Service { http_status, .. } => Some(*http_status),
            Self::Transport { http_status, .. } => *http_status,
            Self::Decode { answer, .. } => Some(answer.http_status),
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
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service {
                code,
                message,
                http_status,
                ..
            } => write!(f, "{code}: {message} (HTTP {http_status}")?,
            Self::Timeout {
                limit,
                connecting: true,
            } => write!(f, "no connection within {limit:?}")?,
            Self::Timeout {
                limit,
                connecting: false,
            } => write!(f, "no answer within {limit:?}")?,
            Self::Transport {
                message,
                http_status: Some(status),
                ..
            } => write!(f, "{message} (HTTP {status}")?,
            Self::Transport { message, .. } => write!(f, "{message}")?,
            Self::Credentials(error) => write!(f, "{error}")?,
            Self::Decode {
                path,
                expected,
                found,
                answer,
                ..
            } => {
                if !path.is_empty() {
                    write!(f, "{path}: ")?;
                }
                write!(f, "expected {expected}, found {found} (HTTP {}", answer.http_status)?;
            }
            Self::Build { message } => write!(f, "{message}")?,
        }
        // What has a status has its parenthesis still open.
        match (self.http_status(), self.request_id()) {
            (Some(_), Some(id)) => write!(f, ", request id {id})"),
            (Some(_), None) => f.write_str(")"),
            (None, _) => Ok(()),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport {
                source: Some(source), ..
            } => Some(source.as_ref()),
            // A credentials error is shown in full by `Display`, so it is not the source too.
            _ => None,
        }
    }
}

/// HTTP status and body of an answer that could not be read. `Debug` and `Display` show the beginning of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct RawAnswer {
    http_status: u16,
    body: Bytes,
}

impl RawAnswer {
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

impl fmt::Display for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Excerpt(&String::from_utf8_lossy(&self.body)).fmt(f)
    }
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "HTTP {}: {:?}",
            self.http_status,
            Excerpt(&String::from_utf8_lossy(&self.body))
        )
    }
}

/// The documented error codes of an operation. Implemented by [`error_codes!`](crate::error_codes).
pub trait ServiceErrorKind {
    /// Kind of a code; one that the documentation does not list is `Unknown`.
    fn from_code(code: &str) -> Self;
    /// The code as documented (`%s` in it stands for anything), or as it came if it is `Unknown`.
    fn code(&self) -> &str;
}

/// An error of the engine, which knows no operation's error codes.
pub(crate) type Failure = Error<()>;

impl Failure {
    pub(crate) fn build(message: impl Into<String>) -> Self {
        Self::Build {
            message: message.into(),
        }
    }

    pub(crate) fn decode(error: DecodeError, request_id: Option<String>, http_status: u16, body: Bytes) -> Self {
        let DecodeError { path, expected, found } = error;
        Self::Decode {
            path,
            expected,
            found,
            request_id,
            answer: Box::new(RawAnswer { http_status, body }),
        }
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
                recommend,
            } => {
                let kind = E::from_code(&code);
                Error::Service {
                    kind,
                    code,
                    message,
                    request_id,
                    http_status,
                    recommend,
                }
            }
            Self::Timeout { limit, connecting } => Error::Timeout { limit, connecting },
            Self::Transport {
                message,
                http_status,
                request_id,
                source,
            } => Error::Transport {
                message,
                http_status,
                request_id,
                source,
            },
            Self::Credentials(error) => Error::Credentials(error),
            Self::Decode {
                path,
                expected,
                found,
                request_id,
                answer,
            } => Error::Decode {
                path,
                expected,
                found,
                request_id,
                answer,
            },
            Self::Build { message } => Error::Build { message },
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Timeout { limit, connecting } => Self::Timeout { limit, connecting },
            TransportError::Failed {
                message,
                http_status,
                source,
            } => Self::Transport {
                message,
                http_status,
                request_id: None,
                source,
            },
        }
    }
}

/// Gives an enum of error kinds its codes: `error_codes!(ListTasksError { "InvalidParameter" [400] "Why." => InvalidParameter })`.
///
/// `%s` in a code matches anything. The enum needs `Clone`, `PartialEq` and a variant `Unknown(String)`; it gets `code`,
/// `http_statuses`, `http_status`, `description`, `Display` and [`ServiceErrorKind`](crate::ServiceErrorKind).
#[macro_export]
macro_rules! error_codes {
    ($type:ident { $($code:literal [$($status:literal),* $(,)?] $description:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            const CODES: &'static [($crate::__private::ErrorCode, Self)] = &[$((
                $crate::__private::ErrorCode {
                    code: $code,
                    http_statuses: &[$($status),*],
                    description: $description,
                },
                Self::$variant,
            )),*];

            /// The code as documented (`%s` in it stands for anything), or as it came if the documentation does not list it.
            #[inline]
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    Self::Unknown(code) => code,
                    known => $crate::__private::code_of(Self::CODES, known).map_or("", |code| code.code),
                }
            }

            /// HTTP statuses that the documentation gives for it.
            #[inline]
            #[must_use]
            pub fn http_statuses(&self) -> &'static [u16] {
                $crate::__private::code_of(Self::CODES, self).map_or(&[], |code| code.http_statuses)
            }

            /// The first of the HTTP statuses that the documentation gives for it.
            #[inline]
            #[must_use]
            pub fn http_status(&self) -> ::core::option::Option<u16> {
                self.http_statuses().first().copied()
            }

            /// What the documentation says of it; empty if nothing.
            #[inline]
            #[must_use]
            pub fn description(&self) -> &'static str {
                $crate::__private::code_of(Self::CODES, self).map_or("", |code| code.description)
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::show_kind(self.code(), self.description(), f)
            }
        }

        impl $crate::ServiceErrorKind for $type {
            #[inline]
            fn from_code(code: &str) -> Self {
                $crate::__private::kind_of(Self::CODES, code).unwrap_or_else(|| Self::Unknown(code.into()))
            }

            #[inline]
            fn code(&self) -> &str {
                self.code()
            }
        }
    };
}
