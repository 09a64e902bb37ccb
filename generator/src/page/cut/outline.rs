//! What the machine-made sample of an answer shows: its names in order, and the values they have.

use crate::page::document::{Block, BlockKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names and values of a sample.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// All names, each with its places in pre-order; those of later elements of a list have none.
    places: BTreeMap<String, Vec<usize>>,
    /// How many places there are.
    length: usize,
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Outline {
    /// The places of a name in pre-order, if it stands anywhere in it.
    pub(crate) fn places(&self, name: &str) -> Option<&[usize]> {
        self.places.get(name).map(Vec::as_slice)
    }

    /// Whether the name stands anywhere in it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Whether a field of that name has that value somewhere.
    pub(crate) fn shows(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|values| values.contains(value))
    }

    fn add(&mut self, value: &Value, in_order: bool) {
        match value {
            Value::Object(members) => {
                for (name, inner) in members {
                    let places = self.places.entry(name.clone()).or_default();
                    if in_order {
                        places.push(self.length);
                        self.length += 1;
                    }
                    let text = match inner {
                        Value::String(text) => Some(text.trim().to_owned()),
                        Value::Number(_) | Value::Bool(_) => Some(inner.to_string()),
                        Value::Array(items) => items.first().and_then(scalar),
                        _ => None,
                    };
                    if let Some(text) = text {
                        self.values.entry(name.clone()).or_default().insert(text);
                    }
                    self.add(inner, in_order);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.add(item, in_order && at == 0);
                }
            }
            _ => {}
        }
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The first JSON sample among blocks.
pub(crate) fn first(blocks: &[Block]) -> Option<Outline> {
    let value: Value = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Code { text } if text.trim_start().starts_with(['{', '[']) => {
            serde_json::from_str(&crate::page::walk::without_stray_backslashes(text)).ok()
        }
        _ => None,
    })?;
    let mut outline = Outline::default();
    outline.add(&value, true);
    Some(outline)
}
