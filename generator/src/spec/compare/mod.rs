//! What differs between two specs of a product, in terms of the API. Whether it matters to a crate's user is told elsewhere
//! ([`crate::semver`]), where the names of Rust are known.

mod errors;
mod fields;
mod manifest;
mod operation;
mod pairs;

pub(crate) use operation::pagination_text;

use crate::diagnostics::counted;
use crate::spec::choices::OperationChoices;
use crate::spec::model::{CommonErrors, Operation};
use crate::spec::product::Product;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The version of the API; empty where all of the product is meant.
    pub version: String,
    /// The operation; empty where the whole version is meant, or the error codes that its operations have in common.
    pub operation: String,
    /// Where in the operation, in wire names as an overrides file writes them: `request.PageNumber`, `response.Tasks.TaskId`,
    /// `errors.InvalidParameter`, `pagination`; the new place, unless it was removed. Empty for the operation itself.
    pub path: String,
    /// What about it differs.
    pub aspect: Aspect,
    /// What it was; nothing for what was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is; nothing for what was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it, and are those of the spec's keys")]
pub enum Aspect {
    /// A product as a whole.
    Product,
    Code,
    Style,
    /// The host of a region, or the rule for all others.
    Endpoint,
    /// What of an answer tells that the call failed.
    Success,
    /// A version as a whole.
    Version,
    /// An operation as a whole.
    Operation,
    Method,
    Path,
    /// Whether it is called without credentials.
    Anonymous,
    /// What the whole answer is.
    Answer,
    Pagination,
    /// A parameter, or a field of the answer, as a whole.
    Field,
    /// Where a field stands: it was moved to another structure.
    Place,
    /// What a field is called: it was renamed where it stands.
    Name,
    /// Type and type of elements.
    Type,
    ItemName,
    /// What a text holds.
    Format,
    Required,
    Position,
    /// A list of values as a whole.
    Values,
    /// One value of a list that stays.
    Value,
    /// The Rust type that an overrides file gives.
    TypeName,
    /// The variant that an overrides file gives to a value.
    ValueName,
    Default,
    Minimum,
    Maximum,
    MaxLength,
    MaxItems,
    Deprecated,
    ErrorCode,
    HttpStatus,
    /// A name in the generated crate, which changes although nothing differs at its own place in the spec.
    RustName,
    Summary,
    Description,
    Example,
    Sample,
    /// The page that an operation was read from.
    Source,
    /// A mark on a spot whose reading is a guess.
    Inferred,
    /// The order of fields, values or errors.
    Order,
}

impl Aspect {
    /// Whether it is only what is told of the API, and not the API itself.
    pub fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Summary
                | Self::Description
                | Self::Example
                | Self::Sample
                | Self::Source
                | Self::Inferred
                | Self::Format
                | Self::Order
        )
    }
}

/// Compares two specs of a product, with their overrides applied. The result is the same for equal specs in any order of versions and
/// operations, and is in the new spec's order, what was removed first.
pub fn compare(old: &Product, new: &Product) -> Vec<Difference> {
    let mut differences = Differences::default();
    manifest::compare(&mut differences, &old.manifest, &new.manifest);
    let (olds, news) = (versions(old), versions(new));
    for (version, (_, operations)) in &olds {
        if !news.contains_key(version) {
            differences.version = (*version).to_owned();
            differences.removed("", Aspect::Version, counted(operations.len(), "operation"));
        }
    }
    for (version, (common, operations)) in &news {
        differences.version = (*version).to_owned();
        let Some((common_before, before)) = olds.get(version) else {
            differences.added("", Aspect::Version, counted(operations.len(), "operation"));
            continue;
        };
        errors::common(&mut differences, common_before, common);
        for (name, old) in before.iter().filter(|(name, _)| !operations.contains_key(*name)) {
            differences.operation = (*name).to_owned();
            differences.removed("", Aspect::Operation, old.operation.summary.clone());
        }
        for (name, new) in operations {
            differences.operation = (*name).to_owned();
            match before.get(name) {
                None => differences.added("", Aspect::Operation, new.operation.summary.clone()),
                Some(old) => operation::compare(&mut differences, *old, *new),
            }
        }
        differences.operation.clear();
    }
    differences.all
}

/// An operation, and what people chose for its Rust.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    operation: &'a Operation,
    choices: &'a OperationChoices,
}

type Operations<'a> = BTreeMap<&'a str, Chosen<'a>>;

/// The versions that have operations, with the error codes that these have in common.
fn versions(product: &Product) -> BTreeMap<&str, (&CommonErrors, Operations<'_>)> {
    let mut versions = BTreeMap::new();
    for version in &product.versions {
        let operations: Operations<'_> = version
            .operations
            .iter()
            .map(|operation| {
                let choices = version.choices.of(&operation.operation);
                (operation.operation.as_str(), Chosen { operation, choices })
            })
            .collect();
        if !operations.is_empty() {
            versions.insert(version.version.as_str(), (&version.common, operations));
        }
    }
    versions
}

/// Differences as they are found, and where one is looking.
#[derive(Default)]
struct Differences {
    version: String,
    operation: String,
    all: Vec<Difference>,
}

impl Differences {
    fn push(&mut self, path: &str, aspect: Aspect, before: Option<String>, after: Option<String>) {
        self.all.push(Difference {
            version: self.version.clone(),
            operation: self.operation.clone(),
            path: path.to_owned(),
            aspect,
            before,
            after,
        });
    }

    fn added(&mut self, path: &str, aspect: Aspect, after: String) {
        self.push(path, aspect, None, Some(after));
    }

    fn removed(&mut self, path: &str, aspect: Aspect, before: String) {
        self.push(path, aspect, Some(before), None);
    }

    /// Something that either side may have.
    fn optional<T: PartialEq + ToString>(&mut self, path: &str, aspect: Aspect, old: Option<&T>, new: Option<&T>) {
        if old != new {
            self.push(path, aspect, old.map(T::to_string), new.map(T::to_string));
        }
    }

    /// A text, which is absent where it is empty.
    fn text(&mut self, path: &str, aspect: Aspect, old: &str, new: &str) {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.optional(path, aspect, said(old).as_ref(), said(new).as_ref());
    }

    /// Words for people, in which a blank between Chinese and Latin letters is no difference.
    fn words(&mut self, path: &str, aspect: Aspect, old: &str, new: &str) {
        let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        if tight(old) != tight(new) {
            self.text(path, aspect, old, new);
        }
    }

    /// Something that is so or not; absent where it isn't.
    fn flag(&mut self, path: &str, aspect: Aspect, old: bool, new: bool) {
        let said = |flag: bool| flag.then_some(true);
        self.optional(path, aspect, said(old).as_ref(), said(new).as_ref());
    }

    /// The order of what both sides have.
    fn order(&mut self, path: &str, old: &[&str], new: &[&str]) {
        fn common<'a>(one: &[&'a str], other: &[&str]) -> Vec<&'a str> {
            let other: BTreeSet<_> = other.iter().collect();
            one.iter().copied().filter(|name| other.contains(name)).collect()
        }
        let (old, new) = (common(old, new), common(new, old));
        if old != new {
            self.push(path, Aspect::Order, Some(old.join(", ")), Some(new.join(", ")));
        }
    }
}
