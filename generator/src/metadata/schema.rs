//! A schema as a field of the spec: its type, members, limits and values.

use super::document::Schema;
use crate::spec::model::{Field, Scalar, Type, Value};
use crate::spec::plural::singular;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// How deep schemas are followed, lists and shared ones between structures counted; the deepest file seen has structures 28 deep.
const DEEPEST: usize = 128;
/// The most fields of a request or an answer: shared schemas can unfold without end. The largest operation seen has 276.
const MOST: usize = 5_000;
/// The longest example, in bytes; longer ones are whole documents.
const LONGEST_EXAMPLE: usize = 2_000;

/// What can't be taken as it is written, each with its place in the file.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    path: String,
    found: Vec<(String, String)>,
}

impl Problems {
    /// Goes into a part of the file; what this gives is for [`leave`](Self::leave).
    pub(super) fn enter(&mut self, step: &str) -> usize {
        let before = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        before
    }

    pub(super) fn leave(&mut self, before: usize) {
        self.path.truncate(before);
    }

    pub(super) fn tell(&mut self, step: &str, message: impl Into<String>) {
        let before = self.enter(step);
        let path = self.path.trim_end_matches(['.', '?']).to_owned();
        self.found.push((path, message.into()));
        self.leave(before);
    }

    pub(super) fn extend(&mut self, found: Vec<(String, String)>) {
        self.found.extend(found);
    }

    pub(crate) fn into_found(self) -> Vec<(String, String)> {
        self.found
    }
}

