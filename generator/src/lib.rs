//! Alibaba Cloud's markdown API pages and API metadata to a YAML spec, and the spec to Rust crates.
//!
//! ```text
//! markdown page ──page──▶ Page ──infer──▶ Operation (spec YAML) ──codegen──▶ Rust crate
//! api-docs.json ──metadata─────────────────▲
//! ```
//!
//! The whole pipeline is [`docs_to_spec`] and [`metadata_to_spec`], of which [`merge`] makes one, and [`spec_to_code`]; reading and writing files ([`files`]) sits at its ends.

pub mod changelog;
pub mod codegen;
pub mod diagnostics;
pub mod files;
pub mod infer;
mod metadata;
pub mod page;
pub mod report;
pub mod spec;
pub mod survey;
pub mod verdict;

use codegen::{Generated, RuntimeDependency};
use diagnostics::Diagnostic;
use files::SourceFile;
use infer::explain::Explanation;
use infer::product::grouping::Group;
use page::Page;
use rayon::prelude::*;
use spec::model::Operation;
use spec::overrides::{self, Overrides};
use spec::product::{Manifest, Product};
use std::collections::{BTreeMap, BTreeSet};

/// What one folder of docs gave.
#[derive(Debug, Default)]
pub struct Docs {
    /// The products found, the one with most operations first; it bears the folder's name.
    pub products: Vec<Product>,
    /// How many files were operation pages.
    pub pages: usize,
    /// The files that are no page of an operation.
    pub passed_over: Vec<String>,
    /// By product: the operations whose pages do not tell their version.
    pub guessed: BTreeMap<String, Vec<String>>,
    /// What should be mended.
    pub diagnostics: Vec<Diagnostic>,
    /// What should be mended as long as the folder's product has no `product.yaml`.
    pub unknown: Vec<Diagnostic>,
    /// Whether all but `unknown` stays as it is once that file says what was found.
    pub settled: bool,
}

/// Docs to spec: reads the pages of one product's folder and infers its operations.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one. Files that are no operation pages are
/// passed over or used as witnesses. `locale` is that of the words for people, such as `zh-CN`; English is preferred without one. The result is the same for any order of `files`.
pub fn docs_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>, locale: Option<&str>) -> Docs {
    let pages = read_pages(files);
    let products = infer::identity::products_of(folder, &pages, known);
    let groups = infer::product::grouping::by_product(&pages, &products);
    let mut docs = Docs {
        pages: groups
            .iter()
            .flat_map(|group| &group.operations)
            .map(|operation| operation.pages.len())
            .sum(),
        settled: true,
        ..Docs::default()
    };
    docs.diagnostics.extend(infer::identity::bad_names(&pages));
    let operations = groups.iter().flat_map(|group| &group.operations);
    let used: BTreeSet<&str> = operations
        .flat_map(|operation| &operation.pages)
        .map(|page| page.file.as_str())
        .collect();
    let others = pages.iter().filter(|page| !used.contains(page.file.as_str()));
    docs.passed_over = others.map(|page| page.file.clone()).collect();
    for (at, group) in groups.iter().enumerate() {
        let leads = at == 0;
        let name = if leads { folder } else { group.code.as_str() };
        let manifest = known.filter(|_| leads).cloned().unwrap_or_else(|| {
            let (manifest, missing) = infer::product::manifest::infer(group, &pages, leads);
            if leads {
                docs.unknown = missing;
                docs.settled = products.are_settled(&manifest);
            } else {
                docs.diagnostics.extend(missing);
            }
            manifest
        });
        let (product, diagnostics) = infer::product(name, group, manifest, locale);
        let guessed = group.operations.iter().filter(|operation| !operation.states_version());
        let guessed: Vec<_> = guessed.map(|operation| operation.identity.operation.clone()).collect();
        docs.guessed.insert(product.name.clone(), guessed);
        docs.products.push(product);
        docs.diagnostics.extend(diagnostics);
    }
    docs.diagnostics.sort();
    docs
}

