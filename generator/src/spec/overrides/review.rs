//! Spots whose reading is a guess, and that a person has looked at.
//!
//! A mark (`inferred`) stays in the spec's YAML, which is what the docs say. A rule that names the spot's sign takes it from the crate,
//! the report and the diagnostics. The sign changes when the docs change there, and the spot asks to be looked at again.

use super::Overrides;
use super::tree::Tree;
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::spec::model::{Field, Operation};
use crate::spec::product::Product;
use std::collections::BTreeMap;

/// A marked spot of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its whole path.
    pub path: String,
    /// The other reading.
    pub mark: String,
    /// What a rule says as `reviewed`.
    pub sign: String,
}

/// The marked spots of an operation, in its order.
pub fn reviews(operation: &Operation) -> Vec<Review> {
    if ![&operation.request, &operation.response]
        .into_iter()
        .flatten()
        .any(Field::is_marked)
    {
        return Vec::new();
    }
    let tree = Tree::take(&mut operation.clone());
    let marked = |at: usize| {
        let node = tree.nodes.get(at)?;
        Some(Review {
            path: node.path.clone(),
            mark: node.field.inferred.clone()?,
            sign: sign(&tree, at),
        })
    };
    (0..tree.nodes.len()).filter_map(marked).collect()
}

/// The sign of a spot: it tells apart what the docs say of its place, its type, and the names around and inside it.
pub(super) fn sign(tree: &Tree, at: usize) -> String {
    let node = &tree.nodes[at];
    let names = |members: Vec<usize>| {
        let names: Vec<_> = members
            .into_iter()
            .map(|member| tree.nodes[member].field.name.as_str())
            .collect();
        names.join(",")
    };
    let said = [
        node.path.clone(),
        node.kind(),
        node.field.item_name.clone().unwrap_or_default(),
        node.field.inferred.clone().unwrap_or_default(),
        names(tree.members(node.parent, node.in_request).collect()),
        names(tree.members(Some(at), node.in_request).collect()),
    ];
    // FNV-1a: stable over versions of Rust, and no more is needed than to tell a change.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in said.join("\n").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// Tells the sign of marked spots in their diagnostics, and takes out the diagnostics of those that were reviewed.
pub fn quiet(product: &Product, overrides: &Overrides, diagnostics: &mut Vec<Diagnostic>) {
    // By page and place: whether it was reviewed, and its sign.
    let mut spots: BTreeMap<(&str, String), (bool, String)> = BTreeMap::new();
    for version in &product.versions {
        for operation in &version.operations {
            for review in reviews(operation) {
                let reviewed = overrides.fields.iter().any(|rule| {
                    rule.operation == operation.operation
                        && rule.path == review.path
                        && rule.version.as_ref().is_none_or(|only| *only == version.version)
                        && rule.reviewed.as_ref() == Some(&review.sign)
                });
                spots.insert((operation.source.as_str(), review.path), (reviewed, review.sign));
            }
        }
    }
    diagnostics.retain_mut(|diagnostic| {
        let place = diagnostic
            .place
            .clone()
            .filter(|_| diagnostic.kind == DiagnosticKind::StructureDoubtful);
        let Some((path, (reviewed, sign))) = place.and_then(|place| {
            let spot = spots.get(&(diagnostic.file.as_str(), place.clone()))?;
            Some((place, spot))
        }) else {
            return true;
        };
        let how = format!(
            "; once looked at: `{path}`, `reviewed: '{sign}'` in {}",
            super::OVERRIDES
        );
        diagnostic.message.push_str(&how);
        !reviewed
    });
}
