//! What witnesses find of a container and an item, looked up once for each pair.

use std::cell::RefCell;

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Pairs<T> {
    /// By item, each with its container: it is asked for few.
    found: RefCell<Vec<Vec<(usize, T)>>>,
}

impl<T: Copy> Pairs<T> {
    /// What is known of a pair, or is found now.
    pub(crate) fn get(&self, container: usize, item: usize, find: impl FnOnce() -> T) -> T {
        let mut found = self.found.borrow_mut();
        if found.len() <= item {
            found.resize_with(item + 1, Vec::new);
        }
        let of_item = &mut found[item];
        if let Some((_, known)) = of_item.iter().find(|(at, _)| *at == container) {
            return *known;
        }
        let new = find();
        of_item.push((container, new));
        new
    }
}
