//! Required parameters in the types of calls: which are set is known to the compiler.

/// Marks a required parameter that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set {
    _private: (),
}

/// Holds for required parameters that are set: only a call with all of them can be sent.
#[diagnostic::on_unimplemented(
    message = "required parameter `{Self}` is not set",
    label = "call its setter before this one",
    note = "every required parameter has a setter of its own name"
)]
pub trait IsSet: sealed::Sealed {}

impl IsSet for Set {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Set {}
}
