//! The witnesses to where a row stands: each holds something against an attachment, or nothing.

pub(crate) mod envelope;
pub(crate) mod example;
pub(crate) mod form;
pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod request_habits;
pub(crate) mod request_product;
pub(crate) mod sample;
pub(crate) mod type_column;
pub(crate) mod wording;
pub(crate) mod wrapper;

use crate::infer::structure::search::REPEATED_NAME;

/// What each is called, and what it means that it speaks against a place; and the same of the search's own.
pub(crate) const ABOUT: [(&str, &str); 12] = [
    sample::ABOUT,
    example::ABOUT,
    form::ABOUT,
    type_column::ABOUT,
    order::ABOUT,
    envelope::ABOUT,
    wrapper::ABOUT,
    request_habits::ABOUT,
    wording::ABOUT,
    product::ABOUT,
    request_product::ABOUT,
    REPEATED_NAME,
];
