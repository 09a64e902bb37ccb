//! The products that are played, out of a folder of specs. A product's operations are read when one of them is first called.

use alibabacloud_generator::diagnostics::Diagnostic;
use alibabacloud_generator::files::path::is_product;
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::spec;
use alibabacloud_generator::spec::folder::{self, MANIFEST};
use alibabacloud_generator::spec::model::{ErrorCode, Operation};
use alibabacloud_generator::spec::product::{Manifest, Product, Version};
use anyhow::{Context as _, bail};
use std::path::Path;
use std::sync::OnceLock;

/// Products.
#[derive(Debug)]
pub struct Catalog {
    products: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    manifest: Manifest,
    files: Vec<SourceFile>,
    /// What the files hold, or what is wrong with them.
    read: OnceLock<Result<Product, String>>,
}

/// An operation, and what it is a part of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'c> {
    pub(crate) product: &'c str,
    pub(crate) manifest: &'c Manifest,
    version: &'c Version,
    pub(crate) operation: &'c Operation,
}

impl<'c> Found<'c> {
    /// The errors that the operation documents, its own first.
    pub(crate) fn errors(self) -> impl Iterator<Item = &'c ErrorCode> + Clone {
        self.operation.errors.iter().chain(&self.version.common.errors)
    }
}

/// Why an operation was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unfound {
    NoVersion,
    NoOperation,
    /// The spec of its product can't be read.
    Broken(String),
}

impl Catalog {
    /// Reads a folder of specs: all of its products, or some.
    ///
    /// # Errors
    /// If a product is not there, or its `product.yaml` can't be read.
    pub fn open(spec: &Path, some: &[String]) -> anyhow::Result<Self> {
        let mut products = Vec::new();
        for name in names(spec, some)? {
            let files = read::tree(&spec.join(&name), "yaml", "")?.files;
            let manifest = files.iter().find(|file| file.path == MANIFEST);
            let manifest = manifest.with_context(|| format!("{name} has no {MANIFEST}"))?;
            let manifest = folder::parse(manifest).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
            products.push(Entry {
                name,
                manifest,
                files,
                read: OnceLock::new(),
            });
        }
        if products.is_empty() {
            bail!("no product below {}", spec.display());
        }
        Ok(Self { products })
    }

    /// The names of the products.
    pub fn products(&self) -> impl Iterator<Item = &str> {
        self.products.iter().map(|entry| entry.name.as_str())
    }

    /// The operation of a name in a version. Where products share both, the host says which is meant, else the first is.
    pub(crate) fn find(&self, version: &str, operation: &str, host: &str) -> Result<Found<'_>, Unfound> {
        let has_version = |entry: &&Entry| entry.manifest.versions.iter().any(|known| known == version);
        let mut entries: Vec<_> = self.products.iter().filter(has_version).collect();
        entries.sort_by_key(|entry| !entry.is_at(host));
        let mut unfound = Unfound::NoVersion;
        for entry in entries {
            match entry.find(version, operation) {
                Ok(found) => return Ok(found),
                Err(reason) => unfound = reason,
            }
        }
        Err(unfound)
    }
}

impl Entry {
    /// Whether a host can be this product's: `ecs.localhost`, or one of its own where this machine plays it.
    fn is_at(&self, host: &str) -> bool {
        let label = host.split(['.', ':']).next().unwrap_or_default();
        label.eq_ignore_ascii_case(&self.name) || label.eq_ignore_ascii_case(&self.manifest.code)
    }

    fn find(&self, version: &str, operation: &str) -> Result<Found<'_>, Unfound> {
        let path = format!("{version}/{operation}.yaml");
        if !self.files.iter().any(|file| file.path == path) {
            return Err(Unfound::NoOperation);
        }
        let product = self.read.get_or_init(|| self.product()).as_ref();
        let product = product.map_err(|error| Unfound::Broken(error.clone()))?;
        let version = product.versions.iter().find(|known| known.version == version);
        let version = version.ok_or(Unfound::NoVersion)?;
        let operation = version.operations.iter().find(|known| known.operation == operation);
        Ok(Found {
            product: &self.name,
            manifest: &self.manifest,
            version,
            operation: operation.ok_or(Unfound::NoOperation)?,
        })
    }

    fn product(&self) -> Result<Product, String> {
        let told = |errors: Vec<Diagnostic>| {
            let lines: Vec<_> = errors.iter().map(|error| format!("{}: {error}", self.name)).collect();
            lines.join("; ")
        };
        let (product, _) = spec::corrected(&self.name, &self.files).map_err(told)?;
        Ok(product)
    }
}

fn names(spec: &Path, some: &[String]) -> anyhow::Result<Vec<String>> {
    if !some.is_empty() {
        // A name is that of a folder, and leads nowhere else.
        if let Some(bad) = some.iter().find(|name| !is_product(name) || !spec.join(name).is_dir()) {
            bail!("there is no product {bad:?} below {}", spec.display());
        }
        return Ok(some.to_vec());
    }
    let mut names = Vec::new();
    for entry in spec.read_dir().with_context(|| spec.display().to_string())? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && is_product(&name)
            && entry.path().join(MANIFEST).is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
