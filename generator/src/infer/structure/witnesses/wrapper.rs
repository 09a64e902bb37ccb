//! Structures around a single list.

use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::{Role, is_singular};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::spec::model::Type;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "wrapper",
    "a structure that is named for its only list would hold more than that list",
);

/// Structures around a single list, as many answers wrap theirs: `Keys`, then `Key`, then its members.
pub(crate) struct WrapperWitness {
    /// What stands against a second member of each item, beside the list right below it.
    alone: Vec<f64>,
}

impl WrapperWitness {
    /// Looks for lists right below a structure.
    pub(crate) fn new(items: &[Item], Prior { statistics, weights }: Prior<'_>) -> Self {
        let habit = if statistics.wraps() { weights.wraps_all } else { 0.0 };
        let cost = |(at, item): (usize, &Item)| {
            let list = items.get(at + 1)?;
            let around = item.declared.kind == Some(Type::Struct) && list.declared.kind == Some(Type::Array);
            let known = statistics.wrapper(&item.name) == Some(list.name.as_str());
            let named = known || is_singular(&list.name, &item.name) || is_type_of_set(&list.name, &item.name);
            (around && list.role == Role::Field && item.role == Role::Field).then_some(if named {
                weights.wraps_its_name + habit
            } else {
                habit
            })
        };
        let alone = items.iter().enumerate().map(|pair| cost(pair).unwrap_or(0.0));
        Self { alone: alone.collect() }
    }
}

/// `AccessPointType` in `AccessPointSet`.
fn is_type_of_set(list: &str, outer: &str) -> bool {
    let stem = list.strip_suffix("Type").zip(outer.strip_suffix("Set"));
    stem.is_some_and(|(list, outer)| list == outer)
}

impl Witness for WrapperWitness {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        match step.container(stacks) {
            Some(container) if container + 1 != step.item => self.alone[container],
            _ => 0.0,
        }
    }
}
