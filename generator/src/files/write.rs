//! Writing whole files and folders at once: beside their place first, then renamed.
//!
//! A run that is cut off so leaves what is whole, old or new, and at most some temporary files and folders, which the next removes.

use crate::files::FileError;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::Path;
use tempfile::{Builder, NamedTempFile, TempDir};

const PREFIX: &str = ".regen-";
const SUFFIX: &str = ".tmp";

/// Whether a name is that of a temporary file or folder of this or of a cut-off run.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Writes a whole file at once, with the folders above it.
///
/// # Errors
/// If it can't be written.
pub fn replace(path: &Path, contents: &str) -> Result<(), FileError> {
    let at = |error| FileError::new(path, error);
    let mut file = temporary_file(made(parent(path)).map_err(at)?).map_err(at)?;
    file.write_all(contents.as_bytes()).map_err(at)?;
    file.persist(path).map_err(|error| at(error.error))?;
    Ok(())
}

/// Makes a folder with all its files at once. Nothing may be there yet.
///
/// Cargo can't load a workspace that has a crate without a manifest or without sources, and then could not run the next `regen` either:
/// so a new crate is there whole or not at all.
pub(super) fn new_folder(path: &Path, files: &[(&Path, &str)]) -> Result<(), FileError> {
    let at = |error| FileError::new(path, error);
    let staging = temporary_folder(made(parent(path)).map_err(at)?).map_err(at)?;
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(relative, _)| relative.parent()).collect();
    for folder in folders {
        made(&staging.path().join(folder)).map_err(at)?;
    }
    let write = |(relative, contents): &(&Path, &str)| fs::write(staging.path().join(relative), contents);
    files.par_iter().try_for_each(write).map_err(at)?;
    fs::rename(staging.path(), path).map_err(at)
}

/// Removes a folder with all that is in it, at once.
pub(super) fn remove_folder(path: &Path) -> Result<(), FileError> {
    let at = |error| FileError::new(path, error);
    let staging = temporary_folder(parent(path)).map_err(at)?;
    fs::rename(path, staging.path().join("removed")).map_err(at)?;
    staging.close().map_err(at)
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn made(folder: &Path) -> io::Result<&Path> {
    fs::create_dir_all(folder).map(|()| folder)
}

fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    with_mode(Builder::new().prefix(PREFIX).suffix(SUFFIX), 0o666).tempfile_in(folder)
}

fn temporary_folder(folder: &Path) -> io::Result<TempDir> {
    with_mode(Builder::new().prefix(PREFIX).suffix(SUFFIX), 0o777).tempdir_in(folder)
}

/// What is renamed into place has the permissions of any file or folder, less the umask; not those of a secret.
fn with_mode<'a, 'b, 'c>(builder: &'a mut Builder<'b, 'c>, mode: u32) -> &'a mut Builder<'b, 'c> {
    #[cfg(unix)]
    return builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode));
    #[cfg(not(unix))]
    {
        let _ = (mode, None::<Permissions>);
        builder
    }
}
