//! Bringing a folder on the disk to what was generated.

use crate::files::path::below;
use crate::files::write::{is_temporary, new_folder, remove_folder, replace};
use crate::files::{FileError, OutputFile, is_generated};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Which part of the output folder is brought to what was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// A folder below it, such as a product's, with all that is in it: what has no source any more is removed.
    Folder(&'a str),
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
    /// The first line, counted from 1, in which a file that was written, or would be, differs from what was there.
    pub first_lines: BTreeMap<PathBuf, usize>,
    /// Files left as they are although they should change, and why.
    pub refused: Vec<(PathBuf, String)>,
}

impl SyncReport {
    /// Adds what another folder has.
    pub fn add(&mut self, other: Self) {
        self.written.extend(other.written);
        self.unchanged += other.unchanged;
        self.removed.extend(other.removed);
        self.first_lines.extend(other.first_lines);
        self.refused.extend(other.refused);
    }
}

/// Brings a part of the folder `root` to hold exactly `outputs`, as far as generated files go.
///
/// An existing file is only changed or removed if it [is generated](is_generated).
///
/// # Errors
/// If the folder can't be read or written.
pub fn sync(root: &Path, scope: Scope<'_>, outputs: &[OutputFile], mode: Mode) -> Result<SyncReport, FileError> {
    let mut report = SyncReport::default();
    let mut wanted = BTreeMap::new();
    for output in outputs {
        if let Scope::Folder(scope) = scope
            && !output.path.starts_with(scope)
        {
            report.refused.push((output.path.clone(), format!("not below {scope}")));
        } else if wanted
            .insert(output.path.as_path(), output.contents.as_str())
            .is_some_and(|first| first != output.contents)
        {
            report.refused.push((output.path.clone(), "generated twice".into()));
        }
    }
    let (folder, found) = match scope {
        Scope::Folder(scope) => {
            let folder = below(root, Path::new(scope))?;
            (Some(folder.clone()), Found::in_folder(root, &folder)?)
        }
        Scope::Outputs => (None, Found::beside(root, wanted.keys())?),
    };
    if mode == Mode::Write {
        found.remove_temporary()?;
    }
    let mut changed = Vec::new();
    let plans = wanted
        .par_iter()
        .map(|(relative, contents)| plan(root, relative, contents));
    for ((relative, contents), plan) in wanted.iter().zip(plans.collect::<Vec<_>>()) {
        match plan {
            Ok((_, Step::Leave)) => report.unchanged += 1,
            Ok((path, Step::Write(line))) => {
                changed.push((*relative, path, *contents));
                report
                    .first_lines
                    .extend(line.map(|line| (relative.to_path_buf(), line)));
            }
            Err(error) => report.refused.push((relative.to_path_buf(), error.message)),
        }
    }
    if mode == Mode::Write {
        match &folder {
            Some(folder) if !folder.exists() && !changed.is_empty() => {
                let below = |path| Path::strip_prefix(path, folder).unwrap_or(path);
                let files: Vec<_> = changed
                    .iter()
                    .map(|(_, path, contents)| (below(path), *contents))
                    .collect();
                new_folder(folder, &files)?;
            }
            _ => {
                changed
                    .par_iter()
                    .try_for_each(|(_, path, contents)| replace(path, contents))?;
            }
        }
    }
    report.written = changed
        .into_iter()
        .map(|(relative, ..)| relative.to_path_buf())
        .collect();
    for (relative, path) in found.generated {
        if wanted.contains_key(relative.as_path()) {
            continue;
        }
        if mode == Mode::Write {
            fs::remove_file(&path).map_err(|error| FileError::new(&path, error))?;
            remove_empty_parents(&path, folder.as_deref().unwrap_or(root));
        }
        report.removed.push(relative);
    }
    Ok(report)
}

