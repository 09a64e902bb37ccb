//! What codegen tells of an operation, at places of its YAML file.

use crate::diagnostics::{Diagnostic, DiagnosticKind};

/// What was found in one file of a spec.
#[derive(Debug, Clone)]
pub(crate) struct Problems {
    file: String,
    found: Vec<Diagnostic>,
}

impl Problems {
    /// Of the file of an operation.
    pub(crate) fn of(version: &str, operation: &str) -> Self {
        Self {
            file: format!("{version}/{operation}.yaml"),
            found: Vec::new(),
        }
    }

    /// Of another file of a version.
    pub(crate) fn of_file(version: &str, file: &str) -> Self {
        Self {
            file: format!("{version}/{file}"),
            found: Vec::new(),
        }
    }

    /// Tells something of a place, such as `request.PageSize`.
    pub(crate) fn tell(&mut self, kind: DiagnosticKind, place: impl Into<String>, message: impl Into<String>) {
        self.found
            .push(Diagnostic::new(kind, self.file.as_str(), 0, message).with_place(place));
    }

    pub(crate) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}
