//! Errors in words.

use super::Error;
use crate::text::Line;
use std::error::Error as StdError;
use std::fmt;

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service {
                code,
                message,
                http_status,
                ..
            } => write!(f, "{}: {} (HTTP {http_status}", Line(code), Line(message))?,
            Self::Timeout {
                limit,
                connecting: true,
                ..
            } => write!(f, "no connection within {limit:?}")?,
            Self::Timeout {
                limit,
                connecting: false,
                ..
            } => write!(f, "no response within {limit:?}")?,
            Self::Transport {
                message,
                http_status: Some(status),
                ..
            } => write!(f, "{} (HTTP {status}", Line(message))?,
            Self::Transport { message, .. } => write!(f, "{}", Line(message))?,
            Self::Credentials(error) => write!(f, "{error}")?,
            Self::Decode {
                path,
                expected,
                found,
                response,
                ..
            } => {
                if !path.is_empty() {
                    write!(f, "{}: ", Line(path))?;
                }
                write!(
                    f,
                    "expected {expected}, found {} (HTTP {}",
                    Line(found),
                    response.http_status
                )?;
            }
            Self::Build { message } => write!(f, "{}", Line(message))?,
        }
        // What has a status has its parenthesis still open.
        match (self.http_status(), self.request_id()) {
            (Some(_), Some(id)) => write!(f, ", request id {})", Line(id))?,
            (Some(_), None) => f.write_str(")")?,
            (None, _) => {}
        }
        match self.attempts().len() {
            0 | 1 => Ok(()),
            attempts => write!(f, ", {attempts} attempts"),
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
