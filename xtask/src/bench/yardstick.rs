//! The least that each half must do: of the pages, to find, load and parse their markdown; of the crates, to parse and print their Rust.

use crate::Outcome;
use anyhow::Context as _;
use pulldown_cmark::{Options, Parser};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Arguments of `yardstick`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the pages.
    #[arg(long, value_name = "DIR", required_unless_present = "generated")]
    docs: Option<PathBuf>,
    /// The folder of the crates.
    #[arg(long, value_name = "DIR")]
    generated: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut size = 0;
    if let Some(docs) = &arguments.docs {
        each(docs, "md", &mut |_, text| {
            size += Parser::new_ext(&text, Options::ENABLE_TABLES).count();
            Ok(())
        })?;
    }
    if let Some(generated) = &arguments.generated {
        each(generated, "rs", &mut |path, text| {
            let file = syn::parse_file(&text).with_context(|| path.display().to_string())?;
            size += prettyplease::unparse(&file).len();
            Ok(())
        })?;
    }
    println!("{size}");
    Ok(Outcome::Fine)
}

/// Reads all files of a kind.
fn each(
    folder: &Path,
    extension: &str,
    take: &mut dyn FnMut(&Path, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|own| own == extension) {
            let bytes = std::fs::read(entry.path())?;
            take(entry.path(), String::from_utf8_lossy(&bytes).into_owned())?;
        }
    }
    Ok(())
}
