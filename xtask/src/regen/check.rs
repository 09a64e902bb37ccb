//! `cargo xtask check`: whether what is committed is what the docs, the spec and the corrections by hand give.

use super::{Halves, Places, Run};
use crate::diff::sides::{self, Side};
use crate::product::written_manifest;
use crate::{Outcome, git, workspace};
use alibabacloud_generator::diagnostics::{DiagnosticKind, listed};
use alibabacloud_generator::files::sync::SyncReport;
use alibabacloud_generator::files::{SourceFile, is_generated, read};
use alibabacloud_generator::semver::api::public_names;
use alibabacloud_generator::spec::compare::Aspect;
use alibabacloud_generator::spec::folder::COMMON_ERRORS;
use alibabacloud_generator::spec::overrides::OVERRIDES;
use alibabacloud_generator::yaml::positions::{Step, line_of};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    places: Places,
    /// The revision of git whose names in Rust must stay, such as the branch that is merged into [default: HEAD, where there is one]
    #[arg(long, value_name = "REV")]
    since: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let places = &arguments.places;
    let mut run = Run::through(places, Halves::Both, true)?;
    let files = run.results.files();
    let mut problems = run.results.errors.clone();
    problems.extend(stale(&run.task.spec, &files));
    problems.extend(run.results.diagnostics.lines_of(DiagnosticKind::Override));
    problems.extend(by_hand(&run)?);
    problems.extend(guessed_hosts(&run)?);
    // Whoever has the spec without its sources can still check the rest.
    for line in run
        .results
        .diagnostics
        .lines_of(DiagnosticKind::Unreadable)
        .into_iter()
        .chain(run.results.not_at_hand())
    {
        let _ = writeln!(std::io::stderr(), "note: {line}");
    }
    match (
        &arguments.since,
        names(&run, &files, places, arguments.since.as_deref().unwrap_or("HEAD")),
    ) {
        (_, Ok(changed)) => problems.extend(changed),
        (Some(_), Err(error)) => return Err(error),
        // No repository, or nothing committed yet: no names to keep.
        (None, Err(_)) => {}
    }
    // An error may be told with its diagnostic as well.
    let mut told = BTreeSet::new();
    problems.retain(|problem| told.insert(problem.clone()));
    let out: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(if problems.is_empty() {
        Outcome::Fine
    } else {
        Outcome::Differs
    })
}

/// Files that are not what a run gives.
fn stale(spec: &Path, files: &SyncReport) -> Vec<String> {
    let source = |path: &Path| {
        if path.starts_with(spec) {
            "its page gives"
        } else {
            "the spec gives"
        }
    };
    let mut problems = Vec::new();
    for path in &files.written {
        let shown = workspace::shown(path);
        problems.push(match files.first_lines.get(path) {
            Some(line) => format!(
                "{shown}:{line}: not what {}: that has changed, or the file was edited by hand; run `cargo xtask regen`",
                source(path)
            ),
            None => format!("{shown}: missing; run `cargo xtask regen`"),
        });
    }
    for path in &files.removed {
        problems.push(format!(
            "{}: has no source any more; run `cargo xtask regen`",
            workspace::shown(path)
        ));
    }
    for (path, why) in &files.refused {
        problems.push(format!("{}: {why}", workspace::shown(path)));
    }
    problems
}

/// Sources of a crate that were not generated.
fn by_hand(run: &Run) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for product in run.results.rows.keys() {
        let sources = run.task.generated.join(product).join("src");
        if !sources.is_dir() {
            continue;
        }
        for file in read::tree(&sources, "rs", "")?.files {
            if !is_generated(&file.bytes) {
                let path = workspace::shown(&sources.join(&file.path));
                problems.push(format!(
                    "{path}:1: not generated; what is written by hand belongs into examples/ or tests/"
                ));
            }
        }
    }
    Ok(problems)
}

