//! `overrides.yaml`: what people correct by hand. It survives every regen; it is applied to the spec before code is made of it, so
//! that the spec's YAML stays what the docs say.
//!
//! ```yaml
//! fields:
//! - operation: '*'        # or one operation's name
//!   path: Status          # fields of this name at any depth, or one place: response.Tasks.Status
//!   type_name: TaskStatus
//!   values: {0: Waiting, 1: Running}
//! operations:
//! - operation: GetTaskResult
//!   rust_name: FetchTaskResult
//! errors:
//! - operation: GetTaskResult   # or '*', which is for common-errors.yaml too
//!   code: ResourceNotFund
//!   correct: ResourceNotFound
//! endpoints:
//!   rule: demo.{region}.aliyuncs.com
//! ```
//!
//! Rules address what the spec's YAML says, so their order does not matter. A rule for a named operation, a version or a whole path
//! goes before a more general one. Rules that match nothing or contradict each other are errors; one that the docs agree with by
//! now is a diagnostic.

mod apply;
mod checks;
mod field;
mod fields;
mod operations;
mod review;
mod rule;
mod tree;

pub use apply::apply;
pub use review::{Review, quiet, reviews};

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::SourceFile;
use crate::spec::folder;
use crate::spec::model::{Pagination, Position, Scalar, Type};
use crate::spec::product::Endpoints;
use crate::yaml::positions::{Positions, Step};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// The file's name in a product's folder.
pub const OVERRIDES: &str = "overrides.yaml";

/// What an overrides file holds: corrections by hand of what the docs say.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Overrides {
    /// Corrections of parameters and of fields of answers.
    pub fields: Vec<FieldRule>,
    /// Corrections of operations.
    pub operations: Vec<OperationRule>,
    /// Corrections of error codes.
    pub errors: Vec<ErrorRule>,
    /// Hosts that go before those of product.yaml.
    pub endpoints: Endpoints,
    /// Where in the file its rules stand.
    #[serde(skip)]
    positions: Positions,
}

/// A correction of the fields at some path. Absent keys correct nothing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The operation, or `*` for all.
    #[serde(default = "every_operation")]
    pub operation: String,
    /// The version, where the rule is for one of several.
    #[serde(default)]
    pub version: Option<String>,
    /// A field's wire name, at any depth of request and answer; or its whole path, such as `response.Tasks.Status`.
    pub path: String,
    /// Its wire type.
    #[serde(default, rename = "type")]
    pub kind: Option<Type>,
    /// What an Array holds: a scalar type, or `Struct`.
    #[serde(default)]
    pub items: Option<Type>,
    /// The wire name between an array and its elements; an empty one for an array that is not wrapped.
    #[serde(default)]
    pub item_name: Option<String>,
    /// Whether a request must carry it.
    #[serde(default)]
    pub required: Option<bool>,
    /// Where in the request it travels.
    #[serde(default)]
    pub position: Option<Position>,
    /// Whether it is deprecated.
    #[serde(default)]
    pub deprecated: Option<bool>,
    /// The place where it really stands: the path of the structure or array that holds it, or `request` or `response` for the top.
    #[serde(default)]
    pub move_to: Option<String>,
    /// Keeps a field that the docs dropped, as deprecated. Needs its whole `path` and its `type`.
    #[serde(default)]
    pub keep: bool,
    /// Takes the mark `inferred` from a spot that was looked at, until the docs change there: the sign that the diagnostic and the
    /// report tell.
    #[serde(default)]
    pub reviewed: Option<String>,
    /// The Rust type of its values, shared by all fields that name it.
    #[serde(default)]
    pub type_name: Option<String>,
    /// Names of values in Rust; a value that the docs don't list is added.
    #[serde(default)]
    pub values: ValueNames,
}

/// A correction of an operation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationRule {
    /// The operation's name on the wire.
    pub operation: String,
    /// The version, where the rule is for one of several.
    #[serde(default)]
    pub version: Option<String>,
    /// Its name in Rust, in the form of `ListTasks`; its module and method are `list_tasks` then.
    #[serde(default)]
    pub rust_name: Option<String>,
    /// Leaves it out of the crate.
    #[serde(default)]
    pub hide: bool,
    /// Whether it is deprecated.
    #[serde(default)]
    pub deprecated: Option<bool>,
    /// Its HTTP method (ROA).
    #[serde(default)]
    pub method: Option<String>,
    /// Its path template (ROA).
    #[serde(default)]
    pub path: Option<String>,
    /// Whether it does no harm to repeat a call that may have arrived already. Unless said, its name or its method tells: what reads may
    /// be repeated, and what has a `ClientToken`.
    #[serde(default)]
    pub repeatable: Option<bool>,
    /// How it pages, where the docs do not show it or show it otherwise. Names are as they are after all corrections.
    #[serde(default)]
    pub pagination: Option<Pagination>,
}

/// A correction of an error code.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorRule {
    /// The operation, or `*` for all, and for the codes that they have in common.
    #[serde(default = "every_operation")]
    pub operation: String,
    /// The version, where the rule is for one of several.
    #[serde(default)]
    pub version: Option<String>,
    /// The code as the docs say it.
    pub code: String,
    /// The code as the server sends it.
    #[serde(default)]
    pub correct: Option<String>,
    /// The HTTP status it comes under.
    #[serde(default)]
    pub http_status: Option<u16>,
    /// Adds the code: the docs don't list it.
    #[serde(default)]
    pub add: bool,
    /// Leaves it out of the crate.
    #[serde(default)]
    pub hide: bool,
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

impl JsonSchema for ValueNames {
    fn schema_name() -> Cow<'static, str> {
        "ValueNames".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Values with the names of their Rust variants, which take the form of `Waiting`.",
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": TYPE_NAME}
        })
    }
}

const TYPE_NAME: &str = "^[A-Z][A-Za-z0-9]{0,59}$";

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
/// What is wrong with the file itself, with lines: it is not of the form, or two rules are for one spot.
pub fn read(files: &[SourceFile]) -> Result<Overrides, Vec<Diagnostic>> {
    let Some(file) = files.iter().find(|file| file.path == OVERRIDES) else {
        return Ok(Overrides::default());
    };
    // A file of comments alone is an empty one.
    let parsed = folder::parse::<Option<Overrides>>(file).map_err(|error| vec![error])?;
    let overrides = Overrides {
        positions: Positions::of(
            String::from_utf8_lossy(&file.bytes).into_owned(),
            &["fields", "operations", "errors"],
        ),
        ..parsed.unwrap_or_default()
    };
    let errors = checks::check(&overrides);
    if errors.is_empty() { Ok(overrides) } else { Err(errors) }
}

impl Overrides {
    /// Whether nothing is corrected, as at first.
    pub fn correct_nothing(&self) -> bool {
        let positions = self.positions.clone();
        *self
            == Self {
                positions,
                ..Self::default()
            }
    }

    /// Something about a rule: the key of its list, its place there, and the key of its own that is meant.
    fn about(&self, list: &str, index: usize, key: &str, message: String) -> Diagnostic {
        let steps = [Step::Key(list), Step::Index(index), Step::Key(key)];
        self.at(self.positions.line_of(&steps), message)
    }

    fn at(&self, line: usize, message: String) -> Diagnostic {
        Diagnostic::new(DiagnosticKind::Override, OVERRIDES, line, message).with_excerpt(self.positions.line(line))
    }

    /// The line of a rule.
    fn line(&self, list: &str, index: usize) -> usize {
        self.positions.line_of(&[Step::Key(list), Step::Index(index)])
    }
}

#[cfg(test)]
mod tests;
