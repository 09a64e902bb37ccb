//! What earlier runs worked out, kept so that a run over what has not changed need not work it out again.
//!
//! Each piece lies in a file of its own in `target/regen`, named by a hash (BLAKE3) of all that it was made of: the program, and what it was
//! given. So nothing in it can be out of date; what can't be read, or is not whole, counts as forgotten, and `cargo clean` forgets all.
//!
//! It is worth its lines because most runs change one product or none, as `--check` does: over 9,334 pages such a run takes 0.2 s of CPU
//! with it and 1.9 s without (`cargo xtask bench regen`).

use crate::workspace;
use alibabacloud_generator::files::SourceFile;
use blake3::Hasher;
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, io};

/// How many pieces are kept. A product has two; those used longest ago go first.
const MOST: usize = 128;
/// How long the seal at the head of a piece is: the hash of what follows.
const SEAL: usize = blake3::OUT_LEN;

/// The pieces that are kept.
pub(super) struct Cache {
    folder: PathBuf,
    /// What tells this program from others; without it nothing is kept.
    program: Option<Vec<u8>>,
}

/// What a piece is made of.
#[derive(Clone)]
pub(super) struct Key(Hasher);

impl Cache {
    /// The cache of this workspace.
    pub(super) fn of_workspace() -> Self {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace::root().join("target"), PathBuf::from);
        Self {
            folder: target.join("regen"),
            program: program().ok(),
        }
    }

    /// Where the locks of runs lie, beside the pieces.
    pub(super) fn locks(&self) -> PathBuf {
        self.folder.with_file_name("regen-locks")
    }

    /// A key to which all is to be added that a piece is made of.
    pub(super) fn key(&self, stage: &str) -> Key {
        let key = Key(Hasher::new());
        let program = self.program.as_deref().unwrap_or_default();
        key.with(stage.as_bytes()).with(program)
    }

    /// The piece that was made of this, if it is remembered.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        self.program.as_ref()?;
        let path = self.path(key);
        let bytes = fs::read(&path).ok()?;
        let (seal, piece) = bytes.split_at_checked(SEAL)?;
        if blake3::hash(piece).as_bytes() != seal {
            return None;
        }
        let piece = rmp_serde::from_slice(piece).ok()?;
        // Used now: of many the oldest is forgotten. One that can't be marked is forgotten sooner, no worse.
        let _ = File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()));
        Some(piece)
    }

    /// Keeps a piece. One that can't be kept is worked out again the next time.
    pub(super) fn put<T: Serialize>(&self, key: &Key, piece: &T) {
        if self.program.is_some()
            && let Ok(piece) = rmp_serde::to_vec_named(piece)
        {
            let _ = self.write(&self.path(key), &piece);
        }
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(key.0.finalize().to_hex().as_str())
    }

    fn write(&self, path: &Path, piece: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Whole or not at all: others may read it, or write the same, at this moment.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(blake3::hash(piece).as_bytes())?;
        file.write_all(piece)?;
        file.persist(path).map_err(|error| error.error)?;
        self.forget()
    }

    /// Removes what was used longest ago.
    fn forget(&self) -> io::Result<()> {
        let mut pieces = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            pieces.push((entry.metadata()?.modified()?, entry.path()));
        }
        pieces.sort();
        let many = pieces.len().saturating_sub(MOST);
        pieces[..many].iter().try_for_each(|(_, path)| fs::remove_file(path))
    }
}

impl Key {
    /// The key with more that the piece is made of. Its length goes first, or `ab` and `c` would be `a` and `bc`.
    pub(super) fn with(mut self, part: &[u8]) -> Self {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// The key with files that the piece is made of.
    pub(super) fn with_files(self, files: &[SourceFile]) -> Self {
        /// How many files are hashed together: one long text takes less time than many short ones.
        const TOGETHER: usize = 8;
        /// What is long in itself, in bytes, is not copied for that.
        const LONG: usize = 64 << 10;
        let hashes = files.par_chunks(TOGETHER).map(|files| {
            let (mut hasher, mut text) = (Hasher::new(), Vec::with_capacity(LONG));
            for part in files.iter().flat_map(|file| [file.path.as_bytes(), &file.bytes]) {
                text.extend_from_slice(&(part.len() as u64).to_le_bytes());
                if part.len() < LONG {
                    text.extend_from_slice(part);
                } else {
                    hasher.update(&text).update(part);
                    text.clear();
                }
            }
            hasher.update(&text).finalize()
        });
        let hashes: Vec<_> = hashes.collect();
        hashes.iter().fold(self, |key, hash| key.with(hash.as_bytes()))
    }
}

/// Size and time of the program's file, which each build writes anew.
fn program() -> io::Result<Vec<u8>> {
    let path = env::current_exe()?;
    let file = fs::metadata(&path)?;
    let age = file.modified()?.duration_since(SystemTime::UNIX_EPOCH);
    let age = age.map_err(io::Error::other)?.as_nanos();
    Ok(format!("{} {} {age}", path.display(), file.len()).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(folder: &Path, program: &str) -> Cache {
        Cache {
            folder: folder.to_owned(),
            program: Some(program.into()),
        }
    }

    #[test]
    fn a_piece_is_remembered_for_the_same_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let one = cache(folder.path(), "one");
        let file = |path: &str, bytes: &str| SourceFile {
            path: path.to_owned(),
            bytes: bytes.into(),
        };
        let key = |cache: &Cache| cache.key("spec").with_files(&[file("a", "bc"), file("d", "")]);
        assert_eq!(one.get::<String>(&key(&one)), None);
        one.put(&key(&one), &"worked out");
        assert_eq!(one.get::<String>(&key(&one)).as_deref(), Some("worked out"));
        let others = [
            one.key("code").with_files(&[file("a", "bc"), file("d", "")]),
            one.key("spec").with_files(&[file("ab", "c"), file("d", "")]),
            one.key("spec").with_files(&[file("a", "bc")]),
            key(&cache(folder.path(), "another build")),
        ];
        for other in &others {
            assert_eq!(one.get::<String>(other), None);
        }
        // Neither another's form nor a file that was damaged is taken.
        assert_eq!(one.get::<u32>(&key(&one)), None);
        let path = one.path(&key(&one));
        for damaged in [&b"short"[..], &[0; 64], &[]] {
            fs::write(&path, damaged).expect("write");
            assert_eq!(one.get::<String>(&key(&one)), None);
        }
    }

    #[test]
    fn what_was_used_longest_ago_is_forgotten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = cache(folder.path(), "one");
        let key = |at: usize| cache.key(&at.to_string());
        for at in 0..MOST {
            cache.put(&key(at), &at);
            let age = std::time::Duration::from_secs((MOST - at) as u64 + 10);
            let file = File::options().write(true).open(cache.path(&key(at))).expect("a piece");
            file.set_modified(SystemTime::now() - age).expect("a time");
        }
        assert_eq!(cache.get(&key(0)), Some(0_usize));
        cache.put(&key(MOST), &MOST);
        let left = |at: usize| cache.get::<usize>(&key(at)).is_some();
        assert_eq!([0, 1, 2, MOST].map(left), [true, false, true, true]);
    }
}
