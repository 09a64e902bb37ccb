//! What is at hand of a product: what its `product.yaml` says, and where its sources are.

use crate::workspace;
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::spec::folder::{self, MANIFEST};
use alibabacloud_generator::spec::product::Manifest;
use std::path::{Component, Path, PathBuf};

/// Reads the `product.yaml` of a product below the folder of all specs; `None` if there is none yet.
pub(crate) fn manifest(spec: &Path, product: &str) -> anyhow::Result<Option<Manifest>> {
    Ok(written_manifest(spec, product)?.map(|(_, manifest)| manifest))
}

/// As [`manifest`], with the file as it is written.
pub(crate) fn written_manifest(spec: &Path, product: &str) -> anyhow::Result<Option<(SourceFile, Manifest)>> {
    let path = spec.join(product).join(MANIFEST);
    let Some(text) = read::text(&path)? else {
        return Ok(None);
    };
    let file = SourceFile {
        path: workspace::shown(&path),
        bytes: text.into_bytes(),
    };
    let manifest = folder::parse(&file).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(Some((file, manifest)))
}

/// A folder of a product's pages or metadata.
pub(crate) struct SourceFolder {
    pub(crate) folder: PathBuf,
    /// What stands before its files' paths: `docs/` where they are a part of the product's spec folder, `home`.
    ///
    /// Files that lie elsewhere are known by their path below this folder, wherever that is.
    pub(crate) prefix: String,
}

impl SourceFolder {
    /// One that a command names.
    pub(crate) fn at(folder: PathBuf) -> Self {
        Self {
            folder,
            prefix: String::new(),
        }
    }

    /// One that the `product.yaml` in `home` names.
    pub(crate) fn named(home: &Path, docs: &str) -> Self {
        let within = Path::new(docs)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let folder = home.join(docs);
        if within {
            let prefix = format!("{}/", docs.trim_end_matches('/'));
            Self { folder, prefix }
        } else {
            Self {
                folder: workspace::real(&folder),
                prefix: String::new(),
            }
        }
    }

    /// Whether it lies outside the product's spec folder.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.prefix.is_empty()
    }
}
