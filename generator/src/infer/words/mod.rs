//! What words say: values, limits, defaults, error codes. Precision before recall: what is not plainly said is left out.

pub(crate) mod blanks;
pub(crate) mod description;
pub mod errors;
pub(crate) mod limits;
pub(crate) mod sentences;
pub(crate) mod values;
