//! The spec: the model of the YAML files, and their reading and writing.

pub mod choices;
pub(crate) mod coercion;
pub(crate) mod common_errors;
pub mod compare;
pub(crate) mod corrected;
pub mod facts;
pub mod folder;
pub(crate) mod merge;
pub mod model;
pub mod nearest;
pub(crate) mod online;
pub mod overrides;
pub mod pagination;
pub(crate) mod path_template;
pub(crate) mod plural;
pub mod product;
pub(crate) mod repeated;
pub mod scaffold;
pub mod schema;
pub mod snapshot;
pub mod source_map;
pub mod value_names;

pub use corrected::corrected;
