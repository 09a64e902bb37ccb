//! Alibaba Cloud's markdown API pages and API metadata to a YAML spec, and the spec to Rust crates.
//!
//! ```text
//! markdown page ──page──▶ Page ──infer──▶ Operation (spec YAML) ──plan──▶ names and types ──render──▶ tokens ──print──▶ Rust crate
//! api-docs.json ──metadata────────────────▲
//! ```
//!
//! The whole pipeline is [`docs_to_spec`] and [`metadata_to_spec`], of which [`merge`] makes one, and [`spec_to_code`]; reading and
//! writing files ([`files`]) sits at its ends.

pub mod changelog;
pub mod codegen;
pub mod diagnostics;
mod docs;
pub mod files;
pub mod infer;
mod metadata;
pub mod page;
pub mod report;
pub mod semver;
pub mod spec;
pub mod survey;

use codegen::{Generated, RuntimeDependency};
use diagnostics::Diagnostic;
pub use docs::Docs;
use files::SourceFile;
use infer::explain::Explanation;
use infer::product::{data_types, grouping};
use page::Page;
use rayon::prelude::*;
use spec::overrides::{self, Overrides};
use spec::product::{Manifest, Product};

/// Docs to spec: reads the pages of one product's folder, groups them by operation, and infers each operation by what all of them show.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one; what no page tells of a product without one,
/// [`missing`](infer::product::manifest::missing) says. Files that are no operation pages are passed over or used as witnesses. `locale`
/// is that of the words for people, such as `zh-CN`; English is preferred without one. The result is the same for any order of `files`.
pub fn docs_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>, locale: Option<&str>) -> Docs {
    let pages = read_pages(files);
    let (groups, manifest) = grouping::take_up(folder, &pages, known);
    let mut docs = Docs::of_pages(&pages, &groups);
    for (at, group) in groups.iter().enumerate() {
        let (name, known) = match at {
            0 => (folder, manifest.as_ref()),
            _ => (group.code.as_str(), None),
        };
        docs.add(infer::product(name, group, &pages, known, locale), group);
    }
    docs.diagnostics.sort();
    docs
}

/// Metadata to spec: reads the `api-docs.json` files of one product's folder.
///
/// `folder` names the folder; `known` is the product's `product.yaml`, if there is one. The result is the same for any order of `files`.
pub fn metadata_to_spec(folder: &str, files: &[SourceFile], known: Option<&Manifest>) -> Docs {
    Docs::of_metadata(metadata::products(files), folder, known)
}

/// What two sources tell of the same products: `metadata` is followed where it has an operation, and `docs` give the words and the rest.
pub fn merge(metadata: Docs, docs: Docs) -> Docs {
    metadata.merge(docs)
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
    let told = overrides::apply(&mut product, corrections)?;
    product.answers_as_fields();
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
    let read = |file: &SourceFile| page::read(&file.path, &file.bytes);
    let mut pages: Vec<Page> = files.par_iter().map(read).collect();
    data_types::attach(&mut pages);
    pages
}
