//! The two specs that are compared: a folder, or the same folder in a revision of git.

use crate::diagnostics::line;
use crate::{git, workspace};
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::semver::{self, Comparison};
use alibabacloud_generator::spec::folder::MANIFEST;
use alibabacloud_generator::spec::snapshot::Snapshot;
use anyhow::{Context as _, bail};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files of a folder of specs, by product.
pub(crate) struct Side {
    /// What it is called in messages: `spec`, or `HEAD~1:spec`.
    name: String,
    products: BTreeMap<String, Vec<SourceFile>>,
}

impl Side {
    /// What is compared with: a folder, if there is one of this name, or else a revision, in which the new folder is looked for.
    pub(crate) fn old(name: &str, new: &Path) -> anyhow::Result<Self> {
        if Path::new(name).is_dir() {
            Self::folder(Path::new(name))
        } else {
            Self::revision(name, new)
        }
    }

    /// A folder of specs.
    pub(crate) fn folder(folder: &Path) -> anyhow::Result<Self> {
        let tree = read::tree(folder, "yaml", "")?;
        if let Some(problem) = tree.diagnostics.first() {
            bail!("{}/{}", workspace::shown(folder), line(problem));
        }
        Self::of(workspace::shown(folder), tree.files)
    }

    fn revision(revision: &str, folder: &Path) -> anyhow::Result<Self> {
        let folder_name = workspace::shown(folder);
        let files = git::files(revision, folder, "yaml")
            .with_context(|| format!("{folder_name}: can't be compared with {revision}"))?;
        Self::of(format!("{revision}:{folder_name}"), files)
    }

    fn of(name: String, files: Vec<SourceFile>) -> anyhow::Result<Self> {
        let mut products = workspace::by_product(files);
        products.retain(|_, files| files.iter().any(|file| file.path == MANIFEST));
        if products.is_empty() {
            bail!("{name}: no folder of a product, with its {MANIFEST}");
        }
        Ok(Self { name, products })
    }

    fn snapshot(&self, product: &str) -> anyhow::Result<Option<Snapshot>> {
        let Some(files) = self.products.get(product) else {
            return Ok(None);
        };
        let read = Snapshot::read(product, files);
        read.map(Some).map_err(|errors| {
            let lines: Vec<_> = errors
                .iter()
                .map(|error| format!("{}/{product}/{}", self.name, line(error)))
                .collect();
            anyhow::anyhow!(lines.join("\nerror: "))
        })
    }
}

/// Compares the products that differ in some file; of those, only the ones asked for, if any are.
pub(crate) fn compare(old: &Side, new: &Side, only: &[String]) -> anyhow::Result<Vec<Comparison>> {
    let names: BTreeSet<&String> = old.products.keys().chain(new.products.keys()).collect();
    if let Some(missing) = only.iter().find(|only| !names.contains(only)) {
        bail!("{missing}: no product of this name in {} or {}", old.name, new.name);
    }
    let compared = names
        .into_iter()
        .filter(|name| only.is_empty() || only.contains(name))
        .filter(|name| old.products.get(*name) != new.products.get(*name))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|name| {
            Ok(semver::compare(
                name,
                old.snapshot(name)?.as_ref(),
                new.snapshot(name)?.as_ref(),
            ))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(compared
        .into_iter()
        .filter(|comparison| !comparison.changes.is_empty())
        .collect())
}
