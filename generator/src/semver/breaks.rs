//! Where code that was written for the old crate breaks against the new.

use super::api::{Api, Item, Sort};
use super::origins::{COMMON_PATH, Origin};
use crate::spec::compare::{Aspect, Difference};
use std::collections::{BTreeMap, BTreeSet};

/// An item that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Break {
    /// The version of the API.
    pub(super) version: String,
    /// The item's path below the version's module.
    pub(super) item: String,
    pub(super) sort: Sort,
    /// What the item stood for on the wire.
    pub(super) wire: String,
    /// The form that the item had.
    pub(super) form: String,
    /// The places in the spec that the item came from.
    pub(super) origins: Vec<Origin>,
    pub(super) how: How,
}

/// How code that uses an item breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// It is gone, or called otherwise.
    Gone { now: Option<String> },
    /// It holds or takes something else.
    Form { now: String },
    /// It stands for something else.
    Means { now: String },
    /// It must be set now.
    Needed,
    /// A code that came as this variant, of those in common, comes as the operation's own now.
    Apart { before: String },
}

impl Break {
    fn of(version: &str, path: &str, item: &Item, how: How) -> Self {
        Self {
            version: version.to_owned(),
            item: path.to_owned(),
            sort: item.sort,
            wire: item.meaning.wire.clone(),
            form: item.form.clone(),
            origins: item.meaning.origins.clone(),
            how,
        }
    }
}

/// All breaks between two crates, by version and item.
pub(super) fn find(old: &Api, new: &Api) -> Vec<Break> {
    let names = Names::of(new);
    let mut breaks = Vec::new();
    for (version, path, before) in old.iter() {
        let of = |how| Break::of(version, path, before, how);
        let Some(after) = new.get(version, path) else {
            let now = names.now(before).filter(|now| *now != path);
            let now = now.or_else(|| {
                new.in_common(version, &before.meaning.wire)
                    .filter(|_| is_own_code(before))
            });
            breaks.push(of(How::Gone {
                now: now.map(str::to_owned),
            }));
            continue;
        };
        if before.sort == after.sort && takes_more(before, after, version, path, new) {
            continue;
        }
        if before.form != after.form || before.sort != after.sort {
            breaks.push(of(How::Form {
                now: after.form.clone(),
            }));
        } else if before.meaning.wire != after.meaning.wire && means_other(path, before, new, version) {
            breaks.push(of(How::Means {
                now: after.meaning.wire.clone(),
            }));
        } else if before.sort == Sort::Type
            && !before
                .meaning
                .origins
                .iter()
                .any(|origin| after.meaning.origins.contains(origin))
        {
            // The name went to another structure. Where the place itself was renamed or moved, it is the same.
            if let Some(now) = names.now(before) {
                breaks.push(of(How::Gone {
                    now: Some(now.to_owned()),
                }));
            }
        }
    }
    for (version, path, after) in new.iter().filter(|(.., item)| is_own_code(item)) {
        let owner = path.rsplit_once("::").map_or("", |(owner, _)| owner);
        let before = old.in_common(version, &after.meaning.wire);
        if let (None, Some(_), Some(before)) = (old.get(version, path), old.get(version, owner), before) {
            let before = before.to_owned();
            breaks.push(Break::of(version, path, after, How::Apart { before }));
        }
    }
    for (version, path, after) in new.iter().filter(|(.., item)| item.meaning.required) {
        let before = old.get(version, path);
        let owner = path.rsplit_once("::").map_or("", |(owner, _)| owner);
        if !before.is_some_and(|before| before.meaning.required) && old.get(version, owner).is_some() {
            breaks.push(Break::of(version, path, after, How::Needed));
        }
    }
    breaks
}

/// Whether a setter takes documented values now, where it took any: they are taken by their wire values too.
fn takes_more(before: &Item, after: &Item, version: &str, path: &str, new: &Api) -> bool {
    let element = |form: &str| {
        let inner = form.strip_prefix("Vec<").and_then(|form| form.strip_suffix('>'));
        (inner.is_some(), inner.unwrap_or(form).to_owned())
    };
    let ((many, before_form), (still_many, after_form)) = (element(&before.form), element(&after.form));
    let module = path.rsplitn(3, "::").nth(2).unwrap_or_default();
    let taken = new
        .get(version, &after_form)
        .or_else(|| new.get(version, &format!("{module}::{after_form}")));
    let plain = match taken.map(|item| item.form.as_str()) {
        Some("values of text") => "String",
        Some("values of numbers") => "i64",
        _ => return false,
    };
    before.sort == Sort::Setter && many == still_many && before_form == plain
}

/// Whether an item is the variant of an error code that is one operation's own.
fn is_own_code(item: &Item) -> bool {
    let own = |origin: &Origin| !origin.operation.is_empty() && origin.path.starts_with("errors.");
    item.sort == Sort::Variant && item.meaning.origins.iter().any(own)
}

