//! The changelog of a generated crate: what changed since it was last recorded, in the form of keepachangelog.com.
//!
//! A run owns the lines between two marks in the section `[Unreleased]`; everything else in the file is people's. A release renames the
//! section, and the next run that has something to say begins a new one. No date and no clock: the same states give the same file.

use crate::codegen::CRATE_VERSION;
use crate::diagnostics::counted;
use crate::files::GENERATED;
use crate::semver::{Bump, Change, Class, Comparison, show};
use crate::spec::compare::Aspect;
use crate::spec::product::Product;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The file's name in a crate's folder.
pub const CHANGELOG: &str = "CHANGELOG.md";

const UNRELEASED: &str = "## [Unreleased]";
const BEGIN: &str = "<!-- regen: begin -->";
const END: &str = "<!-- regen: end -->";
const BREAKING: &str = "**Breaking:** ";

/// The headings of a section, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Added,
    Changed,
    Deprecated,
    Removed,
}

const HEADINGS: [(Heading, &str); 4] = [
    (Heading::Added, "### Added"),
    (Heading::Changed, "### Changed"),
    (Heading::Deprecated, "### Deprecated"),
    (Heading::Removed, "### Removed"),
];

/// The lines that a run owns.
type Entries = BTreeMap<Heading, Vec<String>>;

/// The changelog of a crate as it begins: with what the crate holds.
pub fn beginning(product: &Product) -> String {
    let versions = product.versions.iter().filter(|version| !version.operations.is_empty());
    let lines = versions.map(|version| {
        let count = counted(version.operations.len(), "operation");
        format!("- API version {}, with {count}.", version.version)
    });
    let entries = Entries::from([(Heading::Added, lines.collect())]);
    inserted(&skeleton(), &written(&entries))
}

