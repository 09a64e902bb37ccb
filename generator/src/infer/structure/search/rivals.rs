//! The places that come second: what the cheapest reading costs that has an item elsewhere, for each item and each place, by going all ways
//! of the search forward and back.

use super::stacks::OpenStacks;
use super::{Cost, Reading, Rival, Witness, end_cost};
use crate::infer::structure::rows::Item;
use crate::infer::structure::weights::Weights;
use std::collections::HashMap;

/// An item attached, from the stack that was open before it to the one after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) item: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// The stack of its parent.
    pub(super) parent: usize,
    /// What the cheapest reading up to here costs that goes it.
    pub(super) cost: Cost,
    /// What of that is the arc's own.
    pub(super) own: Cost,
}

/// All arcs that a search went, in the order of the items.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    pub(super) arcs: Vec<Arc>,
    /// The stacks that readings end with.
    pub(super) ends: Vec<usize>,
}

impl Lattice {
    /// For each item the places that other readings give it.
    pub(super) fn rivals(
        &self,
        best: &Reading,
        stacks: &OpenStacks,
        items: &[Item],
        witnesses: &[Box<dyn Witness + '_>],
        weights: &Weights,
    ) -> Vec<Vec<Rival>> {
        let mut rivals: Vec<Vec<Rival>> = vec![Vec::new(); items.len()];
        // The item of the same name that comes next.
        let mut next: HashMap<&str, usize> = HashMap::new();
        let named = items.iter().enumerate().rev();
        let mut namesakes: Vec<Option<usize>> = named.map(|(at, item)| next.insert(&item.name, at)).collect();
        namesakes.reverse();
        // What the cheapest way from a stack to the end costs, after an item and before it.
        let mut after = vec![Cost::UNBOUNDED; stacks.len()];
        let mut before = after.clone();
        for end in &self.ends {
            after[*end] = end_cost(items, stacks.container(*end), witnesses);
        }
        for arcs in self.arcs.chunk_by(|a, b| a.item == b.item).rev() {
            for arc in arcs {
                before[arc.from] = before[arc.from].min(arc.own + after[arc.to]);
                let parent = stacks.container(arc.parent);
                if best.parents[arc.item] == parent {
                    continue;
                }
                // One of its name stands there already, further down: the arcs know only of those above.
                let mut further = std::iter::successors(namesakes[arc.item], |at| namesakes[*at]);
                let mut twice = || further.any(|at| best.parents[at] == parent);
                let mut margin = arc.cost + after[arc.to] - best.cost;
                if margin < Cost::UNBOUNDED && twice() {
                    margin = margin + Cost::of(weights.repeated);
                }
                let of_item = &mut rivals[arc.item];
                match of_item.iter_mut().find(|rival| rival.parent == parent) {
                    Some(rival) => rival.margin = rival.margin.min(margin),
                    None => of_item.push(Rival { parent, margin }),
                }
            }
            arcs.iter().for_each(|arc| after[arc.to] = Cost::UNBOUNDED);
            std::mem::swap(&mut after, &mut before);
        }
        rivals
    }
}
