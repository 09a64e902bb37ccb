//! Value lists, which become Rust enums.

use crate::codegen::names::{self, Scope};
use crate::codegen::problems::Problems;
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::spec::model::{Field, Type};
use crate::spec::product::Version;
use std::collections::BTreeMap;

/// The most values that an enum gets; a longer list is a catalogue, and its values stay text.
const MOST: usize = 500;

/// An enum of wire values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueEnum {
    pub(crate) name: String,
    /// Whether the wire values are text; otherwise they are integers.
    pub(crate) text: bool,
    pub(crate) values: Vec<Variant>,
    /// The module of the operation that has it, where that is another one.
    pub(crate) module: Option<String>,
    /// What the field says of itself, and what it is called.
    pub(crate) about: String,
    pub(crate) field: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// Value lists that a product's operations share, by the name that an overrides file gives them.
#[derive(Debug, Default)]
pub(crate) struct Known {
    enums: BTreeMap<String, ValueEnum>,
}

impl Known {
    /// Gathers the shared value lists of a version.
    pub(crate) fn of(version: &Version, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut known = Self::default();
        for operation in &version.operations {
            let mut problems = Problems::of(&version.version, &operation.operation);
            let type_names = &version.choices.of(&operation.operation).type_names;
            for (place, fields) in [("request", &operation.request), ("response", &operation.response)] {
                fields
                    .iter()
                    .for_each(|field| known.gather(field, place, type_names, &mut problems));
            }
            diagnostics.extend(problems.into_found());
        }
        known
    }

    fn gather(&mut self, field: &Field, above: &str, type_names: &BTreeMap<String, String>, problems: &mut Problems) {
        let place = format!("{above}.{}", field.name);
        for inner in &field.fields {
            self.gather(inner, &place, type_names, problems);
        }
        let (Some(name), Some(text)) = (type_names.get(&place).map(String::as_str), is_text(field)) else {
            return;
        };
        if names::TYPES.contains(&name) {
            let message = format!(
                "{}: {name} is a name that the code itself uses; it gets one of its own",
                field.name
            );
            problems.tell(DiagnosticKind::Override, place, message);
            return;
        }
        // A collision of names in a shared list is told once, where the whole list is known.
        let Some(found) = of_field(field, text, &place, &mut problems.clone()) else {
            return;
        };
        match self.enums.get_mut(name) {
            None => {
                self.enums.insert(name.to_owned(), found.named(name.to_owned()));
            }
            Some(known) if known.text == text => known.merge(found, &place, problems),
            Some(_) => {
                let message = format!(
                    "{}: {name} is of text elsewhere and of numbers here, or the other way round; it stays apart",
                    field.name
                );
                problems.tell(DiagnosticKind::Override, place, message);
            }
        }
    }

    /// The path of a shared list, if it is of this kind.
    pub(crate) fn path(&self, name: &str, text: bool) -> Option<String> {
        let known = self.enums.get(name)?;
        (known.text == text).then(|| format!("types::{name}"))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ValueEnum> {
        self.enums.values()
    }
}

/// Whether the field's values are text or numbers, if it is one that can have a list.
fn is_text(field: &Field) -> Option<bool> {
    match if field.kind == Type::Array {
        field.items?
    } else {
        field.kind
    } {
        Type::String => Some(true),
        Type::Integer | Type::Long => Some(false),
        _ => None,
    }
}

/// The enum of a field's value list, without a name; nothing where there is no list to speak of.
pub(crate) fn of_field(field: &Field, text: bool, place: &str, problems: &mut Problems) -> Option<ValueEnum> {
    if field.values.is_empty() {
        return None;
    }
    let mut problem = |kind, message: String| problems.tell(kind, place, message);
    if field.values.len() > MOST {
        problem(
            DiagnosticKind::TooLarge,
            format!("{} has {} values; they stay plain", field.name, field.values.len()),
        );
        return None;
    }
    let mut scope = Scope::with(["Unknown"]);
    let mut values: Vec<Variant> = Vec::new();
    for value in &field.values {
        let wire = value.value.to_string();
        if !text && wire.parse::<i64>().is_err() {
            problem(
                DiagnosticKind::Spec,
                format!("{}: the value {wire:?} is not an integer; it is left out", field.name),
            );
            continue;
        }
        let wire = if text {
            wire
        } else {
            wire.parse::<i64>().unwrap_or_default().to_string()
        };
        if values.iter().any(|known| known.wire == wire) {
            continue;
        }
        let named = value.name.as_ref().filter(|name| {
            let fits = names::is_type_name(name) && *name != "Unknown";
            if !fits {
                problem(
                    DiagnosticKind::BadName,
                    format!("{}: {name:?} can't be the name of a value", field.name),
                );
            }
            fits
        });
        let wanted = named.cloned().unwrap_or_else(|| names::value(&wire));
        if let Some(other) = scope.owner(&wanted) {
            problem(
                DiagnosticKind::NameCollision,
                format!(
                    "{}: the value {wire:?} has the Rust name of {other:?}; the later one gets a number",
                    field.name
                ),
            );
        }
        let name = scope.take(&[wanted], names::number_type, &wire);
        values.push(Variant {
            wire,
            name,
            description: value.description.clone(),
        });
    }
    let about = field.description.clone();
    (!values.is_empty()).then(|| ValueEnum {
        name: String::new(),
        text,
        module: None,
        values,
        about,
        field: field.name.clone(),
    })
}

impl ValueEnum {
    pub(crate) fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// Equal for lists that can share an enum: the same values under the same names, in any order.
    pub(crate) fn signature(&self) -> String {
        let mut values: Vec<_> = self
            .values
            .iter()
            .map(|value| format!("{:?}={}", value.wire, value.name))
            .collect();
        values.sort_unstable();
        format!("{}:{}", self.text, values.join(","))
    }

    fn merge(&mut self, other: Self, place: &str, problems: &mut Problems) {
        for value in other.values {
            match self.values.iter_mut().find(|known| known.wire == value.wire) {
                Some(known) => {
                    // The words that the name is made of say best what it means.
                    let says_name = names::type_name(&value.description) == known.name;
                    if known.description.is_empty() || says_name {
                        known.description = value.description;
                    }
                }
                None => {
                    let mut scope = Scope::with(["Unknown"]);
                    for known in &self.values {
                        let _ = scope.take(std::slice::from_ref(&known.name), names::number_type, &known.wire);
                    }
                    if let Some(owner) = scope.owner(&value.name) {
                        let message = format!(
                            "{}: the value {:?} has the Rust name of {owner:?}; the later one gets a number",
                            self.name, value.wire
                        );
                        problems.tell(DiagnosticKind::NameCollision, place, message);
                    }
                    let name = scope.take(std::slice::from_ref(&value.name), names::number_type, &value.wire);
                    self.values.push(Variant { name, ..value });
                }
            }
        }
    }
}
