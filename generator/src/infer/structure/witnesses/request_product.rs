//! The product's other requests.

use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::{Role, owner};
use crate::infer::structure::pairs::Pairs;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "other requests",
    "other requests of the product have the parameter in another place, or the structure without it",
);

/// The rows between a container and one of its members, the nearest of them where there are many.
fn near(container: usize, member: usize) -> impl Iterator<Item = usize> {
    const MOST: usize = 64;
    (container + 1).max(member.saturating_sub(MOST))..member
}

/// The product's other operations: parameters at the top, and members of structures of one name.
pub(crate) struct RequestProductWitness<'a> {
    prior: Prior<'a>,
    operation: &'a str,
    /// What stands against each item in a place where no other operation has it, while some have it in another that is open to it.
    elsewhere: Vec<f64>,
    /// Whether other operations have each structure with the member that comes first here.
    known: Vec<bool>,
    /// Whether other operations have items in containers.
    together: Pairs<bool>,
}

impl<'a> RequestProductWitness<'a> {
    pub(crate) fn new(prior: Prior<'a>, operation: &'a str, items: &[Item], opens: &[bool]) -> Self {
        let Prior { statistics, weights } = prior;
        let weight = |count: usize| weights.request_held_elsewhere[count.min(weights.request_held_elsewhere.len() - 1)];
        let elsewhere = items.iter().enumerate().map(|(at, item)| {
            let name = first_part(&item.name);
            let open = items[..at]
                .iter()
                .zip(opens)
                .filter(|(holder, opens)| **opens && holder.role == Role::Field);
            let inside = open.map(|(holder, _)| statistics.together(operation, Some(&holder.name), name));
            let top = weight(statistics.together(operation, None, name));
            // A name that structures have as well as calls tells less.
            let top = if statistics.is_nested(operation, name) {
                top * weights.request_nested_elsewhere
            } else {
                top
            };
            inside.map(weight).fold(top, f64::max)
        });
        let known = (0..items.len()).map(|at| {
            let first = items[at + 1..].iter().find(|item| !item.role.names_element());
            statistics.containers(operation, &items[at].name) > 0
                && first.is_some_and(|first| statistics.together(operation, Some(&items[at].name), &first.name) > 0)
        });
        Self {
            prior,
            operation,
            elsewhere: elsewhere.collect(),
            known: known.collect(),
            together: Pairs::default(),
        }
    }

    /// Whether other operations have an item in a container; `None` is the top.
    fn is_usual(&self, container: Option<usize>, item: usize, items: &[Item]) -> bool {
        self.together.get(container.unwrap_or(usize::MAX), item, || {
            let name = container.map(|at| items[at].name.as_str());
            self.prior
                .statistics
                .together(self.operation, name, first_part(&items[item].name))
                > 0
        })
    }
}

fn first_part(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

impl Witness for RequestProductWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role != Role::Field {
            return 0.0;
        }
        let container = step.container(stacks).map(|at| owner(step.items, at));
        let container = container.filter(|at| step.items[*at].role != Role::Body);
        if self.is_usual(container, step.item, step.items) {
            return 0.0;
        }
        let known = container.is_some_and(|at| self.known[at]);
        let moved = |before: usize| self.elsewhere[before] > 0.0 && !self.is_usual(container, before, step.items);
        let again = self.elsewhere[step.item] > 0.0 && container.is_some_and(|at| near(at, step.item).any(moved));
        let weight = if again {
            self.prior.weights.request_said_again
        } else {
            1.0
        };
        self.elsewhere[step.item] * weight
            + if known {
                self.prior.weights.request_not_in_others
            } else {
                0.0
            }
    }
}
