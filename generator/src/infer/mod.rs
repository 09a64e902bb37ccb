//! Pages of one operation to an [`Operation`]: what they mean.

pub mod errors;
pub mod grouping;
pub mod identity;
pub mod knowledge;
pub mod lenient;
pub mod limits;
pub mod manifest;
pub mod meaning;
pub mod nesting;
pub mod pagination;
pub mod prose;
pub mod request;
pub mod response;
pub mod rows;
pub mod sample;
pub mod shape;
mod shown;
mod tree;
pub mod types;
pub mod values;
pub mod witness;
pub mod xml;

use crate::diagnostics::{Diagnostic, Kind};
use crate::page::Page;
use crate::page::headings::Section;
use crate::spec::model::{Operation, Samples};
use crate::spec::product::{Manifest, Product, Version};
use identity::Identity;
use knowledge::Knowledge;
use rayon::prelude::*;
use response::WeighedShape;
use shape::Shape;

/// The pages of one operation, the best first.
#[derive(Debug)]
pub struct Pages<'a> {
    /// What they are about.
    pub identity: Identity,
    /// The pages; never empty.
    pub pages: Vec<&'a Page>,
    /// The samples of each page.
    samples: Vec<Vec<WeighedShape>>,
    /// The JSON text of the best sample.
    pub json: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Pages<'a> {
    /// Orders the pages of an operation and reads their samples.
    pub fn new(identity: Identity, mut pages: Vec<&'a Page>) -> Self {
        let fullest = pages.iter().map(|page| page.rows()).max().unwrap_or(0);
        pages.sort_by(|a, b| rank(a, fullest).cmp(&rank(b, fullest)).then(a.file.cmp(&b.file)));
        let mut all = Self {
            identity,
            pages,
            samples: Vec::new(),
            json: None,
            diagnostics: Vec::new(),
        };
        for page in &all.pages {
            let rows = rows::response_items(page);
            let mut shapes = Vec::new();
            for sample in &page.samples {
                match sample::answer(sample) {
                    None => {}
                    Some(Err(reason)) => {
                        let message = format!("the sample can't be read: {reason}");
                        all.diagnostics.push(Diagnostic::new(
                            Kind::SampleUnreadable,
                            page.file.as_str(),
                            sample.line,
                            message,
                        ));
                    }
                    Some(Ok(answer)) => {
                        let is_field = |name: &str| rows.iter().any(|row| row.name == name);
                        let value = sample::unwrap_root(answer.value, answer.json, &all.identity.operation, is_field);
                        if answer.json && all.json.is_none() {
                            all.json = serde_json::to_string_pretty(&value).ok();
                        }
                        shapes.push(WeighedShape {
                            shape: Shape::of(&value),
                            weight: 1.0,
                            json: answer.json,
                        });
                    }
                }
            }
            all.samples.push(shapes);
        }
        all
    }

    /// Whether the operation is called by path and method.
    pub fn is_roa(&self) -> bool {
        let styles = self
            .pages
            .iter()
            .filter_map(|page| page.explorer.as_ref()?.style.as_deref());
        let mut styles = styles.peekable();
        match styles.peek() {
            Some(_) => styles.any(|style| style.eq_ignore_ascii_case("roa")),
            None => self
                .pages
                .iter()
                .any(|page| page.samples.iter().any(|sample| sample.section == Section::Syntax)),
        }
    }

    /// The samples of all pages, weighed: the best page's count fully, the others' together half as much.
    fn weighed(&self) -> Vec<WeighedShape> {
        let filled = self
            .samples
            .iter()
            .skip(1)
            .filter(|samples| !samples.is_empty())
            .count()
            .max(1) as f64;
        let mut weighed = Vec::new();
        for (at, samples) in self.samples.iter().enumerate() {
            let share = if at == 0 { 1.0 } else { 0.6 / filled };
            let json = samples.iter().filter(|sample| sample.json).count();
            for sample in samples {
                let mut sample = sample.clone();
                sample.weight = share / samples.len() as f64 * if json > 0 && json < samples.len() { 1.2 } else { 1.0 };
                weighed.push(sample);
            }
        }
        weighed
    }
}

