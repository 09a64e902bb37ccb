//! What is shown, brought together from the spec, the pages, and the comparison with an older spec.

use super::rows::Rows;
use super::{Coverage, Mark, Reviewed, ReviewedOperation};
use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;
use crate::infer::explain;
use crate::infer::explain::Explanation;
use crate::infer::identity::operation_of;
use crate::infer::product::grouping;
use crate::page::Page;
use crate::read_pages;
use crate::semver::{Change, Class, Comparison};
use crate::spec::choices::OperationChoices;
use crate::spec::folder;
use crate::spec::model::{Field, Operation};
use crate::spec::overrides::{self, Review, reviews};
use crate::spec::product::{Product, Version};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a product.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// The name of its folder.
    pub name: &'a str,
    /// The files of its spec folder, whose paths are relative to it.
    pub spec: &'a [SourceFile],
    /// Its pages, by the paths that the spec calls them by; none where they are not at hand.
    pub pages: &'a [SourceFile],
    /// What differs from an older spec.
    pub comparison: Option<&'a Comparison>,
}

/// Brings together what is shown of products.
pub fn gather(all: &[Sources<'_>]) -> Vec<Reviewed> {
    let pages: Vec<Vec<Page>> = all.iter().map(|sources| read_pages(sources.pages)).collect();
    // A folder of pages may hold those of other products too.
    let known: BTreeSet<String> = all.iter().flat_map(|sources| operations_of(sources.spec)).collect();
    let pages_of = |at: usize| -> &[Page] {
        let own: BTreeSet<String> = operations_of(all[at].spec).collect();
        let among = |pages: &&Vec<Page>| pages.iter().filter_map(operation_of).any(|name| own.contains(&name));
        let elsewhere = || pages.iter().find(among);
        if pages[at].is_empty() {
            elsewhere().map_or(&[], |pages| pages)
        } else {
            &pages[at]
        }
    };
    (0..all.len())
        .map(|at| product(&all[at], pages_of(at), &known))
        .collect()
}

/// The names of the operations that have a file.
fn operations_of(spec: &[SourceFile]) -> impl Iterator<Item = String> {
    let names = spec.iter().filter_map(|file| folder::operation_path(&file.path));
    names.map(|(_, name)| name.to_owned())
}

fn product(sources: &Sources<'_>, pages: &[Page], known: &BTreeSet<String>) -> Reviewed {
    let mut reviewed = Reviewed {
        name: sources.name.to_owned(),
        ..Reviewed::default()
    };
    let read = folder::product(sources.name, sources.spec).and_then(|docs| Ok((docs, overrides::read(sources.spec)?)));
    let (docs, corrections) = match read {
        Ok(read) => read,
        Err(errors) => {
            reviewed.errors = errors.iter().map(Diagnostic::to_string).collect();
            return reviewed;
        }
    };
    let mut product = docs.clone();
    if let Err(errors) = overrides::apply(&mut product, &corrections) {
        reviewed.errors = errors.iter().map(Diagnostic::to_string).collect();
    }
    reviewed.about = about(&product);
    let marks = marks(&docs, &product);
    reviewed.coverage = coverage(&docs, &product, pages, known, &marks);
    let explained = explanations(sources, pages, &docs, &marks);
    let changes = sources
        .comparison
        .map(|comparison| comparison.changes.as_slice())
        .unwrap_or_default();
    reviewed.bump = sources.comparison.map(Comparison::bump);
    let mut all: Vec<(String, Operation, OperationChoices)> = Vec::new();
    for Version {
        version,
        common,
        operations,
        choices,
    } in product.versions
    {
        all.extend(operations.into_iter().map(|operation| {
            let choices = choices.of(&operation.operation).clone();
            (version.clone(), operation, choices)
        }));
        if !common.errors.is_empty() {
            reviewed.common.push((version, common));
        }
    }
    let is_here = |change: &&Change| {
        all.iter()
            .any(|(version, one, _)| is_of(change, version, &one.operation))
    };
    reviewed.changes = changes.iter().filter(|change| !is_here(change)).cloned().collect();
    reviewed.operations = operations(all, pages, changes, &marks, &explained);
    reviewed
}

/// Whether a change is one of an operation.
fn is_of(change: &Change, version: &str, operation: &str) -> bool {
    change.difference.version == version && change.difference.operation == operation
}

/// The operations, each with what is known of it, in the order in which they are looked at.
fn operations(
    all: Vec<(String, Operation, OperationChoices)>,
    pages: &[Page],
    changes: &[Change],
    marks: &BTreeMap<Key, Vec<Review>>,
    explained: &BTreeMap<Key, Explanation>,
) -> Vec<ReviewedOperation> {
    let by_file: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.file.as_str(), page)).collect();
    let review = |(version, operation, choices): (String, Operation, OperationChoices)| {
        let key = (version, operation.operation.clone());
        let found = marks.get(&key).map_or(&[][..], Vec::as_slice);
        let explanation = explained.get(&key);
        let page = by_file.get(operation.source.as_str());
        let own = changes.iter().filter(|change| is_of(change, &key.0, &key.1));
        ReviewedOperation {
            rows: page.map_or_else(Rows::default, |page| Rows::of(page, &operation)),
            form: page.map_or_else(Vec::new, |page| page.diagnostics.clone()),
            marks: found.iter().map(|review| mark(review, explanation)).collect(),
            changes: own.cloned().collect(),
            version: key.0,
            operation,
            choices,
        }
    };
    let mut reviewed: Vec<_> = all.into_par_iter().map(review).collect();
    reviewed.sort_by_cached_key(rank);
    reviewed
}

