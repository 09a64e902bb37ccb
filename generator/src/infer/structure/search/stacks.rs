//! The containers that are open at a row, from the top inwards, as stacks that share what they have in common.

/// A stack of open containers. Stacks are shared: each knows the one that its last container was put on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenStack {
    /// The stack without its last container; the top is its own.
    pub(crate) parent: usize,
    /// The item that is its last container; `usize::MAX` for the top.
    pub(crate) item: usize,
    /// How many containers it has.
    pub(crate) depth: usize,
}

/// The stack of no container: the top of the request or the answer.
pub(crate) const TOP: usize = 0;

/// All stacks met in a search.
#[derive(Debug)]
pub(crate) struct OpenStacks {
    all: Vec<OpenStack>,
    /// By stack the one that was last made of it with one container more; the top if there is none.
    last: Vec<usize>,
}

impl OpenStacks {
    pub(super) fn new() -> Self {
        Self {
            all: vec![OpenStack {
                parent: TOP,
                item: usize::MAX,
                depth: 0,
            }],
            last: vec![TOP],
        }
    }

    /// The stack of a number.
    pub(crate) fn get(&self, stack: usize) -> OpenStack {
        self.all[stack]
    }

    /// The container that a stack's members stand in; `None` for the top.
    pub(crate) fn container(&self, stack: usize) -> Option<usize> {
        (stack != TOP).then(|| self.all[stack].item)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The stack with an item on it; items come in order.
    pub(super) fn push(&mut self, parent: usize, item: usize) -> usize {
        let last = self.last[parent];
        if last != TOP && self.all[last].item == item {
            return last;
        }
        let depth = self.all[parent].depth + 1;
        self.all.push(OpenStack { parent, item, depth });
        self.last.push(TOP);
        self.last[parent] = self.all.len() - 1;
        self.last[parent]
    }

    /// The items of a stack, innermost first.
    pub(crate) fn items(&self, mut stack: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::from_fn(move || {
            (stack != TOP).then(|| {
                let OpenStack { parent, item, .. } = self.all[stack];
                stack = parent;
                item
            })
        })
    }
}
