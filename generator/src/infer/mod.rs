//! The pages of a product to its operations: what they mean.
//!
//! Two passes: `learn` collects what all of them show, then `operation` reads each by it; `product` does both.

pub mod explain;
pub mod identity;
pub(crate) mod pages;
pub mod product;
pub(crate) mod samples;
pub mod structure;
pub mod words;

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::page::Page;
use crate::spec::model::{Field, Operation, Position, Samples, Type, Whole};
use crate::spec::path_template::places;
use crate::spec::product::{Manifest, Product, Version};
use crate::spec::{online, pagination};
use pages::{Pages, members_shown};
use product::{common_errors, grouping, manifest, prose};
use rayon::prelude::*;
use structure::corpus::{CorpusStatistics, Learned, Prior};
use structure::response::Response;
use structure::route::Unexplained;
use structure::weights::Weights;
use structure::{response, route, rows, sample_check, shown};
use words::{errors, sentences};

/// The field that every answer bears.
const REQUEST_ID: &str = "RequestId";

/// What the operations of a product show together.
pub(crate) fn learn<'a>(group: &grouping::Group<'_>, weights: &'a Weights) -> Learned<'a> {
    let mut learned = Learned {
        answers: CorpusStatistics::default(),
        requests: CorpusStatistics::default(),
        weights,
    };
    for pages in &group.operations {
        for sample in &pages.samples {
            learned.answers.add(&pages.identity.operation, sample);
        }
    }
    // What one operation leaves open, another may tell: what is certain at first sight is evidence at the second.
    let infer = |pages: &Pages<'_>| answer(pages, learned.before_answers(), false).fields;
    let first: Vec<Vec<Field>> = group.operations.par_iter().map(infer).collect();
    for (pages, fields) in group.operations.iter().zip(&first) {
        learned.answers.add_fields(&pages.identity.operation, fields);
    }
    // What an operation takes it mostly gives as well, and another gives what this one takes.
    for (pages, fields) in group.operations.iter().zip(&first) {
        let operation = format!("{}'s answer", pages.identity.operation);
        for field in fields {
            learned.requests.add_structure(&operation, field);
        }
    }
    for again in [false, true] {
        // What is flat is as it is.
        let nests = |pages: &&Pages<'_>| !again || pages.request.may_nest();
        let infer = |pages: &Pages<'_>| {
            let operation = pages.identity.operation.as_str();
            (
                operation.to_owned(),
                pages.request.outline(operation, learned.before_requests()),
            )
        };
        let read: Vec<(String, Vec<Field>)> = group.operations.par_iter().filter(nests).map(infer).collect();
        for (operation, request) in &read {
            learned.requests.add_request(operation, request);
        }
    }
    learned
}

fn parameters_of(pages: &Pages<'_>, prior: Prior<'_>) -> (Vec<Field>, Vec<Diagnostic>) {
    let route = route_of(pages).and_then(Result::ok);
    let operation = &pages.identity.operation;
    pages.request.infer(operation, route.as_ref(), prior)
}

/// Method and path of an operation that has them.
fn route_of(pages: &Pages<'_>) -> Option<Result<(String, String), Unexplained>> {
    pages.is_roa().then(|| pages.first(route::of)).flatten()
}

/// Adds the parameters that only the path names.
fn add_missing_path_parameters(request: &mut Vec<Field>, path: &str) {
    for name in places(path) {
        if !request.iter().any(|field| field.name == name) {
            request.push(Field {
                name: name.to_owned(),
                required: true,
                position: Some(Position::Path),
                inferred: Some("only the path names it".to_owned()),
                ..Field::default()
            });
        }
    }
}

/// Infers an operation's answer; without `read_descriptions` names, types and places alone, not what descriptions say of values.
fn answer(pages: &Pages<'_>, prior: Prior<'_>, read_descriptions: bool) -> Response {
    let (items, samples) = (&pages.items, &pages.samples);
    if items.is_empty() {
        return Response {
            fields: shown::from_samples(samples),
            diagnostics: Vec::new(),
        };
    }
    let operation = &pages.identity.operation;
    let mut answer = response::infer(operation, &pages.lead().file, items, samples, prior, read_descriptions);
    // Every answer bears it; many tables leave it out.
    let id = |field: &Field| field.name.eq_ignore_ascii_case(REQUEST_ID);
    if !answer.fields.iter().any(id) && samples.iter().any(|sample| sample.shape.is_text(REQUEST_ID)) {
        answer.fields.push(Field {
            name: REQUEST_ID.to_owned(),
            ..Field::default()
        });
    }
    answer
}

