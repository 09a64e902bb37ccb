//! Where things lie in this repository.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the workspace, wherever the command was called from.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The material beside the project, which its users don't have.
pub(crate) fn shared() -> PathBuf {
    env::var_os("SHARED_DIR").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// A path as a person in the current directory would write it.
pub(crate) fn shown(path: &Path) -> String {
    let Ok(current) = env::current_dir() else {
        return path.display().to_string();
    };
    match path.strip_prefix(&current) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => below.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}

/// Whether two paths lead to the same folder, one that exists or not yet.
pub(crate) fn same(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

/// A path without symbolic links and `..`, as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    path.canonicalize()
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_path_buf())
}
