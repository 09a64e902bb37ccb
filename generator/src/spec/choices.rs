//! What people choose for the Rust of operations: it stands in overrides files, and in no file of the spec.

use crate::spec::model::Operation;
use std::collections::BTreeMap;

/// The choices for the operations of a version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choices(BTreeMap<String, OperationChoices>);

/// The choices for an operation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OperationChoices {
    /// Its name in Rust, in the form of `ListTasks`.
    pub rust_name: Option<String>,
    /// Whether it does no harm to repeat a call that may have arrived.
    pub repeatable: Option<bool>,
    /// The names of the Rust types of values, by the paths of the fields that hold them, such as `request.Status`.
    pub type_names: BTreeMap<String, String>,
}

impl Choices {
    /// Those for an operation, by its name on the wire.
    pub fn of(&self, operation: &str) -> &OperationChoices {
        const NONE: &OperationChoices = &OperationChoices {
            rust_name: None,
            repeatable: None,
            type_names: BTreeMap::new(),
        };
        self.0.get(operation).unwrap_or(NONE)
    }

    /// Those for an operation, to be made.
    pub(crate) fn entry(&mut self, operation: &str) -> &mut OperationChoices {
        self.0.entry(operation.to_owned()).or_default()
    }

    /// Follows the fields of an answer that becomes a field itself, as code has it.
    pub(crate) fn follow_answer(&mut self, operation: &str) {
        if let Some(choices) = self.0.get_mut(operation) {
            let moved = |(path, name): (String, String)| match path.strip_prefix("response.") {
                Some(below) => (format!("response.{}.{below}", Operation::BODY), name),
                None => (path, name),
            };
            choices.type_names = std::mem::take(&mut choices.type_names).into_iter().map(moved).collect();
        }
    }
}
