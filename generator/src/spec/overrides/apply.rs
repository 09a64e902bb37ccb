//! Applying overrides to a product.

use super::Overrides;
use super::field::CORRECTIONS;
use crate::diagnostics::Diagnostic;
use crate::spec::folder;
use crate::spec::product::Product;
use std::collections::{BTreeMap, BTreeSet};

/// Applies overrides to a product. Gives diagnostics of rules that are not needed any more.
///
/// # Errors
/// Rules that match nothing, can't be applied, or contradict each other, with lines; the product is then corrected as far as the
/// others go.
pub fn apply(product: &mut Product, overrides: &Overrides) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let all = product.versions.iter().flat_map(|version| &version.operations);
    let mut run = Run {
        overrides,
        names: all.map(|operation| operation.operation.clone()).collect(),
        found: BTreeMap::new(),
        nearest: BTreeMap::new(),
        in_common: BTreeSet::new(),
        errors: Vec::new(),
        diagnostics: Vec::new(),
        told: BTreeSet::new(),
    };
    for version in &mut product.versions {
        run.error_codes(version);
        for operation in &mut version.operations {
            run.fields(&version.version, operation, &mut version.choices);
        }
        run.operations(version);
    }
    run.endpoints(product);
    run.settle();
    if run.errors.is_empty() {
        run.diagnostics.sort();
        Ok(run.diagnostics)
    } else {
        run.errors.sort();
        Err(run.errors)
    }
}

/// What became of a key of a rule.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Found {
    /// How many spots it is for.
    pub(super) spots: usize,
    /// How many of them it changed.
    pub(super) changed: usize,
}

/// An application under way.
pub(super) struct Run<'a> {
    pub(super) overrides: &'a Overrides,
    /// The operations there are.
    names: BTreeSet<String>,
    /// By list, place in the list, and key.
    pub(super) found: BTreeMap<(&'static str, usize, &'static str), Found>,
    /// For rules of fields: a path like the one that may not be found.
    pub(super) nearest: BTreeMap<usize, (f64, String)>,
    /// Rules of error codes for one operation, which has the code in common with others.
    pub(super) in_common: BTreeSet<usize>,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Contradictions that were told already.
    pub(super) told: BTreeSet<(usize, usize)>,
}

/// Whether a rule is for an operation of a version.
pub(super) fn in_scope(rule: &str, only: Option<&String>, operation: &str, version: &str) -> bool {
    (rule == "*" || rule == operation) && only.is_none_or(|only| only == version)
}

impl Run<'_> {
    /// Counts a spot that a key of a rule is for.
    pub(super) fn count(&mut self, list: &'static str, index: usize, key: &'static str, changed: bool) {
        let found = self.found.entry((list, index, key)).or_default();
        found.spots += 1;
        found.changed += usize::from(changed);
    }

    /// The operation that is meant by a name that is none.
    fn misspelt(&self, name: &str) -> Option<&String> {
        if name == "*" || self.names.contains(name) {
            return None;
        }
        let like = |other: &&String| strsim::jaro_winkler(other, name);
        let nearest = self.names.iter().max_by(|a, b| like(a).total_cmp(&like(b)));
        nearest.filter(|nearest| like(nearest) > 0.8)
    }

    /// Tells of what matched nothing, and of what the docs agree with by now.
    fn settle(&mut self) {
        let overrides = self.overrides;
        let named = |list: &str, index: usize| match list {
            "fields" => &overrides.fields[index].operation,
            "errors" => &overrides.errors[index].operation,
            _ => &overrides.operations[index].operation,
        };
        let of = |operation: &str| match operation {
            "*" => "any operation".to_owned(),
            named => named.to_owned(),
        };
        let mut said: Vec<(&'static str, usize, &'static str, String)> = Vec::new();
        for (index, rule) in overrides.fields.iter().enumerate() {
            let subject = format!("{} of {}", rule.path, of(&rule.operation));
            let keys = CORRECTIONS.into_iter().filter(|key| rule.says(key));
            let keys = keys.chain(rule.move_to.is_some().then_some("move_to"));
            let keys = keys.chain(rule.keep.then_some("keep"));
            let keys = keys.chain(rule.reviewed.is_some().then_some("reviewed"));
            said.extend(keys.map(|key| ("fields", index, key, subject.clone())));
        }
        for (index, rule) in overrides.operations.iter().enumerate() {
            let keys = [
                ("hide", rule.hide),
                ("rust_name", rule.rust_name.is_some()),
                ("deprecated", rule.deprecated.is_some()),
                ("repeatable", rule.repeatable.is_some()),
                ("method", rule.method.is_some()),
                ("path", rule.path.is_some()),
                ("pagination", rule.pagination.is_some()),
            ];
            let keys = keys.into_iter().filter(|(_, says)| *says);
            said.extend(keys.map(|(key, _)| ("operations", index, key, rule.operation.clone())));
        }
        for (index, rule) in overrides.errors.iter().enumerate() {
            let subject = format!("{} of {}", rule.code, of(&rule.operation));
            let keys = [
                ("add", rule.add),
                ("hide", rule.hide),
                ("correct", rule.correct.is_some()),
                ("http_status", rule.http_status.is_some() && !rule.add),
            ];
            let keys = keys.into_iter().filter(|(_, says)| *says);
            said.extend(keys.map(|(key, _)| ("errors", index, key, subject.clone())));
        }
        // One word for a rule that matches nothing at all, whatever it says.
        let mut lost: BTreeSet<(&str, usize)> = BTreeSet::new();
        for (list, index, key, subject) in said {
            let found = self.found.get(&(list, index, key)).copied().unwrap_or_default();
            if found.spots == 0 && lost.insert((list, index)) {
                let path = self
                    .nearest
                    .get(&index)
                    .filter(|_| list == "fields")
                    .map(|(_, near)| near);
                let hint = match (self.misspelt(named(list, index)), path) {
                    (None, Some(near)) if overrides.fields[index].path == *near => {
                        "what stands there can't be corrected so".to_owned()
                    }
                    (Some(near), _) | (None, Some(near)) => format!("did you mean {near}?"),
                    (None, None) if list == "errors" && self.in_common.contains(&index) => {
                        format!("it stands in {}, which `operation: '*'` is for", folder::COMMON_ERRORS)
                    }
                    (None, None) => "have the docs changed?".to_owned(),
                };
                let message = format!("`{key}` for {subject} matches nothing; {hint}");
                let place = match list {
                    "fields" => "path",
                    "errors" => "code",
                    _ => "operation",
                };
                self.errors.push(overrides.about(list, index, place, message));
            } else if found.spots > 0 && found.changed == 0 {
                let message = format!("the docs agree with `{key}` for {subject} by now; it can go");
                self.diagnostics.push(overrides.about(list, index, key, message));
            }
        }
    }
}
