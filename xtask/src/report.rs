//! `cargo xtask report`: one page of HTML for whoever reviews the specs.

use crate::diff::sides::{self, Side};
use crate::product::SourceFolder;
use crate::{Outcome, workspace};
use alibabacloud_generator::files::read;
use alibabacloud_generator::files::write::replace;
use alibabacloud_generator::report::{Sources, gather, html};
use alibabacloud_generator::semver::Comparison;
use alibabacloud_generator::spec::folder::{self, MANIFEST};
use alibabacloud_generator::spec::product::Manifest;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file to write [default: target/report.html]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Highlight what changed since: a revision of git, or a folder of specs
    #[arg(long, value_name = "REV | DIR")]
    since: Option<String>,
    /// Only this product; may be given several times.
    #[arg(long = "product", value_name = "NAME")]
    products: Vec<String>,
    /// A folder with a folder of pages for each product [default: the docs that each product.yaml in spec names]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let spec = workspace::spec(arguments.spec.as_deref());
    let mut names = workspace::folders(&spec)?;
    names.retain(|name| spec.join(name).join(MANIFEST).is_file());
    if let Some(missing) = arguments.products.iter().find(|only| !names.contains(only)) {
        bail!("{missing}: no product of this name in {}", workspace::shown(&spec));
    }
    names.retain(|name| arguments.products.is_empty() || arguments.products.contains(name));
    if names.is_empty() {
        bail!(
            "{}: no folder of a product, with its {MANIFEST}",
            workspace::shown(&spec)
        );
    }
    let comparisons: Vec<Comparison> = match &arguments.since {
        Some(since) => sides::compare(&Side::old(since, &spec)?, &Side::folder(&spec)?, &arguments.products)?,
        None => Vec::new(),
    };
    let unchanged = Comparison::default();
    let mut read = Vec::new();
    for name in &names {
        let home = spec.join(name);
        let files = read::tree(&home, "yaml", "")?.files;
        let manifest = files.iter().find(|file| file.path == MANIFEST);
        // What is wrong with it is told where all of the spec is read.
        let manifest = manifest.and_then(|file| folder::parse::<Manifest>(file).ok());
        let pages = match pages(arguments.docs.as_deref(), &home, name, manifest) {
            Some((folder, prefix)) => read::tree(&folder, "md", &prefix)?.files,
            None => Vec::new(),
        };
        read.push((name, files, pages));
    }
    let sources = read.iter().map(|(name, spec, pages)| {
        let comparison = comparisons.iter().find(|comparison| comparison.product == **name);
        Sources {
            name,
            spec,
            pages,
            comparison: comparison.or(arguments.since.is_some().then_some(&unchanged)),
        }
    });
    let products = gather(&sources.collect::<Vec<_>>());
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace::root().join("target/report.html"));
    replace(&out, &html(&products, arguments.since.as_deref()))?;
    println!("wrote {}", workspace::shown(&out));
    let mut outcome = Outcome::Fine;
    for product in &products {
        for error in product.errors() {
            eprintln!("error: {}/{error}", workspace::shown(&spec.join(product.name())));
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

/// Where the pages are, and what stands before their paths in the spec; nothing where they are not at hand.
fn pages(docs: Option<&Path>, home: &Path, name: &str, manifest: Option<Manifest>) -> Option<(PathBuf, String)> {
    if let Some(docs) = docs {
        let folder = docs.join(name);
        return folder.is_dir().then(|| (folder, String::new()));
    }
    let SourceFolder { folder, prefix } = SourceFolder::named(home, &manifest?.docs?);
    folder.is_dir().then_some((folder, prefix))
}
