//! What words say: values, limits, defaults, error codes. Precision before recall: what is not plainly said is left out.

pub(crate) mod blanks;
pub mod description;
pub mod errors;
pub mod limits;
pub mod sentences;
pub mod values;
