//! How long `regen` takes: the released program itself, over all pages, both halves, as processes of their own.

use super::docs::Docs;
use super::figures::{Bound, Figures};
use super::measure::{Usage, cores, measure, median, release_build};
use crate::Outcome;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// Arguments of `bench regen`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the docs [default: the shared docs]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// How many times each is run; of several the median counts.
    #[arg(long, value_name = "N", default_value = "5")]
    runs: NonZeroUsize,
}

/// The runs that are compared, each measured several times.
#[derive(Default)]
struct Runs {
    yardstick: Vec<Usage>,
    docs_half: Vec<Usage>,
    printing: Vec<Usage>,
    code_half: Vec<Usage>,
    from_nothing: Vec<Usage>,
    one_job: Vec<Usage>,
    unchanged: Vec<Usage>,
    half: Vec<Usage>,
    /// Files that a run with nothing changed wrote, of all runs.
    touched: usize,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let docs = Docs::at(arguments.docs.as_deref())?;
    let program = release_build()?;
    let folder = tempfile::tempdir().context("a folder to write to")?;
    let half = docs.half(&folder.path().join("half"))?;
    let regen = |docs: &Docs, output: &Path| {
        let mut command = Command::new(&program);
        command.arg("regen").arg("--docs").arg(&docs.folder);
        command.arg("--spec").arg(output.join("spec"));
        command.arg("--generated").arg(output.join("generated"));
        // What a run remembers lies there: none may know of another but the one over what is unchanged.
        command.env("CARGO_TARGET_DIR", output.join("target"));
        command
    };
    let output = |name: &str, run: usize| folder.path().join(format!("{name}-{run}"));
    let mut yardstick = Command::new(&program);
    yardstick.args(["bench", "yardstick", "--docs"]).arg(&docs.folder);
    measure(&mut yardstick)?; // so that the pages are in the file system's cache for all
    let mut runs = Runs::default();
    for run in 0..arguments.runs.get() {
        runs.yardstick.push(measure(&mut yardstick)?);
        runs.half.push(measure(&mut regen(&half, &output("half", run)))?);
        let one_job = output("one-job", run);
        runs.one_job
            .push(measure(regen(&docs, &one_job).args(["--jobs", "1"]))?);
        let halves = output("halves", run);
        runs.docs_half
            .push(measure(regen(&docs, &halves).args(["--jobs", "1", "--docs-only"]))?);
        let mut code = Command::new(&program);
        code.args(["regen", "--code-only", "--jobs", "1"]);
        code.arg("--spec").arg(halves.join("spec"));
        code.arg("--generated").arg(halves.join("generated"));
        code.env("CARGO_TARGET_DIR", halves.join("target"));
        runs.code_half.push(measure(&mut code)?);
        let mut printing = Command::new(&program);
        printing
            .args(["bench", "yardstick", "--generated"])
            .arg(halves.join("generated"));
        runs.printing.push(measure(&mut printing)?);
        let output = output("all", run);
        runs.from_nothing.push(measure(&mut regen(&docs, &output))?);
        let before = state(&output)?;
        runs.unchanged.push(measure(&mut regen(&docs, &output))?);
        let after = state(&output)?;
        let same = after
            .iter()
            .filter(|(path, state)| before.get(*path) == Some(state))
            .count();
        runs.touched += before.len().max(after.len()) - same;
    }
    println!(
        "regen of {} pages, {:.1} MB, on {} cores; medians of {} runs\n",
        docs.len(),
        docs.bytes as f64 / 1e6,
        cores(),
        arguments.runs
    );
    print!("{}", runs.table());
    let figures = runs.figures(docs.len() as f64 / half.len() as f64);
    print!("\n{}", figures.table());
    Ok(figures.outcome())
}

impl Runs {
    fn table(&self) -> String {
        let line = |(name, runs): (&str, &[Usage])| {
            let Usage { cpu, wall, peak } = median(runs);
            let (cpu, wall, peak) = (cpu.as_secs_f64(), wall.as_secs_f64(), peak as f64 / 1e6);
            format!("{name:<28}  {cpu:>6.2} s  {wall:>6.2} s  {peak:>6.1} MB\n")
        };
        let lines = [
            ("yardstick: pulldown-cmark", &*self.yardstick),
            ("docs to spec, one job", &self.docs_half),
            ("yardstick: syn, prettyplease", &self.printing),
            ("spec to code, one job", &self.code_half),
            ("from nothing", &self.from_nothing),
            ("from nothing, one job", &self.one_job),
            ("nothing changed", &self.unchanged),
            ("from nothing, half the pages", &self.half),
        ];
        let head = format!("{:<28}  {:>8}  {:>8}  {:>9}\n", "", "CPU", "wall", "peak");
        head + &lines.map(line).concat()
    }

    /// `pages` is how many times as many pages as the half all are.
    fn figures(&self, pages: f64) -> Figures {
        let cores = cores() as f64;
        // Four cores are to be 2.8 times as fast as one: a seventh of the work may be one after the other.
        let speedup = cores / (1.0 + (cores - 1.0) / 7.0);
        let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
        let [
            yardstick,
            docs_half,
            printing,
            code_half,
            from_nothing,
            one_job,
            unchanged,
            half,
        ] = [
            &self.yardstick,
            &self.docs_half,
            &self.printing,
            &self.code_half,
            &self.from_nothing,
            &self.one_job,
            &self.unchanged,
            &self.half,
        ]
        .map(|runs| median(runs));
        let mut figures = Figures::default();
        let mut add = |name: &str, value, bound| figures.add(name, value, bound);
        add(
            "CPU of docs to spec / pulldown-cmark",
            ratio(docs_half.cpu, yardstick.cpu),
            Bound::AtMost(4.0),
        );
        add(
            "CPU of spec to code / syn and prettyplease",
            ratio(code_half.cpu, printing.cpu),
            Bound::AtMost(2.0),
        );
        add(
            "CPU with nothing changed / pulldown-cmark",
            ratio(unchanged.cpu, yardstick.cpu),
            Bound::AtMost(2.0),
        );
        add(
            "files touched with nothing changed",
            self.touched as f64,
            Bound::AtMost(0.0),
        );
        add(
            "wall of one job / of a job a core",
            ratio(one_job.wall, from_nothing.wall),
            Bound::AtLeast(speedup),
        );
        let peak = from_nothing.peak.max(one_job.peak).max(unchanged.peak);
        add("peak memory in MB", peak as f64 / 1e6, Bound::AtMost(400.0));
        add(
            "CPU for twice the pages",
            ratio(from_nothing.cpu, half.cpu) * 2.0 / pages,
            Bound::AtMost(2.1),
        );
        figures
    }
}

/// When each file below a folder was written.
fn state(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, SystemTime>> {
    let mut files = BTreeMap::new();
    let written = ["spec", "generated"].map(|part| WalkDir::new(folder.join(part)));
    for entry in written.into_iter().flatten() {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.insert(entry.path().to_owned(), entry.metadata()?.modified()?);
        }
    }
    Ok(files)
}
