//! The material beside the project, which its users don't have.

use crate::root;
use std::env;
use std::io::Write as _;
use std::path::PathBuf;

/// A folder or file of the shared material, or `None` where there is none, which is said.
///
/// It is looked for in `$SHARED_DIR`, else in `../shared`.
///
/// # Panics
/// With `SHARED_REQUIRED=1`, if it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let folder = env::var_os("SHARED_DIR").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(
        env::var_os("SHARED_REQUIRED").is_none_or(|required| required != "1"),
        "no shared material: {} is missing",
        path.display()
    );
    // Not by `println!`, which a passing test swallows.
    let _ = writeln!(std::io::stderr(), "skipped: no shared material");
    None
}
