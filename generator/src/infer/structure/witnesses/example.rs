//! The example of a container.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::elements::owner;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use serde_json::Value;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "example",
    "the example of a container, as JSON, shows other fields in it",
);

/// The example of a container, where it is JSON: it shows what stands in it.
pub(crate) struct ExampleWitness {
    not_shown: f64,
    shown: Vec<Option<Shape>>,
    /// Whether the example of any container before each item shows it.
    anywhere: Vec<bool>,
}

impl ExampleWitness {
    pub(crate) fn new(items: &[Item], weights: &Weights) -> Self {
        let shown = |item: &Item| {
            let parts = item.declared.may_contain() && item.example.trim_start().starts_with(['{', '[', '\\']);
            let example = parts.then(|| item.example.replace('\\', ""))?;
            let value: Value = serde_json::from_str(&example).ok()?;
            Some(Shape::of(&value)).filter(|shape| shape.seen.object || shape.seen.list)
        };
        let mut witness = Self {
            not_shown: weights.request_not_shown,
            shown: items.iter().map(shown).collect(),
            anywhere: Vec::new(),
        };
        let before = |(at, item): (usize, &Item)| (0..at).any(|container| witness.shows(container, item));
        witness.anywhere = items.iter().enumerate().map(before).collect();
        witness
    }

    fn shows(&self, container: usize, item: &Item) -> bool {
        let shown = self.shown.get(container).and_then(Option::as_ref);
        shown.is_some_and(|shape| shape.member(&item.name).is_some())
    }
}

impl Witness for ExampleWitness {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let parent = step.container(stacks).map(|at| owner(step.items, at));
        let here = parent.is_some_and(|parent| self.shows(parent, item));
        let absent = || parent.is_some_and(|parent| self.shown[parent].is_some());
        if !here && (self.anywhere[step.item] || absent()) {
            self.not_shown
        } else {
            0.0
        }
    }
}
