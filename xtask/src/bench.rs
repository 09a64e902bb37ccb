//! `cargo xtask bench`: how fast we are, as ratios against yardsticks measured in the same run.

mod docs;
mod figures;
mod measure;
mod regen;
mod yardstick;

use crate::Outcome;

/// What is measured.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {
    /// All pages to spec and crates, against reading them with pulldown-cmark and nothing more.
    Regen(regen::Arguments),
    /// Reads pages with pulldown-cmark and nothing more; what `bench regen` runs as a process of its own.
    #[command(hide = true)]
    Yardstick(yardstick::Arguments),
}

pub(crate) fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    match bench {
        Bench::Regen(arguments) => regen::run(arguments),
        Bench::Yardstick(arguments) => yardstick::run(arguments),
    }
}
