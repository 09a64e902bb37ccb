//! `cargo xtask diff`: what changed in the API between two specs, and what that means for users of the crates.

pub(crate) mod sides;

use crate::{Outcome, workspace};
use alibabacloud_generator::semver::show::{json, markdown, text};
use alibabacloud_generator::semver::{Class, Comparison};
use clap::ValueEnum;
use sides::Side;
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to compare with: a revision of git, or a folder of specs
    #[arg(value_name = "REV | DIR", default_value = "HEAD")]
    old: String,
    /// The folder of the new specs [default: spec]
    #[arg(value_name = "DIR")]
    new: Option<PathBuf>,
    /// Only this product; may be given several times.
    #[arg(long = "product", value_name = "NAME")]
    products: Vec<String>,
    /// For people, for a pull request, or for tools
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if there is a change of this class or a graver one.
    #[arg(long, value_enum, value_name = "CLASS")]
    deny: Option<Denied>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Denied {
    /// What code that uses the crates may not survive.
    Breaking,
    /// Anything but prose.
    Compatible,
    /// Anything at all.
    Prose,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let folder = workspace::spec(arguments.new.as_deref());
    let new = Side::folder(&folder)?;
    let old = Side::old(&arguments.old, &folder)?;
    let comparisons = sides::compare(&old, &new, &arguments.products)?;
    let out = match arguments.format {
        Format::Text => text(&comparisons),
        Format::Markdown => markdown(&comparisons),
        Format::Json => json(&comparisons)?,
    };
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    let worst = comparisons
        .iter()
        .flat_map(|comparison: &Comparison| &comparison.changes);
    let denied = arguments.deny.map(|denied| match denied {
        Denied::Breaking => Class::Breaking,
        Denied::Compatible => Class::Compatible,
        Denied::Prose => Class::Prose,
    });
    let found = denied.is_some_and(|denied| worst.map(|change| change.class).any(|class| class <= denied));
    Ok(if found { Outcome::Differs } else { Outcome::Fine })
}