/// What the form of an operation's pages gives to mend, whatever they mean.
fn problems_of_form(pages: &Pages<'_>) -> Vec<Diagnostic> {
    let lead = pages.lead();
    let mut diagnostics = pages.diagnostics.clone();
    diagnostics.extend(pages.pages.iter().flat_map(|page| page.diagnostics.iter().cloned()));
    diagnostics.extend(pages.disagreements());
    let at = |kind, line, message: String| Diagnostic::new(kind, lead.file.as_str(), line, message);
    if lead.tables.is_empty() {
        let message = format!(
            "no table of parameters or fields; {} is as far as its samples show it",
            pages.identity.operation
        );
        diagnostics.push(at(DiagnosticKind::NoTable, 1, message));
    }
    diagnostics.extend(rows::stray_rows(lead).map(|row| {
        let message = "a row without a name, behind none that it could describe the element of; left out";
        at(DiagnosticKind::BadName, row.line, message.to_owned()).with_excerpt(&row.kind.text)
    }));
    diagnostics.extend(rows::lost_rows(lead).map(|row| {
        let message = format!(
            "`{}` can't be the name of a parameter or field; the row is left out",
            row.name
        );
        at(DiagnosticKind::BadName, row.line, message).with_excerpt(&row.kind.text)
    }));
    diagnostics
}

/// An answer that is one value, whose elements have the fields.
fn whole_answer(whole: Whole, fields: &mut Vec<Field>) -> Whole {
    if whole.items == Some(Type::Array) {
        // There is no word for what a map's lists hold: they are free-form.
        fields.clear();
    }
    let items = match whole.items {
        Some(Type::Struct) if fields.is_empty() => Some(Type::Any),
        Some(Type::Any) if !fields.is_empty() => Some(Type::Struct),
        items => items,
    };
    Whole { items, ..whole }
}

/// The address of the operation's page online, where a page's link is to this operation.
fn address(page: &Page, operation: &str) -> Option<String> {
    let link = page.explorer.as_ref().filter(|link| link.api == operation)?;
    online::address(&link.product, link.version.as_deref()?, operation)
}

pub(crate) fn operation(pages: &Pages<'_>, learned: &Learned<'_>) -> (Operation, Vec<Diagnostic>) {
    let lead = pages.lead();
    let mut diagnostics = problems_of_form(pages);
    let Response {
        fields: mut response,
        diagnostics: doubts,
    } = answer(pages, learned.before_answers(), true);
    diagnostics.extend(doubts);
    if let Some(first) = response.first_mut().filter(|_| pages.only_shown_as_list) {
        let other = "only the sample shows that the answer is a list, and its elements have these fields";
        let line = lead.tables.first().map_or(1, |table| table.line);
        diagnostics.push(Diagnostic::new(
            DiagnosticKind::StructureDoubtful,
            lead.file.as_str(),
            line,
            other,
        ));
        first.inferred = Some(other.to_owned());
    }
    if let Some(shown) = &pages.shown {
        let value = members_shown(&shown.value, pages.whole);
        let found = sample_check::differences(&shown.page.file, shown.sample, &value, &response);
        diagnostics.extend(found);
    }
    let (request, unknown) = parameters_of(pages, learned.before_requests());
    diagnostics.extend(unknown);
    let route = route_of(pages).and_then(Result::ok);
    let mut request = request;
    if let Some((_, path)) = &route {
        add_missing_path_parameters(&mut request, path);
    }
    let answer = pages.whole.map(|whole| whole_answer(whole, &mut response));
    // A list that is the whole answer has no member that holds the rows.
    let pagination = pages
        .whole
        .is_none()
        .then(|| pagination::infer(&request, &response))
        .flatten();
    let operation = Operation {
        operation: pages.identity.operation.clone(),
        anonymous: false,
        summary: pages
            .first(|page| Some(prose::summary(page)).filter(|words| !words.is_empty()))
            .unwrap_or_default(),
        source: lead.file.clone(),
        online: pages.first(|page| address(page, &pages.identity.operation)),
        deprecated: prose::deprecates(lead),
        method: route.as_ref().map(|(method, _)| method.clone()),
        path: route.map(|(_, path)| path),
        request,
        answer,
        response,
        errors: pages
            .first(|page| Some(errors::infer(page)).filter(|errors| !errors.is_empty()))
            .unwrap_or_default(),
        pagination,
        samples: Samples {
            response: pages
                .shown
                .as_ref()
                .filter(|shown| shown.value.is_object() || pages.whole.is_some())
                .and_then(|shown| serde_json::to_string_pretty(&shown.value).ok()),
        },
    };
    (operation, diagnostics)
}

