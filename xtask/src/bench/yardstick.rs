//! The least that anything which reads the pages must do: find them, load them, parse their markdown.

use crate::Outcome;
use pulldown_cmark::{Options, Parser};
use std::path::PathBuf;
use walkdir::WalkDir;

/// Arguments of `yardstick`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the pages.
    #[arg(long, value_name = "DIR")]
    docs: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut events = 0;
    for entry in WalkDir::new(&arguments.docs) {
        let entry = entry?;
        if entry.file_type().is_file() && entry.file_name().as_encoded_bytes().ends_with(b".md") {
            let bytes = std::fs::read(entry.path())?;
            events += Parser::new_ext(&String::from_utf8_lossy(&bytes), Options::ENABLE_TABLES).count();
        }
    }
    println!("{events} events");
    Ok(Outcome::Fine)
}
