//! The errors of operations that document none.

use crate::error_codes;

/// Why the service refused a call of an operation whose documentation lists no error codes. Generated crates have it under the name of
/// each such operation's errors: a type of its own for each would cost compile time and tell nothing.
#[derive(Clone)]
#[non_exhaustive]
pub enum UndocumentedError {
    /// The code.
    Unknown(String),
}

error_codes!(UndocumentedError {});