/// Metadata to spec: reads the `api-docs.json` files of one product's folder.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one. The result is the same for any order of `files`.
pub fn metadata_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>) -> Docs {
    let found = metadata::products(files);
    let mut docs = Docs {
        pages: found.operations,
        passed_over: found.passed_over,
        diagnostics: found.diagnostics,
        settled: true,
        ..Docs::default()
    };
    let leads = |product: &Product| {
        let code = known.map_or(folder, |manifest| manifest.code.as_str());
        (
            !product.manifest.code.eq_ignore_ascii_case(code),
            std::cmp::Reverse(product.operations()),
        )
    };
    let mut products: Vec<Product> = found.products.into_values().collect();
    products.sort_by_key(leads);
    // A folder may hold the files of many products; of these, one is meant.
    if known.is_some_and(|_| products.first().is_some_and(|first| !leads(first).0)) {
        products.truncate(1);
    }
    for (at, mut product) in products.into_iter().enumerate() {
        if at == 0 {
            folder.clone_into(&mut product.name);
        }
        if let Some(manifest) = known.filter(|_| at == 0) {
            product
                .versions
                .retain(|version| manifest.versions.contains(&version.version));
            product.manifest = manifest.clone();
        }
        docs.products.push(product);
    }
    docs
}

/// What two sources tell of the same products: `metadata` is followed where it has an operation, and `docs` give the words and the rest.
pub fn merge(metadata: Docs, docs: Docs) -> Docs {
    let mut both = metadata;
    let mut others = docs.products;
    for product in &mut both.products {
        let same = |other: &Product| other.manifest.code.eq_ignore_ascii_case(&product.manifest.code);
        if let Some(at) = others.iter().position(same) {
            both.diagnostics.extend(spec::merge::merge(product, others.remove(at)));
        }
    }
    both.products.extend(others);
    both.pages += docs.pages;
    both.passed_over.extend(docs.passed_over);
    both.guessed.extend(docs.guessed);
    both.diagnostics.extend(docs.diagnostics);
    both.diagnostics.sort();
    both.settled &= docs.settled;
    both
}

/// Spec to code: the crate of a product, once what people corrected by hand is applied.
///
/// # Errors
/// Corrections that match nothing, can't be applied, or contradict each other.
pub fn spec_to_code(
    mut product: Product,
    corrections: &Overrides,
    runtime: &RuntimeDependency,
) -> Result<Generated, Vec<Diagnostic>> {
    let mut diagnostics = overrides::apply(&mut product, corrections)?;
    let versions = product.versions.iter_mut();
    versions
        .flat_map(|version| &mut version.operations)
        .for_each(Operation::answer_as_field);
    let mut generated = codegen::generate(&product, runtime);
    diagnostics.append(&mut generated.diagnostics);
    Ok(Generated {
        diagnostics,
        ..generated
    })
}

/// Why an operation was read as it was; `None` if the folder has no page of it.
///
/// `product` is the one whose operation is meant; that of the folder may stand for any product among its pages.
pub fn explain(
    folder: &str,
    files: &[SourceFile],
    known: Option<&Manifest>,
    product: &str,
    operation: &str,
) -> Option<Explanation> {
    let pages = read_pages(files);
    let groups = infer::product::grouping::group(folder, &pages, known);
    let named = |group: &Group<'_>| {
        group
            .operations
            .iter()
            .rposition(|pages| pages.identity.operation.eq_ignore_ascii_case(operation))
    };
    let mut meant = groups.iter().filter(|group| folder == product || group.code == product);
    let (group, at) = meant.find_map(|group| Some((group, named(group)?)))?;
    let learned = infer::learn(group);
    let (inferred, _) = infer::operation(&group.operations[at], &learned);
    Some(infer::explain::explain(&group.operations[at], &learned, inferred))
}

/// Why some operations were read as they were: those that `wanted` picks by version and name.
fn explain_some(
    folder: &str,
    pages: &[Page],
    known: Option<&Manifest>,
    wanted: impl Fn(&str, &str) -> bool + Sync,
) -> Vec<Explanation> {
    let mut explained = Vec::new();
    for group in infer::product::grouping::group(folder, pages, known) {
        let picked = group.operations.par_iter();
        let picked = picked.filter(|pages| wanted(&pages.identity.version, &pages.identity.operation));
        if picked.clone().count() == 0 {
            continue;
        }
        let learned = infer::learn(&group);
        let explain = |pages| infer::explain::explain(pages, &learned, infer::operation(pages, &learned).0);
        explained.par_extend(picked.map(explain));
    }
    explained
}

fn read_pages(files: &[SourceFile]) -> Vec<Page> {
    let read = |file: &SourceFile| page::read(&file.path, &file.bytes);
    let mut pages: Vec<Page> = files.par_iter().map(read).collect();
    infer::product::data_types::attach(&mut pages);
    pages
}
