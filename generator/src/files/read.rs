//! Reading a folder into memory.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::{FileError, SourceFile};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// The most bytes one file may hold: a page is a few hundred kilobytes at most, and one of gigabytes must not be read.
pub const LARGEST: u64 = 64 << 20;

/// What a folder held.
#[derive(Debug, Default)]
pub struct Tree {
    /// The files, by path.
    pub files: Vec<SourceFile>,
    /// What was passed over, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the files below a folder whose names end in the given extension, sorted by path.
///
/// Symbolic links below the folder are not followed, so that nothing outside it is read. `prefix` is put before the paths, for a
/// folder that is known to its readers as a part of another (`docs/`).
///
/// # Errors
/// If the folder itself can't be read. A file that can't is a diagnostic.
pub fn tree(folder: &Path, extension: &str, prefix: &str) -> Result<Tree, FileError> {
    if !folder.is_dir() {
        return Err(FileError::new(folder, "no such folder"));
    }
    let ending = format!(".{extension}");
    let mut tree = Tree::default();
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                tree.pass_over(
                    DiagnosticKind::Unreadable,
                    relative(folder, path, prefix).0,
                    error.to_string(),
                );
                continue;
            }
        };
        if entry.path_is_symlink() && entry.path().is_dir() {
            let (path, _) = relative(folder, entry.path(), prefix);
            tree.pass_over(
                DiagnosticKind::Unreadable,
                path,
                "a symbolic link to a folder; it is not followed",
            );
            continue;
        }
        if !is_named(&entry, &ending) {
            continue;
        }
        let (path, plain) = relative(folder, entry.path(), prefix);
        if entry.path_is_symlink() {
            tree.pass_over(DiagnosticKind::Unreadable, path, "a symbolic link; it is not followed");
        } else if !entry.file_type().is_file() {
            tree.pass_over(
                DiagnosticKind::Unreadable,
                path,
                "neither a file nor a folder; it is passed over",
            );
        } else if !plain {
            tree.pass_over(
                DiagnosticKind::BadName,
                path,
                "the file's name is not UTF-8; it is passed over",
            );
        } else {
            found.push((path, entry.into_path()));
        }
    }
    let read = found.into_par_iter().map(|(path, place)| (path, read(&place)));
    for (path, read) in read.collect::<Vec<_>>() {
        match read {
            Ok(Some(bytes)) => tree.files.push(SourceFile { path, bytes }),
            Ok(None) => {
                let limit = LARGEST >> 20;
                tree.pass_over(
                    DiagnosticKind::TooLarge,
                    path,
                    format!("larger than {limit} MiB; it is passed over"),
                );
            }
            Err(error) => tree.pass_over(DiagnosticKind::Unreadable, path, error.to_string()),
        }
    }
    tree.files.sort_by(|one, other| one.path.cmp(&other.path));
    tree.diagnostics.sort();
    Ok(tree)
}

/// Whether there is a file below a folder whose name ends in the given extension, or a link that may be meant for one.
pub fn holds(folder: &Path, extension: &str) -> bool {
    let ending = format!(".{extension}");
    WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .flatten()
        .any(|entry| is_named(&entry, &ending) || entry.path_is_symlink())
}

/// Reads a text file of bounded size; `None` if there is none.
///
/// # Errors
/// If it can't be read, is too large or not UTF-8.
pub fn text(path: &Path) -> Result<Option<String>, FileError> {
    match read(path) {
        Ok(Some(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(FileError::new(path, "not UTF-8")),
        },
        Ok(None) => Err(FileError::new(path, format!("larger than {} MiB", LARGEST >> 20))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::new(path, error)),
    }
}

fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    // The size is a hint: it may be that of no plain file, or change.
    let size = file.metadata()?.len().min(LARGEST);
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}

/// Whether it is no folder and its name ends so. A page may be named just `.md`, which has no extension.
fn is_named(entry: &DirEntry, ending: &str) -> bool {
    !entry.file_type().is_dir() && entry.file_name().as_encoded_bytes().ends_with(ending.as_bytes())
}

fn relative(folder: &Path, path: &Path, prefix: &str) -> (String, bool) {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    (format!("{prefix}{}", parts.join("/")), path.to_str().is_some())
}

impl Tree {
    fn pass_over(&mut self, kind: DiagnosticKind, path: String, why: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(kind, path, 0, why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn reads_pages_in_order_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("b/接口")).expect("folder");
        for (path, contents) in [
            ("z.md", "z"),
            ("b/接口/a b.md", "ab"),
            ("b/.md", "dot"),
            ("b/LICENSE", "no"),
            ("a.md.txt", "no"),
        ] {
            fs::write(folder.path().join(path), contents).expect("write");
        }
        let tree = tree(folder.path(), "md", "docs/").expect("a folder");
        let paths: Vec<_> = tree.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["docs/b/.md", "docs/b/接口/a b.md", "docs/z.md"]);
        assert_eq!(tree.diagnostics, []);
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        assert!(tree(Path::new("/no/such/folder"), "md", "").is_err());
    }

    #[test]
    fn a_file_beyond_the_bound_is_passed_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Sparse: no byte of it is on the disk.
        File::create(folder.path().join("huge.md"))
            .and_then(|file| file.set_len(LARGEST + 1))
            .expect("a sparse file");
        fs::write(folder.path().join("small.md"), "x").expect("write");
        let tree = tree(folder.path(), "md", "").expect("a folder");
        assert_eq!(tree.files.len(), 1);
        assert_eq!(tree.diagnostics.len(), 1);
        assert_eq!(tree.diagnostics[0].kind, DiagnosticKind::TooLarge);
        assert_eq!(tree.diagnostics[0].file, "huge.md");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let outside = tempfile::tempdir().expect("a temporary folder");
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(outside.path().join("secret.md"), "secret").expect("write");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("folder")).expect("link");
        std::os::unix::fs::symlink(outside.path().join("secret.md"), folder.path().join("file.md")).expect("link");
        let tree = tree(folder.path(), "md", "").expect("a folder");
        assert_eq!(tree.files, []);
        assert_eq!(tree.diagnostics.len(), 2);
    }
}
