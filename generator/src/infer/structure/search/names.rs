//! Items of one name, of which a container has one.

use super::beam::{Attachment, NOTHING};
use crate::infer::structure::rows::Item;
use std::collections::HashMap;

/// How many attachments back a repeated name is looked for.
const FAR: usize = 256;

/// Which items bear one name.
pub(super) struct Names {
    /// The item of the same name right before; `NOTHING` if it is the first.
    before: Vec<usize>,
}

impl Names {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut last: HashMap<&str, usize> = HashMap::new();
        let named = items.iter().enumerate();
        let before = named.map(|(at, item)| last.insert(item.name.as_str(), at).unwrap_or(NOTHING));
        Self {
            before: before.collect(),
        }
    }

    pub(super) fn any_repeated(&self) -> bool {
        self.before.iter().any(|before| *before != NOTHING)
    }

    /// The stacks that have a member of the item's name already, going back from the last attachment.
    pub(super) fn holders(&self, attachments: &[Attachment], mut last: usize, item: usize, holders: &mut Vec<usize>) {
        holders.clear();
        let mut nearest = self.before[item];
        while nearest != NOTHING && item - nearest <= FAR {
            // Each item has been attached, one after the other.
            while attachments[last].item > nearest {
                last = attachments[last].before;
            }
            holders.push(attachments[last].parent);
            nearest = self.before[nearest];
        }
    }
}
