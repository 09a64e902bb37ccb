//! Proof that a type knows every value of a sample.

use crate::Document;
use crate::decode::{
    Failure, Field, Meaning, Scalar, Shape, Slot, StructList, Visitor, decode, fields_of, is_payload, meaning, wraps,
};
use crate::unknown::UnknownFields;
use serde_json::Map;

/// Decodes a sample, and looks up every scalar of it in the decoded value.
///
/// `""`, `null`, `{}` and `[]` say nothing and need not be found. A number, a text and a boolean that say the same are equal.
/// What only `unknown_fields` caught does not count as found.
///
/// # Errors
/// Where the sample can't be decoded; or the paths that the type lacks, and those whose values came out different, one a line.
pub fn check_sample<R: Shape + Default>(json: &str) -> Result<(), String> {
    let mut decoded: R = decode(json.as_bytes()).map_err(|error| error.to_string())?;
    let json = json.trim_start_matches('\u{feff}');
    let sample = match serde_json::from_str(json) {
        Ok(whole) if is_payload(fields_of::<R>()) => Map::from_iter([(String::new(), whole)]),
        Ok(Document::Object(sample)) => sample,
        _ => return Ok(()),
    };
    let mut checker = Checker {
        object: &sample,
        path: String::new(),
        problems: Vec::new(),
    };
    // The checker itself never fails.
    let _ = decoded.visit(&mut checker);
    if checker.problems.is_empty() {
        Ok(())
    } else {
        // Whether the members of a sample keep their order hangs on features of serde_json.
        checker.problems.sort();
        Err(checker.problems.join("\n"))
    }
}

struct Checker<'s> {
    object: &'s Map<String, Document>,
    path: String,
    problems: Vec<String>,
}

impl Visitor for Checker<'_> {
    fn slots(
        &mut self,
        fields: &'static [Field],
        slots: &mut [Slot<'_>],
        _: &mut UnknownFields,
    ) -> Result<(), Box<Failure>> {
        for (name, value) in self.object {
            let path = join(&self.path, name);
            let exact = |name: &str| fields.iter().position(|field| field.0 == name);
            let in_another_case = || {
                let index = fields.iter().position(|field| field.0.eq_ignore_ascii_case(name))?;
                (!self.object.contains_key(fields[index].0)).then_some(index)
            };
            let index = exact(name).or_else(in_another_case);
            match index.and_then(|index| Some((slots.get_mut(index)?, fields.get(index)?))) {
                Some((slot, field)) => self.compare(slot, *field, value, path),
                None if says_something(value) => self.lacks(path),
                None => {}
            }
        }
        Ok(())
    }
}

impl<'s> Checker<'s> {
    fn lacks(&mut self, path: String) {
        self.problems.push(format!("{path}: not in the type"));
    }

