//! Names in Rust for values that have none of their own: a number is called by the words that describe it.
//!
//! Prose changes, and names may not. So the names stand in the spec's YAML, and those that are committed stay whatever the docs say later.

use super::model::{Field, Operation, Scalar, Value};
use super::product::Product;
use super::source_map::PathCursor;
use crate::files::SourceFile;
use crate::yaml::lines::{lines, scalar};
use heck::ToUpperCamelCase;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The most words of a name; more of them are a sentence.
const WORDS: usize = 5;
/// The longest name, in letters.
const LONGEST: usize = 40;
/// What a description begins with that is no part of a name.
const LEADING: &[&str] = &["a", "an", "indicates", "is", "means", "specifies", "that", "the"];

/// The names of a product's values, each by the file of its operation, the place of its field, and the value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueNames(BTreeMap<(String, String, String), String>);

impl ValueNames {
    /// The names in the files of a spec, whose paths are relative to the product's folder. It reads the form in which they are written.
    pub fn read(files: &[SourceFile]) -> Self {
        let mut names = Self::default();
        for file in files.iter().filter(|file| file.path.contains('/')) {
            names.add(&file.path, &String::from_utf8_lossy(&file.bytes));
        }
        names
    }

    fn add(&mut self, file: &str, text: &str) {
        let mut cursor = PathCursor::default();
        let mut value: Option<(usize, Cow<'_, str>)> = None;
        for line in lines(text) {
            if cursor.advance(&line) {
                continue;
            }
            if line.is_item && line.key == "value" {
                value = Some((line.column, scalar(line.value)));
            } else if !line.is_item
                && line.key == "name"
                && let Some((_, wire)) = value.take_if(|(inside, _)| *inside == line.column)
            {
                let key = (file.to_owned(), cursor.path(), wire.into_owned());
                self.0.insert(key, scalar(line.value).into_owned());
            }
        }
    }

    /// The names of a product's values.
    pub fn of(product: &Product) -> Self {
        let mut names = Self::default();
        for version in &product.versions {
            for operation in &version.operations {
                let file = format!("{}/{}.yaml", version.version, operation.operation);
                each_list(&mut operation.clone(), &mut |place, values| {
                    for value in values {
                        if let Some(name) = &value.name {
                            let key = (file.clone(), place.to_owned(), value.value.to_string());
                            names.0.insert(key, name.clone());
                        }
                    }
                });
            }
        }
        names
    }

    /// All of them as bytes, which are equal where the names are.
    pub fn bytes(&self) -> Vec<u8> {
        let lines = self
            .0
            .iter()
            .map(|((file, place, value), name)| format!("{file}\0{place}\0{value}\0{name}\n"));
        lines.collect::<String>().into_bytes()
    }

    /// Gives a product's values the names that they have here, and others a name where their description has one.
    pub fn give(&self, product: &mut Product) {
        for version in &mut product.versions {
            for operation in &mut version.operations {
                let file = format!("{}/{}.yaml", version.version, operation.operation);
                each_list(operation, &mut |place, values| {
                    for value in values.iter_mut() {
                        let key = (file.clone(), place.to_owned(), value.value.to_string());
                        value.name = self.0.get(&key).cloned();
                    }
                    describe(values);
                });
            }
        }
    }
}

/// Visits the value lists of an operation, with the places of their fields.
fn each_list(operation: &mut Operation, visit: &mut dyn FnMut(&str, &mut [Value])) {
    fn below(fields: &mut [Field], above: &str, visit: &mut dyn FnMut(&str, &mut [Value])) {
        for field in fields {
            let place = format!("{above}.{}", field.name);
            if !field.values.is_empty() {
                visit(&place, &mut field.values);
            }
            below(&mut field.fields, &place, visit);
        }
    }
    below(&mut operation.request, "request", visit);
    below(&mut operation.response, "response", visit);
}

/// Names the values of a list that are numbers by their descriptions. What two would be called, neither is.
fn describe(values: &mut [Value]) {
    let own = |value: &Value| {
        value
            .name
            .clone()
            .or_else(|| (!is_number(&value.value)).then(|| wire_name(&value.value)))
    };
    let taken: BTreeSet<String> = values.iter().filter_map(own).collect();
    let wanted: Vec<_> = values
        .iter()
        .map(|value| name(&value.description).filter(|_| value.name.is_none() && is_number(&value.value)))
        .collect();
    for (at, value) in values.iter_mut().enumerate() {
        let Some(name) = &wanted[at] else { continue };
        let others = wanted.iter().flatten().filter(|other| *other == name).count();
        if others == 1 && !taken.contains(name) {
            value.name = Some(name.clone());
        }
    }
}

fn is_number(value: &Scalar) -> bool {
    match value {
        Scalar::Integer(_) => true,
        Scalar::Boolean(_) => false,
        Scalar::String(text) => {
            text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
                && text
                    .chars()
                    .all(|letter| letter.is_ascii_digit() || ".-".contains(letter))
        }
    }
}

fn wire_name(value: &Scalar) -> String {
    value.to_string().to_upper_camel_case()
}

/// The name that a description gives: `StructuredAnalysis` of `structured analysis`. None where it is a sentence, or not of English words.
fn name(description: &str) -> Option<String> {
    let ends = |letter: char| ".,;:()[]{}/\\|\n\"".contains(letter) || !letter.is_ascii();
    let text = description.trim();
    let clause = text.split(ends).next().unwrap_or_default();
    let clause = clause.split(" - ").next().unwrap_or_default();
    let mut words = clause.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '\'');
    let words: Vec<String> = words
        .by_ref()
        .filter(|word| !word.is_empty())
        .skip_while(|word| LEADING.contains(&word.to_ascii_lowercase().as_str()))
        .map(|word| word.replace('\'', ""))
        .collect();
    let name: String = words.iter().map(|word| word.to_upper_camel_case()).collect();
    let fits = (1..=WORDS).contains(&words.len())
        && name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && !matches!(name.as_str(), "Unknown" | "Self");
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn names_of_descriptions() {
        for (description, expected) in [
            ("structured analysis", Some("StructuredAnalysis")),
            ("The instance is stopped.", Some("InstanceIsStopped")),
            ("indicates that the task waits, or not", Some("TaskWaits")),
            ("Pay-As-You-Go (default)", Some("PayAsYouGo")),
            ("doesn't expire", Some("DoesntExpire")),
            ("HTTPS", Some("Https")),
            ("the resource was created by another account some time ago", None),
            ("运行中", None),
            ("unknown", None),
            ("3 days", None),
            ("", None),
        ] {
            assert_eq!(name(description).as_deref(), expected, "{description}");
        }
    }

