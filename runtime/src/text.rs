//! Long or foreign text, shortened for messages.

use std::fmt;

/// How much of a text a message shows, in characters.
const SHOWN: usize = 80;

/// Text that shows at most its first characters.
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl Excerpt<'_> {
    fn split(&self) -> (&str, &'static str) {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => (self.0.get(..end).unwrap_or_default(), "…"),
            None => (self.0, ""),
        }
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.split();
        write!(f, "{text}{more}")
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.split();
        write!(f, "{text:?}{more}")
    }
}
