//! `cargo xtask cloud`: builds and runs the program in `xtask/cloud`, which has the runtime in it that the other commands do without.

use crate::{Outcome, workspace};
use anyhow::Context as _;
use clap::Args;
use std::ffi::OsString;
use std::process::Command;

#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// What the program takes; `--help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    all: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .arg("run")
        .arg("--manifest-path")
        .arg(workspace::root().join("Cargo.toml"))
        .args(["--package", "xtask-cloud", "--"])
        .args(&arguments.all);
    run_instead(cargo)
}

/// Runs a command in place of this program, so that who ends this one ends it.
#[cfg(unix)]
fn run_instead(mut command: Command) -> anyhow::Result<Outcome> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cargo")
}

#[cfg(not(unix))]
fn run_instead(mut command: Command) -> anyhow::Result<Outcome> {
    let status = command.status().context("cargo")?;
    Ok(if status.success() {
        Outcome::Fine
    } else {
        Outcome::Failed
    })
}
