//! The cloud on 127.0.0.1: plays the products of `spec/`, for tests of any client in any language.
//!
//! [`Cloud`] decides, without a socket: given a request, it checks the signature with the runtime's own code and the parameters by the
//! spec, and answers. [`server`] reads and writes HTTP, within bounds.

mod answer;
mod catalog;
mod check;
mod cloud;
mod fault;
mod log;
mod made;
mod pages;
mod paging;
mod parameters;
mod refusal;
mod request;
mod route;
pub mod server;
mod signature;

pub use answer::{Answer, Body};
pub use catalog::Catalog;
pub use cloud::Cloud;
pub use fault::{Fault, Faults};
pub use log::Log;
pub use request::Request;
pub use signature::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, SECURITY_TOKEN};
