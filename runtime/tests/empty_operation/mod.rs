//! The least that a call needs to be sent: a response without fields, and errors without codes.

use alibabacloud_runtime::{UnknownFields, error_codes, shape};

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Nothing {
    pub(crate) unknown_fields: UnknownFields,
}

shape!(Nothing {});

#[derive(Clone)]
pub(crate) enum Kind {
    Unknown(String),
}

error_codes!(Kind {});
