//! `bench decode` and `bench call`: the program in `tests/bench/`, which has the runtime and a client in it.

use super::figures::{Bound, Figures};
use super::measure::cores;
use crate::{Outcome, workspace};
use anyhow::{Context as _, bail};
use serde::Deserialize;
use std::process::{Command, Stdio};

/// What the program prints.
#[derive(Debug, Deserialize)]
struct Report {
    lines: Vec<String>,
    figures: Vec<Figure>,
}

#[derive(Debug, Deserialize)]
struct Figure {
    name: String,
    value: Option<f64>,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

pub(super) fn run(what: &str) -> anyhow::Result<Outcome> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(workspace::root())
        .args(["run", "--release", "--package", "alibabacloud-bench", "--", what]);
    let output = cargo.stderr(Stdio::inherit()).output().context("cargo")?;
    if !output.status.success() {
        bail!("{cargo:?}: {}", output.status);
    }
    let report: Report = serde_json::from_slice(&output.stdout).context("what the program printed")?;
    println!("{what} on {} cores\n", cores());
    for line in report.lines {
        println!("{line}");
    }
    let mut figures = Figures::default();
    for figure in report.figures {
        let bound = match (figure.at_least, figure.at_most) {
            (Some(bound), _) => Bound::AtLeast(bound),
            (None, Some(bound)) => Bound::AtMost(bound),
            (None, None) => continue,
        };
        figures.add(figure.name, figure.value.unwrap_or(f64::NAN), bound);
    }
    print!("\n{}", figures.table());
    Ok(figures.outcome())
}
