//! `overrides.yaml`: what people correct by hand. It survives every regen; it is applied to the spec before code is made of it.
//!
//! ```yaml
//! fields:
//! - operation: '*'        # or one operation's name
//!   path: Status          # fields of this name at any depth, or one place: response.Tasks.Status
//!   type_name: TaskStatus
//!   values: {0: Waiting, 1: Running}
//! ```
//!
//! Rules are applied in the file's order. One that matches nothing is a diagnostic: the docs have changed under it.

use crate::diagnostics::{Diagnostic, Kind};
use crate::files::SourceFile;
use crate::spec::folder;
use crate::spec::model::{Field, Operation, Scalar, Type, Value};
use crate::spec::product::Product;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// The file's name in a product's folder.
pub const OVERRIDES: &str = "overrides.yaml";

/// What an overrides file holds.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Overrides {
    /// Corrections of fields.
    pub fields: Vec<FieldRule>,
}

/// A correction of the fields at some path.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The operation, or `*` for all.
    #[serde(default = "every_operation")]
    pub operation: String,
    /// A field's wire name, at any depth of request and answer; or its whole path, such as `response.Tasks.Status`.
    pub path: String,
    /// The Rust type of its values, shared by all fields that name it.
    #[serde(default)]
    pub type_name: Option<String>,
    /// Names of values; a value that the docs don't list is added.
    #[serde(default)]
    pub values: ValueNames,
}

/// Values with the names of their Rust variants, in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueNames(pub Vec<(Scalar, String)>);

fn every_operation() -> String {
    "*".to_owned()
}

impl<'de> Deserialize<'de> for ValueNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = ValueNames;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of values and names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ValueNames, A::Error> {
                let mut names: Vec<(Scalar, String)> = Vec::new();
                while let Some((value, name)) = map.next_entry::<Scalar, String>()? {
                    if names.iter().any(|(known, _)| *known == value) {
                        return Err(A::Error::custom(format!("the value {value} stands twice")));
                    }
                    if !is_type_name(&name) || name == "Unknown" {
                        return Err(A::Error::custom(format!(
                            "{name:?} can't be a variant's name; it takes the form of `Waiting`"
                        )));
                    }
                    if names.iter().any(|(_, known)| *known == name) {
                        return Err(A::Error::custom(format!("the name {name} stands twice")));
                    }
                    names.push((value, name));
                }
                Ok(ValueNames(names))
            }
        }

        deserializer.deserialize_map(Names)
    }
}

/// Whether a name can stand as a type or a variant.
fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.len() <= 60
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
        && name != "Self"
}

/// Reads the overrides among the files of a product's folder; none if there is no such file.
///
/// # Errors
/// If the file is not of the form, with its line.
pub fn read(files: &[SourceFile]) -> Result<Overrides, Diagnostic> {
    match files.iter().find(|file| file.path == OVERRIDES) {
        // A file of comments alone is an empty one.
        Some(file) => folder::parse::<Option<Overrides>>(file).map(Option::unwrap_or_default),
        None => Ok(Overrides::default()),
    }
}

/// Applies overrides to a product. Says which rules match nothing, can't be applied, or contradict each other.
pub fn apply(product: &mut Product, overrides: &Overrides) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut problem = |message: String| diagnostics.push(Diagnostic::new(Kind::Override, OVERRIDES, 0, message));
    for (index, rule) in overrides.fields.iter().enumerate() {
        let shown = format!(
            "the rule for {} of {}",
            rule.path,
            if rule.operation == "*" {
                "all operations"
            } else {
                &rule.operation
            }
        );
        let same = |other: &FieldRule| other.operation == rule.operation && other.path == rule.path;
        if overrides.fields.iter().take(index).any(same) {
            problem(format!("{shown} stands twice; the later one counts"));
        }
        if let Some(name) = rule.type_name.as_ref().filter(|name| !is_type_name(name)) {
            problem(format!(
                "{shown}: {name:?} can't be a type's name; it takes the form of `TaskStatus`; the rule is left out"
            ));
            continue;
        }
        let Some(place) = Place::of(&rule.path) else {
            problem(format!(
                "{shown}: a path of several names begins with `request.` or `response.`; the rule is left out"
            ));
            continue;
        };
        let operations = product.versions.iter_mut().flat_map(|version| &mut version.operations);
        let of_rule = operations.filter(|operation| rule.operation == "*" || rule.operation == operation.operation);
        let found: usize = of_rule
            .map(|operation| place.visit(operation, &mut |field| rule.apply(field)))
            .sum();
        if found == 0 {
            problem(format!("{shown} matches nothing; have the docs changed?"));
        }
    }
    diagnostics
}

