//! What the pages of a product tell together: its operations by version, its name and hosts, the codes that all calls may give, its words.

pub mod common_errors;
pub mod data_types;
pub mod grouping;
pub(crate) mod hosts;
pub mod manifest;
pub mod prose;
