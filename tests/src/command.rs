//! Running commands and looking at what they said.

use crate::root;
use serde_json::Value;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Output};

/// What a command did.
#[derive(Debug)]
pub struct Done {
    /// Its exit code; -1 if a signal ended it.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it printed as errors.
    pub stderr: String,
}

/// Runs a command to its end.
///
/// # Panics
/// If it can't be started.
pub fn run(command: &mut Command) -> Done {
    let Output { status, stdout, stderr } = match command.output() {
        Ok(output) => output,
        Err(error) => panic!("{command:?}: {error}"),
    };
    Done {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

impl Done {
    /// The same, if it ended well.
    ///
    /// # Panics
    /// If it did not.
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// The command apart from what the person at this machine has set up; no metadata service is asked.
pub fn apart(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("ALIBABA_CLOUD_") {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", "/nonexistent")
        .env("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    command
}

/// A cargo that builds into the folder that the running test was built into, so that nothing is built twice.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).env("CARGO_TARGET_DIR", target());
    // These describe the package whose test is running, and would change what build scripts see.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// What cargo says of all that it builds, or has built: a JSON object each.
///
/// # Panics
/// If it does not build.
pub fn built(arguments: &[&str]) -> Vec<Value> {
    let mut build = cargo();
    build
        .args(["build", "--quiet", "--message-format", "json"])
        .args(arguments);
    let messages = run(&mut build).well().stdout;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// A command of ours, in the workspace as it is.
pub fn xtask(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command
        .args(["run", "--quiet", "--package", "xtask", "--"])
        .args(arguments);
    command
}

/// The target folder that the running test lies in.
pub fn target() -> PathBuf {
    // target/debug/deps/test-0123
    let test = env::current_exe().unwrap_or_default();
    test.ancestors()
        .nth(3)
        .map_or_else(|| root().join("target"), PathBuf::from)
}
