//! `cargo xtask regen`: docs to spec, spec to crates.

mod cache;
mod changelog;
pub(crate) mod check;
mod code;
mod docs;
mod lock;
mod results;
mod sources;
mod specs;
mod table;
mod unwritten;
mod versions;

use crate::progress::Progress;
use crate::{Outcome, workspace};
use alibabacloud_generator::files::sync::{Mode, Scope, SyncReport, sync};
use alibabacloud_generator::spec::product::Prose;
use alibabacloud_generator::spec::schema;
use anyhow::{Context as _, bail};
use cache::Cache;
use changelog::Recorded;
use lock::Locks;
use results::Results;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use unwritten::Unwritten;

/// Where docs, specs and crates are, and which of them are meant.
#[derive(Debug, clap::Args)]
pub(crate) struct Places {
    /// Only this product; may be given several times.
    #[arg(long = "product", value_name = "NAME")]
    pub(crate) products: Vec<String>,
    /// A folder with a folder of pages for each product [default: the docs that each product.yaml in spec names]
    #[arg(long, value_name = "DIR")]
    pub(crate) docs: Option<PathBuf>,
    /// A folder with a folder of API metadata for each product, `<product>/<version>/api-docs.json`
    #[arg(long, value_name = "DIR")]
    pub(crate) metadata: Option<PathBuf>,
    /// Which words the specs keep [default: as each product.yaml says, else all]
    #[arg(long, value_name = "WORDS")]
    pub(crate) prose: Option<Prose>,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    pub(crate) spec: Option<PathBuf>,
    /// The folder of the crates [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) generated: Option<PathBuf>,
    /// The locale of the words for people where there are pages of it [default: en-US, else zh-CN]
    #[arg(long, value_name = "LOCALE", value_parser = ["en-US", "zh-CN"])]
    pub(crate) locale: Option<String>,
}

impl Places {
    pub(crate) fn spec(&self) -> PathBuf {
        workspace::spec(self.spec.as_deref())
    }

    pub(crate) fn generated(&self) -> PathBuf {
        let generated = || workspace::root().join("generated");
        self.generated.clone().unwrap_or_else(generated)
    }
}

/// Which halves of the pipeline are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Halves {
    Both,
    Docs,
    Code,
}

/// Arguments of `regen`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    places: Places,
    /// Only make the spec from the docs.
    #[arg(long, conflicts_with = "code_only")]
    docs_only: bool,
    /// Only make the crates from the spec.
    #[arg(long, conflicts_with_all = ["docs", "metadata"])]
    code_only: bool,
    /// How many threads to use, at most 256 [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Write nothing; list the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// Print all diagnostics, not only how many there are of each kind.
    #[arg(long)]
    diagnostics: bool,
    /// Write all diagnostics into a file, as JSON.
    #[arg(long, value_name = "FILE")]
    diagnostics_json: Option<PathBuf>,
}

impl Arguments {
    fn halves(&self) -> Halves {
        match (self.docs_only, self.code_only) {
            (true, _) => Halves::Docs,
            (_, true) => Halves::Code,
            _ => Halves::Both,
        }
    }
}

/// What a run is to do: it stays as it is throughout.
struct Task {
    mode: Mode,
    spec: PathBuf,
    generated: PathBuf,
    /// The products that were asked for; empty for all.
    only: BTreeSet<String>,
    /// The locale of the words for people that was asked for.
    locale: Option<String>,
    /// What changelogs tell the changes against.
    recorded: Recorded,
    /// What earlier runs worked out.
    cache: Cache,
}

/// A run under way.
struct Run {
    task: Task,
    results: Results,
    /// The files of each product's spec that pages gave.
    read: BTreeMap<String, BTreeSet<PathBuf>>,
    /// In a check: what the docs half would have changed in a product's spec folder.
    unwritten: BTreeMap<String, Unwritten>,
    /// Products whose corrections by hand do not fit; nothing of theirs is written.
    refused: BTreeSet<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    if let Some(jobs) = arguments.jobs {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .use_current_thread() // or it would only wait for the others
            .build_global()
            .context("the threads")?;
    }
    let done = Run::through(&arguments.places, arguments.halves(), arguments.check)?;
    done.finish(arguments, start)
}

