//! Comparisons as text: for a terminal, for a pull request, for tools.

use super::{Bump, Change, Class, Comparison};
use crate::codegen::CRATE_VERSION;
use crate::diagnostics::printable;
use crate::spec::compare::Aspect;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The longest text that is shown of what something was or is, in characters.
const LONGEST: usize = 100;

/// For people at a terminal.
pub fn text(comparisons: &[Comparison]) -> String {
    let mut out = String::new();
    for comparison in comparisons {
        let _ = writeln!(out, "{}: {}", comparison.product, headline(comparison));
        let mut heading = String::new();
        for class in [Class::Breaking, Class::Compatible] {
            for change in comparison.of(class) {
                let next = format!("{class}: {}", scope(comparison, change));
                if next != heading {
                    let _ = writeln!(out, "\n  {next}");
                    heading = next;
                }
                let path = printable(&change.difference.path);
                let parted = if path.is_empty() { "" } else { ": " };
                let _ = writeln!(out, "    {path}{parted}{}", printable(&phrase(change)));
                let _ = writeln!(out, "      {}{}", printable(&change.reason), place(comparison, change));
            }
        }
        if let Some(prose) = prose(comparison) {
            let _ = writeln!(out, "\n  prose: {prose}");
        }
        out.push('\n');
    }
    if comparisons.is_empty() {
        out.push_str("no change\n");
    }
    out
}

fn place(comparison: &Comparison, change: &Change) -> String {
    match (&change.file, change.line) {
        (Some(file), Some(line)) => printable(&format!(" ({}/{file}:{line})", comparison.product)),
        _ => String::new(),
    }
}

/// For a pull request.
pub fn markdown(comparisons: &[Comparison]) -> String {
    let mut out = String::new();
    for comparison in comparisons {
        let _ = writeln!(out, "## {}\n\n{}\n", escaped(&comparison.product), headline(comparison));
        for (class, heading) in [(Class::Breaking, "Breaking"), (Class::Compatible, "Compatible")] {
            if comparison.count(class) == 0 {
                continue;
            }
            let _ = writeln!(
                out,
                "### {heading}\n\n| Operation | Where | What | Why |\n|---|---|---|---|"
            );
            for change in comparison.of(class) {
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {} |",
                    escaped(&scope(comparison, change)),
                    code(&change.difference.path),
                    escaped(&phrase(change)),
                    reason(&change.reason)
                );
            }
            out.push('\n');
        }
        if let Some(prose) = prose(comparison) {
            let _ = writeln!(out, "Prose: {prose}.\n");
        }
    }
    if comparisons.is_empty() {
        out.push_str("No change of the API.\n");
    }
    out
}

/// For tools.
///
/// # Errors
/// If it can't be said in JSON, which does not happen.
pub fn json(comparisons: &[Comparison]) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Product<'a> {
        product: &'a str,
        bump: Bump,
        version: &'a str,
        next_version: Option<String>,
        breaking: usize,
        compatible: usize,
        prose: usize,
        changes: &'a [Change],
    }
    let products: Vec<_> = comparisons
        .iter()
        .map(|comparison| Product {
            product: &comparison.product,
            bump: comparison.bump(),
            version: CRATE_VERSION,
            next_version: comparison.bump().next(CRATE_VERSION),
            breaking: comparison.count(Class::Breaking),
            compatible: comparison.count(Class::Compatible),
            prose: comparison.count(Class::Prose),
            changes: &comparison.changes,
        })
        .collect();
    Ok(serde_json::to_string_pretty(&products)? + "\n")
}

/// `2 breaking, 1 compatible, 12 prose; version 0.1.0 → 0.2.0`
fn headline(comparison: &Comparison) -> String {
    let counts = [Class::Breaking, Class::Compatible, Class::Prose].map(|class| (comparison.count(class), class));
    let counts: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, class)| format!("{count} {class}"))
        .collect();
    if counts.is_empty() {
        return "no change".to_owned();
    }
    let step = comparison.bump().shown(CRATE_VERSION).unwrap_or_default();
    format!("{}; version {step}", counts.join(", "))
}

/// The operation, with its version where there are several.
fn scope(comparison: &Comparison, change: &Change) -> String {
    let difference = &change.difference;
    let several = comparison
        .changes
        .iter()
        .any(|other| !other.difference.version.is_empty() && other.difference.version != difference.version);
    match (difference.operation.as_str(), difference.version.as_str()) {
        ("", "") => "the product".to_owned(),
        ("", version) if difference.path.is_empty() => format!("version {version}"),
        ("", version) if several => format!("errors in common ({version})"),
        ("", _) => "errors in common".to_owned(),
        (operation, version) if several => format!("{operation} ({version})"),
        (operation, _) => operation.to_owned(),
    }
}

