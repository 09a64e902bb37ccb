//! API metadata to operations: `api-docs.json`, as the provider's API Explorer publishes it, one file a product and version.
//!
//! Nothing is guessed here: nesting, types, positions and hosts are written down, and what a file leaves open is free-form. A part that
//! can't be read is told with its JSON path, and costs nothing else.

mod answer;
mod document;
mod dotted;
mod endpoints;
mod errors;
mod operation;
mod product;
mod request;
mod schema;

use endpoints::endpoints;
use operation::operations;

pub(crate) use product::{Metadata, products};
