//! The beam against a search of all readings, on small tables and witnesses that hold anything.

use super::*;
use crate::infer::structure::elements::Role;
use crate::infer::structure::types::Declared;
use crate::spec::model::Type;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Holds what a hash of the attachment says.
struct Whim(u64);

impl Whim {
    fn of(&self, what: impl std::hash::Hash) -> f64 {
        let mut hasher = DefaultHasher::new();
        (self.0, what).hash(&mut hasher);
        (hasher.finish() % 16) as f64 / 4.0
    }
}

impl Witness for Whim {
    fn name(&self) -> &'static str {
        "whim"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let above: Vec<usize> = step.containers(stacks).collect();
        let empty = step.left_empty.map_or(0.0, |item| self.of(item));
        empty + self.of((step.item, above, step.previous))
    }

    fn cost_of_empty(&self, _: &[Item], item: usize) -> f64 {
        self.of(item)
    }
}

fn item(name: &str) -> Item {
    Item {
        name: name.to_owned(),
        role: Role::Field,
        declared: Declared {
            kind: Some(Type::Struct),
            ..Declared::default()
        },
        ..Item::default()
    }
}

/// All ways to attach the rows from `parents.len()` on, where `open` are the containers that are open, outermost first.
fn all_readings(opens: &[bool], parents: &mut Vec<Option<usize>>, open: &[usize], found: &mut Vec<Vec<Option<usize>>>) {
    let item = parents.len();
    if item == opens.len() {
        found.push(parents.clone());
        return;
    }
    for depth in 0..=open.len() {
        parents.push(depth.checked_sub(1).map(|above| open[above]));
        let mut inside = open[..depth].to_vec();
        inside.extend(opens[item].then_some(item));
        all_readings(opens, parents, &inside, found);
        parents.pop();
    }
}

fn total(costs: &[Vec<(&str, Cost)>]) -> Cost {
    costs.iter().flatten().map(|(_, cost)| *cost).sum()
}

#[test]
fn the_beam_finds_the_cheapest_of_all_readings() {
    for seed in 0..60 {
        let whim = Whim(seed);
        let items: Vec<Item> = (0..7)
            .map(|at| item(["A", "B", "C", "D", "E"][(whim.of(("name", at)) * 4.0) as usize % 5]))
            .collect();
        let opens: Vec<bool> = (0..7).map(|at| whim.of(("opens", at)) > 1.5).collect();
        let witnesses: Vec<Box<dyn Witness>> = vec![Box::new(Whim(seed)), Box::new(Whim(seed + 1000))];
        let mut all = Vec::new();
        all_readings(&opens, &mut Vec::new(), &[], &mut all);
        let cost = |parents: Vec<Option<usize>>| {
            let reading = Reading {
                parents,
                cost: Cost::ZERO,
            };
            total(&costs(&items, &opens, &reading, &witnesses, &Weights::STANDARD))
        };
        let cheapest = all.into_iter().map(cost).min().unwrap_or_default();
        for beyond in [Cost::ZERO, Cost::of(2.0), Cost::UNBOUNDED] {
            let found = search(&items, &opens, &witnesses, &Weights::STANDARD, beyond);
            let best = &found.readings[0];
            assert_eq!(best.cost, cheapest, "seed {seed}, beyond {beyond:?}");
            assert_eq!(
                total(&costs(&items, &opens, best, &witnesses, &Weights::STANDARD)),
                cheapest,
                "seed {seed}"
            );
        }
    }
}
