//! What a call knows of its response before it comes.

use crate::decode::{Field, FromResponse};
use crate::error::ServiceErrorKind;

/// What a call knows of its response: as functions, so that an operation adds nothing to the engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// Fields that the documentation gives it.
    pub(crate) fields: fn() -> &'static [Field],
    /// What the documentation says of an error code; empty if nothing.
    pub(crate) description: fn(&str) -> &'static str,
}

impl Expected {
    /// Nothing is known.
    pub(crate) const NOTHING: Self = Self {
        fields: || &[],
        description: |_| "",
    };

    /// What the types of a response and of its errors say.
    pub(crate) fn of<R: FromResponse, E: ServiceErrorKind>() -> Self {
        Self {
            fields: R::fields,
            description: |code| E::from_code(code).description(),
        }
    }
}
