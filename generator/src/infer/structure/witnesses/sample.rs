//! A sample of the answer, or of the request.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::elements::Role;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, TOP, Witness};
use crate::infer::structure::weights::Weights;
use std::cell::{LazyCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = ("sample", "the page's sample has the field elsewhere, or not at all");

/// A sample of the answer: a name stands below its parent there, or it doesn't.
pub(crate) struct SampleWitness<'a> {
    root: &'a Shape,
    weight: f64,
    weights: &'a Weights,
    /// How often each name occurs among the rows.
    in_rows: BTreeMap<&'a str, usize>,
    /// What stands against each item at a place where the sample doesn't have it.
    elsewhere: Vec<Option<f64>>,
    /// Whether the sample has each item's name anywhere, however spelt.
    anywhere: Vec<bool>,
    /// Where the sample has a stack, as far as it was looked for.
    places: RefCell<Vec<Option<Option<&'a Shape>>>>,
}

impl<'a> SampleWitness<'a> {
    /// A sample with a weight; 1 for a page's only sample.
    pub(crate) fn new(root: &'a Shape, items: &'a [Item], weight: f64, weights: &'a Weights) -> Self {
        let mut in_sample = BTreeMap::new();
        root.count_names(&mut in_sample);
        let folded: LazyCell<BTreeSet<String>, _> =
            LazyCell::new(|| in_sample.keys().map(|name| name.to_ascii_lowercase()).collect());
        let mut in_rows = BTreeMap::new();
        for item in items {
            *in_rows.entry(item.name.as_str()).or_default() += 1;
        }
        let elsewhere = |item: &Item| {
            let shared = in_rows.get(item.name.as_str()).is_some_and(|rows| *rows > 1);
            let cost = if shared {
                weights.elsewhere_shared
            } else {
                weights.elsewhere
            };
            in_sample.contains_key(item.name.as_str()).then_some(cost)
        };
        let elsewhere: Vec<Option<f64>> = items.iter().map(elsewhere).collect();
        let is_anywhere = |(item, elsewhere): (&Item, &Option<f64>)| {
            elsewhere.is_some() || folded.contains(&item.name.to_ascii_lowercase())
        };
        Self {
            root,
            weight,
            weights,
            anywhere: items.iter().zip(&elsewhere).map(is_anywhere).collect(),
            elsewhere,
            in_rows,
            places: RefCell::default(),
        }
    }

    /// Where the sample has a stack of containers.
    fn place(&self, stack: usize, items: &[Item], stacks: &OpenStacks) -> Option<&'a Shape> {
        if stack == TOP {
            return Some(self.root);
        }
        if let Some(Some(place)) = self.places.borrow().get(stack) {
            return *place;
        }
        let link = stacks.get(stack);
        let place = self.place(link.parent, items, stacks).and_then(|outer| {
            self.below(outer, &items[link.item])
                .or_else(|| self.alias(outer, link.item, items))
        });
        // Some samples wrap a list in its own name once more.
        let place = place.map(|place| {
            place
                .only_member()
                .filter(|(name, _)| *name == items[link.item].name)
                .map_or(place, |(_, inner)| inner)
        });
        let mut places = self.places.borrow_mut();
        if places.len() <= stack {
            places.resize(stack + 1, None);
        }
        places[stack] = Some(place);
        place
    }

    /// A container under another name: one that no row names, and whose members are the names of rows below the item.
    fn alias(&self, place: &'a Shape, container: usize, items: &[Item]) -> Option<&'a Shape> {
        let below: Vec<&str> = items[container + 1..]
            .iter()
            .take(64)
            .map(|item| item.name.as_str())
            .collect();
        let fits = |shape: &Shape| {
            let element = shape.only_member().map_or(shape, |(_, inner)| inner);
            let shared = element
                .members
                .iter()
                .filter(|(name, _)| below.contains(&name.as_str()))
                .count();
            shared > 0 && shared * 2 >= element.members.len()
        };
        let mut candidates = place
            .members
            .iter()
            .filter(|(name, shape)| !self.in_rows.contains_key(name.as_str()) && fits(shape));
        candidates
            .next()
            .map(|(_, shape)| shape)
            .filter(|_| candidates.next().is_none())
    }

    /// The member of a place that an item names, looked for in a wrapper too.
    fn below(&self, place: &'a Shape, item: &Item) -> Option<&'a Shape> {
        match item.role {
            Role::Element | Role::Body => return Some(place),
            Role::Value => return place.members.first().map(|(_, value)| value),
            Role::Field | Role::Wrapper => {}
        }
        if let Some(found) = place.member(&item.name) {
            return Some(found);
        }
        let wrapped = place
            .only_member()
            .filter(|(name, _)| !self.in_rows.contains_key(name))
            .and_then(|(_, inner)| inner.member(&item.name));
        if wrapped.is_some() {
            return wrapped;
        }
        // The element's row stands for the array's place itself where the sample doesn't wrap.
        item.role.names_element().then_some(place)
    }
}

impl Witness for SampleWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn begin(&self) {
        self.places.borrow_mut().clear();
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let place = self.place(step.stack, step.items, stacks);
        let cost = match (place, self.elsewhere[step.item]) {
            (Some(place), _) if self.anywhere[step.item] && self.below(place, item).is_some() => 0.0,
            (_, Some(elsewhere)) => elsewhere,
            (Some(place), None) if !place.members.is_empty() => self.weights.absent,
            _ => self.weights.no_place,
        };
        cost * self.weight
    }
}
