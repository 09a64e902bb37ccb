//! What a folder of sources gave: the products found in it, and what should be mended.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer;
use crate::infer::product::grouping::Group;
use crate::metadata::Metadata;
use crate::page::Page;
use crate::spec;
use crate::spec::folder::MANIFEST;
use crate::spec::product::{Manifest, Product, Version};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What one folder of docs or metadata gave.
#[derive(Debug, Default)]
pub struct Extraction {
    /// The products found, the one with most operations first; it bears the folder's name.
    pub products: Vec<Product>,
    /// How many files were operation pages.
    pub pages: usize,
    /// The files that are no page of an operation.
    pub passed_over: Vec<String>,
    /// By product: the operations that a source has and that can't be read, as `<version>/<operation>`.
    pub unread: BTreeMap<String, Vec<String>>,
    /// By product: the operations whose pages do not tell their version.
    pub guessed: BTreeMap<String, Vec<String>>,
    /// What should be mended.
    pub diagnostics: Vec<Diagnostic>,
}

impl Extraction {
    /// Which of the pages are used, before any is read for what it means.
    pub(crate) fn of_pages(pages: &[Page], groups: &[Group<'_>]) -> Self {
        let used = || {
            groups
                .iter()
                .flat_map(|group| &group.operations)
                .flat_map(|operation| &operation.pages)
        };
        let files: BTreeSet<&str> = used().map(|page| page.file.as_str()).collect();
        let others = pages.iter().filter(|page| !files.contains(page.file.as_str()));
        Self {
            pages: used().count(),
            passed_over: others.map(|page| page.file.clone()).collect(),
            diagnostics: infer::identity::left_out(pages),
            ..Self::default()
        }
    }

    /// Adds a product that was inferred from a group of pages.
    pub(crate) fn add(&mut self, (product, diagnostics): (Product, Vec<Diagnostic>), group: &Group<'_>) {
        let guessed = group.operations.iter().filter(|operation| !operation.states_version());
        let guessed: Vec<_> = guessed.map(|operation| operation.identity.operation.clone()).collect();
        self.guessed.insert(product.name.clone(), guessed);
        self.products.push(product);
        self.diagnostics.extend(diagnostics);
    }

    /// What metadata gave; the product that the folder is named after leads.
    pub(crate) fn of_metadata(mut found: Metadata, folder: &str, known: Option<&Manifest>) -> Self {
        let mut extraction = Self {
            pages: found.operations,
            passed_over: found.passed_over,
            diagnostics: found.diagnostics,
            ..Self::default()
        };
        let code = known.map_or(folder, |manifest| manifest.code.as_str());
        let is_meant = |product: &Product| product.manifest.code.eq_ignore_ascii_case(code);
        let mut products: Vec<Product> = found.products.into_values().collect();
        products.sort_by_key(|product| (!is_meant(product), Reverse(product.operations())));
        let Some(manifest) = known else {
            if let Some(first) = products.first_mut() {
                folder.clone_into(&mut first.name);
            }
            extraction.products = products;
            return extraction;
        };
        match products.into_iter().next() {
            // A folder may hold the files of many products; of these, one is meant.
            Some(mut product) if is_meant(&product) => {
                let is_named = |version: &mut Version| manifest.versions.contains(&version.version);
                for version in product.versions.extract_if(.., |version| !is_named(version)) {
                    let why = format!(
                        "info.version: {} is not among the `versions` of {MANIFEST}; left out",
                        version.version
                    );
                    extraction.tell_of_metadata(&[version], why);
                }
                folder.clone_into(&mut product.name);
                if let Some(unread) = found.unread.remove(&product.manifest.code.to_lowercase()) {
                    extraction.unread.insert(folder.to_owned(), unread);
                }
                if product.manifest.style != manifest.style {
                    let message = format!(
                        "info.style: it is {}, and {MANIFEST} says `style: {}`, which is followed",
                        product.manifest.style, manifest.style
                    );
                    extraction.tell_of_metadata(&product.versions, message);
                }
                product.manifest = manifest.clone();
                extraction.products.push(product);
            }
            Some(other) => {
                for version in &other.versions {
                    let why = format!(
                        "info.product: it is of {}, and {MANIFEST} says `code: {}`; left out",
                        other.manifest.code, manifest.code
                    );
                    extraction.tell_of_metadata(std::slice::from_ref(version), why);
                }
            }
            None => {}
        }
        extraction
    }

    /// Tells of the file of metadata that versions are read from.
    fn tell_of_metadata(&mut self, versions: &[Version], message: String) {
        let mut operations = versions.iter().flat_map(|version| &version.operations);
        let file = operations.next().map_or("", |operation| operation.source.as_str());
        self.diagnostics
            .push(Diagnostic::new(DiagnosticKind::Metadata, file, 0, message));
    }

    /// This and what pages tell of the same products.
    pub(crate) fn merge(mut self, docs: Self) -> Self {
        let mut others = docs.products;
        for product in &mut self.products {
            let same = |other: &Product| other.manifest.code.eq_ignore_ascii_case(&product.manifest.code);
            if let Some(at) = others.iter().position(same) {
                self.diagnostics.extend(spec::merge::merge(product, others.remove(at)));
            }
        }
        self.products.extend(others);
        self.pages += docs.pages;
        self.passed_over.extend(docs.passed_over);
        self.guessed.extend(docs.guessed);
        // What the pages tell is there.
        for product in &self.products {
            let is_there = |place: &String| {
                let mut versions = product.versions.iter();
                let (dated, name) = place.split_once('/').unwrap_or_default();
                versions.any(|version| {
                    version.version == dated && version.operations.iter().any(|one| one.operation == name)
                })
            };
            if let Some(unread) = self.unread.get_mut(&product.name) {
                unread.retain(|place| !is_there(place));
            }
        }
        self.diagnostics.extend(docs.diagnostics);
        self.diagnostics.sort();
        self
    }
}
