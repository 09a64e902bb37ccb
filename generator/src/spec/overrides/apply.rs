//! Applying overrides to a product.

use super::rule::Rule;
use super::{ErrorRule, FieldRule, OperationRule, Overrides};
use crate::diagnostics::Diagnostic;
use crate::spec::folder;
use crate::spec::nearest::nearest;
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
    fn misspelt(&self, name: &str) -> Option<&str> {
        if name == "*" || self.names.contains(name) {
            return None;
        }
        nearest(name, self.names.iter().map(String::as_str))
    }

    /// Tells of what matched nothing, and of what the docs agree with by now.
    fn settle(&mut self) {
        self.settle_rules(|run, index, rule: &FieldRule| {
            let (_, near) = run.nearest.get(&index)?;
            Some(if *near == rule.path {
                "what stands there can't be corrected so".to_owned()
            } else {
                did_you_mean(near)
            })
        });
        self.settle_rules(|_, _, _: &OperationRule| None);
        self.settle_rules(|run, index, _: &ErrorRule| {
            let hint = || format!("it stands in {}, which `operation: '*'` is for", folder::COMMON_ERRORS);
            run.in_common.contains(&index).then(hint)
        });
    }

    /// Tells of rules of one kind; `hint` says why one may have matched nothing, unless its operation is misspelt.
    fn settle_rules<R: Rule>(&mut self, hint: impl Fn(&Self, usize, &R) -> Option<String>) {
        let overrides = self.overrides;
        for (index, rule) in R::of(overrides).iter().enumerate() {
            let subject = rule.subject();
            let mut is_lost = false;
            for key in rule.said().map(|key| key.name) {
                let found = self.found.get(&(R::LIST, index, key)).copied().unwrap_or_default();
                // One word for a rule that matches nothing at all, whatever it says.
                if found.spots == 0 && !is_lost {
                    is_lost = true;
                    let misspelt = self.misspelt(rule.operation()).map(did_you_mean);
                    let hint = misspelt.or_else(|| hint(self, index, rule));
                    let hint = hint.unwrap_or_else(|| "have the docs changed?".to_owned());
                    let message = format!("`{key}` for {subject} matches nothing; {hint}");
                    self.errors.push(overrides.about(R::LIST, index, R::SPOT, message));
                } else if found.spots > 0 && found.changed == 0 {
                    let message = format!("the docs agree with `{key}` for {subject} by now; it can go");
                    self.diagnostics.push(overrides.about(R::LIST, index, key, message));
                }
            }
        }
    }
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean {near}?")
}
