//! Fields of an answer that the documentation does not mention.

use crate::Document;
use std::fmt;

/// Fields that the documentation does not mention, by wire name, in the order of the answer.
#[derive(Clone, PartialEq, Default)]
pub struct UnknownFields {
    entries: Vec<(String, Document)>,
}

impl UnknownFields {
    /// Value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Document> {
        self.entries
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the documentation mentions everything in the answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn push(&mut self, name: String, value: Document) {
        self.entries.push((name, value));
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