    fn product(descriptions: [&str; 3]) -> Product {
        let [zero, one, two] = descriptions;
        let text = format!(
            "operation: A\nrequest:\n- name: Kind\n  type: Integer\n  values:\n  - value: 0\n    description: {zero}\n  - value: 1\n    \
             description: {one}\n  - value: 2\n    description: {two}\n"
        );
        let operation: Operation = yaml::from_str(&text).expect("an operation");
        let version = crate::spec::product::Version {
            version: "2020-01-01".into(),
            operations: vec![operation],
            ..Default::default()
        };
        Product {
            name: "demo".into(),
            versions: vec![version],
            ..Product::default()
        }
    }

    fn named(product: &Product) -> Vec<Option<&str>> {
        let values = &product.versions[0].operations[0].request[0].values;
        values.iter().map(|value| value.name.as_deref()).collect()
    }

    #[test]
    fn a_name_stays_whatever_the_prose_does() {
        let mut first = product(["waiting", "running", "running"]);
        ValueNames::default().give(&mut first);
        assert_eq!(
            named(&first),
            [Some("Waiting"), None, None],
            "what two would be called, neither is"
        );
        let (files, _) = crate::spec::folder::version_files(&mut first);
        let file = SourceFile {
            path: "2020-01-01/A.yaml".into(),
            bytes: files[0].contents.clone().into_bytes(),
        };
        let committed = ValueNames::read(&[file]);
        assert_eq!(committed, ValueNames::of(&first));
        let mut next = product(["queued", "waiting", "running"]);
        committed.give(&mut next);
        assert_eq!(named(&next), [Some("Waiting"), None, Some("Running")]);
    }
}
