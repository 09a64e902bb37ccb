//! Parameters and fields of the answer.

use super::pairs::{Pairs, Placed, Tree};
use super::{Aspect, Differences};
use crate::spec::model::{Field, Position, Type, Value};
use std::collections::BTreeMap;

/// The fields of one side of an operation.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) fields: &'a [Field],
    /// The names of the Rust types of values, by path.
    pub(super) type_names: &'a BTreeMap<String, String>,
}

/// Compares the fields of one side of an operation.
pub(super) fn compare(differences: &mut Differences, side: &str, old: Fields<'_>, new: Fields<'_>) {
    let type_names = (old.type_names, new.type_names);
    let (olds, news) = (Tree::of(side, old.fields), Tree::of(side, new.fields));
    let pairs = Pairs::of(&olds, &news);
    for gone in olds.all.iter().filter(|old| pairs.after(&old.path).is_none()) {
        // What is gone with the structure around it goes without saying; so does what a structure held that holds nothing now.
        let stays = pairs.after(&gone.parent).and_then(|path| news.get(path));
        let emptied = stays.is_some_and(|around| around.field.fields.is_empty());
        if (stays.is_some() && !emptied) || olds.get(&gone.parent).is_none() {
            differences.removed(&gone.path, Aspect::Field, summary(gone.field));
        }
    }
    for new in &news.all {
        if let Some(old) = pairs.before(&new.path).and_then(|path| olds.get(path)) {
            pair(differences, new, old, &pairs);
            let names = (type_names.0.get(&old.path), type_names.1.get(&new.path));
            differences.optional(&new.path, Aspect::TypeName, names.0, names.1);
            continue;
        }
        // The same for what is new.
        let stood = pairs.before(&new.parent).and_then(|path| olds.get(path));
        let grown = stood.is_some_and(|around| around.field.fields.is_empty() && kind(around.field) != "Struct");
        if (stood.is_some() && !grown) || news.get(&new.parent).is_none() {
            differences.added(&new.path, Aspect::Field, summary(new.field));
        }
    }
    for (parent, children) in &news.children {
        let before = olds.children.get(pairs.before(parent).unwrap_or(parent));
        differences.order(parent, before.map_or(&[], Vec::as_slice), children);
    }
}

/// A field that both specs have, each at its place.
fn pair(differences: &mut Differences, new: &Placed<'_>, old: &Placed<'_>, pairs: &Pairs) {
    let path = new.path.as_str();
    // Moved along with the structure around it, it stays where it was.
    if pairs.before(&new.parent).unwrap_or(&new.parent) != old.parent {
        differences.push(path, Aspect::Place, Some(old.path.clone()), Some(new.path.clone()));
    } else if new.field.name != old.field.name {
        differences.push(path, Aspect::Name, Some(old.path.clone()), Some(new.path.clone()));
    }
    let (old, new) = (old.field, new.field);
    differences.text(path, Aspect::Type, &kind(old), &kind(new));
    differences.optional(path, Aspect::ItemName, old.item_name.as_ref(), new.item_name.as_ref());
    let format = |field: &Field| field.format.map(|format| format!("{format:?}"));
    differences.optional(path, Aspect::Format, format(old).as_ref(), format(new).as_ref());
    differences.flag(path, Aspect::Required, old.required, new.required);
    let position = |field: &Field| {
        let whole = if field.payload { ", all of it" } else { "" };
        format!("{:?}{whole}", field.position.unwrap_or(Position::Query))
    };
    differences.text(path, Aspect::Position, &position(old), &position(new));
    values(differences, path, &old.values, &new.values);
    for (aspect, old, new) in [
        (Aspect::Default, &old.default, &new.default),
        (Aspect::Minimum, &old.minimum, &new.minimum),
        (Aspect::Maximum, &old.maximum, &new.maximum),
        (Aspect::Example, &old.example, &new.example),
        (Aspect::Inferred, &old.inferred, &new.inferred),
    ] {
        differences.optional(path, aspect, old.as_ref(), new.as_ref());
    }
    let lengths = (old.max_length.as_ref(), new.max_length.as_ref());
    differences.optional(path, Aspect::MaxLength, lengths.0, lengths.1);
    differences.optional(path, Aspect::MaxItems, old.max_items.as_ref(), new.max_items.as_ref());
    differences.flag(path, Aspect::Deprecated, old.deprecated, new.deprecated);
    differences.words(path, Aspect::Description, &old.description, &new.description);
}

fn values(differences: &mut Differences, path: &str, old: &[Value], new: &[Value]) {
    let wires = |values: &[Value]| -> Vec<String> { values.iter().map(|value| value.value.to_string()).collect() };
    let (olds, news) = (wires(old), wires(new));
    if old.is_empty() != new.is_empty() {
        differences.text(path, Aspect::Values, &olds.join(", "), &news.join(", "));
        return;
    }
    for wire in olds.iter().filter(|wire| !news.contains(wire)) {
        differences.removed(path, Aspect::Value, wire.clone());
    }
    for (wire, value) in news.iter().zip(new) {
        let Some((_, known)) = olds.iter().zip(old).find(|(known, _)| *known == wire) else {
            differences.added(path, Aspect::Value, wire.clone());
            continue;
        };
        let named = |value: &Value| value.name.as_ref().map(|name| format!("{wire}: {name}"));
        differences.optional(path, Aspect::ValueName, named(known).as_ref(), named(value).as_ref());
        differences.words(path, Aspect::Description, &known.description, &value.description);
    }
    let (olds, news): (Vec<_>, Vec<_>) = (
        olds.iter().map(String::as_str).collect(),
        news.iter().map(String::as_str).collect(),
    );
    differences.order(path, &olds, &news);
}

/// `Array of Struct`.
pub(super) fn kind(field: &Field) -> String {
    let same = |kind: String| match &field.same_as {
        Some(path) => format!("{kind} as {path}"),
        None => kind,
    };
    same(match (field.kind, field.items) {
        (kind @ (Type::Array | Type::Map), Some(items)) => format!("{kind:?} of {items:?}"),
        (kind, _) => format!("{kind:?}"),
    })
}

/// `Integer, required`.
fn summary(field: &Field) -> String {
    format!("{}{}", kind(field), if field.required { ", required" } else { "" })
}
