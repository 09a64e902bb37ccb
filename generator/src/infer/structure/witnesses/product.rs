//! The same names elsewhere in the product.

use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::Role;
use crate::infer::structure::pairs::Pairs;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "product",
    "elsewhere in the product a structure of this name has other fields",
);

/// The same names elsewhere in the product: a struct of one name mostly has the same members.
pub(crate) struct ProductWitness<'a> {
    prior: Prior<'a>,
    operation: &'a str,
    /// What others hold against items in containers.
    held: Pairs<f64>,
}

impl<'a> ProductWitness<'a> {
    /// What the product's other operations show.
    pub(crate) fn new(prior: Prior<'a>, operation: &'a str) -> Self {
        Self {
            prior,
            operation,
            held: Pairs::default(),
        }
    }
}

impl Witness for ProductWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        // The members of an element that only a row describes are those of its array.
        let mut container = step.container(stacks);
        while let Some(array) = container
            .filter(|at| step.items[*at].role == Role::Element)
            .and_then(|element| element.checked_sub(1))
        {
            container = Some(array);
        }
        let cost = self.held(container, step.item, step.items);
        match step.previous {
            Some(previous) if cost > 0.0 && self.held(container, previous, step.items) > 0.0 => {
                cost * self.prior.weights.said_again
            }
            _ => cost,
        }
    }
}

impl ProductWitness<'_> {
    /// What others hold against an item in a container; `None` is the top.
    fn held(&self, container: Option<usize>, item: usize, items: &[Item]) -> f64 {
        self.held.get(container.unwrap_or(usize::MAX), item, || {
            let name = container.map(|at| items[at].name.as_str());
            self.prior.cost(self.operation, name, &items[item].name)
        })
    }
}