/// Removes the folder of something that has no source any more, unless it holds a file of a person's.
///
/// # Errors
/// If the folder can't be read or removed.
pub fn remove(root: &Path, scope: &str, mode: Mode) -> Result<SyncReport, FileError> {
    let mut report = SyncReport::default();
    let folder = below(root, Path::new(scope))?;
    let found = Found::in_folder(root, &folder)?;
    if found.generated.is_empty() {
        return Ok(report); // nothing of ours
    }
    if let Some(other) = found.others.first() {
        let why = format!(
            "it has no source any more, but is kept as it holds files that were not generated, such as {}",
            other.strip_prefix(&folder).unwrap_or(other).display()
        );
        report.refused.push((scope.into(), why));
        return Ok(report);
    }
    report.removed = found.generated.into_iter().map(|(relative, _)| relative).collect();
    if mode == Mode::Write {
        remove_folder(&folder)?;
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

enum Step {
    Leave,
    /// With the first line that differs, if there is a file.
    Write(Option<usize>),
}

fn plan(root: &Path, relative: &Path, contents: &str) -> Result<(PathBuf, Step), FileError> {
    let path = below(root, relative)?;
    if !is_generated(contents.as_bytes()) {
        return Err(FileError::new(&path, "what was generated lacks the header"));
    }
    let step = match fs::read(&path) {
        Ok(old) if old == contents.as_bytes() => Step::Leave,
        // A beginning of what is to be written holds nothing of anyone else's: a file cut short.
        Ok(old) if is_generated(&old) || contents.as_bytes().starts_with(&old) => {
            let same = old
                .iter()
                .zip(contents.as_bytes())
                .take_while(|(one, other)| one == other)
                .count();
            Step::Write(Some(1 + old[..same].iter().filter(|&&byte| byte == b'\n').count()))
        }
        Ok(_) => {
            return Err(FileError::new(
                &path,
                "there is a file without the generated header; it is left alone",
            ));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Step::Write(None),
        Err(error) => return Err(FileError::new(&path, error)),
    };
    Ok((path, step))
}

/// What lies in a folder already.
#[derive(Default)]
struct Found {
    generated: BTreeSet<(PathBuf, PathBuf)>,
    others: Vec<PathBuf>,
    temporary: Vec<PathBuf>,
}

impl Found {
    fn in_folder(root: &Path, folder: &Path) -> Result<Self, FileError> {
        let mut beside = Self::default();
        beside.walk(root, WalkDir::new(root).max_depth(1))?;
        let mut found = Self {
            temporary: beside.temporary,
            ..Self::default()
        };
        found.walk(root, WalkDir::new(folder))?;
        Ok(found)
    }

    fn beside<'a>(root: &Path, outputs: impl Iterator<Item = &'a &'a Path>) -> Result<Self, FileError> {
        let mut found = Self::default();
        let folders: BTreeSet<_> = outputs
            .filter_map(|output| below(root, output).ok()?.parent().map(Path::to_path_buf))
            .collect();
        for folder in folders {
            found.walk(root, WalkDir::new(folder).max_depth(1))?;
        }
        found.generated.clear();
        Ok(found)
    }

    fn walk(&mut self, root: &Path, walk: WalkDir) -> Result<(), FileError> {
        let mut walk = walk.into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error)
                    if error
                        .io_error()
                        .is_some_and(|error| error.kind() == ErrorKind::NotFound) =>
                {
                    continue;
                }
                Err(error) => return Err(FileError::new(error.path().unwrap_or(root), &error)),
            };
            let name = entry.file_name().to_string_lossy();
            let is_folder = entry.file_type().is_dir();
            // A `target` folder is cargo's, and large.
            if is_folder && entry.depth() > 0 && (is_temporary(&name) || name == "target") {
                walk.skip_current_dir();
            }
            if is_temporary(&name) && entry.depth() > 0 {
                self.temporary.push(entry.into_path());
            } else if is_folder {
                // What it holds counts.
            } else if entry.file_type().is_file() && head(entry.path()).is_ok_and(|head| is_generated(&head)) {
                let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
                self.generated.insert((relative, entry.into_path()));
            } else {
                self.others.push(entry.into_path());
            }
        }
        Ok(())
    }

    fn remove_temporary(&self) -> Result<(), FileError> {
        for path in &self.temporary {
            let removed = match fs::symlink_metadata(path) {
                Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
                _ => fs::remove_file(path),
            };
            removed.map_err(|error| FileError::new(path, error))?;
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
