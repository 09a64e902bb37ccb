//! The order of names inside a level.

use crate::infer::structure::corpus::Prior;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Reading, Step, Witness};
use std::collections::HashMap;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "order",
    "the names in one structure, mostly in alphabetical order on this page, would not be",
);

/// How many siblings tell of a product whether it keeps the order.
const MEASURED: usize = 40;

/// Alphabetical order among siblings: a habit of these pages, as strong as the table at hand shows it.
pub(crate) struct OrderWitness {
    weight: f64,
}

impl OrderWitness {
    /// Measures how far a first reading, made without this witness, keeps the order, and how far the product's other answers do.
    pub(crate) fn new(items: &[Item], first: &Reading, prior: Prior<'_>) -> Self {
        let weights = prior.weights;
        let mut last: HashMap<Option<usize>, usize> = HashMap::new();
        let (mut pairs, mut falls) = (0.0, 0.0);
        for (item, parent) in first.parents.iter().enumerate() {
            if let Some(before) = last.insert(*parent, item) {
                pairs += 1.0;
                falls += f64::from(items[before].name > items[item].name);
            }
        }
        let usual = match prior.statistics.order() {
            (siblings, _) if siblings < MEASURED => weights.usual_order,
            (siblings, falls) => 1.0 - falls as f64 / siblings as f64,
        };
        let few: f64 = (weights.few - pairs).max(0.0);
        let kept = 1.0 - (falls + (1.0 - usual) * few) / (pairs + few);
        Self {
            weight: if kept < weights.by_chance {
                0.0
            } else {
                weights.order
                    * ((kept - weights.keeps_order) / (weights.all_order - weights.keeps_order)).clamp(0.0, 1.0)
            },
        }
    }
}

impl Witness for OrderWitness {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, _: &OpenStacks) -> f64 {
        let falls = step
            .previous
            .is_some_and(|previous| step.items[previous].name > step.items[step.item].name);
        if falls { self.weight } else { 0.0 }
    }
}
