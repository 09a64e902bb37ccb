//! `cargo xtask bench`: how fast we are, as ratios against yardsticks measured in the same run.

mod compile;
mod docs;
mod figures;
mod measure;
mod program;
mod regen;
mod yardstick;

use crate::Outcome;

/// What is measured.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {
    /// All pages to spec, against reading them with pulldown-cmark and nothing more; all specs to crates, against reading and printing
    /// those with syn and prettyplease.
    Regen(regen::Arguments),
    /// Crates of ours, against google-cloud-kms-v1 and aws-sdk-kms: CPU seconds an operation; needs crates.io and the shared docs.
    Compile(compile::Arguments),
    /// Decoding of answers, against serde_json into hand-written structures.
    Decode,
    /// Calls, against bare reqwest with serde_json.
    Call,
    /// Reads pages with pulldown-cmark, or crates with syn and prettyplease, and nothing more; what `bench regen` runs as a process of
    /// its own.
    #[command(hide = true)]
    Yardstick(yardstick::Arguments),
}

pub(crate) fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    match bench {
        Bench::Regen(arguments) => regen::run(arguments),
        Bench::Compile(arguments) => compile::run(arguments),
        Bench::Decode => program::run("decode"),
        Bench::Call => program::run("call"),
        Bench::Yardstick(arguments) => yardstick::run(arguments),
    }
}
