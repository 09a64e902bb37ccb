//! Bringing a folder on the disk to what was generated.
//!
//! Whole files at once: each is written beside its place and then renamed, so that a run that is cut off leaves whole files, old
//! or new, and at most some temporary files, which the next run removes.

use crate::files::path::below;
use crate::files::{FileError, GENERATED, OutputFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Temporary files of this and of cut-off runs.
const TEMPORARY: (&str, &str) = (".regen-", ".tmp");

/// Which part of the output folder is brought to what was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// A folder below it with all that is in it: what has no source any more is removed. May be empty for all of it.
    Folder(&'a Path),
    /// The outputs alone; nothing is removed.
    Outputs,
}

/// Whether to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write what changed.
    Write,
    /// Write nothing; only say what would change.
    Check,
}

/// What a folder has, in terms of what was generated. Paths are relative to the output folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// Files written, or that would be.
    pub written: Vec<PathBuf>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// Files removed, or that would be.
    pub removed: Vec<PathBuf>,
    /// Files left as they are although they should change, and why.
    pub refused: Vec<(PathBuf, String)>,
}

impl SyncReport {
    /// Adds what another folder has.
    pub fn add(&mut self, other: Self) {
        self.written.extend(other.written);
        self.unchanged += other.unchanged;
        self.removed.extend(other.removed);
        self.refused.extend(other.refused);
    }
}

/// Brings a part of the folder `root` to hold exactly `outputs`, as far as generated files go.
///
/// An existing file is only changed or removed if its first lines bear [`GENERATED`].
///
/// # Errors
/// If the folder can't be read or written.
pub fn sync(root: &Path, scope: Scope<'_>, outputs: &[OutputFile], mode: Mode) -> Result<SyncReport, FileError> {
    let mut report = SyncReport::default();
    let mut wanted = BTreeMap::new();
    for output in outputs {
        if wanted.insert(output.path.as_path(), output.contents.as_str()).is_some_and(|first| first != output.contents) {
            report.refused.push((output.path.clone(), "generated twice".into()));
        }
    }
    let folder = match scope {
        Scope::Folder(scope) if !scope.as_os_str().is_empty() => below(root, scope)?,
        _ => root.to_path_buf(),
    };
    let found = match scope {
        Scope::Folder(_) => Found::in_folder(root, &folder)?,
        Scope::Outputs => Found::beside(root, wanted.keys())?,
    };
    if mode == Mode::Write {
        for temporary in &found.temporary {
            fs::remove_file(temporary).map_err(|error| FileError::new(temporary, error))?;
        }
    }
    for (relative, contents) in &wanted {
        match plan(root, relative, contents) {
            Ok((_, Step::Leave)) => report.unchanged += 1,
            Ok((path, Step::Write)) => {
                if mode == Mode::Write {
                    replace(&path, contents)?;
                }
                report.written.push(relative.to_path_buf());
            }
            Err(error) => report.refused.push((relative.to_path_buf(), error.message)),
        }
    }
    for (relative, path) in found.generated {
        if wanted.contains_key(relative.as_path()) {
            continue;
        }
        if mode == Mode::Write {
            fs::remove_file(&path).map_err(|error| FileError::new(&path, error))?;
            remove_empty_parents(&path, &folder);
        }
        report.removed.push(relative);
    }
    Ok(report)
}

/// Writes a file that people edit from then on, unless there is one already. Returns whether it was written, or would be.
///
/// # Errors
/// If the path is not below the folder, or can't be written.
pub fn create(root: &Path, output: &OutputFile, mode: Mode) -> Result<bool, FileError> {
    let path = below(root, &output.path)?;
    match fs::symlink_metadata(&path) {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(FileError::new(&path, error)),
    }
    if mode == Mode::Write {
        replace(&path, &output.contents)?;
    }
    Ok(true)
}

/// Writes a whole file at once, with the folders above it.
///
/// # Errors
/// If it can't be written.
pub fn replace(path: &Path, contents: &str) -> Result<(), FileError> {
    let at = |error: std::io::Error| FileError::new(path, error);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(at)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as for any file
    let mut file = builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(parent).map_err(at)?;
    file.write_all(contents.as_bytes()).map_err(at)?;
    file.persist(path).map_err(|error| at(error.error))?;
    Ok(())
}

enum Step {
    Leave,
    Write,
}

fn plan(root: &Path, relative: &Path, contents: &str) -> Result<(PathBuf, Step), FileError> {
    let path = below(root, relative)?;
    if !is_generated(contents.as_bytes()) {
        return Err(FileError::new(&path, "what was generated lacks the header"));
    }
    let step = match fs::read(&path) {
        Ok(old) if old == contents.as_bytes() => Step::Leave,
        // A beginning of what is to be written holds nothing of anyone else's: a file cut short.
        Ok(old) if is_generated(&old) || contents.as_bytes().starts_with(&old) => Step::Write,
        Ok(_) => return Err(FileError::new(&path, "there is a file without the generated header; it is left alone")),
        Err(error) if error.kind() == ErrorKind::NotFound => Step::Write,
        Err(error) => return Err(FileError::new(&path, error)),
    };
    Ok((path, step))
}

/// Whether the first lines of a file bear the header, as a comment of its own.
fn is_generated(contents: &[u8]) -> bool {
    const LINES: usize = 3;
    contents.split(|&byte| byte == b'\n').take(LINES).any(|line| {
        let text = String::from_utf8_lossy(&line[..line.len().min(400)]);
        text.trim_start_matches(['#', '/', '<', '!', '-', ' ']).starts_with(GENERATED)
    })
}

/// What lies in a folder already.
#[derive(Default)]
struct Found {
    generated: BTreeSet<(PathBuf, PathBuf)>,
    temporary: Vec<PathBuf>,
}

impl Found {
    fn in_folder(root: &Path, folder: &Path) -> Result<Self, FileError> {
        let mut found = Self::default();
        found.walk(root, WalkDir::new(folder))?;
        Ok(found)
    }

    fn beside<'a>(root: &Path, outputs: impl Iterator<Item = &'a &'a Path>) -> Result<Self, FileError> {
        let mut found = Self::default();
        let folders: BTreeSet<_> = outputs.filter_map(|output| below(root, output).ok()?.parent().map(Path::to_path_buf)).collect();
        for folder in folders {
            found.walk(root, WalkDir::new(folder).max_depth(1))?;
        }
        found.generated.clear();
        Ok(found)
    }

    fn walk(&mut self, root: &Path, walk: WalkDir) -> Result<(), FileError> {
        // A `target` folder is cargo's, and large.
        let walk = walk.into_iter().filter_entry(|entry| !(entry.file_type().is_dir() && entry.file_name() == "target"));
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
                Err(error) => return Err(FileError::new(error.path().unwrap_or(root), &error)),
            };
            if !entry.file_type().is_file() {
                continue;
            }
            let name = entry.file_name().to_string_lossy();
            if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
                self.temporary.push(entry.into_path());
            } else if head(entry.path()).is_ok_and(|head| is_generated(&head)) {
                let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
                self.generated.insert((relative, entry.into_path()));
            }
        }
        Ok(())
    }
}

fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut head = Vec::new();
    fs::File::open(path)?.take(2048).read_to_end(&mut head)?;
    Ok(head)
}

fn remove_empty_parents(path: &Path, stop: &Path) {
    let mut parent = path.parent();
    while let Some(folder) = parent {
        // Fails, as it should, on a folder that still holds something.
        if folder == stop || !folder.starts_with(stop) || fs::remove_dir(folder).is_err() {
            return;
        }
        parent = folder.parent();
    }
}

#[cfg(test)]
mod tests;