/// Whether an item of another wire name is another thing. A field that was renamed on the wire alone is not, unless what it stood for is
/// there still, under another name; a value or code is.
fn means_other(path: &str, before: &Item, new: &Api, version: &str) -> bool {
    if !matches!(before.sort, Sort::Field | Sort::Setter) {
        return true;
    }
    let owner = |path: &str| path.rsplit_once([':', '.']).map(|(owner, _)| owner.to_owned());
    let mut others = new
        .iter()
        .filter(|(other, at, _)| *other == version && owner(at) == owner(path));
    others.any(|(.., other)| other.meaning.wire == before.meaning.wire)
}

/// The names of the new crate's items by their origins.
struct Names<'s>(BTreeMap<(&'s Origin, &'static str), &'s str>);

impl<'s> Names<'s> {
    fn of(surface: &'s Api) -> Self {
        let mut names = BTreeMap::new();
        for (_, path, item) in surface.iter().filter(|(.., item)| item.sort != Sort::Variant) {
            for origin in &item.meaning.origins {
                names.insert((origin, key(item)), path);
            }
        }
        Self(names)
    }

    /// What an item of the old crate is called in the new.
    fn now(&self, item: &Item) -> Option<&'s str> {
        if item.sort == Sort::Variant {
            return None;
        }
        item.meaning
            .origins
            .iter()
            .find_map(|origin| self.0.get(&(origin, key(item))).copied())
    }
}

/// Parts the items that may have one origin.
fn key(item: &Item) -> &'static str {
    match (item.sort, item.form.as_str()) {
        (Sort::Operation, _) => "operation",
        (Sort::Setter, _) => "setter",
        (Sort::Pages, _) => "pages",
        (Sort::Field, _) => "field",
        (Sort::Variant, _) => "variant",
        (Sort::Other, _) => "other",
        (Sort::Type, "call") => "call",
        (Sort::Type, "errors") => "errors",
        (Sort::Type, _) => "type",
    }
}

impl Break {
    /// Whether a difference of the specs is why.
    pub(super) fn follows_from(&self, difference: &Difference) -> bool {
        let here = |path: &str, below: bool| {
            self.origins.iter().any(|origin| {
                origin.version == difference.version
                    && origin.operation == difference.operation
                    && (origin.path == path
                        || below
                            && (path.is_empty()
                                || origin.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))))
            })
        };
        let path = difference.path.as_str();
        let wire = |text: &Option<String>| text.as_ref() == Some(&self.wire);
        match difference.aspect {
            Aspect::Operation | Aspect::Field | Aspect::Type | Aspect::ItemName => here(path, true),
            Aspect::Place | Aspect::Name => {
                here(path, true) || difference.before.as_ref().is_some_and(|before| here(before, true))
            }
            Aspect::Values => here(path, false),
            // An operation's own name is in all of it.
            Aspect::TypeName => here(path, path.is_empty()),
            Aspect::Value => {
                here(path, false) && (self.sort != Sort::Variant || wire(&difference.before) || wire(&difference.after))
            }
            Aspect::ValueName => here(path, false) && self.sort == Sort::Variant && difference.names_value(&self.wire),
            // All that there is of codes in common is gone with the last of them.
            Aspect::ErrorCode => here(path, false) || difference.operation.is_empty() && here(COMMON_PATH, false),
            Aspect::Required => here(path, false) && self.how == How::Needed,
            Aspect::Pagination => here(path, false) && self.sort == Sort::Pages,
            _ => false,
        }
    }

    /// The item's last name.
    pub(super) fn name(&self) -> &str {
        self.item.rsplit([':', '.']).next().unwrap_or(&self.item)
    }
}

impl Difference {
    /// Whether it is about the name of a value, which it shows before its name.
    fn names_value(&self, wire: &str) -> bool {
        let about = |text: &Option<String>| {
            let text = text.as_ref().and_then(|text| text.strip_prefix(wire));
            text.is_some_and(|rest| rest.starts_with(": "))
        };
        about(&self.before) || about(&self.after)
    }
}

/// The breaks that no difference accounts for, without those that follow from others.
pub(super) fn unaccounted<'b>(breaks: &'b [Break], differences: &[Difference]) -> Vec<&'b Break> {
    let versions: BTreeSet<&str> = differences
        .iter()
        .filter(|difference| difference.aspect == Aspect::Version)
        .map(|difference| difference.version.as_str())
        .collect();
    let is_told = |found: &Break| {
        versions.contains(found.version.as_str()) || differences.iter().any(|difference| found.follows_from(difference))
    };
    // A type that is gone takes along what it holds, and what holds it.
    let types: Vec<&Break> = breaks
        .iter()
        .filter(|found| found.sort == Sort::Type && matches!(found.how, How::Gone { .. }))
        .collect();
    let follows = |found: &Break| {
        types.iter().any(|gone| {
            let module = |item: &str| item.rsplit_once("::").map(|(module, _)| module.to_owned());
            let inside = found.item.strip_prefix(gone.item.as_str());
            let held = found
                .form
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let near =
                found.item.starts_with(&module(&gone.item).unwrap_or_default()) || gone.item.starts_with("types::");
            found.version == gone.version
                && found.item != gone.item
                && (inside.is_some_and(|rest| rest.starts_with([':', '.']))
                    || near && held.clone().any(|word| word == gone.name()))
        })
    };
    breaks
        .iter()
        .filter(|found| !is_told(found) && !follows(found))
        .collect()
}
