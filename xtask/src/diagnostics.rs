//! Printing diagnostics.

use alibabacloud_generator::diagnostics::{Diagnostic, Kind};
use alibabacloud_generator::files::FileError;
use alibabacloud_generator::files::write::replace;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The diagnostics of a run. Their files are paths as a person would write them.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics(Vec<Reported>);

#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Reported {
    product: String,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

impl Diagnostics {
    /// Adds what is to be mended in a product; `folder` is what the diagnostics' files are relative to.
    pub(crate) fn add(&mut self, product: &str, folder: &str, diagnostics: Vec<Diagnostic>) {
        self.0.extend(diagnostics.into_iter().map(|mut diagnostic| {
            // One without a file is about the folder.
            diagnostic.file = if diagnostic.file.is_empty() {
                folder.to_owned()
            } else {
                format!("{folder}/{}", diagnostic.file)
            };
            Reported {
                product: product.to_owned(),
                diagnostic,
            }
        }));
    }

    /// How many there are of a product.
    pub(crate) fn count(&self, product: &str) -> usize {
        self.0.iter().filter(|reported| reported.product == product).count()
    }

    /// All of them, for people.
    pub(crate) fn text(&mut self) -> String {
        self.0.sort();
        let mut text = String::new();
        for Reported { diagnostic, .. } in &self.0 {
            let _ = writeln!(text, "{}", line(diagnostic));
            if !diagnostic.excerpt.is_empty() {
                let _ = writeln!(text, "    | {}", diagnostic.excerpt);
            }
        }
        text
    }

    /// How many there are of each kind, in one line.
    pub(crate) fn counts(&self) -> String {
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        for reported in &self.0 {
            *kinds.entry(reported.diagnostic.kind).or_default() += 1;
        }
        let counts: Vec<_> = kinds
            .iter()
            .map(|(kind, count)| format!("{count} {}", kind.name()))
            .collect();
        counts.join(", ")
    }

    /// All of them into a file, for tools.
    pub(crate) fn write_json(&mut self, path: &Path) -> Result<(), FileError> {
        self.0.sort();
        let json = serde_json::to_string_pretty(&self.0).map_err(|error| FileError::new(path, error))?;
        replace(path, &(json + "\n"))
    }
}

/// A diagnostic in one line, without the line number where all of a file is meant.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    match diagnostic.line {
        0 => format!(
            "{}: {}: {}",
            diagnostic.file,
            diagnostic.kind.name(),
            diagnostic.message
        ),
        _ => diagnostic.to_string(),
    }
}
