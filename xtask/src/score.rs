//! `cargo xtask score`: the spec against shapes read off official SDKs and against API metadata, with the scripts that lie beside the project.

mod weights;

use crate::{Outcome, workspace};
use anyhow::{Context as _, bail};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Arguments of `score`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the specs to score [default: made anew from the shared docs]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The docs to make the specs of, a folder a product [default: the shared docs]
    #[arg(long, value_name = "DIR", conflicts_with = "spec")]
    docs: Option<PathBuf>,
    /// Tell what changes against the metadata where a weight of the inference is another: a name of weights.rs, or `all`, which takes
    /// half an hour.
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with_all = ["spec", "show", "json"])]
    weights: Vec<String>,
    /// List so many operations that differ.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Print JSON: a line for each of the two comparisons.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let shared = workspace::shared();
    let script = shared.join("tools/score.py");
    if !script.is_file() {
        bail!("{}: no shared material; the score compares with it", script.display());
    }
    let docs = arguments.docs.clone().unwrap_or_else(|| shared.join("docs"));
    let metadata = shared.join("tools/meta_truth.py");
    if !arguments.weights.is_empty() {
        weights::run(&arguments.weights, &docs, &metadata)?;
        return Ok(Outcome::Fine);
    }
    let made = tempfile::tempdir().context("a folder for the spec")?;
    let spec = match &arguments.spec {
        Some(spec) => spec.clone(),
        None => {
            let regen = env::current_exe().context("this program")?;
            let status = Command::new(regen)
                .args(["regen", "--docs-only", "--docs"])
                .arg(&docs)
                .arg("--spec")
                .arg(made.path())
                .stdout(std::process::Stdio::null())
                .status()
                .context("regen")?;
            if !status.success() {
                bail!("regen of {} failed", docs.display());
            }
            made.path().to_owned()
        }
    };
    let mut outcome = compare(&script, ("--truth", "truth"), &spec, arguments)?;
    // The metadata is of another year than the docs, and knows what no SDK tells: requests, wrappers, methods and paths.
    if metadata.is_file() {
        outcome = outcome.max(compare(&metadata, ("--meta", "metadata"), &spec, arguments)?);
    }
    Ok(outcome)
}

/// Runs a script over the spec; what it compares with lies in a folder of the shared material.
fn compare(
    script: &Path,
    (option, folder): (&str, &str),
    spec: &Path,
    arguments: &Arguments,
) -> anyhow::Result<Outcome> {
    let mut python = Command::new("python3");
    python.arg(script).arg(option).arg(workspace::shared().join(folder));
    python
        .arg("--spec")
        .arg(spec)
        .arg("--show")
        .arg(arguments.show.to_string());
    if arguments.json {
        python.arg("--json");
    }
    let status = python.status().context("python3")?;
    Ok(if status.success() {
        Outcome::Fine
    } else {
        Outcome::Failed
    })
}

/// What the script that holds specs against metadata tells, as JSON.
fn compare_json(script: &Path, spec: &Path) -> anyhow::Result<serde_json::Value> {
    let mut python = Command::new("python3");
    python
        .arg(script)
        .arg("--meta")
        .arg(workspace::shared().join("metadata"));
    let output = python
        .arg("--spec")
        .arg(spec)
        .arg("--json")
        .output()
        .context("python3")?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            script.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    serde_json::from_slice(&output.stdout).with_context(|| script.display().to_string())
}