/// The changelog of a crate.
///
/// `existing` is the file as it is, if there is one; `recorded` the file of the state that `comparison` compares with. What was recorded
/// then and is not released yet stays, and the changes since are added.
pub fn update(existing: Option<&str>, recorded: &str, comparison: &Comparison) -> String {
    let mut entries = owned(recorded).map_or_else(Entries::new, |(from, to)| parse(&recorded[from..to]));
    for change in &comparison.changes {
        let (heading, line) = entry(comparison, change);
        let lines = entries.entry(heading).or_default();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let text = existing.map_or_else(skeleton, str::to_owned);
    // What stands elsewhere, under a release, is recorded already.
    let owned = owned(&text);
    let elsewhere: BTreeSet<&str> = match owned {
        Some((from, to)) => text[..from].lines().chain(text[to..].lines()).collect(),
        None => text.lines().collect(),
    };
    for lines in entries.values_mut() {
        lines.retain(|line| !elsewhere.contains(line.as_str()));
    }
    entries.retain(|_, lines| !lines.is_empty());
    let block = written(&entries);
    match (owned, entries.is_empty()) {
        (Some((from, to)), _) => format!("{}{block}{}", &text[..from], &text[to..]),
        (None, true) => text,
        (None, false) => inserted(&text, &block),
    }
}

fn skeleton() -> String {
    format!(
        "<!-- {GENERATED}, as far as it stands between the marks; what stands elsewhere is kept. -->\n\n\
         # Changelog\n\nIn the form of <https://keepachangelog.com>; versions as cargo understands them.\n"
    )
}

/// A change as a line under its heading.
fn entry(comparison: &Comparison, change: &Change) -> (Heading, String) {
    if change.class == Class::Prose {
        return (Heading::Changed, "- Documentation.".to_owned());
    }
    let difference = &change.difference;
    let is_thing = matches!(
        difference.aspect,
        Aspect::Product
            | Aspect::Version
            | Aspect::Operation
            | Aspect::Field
            | Aspect::Value
            | Aspect::ErrorCode
            | Aspect::Pagination
            | Aspect::Endpoint
    );
    let heading = match (difference.before.is_some(), difference.after.is_some()) {
        (false, true) if is_thing => Heading::Added,
        (true, false) if is_thing => Heading::Removed,
        (false, true) if difference.aspect == Aspect::Deprecated => Heading::Deprecated,
        _ => Heading::Changed,
    };
    let mut line = format!("- {}", show::sentence(comparison, change));
    if change.class == Class::Breaking {
        line = format!(
            "- {BREAKING}{}; {}",
            show::sentence(comparison, change),
            show::reason(&change.reason)
        );
    }
    line.push('.');
    (heading, line)
}

/// The bounds of the lines that runs own: in the section of what is not released, between the marks.
fn owned(text: &str) -> Option<(usize, usize)> {
    let start = text.find(UNRELEASED)?;
    let rest = &text[start + UNRELEASED.len()..];
    let end = start + UNRELEASED.len() + rest.find("\n## ").unwrap_or(rest.len());
    let from = start + text[start..end].find(BEGIN)?;
    let to = from + text[from..end].find(END)? + END.len();
    Some((from, to))
}

fn parse(section: &str) -> Entries {
    let mut entries = Entries::new();
    let mut open = None;
    for line in section.lines() {
        if let Some((heading, _)) = HEADINGS.iter().find(|(_, name)| *name == line) {
            open = Some(*heading);
        } else if let (Some(heading), true) = (open, line.starts_with("- ")) {
            entries.entry(heading).or_default().push(line.to_owned());
        }
    }
    entries
}

fn written(entries: &Entries) -> String {
    let mut text = format!("{BEGIN}\n");
    if entries.values().flatten().any(|line| line.contains(BREAKING)) {
        let next = Bump::Major.next(CRATE_VERSION).unwrap_or_default();
        let _ = writeln!(
            text,
            "\nCode that uses the crate may break: the next version after {CRATE_VERSION} is {next}."
        );
    }
    for (heading, name) in HEADINGS {
        let Some(lines) = entries.get(&heading) else { continue };
        let _ = writeln!(text, "\n{name}\n");
        for line in lines {
            let _ = writeln!(text, "{line}");
        }
    }
    if !entries.is_empty() {
        text.push('\n');
    }
    text + END
}

/// The text with a section of what is not released before the first release, or at the end.
fn inserted(text: &str, block: &str) -> String {
    if let Some(at) = text.find(UNRELEASED) {
        // A person's section, without marks.
        let at = at + UNRELEASED.len();
        return format!("{}\n\n{block}{}", &text[..at], &text[at..]);
    }
    match text.find("\n## ") {
        Some(at) => format!("{}\n{UNRELEASED}\n\n{block}\n{}", &text[..at], &text[at..]),
        None => format!("{}\n\n{UNRELEASED}\n\n{block}\n", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::compare::Difference;
    use crate::spec::product::Version;

    fn comparison(changes: &[(Aspect, Option<&str>, Option<&str>, Class)]) -> Comparison {
        let change = |(aspect, before, after, class): &(Aspect, Option<&str>, Option<&str>, Class)| Change {
            difference: Difference {
                version: "2019-08-10".into(),
                operation: "ListTasks".into(),
                path: "response.Id".into(),
                aspect: *aspect,
                before: before.map(str::to_owned),
                after: after.map(str::to_owned),
            },
            class: *class,
            reason: "`ListTasksResponse.id` is gone".into(),
            file: None,
            line: None,
        };
        Comparison {
            product: "demo".into(),
            changes: changes.iter().map(change).collect(),
        }
    }

    fn product() -> Product {
        Product {
            versions: vec![Version {
                version: "2019-08-10".into(),
                operations: vec![Default::default()],
                ..Version::default()
            }],
            ..Product::default()
        }
    }

    #[test]
    fn entries_gather_until_a_release() {
        let none = comparison(&[]);
        let added = comparison(&[(Aspect::Field, None, Some("String"), Class::Compatible)]);
        let removed = comparison(&[(Aspect::Field, Some("String"), None, Class::Breaking)]);
        let prose = comparison(&[(Aspect::Summary, Some("a"), Some("b"), Class::Prose)]);

        let begun = beginning(&product());
        assert!(
            crate::files::is_generated(begun.as_bytes())
                && begun.contains("### Added\n\n- API version 2019-08-10, with 1 operation.\n"),
            "{begun}"
        );
        assert_eq!(update(Some(&begun), &begun, &none), begun);
        assert_eq!(update(None, &begun, &none), begun);

        // The same changes since the same state say the same, however often.
        let once = update(Some(&begun), &begun, &added);
        assert!(
            once.contains("- `ListTasks`, `response.Id`: field added: String.\n"),
            "{once}"
        );
        assert_eq!(update(Some(&once), &begun, &added), once);
        assert_eq!(update(Some(&once), &once, &none), once);
        assert_eq!(update(Some(&once), &begun, &none), begun, "taken back");

        let twice = update(Some(&once), &once, &removed);
        let line =
            "- **Breaking:** `ListTasks`, `response.Id`: field removed: String; `ListTasksResponse.id` is gone.\n";
        assert!(
            twice.contains(&format!("### Removed\n\n{line}")) && twice.contains("after 0.1.0 is 0.2.0"),
            "{twice}"
        );

        // What people write is kept, and a release begins anew.
        let own = twice.replace(UNRELEASED, "## [0.2.0] - 2026-11-24\n\nOur own words.");
        let next = update(Some(&own), &own, &prose);
        assert!(
            next.contains("Our own words.") && next.find(UNRELEASED) < next.find("## [0.2.0]"),
            "{next}"
        );
        assert!(next.contains("### Changed\n\n- Documentation.\n"), "{next}");
        // Released in the file, but not yet in the recorded state.
        let released = update(Some(&own), &twice, &none);
        assert_eq!(released, own);
    }

    #[test]
    fn a_section_of_a_persons_own_is_kept() {
        let text = format!("<!-- {GENERATED} -->\n# Changelog\n\n{UNRELEASED}\n\nMine.\n\n## [0.1.0]\n\nOld.\n");
        let added = comparison(&[(Aspect::Field, None, Some("String"), Class::Compatible)]);
        let updated = update(Some(&text), &text, &added);
        assert!(
            updated.contains("Mine.") && updated.contains("Old.") && updated.contains("field added"),
            "{updated}"
        );
        assert_eq!(update(Some(&updated), &text, &added), updated);
        assert_eq!(update(Some(&text), &text, &comparison(&[])), text);
    }
}