    fn compare(&mut self, slot: &mut Slot<'_>, field: Field, value: &'s Document, path: String) {
        if !says_something(value) {
            return;
        }
        match slot {
            Slot::Integer(found) => self.scalar(&path, value, found.map(Document::from)),
            Slot::Float(found) => self.scalar(&path, value, found.map(Document::from)),
            Slot::Boolean(found) => self.scalar(&path, value, found.map(Document::from)),
            // Text as a whole body is bare, and JSON if the sample is.
            Slot::String(found) if field.0.is_empty() => {
                let read = found.as_deref().and_then(|text| serde_json::from_str(text).ok());
                self.scalar(&path, value, read.or_else(|| found.clone().map(Document::from)));
            }
            Slot::String(found) => self.scalar(&path, value, found.clone().map(Document::from)),
            Slot::Value(found) => self.scalar(&path, value, found.get(0).map(of_scalar)),
            Slot::Any(found) => self.scalar(&path, value, found.clone()),
            Slot::Struct(found) => self.structure(found.get(), value, path),
            Slot::Structs(found) => self.structures(*found, field, value, &path),
            Slot::Integers(found) => self.scalars(field, value, &path, found.iter().copied().map(Document::from)),
            Slot::Floats(found) => self.scalars(field, value, &path, found.iter().copied().map(Document::from)),
            Slot::Booleans(found) => self.scalars(field, value, &path, found.iter().copied().map(Document::from)),
            Slot::Strings(found) => self.scalars(field, value, &path, found.iter().cloned().map(Document::from)),
            Slot::Anys(found) => self.scalars(field, value, &path, found.iter().cloned()),
            Slot::Values(found) => {
                let values = (0..)
                    .map_while(|index| found.get(index))
                    .map(of_scalar)
                    .collect::<Vec<_>>();
                self.scalars(field, value, &path, values.into_iter());
            }
            Slot::StringMap(found) => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    let found = found.get(key).cloned().map(Document::from);
                    self.scalar(&join(&path, key), value, found);
                }
            }
            Slot::StructMap(found) => found.each(&mut |key, shape| {
                if let Some(value) = value.get(key) {
                    self.structure(Some(shape), value, join(&path, key));
                }
            }),
            Slot::Map(found) => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    self.scalar(&join(&path, key), value, found.get(key).cloned());
                }
            }
        }
    }

    fn scalar(&mut self, path: &str, sample: &Document, found: Option<Document>) {
        match found {
            Some(found) if agree(sample, &found) => {}
            Some(found) => self.problems.push(format!("{path}: {sample} became {found}")),
            None => self.problems.push(format!("{path}: {sample} got lost")),
        }
    }

    fn structure(&mut self, found: Option<&mut dyn Shape>, sample: &'s Document, path: String) {
        match (found, sample) {
            (Some(shape), Document::Object(object)) => {
                let mut inner = Checker {
                    object,
                    path,
                    problems: Vec::new(),
                };
                let _ = shape.visit(&mut inner);
                self.problems.append(&mut inner.problems);
            }
            _ => self.problems.push(format!("{path}: got lost")),
        }
    }

    fn structures(&mut self, found: &mut dyn StructList, field: Field, sample: &'s Document, path: &str) {
        let elements = self.elements(field, Some(found.fields()), sample, path);
        let objects = elements.into_iter().filter(|(_, element)| element.is_object());
        for (index, (path, element)) in objects.enumerate() {
            self.structure(found.get(index), element, path);
        }
    }

    fn scalars(&mut self, field: Field, sample: &'s Document, path: &str, found: impl Iterator<Item = Document>) {
        let mut found = found.filter(says_something);
        let elements = self.elements(field, None, sample, path);
        for (path, element) in elements.into_iter().filter(|(_, element)| says_something(element)) {
            self.scalar(&path, element, found.next());
        }
    }

    /// Elements of a list in any of the forms that the decoder takes, each with its path.
    fn elements(
        &mut self,
        field: Field,
        element: Option<&[Field]>,
        sample: &'s Document,
        path: &str,
    ) -> Vec<(String, &'s Document)> {
        let object = match sample {
            Document::Object(object) => object,
            other => return unfold(other, path.to_owned()),
        };
        let first_nests = object
            .values()
            .next()
            .is_some_and(|value| value.is_array() || value.is_object());
        let meaning = meaning(field, element, object.keys().map(String::as_str), first_nests);
        if meaning == Meaning::Element {
            return vec![(path.to_owned(), sample)];
        }
        let mut elements = Vec::new();
        for (key, value) in object {
            let path = join(path, key);
            if meaning == Meaning::Only || wraps(field, key) {
                elements.extend(unfold(value, path));
            } else if says_something(value) {
                self.lacks(path);
            }
        }
        elements
    }
}

fn unfold(list: &Document, path: String) -> Vec<(String, &Document)> {
    match list {
        Document::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, element)| (format!("{path}[{index}]"), element))
            .collect(),
        lone => vec![(path, lone)],
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn of_scalar(scalar: Scalar<'_>) -> Document {
    match scalar {
        Scalar::Integer(integer) => Document::from(integer),
        Scalar::Text(text) => Document::from(text),
    }
}

fn says_something(value: &Document) -> bool {
    match value {
        Document::Null => false,
        Document::Bool(_) | Document::Number(_) => true,
        Document::String(text) => !text.trim().is_empty(),
        Document::Array(elements) => elements.iter().any(says_something),
        Document::Object(members) => members.values().any(says_something),
    }
}

fn agree(sample: &Document, found: &Document) -> bool {
    // A text that comes as JSON is that JSON as text.
    let as_json = |found: &str| serde_json::from_str::<Document>(found).is_ok_and(|found| found == *sample);
    if sample == found || (sample.is_array() || sample.is_object()) && found.as_str().is_some_and(as_json) {
        return true;
    }
    let (sample, found) = (words(sample), words(found));
    let number = |text: &str| text.parse::<f64>().ok();
    let truth = |text: &str| matches!(text.to_ascii_lowercase().as_str(), "true" | "1");
    sample == found
        || matches!((number(&sample), number(&found)), (Some(one), Some(other)) if one == other)
        || matches!(found.as_str(), "true" | "false") && truth(&sample) == truth(&found)
}

fn words(value: &Document) -> String {
    match value {
        Document::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