/// What changed where, as Markdown: `` `ListTasks`, `request.Kind`: type String → Integer ``.
pub(crate) fn sentence(comparison: &Comparison, change: &Change) -> String {
    let scope = scope(comparison, change);
    let scope = if change.difference.operation.is_empty() {
        escaped(&scope)
    } else {
        code(&scope)
    };
    let path = code(&change.difference.path);
    let parted = if path.is_empty() { "" } else { ", " };
    format!("{scope}{parted}{path}: {}", escaped(&phrase(change)))
}

/// What changed, in a few words: `type String → Integer`.
pub fn phrase(change: &Change) -> String {
    let difference = &change.difference;
    let (before, after) = (
        difference.before.as_deref().map(cut),
        difference.after.as_deref().map(cut),
    );
    let (added, removed) = (before.is_none(), after.is_none());
    let either = after.clone().or_else(|| before.clone()).unwrap_or_default();
    let (was, is) = (before.unwrap_or_default(), after.unwrap_or_default());
    let verb = if added { "added" } else { "removed" };
    match difference.aspect {
        Aspect::Place => format!("moved from {was}"),
        Aspect::Name => format!("renamed from {was}"),
        Aspect::Required | Aspect::Deprecated => {
            let name = name(difference.aspect);
            if added {
                name.to_owned()
            } else {
                format!("no longer {name}")
            }
        }
        Aspect::Value | Aspect::ErrorCode if added || removed => format!("{} {either} {verb}", name(difference.aspect)),
        Aspect::RustName if removed => format!("`{was}` in Rust"),
        Aspect::RustName => format!("`{was}` in Rust, now `{is}`"),
        aspect if added || removed => {
            let shown = if either.is_empty() {
                String::new()
            } else {
                format!(": {either}")
            };
            format!("{} {verb}{shown}", name(aspect))
        }
        aspect => format!("{} {was} → {is}", name(aspect)),
    }
}

fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Product => "product",
        Aspect::Code => "code",
        Aspect::Style => "style",
        Aspect::Endpoint => "endpoint",
        Aspect::Success => "sign of success",
        Aspect::Version => "version",
        Aspect::Operation => "operation",
        Aspect::Method => "method",
        Aspect::Path => "path",
        Aspect::Anonymous => "called without credentials",
        Aspect::Answer => "the whole response",
        Aspect::Pagination => "paging",
        Aspect::Field => "field",
        Aspect::Place => "place",
        Aspect::Name => "name",
        Aspect::Type => "type",
        Aspect::ItemName => "name of elements",
        Aspect::Required => "required",
        Aspect::Position => "position",
        Aspect::Values => "values",
        Aspect::Value => "value",
        Aspect::TypeName => "name of the type",
        Aspect::ValueName => "name of the value",
        Aspect::Default => "default",
        Aspect::Minimum => "minimum",
        Aspect::Maximum => "maximum",
        Aspect::MaxLength => "longest text",
        Aspect::MaxItems => "most elements",
        Aspect::Format => "format",
        Aspect::Deprecated => "deprecated",
        Aspect::ErrorCode => "error code",
        Aspect::HttpStatus => "HTTP status",
        Aspect::RustName => "name in Rust",
        Aspect::Summary => "summary",
        Aspect::Description => "description",
        Aspect::Example => "example",
        Aspect::Sample => "sample",
        Aspect::Source => "page",
        Aspect::Inferred => "mark",
        Aspect::Order => "order",
    }
}

/// `3 descriptions, 1 page`
fn prose(comparison: &Comparison) -> Option<String> {
    let mut counts: BTreeMap<Aspect, usize> = BTreeMap::new();
    for change in comparison.of(Class::Prose) {
        *counts.entry(change.difference.aspect).or_default() += 1;
    }
    let plural = |aspect: Aspect, count: usize| match (name(aspect), count) {
        (name, 1) => name.to_owned(),
        ("summary", _) => "summaries".to_owned(),
        (name, _) => format!("{name}s"),
    };
    let listed: Vec<_> = counts
        .into_iter()
        .map(|(aspect, count)| format!("{count} {}", plural(aspect, count)))
        .collect();
    (!listed.is_empty()).then(|| listed.join(", "))
}

fn cut(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= LONGEST {
        return flat;
    }
    flat.chars().take(LONGEST).chain(['…']).collect()
}

/// Text that markdown takes as it stands, in a cell of a table.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in printable(text).chars() {
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' | '&'
        ) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A wire path as code.
fn code(path: &str) -> String {
    let plain: String = printable(path).chars().filter(|letter| *letter != '`').collect();
    if plain.is_empty() {
        return String::new();
    }
    format!("`{}`", plain.replace('|', "\\|"))
}

/// A reason, whose backticks are ours.
pub(crate) fn reason(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { code(part) } else { escaped(part) })
        .collect()
}
