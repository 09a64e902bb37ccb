//! Alibaba Cloud's markdown API pages and API metadata to a YAML spec, and the spec to Rust crates.
//!
//! ```text
//! markdown pages ──page──▶ Page ──group──▶ Group of Pages ──infer──▶ Product ──▶ Extraction ──▶ YAML
//! api-docs.json ──metadata──▶ Metadata ──────────────────────────────────────────────▲
//!
//! YAML ──▶ Product ──overrides──▶ Product ──plan──▶ Plan ──render──▶ TokenStream ──print──▶ Generated, a crate
//! ```
//!
//! The pipeline has two halves: [`sources_to_spec`] gives what the spec's files are made of, and [`spec_to_code`] starts from what these
//! files hold. Neither touches the disk; reading and writing is done around them ([`files`]).

pub mod changelog;
pub mod codegen;
pub mod diagnostics;
mod doc_text;
mod extraction;
pub mod files;
pub mod infer;
mod metadata;
pub mod page;
pub mod report;
pub mod semver;
pub mod spec;
pub mod survey;
pub mod yaml;

use codegen::{Generated, RuntimeDependency};
use diagnostics::Diagnostic;
pub use extraction::Extraction;
use files::SourceFile;
use infer::explain::Explanation;
use infer::product::{data_types, grouping};
use infer::structure::weights::Weights;
use page::Page;
use rayon::prelude::*;
use spec::facts::only_facts;
use spec::overrides::Overrides;
use spec::product::{Manifest, Product, Prose};
use spec::value_names::ValueNames;
use std::collections::BTreeMap;

/// The sources of one product's folder.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The folder's name.
    pub folder: &'a str,
    /// Its pages, where there are any.
    pub docs: Option<&'a [SourceFile]>,
    /// Its API metadata, which wins over the pages.
    pub metadata: Option<&'a [SourceFile]>,
    /// The product's `product.yaml`, if there is one.
    pub known: Option<&'a Manifest>,
    /// The locale of the words for people, such as `zh-CN`; English is preferred without one.
    pub locale: Option<&'a str>,
    /// Which words are kept.
    pub prose: Prose,
}

/// Sources to spec. `names` are the names in Rust that values have in the specs written before, by product: a value that has one keeps it.
pub fn sources_to_spec(sources: Sources<'_>, names: &BTreeMap<String, ValueNames>) -> Extraction {
    let Sources { folder, known, .. } = sources;
    let docs = sources
        .docs
        .map(|files| docs_to_spec(folder, files, known, sources.locale));
    let told = sources.metadata.map(|files| metadata_to_spec(folder, files, known));
    let mut spec = match (told, docs) {
        (Some(told), Some(docs)) => told.merge(docs),
        (told, docs) => told.or(docs).unwrap_or_default(),
    };
    for product in &mut spec.products {
        names.get(&product.name).unwrap_or(&ValueNames::default()).give(product);
        if sources.prose == Prose::None {
            only_facts(product);
        }
    }
    spec
}

/// Docs to spec: reads the pages of one product's folder, groups them by operation, and infers each operation by what all of them show.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one. Without one, a manifest is made of what the pages
/// tell, and diagnostics say what they don't. Pages of no operation tell of data types, common error codes and hosts, or are passed over.
/// `locale` is that of the words for people, such as `zh-CN`; English is preferred without one. The result is the same for any order of
/// `files`.
pub fn docs_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>, locale: Option<&str>) -> Extraction {
    docs_to_spec_by(&Weights::STANDARD, folder, files, known, locale)
}

/// [`docs_to_spec`] by other weights of evidence, for trying what a weight settles.
pub fn docs_to_spec_by(
    weights: &Weights,
    folder: &str,
    files: &[SourceFile],
    known: Option<&Manifest>,
    locale: Option<&str>,
) -> Extraction {
    let pages = read_pages(files);
    let (groups, manifest) = grouping::take_up(folder, &pages, known);
    let mut found = Extraction::of_pages(&pages, &groups);
    for (at, group) in groups.iter().enumerate() {
        let (name, known) = match at {
            0 => (folder, manifest.as_ref()),
            _ => (group.code.as_str(), None),
        };
        found.add(infer::product(name, group, &pages, known, locale, weights), group);
    }
    found.diagnostics.sort();
    found.diagnostics.dedup();
    found
}

/// Metadata to spec: reads the `api-docs.json` files of one product's folder.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one. The result is the same for any order of `files`.
pub fn metadata_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>) -> Extraction {
    Extraction::of_metadata(metadata::products(files), folder, known)
}

/// Spec to code: the crate of a product, once what people corrected by hand is applied.
///
/// # Errors
/// Corrections that match nothing, can't be applied, or contradict each other.
pub fn spec_to_code(
    product: Product,
    corrections: &Overrides,
    runtime: &RuntimeDependency,
) -> Result<Generated, Vec<Diagnostic>> {
    let (product, told) = spec::corrected::apply(product, corrections)?;
    let mut generated = codegen::generate(&product, runtime);
    generated.diagnostics.splice(0..0, told);
    Ok(generated)
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
    let (groups, _) = grouping::take_up(folder, &pages, known);
    let meant = groups.iter().filter(|group| folder == product || group.code == product);
    infer::explain::in_groups(meant, operation)
}

fn read_pages(files: &[SourceFile]) -> Vec<Page> {
    let read = |mended: &mut _, file: &SourceFile| page::read_after(&file.path, &file.bytes, mended);
    let mut pages: Vec<Page> = files.par_iter().map_init(page::Mended::default, read).collect();
    data_types::attach(&mut pages);
    pages
}
