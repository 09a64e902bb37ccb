//! What a change of a spec means for those who use the generated crate.
//!
//! The spec says what differs ([`compare`](mod@crate::spec::compare)); the names and types that the code would have, before and after, say
//! whether code that was written for the old crate still compiles and still means the same. A break that no difference accounts for, such
//! as a type that gives up its name to another, is a change of its own.
//!
//! Taken as no part of what users rely on: the type parameters by which calls know which parameters are set, and `unset`.

pub mod api;
mod breaks;
mod origins;
mod reasons;
pub mod show;

use crate::diagnostics::counted;
use crate::spec::compare::{self, Aspect, Difference};
use crate::spec::snapshot::Snapshot;
use api::Api;
use breaks::Break;
use serde::Serialize;
use std::fmt;

/// What differs between two specs of a product, and what that means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The product's folder.
    pub product: String,
    /// All changes, in the new spec's order.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What differs.
    #[serde(flatten)]
    pub difference: Difference,
    /// What that means for users of the crate.
    pub class: Class,
    /// Why.
    pub reason: String,
    /// The file it stands in, below the product's folder; of the old spec, if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line in that file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// What a change means for users of the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Code that was written for the old crate may not compile, or means something else.
    Breaking,
    /// Such code compiles and means what it meant.
    Compatible,
    /// Nothing but documentation changes.
    Prose,
}

/// The smallest step to the next version that semantic versioning, as cargo understands it, allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing changed.
    None,
    /// None: the crate is new, and its version is its first.
    First,
    /// Of no consequence to callers.
    Patch,
    /// New things.
    Minor,
    /// Old things are gone.
    Major,
}

impl Comparison {
    /// How many changes are of a class.
    pub fn count(&self, class: Class) -> usize {
        self.of(class).count()
    }

    /// The changes of a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.class == class)
    }

    /// The changes that are more than prose.
    pub fn structural(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.class != Class::Prose)
    }

    /// The step to the next version.
    pub fn bump(&self) -> Bump {
        if let [only] = &self.changes[..]
            && (only.difference.aspect, &only.difference.before) == (Aspect::Product, &None)
        {
            return Bump::First;
        }
        match self.changes.iter().map(|change| change.class).min() {
            Some(Class::Breaking) => Bump::Major,
            Some(Class::Compatible) => Bump::Minor,
            Some(Class::Prose) => Bump::Patch,
            None => Bump::None,
        }
    }
}

impl Bump {
    /// The next version after one such as `0.1.0`; before 1.0, what is left of the first number that is not zero counts.
    pub fn next(self, version: &str) -> Option<String> {
        let numbers: Vec<u64> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [major, minor, patch] = numbers[..] else {
            return None;
        };
        let next = match (self, major, minor) {
            (Self::None | Self::First, ..) => (major, minor, patch),
            (Self::Major, 0, 0) | (Self::Minor, 0, _) | (Self::Patch, ..) => (major, minor, patch + 1),
            (Self::Major, 0, _) | (Self::Minor, ..) => (major, minor + 1, 0),
            (Self::Major, ..) => (major + 1, 0, 0),
        };
        Some(format!("{}.{}.{}", next.0, next.1, next.2))
    }

    /// The step from a version as people read it, if it is one: `0.1.0 → 0.2.0`.
    pub fn shown(self, version: &str) -> Option<String> {
        match self {
            Self::None => None,
            Self::First => Some(format!("{version}, its first")),
            _ => Some(format!("{version} → {}", self.next(version)?)),
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
            Self::Prose => "prose",
        })
    }
}

/// Compares two states of a product; one that is missing was not there yet, or is gone.
pub fn compare(product: &str, old: Option<&Snapshot>, new: Option<&Snapshot>) -> Comparison {
    let changes = match (old, new) {
        (Some(old), Some(new)) => changes(old, new),
        (None, None) => vec![],
        (old, new) => {
            let operations = |snapshot: &Snapshot| {
                let versions = snapshot.product.versions.iter();
                let count: usize = versions.map(|version| version.operations.len()).sum();
                counted(count, "operation")
            };
            vec![Change {
                difference: Difference {
                    version: String::new(),
                    operation: String::new(),
                    path: String::new(),
                    aspect: Aspect::Product,
                    before: old.map(operations),
                    after: new.map(operations),
                },
                class: if new.is_none() {
                    Class::Breaking
                } else {
                    Class::Compatible
                },
                reason: if new.is_none() {
                    "the crate is gone"
                } else {
                    "a new crate"
                }
                .to_owned(),
                file: None,
                line: None,
            }]
        }
    };
    Comparison {
        product: product.to_owned(),
        changes,
    }
}

fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let differences = compare::compare(&old.product, &new.product);
    let (before, after) = (Api::of(&old.product), Api::of(&new.product));
    let breaks = breaks::find(&before, &after);
    let roots = (before.root.as_deref(), after.root.as_deref());
    let mut changes: Vec<Change> = differences
        .into_iter()
        .map(|difference| {
            let held: Vec<&Break> = breaks.iter().filter(|found| found.follows_from(&difference)).collect();
            let (class, reason) = reasons::of(&difference, &held, roots);
            located(difference, class, reason, old, new)
        })
        .collect();
    let told: Vec<Difference> = changes.iter().map(|change| change.difference.clone()).collect();
    for found in breaks::unaccounted(&breaks, &told) {
        let (difference, reason) = reasons::of_break(found, &after);
        let change = located(difference, Class::Breaking, reason, old, new);
        // Beside the other changes of its operation.
        let same = |other: &Change| {
            other.difference.version == change.difference.version
                && other.difference.operation == change.difference.operation
        };
        let at = changes.iter().rposition(same).map_or(changes.len(), |at| at + 1);
        changes.insert(at, change);
    }
    changes
}

/// A change with its place in the files.
fn located(difference: Difference, class: Class, reason: String, old: &Snapshot, new: &Snapshot) -> Change {
    let gone = difference.after.is_none()
        && matches!(difference.aspect, Aspect::Operation | Aspect::Field | Aspect::ErrorCode);
    let snapshot = if gone { old } else { new };
    let found = snapshot.line(&difference.version, &difference.operation, &difference.path);
    let (file, line) = found.map_or((None, None), |(file, line)| (Some(file), Some(line)));
    Change {
        difference,
        class,
        reason,
        file,
        line,
    }
}