/// Reads the schemas of one operation.
pub(super) struct Reader<'a> {
    shared: &'a Map<String, Json>,
    pub(super) problems: &'a mut Problems,
    /// The shared schemas that are being read, each with the path of the field whose members it gives.
    open: Vec<(String, String)>,
    /// The names of the fields on the way.
    way: Vec<String>,
    /// How many schemas are being read, each in the one before.
    depth: usize,
    fields: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(shared: &'a Map<String, Json>, problems: &'a mut Problems) -> Self {
        Self {
            shared,
            problems,
            open: Vec::new(),
            way: Vec::new(),
            depth: 0,
            fields: 0,
        }
    }

    /// A field of the given name.
    pub(super) fn field(&mut self, name: &str, schema: &Schema) -> Field {
        let inside = self.problems.enter(name);
        self.way.push(name.to_owned());
        let mut field = self.unnamed(schema);
        field.name = name.to_owned();
        self.way.pop();
        self.problems.leave(inside);
        field
    }

    /// What a schema says, as a field without a name.
    pub(super) fn unnamed(&mut self, schema: &Schema) -> Field {
        self.fields += 1;
        if self.depth >= DEEPEST || self.fields > MOST {
            if self.fields == MOST + 1 || self.depth == DEEPEST {
                self.problems
                    .tell("", "too deep, or too many fields; free-form from here on");
            }
            return Field {
                kind: Type::Any,
                ..Field::default()
            };
        }
        let (meant, name) = match self.resolve(schema) {
            Ok(resolved) => resolved,
            Err(mut field) => {
                field.required = is_required(schema);
                return *field;
            }
        };
        let opened = name.is_some();
        if let Some(name) = name {
            let path = if self.way.is_empty() {
                ".".to_owned()
            } else {
                self.way.join(".")
            };
            self.open.push((name, path));
        }
        self.depth += 1;
        let mut field = self.shape(&meant);
        self.depth -= 1;
        if opened {
            self.open.pop();
        }
        self.describe(&mut field, &meant);
        // What a place needs, no shared schema takes back.
        field.required |= is_required(schema);
        field
    }

    /// The schema that is meant, with its name where it is a shared one. A schema that holds itself, or that is not there, is a field at
    /// once.
    fn resolve<'s>(&mut self, schema: &'s Schema) -> Result<(Cow<'s, Schema>, Option<String>), Box<Field>> {
        let mut schema = Cow::Borrowed(schema);
        let mut named = None;
        // A reference to a reference is followed as far as there are schemas.
        for _ in 0..=self.shared.len() {
            let Some(reference) = schema.reference.clone() else {
                return Ok((schema, named));
            };
            // The last part of a JSON pointer, in which a `/` is written so.
            let name = reference.rsplit('/').next().unwrap_or_default();
            let name = name.replace("~1", "/").replace("~0", "~");
            if let Some((_, path)) = self.open.iter().find(|(open, _)| *open == name) {
                return Err(Box::new(Field {
                    kind: Type::Struct,
                    same_as: Some(path.clone()),
                    description: words(&schema),
                    ..Field::default()
                }));
            }
            let found = self
                .shared
                .get(&name)
                .map(serde_path_to_error::deserialize::<_, Schema>);
            match found {
                Some(Ok(mut found)) => {
                    // The words at the place are about the place.
                    found.title = schema.title.clone().or(found.title);
                    found.description = schema.description.clone().or(found.description);
                    schema = Cow::Owned(found);
                    named = Some(name);
                }
                Some(Err(error)) => {
                    self.problems
                        .tell("$ref", format!("the schema {name:?} can't be read: {error}; free-form"));
                    break;
                }
                None => {
                    self.problems
                        .tell("$ref", format!("there is no schema {name:?}; free-form"));
                    break;
                }
            }
        }
        Err(Box::new(Field {
            kind: Type::Any,
            ..Field::default()
        }))
    }

    fn shape(&mut self, schema: &Schema) -> Field {
        let kind = match schema.kind.as_deref() {
            None if !schema.properties.is_empty() => "object",
            None if schema.items.is_some() => "array",
            kind => kind.unwrap_or("any"),
        };
        let scalar = |kind| Field {
            kind,
            ..Field::default()
        };
        match kind {
            "object" => self.object(schema),
            "array" => self.array(schema),
            "string" => scalar(Type::String),
            "boolean" => scalar(Type::Boolean),
            "integer" | "long" if schema.format.as_deref() == Some("int64") || kind == "long" => scalar(Type::Long),
            "integer" => scalar(Type::Integer),
            "number" if schema.format.as_deref() == Some("float") => scalar(Type::Float),
            "number" => scalar(Type::Double),
            "any" => scalar(Type::Any),
            other => {
                self.problems
                    .tell("type", format!("{other:?} is no type that is known; free-form"));
                scalar(Type::Any)
            }
        }
    }

    fn object(&mut self, schema: &Schema) -> Field {
        if let Some((item_name, list)) = wrapped(schema) {
            let inside = self.problems.enter(&format!("properties.{item_name}"));
            let mut field = self.unnamed(&list);
            self.problems.leave(inside);
            // What stands below the list is about the list, and the outer name's own words come after.
            field.item_name = Some(item_name);
            return field;
        }
        if schema.properties.is_empty() {
            return self.free_form(schema);
        }
        let fields = schema.properties.iter().filter_map(|(name, schema)| {
            match serde_path_to_error::deserialize::<_, Schema>(schema) {
                Ok(schema) => Some(self.field(name, &schema)),
                Err(error) => {
                    self.problems.tell(
                        &format!("{name}.{}", error.path()),
                        format!("{}; left out", error.inner()),
                    );
                    None
                }
            }
        });
        Field {
            kind: Type::Struct,
            fields: fields.collect(),
            ..Field::default()
        }
    }

    /// An object whose members' names are not written down.
    fn free_form(&mut self, schema: &Schema) -> Field {
        let values = match &schema.additional_properties {
            None | Some(Json::Bool(false) | Json::Null) => {
                return Field {
                    kind: Type::Any,
                    ..Field::default()
                };
            }
            Some(Json::Object(values)) if !values.is_empty() => {
                serde_json::from_value::<Schema>(Json::Object(values.clone())).ok()
            }
            Some(_) => None,
        };
        let mut map = Field {
            kind: Type::Map,
            ..Field::default()
        };
        if let Some(values) = values {
            let value = self.unnamed(&values);
            hold(&mut map, value);
        }
        map
    }

    fn array(&mut self, schema: &Schema) -> Field {
        let mut list = Field {
            kind: Type::Array,
            items: Some(Type::Any),
            ..Field::default()
        };
        if let Some(items) = &schema.items {
            let element = self.unnamed(items);
            hold(&mut list, element);
        }
        list
    }

    fn describe(&mut self, field: &mut Field, schema: &Schema) {
        let words = words(schema);
        if !words.is_empty() {
            field.description = words;
        }
        field.required = is_required(schema);
        field.deprecated |= schema.deprecated;
        let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        field.example = text(&schema.example)
            .filter(|text| text.len() <= LONGEST_EXAMPLE)
            .or(field.example.take());
        field.default = text(&schema.default).filter(|text| text.len() <= LONGEST_EXAMPLE);
        if field.kind == Type::Array {
            field.max_items = number(&schema.max_items).or(field.max_items);
        } else if field.kind.is_scalar() {
            field.minimum = limit(&schema.minimum, &schema.exclusive_minimum, 1);
            field.maximum = limit(&schema.maximum, &schema.exclusive_maximum, -1);
            field.max_length = number(&schema.max_length).filter(|_| field.kind == Type::String);
        }
        let values = values(
            schema,
            field.items.filter(|_| field.kind == Type::Array).unwrap_or(field.kind),
        );
        if !values.is_empty() {
            field.values = values;
        }
    }
}

