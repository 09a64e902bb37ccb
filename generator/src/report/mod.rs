//! The page for a reviewer: what the spec says, beside the rows of the pages that it was read from.
//!
//! One file of HTML that loads nothing. All of its words come from pages, specs and overrides that are not ours: they are escaped by
//! maud, and a policy in the page lets no script or style run but the two that are part of it.

mod gather;
mod marks;
mod rows;
mod view;

pub use gather::{Sources, gather};
pub use view::html;

use crate::diagnostics::Diagnostic;
use crate::infer::explain::Explained;
use crate::semver::{Bump, Change};
use crate::spec::choices::OperationChoices;
use crate::spec::model::{CommonErrors, Operation};
use crate::spec::overrides::Review;
use rows::Rows;

/// A product as it is shown.
#[derive(Debug, Default)]
pub struct Reviewed {
    name: String,
    /// Code, style and where it is called.
    about: Vec<(&'static str, String)>,
    coverage: Coverage,
    /// The error codes that operations have in common, by version; only of versions that have any.
    common: Vec<(String, CommonErrors)>,
    operations: Vec<ReviewedOperation>,
    /// Changes that belong to no operation that is still there.
    changes: Vec<Change>,
    bump: Option<Bump>,
    /// What is wrong with the spec; it is not shown then.
    errors: Vec<String>,
}

impl Reviewed {
    /// The product's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with its spec, which is not shown then; files are named by their path below the product's folder.
    pub fn errors(&self) -> &[String] {
        &self.errors
    }
}

/// How much of the docs the spec holds, and how much the pages told.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Coverage {
    /// Operations that pages at hand describe; nothing where there are no pages at hand.
    on_pages: Option<usize>,
    /// Those of them that the spec lacks.
    missing: usize,
    operations: usize,
    with_sample: usize,
    fields: usize,
    described: usize,
    values: usize,
    errors: usize,
    marked: usize,
    reviewed: usize,
}

/// An operation as it is shown.
#[derive(Debug, Default)]
struct ReviewedOperation {
    version: String,
    /// With the overrides applied.
    operation: Operation,
    choices: OperationChoices,
    /// The rows of its page.
    rows: Rows,
    /// What is wrong with the form of that page, such as a row that is never closed.
    form: Vec<Diagnostic>,
    marks: Vec<Mark>,
    changes: Vec<Change>,
}

/// A spot whose reading is a guess.
#[derive(Debug)]
struct Mark {
    review: Review,
    /// What speaks for and against it, where the pages are at hand.
    explained: Option<Explained>,
}
