//! The spec: the model of the YAML files, and their reading and writing.

pub mod compare;
pub mod first;
pub(crate) mod fits;
pub mod folder;
pub mod lines;
pub mod model;
pub mod overrides;
pub mod product;
pub mod schema;
pub mod snapshot;
pub mod value_names;
pub mod yaml;
