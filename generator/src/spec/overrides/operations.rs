//! Rules of operations, error codes and endpoints.

use super::apply::{Run, in_scope};
use super::rule::{Key, Rule};
use super::{ErrorRule, OperationRule, Overrides};
use crate::spec::choices::Choices;
use crate::spec::model::{ErrorCode, Operation};
use crate::spec::product::{Product, Version};
use std::collections::BTreeSet;

/// What a rule for all operations is for.
const EVERY: &str = "*";

impl Rule for OperationRule {
    /// Says whether the operation, or what is chosen for it, changed.
    type Correct = fn(&Self, &mut Operation, &mut Choices) -> bool;

    const LIST: &'static str = "operations";
    const SPOT: &'static str = "operation";
    const KEYS: &'static [Key<Self>] = &[
        // It is taken out once all rules are applied.
        Key::<Self>::new("hide", |rule| rule.hide, |_, _, _| true),
        Key::<Self>::new(
            "rust_name",
            |rule| rule.rust_name.is_some(),
            |rule, operation, choices| {
                choices
                    .entry(&operation.operation)
                    .rust_name
                    .clone_from(&rule.rust_name);
                rule.rust_name.as_ref() != Some(&operation.operation)
            },
        ),
        Key::<Self>::new(
            "deprecated",
            |rule| rule.deprecated.is_some(),
            |rule, operation, _| {
                let before = operation.deprecated;
                operation.deprecated = rule.deprecated.unwrap_or(before);
                operation.deprecated != before
            },
        ),
        Key::<Self>::new(
            "repeatable",
            |rule| rule.repeatable.is_some(),
            |rule, operation, choices| {
                choices.entry(&operation.operation).repeatable = rule.repeatable;
                true
            },
        ),
        Key::<Self>::new(
            "method",
            |rule| rule.method.is_some(),
            |rule, operation, _| set(&mut operation.method, &rule.method),
        ),
        Key::<Self>::new(
            "path",
            |rule| rule.path.is_some(),
            |rule, operation, _| set(&mut operation.path, &rule.path),
        ),
        Key::<Self>::new(
            "pagination",
            |rule| rule.pagination.is_some(),
            |rule, operation, _| set(&mut operation.pagination, &rule.pagination),
        ),
    ];

    fn of(overrides: &Overrides) -> &[Self] {
        &overrides.operations
    }

    fn operation(&self) -> &str {
        &self.operation
    }

    fn version(&self) -> Option<&String> {
        self.version.as_ref()
    }

    fn spot(&self) -> &str {
        &self.operation
    }

    fn subject(&self) -> String {
        self.operation.clone()
    }
}

impl OperationRule {
    /// Why an operation can't have its name: one of `names`, in lower case, is that of another.
    fn taken(&self, operation: &Operation, names: &[String]) -> Option<String> {
        let name = self.rust_name.as_ref()?;
        let is_taken = names.contains(&name.to_lowercase()) && !name.eq_ignore_ascii_case(&operation.operation);
        is_taken.then(|| format!("{name} is the name of another operation"))
    }

    /// Why an operation can't page so.
    fn can_not_page(&self, operation: &Operation) -> Option<String> {
        let missing = self.pagination.as_ref()?.missing(operation)?;
        let name = &operation.operation;
        Some(format!("{name} has no {missing}, by which it is to page"))
    }
}

impl Rule for ErrorRule {
    /// Says whether the code changed; `None` of keys that are about the list that it stands in.
    type Correct = Option<fn(&Self, &mut ErrorCode) -> bool>;

    const LIST: &'static str = "errors";
    const SPOT: &'static str = "code";
    const KEYS: &'static [Key<Self>] = &[
        Key::<Self>::new("add", |rule| rule.add, None),
        Key::<Self>::new("hide", |rule| rule.hide, None),
        Key::<Self>::new(
            "correct",
            |rule| rule.correct.is_some(),
            Some(|rule, error| {
                let before = std::mem::replace(&mut error.code, rule.correct.clone().unwrap_or_default());
                error.code != before
            }),
        ),
        Key::<Self>::new(
            "http_status",
            // A code that is added has it from the first.
            |rule| rule.http_status.is_some() && !rule.add,
            Some(|rule, error| set(&mut error.http_status, &rule.http_status)),
        ),
    ];

    fn of(overrides: &Overrides) -> &[Self] {
        &overrides.errors
    }

    fn operation(&self) -> &str {
        &self.operation
    }

    fn version(&self) -> Option<&String> {
        self.version.as_ref()
    }

    fn spot(&self) -> &str {
        &self.code
    }
}

/// Brings a place to what a rule says; whether it changed.
fn set<T: PartialEq + Clone>(place: &mut T, said: &T) -> bool {
    let changes = place != said;
    place.clone_from(said);
    changes
}

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
                for key in rule.said() {
                    if let Some(correct) = key.correct {
                        self.count("errors", index, key.name, correct(rule, error));
                    }
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
            }
            let refused = [
                ("rust_name", rule.taken(operation, &names)),
                ("pagination", rule.can_not_page(operation)),
            ];
            for (key, message) in refused {
                let error = message.map(|message| overrides.about("operations", index, key, message));
                self.errors.extend(error);
            }
            for key in rule.said() {
                let changes = (key.correct)(rule, operation, &mut version.choices);
                self.count("operations", index, key.name, changes);
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
