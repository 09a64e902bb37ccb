//! Spec to Rust: the crate of a product.
//!
//! First every name is settled (`plan`), then the files are written, each by a module of its own. The text is laid out as rustfmt
//! would do it (`layout`); what goes into doc comments is made harmless first (`docs`).

mod client;
mod columns;
mod docs;
mod entry;
mod errors;
mod layout;
mod literals;
mod names;
mod operation;
mod package;
mod pages;
mod plan;
mod request;
mod response;
mod sample;
pub mod spoken;
pub(crate) mod surface;
mod values;

use crate::diagnostics::{Diagnostic, Kind};
use crate::files::OutputFile;
use crate::files::path::{is_date, is_product};
use crate::spec::product::{Product, Version};
use errors::Common;
use operation::Home;
use package::Module;
use serde::{Deserialize, Serialize};

/// The version of generated crates, of which none was released yet.
pub const CRATE_VERSION: &str = "0.1.0";

/// How the generated crate names the runtime in its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeDependency {
    /// Where it lies, absolute or relative to the crate's folder.
    pub path: String,
    /// Its version.
    pub version: String,
}

/// A generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// Its files, below its own folder.
    pub files: Vec<OutputFile>,
    /// What should be mended in the spec or the docs.
    pub diagnostics: Vec<Diagnostic>,
}

/// Generates the crate of a product.
///
/// The newest version that has operations is the crate's root, each older one a module such as `v2014_11_11`. What can't be said in
/// Rust is left out, with a diagnostic; a product or version whose name can't be a path gives no files.
pub fn generate(product: &Product, runtime: &RuntimeDependency) -> Generated {
    let mut diagnostics = Vec::new();
    if !is_product(&product.name) {
        let message = format!(
            "{:?} can't be the name of a product; nothing is generated for it",
            product.name
        );
        diagnostics.push(Diagnostic::new(Kind::BadName, "product.yaml", 0, message));
        return Generated {
            files: vec![],
            diagnostics,
        };
    }
    let versions = versions(product, &mut diagnostics);
    let places: Vec<_> = versions
        .iter()
        .enumerate()
        .map(|(age, version)| Place::new(&product.name, version, age > 0, &mut diagnostics))
        .collect();
    let gathered: Vec<_> = versions
        .iter()
        .zip(&places)
        .map(|(version, place)| entry::gather(version, place.home(product), &mut diagnostics))
        .collect();
    let older: Vec<String> = places.iter().filter_map(|place| place.module.clone()).collect();
    let modules: Vec<_> = versions
        .iter()
        .zip(&places)
        .zip(&gathered)
        .map(|((version, place), gathered)| Module {
            product: &product.name,
            code: &product.manifest.code,
            version: &version.version,
            endpoints: &product.manifest.endpoints,
            name: place.module.as_deref(),
            older: if place.module.is_none() { &older } else { &[] },
            common: &version.common,
            gathered,
        })
        .collect();

    let mut files = Vec::new();
    if !modules.is_empty() {
        files.push(package::manifest(&product.name, &product.manifest.code, runtime));
        for (module, place) in modules.iter().zip(&places) {
            files.extend(module.files(place.home(product)));
        }
        files.extend(package::tests(&product.name, &modules));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Generated { files, diagnostics }
}

/// The versions that get into the crate, the newest first.
fn versions<'a>(product: &'a Product, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'a Version> {
    let mut versions: Vec<&Version> = Vec::new();
    for version in product.versions.iter().filter(|version| !version.operations.is_empty()) {
        if is_date(&version.version) && !versions.iter().any(|other| other.version == version.version) {
            versions.push(version);
        } else {
            let message = format!(
                "the version {:?} is no date such as 2019-08-10, or stands twice; it is left out",
                version.version
            );
            diagnostics.push(Diagnostic::new(Kind::BadName, "product.yaml", 0, message));
        }
    }
    versions.sort_by(|one, other| other.version.cmp(&one.version));
    versions
}

/// Where a version's module lies.
struct Place {
    /// Its name; nothing at the root.
    module: Option<String>,
    root: String,
    spec: String,
    common: Option<Common>,
}

impl Place {
    fn new(product: &str, version: &Version, older: bool, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let module = older.then(|| format!("v{}", version.version.replace('-', "_")));
        let root = module
            .as_ref()
            .map_or("crate".to_owned(), |module| format!("crate::{module}"));
        Self {
            module,
            common: Common::of(&root, &version.common, diagnostics),
            root,
            spec: format!("spec/{product}/{}", version.version),
        }
    }

    fn home(&self, product: &Product) -> Home<'_> {
        Home {
            root: &self.root,
            spec: &self.spec,
            common: self.common.as_ref(),
            style: product.manifest.style,
        }
    }
}

#[cfg(test)]
mod tests;