/// Marked spots come first, then what breaks, then what changed at all.
fn rank(one: &ReviewedOperation) -> impl Ord + use<> {
    let worst = one.changes.iter().map(|change| change.class).min();
    (
        std::cmp::Reverse(one.marks.len()),
        worst.unwrap_or(Class::Prose),
        worst.is_none(),
        one.operation.operation.clone(),
        std::cmp::Reverse(one.version.clone()),
    )
}

fn about(product: &Product) -> Vec<(&'static str, String)> {
    let manifest = &product.manifest;
    let called_at = match (&manifest.endpoints.rule, manifest.endpoints.regions.len()) {
        (Some(rule), 0) => rule.clone(),
        (Some(rule), regions) => format!("{rule}, and {regions} regions by name"),
        (None, 0) => "nothing tells; assumed from the code".to_owned(),
        (None, regions) => format!("{regions} regions by name"),
    };
    let versions: Vec<_> = product.versions.iter().map(|version| version.version.clone()).collect();
    vec![
        ("code", manifest.code.clone()),
        ("version", versions.join(", ")),
        ("style", manifest.style.to_string()),
        ("called at", called_at),
    ]
}

type Key = (String, String);

/// The marked spots that no rule took, by version and operation.
fn marks(docs: &Product, product: &Product) -> BTreeMap<Key, Vec<Review>> {
    let mut left = BTreeMap::new();
    let corrected = |key: &Key| {
        let version = product.versions.iter().find(|version| version.version == key.0)?;
        version.operations.iter().find(|operation| operation.operation == key.1)
    };
    for version in &docs.versions {
        for operation in &version.operations {
            let key = (version.version.clone(), operation.operation.clone());
            let all = reviews(operation);
            let still: BTreeSet<String> = match corrected(&key) {
                Some(corrected) if !all.is_empty() => {
                    reviews(corrected).into_iter().map(|review| review.path).collect()
                }
                _ => continue,
            };
            let open: Vec<_> = all.into_iter().filter(|review| still.contains(&review.path)).collect();
            if !open.is_empty() {
                left.insert(key, open);
            }
        }
    }
    left
}

/// Explains the operations that have marked spots.
fn explanations(
    sources: &Sources<'_>,
    pages: &[Page],
    docs: &Product,
    marks: &BTreeMap<Key, Vec<Review>>,
) -> BTreeMap<Key, Explanation> {
    if pages.is_empty() || marks.is_empty() {
        return BTreeMap::new();
    }
    let wanted = |version: &str, operation: &str| marks.contains_key(&(version.to_owned(), operation.to_owned()));
    let groups = grouping::group(sources.name, pages, Some(&docs.manifest));
    explain::some(&groups, wanted)
        .into_iter()
        .map(|one| ((one.version.clone(), one.operation.operation.clone()), one))
        .collect()
}

fn mark(review: &Review, explanation: Option<&Explanation>) -> Mark {
    let explained = explanation.and_then(|explanation| {
        let (side, path) = review.path.split_once('.')?;
        let rows = if side == "request" {
            &explanation.request
        } else {
            &explanation.fields
        };
        rows.iter().find(|row| row.path == path).cloned()
    });
    Mark {
        review: review.clone(),
        explained,
    }
}

fn coverage(
    docs: &Product,
    product: &Product,
    pages: &[Page],
    known: &BTreeSet<String>,
    marks: &BTreeMap<Key, Vec<Review>>,
) -> Coverage {
    let mut coverage = Coverage {
        marked: marks.values().map(Vec::len).sum(),
        ..Coverage::default()
    };
    let common = |version: &Version| version.common.errors.len();
    coverage.errors = product.versions.iter().map(common).sum();
    let operations = || product.versions.iter().flat_map(|version| &version.operations);
    for operation in operations() {
        coverage.operations += 1;
        coverage.with_sample += usize::from(operation.samples.response.is_some());
        coverage.errors += operation.errors.len();
        count(&mut coverage, &operation.request);
        count(&mut coverage, &operation.response);
    }
    let all = docs.versions.iter().flat_map(|version| &version.operations);
    coverage.reviewed = all.map(|operation| reviews(operation).len()).sum::<usize>() - coverage.marked;
    if !pages.is_empty() {
        let known: BTreeSet<String> = known.iter().map(|operation| operation.to_lowercase()).collect();
        let told: BTreeSet<String> = pages
            .iter()
            .filter_map(operation_of)
            .map(|operation| operation.to_lowercase())
            .collect();
        coverage.on_pages = Some(told.len());
        coverage.missing = told.difference(&known).count();
    }
    coverage
}

fn count(coverage: &mut Coverage, fields: &[Field]) {
    for field in fields {
        coverage.fields += 1;
        coverage.described += usize::from(!field.description.is_empty());
        coverage.values += field.values.len();
        count(coverage, &field.fields);
    }
}
