//! Which operation, of which product and version, a page describes.

mod operation;
mod product;
mod version;

pub use operation::operation_of;
pub(crate) use operation::{identifier, left_out};
pub(crate) use product::{Codes, Home, Said, folders, host_in};
pub(crate) use version::{date_in, version_of};

/// What a page is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The product's code in lower case.
    pub product: String,
    /// The version.
    pub version: String,
    /// The operation's name.
    pub operation: String,
}
