//! What one rule does to one field.

use super::FieldRule;
use super::tree::Node;
use crate::spec::model::{Type, Value};

/// The keys of a rule that correct a field where it stands, in the order in which they are applied.
pub(super) const CORRECTIONS: [&str; 8] = [
    "type",
    "items",
    "item_name",
    "required",
    "position",
    "deprecated",
    "type_name",
    "values",
];

impl FieldRule {
    /// Whether the rule says something for a key.
    pub(super) fn says(&self, key: &str) -> bool {
        match key {
            "type" => self.kind.is_some(),
            "items" => self.items.is_some(),
            "item_name" => self.item_name.is_some(),
            "required" => self.required.is_some(),
            "position" => self.position.is_some(),
            "deprecated" => self.deprecated.is_some(),
            "type_name" => self.type_name.is_some(),
            "values" => !self.values.0.is_empty(),
            _ => false,
        }
    }

    /// Corrects what a key is about. Says whether the field changed by it; `None` if it is none that can be corrected so.
    pub(super) fn correct(&self, key: &str, node: &mut Node) -> Option<bool> {
        let field = &mut node.field;
        match key {
            "type" => {
                let kind = self.kind?;
                if kind != Type::Array {
                    field.items = None;
                    field.item_name = None;
                }
                field.inferred = None;
                Some(set(&mut field.kind, kind))
            }
            "items" if field.kind == Type::Array => {
                field.inferred = None;
                Some(set(&mut field.items, self.items))
            }
            "item_name" if field.kind == Type::Array => {
                let name = self.item_name.clone().filter(|name| !name.is_empty());
                Some(set(&mut field.item_name, name))
            }
            "required" if node.in_request => Some(set(&mut field.required, self.required?)),
            "position" if node.in_request => {
                // Absent means the query.
                let changes = field.position.unwrap_or_default() != self.position?;
                field.position = self.position;
                Some(changes)
            }
            "deprecated" => Some(set(&mut field.deprecated, self.deprecated?)),
            "type_name" if has_values(node) => {
                node.type_name.clone_from(&self.type_name);
                Some(true)
            }
            "values" if has_values(node) => {
                self.name_values(node);
                Some(true)
            }
            _ => None,
        }
    }

    fn name_values(&self, node: &mut Node) {
        for (value, name) in &self.values.0 {
            // A number's text and the number are one value on the wire.
            let wire = value.to_string();
            let values = &mut node.field.values;
            match values.iter_mut().find(|known| known.value.to_string() == wire) {
                Some(known) => known.name = Some(name.clone()),
                None => values.push(Value {
                    value: value.clone(),
                    description: String::new(),
                    name: Some(name.clone()),
                }),
            }
        }
    }
}

fn set<T: PartialEq>(place: &mut T, value: T) -> bool {
    let changes = *place != value;
    *place = value;
    changes
}

/// Whether a field is of a type that can have a list of values.
fn has_values(node: &Node) -> bool {
    let element = if node.field.kind == Type::Array {
        node.field.items
    } else {
        Some(node.field.kind)
    };
    matches!(element, Some(Type::String | Type::Integer | Type::Long))
}
