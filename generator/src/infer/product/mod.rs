//! What the pages of a product tell together: its operations by version, its name and hosts, the codes that all calls may give, its words.

pub mod common_errors;
pub(crate) mod data_types;
pub(crate) mod grouping;
pub(crate) mod hosts;
pub mod manifest;
pub(crate) mod prose;