/// Products whose host nobody has confirmed: calls go there with the user's signature.
fn guessed_hosts(run: &Run) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for product in run.results.rows.keys() {
        let Some((file, manifest)) = written_manifest(&run.task.spec, product)? else {
            continue;
        };
        if manifest.endpoints.guessed {
            let line = line_of(
                &String::from_utf8_lossy(&file.bytes),
                &[Step::Key("endpoints"), Step::Key("guessed")],
            );
            problems.push(format!(
                "{}:{line}: where {} is called is a guess; take `guessed` out where it is right",
                file.path, manifest.code
            ));
        }
    }
    Ok(problems)
}

fn header(file: &SourceFile) -> String {
    let line = file.bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}

/// How many lost names are listed in a line.
const NAMES: usize = 10;

/// Names in Rust that changed since a revision although nothing in the spec says so.
fn names(run: &Run, files: &SyncReport, places: &Places, since: &str) -> anyhow::Result<Vec<String>> {
    let mut problems = renamed(&run.task.spec, &places.products, since)?;
    problems.extend(gone(run, files, since)?);
    Ok(problems)
}

/// Names that the old spec gives and the new one does not.
fn renamed(spec: &Path, products: &[String], since: &str) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    let (old, new) = (Side::old(since, spec)?, Side::folder(spec)?);
    let spec = workspace::shown(spec);
    for comparison in sides::compare(&old, &new, products)? {
        for change in comparison
            .changes
            .iter()
            .filter(|change| change.difference.aspect == Aspect::RustName)
        {
            let difference = &change.difference;
            let place = match (&change.file, change.line) {
                (Some(file), Some(line)) => format!("{spec}/{}/{file}:{line}", comparison.product),
                _ => format!("{spec}/{}", comparison.product),
            };
            problems.push(format!(
                "{place}: {} {}: a name in Rust changes since {since}: {}; give the old one in overrides.yaml",
                difference.operation, difference.path, change.reason
            ));
        }
    }
    Ok(problems)
}

/// Names that are in the old code and not in the new, though its spec is the same: a change of the generator.
fn gone(run: &Run, files: &SyncReport, since: &str) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    let specs = by_path(git::files(since, &run.task.spec, "yaml")?);
    let same = |path: &str| {
        let now = std::fs::read(run.task.spec.join(path)).ok();
        now.is_some() && now.as_ref() == specs.get(path)
    };
    for (path, old) in by_path(git::files(since, &run.task.generated, "rs")?) {
        let Some((product, rest)) = path.split_once('/').filter(|(_, rest)| rest.starts_with("src/")) else {
            continue;
        };
        if !run.results.rows.contains_key(product) {
            continue;
        }
        let old = SourceFile {
            path: rest.to_owned(),
            bytes: old,
        };
        let source = header(&old).split_whitespace().find_map(|word| {
            word.strip_prefix("spec/")?
                .strip_suffix(".yaml.")
                .map(|path| format!("{path}.yaml"))
        });
        let Some(source) = source.filter(|source| same(source)) else {
            continue;
        };
        // Code depends on these two besides its own source.
        let corrections = format!("{product}/{OVERRIDES}");
        let version = source.rsplit_once('/').map_or("", |(version, _)| version);
        let common = format!("{version}/{COMMON_ERRORS}");
        if [corrections, common]
            .iter()
            .any(|other| specs.contains_key(other) && !same(other))
        {
            continue;
        }
        let now = run.task.generated.join(product).join(rest);
        if files.written.contains(&now) && !now.exists() {
            // It is told as missing.
            continue;
        }
        let text = std::fs::read_to_string(&now).unwrap_or_default();
        let lost = lost(&String::from_utf8_lossy(&old.bytes), &text);
        if !lost.is_empty() {
            problems.push(format!(
                "{}: names in Rust are gone since {since} though spec/{source} is the same: {}",
                workspace::shown(&now),
                listed(&lost, NAMES)
            ));
        }
    }
    Ok(problems)
}

fn by_path(files: Vec<SourceFile>) -> BTreeMap<String, Vec<u8>> {
    files.into_iter().map(|file| (file.path, file.bytes)).collect()
}

fn lost(old: &str, new: &str) -> Vec<String> {
    let new = public_names(new);
    public_names(old)
        .into_iter()
        .filter(|name| !new.contains(name))
        .collect()
}