impl FieldRule {
    /// Corrects a field; says whether it is one that can be corrected so.
    fn apply(&self, field: &mut Field) -> bool {
        let element = if field.kind == Type::Array {
            field.items
        } else {
            Some(field.kind)
        };
        let named = self.type_name.is_some() || !self.values.0.is_empty();
        if named && !matches!(element, Some(Type::String | Type::Integer | Type::Long)) {
            return false;
        }
        if let Some(name) = &self.type_name {
            field.type_name = Some(name.clone());
        }
        for (value, name) in &self.values.0 {
            // A number's text and the number are one value on the wire.
            let wire = value.to_string();
            match field.values.iter_mut().find(|known| known.value.to_string() == wire) {
                Some(known) => known.name = Some(name.clone()),
                None => field.values.push(Value {
                    value: value.clone(),
                    description: String::new(),
                    name: Some(name.clone()),
                }),
            }
        }
        true
    }
}

/// Where a rule applies.
enum Place<'a> {
    /// Wherever a field has this name.
    Anywhere(&'a str),
    Request(Vec<&'a str>),
    Response(Vec<&'a str>),
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let names = |rest: &'a str| rest.split('.').collect();
        match path.split_once('.') {
            None => Some(Self::Anywhere(path)),
            Some(("request", rest)) => Some(Self::Request(names(rest))),
            Some(("response", rest)) => Some(Self::Response(names(rest))),
            Some(_) => None,
        }
    }

    /// Visits the fields of an operation that lie here; counts those that the visit says yes of.
    fn visit(&self, operation: &mut Operation, visit: &mut impl FnMut(&mut Field) -> bool) -> usize {
        match self {
            Self::Anywhere(name) => {
                anywhere(&mut operation.request, name, visit) + anywhere(&mut operation.response, name, visit)
            }
            Self::Request(names) => exactly(&mut operation.request, names, visit),
            Self::Response(names) => exactly(&mut operation.response, names, visit),
        }
    }
}

fn anywhere(fields: &mut [Field], name: &str, visit: &mut impl FnMut(&mut Field) -> bool) -> usize {
    let mut found = 0;
    for field in fields {
        found += usize::from(field.name == name && visit(field)) + anywhere(&mut field.fields, name, visit);
    }
    found
}

fn exactly(fields: &mut [Field], names: &[&str], visit: &mut impl FnMut(&mut Field) -> bool) -> usize {
    let Some((first, rest)) = names.split_first() else {
        return 0;
    };
    let here = fields.iter_mut().filter(|field| field.name == *first);
    here.map(|field| {
        if rest.is_empty() {
            usize::from(visit(field))
        } else {
            exactly(&mut field.fields, rest, visit)
        }
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::product::Version;

    fn file(text: &str) -> [SourceFile; 1] {
        [SourceFile {
            path: OVERRIDES.into(),
            bytes: text.as_bytes().to_vec(),
        }]
    }

    fn field(name: &str, kind: Type, fields: Vec<Field>) -> Field {
        Field {
            name: name.into(),
            kind,
            fields,
            ..Field::default()
        }
    }

    fn product() -> Product {
        let listed = Field {
            values: vec![Value {
                value: Scalar::Integer(1),
                description: "running".into(),
                name: None,
            }],
            ..field("Status", Type::Integer, vec![])
        };
        let task = field(
            "Tasks",
            Type::Array,
            vec![field("Status", Type::Long, vec![]), field("Name", Type::String, vec![])],
        );
        let operation = |name: &str, status: Field| Operation {
            operation: name.into(),
            request: vec![status],
            response: vec![Field {
                items: Some(Type::Struct),
                ..task.clone()
            }],
            ..Operation::default()
        };
        let operations = vec![
            operation("ListTasks", listed),
            operation("GetTask", field("Status", Type::Struct, vec![])),
        ];
        Product {
            name: "demo".into(),
            versions: vec![Version {
                version: "2019-08-10".into(),
                operations,
            }],
            ..Product::default()
        }
    }

    /// The fields that have a type's name, by operation and side.
    fn named(product: &Product) -> Vec<String> {
        let mut named = Vec::new();
        for operation in product.versions.iter().flat_map(|version| &version.operations) {
            let inner = operation.response.iter().flat_map(|field| &field.fields);
            for (side, field) in operation
                .request
                .iter()
                .map(|field| ("request", field))
                .chain(inner.map(|field| ("response", field)))
            {
                if let Some(name) = &field.type_name {
                    let values: Vec<_> = field
                        .values
                        .iter()
                        .map(|value| format!("{}={}", value.value, value.name.as_deref().unwrap_or("?")))
                        .collect();
                    named.push(format!("{} {side} {name} {}", operation.operation, values.join(" ")));
                }
            }
        }
        named
    }

    #[test]
    fn rules_find_their_fields() {
        let rule =
            |rest: &str| format!("fields:\n- {rest}\n  type_name: TaskStatus\n  values: {{0: Waiting, 1: Running}}\n");
        for (text, expected) in [
            (
                rule("path: Status"),
                vec![
                    "ListTasks request TaskStatus 1=Running 0=Waiting",
                    "ListTasks response TaskStatus 0=Waiting 1=Running",
                    "GetTask response TaskStatus 0=Waiting 1=Running",
                ],
            ),
            (
                rule("operation: GetTask\n  path: Status"),
                vec!["GetTask response TaskStatus 0=Waiting 1=Running"],
            ),
            (
                rule("path: request.Status"),
                vec!["ListTasks request TaskStatus 1=Running 0=Waiting"],
            ),
            (
                rule("operation: ListTasks\n  path: response.Tasks.Status"),
                vec!["ListTasks response TaskStatus 0=Waiting 1=Running"],
            ),
            ("{}".into(), vec![]),
            ("# nothing\n".into(), vec![]),
        ] {
            let mut product = product();
            let overrides = read(&file(&text)).expect("readable");
            assert_eq!(apply(&mut product, &overrides), [], "{text}");
            assert_eq!(named(&product), expected, "{text}");
        }
        assert_eq!(read(&[]), Ok(Overrides::default()));
    }

    #[test]
    fn rules_that_can_not_apply_are_told() {
        for (text, expected) in [
            ("fields:\n- path: Nowhere\n  type_name: X\n", "matches nothing"),
            ("fields:\n- path: response.Status\n  type_name: X\n", "matches nothing"),
            ("fields:\n- path: Tasks\n  type_name: X\n", "matches nothing"),
            (
                "fields:\n- operation: Gone\n  path: Status\n  type_name: X\n",
                "matches nothing",
            ),
            ("fields:\n- path: Tasks.Status\n  type_name: X\n", "begins with"),
            (
                "fields:\n- path: Status\n  type_name: task status\n",
                "can't be a type's name",
            ),
            (
                "fields:\n- path: Status\n  type_name: X\n- path: Status\n  type_name: Y\n",
                "stands twice",
            ),
        ] {
            let overrides = read(&file(text)).expect("readable");
            let diagnostics = apply(&mut product(), &overrides);
            assert_eq!(diagnostics.len(), 1, "{text}: {diagnostics:?}");
            assert_eq!(
                (diagnostics[0].kind, diagnostics[0].file.as_str()),
                (Kind::Override, OVERRIDES)
            );
            assert!(
                diagnostics[0].message.contains(expected),
                "{text}: {}",
                diagnostics[0].message
            );
        }
    }

    #[test]
    fn a_file_of_another_form_is_refused_with_its_line() {
        for (text, line, expected) in [
            ("fields:\n- path: A\n  typ_name: X\n", 3, "typ_name"),
            ("felds: []\n", 1, "felds"),
            ("fields:\n- type_name: X\n", 2, "path"),
            ("fields:\n- path: A\n  values: {0: X, 0: Y}\n", 3, "twice"),
            ("fields:\n- path: A\n  values: {0: X, 1: X}\n", 3, "twice"),
            ("fields:\n- path: A\n  values: {0: a b}\n", 3, "variant"),
            ("fields: [\n", 2, ""),
        ] {
            let error = read(&file(text)).expect_err("not of the form");
            assert_eq!((error.kind, error.file.as_str()), (Kind::Spec, OVERRIDES));
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.message.contains(expected), "{text}: {error}");
        }
    }
}
