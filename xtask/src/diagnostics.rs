//! Printing diagnostics.

use alibabacloud_generator::diagnostics::{Diagnostic, DiagnosticKind};
use alibabacloud_generator::files::FileError;
use alibabacloud_generator::files::write::replace;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::IsTerminal as _;
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

    /// All of them, for people, each with the row it is about.
    pub(crate) fn text(&mut self) -> String {
        self.settle();
        let renderer = if std::io::stdout().is_terminal() {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut text = String::new();
        for Reported { diagnostic, .. } in &self.0 {
            let title = Level::WARNING
                .primary_title(diagnostic.message.as_str())
                .id(diagnostic.kind.name());
            let snippet = Snippet::source(diagnostic.excerpt.as_str())
                .line_start(diagnostic.line.max(1))
                .path(diagnostic.file.as_str())
                .annotation(AnnotationKind::Primary.span(0..diagnostic.excerpt.len()));
            let place = Origin::path(diagnostic.file.as_str());
            let place = if diagnostic.line > 0 {
                place.line(diagnostic.line)
            } else {
                place
            };
            let group = if diagnostic.excerpt.is_empty() {
                title.element(place)
            } else {
                title.element(snippet)
            };
            let _ = writeln!(text, "{}\n", renderer.render(&[group]));
        }
        text
    }

    /// Sorts them, and looks up the rows of those that name only a line.
    fn settle(&mut self) {
        self.0.sort();
        let mut open: Option<(String, Vec<String>)> = None;
        for Reported { diagnostic, .. } in &mut self.0 {
            if diagnostic.line == 0 || !diagnostic.excerpt.is_empty() {
                continue;
            }
            if open.as_ref().is_none_or(|(file, _)| *file != diagnostic.file) {
                // A page that is not UTF-8 is one of those to show.
                let bytes = fs::read(&diagnostic.file).unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes);
                open = Some((diagnostic.file.clone(), text.lines().map(str::to_owned).collect()));
            }
            let row = open.as_ref().and_then(|(_, lines)| lines.get(diagnostic.line - 1));
            if let Some(row) = row.filter(|row| !row.trim().is_empty()) {
                *diagnostic = diagnostic.clone().with_excerpt(row);
            }
        }
    }

    /// Those of a kind, one line each.
    pub(crate) fn lines_of(&self, kind: DiagnosticKind) -> Vec<String> {
        let all = self.0.iter().map(|reported| &reported.diagnostic);
        all.filter(|diagnostic| diagnostic.kind == kind).map(line).collect()
    }

    /// How many there are of each kind, in one line.
    pub(crate) fn counts(&self) -> String {
        let mut kinds: BTreeMap<DiagnosticKind, usize> = BTreeMap::new();
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
        self.settle();
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
