//! The search for the cheapest reading of a flat table: a beam search over attachments.
//!
//! The rows of a table, of a request or an answer, are the pre-order walk of a tree whose depths were thrown away. A reading attaches each row to a parent
//! among the containers still open above it. Every attachment costs what the [witnesses](Witness) hold against it; the cheapest sum wins,
//! and the readings that come close tell where it is doubtful.

mod beam;
mod cost;
mod names;
mod rivals;
mod stacks;

pub(crate) use cost::Cost;
pub(crate) use stacks::{OpenStacks, TOP};

use crate::infer::structure::rows::Item;
use crate::infer::structure::weights::Weights;
use beam::Beam;
use std::collections::{HashMap, HashSet};

/// What no witness holds against a place, but the search itself; as the witnesses' own names and meanings.
pub(crate) const REPEATED_NAME: (&str, &str) = ("repeated name", "two fields of one name would stand in one structure");

/// One attachment of a reading: a row, its parent, and what that implies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    pub(crate) items: &'a [Item],
    /// The item placed.
    pub(crate) item: usize,
    /// The number of the stack of containers it is placed in, among [`OpenStacks`].
    pub(crate) stack: usize,
    /// The member of the parent right before it.
    pub(crate) previous: Option<usize>,
    /// The container that is thereby closed without a member.
    pub(crate) left_empty: Option<usize>,
}

impl Step<'_> {
    /// The container that the item is placed in; `None` for the top.
    pub(crate) fn container(&self, stacks: &OpenStacks) -> Option<usize> {
        stacks.container(self.stack)
    }

    /// All containers that it is placed in, innermost first.
    pub(crate) fn containers(&self, stacks: &OpenStacks) -> impl Iterator<Item = usize> {
        stacks.items(self.stack)
    }
}

/// A kind of evidence.
pub(crate) trait Witness {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// What it holds against an attachment; 0 for nothing, 1 for a weak habit broken, 6 for a plain contradiction.
    ///
    /// Finite and never negative: readings only get dearer on their way, or those that cost too much could not be left out early. And it
    /// hangs on the step and the containers open there alone, not on what else was attached before: it is asked once for all readings that
    /// come that way.
    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64;

    /// Told before a search: what it remembers of stacks is of the search before.
    fn begin(&self) {}

    /// What it holds against the last row being a container without members; finite and never negative too.
    fn cost_of_empty(&self, _items: &[Item], _item: usize) -> f64 {
        0.0
    }
}

/// A complete reading: for each item its parent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// The parent of each item; `None` for the top.
    pub(crate) parents: Vec<Option<usize>>,
    /// What all witnesses hold against it.
    pub(crate) cost: Cost,
}

/// Another place of an item, and how much the cheapest reading that has it there costs more than the cheapest of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rival {
    /// The other parent; `None` for the top.
    pub(crate) parent: Option<usize>,
    /// How much more it costs; unbounded where no reading was followed that has it there.
    pub(crate) margin: Cost,
}

/// All that a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    /// The cheapest readings, cheapest first; the first is the one to take.
    pub(crate) readings: Vec<Reading>,
    /// For each item its places in other readings; of those that cost the same the first is the nearest.
    pub(crate) rivals: Vec<Vec<Rival>>,
}

/// Searches for the cheapest readings, and for what comes next to them at each item.
///
/// `opens` says which items may have members. What costs more than `beyond` above the cheapest need not be found.
pub(crate) fn search(
    items: &[Item],
    opens: &[bool],
    witnesses: &[Box<dyn Witness + '_>],
    weights: &Weights,
    beyond: Cost,
) -> Found {
    let mut beam = Beam::new(items, opens, witnesses, weights, true);
    let (readings, lattice) = beam.search(beyond);
    let best = readings.first();
    let rivals = best.map(|best| lattice.rivals(best, &beam.stacks, items, witnesses, weights));
    Found {
        rivals: rivals.unwrap_or_default(),
        readings,
    }
}

/// The cheapest reading: the first that [`search`] gives.
pub(crate) fn cheapest(
    items: &[Item],
    opens: &[bool],
    witnesses: &[Box<dyn Witness + '_>],
    weights: &Weights,
) -> Option<Reading> {
    let (readings, _) = Beam::new(items, opens, witnesses, weights, false).search(Cost::ZERO);
    readings.into_iter().next()
}

/// What each witness holds against each attachment of a reading, and against its end; zeros are left out. The sum is the reading's cost.
pub(crate) fn costs(
    items: &[Item],
    opens: &[bool],
    reading: &Reading,
    witnesses: &[Box<dyn Witness + '_>],
    weights: &Weights,
) -> Vec<Vec<(&'static str, Cost)>> {
    witnesses.iter().for_each(|witness| witness.begin());
    let mut stacks = OpenStacks::new();
    let mut stack_of: HashMap<usize, usize> = HashMap::new();
    let mut last_member: HashMap<Option<usize>, usize> = HashMap::new();
    let mut members: HashSet<(Option<usize>, &str)> = HashSet::new();
    let mut all: Vec<Vec<_>> = Vec::with_capacity(items.len());
    for item in 0..items.len() {
        let container = reading.parents[item];
        let stack = container
            .and_then(|container| stack_of.get(&container).copied())
            .unwrap_or(TOP);
        stack_of.insert(item, stacks.push(stack, item));
        let before = item.checked_sub(1);
        let left_empty = before.filter(|before| container != Some(*before) && opens[*before]);
        let previous = last_member.insert(container, item);
        let repeats = !members.insert((container, items[item].name.as_str()));
        let step = Step {
            items,
            item,
            stack,
            previous,
            left_empty,
        };
        let held = witnesses
            .iter()
            .map(|witness| (witness.name(), Cost::of(witness.cost(&step, &stacks))));
        let repeated = repeats.then_some((REPEATED_NAME.0, Cost::of(weights.repeated)));
        all.push(held.filter(|(_, cost)| *cost > Cost::ZERO).chain(repeated).collect());
    }
    if let Some((last, held)) = items
        .len()
        .checked_sub(1)
        .zip(all.last_mut())
        .filter(|(last, _)| opens[*last])
    {
        let empty = witnesses
            .iter()
            .map(|witness| (witness.name(), Cost::of(witness.cost_of_empty(items, last))));
        held.extend(empty.filter(|(_, cost)| *cost > Cost::ZERO));
    }
    all
}

/// What it costs that a reading ends in a container: one that is the last row has no members.
fn end_cost(items: &[Item], container: Option<usize>, witnesses: &[Box<dyn Witness + '_>]) -> Cost {
    let Some(last) = container.filter(|container| container + 1 == items.len()) else {
        return Cost::ZERO;
    };
    let costs = witnesses
        .iter()
        .map(|witness| Cost::of(witness.cost_of_empty(items, last)));
    costs.sum()
}

#[cfg(test)]
mod tests;
