//! Pages to products, versions and operations.

use crate::infer::identity::{Codes, Home, Identity, Said, operation_of};
use crate::infer::pages::{Pages, rank};
use crate::infer::product::common_errors::{Homes, is_common};
use crate::infer::product::manifest;
use crate::page::Page;
use crate::spec::product::Manifest;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A product found in a folder: its operations by version and name.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The code, in lower case.
    pub(crate) code: String,
    pub(crate) operations: Vec<Pages<'a>>,
    /// The pages of common error codes, by version.
    pub(crate) common: BTreeMap<String, Vec<&'a Page>>,
}

/// Sorts pages by product: first the one that is known or that the folder is named after, then by how many pages they have. Pages that
/// describe no operation are left out.
///
/// `folder` is the name of the docs' folder, `known` what is known of its product.
pub(crate) fn group<'a>(folder: &str, pages: &'a [Page], known: Option<&Manifest>) -> Vec<Group<'a>> {
    let said = Said::of(pages);
    let homes = said.homes(folder, pages, known);
    by_product(pages, &said.codes, &homes, leading_code(folder, known))
}

/// The code of the product that a folder is of, if anything tells it.
fn leading_code<'a>(folder: &'a str, known: Option<&'a Manifest>) -> &'a str {
    known.map_or(folder, |manifest| manifest.code.as_str())
}

/// Sorts the pages of a folder as [`group`] does, and gives the manifest of the product that leads.
///
/// A folder met for the first time is read as it will be once its `product.yaml` says what was found.
pub(crate) fn take_up<'a>(
    folder: &str,
    pages: &'a [Page],
    known: Option<&Manifest>,
) -> (Vec<Group<'a>>, Option<Manifest>) {
    let said = Said::of(pages);
    let homes = said.homes(folder, pages, known);
    let lead = leading_code(folder, known);
    let groups = by_product(pages, &said.codes, &homes, lead);
    let leading = groups.first().filter(|_| known.is_none());
    let Some(inferred) = leading.map(|group| manifest::infer(group, pages, true)) else {
        return (groups, known.cloned());
    };
    let settled = said.homes(folder, pages, Some(&inferred));
    if settled == homes {
        return (groups, Some(inferred));
    }
    (by_product(pages, &said.codes, &settled, lead), Some(inferred))
}

/// Sorts pages of which product and version are known, as [`group`] does.
fn by_product<'a>(pages: &'a [Page], codes: &Codes, homes: &[Home], lead: &str) -> Vec<Group<'a>> {
    let mut operations: BTreeMap<Identity, Vec<&Page>> = BTreeMap::new();
    let mut common = Vec::new();
    for (page, (product, version)) in pages.iter().zip(homes.iter().cloned()) {
        if is_common(page) {
            common.push(page);
        } else if let Some(operation) = operation_of(page) {
            operations
                .entry(Identity {
                    product,
                    version,
                    operation,
                })
                .or_default()
                .push(page);
        }
    }
    merge_spellings(&mut operations);
    let mut by_code: BTreeMap<String, Vec<(Identity, Vec<&Page>)>> = BTreeMap::new();
    for (identity, pages) in operations {
        by_code
            .entry(identity.product.clone())
            .or_default()
            .push((identity, pages));
    }
    let count =
        |operations: &Vec<(Identity, Vec<&Page>)>| operations.iter().map(|(_, pages)| pages.len()).sum::<usize>();
    let mut by_code: Vec<_> = by_code.into_iter().collect();
    by_code.sort_by_key(|(code, operations)| (!code.eq_ignore_ascii_case(lead), std::cmp::Reverse(count(operations))));
    let identified = by_code.iter().flat_map(|(_, operations)| operations);
    let homes = Homes::of(
        codes,
        identified.flat_map(|(identity, pages)| pages.iter().map(move |page| (identity, *page))),
    );
    let mut common_of: BTreeMap<Home, Vec<&Page>> = BTreeMap::new();
    for page in common {
        for home in homes.of_page(page) {
            common_of.entry(home).or_default().push(page);
        }
    }
    by_code
        .into_iter()
        .map(|(code, operations)| Group {
            common: common_of
                .iter()
                .filter(|((product, _), _)| *product == code)
                .map(|((_, version), pages)| (version.clone(), pages.clone()))
                .collect(),
            code,
            operations: operations
                .into_par_iter()
                .map(|(identity, pages)| Pages::new(identity, pages))
                .collect(),
        })
        .collect()
}

/// Joins operations whose names differ in case only: the spelling of the best page wins.
fn merge_spellings(operations: &mut BTreeMap<Identity, Vec<&Page>>) {
    let mut spellings: BTreeMap<Identity, Vec<Identity>> = BTreeMap::new();
    for identity in operations.keys() {
        let folded = Identity {
            operation: identity.operation.to_lowercase(),
            ..identity.clone()
        };
        spellings.entry(folded).or_default().push(identity.clone());
    }
    for same in spellings.into_values().filter(|same| same.len() > 1) {
        let best_page = |identity: &Identity| {
            operations
                .get(identity)
                .and_then(|pages| pages.iter().map(|page| rank(page, 0)).min())
        };
        let Some(best) = same.iter().min_by_key(|identity| best_page(identity)).cloned() else {
            continue;
        };
        for other in same.into_iter().filter(|other| *other != best) {
            let pages = operations.remove(&other).unwrap_or_default();
            operations.entry(best.clone()).or_default().extend(pages);
        }
    }
}
