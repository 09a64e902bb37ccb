//! The project's automation, thin: arguments and printing. What it does is done by the generator.

mod add;
mod bench;
mod cloud;
mod diagnostics;
mod diff;
mod explain;
mod fetch;
mod git;
mod product;
mod progress;
mod regen;
mod report;
mod score;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The automation of alibabacloud-rs.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Takes a folder of docs up: writes the product.yaml of its products, and says what to look at first.
    Add(add::Arguments),
    /// Brings the sources that product.yaml files name from where they are published, and tells whether there are newer ones.
    Fetch(fetch::Arguments),
    /// Makes the spec from the docs, and the crates from the spec.
    Regen(regen::Arguments),
    /// Checks that spec and crates are fresh, overrides fit, nothing was edited by hand, and names stay: what CI runs.
    Check(regen::check::Arguments),
    /// Tells what changed in the API between two specs, and whether code that uses the crates breaks.
    Diff(diff::Arguments),
    /// Tells why an operation was read as it was: witnesses, and the reading that came second.
    Explain(explain::Arguments),
    /// Writes one page of HTML for reviewers: each operation as a tree beside the rows of its page, marked spots first.
    Report(report::Arguments),
    /// Compares the spec of the shared docs with shapes read off official SDKs, and with API metadata.
    Score(score::Arguments),
    /// Plays the products of the specs on 127.0.0.1, for clients in any language: signatures and parameters checked, answers, pages, faults.
    Cloud(cloud::Arguments),
    /// Measures how fast we are, against yardsticks.
    #[command(subcommand)]
    Bench(bench::Bench),
}

/// How a command ended, where it ended well enough to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is well.
    Fine,
    /// A check found differences, or a file was left alone that should have changed.
    Differs,
    /// Some of the input could not be used.
    Failed,
}

fn main() -> ExitCode {
    // clap itself ends with 2 on arguments it can't read.
    let done = match Cli::parse().command {
        Command::Add(arguments) => add::run(&arguments),
        Command::Fetch(arguments) => fetch::run(&arguments),
        Command::Regen(arguments) => regen::run(&arguments),
        Command::Check(arguments) => regen::check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Cloud(arguments) => cloud::run(&arguments),
        Command::Bench(bench) => bench::run(&bench),
    };
    match done {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