/// Gives a list or map what its elements or values are.
fn hold(outer: &mut Field, inner: Field) {
    outer.items = Some(inner.kind);
    outer.fields = inner.fields;
    outer.same_as = inner.same_as;
    outer.values = inner.values;
    if outer.example.is_none() {
        outer.example = inner.example;
    }
    // A list of lists, or of maps, says no more of what these hold.
    if matches!(inner.kind, Type::Array | Type::Map) {
        outer.fields.clear();
        outer.values.clear();
        outer.same_as = None;
    }
}

/// The list that an object holds and nothing else, with its name: `{"Keys": {"Key": [...]}}`. Lists of that name are no wrappers where it
/// names many: `{"Data": {"Templates": [...]}}`.
fn wrapped(schema: &Schema) -> Option<(String, Schema)> {
    let mut members = schema.properties.iter();
    let (Some((name, list)), None) = (members.next(), members.next()) else {
        return None;
    };
    if singular(name) != *name || schema.additional_properties.is_some() {
        return None;
    }
    let list: Schema = serde_json::from_value(list.clone()).ok()?;
    (list.kind.as_deref() == Some("array") && list.reference.is_none()).then(|| (name.clone(), list))
}

fn is_required(schema: &Schema) -> bool {
    matches!(schema.required, Some(Json::Bool(true)))
}

fn words(schema: &Schema) -> String {
    let mut words = [&schema.description, &schema.title].into_iter().flatten();
    let words = words.find(|words| !words.trim().is_empty());
    words.map(|words| words.trim().to_owned()).unwrap_or_default()
}

fn number(text: &Option<String>) -> Option<u64> {
    text.as_deref()?.trim().parse().ok()
}

/// A limit; one that is not reached is the next integer within.
fn limit(limit: &Option<String>, exclusive: &Option<String>, step: i64) -> Option<String> {
    let limit = limit.as_deref()?.trim();
    if exclusive.as_deref() == Some("true") {
        return Some((limit.parse::<i64>().ok()?.checked_add(step)?).to_string());
    }
    limit.parse::<f64>().is_ok_and(f64::is_finite).then(|| limit.to_owned())
}

/// The values that are written down, with the titles that some have.
fn values(schema: &Schema, kind: Type) -> Vec<Value> {
    let scalar = |value: &Json| {
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        match kind {
            Type::String => Some(Scalar::String(text)),
            Type::Integer | Type::Long => text.trim().parse().ok().map(Scalar::Integer),
            _ => None,
        }
    };
    let title = |value: &Scalar| {
        let title = schema.enum_value_titles.get(&value.to_string());
        let title = title.and_then(Json::as_str).map(str::trim).unwrap_or_default();
        if title == value.to_string() {
            String::new()
        } else {
            title.to_owned()
        }
    };
    let titled = schema.enum_value_titles.keys().map(|value| Json::String(value.clone()));
    let listed: Vec<Json> = schema.values.iter().cloned().chain(titled).collect();
    let mut values: Vec<Value> = Vec::new();
    for value in listed.iter().filter_map(scalar) {
        if values.iter().all(|known| known.value != value) {
            let description = title(&value);
            values.push(Value {
                value,
                name: None,
                description,
            });
        }
    }
    values
}
