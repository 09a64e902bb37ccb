//! What of a response is not what the documentation says.

use crate::Document;
use crate::decode::Growth;
use std::fmt;

/// Fields that the documentation does not mention, by wire name, in the order of the response; and values that can't be read as what it
/// says (`"N/A"` for a number), by the wire name of their field, with `[3]` behind it for an element of a list.
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

    /// Whether the documentation mentions everything in the response.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the next one allocates.
    pub(crate) fn growth(&self) -> Growth {
        Growth::of(&self.entries)
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
