//! Value lists as Rust enums.

use crate::codegen::docs::{self, Doc};
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::names::{self, Scope};
use crate::diagnostics::{Diagnostic, Kind};
use crate::spec::model::{Field, Operation, Type};
use std::collections::BTreeMap;

/// The most values that an enum gets; a longer list is a catalogue, and its values stay text.
const MOST: usize = 500;

/// An enum of wire values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValueEnum {
    pub(super) name: String,
    /// Whether the wire values are text; otherwise they are whole numbers.
    pub(super) text: bool,
    values: Vec<Variant>,
    /// The module of the operation that has it, where that is another one.
    pub(super) home: Option<String>,
    /// What the field says of itself, and what it is called.
    about: String,
    field: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Variant {
    wire: String,
    name: String,
    description: String,
}

/// Value lists that a product's operations share, by the name that an overrides file gives them.
#[derive(Debug, Default)]
pub(super) struct Known {
    enums: BTreeMap<String, ValueEnum>,
}

impl Known {
    /// Gathers the shared value lists of a version.
    pub(super) fn of(operations: &[Operation], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut known = Self::default();
        for operation in operations {
            for field in operation.request.iter().chain(&operation.response) {
                known.gather(operation, field, diagnostics);
            }
        }
        known
    }

    fn gather(&mut self, operation: &Operation, field: &Field, diagnostics: &mut Vec<Diagnostic>) {
        for inner in &field.fields {
            self.gather(operation, inner, diagnostics);
        }
        let (Some(name), Some(text)) = (field.type_name.as_deref(), is_text(field)) else {
            return;
        };
        // A collision of names in a shared list is told once, where the whole list is known.
        let Some(found) = of_field(field, text, &operation.source, &mut Vec::new()) else {
            return;
        };
        match self.enums.get_mut(name) {
            None => {
                self.enums.insert(name.to_owned(), found.named(name.to_owned()));
            }
            Some(known) if known.text == text => known.merge(found, operation, diagnostics),
            Some(_) => {
                let message = format!(
                    "{}: {name} is of text elsewhere and of numbers here, or the other way round; it stays apart",
                    field.name
                );
                diagnostics.push(Diagnostic::new(Kind::Override, operation.source.as_str(), 0, message));
            }
        }
    }

    /// The path of a shared list, if it is of this kind.
    pub(super) fn path(&self, name: &str, text: bool) -> Option<String> {
        let known = self.enums.get(name)?;
        (known.text == text).then(|| format!("types::{name}"))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &ValueEnum> {
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
pub(super) fn of_field(
    field: &Field,
    text: bool,
    source: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ValueEnum> {
    if field.values.is_empty() {
        return None;
    }
    let mut problem = |kind, message| diagnostics.push(Diagnostic::new(kind, source, 0, message));
    if field.values.len() > MOST {
        problem(
            Kind::TooLarge,
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
                Kind::Spec,
                format!(
                    "{}: the value {wire:?} is not a whole number; it is left out",
                    field.name
                ),
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
        let wanted = value.name.clone().unwrap_or_else(|| names::value(&wire));
        if let Some(other) = scope.owner(&wanted) {
            problem(
                Kind::NameCollision,
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
        home: None,
        values,
        about,
        field: field.name.clone(),
    })
}

impl ValueEnum {
    pub(super) fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// Wire values, each with the name of its variant.
    pub(super) fn variants(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .map(|value| (value.wire.as_str(), value.name.as_str()))
    }

    /// Equal for lists that can share an enum: the same values under the same names, in any order.
    pub(super) fn signature(&self) -> String {
        let mut values: Vec<_> = self
            .values
            .iter()
            .map(|value| format!("{:?}={}", value.wire, value.name))
            .collect();
        values.sort_unstable();
        format!("{}:{}", self.text, values.join(","))
    }

    fn merge(&mut self, other: Self, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
        for value in other.values {
            match self.values.iter_mut().find(|known| known.wire == value.wire) {
                Some(known) => {
                    if known.description.is_empty() {
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
                        diagnostics.push(Diagnostic::new(
                            Kind::NameCollision,
                            operation.source.as_str(),
                            0,
                            message,
                        ));
                    }
                    let name = scope.take(std::slice::from_ref(&value.name), names::number_type, &value.wire);
                    self.values.push(Variant { name, ..value });
                }
            }
        }
    }

    /// Writes the enum.
    pub(super) fn write(&self, source: &mut Source) {
        if let Some(home) = &self.home {
            source.gap();
            return source.line(0, &format!("pub use super::{home}::{};", self.name));
        }
        let held = if self.text { "String" } else { "i64" };
        let mut doc = Doc::prose(docs::first_sentence(&self.about));
        if doc.is_empty() {
            doc = Doc::own(format!("A value of {}.", docs::code(&self.field).unwrap_or_default()));
        }
        source.gap();
        source.docs(0, &doc);
        source.line(0, "#[derive(Clone)]");
        source.line(0, "#[non_exhaustive]");
        source.line(0, &format!("pub enum {} {{", self.name));
        for value in &self.values {
            let mut text = docs::code(&value.wire).unwrap_or_else(|| "The empty value".to_owned());
            let description = docs::line(&value.description);
            if !description.is_empty() {
                text = format!("{text}: {description}");
            }
            docs::end_sentence(&mut text);
            source.docs(1, &Doc::own(text));
            source.line(1, &format!("{},", value.name));
        }
        source.docs(1, &Doc::own("A value that the documentation does not list."));
        source.line(1, &format!("Unknown({held}),"));
        source.line(0, "}");
        source.gap();
        let rows = self.values.iter().map(|value| {
            let wire = if self.text {
                literal(&value.wire)
            } else {
                value.wire.clone()
            };
            format!("{wire} => {}", value.name)
        });
        source.table(&format!("values!{}: {held}", self.name), rows);
    }
}
