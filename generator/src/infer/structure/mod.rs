//! Which row of a flat table stands below which: the rows, the search over their places, the witnesses to a place, and the tree that comes out.

pub(crate) mod corpus;
pub mod elements;
pub(crate) mod joined;
mod kind;
mod pairs;
pub(crate) mod parameters;
pub(crate) mod request;
mod request_sample;
mod request_tree;
pub(crate) mod response;
pub(crate) mod route;
pub mod rows;
pub(crate) mod sample_check;
pub(crate) mod search;
pub(crate) mod shown;
mod spot;
mod tree;
pub mod types;
pub mod weights;
pub(crate) mod witnesses;
