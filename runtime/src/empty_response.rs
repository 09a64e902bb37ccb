//! The response of operations that have nothing to tell.

use crate::shape;
use crate::unknown::UnknownFields;

/// Response of operations that give back nothing but the id of the request. Generated crates have it under the name of each such
/// operation's response: a type of its own for each would cost compile time and tell nothing.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct EmptyResponse {
    /// Id to name when asking support.
    pub request_id: Option<String>,
    /// Fields of the response that the documentation does not mention.
    pub unknown_fields: UnknownFields,
}

shape!(EmptyResponse { "RequestId" => request_id: String });
