//! The type column.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::elements::{Role, says_nothing};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::spec::model::Type;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = ("type", "a value without fields would have some, or a structure none");

/// The type column: a struct has members, and no two of one name.
pub(crate) struct TypeWitness {
    /// What each item costs if it stays without members.
    empty: Vec<f64>,
    /// Whether an item's own example is a plain value, as only lists of scalars have.
    scalar: Vec<bool>,
    /// What a member of such an item costs.
    in_scalar: f64,
    /// What an element costs that ends after its first member.
    one_member: f64,
}

impl TypeWitness {
    /// `shapes` are the samples: what they show as empty or scalar may well have no members.
    pub(crate) fn new(items: &[Item], samples: &[&Shape], weights: &Weights) -> Self {
        let empty = items.iter().map(|item| {
            let declared = match (item.declared.kind, item.declared.items) {
                (Some(Type::Struct), _) if item.role.names_element() => weights.empty_element,
                (Some(Type::Struct), _) | (Some(Type::Array), Some(Type::Struct)) => weights.empty_struct,
                (Some(Type::Array), _) => weights.empty_array,
                (None, _) => weights.empty_untyped,
                _ => 0.0,
            };
            let shown = samples
                .iter()
                .filter_map(|shape| find(shape, &item.name))
                .any(|shape| shape.members.is_empty() && !shape.is_empty());
            if shown {
                declared * weights.empty_as_shown
            } else {
                declared
            }
        });
        let scalar: Vec<bool> = items
            .iter()
            .map(|item| {
                let start: String = item.example.chars().filter(|c| !c.is_whitespace()).take(2).collect();
                !says_nothing(&item.example) && !start.starts_with('{') && start != "[{"
            })
            .collect();
        Self {
            empty: empty
                .zip(&scalar)
                .map(|(cost, scalar)| if *scalar { 0.0 } else { cost })
                .collect(),
            scalar,
            in_scalar: weights.in_scalar,
            one_member: weights.one_member,
        }
    }
}

impl TypeWitness {
    /// Holds little against structures without members, as are many of requests: what is in them is the caller's.
    pub(crate) fn of_request(items: &[Item], samples: &[&Shape], weights: &Weights) -> Self {
        let mut witness = Self {
            // Their habits are another witness's.
            one_member: 0.0,
            ..Self::new(items, samples, weights)
        };
        for (item, empty) in items.iter().zip(&mut witness.empty) {
            if item.declared.kind == Some(Type::Struct) && item.role == Role::Field {
                *empty = empty.min(weights.empty_in_request);
            }
        }
        witness
    }
}

/// The first place of a name, anywhere.
fn find<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    shape
        .member(name)
        .or_else(|| shape.members.iter().find_map(|(_, inner)| find(inner, name)))
}

impl Witness for TypeWitness {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let empty = step.left_empty.map_or(0.0, |item| self.empty[item]);
        let in_scalar = step.container(stacks).is_some_and(|container| self.scalar[container]);
        let leaves = step.previous.is_some_and(|previous| previous + 1 != step.item);
        let ends = leaves && !step.items[step.item].role.names_element() && is_lone_value(step.items, step.item - 1);
        empty + if in_scalar { self.in_scalar } else { 0.0 } + if ends { self.one_member } else { 0.0 }
    }

    fn cost_of_empty(&self, _: &[Item], item: usize) -> f64 {
        self.empty[item]
    }
}

/// Whether a row is a plain value, and right behind the row that describes a list's element.
fn is_lone_value(items: &[Item], at: usize) -> bool {
    let element = at
        .checked_sub(1)
        .is_some_and(|before| items[before].role == Role::Element);
    element && items[at].role == Role::Field && items[at].declared.kind.is_some_and(Type::is_scalar)
}
