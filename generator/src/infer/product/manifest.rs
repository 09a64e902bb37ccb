//! What the pages tell of a product besides its operations: code, versions, style, endpoints.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::product::grouping::Group;
use crate::infer::product::hosts;
use crate::page::Page;
use crate::spec::product::{Endpoints, Manifest, Style};
use std::collections::{BTreeMap, BTreeSet};

/// Infers the manifest of a product met for the first time.
pub(crate) fn infer(group: &Group<'_>, pages: &[Page], is_first: bool) -> Manifest {
    let linked = || {
        group
            .operations
            .iter()
            .flat_map(|operation| &operation.pages)
            .filter_map(|page| page.explorer.as_ref())
    };
    let linked = || linked().filter(|explorer| explorer.product.eq_ignore_ascii_case(&group.code));
    let code = most(linked().map(|explorer| explorer.product.clone())).unwrap_or_else(|| group.code.clone());
    let style = most(
        linked()
            .filter_map(|explorer| explorer.style.as_deref())
            .map(str::to_uppercase),
    );
    let by_path = group.operations.iter().filter(|operation| operation.is_roa()).count() * 2 > group.operations.len();
    let style = if style.as_deref() == Some("ROA") || (style.is_none() && by_path) {
        Style::Roa
    } else {
        Style::Rpc
    };
    let versions: BTreeSet<String> = group
        .operations
        .iter()
        .map(|operation| operation.identity.version.clone())
        .collect();
    let versions: Vec<String> = versions.into_iter().collect();
    // Other products' tables in the folder say nothing of this one.
    let tables: Vec<&Page> = if is_first {
        pages.iter().collect()
    } else {
        group
            .operations
            .iter()
            .flat_map(|operation| operation.pages.iter().copied())
            .collect()
    };
    let mut endpoints = hosts::endpoints(&code, group, &tables);
    if endpoints.is_empty() {
        endpoints = Endpoints::guess(&code).0;
    }
    Manifest {
        code,
        versions,
        style,
        endpoints,
        ..Manifest::default()
    }
}

/// What no page told of an inferred manifest: to be filled in, or confirmed, in `product.yaml`.
pub fn missing(inferred: &Manifest) -> Vec<Diagnostic> {
    let Manifest {
        code,
        versions,
        endpoints,
        ..
    } = inferred;
    let version = versions.iter().any(String::is_empty).then(|| {
        let message = format!("no page tells the version of {code}; fill it in in product.yaml");
        Diagnostic::new(DiagnosticKind::Version, "", 0, message)
    });
    let rule = endpoints.rule.as_ref().filter(|_| endpoints.guessed);
    let host = rule.map(|rule| {
        let message = format!("no page tells where {code} is called; assumed `{rule}`");
        Diagnostic::new(DiagnosticKind::Endpoint, "", 0, message)
    });
    version.into_iter().chain(host).collect()
}

/// The value that occurs most often; of equals the smallest.
pub(crate) fn most(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(value, _)| value)
}
