//! A product as its crate is made of it.

use super::folder;
use super::overrides::{self, Overrides};
use super::product::Product;
use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;

/// Reads a product's folder, whose files' paths are relative to it, and applies its overrides; with what should be mended in these.
///
/// # Errors
/// All that is wrong with the files, with file and line.
pub fn corrected(name: &str, files: &[SourceFile]) -> Result<(Product, Vec<Diagnostic>), Vec<Diagnostic>> {
    let product = folder::product(name, files)?;
    apply(product, &overrides::read(files)?)
}

/// Applies corrections, and has answers that are one value stand as code has them.
pub(crate) fn apply(
    mut product: Product,
    corrections: &Overrides,
) -> Result<(Product, Vec<Diagnostic>), Vec<Diagnostic>> {
    let told = overrides::apply(&mut product, corrections)?;
    product.answers_as_fields();
    Ok((product, told))
}
