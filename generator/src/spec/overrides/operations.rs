//! Rules of operations, error codes and endpoints.

use super::apply::{Run, in_scope};
use crate::spec::model::{ErrorCode, Operation};
use crate::spec::product::{Product, Version};
use std::collections::BTreeSet;

/// What a rule for all operations is for.
const EVERY: &str = "*";

impl Run<'_> {
    /// Applies the rules of error codes to a version: to the codes that its operations have in common, then to each operation's own.
    pub(super) fn error_codes(&mut self, version: &mut Version) {
        let Version {
            version,
            common,
            operations,
            ..
        } = version;
        let documented: BTreeSet<String> = common.errors.iter().map(|error| error.code.clone()).collect();
        self.correct_codes(version, EVERY, &mut common.errors, &documented);
        for operation in operations {
            self.correct_codes(version, &operation.operation, &mut operation.errors, &documented);
        }
    }

    /// Corrects the codes of an operation, or those in common. `documented` are those that the docs have in common.
    fn correct_codes(
        &mut self,
        version: &str,
        operation: &str,
        errors: &mut Vec<ErrorCode>,
        documented: &BTreeSet<String>,
    ) {
        let overrides = self.overrides;
        for (index, rule) in overrides.errors.iter().enumerate() {
            if !in_scope(&rule.operation, rule.version.as_ref(), operation, version) {
                continue;
            }
            let known = errors.iter().any(|error| error.code == rule.code);
            if rule.add {
                // What is added to all operations stands in common, where anything does.
                let elsewhere = rule.operation == EVERY && documented.is_empty() == (operation == EVERY);
                if elsewhere {
                    continue;
                }
                let known = known || documented.contains(&rule.code);
                self.count("errors", index, "add", !known);
                if !known {
                    errors.push(ErrorCode {
                        code: rule.code.clone(),
                        http_status: rule.http_status,
                        ..ErrorCode::default()
                    });
                }
                continue;
            }
            if !known && documented.contains(&rule.code) {
                self.in_common.insert(index);
            }
            if rule.hide && known {
                self.count("errors", index, "hide", true);
                errors.retain(|error| error.code != rule.code);
                continue;
            }
            if let Some(correct) = &rule.correct
                && !known
                && errors.iter().any(|error| error.code == *correct)
            {
                self.count("errors", index, "correct", false);
            }
            for error in errors.iter_mut().filter(|error| error.code == rule.code) {
                if let Some(status) = rule.http_status {
                    let changes = error.http_status != Some(status);
                    error.http_status = Some(status);
                    self.count("errors", index, "http_status", changes);
                }
                if let Some(correct) = &rule.correct {
                    let changes = error.code != *correct;
                    error.code.clone_from(correct);
                    self.count("errors", index, "correct", changes);
                }
            }
        }
    }

    /// Applies the rules of operations to a version.
    pub(super) fn operations(&mut self, version: &mut Version) {
        let overrides = self.overrides;
        let names: Vec<String> = version
            .operations
            .iter()
            .map(|one| one.operation.to_lowercase())
            .collect();
        let mut hidden = BTreeSet::new();
        for (index, rule) in overrides.operations.iter().enumerate() {
            let here = |one: &&mut Operation| {
                in_scope(&rule.operation, rule.version.as_ref(), &one.operation, &version.version)
            };
            let Some(operation) = version.operations.iter_mut().find(here) else {
                continue;
            };
            if rule.hide {
                hidden.insert(operation.operation.clone());
                self.count("operations", index, "hide", true);
            }
            if let Some(name) = &rule.rust_name {
                let taken = names.contains(&name.to_lowercase());
                let own = *name == operation.operation;
                if taken && !name.eq_ignore_ascii_case(&operation.operation) {
                    let message = format!("{name} is the name of another operation");
                    self.errors
                        .push(overrides.about("operations", index, "rust_name", message));
                }
                version.choices.entry(&operation.operation).rust_name = Some(name.clone());
                self.count("operations", index, "rust_name", !own);
            }
            if let Some(deprecated) = rule.deprecated {
                let changes = operation.deprecated != deprecated;
                operation.deprecated = deprecated;
                self.count("operations", index, "deprecated", changes);
            }
            if rule.repeatable.is_some() {
                version.choices.entry(&operation.operation).repeatable = rule.repeatable;
                self.count("operations", index, "repeatable", true);
            }
            for (key, said, place) in [
                ("method", &rule.method, &mut operation.method),
                ("path", &rule.path, &mut operation.path),
            ] {
                if said.is_some() {
                    let changes = place != said;
                    place.clone_from(said);
                    self.count("operations", index, key, changes);
                }
            }
            if let Some(pagination) = &rule.pagination {
                let changes = operation.pagination.as_ref() != Some(pagination);
                if let Some(missing) = pagination.missing(operation) {
                    let message = format!("{} has no {missing}, by which it is to page", operation.operation);
                    self.errors
                        .push(overrides.about("operations", index, "pagination", message));
                }
                operation.pagination = Some(pagination.clone());
                self.count("operations", index, "pagination", changes);
            }
        }
        version
            .operations
            .retain(|operation| !hidden.contains(&operation.operation));
    }

    /// Applies the hosts.
    pub(super) fn endpoints(&mut self, product: &mut Product) {
        use crate::yaml::positions::Step;
        let given = &self.overrides.endpoints;
        let endpoints = &mut product.manifest.endpoints;
        let mut agreed = |steps: &[Step<'_>], what: &str| {
            let message = format!("product.yaml says the same of {what} by now; the rule can go");
            let diagnostic = self.overrides.at(self.overrides.positions.line_of(steps), message);
            self.diagnostics.push(diagnostic);
        };
        for (key, what, said, known) in [
            ("rule", "the rule for hosts", &given.rule, &mut endpoints.rule),
            ("central", "the central host", &given.central, &mut endpoints.central),
        ] {
            if said.is_some() {
                if known == said {
                    agreed(&[Step::Key("endpoints"), Step::Key(key)], what);
                }
                known.clone_from(said);
            }
        }
        for (index, region) in given.regions.iter().enumerate() {
            match endpoints.regions.iter_mut().find(|known| known.region == region.region) {
                Some(known) if known == region => {
                    let steps = [Step::Key("endpoints"), Step::Key("regions"), Step::Index(index)];
                    agreed(&steps, &region.region);
                }
                Some(known) => known.clone_from(region),
                None => endpoints.regions.push(region.clone()),
            }
        }
    }
}
