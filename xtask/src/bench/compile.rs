//! What generated crates cost to compile, against the crates of other makers: CPU seconds of the one crate, all it depends on being
//! built.

use super::figures::{Bound, Figures};
use super::measure::{Usage, cores, measure, median};
use crate::{Outcome, workspace};
use anyhow::{Context as _, bail};
use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use walkdir::WalkDir;

/// Arguments of `bench compile`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the docs, with pages of ecs and multimediaai [default: the shared docs]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// How many times each is built; of several the median counts.
    #[arg(long, value_name = "N", default_value = "3")]
    runs: NonZeroUsize,
    /// Only these ways of building.
    #[arg(long = "mode", value_enum, value_delimiter = ',')]
    modes: Vec<Mode>,
}

/// A way of building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Mode {
    Dev,
    Check,
    Release,
}

/// A crate that is built.
struct Crate {
    /// The workspace that it is built in.
    folder: PathBuf,
    package: &'static str,
    /// What it is called in the table.
    label: &'static str,
    operations: usize,
    /// Packages that it pulls in, with itself.
    packages: usize,
}

const YARDSTICKS: &str = r#"[package]
name = "yardsticks"
version = "0.0.0"
edition = "2024"

[dependencies]
aws-sdk-kms = "1"
google-cloud-kms-v1 = "1"

[workspace]
"#;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let folder = workspace::root().join("target/bench/compile");
    let yardsticks = yardsticks(&folder.join("yardsticks"))?;
    let [ecs, five] = of_pages(&folder.join("ours"), arguments.docs.as_deref())?;
    let [ecs_today, vpc_today] = of_metadata(&folder.join("today"))?;
    let modes = match arguments.modes.as_slice() {
        [] => &[Mode::Dev, Mode::Check, Mode::Release],
        some => some,
    };
    println!(
        "CPU seconds of one crate, its dependencies built, on {} cores; medians of {} runs\n",
        cores(),
        arguments.runs
    );
    println!(
        "{:<24}  {:>10}  {:>8}  {:>7}  {:>8}  {:>14}",
        "", "operations", "packages", "mode", "CPU", "an operation"
    );
    let [google, aws] = yardsticks;
    let mut figures = Figures::default();
    let crates = [&google, &aws, &ecs, &five, &ecs_today, &vpc_today];
    for mode in modes {
        // In turns, so that what else the machine does meets all alike.
        let mut runs = [const { Vec::new() }; 6];
        for _ in 0..arguments.runs.get() {
            for (one, runs) in crates.iter().zip(&mut runs) {
                runs.push(cost(one, *mode)?);
            }
        }
        let seconds = runs.map(|runs| median(&runs).cpu.as_secs_f64());
        let name = format!("{mode:?}").to_lowercase();
        for (one, seconds) in crates.iter().zip(seconds) {
            println!(
                "{:<24}  {:>10}  {:>8}  {name:>7}  {seconds:>6.2} s  {:>11.2} ms",
                one.label,
                one.operations,
                one.packages,
                seconds * 1e3 / one.operations as f64
            );
        }
        let each = |one: &Crate, seconds: f64| seconds / one.operations as f64;
        let [of_google, of_aws, of_ecs, of_five, of_ecs_today, of_vpc_today] = seconds;
        let of_ecs = each(&ecs, of_ecs);
        let tenth = Bound::AtMost(1.0 / 10.0);
        figures.add(
            format!("{name}: ecs / google-cloud-kms-v1"),
            of_ecs / each(&google, of_google),
            tenth,
        );
        let thirtieth = Bound::AtMost(1.0 / 30.0);
        figures.add(
            format!("{name}: ecs / aws-sdk-kms"),
            of_ecs / each(&aws, of_aws),
            thirtieth,
        );
        for (today, seconds) in [(&ecs_today, of_ecs_today), (&vpc_today, of_vpc_today)] {
            let name = format!("{name}: {} / ecs of pages", today.label);
            figures.add(name, each(today, seconds) / of_ecs, Bound::AtMost(1.0));
        }
        figures.add(
            format!("{name}: five operations, CPU seconds"),
            of_five,
            Bound::AtMost(1.0),
        );
    }
    figures.add(
        "packages: ecs / google-cloud-kms-v1",
        ecs.packages as f64 / google.packages as f64,
        Bound::AtMost(0.5),
    );
    print!("\n{}", figures.table());
    Ok(figures.outcome())
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // One folder for what is built: it outlives the generated crates.
    let target = workspace::root().join("target/bench/compile/target");
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", target);
    cargo.env("CARGO_INCREMENTAL", "0").args(arguments);
    cargo
}

