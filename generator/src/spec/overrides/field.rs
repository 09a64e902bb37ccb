//! What one rule does to one field.

use super::rule::{Key, Rule};
use super::tree::Node;
use super::{FieldRule, Overrides};
use crate::spec::model::{Field, Type, Value};

/// Corrects a field where it stands. Says whether the field changed by it; `None` if it is none that can be corrected so.
type Correct = fn(&FieldRule, &mut Node) -> Option<bool>;

impl Rule for FieldRule {
    /// `None` of keys that are about more than one field: [`fields`](super::fields) has them.
    type Correct = Option<Correct>;

    const LIST: &'static str = "fields";
    const SPOT: &'static str = "path";
    const KEYS: &'static [Key<Self>] = &[
        Key::<Self>::new("type", |rule| rule.kind.is_some(), Some(Self::correct_type)),
        Key::<Self>::new("items", |rule| rule.items.is_some(), Some(Self::correct_items)),
        Key::<Self>::new(
            "item_name",
            |rule| rule.item_name.is_some(),
            Some(Self::correct_item_name),
        ),
        Key::<Self>::new("required", |rule| rule.required.is_some(), Some(Self::correct_required)),
        Key::<Self>::new("position", |rule| rule.position.is_some(), Some(Self::correct_position)),
        Key::<Self>::new(
            "deprecated",
            |rule| rule.deprecated.is_some(),
            Some(Self::correct_deprecated),
        ),
        Key::<Self>::new("type_name", |rule| rule.type_name.is_some(), Some(Self::name_type)),
        Key::<Self>::new("values", |rule| !rule.values.0.is_empty(), Some(Self::name_values)),
        Key::<Self>::new("move_to", |rule| rule.move_to.is_some(), None),
        Key::<Self>::new("keep", |rule| rule.keep, None),
        Key::<Self>::new("reviewed", |rule| rule.reviewed.is_some(), None),
    ];

    fn of(overrides: &Overrides) -> &[Self] {
        &overrides.fields
    }

    fn operation(&self) -> &str {
        &self.operation
    }

    fn version(&self) -> Option<&String> {
        self.version.as_ref()
    }

    fn spot(&self) -> &str {
        &self.path
    }
}

impl FieldRule {
    /// The keys that correct a field where it stands.
    pub(super) fn corrections() -> impl Iterator<Item = (&'static Key<Self>, Correct)> {
        Self::KEYS.iter().filter_map(|key| Some((key, key.correct?)))
    }

    fn correct_type(&self, node: &mut Node) -> Option<bool> {
        let (kind, field) = (self.kind?, &mut node.field);
        if kind != Type::Array {
            field.items = None;
            field.item_name = None;
        }
        field.inferred = None;
        Some(set(&mut field.kind, kind))
    }

    fn correct_items(&self, node: &mut Node) -> Option<bool> {
        let field = array(node)?;
        field.inferred = None;
        Some(set(&mut field.items, self.items))
    }

    fn correct_item_name(&self, node: &mut Node) -> Option<bool> {
        let name = self.item_name.clone().filter(|name| !name.is_empty());
        Some(set(&mut array(node)?.item_name, name))
    }

    fn correct_required(&self, node: &mut Node) -> Option<bool> {
        Some(set(&mut parameter(node)?.required, self.required?))
    }

    fn correct_position(&self, node: &mut Node) -> Option<bool> {
        let field = parameter(node)?;
        // Absent means the query.
        let changes = field.position.unwrap_or_default() != self.position?;
        field.position = self.position;
        Some(changes)
    }

    fn correct_deprecated(&self, node: &mut Node) -> Option<bool> {
        Some(set(&mut node.field.deprecated, self.deprecated?))
    }

    fn name_type(&self, node: &mut Node) -> Option<bool> {
        let named = has_values(node);
        if named {
            node.type_name.clone_from(&self.type_name);
        }
        named.then_some(true)
    }

    fn name_values(&self, node: &mut Node) -> Option<bool> {
        if !has_values(node) {
            return None;
        }
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
        Some(true)
    }
}

/// The field, if it is an array.
fn array(node: &mut Node) -> Option<&mut Field> {
    Some(&mut node.field).filter(|field| field.kind == Type::Array)
}

/// The field, if it is of a request.
fn parameter(node: &mut Node) -> Option<&mut Field> {
    node.in_request.then_some(&mut node.field)
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
