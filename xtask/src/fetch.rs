//! `cargo xtask fetch`: brings the sources of products that lie elsewhere: metadata over https, pages out of a git repository.
//!
//! Both are fetched by the programs made for it, `curl` and `git`; what they bring is looked at before it takes an older file's place.

mod download;
mod record;
mod repository;

use crate::product::manifest;
use crate::{Outcome, workspace};
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::folder::MANIFEST;
use alibabacloud_generator::spec::product::{Fetched, Manifest};
use alibabacloud_generator::survey::survey_metadata;
use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the provider publishes metadata.
const PUBLISHED: &str = "https://api.aliyun.com/meta/v1";
/// The name of a version's file.
const FILE: &str = "api-docs.json";

/// Arguments of `fetch`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only this product; may be given several times.
    #[arg(long = "product", value_name = "NAME")]
    products: Vec<String>,
    /// Where metadata is published; the files are at `products/<code>/versions/<version>/api-docs.json` below
    #[arg(long, value_name = "URL", default_value = PUBLISHED)]
    from: String,
    /// Write nothing; tell what there is that is newer, and exit with 1 if there is anything.
    #[arg(long)]
    check: bool,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder that sources are brought to [default: target/sources]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let spec = workspace::spec(arguments.spec.as_deref());
    let to = arguments
        .to
        .clone()
        .unwrap_or_else(|| workspace::root().join("target/sources"));
    let (mut is_any, mut newer, mut failed) = (false, false, false);
    let asked = |name: &String| arguments.products.is_empty() || arguments.products.contains(name);
    let known = workspace::folders(&spec)?;
    if let Some(missing) = arguments.products.iter().find(|name| !known.contains(name)) {
        bail!("{missing}: no folder of this name in {}", workspace::shown(&spec));
    }
    for name in known.into_iter().filter(asked) {
        let Some(manifest) = manifest(&spec, &name)? else {
            continue;
        };
        if manifest.metadata.is_none() && manifest.repository.is_none() {
            continue;
        }
        is_any = true;
        if arguments.check && manifest.fetched.is_none() {
            newer = true;
            println!("{name}: nothing of it was fetched yet; `cargo xtask fetch --product {name}` brings it");
            continue;
        }
        let product = Product {
            manifest: &manifest,
            to: to.join(&name),
        };
        let known = manifest.fetched.clone().unwrap_or_default();
        match product.fetch(arguments, &known) {
            Ok(fetched) if arguments.check => {
                newer |= fetched != known;
                let news = if fetched == known {
                    "as it was"
                } else {
                    "there is something newer"
                };
                println!("{name}: {news}");
            }
            Ok(fetched) if fetched == known => println!("{name}: as it was{}", product.unread(&spec.join(&name))),
            Ok(fetched) => {
                record::write(&spec.join(&name).join(MANIFEST), &fetched)?;
                let to = workspace::shown(&product.to);
                println!("{name}: brought to {to}{}", product.unread(&spec.join(&name)));
            }
            Err(error) => {
                failed = true;
                eprintln!("error: {name}: {error:#}");
            }
        }
    }
    if !is_any {
        println!("nothing to fetch: no {MANIFEST} says `metadata` or `repository`");
    }
    Ok(match (failed, newer) {
        (true, _) => Outcome::Failed,
        (_, true) => Outcome::Differs,
        _ => Outcome::Fine,
    })
}

struct Product<'a> {
    manifest: &'a Manifest,
    /// The folder of its sources.
    to: PathBuf,
}

impl Product<'_> {
    /// Fetches what there is; what it is known by from then on. With `check`, no file is touched.
    fn fetch(&self, arguments: &Arguments, known: &Fetched) -> anyhow::Result<Fetched> {
        let mut fetched = Fetched::default();
        if self.manifest.metadata.is_some() {
            for version in &self.manifest.versions {
                let sum = self.metadata(arguments, version, known.metadata.get(version))?;
                fetched.metadata.insert(version.clone(), sum);
            }
        }
        if let Some(repository) = &self.manifest.repository {
            let to = (!arguments.check).then(|| self.to.join("docs"));
            fetched.docs = Some(repository::fetch(repository, to.as_deref(), known.docs.as_deref())?);
        }
        Ok(fetched)
    }

    /// That `regen` looks elsewhere, if it does, in words.
    fn unread(&self, home: &Path) -> String {
        let named = [("metadata", &self.manifest.metadata), ("docs", &self.manifest.docs)];
        let brought = [self.manifest.metadata.is_some(), self.manifest.repository.is_some()];
        let elsewhere = named.into_iter().zip(brought).find_map(|((part, named), brought)| {
            let read = workspace::real(&home.join(named.as_deref().unwrap_or_default()));
            let there = workspace::real(&self.to.join(part));
            let is_read = there.starts_with(&read) || read.starts_with(&there);
            (brought && !is_read)
                .then(|| format!("; {MANIFEST} does not name this folder as `{part}`, and `regen` reads what it does"))
        });
        elsewhere.unwrap_or_default()
    }

    /// Fetches the metadata of a version; the SHA-256 of what it holds.
    fn metadata(&self, arguments: &Arguments, version: &str, known: Option<&String>) -> anyhow::Result<String> {
        let code = &self.manifest.code;
        let base = arguments.from.trim_end_matches('/');
        let address = format!("{base}/products/{code}/versions/{version}/{FILE}");
        let scratch = tempfile::tempdir().context("a temporary folder")?;
        let folder = if arguments.check {
            scratch.path().to_path_buf()
        } else {
            self.to.join("metadata").join(version)
        };
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        // A download that was cut off goes on from here.
        let (file, part) = (folder.join(FILE), folder.join(format!("{FILE}.part")));
        download::fetch(&address, &part)?;
        let bytes = fs::read(&part).with_context(|| part.display().to_string())?;
        if let Err(problem) = is_metadata(&bytes, code, version) {
            // What is wrong must not be gone on from.
            fs::remove_file(&part).with_context(|| part.display().to_string())?;
            bail!("{address}: {problem}");
        }
        let sum: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if known == Some(&sum) && file.exists() {
            fs::remove_file(&part).with_context(|| part.display().to_string())?;
        } else {
            fs::rename(&part, &file).with_context(|| file.display().to_string())?;
        }
        Ok(sum)
    }
}

/// Whether a file is what was asked for.
fn is_metadata(bytes: &[u8], code: &str, version: &str) -> Result<(), String> {
    let file = SourceFile {
        path: FILE.to_owned(),
        bytes: bytes.to_vec(),
    };
    let (told, diagnostics) = survey_metadata(std::slice::from_ref(&file));
    match told.as_slice() {
        [one] if one.product.manifest.code.eq_ignore_ascii_case(code) && one.product.manifest.versions == [version] => {
            Ok(())
        }
        [one] => Err(format!(
            "it is of {} {}",
            one.product.manifest.code,
            one.product.manifest.versions.join(" ")
        )),
        _ => Err(diagnostics
            .first()
            .map_or("no API metadata".to_owned(), |first| first.message.clone())),
    }
}
