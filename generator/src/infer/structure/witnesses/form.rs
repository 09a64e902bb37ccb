//! The page's own form, and the habits of all tables.

use crate::infer::REQUEST_ID;
use crate::infer::structure::elements::{Role, is_pair};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::spec::model::Type;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "form",
    "the page itself shows another place, by indentation or a table or row of its own, or a key would part from its value",
);

/// What the page's own form says: `└` and indentation, tables of their own, rows that name an element; and what is usual in any form: a
/// request's id at the top, a key beside its value, rows that stay in what is open.
pub(crate) struct FormWitness<'a> {
    weights: &'a Weights,
    /// Whether indentation tells more than "not at the top".
    graded: bool,
    /// Items that have a table of their own.
    owners: Vec<bool>,
    /// Whether arrays have rows for their elements.
    described: bool,
}

impl<'a> FormWitness<'a> {
    /// Reads the marks of a table.
    pub(crate) fn new(items: &[Item], weights: &'a Weights) -> Self {
        let mut owners = vec![false; items.len()];
        for item in items {
            if let Some(owner) = item.block {
                owners[owner] = true;
            }
        }
        Self {
            weights,
            graded: items.iter().any(|item| item.depth.is_some_and(|depth| depth > 1)),
            owners,
            described: items.iter().any(|item| item.role == Role::Element),
        }
    }
}

impl Witness for FormWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        let inner = step.container(stacks);
        let mut cost = 0.0;
        // Every answer bears it at the top.
        if inner.is_some() && item.name.eq_ignore_ascii_case(REQUEST_ID) {
            cost += self.weights.of_answers;
        }
        if step.previous.is_some_and(|previous| previous + 1 != step.item)
            && is_pair(&step.items[step.item - 1].name, &item.name)
        {
            cost += self.weights.parted;
        }
        if let Some(marked) = item.depth {
            let depth = step
                .containers(stacks)
                .filter(|above| step.items[*above].role == Role::Field)
                .count();
            cost += match (marked, depth) {
                (0, 0) => 0.0,
                (0, _) | (_, 0) => self.weights.marked_top,
                (marked, depth) if self.graded && marked != depth => self.weights.marked_deeper,
                _ => 0.0,
            };
        }
        if inner.is_some_and(|inner| step.item > inner + 2 && begins_with_pair(step.items, inner)) {
            cost += self.weights.beside_pair;
        }
        // Rows stay in what is open as long as nothing speaks against it.
        if step.previous.is_some_and(|previous| previous + 1 != step.item) && !item.role.names_element() {
            cost += self.weights.leaves;
        }
        if item.role.names_element() {
            return cost
                + if inner.is_some_and(|inner| inner + 1 == step.item) {
                    0.0
                } else {
                    self.weights.forbidden
                };
        }
        // An array has one element, and nothing beside it.
        if inner.is_some_and(|inner| {
            step.items
                .get(inner + 1)
                .is_some_and(|next| next.role.names_element() && inner + 1 < step.item)
        }) {
            cost += self.weights.forbidden;
        }
        let list = |inner: usize| {
            let (item, next) = (&step.items[inner], step.items.get(inner + 1));
            item.declared.kind == Some(Type::Array) && !next.is_some_and(|next| next.role.names_element())
        };
        if self.described && inner.is_some_and(list) {
            cost += self.weights.undescribed;
        }
        // Rows of a struct's own table stay in it, and no others come in.
        let open = step.containers(stacks).find(|above| self.owners[*above]);
        if open != item.block {
            cost += self.weights.forbidden;
        }
        cost
    }
}

/// Whether a structure's members begin with a key and its value.
fn begins_with_pair(items: &[Item], container: usize) -> bool {
    let [first, second] = [1, 2].map(|after| &items[container + after]);
    let plain = |item: &Item| item.role == Role::Field && item.declared.kind.is_some_and(Type::is_scalar);
    let paired = is_pair(&first.name, &second.name) || is_pair(&second.name, &first.name);
    paired && plain(first) && plain(second) && first.block == second.block
}