/// Says of an operation why it is left out.
fn left_out(pages: &Pages<'_>) -> Option<Diagnostic> {
    let Unexplained { line, path, segment } = route_of(pages)?.err()?;
    let name = &pages.identity.operation;
    let message = format!("no parameter explains `{segment}` in the path {path}; {name} is left out");
    Some(Diagnostic::new(
        DiagnosticKind::PathUnexplained,
        pages.lead().file.as_str(),
        line,
        message,
    ))
}

/// Infers a product and its operations. `known` is its `product.yaml`; without one, what the pages tell of it stands in its place.
pub(crate) fn product(
    name: &str,
    group: &grouping::Group<'_>,
    pages: &[Page],
    known: Option<&Manifest>,
    locale: Option<&str>,
    weights: &Weights,
) -> (Product, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let manifest = known.cloned().unwrap_or_else(|| {
        let inferred = manifest::infer(group, pages, false);
        diagnostics.extend(manifest::missing(&inferred));
        inferred
    });
    let learned = learn(group, weights);
    // A call to somebody else's id is worse than none.
    let (told, lost): (Vec<_>, Vec<_>) = group
        .operations
        .iter()
        .partition(|pages| !matches!(route_of(pages), Some(Err(_))));
    let inferred: Vec<(&str, Operation, Vec<Diagnostic>)> = told
        .into_par_iter()
        .map(|pages| {
            let (mut operation, diagnostics) = operation(pages, &learned);
            prose::translate(&mut operation, &pages.pages, locale);
            sentences::apart(&mut operation);
            (pages.identity.version.as_str(), operation, diagnostics)
        })
        .collect();
    let mut versions: std::collections::BTreeMap<String, Vec<Operation>> = std::collections::BTreeMap::new();
    diagnostics.extend(lost.into_iter().filter_map(left_out));
    for (version, operation, found) in inferred {
        versions.entry(version.to_owned()).or_default().push(operation);
        diagnostics.extend(found);
    }
    let versions = versions.into_iter().map(|(version, mut operations)| {
        let pages = group.common.get(&version).cloned().unwrap_or_default();
        let (mut common, found) = common_errors::read(pages, locale);
        diagnostics.extend(found);
        crate::spec::common_errors::share(&mut common, &mut operations);
        Version {
            version,
            common,
            operations,
            ..Version::default()
        }
    });
    let versions = versions.collect();
    (
        Product {
            name: name.to_owned(),
            manifest,
            versions,
        },
        diagnostics,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let link = "https://api.aliyun.com/#/?product=Fruit&api=ListPears&type=RPC";
        for (link, operation, expected) in [
            (
                format!("{link}&version=2020-01-01"),
                "ListPears",
                Some("https://api.aliyun.com/document/Fruit/2020-01-01/ListPears"),
            ),
            (format!("{link}&version=2020-01-01"), "ListApples", None),
            (link.to_owned(), "ListPears", None),
            (format!("{link}&version=2020-01-01/<b>"), "ListPears", None),
        ] {
            let page = crate::page::read(
                "a.md",
                format!(
                    "# ListPears\n\n[Debug](<{}>)\n",
                    link.replace('<', "%3C").replace('>', "%3E")
                )
                .as_bytes(),
            );
            assert!(page.explorer.is_some(), "{link}");
            assert_eq!(address(&page, operation).as_deref(), expected, "{link}");
        }
    }
}