/// What a crate costs beyond what cargo itself needs to find that there is nothing to do.
fn cost(one: &Crate, mode: Mode) -> anyhow::Result<Usage> {
    let profile: &[&str] = if mode == Mode::Release { &["--release"] } else { &[] };
    let subcommand = if mode == Mode::Check { "check" } else { "build" };
    let mut build = cargo(&one.folder, &[subcommand, "--quiet", "--package", one.package]);
    build.args(profile);
    measure(&mut build)?;
    let nothing = measure(&mut build)?;
    let mut clean = cargo(&one.folder, &["clean", "--quiet", "--package", one.package]);
    measure(clean.args(profile))?;
    let all = measure(&mut build)?;
    Ok(Usage {
        cpu: all.cpu.saturating_sub(nothing.cpu),
        ..all
    })
}

/// Google's and Amazon's clients of their key management.
fn yardsticks(folder: &Path) -> anyhow::Result<[Crate; 2]> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), YARDSTICKS)?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let google = source(folder, "google-cloud-kms-v1")?.join("src/builder.rs");
    let builders = fs::read_to_string(&google).with_context(|| google.display().to_string())?;
    // Each request builder holds one, whatever the line breaks.
    let google = builders.split("pub struct ").filter(|part| {
        let body = part.split_once('(').map_or("", |(_, body)| body);
        body.trim_start().starts_with("RequestBuilder<")
    });
    let aws = source(folder, "aws-sdk-kms")?.join("src/operation");
    let aws = fs::read_dir(&aws)?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir());
    Ok([
        Crate {
            folder: folder.to_owned(),
            package: "google-cloud-kms-v1",
            label: "google-cloud-kms-v1",
            operations: google.count(),
            packages: packages(folder, "google-cloud-kms-v1")?,
        },
        Crate {
            folder: folder.to_owned(),
            package: "aws-sdk-kms",
            label: "aws-sdk-kms",
            operations: aws.count(),
            packages: packages(folder, "aws-sdk-kms")?,
        },
    ])
}

/// Our crates of two products, generated now from their pages.
fn of_pages(folder: &Path, docs: Option<&Path>) -> anyhow::Result<[Crate; 2]> {
    let docs = docs.map_or_else(|| workspace::shared().join("docs"), Path::to_owned);
    let mut regen = regen(folder, ["ecs", "multimediaai"])?;
    regen.arg("--docs").arg(docs).arg("--spec").arg(folder.join("spec"));
    measure(&mut regen)?;
    Ok([
        ours(folder, "ecs", "alibabacloud-ecs", "ecs of pages")?,
        ours(folder, "multimediaai", "alibabacloud-multimediaai", "multimediaai")?,
    ])
}

/// Our crates of two products, generated now from their committed specs, which are of API metadata.
fn of_metadata(folder: &Path) -> anyhow::Result<[Crate; 2]> {
    let mut regen = regen(folder, ["ecs", "vpc"])?;
    regen
        .arg("--code-only")
        .arg("--spec")
        .arg(workspace::root().join("spec"));
    measure(&mut regen)?;
    Ok([
        ours(folder, "ecs", "alibabacloud-ecs", "ecs of metadata")?,
        ours(folder, "vpc", "alibabacloud-vpc", "vpc of metadata")?,
    ])
}

fn regen(folder: &Path, products: [&str; 2]) -> anyhow::Result<Command> {
    let mut regen = Command::new(std::env::current_exe().context("this program")?);
    regen.arg("regen").arg("--generated").arg(folder.join("generated"));
    for product in products {
        regen.args(["--product", product]);
    }
    Ok(regen)
}

fn ours(folder: &Path, product: &str, package: &'static str, label: &'static str) -> anyhow::Result<Crate> {
    let generated = folder.join("generated");
    let lock = workspace::root().join("Cargo.lock");
    fs::copy(&lock, generated.join("Cargo.lock")).with_context(|| lock.display().to_string())?;
    let modules = generated.join(product).join("src/operation");
    Ok(Crate {
        operations: WalkDir::new(modules).min_depth(1).into_iter().count() - 1,
        packages: packages(&generated, package)?,
        folder: generated,
        package,
        label,
    })
}

fn output(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut cargo = cargo(folder, arguments);
    let output = cargo.stderr(Stdio::inherit()).output().context("cargo")?;
    if !output.status.success() {
        bail!("{cargo:?}: {}", output.status);
    }
    Ok(output.stdout)
}

/// The folder of a package's source.
fn source(folder: &Path, package: &str) -> anyhow::Result<PathBuf> {
    let metadata = output(folder, &["metadata", "--format-version", "1"])?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata)?;
    let packages = metadata.get("packages").and_then(|packages| packages.as_array());
    let found = packages
        .into_iter()
        .flatten()
        .find(|one| one.get("name").and_then(|name| name.as_str()) == Some(package));
    let manifest = found.and_then(|one| one.get("manifest_path")?.as_str());
    let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
    Ok(folder.with_context(|| format!("{package} is nowhere"))?.to_owned())
}

/// How many packages a package pulls in on this machine, with itself.
fn packages(folder: &Path, package: &str) -> anyhow::Result<usize> {
    let tree = output(
        folder,
        &[
            "tree",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--package",
            package,
        ],
    )?;
    let tree = String::from_utf8(tree)?;
    let packages: BTreeSet<_> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    Ok(packages.len())
}
