//! What the docs of one folder give, worked out without a look at the disk, and so the same whenever they are the same.

use super::table::Counts;
use alibabacloud_generator::Extraction;
use alibabacloud_generator::diagnostics::Diagnostic;
use alibabacloud_generator::files::{OutputFile, SourceFile};
use alibabacloud_generator::spec::overrides;
use alibabacloud_generator::spec::product::Product;
use alibabacloud_generator::spec::{folder, scaffold};
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The specs of the products of a folder, the one that bears its name first.
#[derive(Serialize, Deserialize)]
pub(super) struct Specs {
    /// How many pages were of operations.
    pub(super) pages: usize,
    pub(super) products: Vec<Spec>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The spec of a product.
#[derive(Serialize, Deserialize)]
pub(super) struct Spec {
    pub(super) name: String,
    pub(super) counts: Counts,
    /// Whether any page tells its version.
    pub(super) dated: bool,
    pub(super) outputs: Vec<OutputFile>,
    /// The operations that a source has and that can't be read, as `<version>/<operation>`.
    pub(super) unread: Vec<String>,
    /// Of what could not be written.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// `product.yaml` and `overrides.yaml` as they begin.
    pub(super) first: [OutputFile; 2],
}

/// Corrections by hand that do not fit what the docs say, by product.
pub(super) struct Misfits {
    pub(super) errors: BTreeMap<String, Vec<Diagnostic>>,
    /// All products of the folder: nothing of theirs may be written.
    pub(super) products: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Each product's `overrides.yaml`.
pub(super) type Corrections = BTreeMap<String, SourceFile>;

/// Whether an `overrides.yaml` corrects nothing, as it does at first.
pub(super) fn corrects_nothing(file: &SourceFile) -> bool {
    overrides::read(std::slice::from_ref(file)).is_ok_and(|corrections| corrections.correct_nothing())
}

impl Specs {
    /// The specs, as far as the corrections fit them.
    pub(super) fn of(mut docs: Extraction, corrections: &Corrections) -> anyhow::Result<Result<Self, Misfits>> {
        let mut errors = BTreeMap::new();
        for product in &docs.products {
            let Some(file) = corrections.get(&product.name) else {
                continue;
            };
            let applied = overrides::read(std::slice::from_ref(file)).and_then(|corrections| {
                overrides::quiet(product, &corrections, &mut docs.diagnostics);
                overrides::apply(&mut product.clone(), &corrections)
            });
            if let Err(found) = applied {
                errors.insert(product.name.clone(), found);
            }
        }
        if !errors.is_empty() {
            return Ok(Err(Misfits {
                errors,
                products: docs.products.into_iter().map(|product| product.name).collect(),
                diagnostics: docs.diagnostics,
            }));
        }
        let spec = |product: &mut Product| {
            let guessed = docs.guessed.get(&product.name).map_or(&[][..], Vec::as_slice);
            let unread = docs.unread.remove(&product.name).unwrap_or_default();
            Spec::of(product, guessed, unread)
        };
        Ok(Ok(Self {
            pages: docs.pages,
            products: docs.products.iter_mut().map(spec).collect::<Result<_, _>>()?,
            diagnostics: docs.diagnostics,
        }))
    }
}

impl Spec {
    fn of(product: &mut Product, guessed: &[String], unread: Vec<String>) -> anyhow::Result<Self> {
        let dated = !product.versions.iter().all(|version| version.version.is_empty());
        let all = Counts::of(product);
        let (outputs, diagnostics) = folder::version_files(product);
        let name = &product.name;
        let manifest =
            scaffold::manifest_file(product, guessed).with_context(|| format!("{name}: {}", folder::MANIFEST))?;
        Ok(Self {
            name: name.clone(),
            // Without a date there are no files; what there is counts all the same.
            counts: if dated { Counts::of(product) } else { all },
            dated,
            outputs,
            unread,
            diagnostics,
            first: [manifest, scaffold::overrides_file(product)],
        })
    }
}