/// How good a page is: smaller is better.
pub(crate) fn rank(page: &Page, fullest: usize) -> (bool, bool, bool, bool, bool, u8) {
    let linked = page
        .explorer
        .as_ref()
        .is_some_and(|explorer| explorer.version.is_some());
    let locale = match page.file.split('/').next().unwrap_or_default() {
        "cn.zh-CN" => 0,
        "intl.zh-CN" => 1,
        _ => 2,
    };
    // A page without examples, or with far fewer rows, is an older one.
    let examples = page
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .any(|row| !row.example.is_empty());
    (
        page.rows() == 0,
        page.older_layout,
        !linked,
        !examples,
        page.rows() * 10 < fullest * 8,
        locale,
    )
}

/// What the samples of all operations show together.
pub fn knowledge<'a>(operations: impl Iterator<Item = &'a Pages<'a>>) -> Knowledge {
    let mut knowledge = Knowledge::default();
    for pages in operations {
        for sample in pages.samples.iter().flatten() {
            knowledge.add(&pages.identity.operation, sample);
        }
    }
    knowledge
}

/// Infers one operation.
pub fn operation(pages: &Pages<'_>, knowledge: &Knowledge) -> (Operation, Vec<Diagnostic>) {
    let lead = pages.pages[0];
    let samples = pages.weighed();
    let mut items = rows::response_items(lead);
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    if !items.is_empty() {
        let json: Vec<&Shape> = samples
            .iter()
            .filter(|sample| sample.json)
            .map(|sample| &sample.shape)
            .collect();
        rows::add_missing_containers(&mut items, &json);
        rows::mark_elements(&mut items, &shapes);
    }
    let mut diagnostics = pages.diagnostics.clone();
    diagnostics.extend(pages.pages.iter().flat_map(|page| page.diagnostics.iter().cloned()));
    let response = if items.is_empty() {
        shown::from_samples(&samples)
    } else {
        let inferred = response::infer(&pages.identity.operation, &lead.file, &items, &samples, knowledge);
        diagnostics.extend(inferred.diagnostics);
        inferred.fields
    };
    let (request, unknown) = request::infer(lead);
    diagnostics.extend(unknown);
    let route = request::route(lead).filter(|_| pages.is_roa());
    let pagination = pagination::infer(&request, &response);
    let mut operation = Operation {
        operation: pages.identity.operation.clone(),
        summary: prose::summary(lead),
        source: lead.file.clone(),
        deprecated: false,
        method: route.as_ref().map(|(method, _)| method.clone()),
        path: route.map(|(_, path)| path),
        request,
        response,
        errors: errors::infer(lead),
        pagination,
        samples: Samples {
            response: pages.json.clone(),
        },
    };
    prose::translate(&mut operation, &pages.pages);
    (operation, diagnostics)
}

/// Infers a product's operations.
pub fn product(
    name: &str,
    group: &grouping::Group<'_>,
    pages: &[Page],
    known: Option<&Manifest>,
    is_first: bool,
) -> (Product, Vec<Diagnostic>) {
    let mut knowledge = knowledge(group.operations.iter());
    // What one operation leaves open, another may tell: what is certain at first sight is evidence at the second.
    let first: Vec<Operation> = group
        .operations
        .par_iter()
        .map(|pages| operation(pages, &knowledge).0)
        .collect();
    for operation in &first {
        knowledge.add_fields(&operation.operation, &operation.response);
    }
    let inferred: Vec<(&str, Operation, Vec<Diagnostic>)> = group
        .operations
        .par_iter()
        .map(|pages| {
            let (operation, diagnostics) = operation(pages, &knowledge);
            (pages.identity.version.as_str(), operation, diagnostics)
        })
        .collect();
    let mut versions: std::collections::BTreeMap<String, Vec<Operation>> = std::collections::BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (version, operation, found) in inferred {
        versions.entry(version.to_owned()).or_default().push(operation);
        diagnostics.extend(found);
    }
    let manifest = known.cloned().unwrap_or_else(|| {
        let (manifest, found) = manifest::infer(group, pages, is_first);
        diagnostics.extend(found);
        manifest
    });
    let versions = versions
        .into_iter()
        .map(|(version, operations)| Version { version, operations })
        .collect();
    (
        Product {
            name: name.to_owned(),
            manifest,
            versions,
        },
        diagnostics,
    )
}
