//! What a page's own JSON sample has and the inferred fields lack, line by line.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::page::Sample;
use crate::spec::coercion::{self, is_nothing, named, says_something};
use crate::spec::model::{Field, Type};
use serde_json::{Map, Value};

/// How many differences of one sample are told; a sample of another operation differs everywhere.
const MOST: usize = 12;

/// Compares a sample with the fields of the answer that it shows.
pub(crate) fn differences(file: &str, sample: &Sample, value: &Value, fields: &[Field]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let place = Place {
        sample,
        path: "",
        at: 0,
    };
    let elements = value.as_array().into_iter().flatten();
    for members in elements.chain([value]).filter_map(Value::as_object) {
        place.object(members, fields, &mut found);
    }
    let told = found.into_iter().take(MOST);
    told.map(|(line, message)| Diagnostic::new(DiagnosticKind::SampleDiffers, file, line, message))
        .collect()
}

type Found = Vec<(usize, String)>;

/// Where in the sample a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    sample: &'a Sample,
    path: &'a str,
    /// The byte of the sample from which on its members' names are looked for.
    at: usize,
}

impl Place<'_> {
    fn object(self, members: &Map<String, Value>, fields: &[Field], found: &mut Found) {
        for (name, value) in members {
            let path = if self.path.is_empty() {
                name.clone()
            } else {
                format!("{}.{name}", self.path)
            };
            let text = self.sample.text.get(self.at..).unwrap_or_default();
            let at = self.at + text.find(&format!("\"{name}\"")).unwrap_or(0);
            let place = Place {
                path: &path,
                at,
                ..self
            };
            match fields.iter().find(|field| field.name == *name) {
                Some(field) => place.field(value, field, found),
                // Some samples show what stands in a struct as `SystemDisk.Size`.
                None if name
                    .split_once('.')
                    .is_some_and(|(outer, _)| fields.iter().any(|field| field.name == outer)) => {}
                None if says_something(value) => place.tell("stands in the sample and in no table", found),
                None => {}
            }
        }
    }

    fn field(self, value: &Value, field: &Field, found: &mut Found) {
        if is_nothing(value) {
            return;
        }
        let elements = field.items.unwrap_or_default();
        match (field.kind, value) {
            (Type::Array, Value::Array(list)) => self.elements(list, field, found),
            (Type::Array, Value::Object(members)) => {
                let element = || {
                    members
                        .keys()
                        .any(|name| field.fields.iter().any(|inner| inner.name == *name))
                };
                let only = || members.values().next().filter(|_| members.len() == 1 && !element());
                let wrapped = field
                    .item_name
                    .as_ref()
                    .and_then(|name| members.get(name))
                    .or_else(only);
                match wrapped {
                    Some(Value::Array(list)) => self.elements(list, field, found),
                    Some(one) => self.one(one, elements, field, found),
                    None if field.fields.is_empty() => {
                        self.tell("is an object in the sample, and a list in the table", found)
                    }
                    None => self.one(value, elements, field, found),
                }
            }
            (Type::Array, _) => self.one(value, elements, field, found),
            (kind, _) => self.one(value, kind, field, found),
        }
    }

    fn elements(self, list: &[Value], field: &Field, found: &mut Found) {
        for element in list {
            self.one(element, field.items.unwrap_or_default(), field, found);
        }
    }

    /// A value that is no list, or an element of one.
    fn one(self, value: &Value, kind: Type, field: &Field, found: &mut Found) {
        if is_nothing(value) {
            return;
        }
        let (fits, wanted) = match (kind, value) {
            (Type::Struct, Value::Object(members)) => return self.object(members, &field.fields, found),
            (Type::Struct, _) => (false, "an object"),
            (Type::Map, _) => (value.is_object(), "a map"),
            (Type::Integer | Type::Long, _) => (coercion::integer(value), "an integer"),
            (Type::Float | Type::Double, _) => (coercion::float(value), "a number"),
            (Type::Boolean, _) => (coercion::boolean(value), "a boolean"),
            (Type::String, _) => (!value.is_object() && !value.is_array(), "text"),
            (Type::Any | Type::Array, _) => (true, ""),
        };
        if !fits {
            self.tell(
                &format!("is {} in the sample, and {wanted} in the table", named(value)),
                found,
            );
        }
    }

    fn tell(self, what: &str, found: &mut Found) {
        let before = self.sample.text.get(..self.at).unwrap_or_default();
        // Its first line is that of the fence.
        let line = self.sample.line + 1 + before.matches('\n').count();
        let path: String = self.path.chars().take(200).collect();
        let message = format!("`{path}` {what}");
        if !found.iter().any(|(_, known)| *known == message) && found.len() <= MOST {
            found.push((line, message));
        }
    }
}
