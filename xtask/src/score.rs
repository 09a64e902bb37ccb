//! `cargo xtask score`: the spec against shapes read off official SDKs, with the script that lies beside the project.

use crate::{Outcome, workspace};
use anyhow::{Context as _, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// Arguments of `score`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the specs to score [default: made anew from the shared docs]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// List so many operations that differ.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let shared = workspace::shared();
    let script = shared.join("tools/score.py");
    if !script.is_file() {
        bail!("{}: no shared material; the score compares with it", script.display());
    }
    let made = tempfile::tempdir().context("a folder for the spec")?;
    let spec = match &arguments.spec {
        Some(spec) => spec.clone(),
        None => {
            let regen = env::current_exe().context("this program")?;
            let status = Command::new(regen)
                .args(["regen", "--docs-only", "--docs"])
                .arg(shared.join("docs"))
                .arg("--spec")
                .arg(made.path())
                .stdout(std::process::Stdio::null())
                .status()
                .context("regen")?;
            if !status.success() {
                bail!("regen of the shared docs failed");
            }
            made.path().to_owned()
        }
    };
    let mut score = Command::new("python3");
    score
        .arg(&script)
        .arg("--truth")
        .arg(shared.join("truth"))
        .arg("--spec")
        .arg(&spec);
    score.arg("--show").arg(arguments.show.to_string());
    if arguments.json {
        score.arg("--json");
    }
    let status = score.status().context("python3")?;
    Ok(if status.success() {
        Outcome::Fine
    } else {
        Outcome::Failed
    })
}
