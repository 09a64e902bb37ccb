//! Where things lie in this repository.

use alibabacloud_generator::files::SourceFile;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The root of the workspace, wherever the command was called from.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The folder of the specs: the one asked for, or this repository's.
pub(crate) fn spec(asked: Option<&Path>) -> PathBuf {
    asked.map_or_else(|| root().join("spec"), Path::to_path_buf)
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

/// Files by the folder they lie in, with their paths below it.
pub(crate) fn by_product(files: Vec<SourceFile>) -> BTreeMap<String, Vec<SourceFile>> {
    let mut products: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
    for mut file in files {
        if let Some((product, below)) = file.path.split_once('/') {
            let product = product.to_owned();
            file.path = below.to_owned();
            products.entry(product).or_default().push(file);
        }
    }
    for files in products.values_mut() {
        files.sort_by(|one, other| one.path.cmp(&other.path));
    }
    products
}

/// The names of the folders in a folder, sorted; hidden ones are passed over.
pub(crate) fn folders(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry.with_context(|| folder.display().to_string())?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().is_dir()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
