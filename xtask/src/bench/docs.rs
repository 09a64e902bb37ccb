//! The pages to measure with: the shared ones, whole and halved.

use crate::workspace;
use anyhow::{Context as _, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Pages below a folder.
pub(super) struct Docs {
    pub(super) folder: PathBuf,
    /// Their paths below it.
    pages: Vec<PathBuf>,
    pub(super) bytes: u64,
}

impl Docs {
    /// The pages of the folder, or of the shared material.
    pub(super) fn at(folder: Option<&Path>) -> anyhow::Result<Self> {
        let folder = folder.map_or_else(|| workspace::shared().join("docs"), Path::to_owned);
        if !folder.is_dir() {
            bail!("{}: no folder of docs; --docs names one", folder.display());
        }
        let (mut pages, mut bytes) = (Vec::new(), 0);
        for entry in WalkDir::new(&folder).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() && entry.file_name().as_encoded_bytes().ends_with(b".md") {
                bytes += entry.metadata()?.len();
                pages.push(entry.path().strip_prefix(&folder)?.to_owned());
            }
        }
        Ok(Self { folder, pages, bytes })
    }

    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// Half of the pages, in a folder of their own: of the names of files in each product every other one, so that the pages of an
    /// operation stay together.
    pub(super) fn half(&self, folder: &Path) -> anyhow::Result<Self> {
        let name = |page: &Path| {
            let product = page.components().next().map(|part| part.as_os_str().to_owned());
            (product, page.file_name().map(ToOwned::to_owned))
        };
        let names: BTreeSet<_> = self.pages.iter().map(|page| name(page)).collect();
        let every_other: BTreeSet<_> = names.into_iter().step_by(2).collect();
        for page in self.pages.iter().filter(|page| every_other.contains(&name(page))) {
            let (from, to) = (self.folder.join(page), folder.join(page));
            fs::create_dir_all(to.parent().unwrap_or(folder)).with_context(|| to.display().to_string())?;
            fs::copy(&from, &to).with_context(|| from.display().to_string())?;
        }
        Self::at(Some(folder))
    }
}
