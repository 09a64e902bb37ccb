//! The spec: the model of the YAML files, and their reading and writing.

pub mod folder;
pub mod model;
pub mod overrides;
pub mod product;
pub mod yaml;
