//! Where a row stands, in the table and in the samples.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::rows::Item;
use crate::infer::structure::types::is_wide;
use crate::spec::model::Type;

/// A row of the chosen reading.
pub(crate) struct Spot<'s> {
    pub(crate) at: usize,
    /// The row whose members the fields below are: its element's, where it has a row of its own.
    pub(crate) owner: usize,
    /// Whether a row names its element.
    pub(crate) named: bool,
    /// The row that describes its element.
    pub(crate) described: Option<usize>,
    /// The name between it and its elements.
    pub(crate) wrapper: Option<String>,
    /// Where each sample has it.
    pub(crate) here: Vec<Option<&'s Shape>>,
    /// The same, past the name between it and its elements.
    pub(crate) inner: Vec<Option<&'s Shape>>,
}

impl Spot<'_> {
    /// What does not fit 32 bits somewhere is a long number.
    pub(crate) fn widened(&self, item: &Item, kind: Type) -> Type {
        let wide = || is_wide(&item.example) || self.inner.iter().flatten().any(|place| place.seen.wide);
        if kind == Type::Integer && wide() {
            Type::Long
        } else {
            kind
        }
    }
}
