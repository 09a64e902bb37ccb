//! One run at a time over the same folders: two at once would each take the other's files for their own half-written ones.

use crate::workspace;
use anyhow::Context as _;
use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The locks on the folders that a run writes into; they end with it, however it ends.
pub(super) struct Locks {
    _held: Vec<File>,
}

impl Locks {
    /// Waits until no other run writes into any of the folders. The locks themselves lie in `place`.
    ///
    /// # Errors
    /// If a lock can't be made.
    pub(super) fn on(folders: &[&Path], place: &Path) -> anyhow::Result<Self> {
        // In one order for all, or two runs could wait for each other.
        let mut names: Vec<String> = folders.iter().map(|folder| name(&workspace::real(folder))).collect();
        names.sort();
        names.dedup();
        fs::create_dir_all(place).with_context(|| place.display().to_string())?;
        let held = names.iter().map(|name| lock(&place.join(name)));
        Ok(Self {
            _held: held.collect::<anyhow::Result<_>>()?,
        })
    }
}

fn name(folder: &Path) -> String {
    let hash = blake3::hash(folder.as_os_str().as_encoded_bytes());
    format!("{}.lock", &hash.to_hex()[..16])
}

fn lock(path: &PathBuf) -> anyhow::Result<File> {
    let said = || path.display().to_string();
    let file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .with_context(said)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        // Where the disk knows no locks, a run is as alone as its user keeps it.
        Err(TryLockError::Error(_)) => return Ok(file),
    }
    let _ = writeln!(
        std::io::stderr(),
        "another run writes into the same folders; waiting for it"
    );
    file.lock().with_context(said)?;
    Ok(file)
}
