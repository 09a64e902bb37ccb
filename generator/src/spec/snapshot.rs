//! A product's spec at some time, as it is compared with that of another.

use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;
use crate::spec::folder;
use crate::spec::overrides;
use crate::spec::product::Product;
use crate::spec::source_map::SourceMap;
use std::collections::BTreeMap;

/// A product's spec with its overrides applied, and where in the files things stand.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// What the crate is made of.
    pub product: Product,
    /// The lines of each version's files, by the file's path below the product's folder.
    pub lines: BTreeMap<String, SourceMap>,
}

impl Snapshot {
    /// Reads the files of a product's folder, whose paths are relative to it.
    ///
    /// # Errors
    /// All that is wrong with the files, with file and line. Overrides that match nothing are no error here.
    pub fn read(name: &str, files: &[SourceFile]) -> Result<Self, Vec<Diagnostic>> {
        let mut product = folder::product(name, files)?;
        let corrections = overrides::read(files)?;
        // As far as they fit: what does not is told by `regen`.
        let _ = overrides::apply(&mut product, &corrections);
        let text = |file: &SourceFile| String::from_utf8_lossy(&file.bytes).into_owned();
        let lines = files.iter().map(|file| (file.path.clone(), SourceMap::of(&text(file))));
        Ok(Self {
            product,
            lines: lines.collect(),
        })
    }

    /// The file of a place, below the product's folder, and its line.
    pub fn line(&self, version: &str, operation: &str, path: &str) -> Option<(String, usize)> {
        let file = match (version, operation, path) {
            // A version has no file of its own, and nothing but common error codes besides its operations.
            ("", "", _) | (_, "", "") => folder::MANIFEST.to_owned(),
            (_, "", _) => format!("{version}/{}", folder::COMMON_ERRORS),
            _ => format!("{version}/{operation}.yaml"),
        };
        let line = self.lines.get(&file)?.get(path)?;
        Some((file, line))
    }
}