impl Run {
    /// Goes through the halves that are asked for; `check` is to write nothing.
    fn through(places: &Places, halves: Halves, check: bool) -> anyhow::Result<Self> {
        let cache = Cache::of_workspace();
        let (spec, generated) = (places.spec(), places.generated());
        // What is generated and has no source is removed: in one folder, each half would remove the other's.
        let (one, other) = (workspace::real(&spec), workspace::real(&generated));
        if halves != Halves::Docs && (one.starts_with(&other) || other.starts_with(&one)) {
            let (spec, generated) = (workspace::shown(&spec), workspace::shown(&generated));
            bail!("--spec {spec} and --generated {generated}: neither may lie in the other");
        }
        let written = if halves == Halves::Docs {
            &[spec.as_path()][..]
        } else {
            &[spec.as_path(), generated.as_path()]
        };
        let locked = (!check).then(|| Locks::on(written, &cache.locks()));
        let _locks = locked.transpose()?;
        let recorded = if halves == Halves::Docs {
            Recorded::default()
        } else {
            Recorded::of(&spec, &generated)
        };
        let mut run = Run {
            task: Task {
                mode: if check { Mode::Check } else { Mode::Write },
                spec,
                generated,
                only: places.products.iter().cloned().collect(),
                locale: places.locale.clone(),
                recorded,
                cache,
            },
            results: Results::default(),
            read: BTreeMap::new(),
            unwritten: BTreeMap::new(),
            refused: BTreeSet::new(),
        };
        let sources = if halves == Halves::Code {
            Vec::new()
        } else {
            sources::sources(&run.task, places, &mut run.results)?
        };
        let code = halves != Halves::Docs;
        let progress = Progress::new(sources.len() + if code { sources.len().max(1) } else { 0 });
        run.docs_to_spec(&sources, &progress)?;
        // Docs of which none could be used are a mistake in the command; what is there already stays as it is.
        if sources.is_empty() || !run.results.rows.is_empty() {
            run.schemas()?;
            if code {
                run.spec_to_code(&progress)?;
            }
        }
        Ok(run)
    }
}

impl Task {
    /// Whether a product was asked for.
    fn is_for(&self, product: &str) -> bool {
        self.only.is_empty() || self.only.contains(product)
    }
}

impl Run {
    /// Brings the JSON Schemas of the YAML files to what the model says.
    fn schemas(&mut self) -> anyhow::Result<()> {
        let Task { spec, mode, .. } = &self.task;
        if spec.is_dir() || !self.results.rows.is_empty() {
            let report = sync(spec, Scope::Outputs, &schema::files(), *mode)?;
            self.results.rest.add(rooted(spec, report));
        }
        Ok(())
    }

    fn finish(self, arguments: &Arguments, start: Instant) -> anyhow::Result<Outcome> {
        let Self {
            task: Task { mode, .. },
            mut results,
            ..
        } = self;
        let mut out = String::new();
        for (product, row) in &mut results.rows {
            row.diagnostics = results.diagnostics.count(product);
        }
        if arguments.diagnostics {
            out.push_str(&results.diagnostics.text());
        }
        if let Some(path) = &arguments.diagnostics_json {
            results.diagnostics.write_json(path)?;
        }
        let all = results.files();
        if mode == Mode::Check {
            for (verb, paths) in [("would write", &all.written), ("would remove", &all.removed)] {
                for path in paths {
                    out.push_str(&format!("{verb} {}\n", workspace::shown(path)));
                }
            }
        }
        if !results.rows.is_empty() {
            out.push_str(&table::table(
                results.rows.iter().map(|(name, row)| (name.as_str(), row)),
                start.elapsed(),
            ));
        }
        let counts = results.diagnostics.counts();
        if !counts.is_empty() {
            let hint = if arguments.diagnostics {
                ""
            } else {
                " (--diagnostics shows them)"
            };
            out.push_str(&format!("diagnostics: {counts}{hint}\n"));
        }
        if let Some(line) = results.not_at_hand() {
            out.push_str(&format!("{line}\n"));
        }
        // A reader that has seen enough, such as `head`, is no failure.
        let _ = std::io::stdout().write_all(out.as_bytes());
        let mut problems = String::new();
        for (path, why) in &all.refused {
            problems.push_str(&format!("error: {}: {why}\n", workspace::shown(path)));
        }
        // What is wrong with a product.yaml is seen by both halves.
        let mut told = BTreeSet::new();
        for error in results.errors.iter().filter(|error| told.insert(error.as_str())) {
            problems.push_str(&format!("error: {error}\n"));
        }
        let _ = std::io::stderr().write_all(problems.as_bytes());
        let differs = mode == Mode::Check && !(all.written.is_empty() && all.removed.is_empty());
        Ok(if !results.errors.is_empty() {
            Outcome::Failed
        } else if differs || !all.refused.is_empty() {
            Outcome::Differs
        } else {
            Outcome::Fine
        })
    }
}

/// The report with paths that begin with the folder they are below.
fn rooted(root: &Path, mut report: SyncReport) -> SyncReport {
    for path in report
        .written
        .iter_mut()
        .chain(&mut report.removed)
        .chain(report.refused.iter_mut().map(|(path, _)| path))
    {
        *path = root.join(&*path);
    }
    let lines = std::mem::take(&mut report.first_lines);
    report.first_lines = lines.into_iter().map(|(path, line)| (root.join(path), line)).collect();
    report
}
