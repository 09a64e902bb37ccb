//! What the samples of a product show together: the members of structs by the struct's name.

use crate::infer::shape::Shape;
use std::collections::{BTreeMap, BTreeSet};

/// Members by the name of their container, with the operations that show them.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Container and member to operations; the top of an answer is the empty name.
    members: BTreeMap<(String, String), BTreeSet<String>>,
    /// Container to operations.
    containers: BTreeMap<String, BTreeSet<String>>,
    /// Member to operations.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Knowledge {
    /// Adds an operation's sample.
    pub fn add(&mut self, operation: &str, root: &Shape) {
        self.add_below(operation, "", root, None);
    }

    fn add_below(&mut self, operation: &str, container: &str, shape: &Shape, wrapper: Option<&str>) {
        if shape.members.is_empty() {
            return;
        }
        for holder in [Some(container), wrapper].into_iter().flatten() {
            self.containers.entry(holder.to_owned()).or_default().insert(operation.to_owned());
            for (name, _) in &shape.members {
                self.members.entry((holder.to_owned(), name.clone())).or_default().insert(operation.to_owned());
            }
        }
        for (name, inner) in &shape.members {
            self.names.entry(name.clone()).or_default().insert(operation.to_owned());
            // What looks like a wrapper lends its own name to the members of its element.
            let wraps = shape.only_member().is_some() && !container.is_empty();
            self.add_below(operation, name, inner, wraps.then_some(container));
        }
    }

    /// What other operations hold against a member of a container; `None` is the top.
    pub fn cost(&self, operation: &str, container: Option<&str>, name: &str) -> f64 {
        let container = container.unwrap_or_default();
        let others = |set: Option<&BTreeSet<String>>| set.map_or(0, |set| set.iter().filter(|other| *other != operation).count());
        let together = others(self.members.get(&(container.to_owned(), name.to_owned())));
        if together > 0 {
            return 0.0;
        }
        let containers = others(self.containers.get(container));
        let names = others(self.names.get(name));
        // Known apart, never together: the more often, the more it says.
        let weight = |count: usize| match count {
            0 => 0.0,
            1 => 0.5,
            2 => 0.8,
            3..=5 => 1.0,
            _ => 1.2,
        };
        if container.is_empty() { weight(names) } else { 0.2 + weight(containers) + weight(names) * 0.5 }
    }
}
