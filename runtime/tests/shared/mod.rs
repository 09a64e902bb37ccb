//! Material that lies beside the project, for development only.

use std::path::{Path, PathBuf};

/// Folder of the shared material; without it a test passes with a word, unless `SHARED_REQUIRED=1`.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SHARED_DIR").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("SHARED_REQUIRED").as_deref() != Ok("1"),
        "no shared material at {}",
        folder.display()
    );
    println!("skipped: no shared material");
    None
}
