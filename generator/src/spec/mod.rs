//! The spec: the model of the YAML files, and their reading and writing.

pub(crate) mod common_errors;
pub mod compare;
pub mod facts;
pub mod first;
pub(crate) mod fits;
pub mod folder;
pub mod lines;
pub(crate) mod merge;
pub mod model;
pub(crate) mod online;
pub mod overrides;
pub mod pagination;
pub(crate) mod plural;
pub mod product;
pub mod schema;
pub mod snapshot;
pub mod value_names;
pub mod yaml;
