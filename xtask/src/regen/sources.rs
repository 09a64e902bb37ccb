//! Where a run has something to read: the pages and the metadata of each product.

use super::results::Results;
use super::{Places, Task};
use crate::product::{SourceFolder, manifest};
use crate::workspace::{self, folders};
use alibabacloud_generator::files::read;
use alibabacloud_generator::spec::product::{Manifest, Prose};
use anyhow::bail;
use std::collections::BTreeSet;
use std::path::Path;

/// What a line about sources that are not here calls API metadata.
pub(super) const METADATA: &str = "metadata";

/// The sources of a product: its pages, its metadata, or both.
pub(super) struct Source {
    /// The name of the product's folder.
    pub(super) product: String,
    pub(super) docs: Option<SourceFolder>,
    pub(super) metadata: Option<SourceFolder>,
    /// Which words the spec keeps.
    pub(super) prose: Prose,
}

impl Source {
    /// Where it is, for people.
    pub(super) fn shown(&self) -> String {
        let folders = [&self.docs, &self.metadata].into_iter().flatten();
        let folders: Vec<_> = folders.map(|pages| workspace::shown(&pages.folder)).collect();
        folders.join(" and ")
    }

    /// What the path of one of its files is relative to: `spec`, the product's spec folder, unless the file lies elsewhere.
    pub(super) fn base<'a>(&'a self, spec: &'a Path, file: &str) -> &'a Path {
        let (likely, other) = if file.ends_with(".json") {
            (&self.metadata, &self.docs)
        } else {
            (&self.docs, &self.metadata)
        };
        let folder = likely.as_ref().or(other.as_ref());
        let elsewhere = folder.filter(|folder| folder.is_elsewhere());
        elsewhere.map_or(spec, |folder| folder.folder.as_path())
    }
}

/// Where there is something to read: in the folders that the command names, or else in those that each `product.yaml` does.
pub(super) fn sources(task: &Task, places: &Places, results: &mut Results) -> anyhow::Result<Vec<Source>> {
    let (docs, metadata) = (places.docs.as_deref(), places.metadata.as_deref());
    let mut sources = Vec::new();
    let roots: Vec<&Path> = [docs, metadata].into_iter().flatten().collect();
    let named = !roots.is_empty();
    let roots = if named {
        roots
    } else {
        vec![places.spec.as_deref().unwrap_or(&task.spec)]
    };
    let has_own = |product: &str| {
        let says = |manifest: Manifest| manifest.docs.is_some() || manifest.metadata.is_some();
        anyhow::Ok(named || manifest(&task.spec, product)?.is_some_and(says))
    };
    for product in selected(task, &roots, has_own)? {
        let manifest = match manifest(&task.spec, &product) {
            Ok(manifest) => manifest,
            // It is told when the pages are read.
            Err(_) if named => None,
            Err(error) => {
                results.errors.push(error.to_string());
                continue;
            }
        };
        let said = manifest.as_ref().and_then(|manifest| manifest.prose);
        let prose = places.prose.or(said).unwrap_or(Prose::All);
        let (docs, metadata) = if named {
            let given = |root: Option<&Path>| root.map(|root| root.join(&product)).filter(|folder| folder.is_dir());
            (given(docs).map(SourceFolder::at), given(metadata).map(SourceFolder::at))
        } else {
            let manifest = manifest.unwrap_or_default();
            let mut of =
                |folder: Option<String>, what, extension| at_hand(task, results, &product, &folder?, what, extension);
            (
                of(manifest.docs, "pages", "md"),
                of(manifest.metadata, METADATA, "json"),
            )
        };
        if docs.is_some() || metadata.is_some() {
            sources.push(Source {
                product,
                docs,
                metadata,
                prose,
            });
        }
    }
    Ok(sources)
}

/// The files in a folder that a `product.yaml` names. Not everyone who has the spec has its sources.
///
/// A fetch that broke off leaves a folder without one.
fn at_hand(
    task: &Task,
    results: &mut Results,
    product: &str,
    folder: &str,
    what: &'static str,
    extension: &str,
) -> Option<SourceFolder> {
    let source = SourceFolder::named(&task.spec.join(product), folder);
    if !source.is_elsewhere() || read::holds(&source.folder, extension) {
        return Some(source);
    }
    results.absent.entry(what).or_default().push(product.to_owned());
    None
}

/// The folders that may have sources of the products that were asked for: those of their names, and all where a product has none of its
/// own, since it may be found among another's.
fn selected(
    task: &Task,
    roots: &[&Path],
    has_own: impl Fn(&str) -> anyhow::Result<bool>,
) -> anyhow::Result<Vec<String>> {
    let mut products = BTreeSet::new();
    for root in roots {
        products.extend(folders(root)?);
    }
    let shown: Vec<_> = roots.iter().map(|root| workspace::shown(root)).collect();
    let shown = shown.join(" and ");
    let mut found_among_others = false;
    for only in &task.only {
        found_among_others |= !products.contains(only) || !has_own(only)?;
    }
    products.retain(|product| found_among_others || task.is_for(product));
    if products.is_empty() {
        bail!("{shown}: no folder of a product");
    }
    Ok(products.into_iter().collect())
}
