//! One spec of two sources: facts from the metadata where it has the operation, words and all else from the pages.

use super::common_errors;
use super::facts::without_descriptions;
use super::model::{CommonErrors, ErrorCode, Field, Operation, Value};
use super::product::{Product, Version};
use crate::diagnostics::{Diagnostic, DiagnosticKind, listed};
use std::collections::{BTreeMap, BTreeSet};

/// How many names a diagnostic lists.
const LISTED: usize = 6;

/// Adds to what the metadata tells of a product what only its pages do. Where the two contradict each other, the metadata is followed and
/// the page is told.
pub(crate) fn merge(facts: &mut Product, pages: Product) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut told: BTreeMap<String, Version> = BTreeMap::new();
    for version in pages.versions {
        told.insert(version.version.clone(), version);
    }
    for version in &mut facts.versions {
        let Some(pages) = told.remove(&version.version) else {
            // The metadata's own words are those of a console's help, in Chinese; beside pages they are not wanted.
            version.operations.iter_mut().for_each(without_descriptions);
            continue;
        };
        add_version(version, pages, &mut diagnostics);
    }
    facts.versions.extend(told.into_values());
    facts.versions.sort_by(|one, other| one.version.cmp(&other.version));
    facts.manifest.versions = facts.versions.iter().map(|version| version.version.clone()).collect();
    diagnostics
}

fn add_version(version: &mut Version, pages: Version, diagnostics: &mut Vec<Diagnostic>) {
    let mut told: BTreeMap<String, Operation> = BTreeMap::new();
    for operation in pages.operations {
        told.insert(operation.operation.to_lowercase(), operation);
    }
    add_common(&mut version.common, pages.common);
    for operation in &mut version.operations {
        match told.remove(&operation.operation.to_lowercase()) {
            Some(page) => {
                diagnostics.extend(contradictions(operation, &page));
                add_operation(operation, page, &version.common);
            }
            None => without_descriptions(operation),
        }
    }
    version.operations.extend(told.into_values());
    version
        .operations
        .sort_by(|one, other| one.operation.cmp(&other.operation));
    common_errors::share(&mut version.common, &mut version.operations);
}

fn add_common(common: &mut CommonErrors, pages: CommonErrors) {
    common.source = pages.source;
    common.errors.iter_mut().for_each(|error| error.description.clear());
    add_errors(&mut common.errors, pages.errors);
}

fn add_errors(errors: &mut Vec<ErrorCode>, pages: Vec<ErrorCode>) {
    for page in pages {
        let known = errors
            .iter_mut()
            .find(|error| error.code == page.code && error.http_status == page.http_status);
        match known {
            Some(error) => error.description = page.description,
            None => errors.push(page),
        }
    }
}

fn add_operation(operation: &mut Operation, page: Operation, common: &CommonErrors) {
    without_descriptions(operation);
    operation.summary = page.summary;
    operation.source = page.source;
    operation.online = page.online.or(operation.online.take());
    operation.deprecated |= page.deprecated;
    add_fields(&mut operation.request, &page.request);
    add_fields(&mut operation.response, &page.response);
    let is_common = |error: &ErrorCode| {
        let mut common = common.errors.iter();
        common.any(|known| known.code == error.code && known.http_status == error.http_status)
    };
    let own = page.errors.into_iter().filter(|error| !is_common(error)).collect();
    add_errors(&mut operation.errors, own);
    if operation.pagination.is_none() {
        operation.pagination = page
            .pagination
            .filter(|pagination| pagination.missing(operation).is_none());
    }
    if operation.samples.response.is_none() {
        operation.samples = page.samples;
    }
}

/// Words, and what the metadata leaves open, of fields at the same place.
fn add_fields(facts: &mut [Field], pages: &[Field]) {
    for field in facts {
        let exact = pages.iter().find(|page| page.name == field.name);
        let page = exact.or_else(|| pages.iter().find(|page| page.name.eq_ignore_ascii_case(&field.name)));
        let Some(page) = page else { continue };
        page.description.clone_into(&mut field.description);
        field.deprecated |= page.deprecated;
        let fill = |own: &mut Option<String>, other: &Option<String>| *own = own.take().or_else(|| other.clone());
        fill(&mut field.example, &page.example);
        if field.kind == page.kind {
            fill(&mut field.default, &page.default);
            fill(&mut field.minimum, &page.minimum);
            fill(&mut field.maximum, &page.maximum);
            field.max_length = field.max_length.or(page.max_length);
            field.max_items = field.max_items.or(page.max_items);
        }
        if field.kind == page.kind && field.items == page.items {
            add_values(&mut field.values, &page.values);
        }
        add_fields(&mut field.fields, &page.fields);
    }
}

fn add_values(values: &mut Vec<Value>, pages: &[Value]) {
    if values.is_empty() {
        pages.clone_into(values);
    }
    for value in values {
        if let Some(page) = pages.iter().find(|page| page.value == value.value) {
            page.description.clone_into(&mut value.description);
            value.name = value.name.take().or_else(|| page.name.clone());
        }
    }
}

/// What a page says otherwise: fields at another place, and those that only one of the two has.
fn contradictions(facts: &Operation, page: &Operation) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for (side, facts, page) in [
        ("request", &facts.request, &page.request),
        ("answer", &facts.response, &page.response),
    ] {
        let (ours, theirs) = (places(facts), places(page));
        let mut differ = Vec::new();
        let (mut besides, mut moved) = (Vec::new(), Vec::new());
        for (name, place) in &theirs {
            match ours.get(name) {
                None => besides.push(format!("`{}`", place.iter().next().map_or("", String::as_str))),
                Some(known) if known.is_disjoint(place) => {
                    let first = |places: &BTreeSet<String>| places.iter().next().cloned().unwrap_or_default();
                    moved.push(format!("`{}` where the metadata has `{}`", first(place), first(known)));
                }
                Some(_) => {}
            }
        }
        // What only the metadata has is newer than the page, as a rule.
        if !moved.is_empty() {
            differ.push(format!("has {}", listed(&moved, LISTED)));
        }
        if !besides.is_empty() {
            differ.push(format!("has {} besides", listed(&besides, LISTED)));
        }
        if !differ.is_empty() {
            told.push(format!("in the {side} the page {}", differ.join(" and ")));
        }
    }
    if told.is_empty() {
        return Vec::new();
    }
    let message = format!("{}: {}; the metadata was followed", page.operation, told.join("; "));
    vec![Diagnostic::new(
        DiagnosticKind::PagesDisagree,
        page.source.as_str(),
        1,
        message,
    )]
}

/// The places at which each name stands.
fn places(fields: &[Field]) -> BTreeMap<String, BTreeSet<String>> {
    fn walk(fields: &[Field], above: &str, places: &mut BTreeMap<String, BTreeSet<String>>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            places
                .entry(field.name.to_lowercase())
                .or_default()
                .insert(path.clone());
            walk(&field.fields, &format!("{path}."), places);
        }
    }
    let mut places = BTreeMap::new();
    walk(fields, "", &mut places);
    places
}
