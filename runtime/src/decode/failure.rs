//! Why a response can't be read, and where in it.

use crate::text::Excerpt;
use jiter::{JiterError, JiterErrorType, JsonErrorType};
use std::borrow::Cow;
use std::fmt;

/// What could not be read: where, what was expected, what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// Path of the value, as in `Tasks.Task[3].TaskId`; empty for the response as a whole.
    pub path: String,
    /// What was expected there, as in `an integer`.
    pub expected: Cow<'static, str>,
    /// What was found, shortened if it is long.
    pub found: String,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}

#[derive(Debug)]
enum Step {
    Field(&'static str),
    Key(String),
    Index(usize),
}

/// What a failure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// A value is not what the documentation says.
    Value,
    /// The text is not JSON, at this byte.
    Syntax(usize),
    /// The values take too much memory.
    Memory,
}

/// A failure on its way out: each level it passes adds its step, so that success pays nothing for paths.
#[derive(Debug)]
pub struct Failure {
    steps: Vec<Step>,
    expected: &'static str,
    found: String,
    cause: Cause,
}

impl Failure {
    pub(super) fn new(expected: &'static str, found: impl Into<String>) -> Box<Self> {
        Self::of(Cause::Value, expected, found.into())
    }

    pub(super) fn memory(limit: usize) -> Box<Self> {
        let found = format!("more than fit in {limit} bytes");
        Self::of(Cause::Memory, "fewer values for the response's length", found)
    }

    fn of(cause: Cause, expected: &'static str, found: String) -> Box<Self> {
        Box::new(Self {
            steps: Vec::new(),
            expected,
            found,
            cause,
        })
    }

    /// Whether only one value is to blame, and the rest can be read without it.
    pub(super) fn is_of_value(&self) -> bool {
        self.cause == Cause::Value
    }

    pub(super) fn is_of_memory(&self) -> bool {
        self.cause == Cause::Memory
    }

    pub(super) fn is_of_syntax(&self) -> bool {
        matches!(self.cause, Cause::Syntax(_))
    }

    /// For a text value of the wrong content.
    pub(super) fn text(expected: &'static str, found: &str) -> Box<Self> {
        Self::new(expected, format!("{:?}", Excerpt(found)))
    }

    pub(super) fn field(mut self: Box<Self>, name: &'static str) -> Box<Self> {
        self.steps.push(Step::Field(name));
        self
    }

    pub(super) fn key(mut self: Box<Self>, name: String) -> Box<Self> {
        self.steps.push(Step::Key(name));
        self
    }

    pub(super) fn index(mut self: Box<Self>, index: usize) -> Box<Self> {
        self.steps.push(Step::Index(index));
        self
    }

    /// The failure in words; `base` is where the text began that the parser saw.
    pub(super) fn into_error(self, base: usize) -> DecodeError {
        let mut path = String::new();
        for step in self.steps.into_iter().rev() {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Field(name) => push_name(&mut path, name),
                Step::Key(name) => push_name(&mut path, &Excerpt(&name).to_string()),
            }
        }
        DecodeError {
            path,
            expected: Cow::Borrowed(self.expected),
            found: match self.cause {
                Cause::Syntax(index) => format!("{} at byte {}", self.found, base + index),
                Cause::Value | Cause::Memory => self.found,
            },
        }
    }
}

fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

impl From<JiterError> for Box<Failure> {
    #[cold]
    fn from(error: JiterError) -> Self {
        if error.error_type == JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded) {
            return Failure::new("less nesting", "more than 200 levels");
        }
        Failure::of(Cause::Syntax(error.index), "valid JSON", error.error_type.to_string())
    }
}
