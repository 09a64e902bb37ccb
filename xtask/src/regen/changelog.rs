//! What a run adds to the changelog of a crate.

use crate::git;
use crate::workspace;
use alibabacloud_generator::changelog::{CHANGELOG, update};
use alibabacloud_generator::diagnostics::{Diagnostic, DiagnosticKind};
use alibabacloud_generator::files::path::below;
use alibabacloud_generator::files::{FileError, OutputFile, SourceFile, is_generated, read};
use alibabacloud_generator::semver::{self, Comparison};
use alibabacloud_generator::spec::snapshot::Snapshot;
use std::collections::BTreeMap;
use std::path::Path;

/// The state that a run's changes are told against: what is committed, so that runs before a commit say it once, and none after it
/// anything; or else what was there before the run.
#[derive(Default)]
pub(super) struct Recorded {
    specs: BTreeMap<String, Vec<SourceFile>>,
    /// Changelogs, where they are committed together with the specs.
    committed: Option<BTreeMap<String, String>>,
}

impl Recorded {
    pub(super) fn of(spec: &Path, generated: &Path) -> Self {
        let specs = git::files("HEAD", spec, "yaml").ok();
        let committed = git::files("HEAD", generated, "md").ok().filter(|_| specs.is_some());
        let on_disk = || read::tree(spec, "yaml", "").map(|tree| tree.files).unwrap_or_default();
        Self {
            specs: workspace::by_product(specs.unwrap_or_else(on_disk)),
            committed: committed.map(|files| {
                let changelogs = workspace::by_product(files).into_iter().filter_map(|(product, files)| {
                    let file = files.into_iter().find(|file| file.path == CHANGELOG)?;
                    Some((product, String::from_utf8_lossy(&file.bytes).into_owned()))
                });
                changelogs.collect()
            }),
        }
    }

    /// The changelog of a product's crate below the folder `generated`, given how it begins and the files of its spec as they are now;
    /// nothing, but a diagnostic, where there is one of a person's own.
    pub(super) fn changelog(
        &self,
        generated: &Path,
        product: &str,
        beginning: &str,
        files: &[SourceFile],
    ) -> Result<(Option<OutputFile>, Option<Diagnostic>), FileError> {
        let path = Path::new(product).join(CHANGELOG);
        let existing = read::text(&below(generated, &path)?)?;
        if existing.as_deref().is_some_and(|text| !is_generated(text.as_bytes())) {
            let message = "its first lines do not say that it is generated; nothing is added to it";
            return Ok((None, Some(Diagnostic::new(DiagnosticKind::Spec, CHANGELOG, 1, message))));
        }
        let recorded = match &self.committed {
            Some(committed) => committed.get(product),
            None => existing.as_ref(),
        };
        let contents = match recorded {
            Some(recorded) => update(existing.as_deref(), recorded, &self.changes(product, files)),
            None => update(existing.as_deref(), beginning, &Comparison::default()),
        };
        Ok((Some(OutputFile { path, contents }), None))
    }

    /// What changed since; nothing where the old state can't be read any more.
    fn changes(&self, product: &str, files: &[SourceFile]) -> Comparison {
        let Some(before) = self.specs.get(product).filter(|before| *before != files) else {
            return Comparison::default();
        };
        match (Snapshot::read(product, before), Snapshot::read(product, files)) {
            (Ok(old), Ok(new)) => semver::compare(product, Some(&old), Some(&new)),
            _ => Comparison::default(),
        }
    }
}
