//! What a check leaves unwritten, for the half that would read it.

use alibabacloud_generator::files::sync::SyncReport;
use alibabacloud_generator::files::{FileError, OutputFile, SourceFile};
use std::collections::BTreeSet;
use std::path::Path;

/// Changes to a product's spec folder that a check did not make; paths are relative to that folder.
#[derive(Default)]
pub(super) struct Unwritten {
    written: Vec<SourceFile>,
    removed: BTreeSet<String>,
}

impl Unwritten {
    pub(super) fn of<'a>(
        product: &str,
        report: &SyncReport,
        outputs: impl Iterator<Item = &'a OutputFile>,
    ) -> Result<Self, FileError> {
        let relative = |path: &Path| -> Result<String, FileError> {
            let below = path
                .strip_prefix(product)
                .map_err(|error| FileError::new(path, error))?;
            Ok(below.to_string_lossy().replace('\\', "/"))
        };
        let mut unwritten = Self::default();
        for output in outputs.filter(|output| report.written.contains(&output.path)) {
            unwritten.written.push(SourceFile {
                path: relative(&output.path)?,
                bytes: output.contents.clone().into_bytes(),
            });
        }
        for path in &report.removed {
            unwritten.removed.insert(relative(path)?);
        }
        Ok(unwritten)
    }

    /// The files as they would be.
    pub(super) fn over(&self, mut files: Vec<SourceFile>) -> Vec<SourceFile> {
        files.retain(|file| !self.removed.contains(&file.path) && self.written.iter().all(|new| new.path != file.path));
        files.extend(self.written.iter().cloned());
        files
    }
}
