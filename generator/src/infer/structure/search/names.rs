//! Items of one name, of which a container has one.

use super::beam::{Attachment, NOTHING};
use super::stacks::OpenStacks;
use crate::infer::structure::rows::Item;
use std::collections::HashMap;

/// How many attachments back a repeated name is looked for.
const FAR: usize = 256;

/// Which items bear one name.
pub(super) struct Names {
    /// The item of the same name right before; `NOTHING` if it is the first.
    before: Vec<usize>,
    /// The first item of the same name.
    first: Vec<usize>,
}

impl Names {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut last: HashMap<&str, usize> = HashMap::new();
        let mut names = Self {
            before: Vec::with_capacity(items.len()),
            first: Vec::with_capacity(items.len()),
        };
        for (at, item) in items.iter().enumerate() {
            let before = last.insert(item.name.as_str(), at);
            names.before.push(before.unwrap_or(NOTHING));
            names.first.push(before.map_or(at, |before| names.first[before]));
        }
        names
    }

    pub(super) fn any_repeated(&self) -> bool {
        self.before.iter().any(|before| *before != NOTHING)
    }

    /// Whether the parent has a member of the item's name already, going back from the last attachment.
    pub(super) fn repeats(
        &self,
        stacks: &OpenStacks,
        attachments: &[Attachment],
        mut last: usize,
        parent: usize,
        item: usize,
    ) -> bool {
        // Members stand after their container, and no item of the name stands before the first.
        let container = stacks.container(parent);
        let nearest = self.before[item];
        if nearest == NOTHING || container.is_some_and(|container| nearest <= container) {
            return false;
        }
        for _ in 0..FAR {
            if last == NOTHING {
                return false;
            }
            let made = attachments[last];
            if made.item < self.first[item] || Some(made.item) == container {
                return false;
            }
            if made.parent == parent && self.first[made.item] == self.first[item] {
                return true;
            }
            last = made.before;
        }
        false
    }
}
