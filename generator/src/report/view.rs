//! The page as HTML.

use super::marks::{legend, settle, why};
use super::{Coverage, Mark, Reviewed, ReviewedOperation};
use crate::codegen::CRATE_VERSION;
use crate::diagnostics::counted;
use crate::semver::show::phrase;
use crate::semver::{Change, Class};
use crate::spec::compare::pagination_text;
use crate::spec::folder::COMMON_ERRORS;
use crate::spec::model::{CommonErrors, ErrorCode, Field};
use crate::spec::overrides::OVERRIDES;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The deepest indentation there is a style for.
const DEEPEST: usize = 6;
/// How much of a cell of a page is shown, in characters.
const LONGEST: usize = 600;

/// The page. `since` is what the changes are counted from, if there are any.
pub fn html(products: &[Reviewed], since: Option<&str>) -> String {
    // Nothing may be loaded, and nothing may run but these two texts.
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let several = products.len() > 1;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { "Review of the specs" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Review of the specs" }
                    p.soft {
                        "Each operation as a tree, beside the rows of the page that it was read from. "
                        "Marked spots, where a page leaves open which structure a field belongs to, come first."
                        @if let Some(since) = since { " Changes are counted from " code { (since) } "." }
                    }
                    (overview(products, since.is_some(), several))
                    @if products.iter().any(|product| product.coverage.marked > 0) { (legend()) }
                }
                div #controls role="search" hidden {
                    div {
                        input #search type="search" placeholder="Search operations, fields and error codes  ( / )" aria-label="Search operations, fields and error codes"
                            autocomplete="off" spellcheck="false";
                        label { input type="checkbox" data-only="has-marks"; " with marked spots" }
                        @if since.is_some() { label { input type="checkbox" data-only="has-changes"; " changed" } }
                        span #count.soft role="status" {}
                        button #unfold type="button" { "open all" }
                    }
                }
                main { @for product in products { (section(product)) } }
                footer {
                    "Corrections go into " code { "spec/<product>/" (OVERRIDES) } "; see README.md. Made by " code { "cargo xtask report" } "."
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

fn overview(products: &[Reviewed], changes: bool, several: bool) -> Markup {
    let mut sum = Coverage::default();
    for product in products {
        sum.add(&product.coverage);
    }
    html! {
        div.scroll {
            table.products {
                thead { tr {
                    th { "product" } th { "operations" } th { "marked spots" } th { "reviewed" }
                    th title="of the operations that the pages describe" { "in the spec" }
                    th title="operations whose page has a sample of the response" { "with sample" }
                    th { "fields" } th title="fields with a description" { "described" } th { "values" } th { "errors" }
                    @if changes { th { "breaking" } th { "compatible" } th { "prose" } }
                } }
                tbody {
                    @for product in products {
                        tr {
                            td { a href={ "#" (product.name) } { (product.name) } }
                            (product.coverage.cells())
                            @if changes {
                                @for class in [Class::Breaking, Class::Compatible, Class::Prose] { td { (product.count(class)) } }
                            }
                        }
                    }
                    @if several { tr { td { "all" } (sum.cells())
                        @if changes {
                            @for class in [Class::Breaking, Class::Compatible, Class::Prose] {
                                td { (products.iter().map(|product| product.count(class)).sum::<usize>()) }
                            }
                        }
                    } }
                }
            }
        }
    }
}

impl Coverage {
    fn add(&mut self, other: &Self) {
        if let Some(pages) = other.on_pages {
            *self.on_pages.get_or_insert(0) += pages;
        }
        self.missing += other.missing;
        self.operations += other.operations;
        self.with_sample += other.with_sample;
        self.fields += other.fields;
        self.described += other.described;
        self.values += other.values;
        self.errors += other.errors;
        self.marked += other.marked;
        self.reviewed += other.reviewed;
    }

    fn cells(&self) -> Markup {
        let share = |part: usize, all: usize| {
            // Rounded down: what is not all does not read 100 %.
            (part * 100)
                .checked_div(all)
                .map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
        };
        let told = self
            .on_pages
            .map_or_else(|| "no pages here".to_owned(), |told| share(told - self.missing, told));
        html! {
            td { (self.operations) }
            td { @if self.marked > 0 { span.badge.marked { (self.marked) } } @else { "0" } }
            td { (self.reviewed) }
            td { (told) }
            td { (share(self.with_sample, self.operations)) }
            td { (self.fields) }
            td { (share(self.described, self.fields)) }
            td { (self.values) }
            td { (self.errors) }
        }
    }
}

impl Reviewed {
    fn all_changes(&self) -> impl Iterator<Item = &Change> {
        self.operations.iter().flat_map(|one| &one.changes).chain(&self.changes)
    }

    fn count(&self, class: Class) -> usize {
        self.all_changes().filter(|change| change.class == class).count()
    }
}

fn section(product: &Reviewed) -> Markup {
    let several = product
        .operations
        .windows(2)
        .any(|pair| pair[0].version != pair[1].version);
    html! {
        section.product id=(product.name) {
            h2 { (product.name) }
            dl {
                @for (what, said) in &product.about { div { dt { (what) } dd { (said) } } }
                @if let Some(step) = product.bump.and_then(|bump| bump.shown(CRATE_VERSION)) {
                    div { dt { "version of the crate" } dd { (step) } }
                }
            }
            @for error in &product.errors { p.problem { "spec/" (product.name) "/" (error) } }
            @if product.changes.iter().any(|change| change.class != Class::Prose) { (changes(&product.changes, true)) }
            @for (version, common) in &product.common { (in_common(&product.name, version, common)) }
            @for one in &product.operations { (operation(&product.name, one, several)) }
        }
    }
}

/// An operation; with its version where its product has several.
fn operation(product: &str, one: &ReviewedOperation, several: bool) -> Markup {
    let operation = &one.operation;
    let mut words = format!("{} {}", operation.operation, operation.summary);
    add_names(&mut words, &operation.request);
    add_names(&mut words, &operation.response);
    add_codes(&mut words, &operation.errors);
    let count = |class| one.changes.iter().filter(|change| change.class == class).count();
    let marks: BTreeMap<&str, &Mark> = one.marks.iter().map(|mark| (mark.review.path.as_str(), mark)).collect();
    let mut classes = "operation".to_owned();
    if !one.marks.is_empty() {
        classes += " has-marks";
    }
    if one.changes.iter().any(|change| change.class != Class::Prose) {
        classes += " has-changes";
    }
    html! {
        details class=(classes) id={ (product) "/" (one.version) "/" (operation.operation) } data-words=(words.to_lowercase()) {
            summary {
                span.name { (operation.operation) }
                @if several { span.soft { (one.version) } }
                @if !one.marks.is_empty() { span.badge.marked { (counted(one.marks.len(), "marked spot")) } }
                @if count(Class::Breaking) > 0 { span.badge.breaking { (count(Class::Breaking)) " breaking" } }
                @if count(Class::Compatible) > 0 { span.badge.compatible { (count(Class::Compatible)) " compatible" } }
                @if count(Class::Prose) > 0 { span.badge { (count(Class::Prose)) " prose" } }
                @if operation.deprecated { span.badge { "deprecated" } }
                span.about title=(operation.summary) { (shortened(&operation.summary, 240)) }
            }
            div.body {
                p.soft {
                    "spec/" (product) "/" (one.version) "/" (operation.operation) ".yaml"
                    @if !operation.source.is_empty() { " from " span.path { (operation.source) } }
                    @if let (Some(method), Some(path)) = (&operation.method, &operation.path) { " · " code { (method) " " (path) } }
                    @if let Some(name) = &one.choices.rust_name { " · in Rust " code { (name) } }
                }
                @for told in &one.form { p.problem { (told.file) ":" (told.line) ": " (told.message) } }
                @if !one.marks.is_empty() { (settle(one)) }
                @if !one.changes.is_empty() { (changes(&one.changes, false)) }
                @if !operation.request.is_empty() { h3 { "Request" } (tree(one, &operation.request, "request", &marks)) }
                @if !operation.response.is_empty() { h3 { "Response" } (tree(one, &operation.response, "response", &marks)) }
                @if let Some(pagination) = &operation.pagination { h3 { "Paging" } p { (pagination_text(pagination)) } }
                @if !operation.errors.is_empty() {
                    details { summary { h3 { (counted(operation.errors.len(), "error")) } } (codes(&operation.errors)) }
                }
            }
        }
    }
}

/// The error codes that the operations of a version have in common.
fn in_common(product: &str, version: &str, common: &CommonErrors) -> Markup {
    let file = format!("{version}/{COMMON_ERRORS}");
    let mut words = "common errors".to_owned();
    add_codes(&mut words, &common.errors);
    html! {
        details.operation.common id={ (product) "/" (file) } data-words=(words.to_lowercase()) {
            summary { span.name { (counted(common.errors.len(), "error")) " in common" } span.about { "of all operations of version " (version) } }
            div.body {
                p.soft { "spec/" (product) "/" (file) @if !common.source.is_empty() { " from " span.path { (common.source) } } }
                (codes(&common.errors))
            }
        }
    }
}

fn codes(errors: &[ErrorCode]) -> Markup {
    html! {
        ul.errors { @for error in errors {
            li { code { (error.code) } @if let Some(status) = error.http_status { " " (status) }
                " " span.soft { (shortened(&error.message, 200)) } }
        } }
    }
}

/// The fields as rows of a table, each beside the row of its page.
fn tree(one: &ReviewedOperation, fields: &[Field], path: &str, marks: &BTreeMap<&str, &Mark>) -> Markup {
    let mut rows = Vec::new();
    flatten(fields, path, 0, &mut rows);
    let changed = |path: &str| -> Vec<&Change> {
        let here = one.changes.iter().filter(|change| change.difference.path == path);
        here.filter(|change| change.class != Class::Prose).collect()
    };
    html! {
        table.fields {
            colgroup { col.tree; col.at; col; }
            tbody { @for (path, depth, field) in &rows {
                @let mark = marks.get(path.as_str());
                @let changes = changed(path);
                @let worst = changes.iter().map(|change| change.class).min();
                tr class=(row_class(mark.is_some(), worst)) data-name=(field.name.to_lowercase()) {
                    td class={ "tree d" ((*depth).min(DEEPEST)) } {
                        (said(field, one.choices.type_names.get(path)))
                        @for change in &changes { div class={ "change " (change.class) } { (phrase(change)) } }
                    }
                    @if let Some(row) = one.rows.get(path) {
                        td.at.line { (row.line) }
                        td.said { @for cell in &row.cells { span.cell { (shortened(cell, LONGEST)) } } }
                    } @else { td.at {} td.said { } }
                }
                @if let Some(mark) = mark { tr.why { td colspan="3" { p { (why(mark)) } } } }
            } }
        }
    }
}

fn row_class(marked: bool, worst: Option<Class>) -> &'static str {
    match (marked, worst) {
        (false, None) => "",
        (false, Some(Class::Breaking)) => "changed breaking",
        (false, Some(_)) => "changed",
        (true, None) => "marked",
        (true, Some(Class::Breaking)) => "marked changed breaking",
        (true, Some(_)) => "marked changed",
    }
}

fn flatten<'a>(fields: &'a [Field], path: &str, depth: usize, rows: &mut Vec<(String, usize, &'a Field)>) {
    for field in fields {
        let path = format!("{path}.{}", field.name);
        rows.push((path.clone(), depth, field));
        flatten(&field.fields, &path, depth + 1, rows);
    }
}

/// What the spec says of a field, without its words.
fn said(field: &Field, type_name: Option<&String>) -> Markup {
    let kind = match field.items {
        Some(items) => format!("{:?} of {items:?}", field.kind),
        None => format!("{:?}", field.kind),
    };
    let mut more = Vec::new();
    more.extend(field.required.then(|| "required".to_owned()));
    more.extend(field.deprecated.then(|| "deprecated".to_owned()));
    more.extend(
        field
            .position
            .map(|position| format!("in the {position:?}").to_lowercase()),
    );
    more.extend(field.item_name.as_ref().map(|name| format!("each wrapped as {name}")));
    more.extend(type_name.map(|name| format!("in Rust {name}")));
    more.extend(field.default.as_ref().map(|value| format!("default {value}")));
    more.extend(field.minimum.as_ref().map(|value| format!("at least {value}")));
    more.extend(field.maximum.as_ref().map(|value| format!("at most {value}")));
    more.extend(field.max_length.map(|value| format!("at most {value} characters")));
    more.extend(field.max_items.map(|value| format!("at most {value} items")));
    if !field.values.is_empty() {
        let values = field.values.iter().take(12).map(|value| value.value.to_string());
        let rest = if field.values.len() > 12 { " …" } else { "" };
        more.push(format!("{}{rest}", values.collect::<Vec<_>>().join(" | ")));
    }
    html! {
        span.field { (field.name) } " " span.type { (kind) }
        @if !more.is_empty() { " " span.more { "· " (more.join(" · ")) } }
    }
}

fn changes(all: &[Change], named: bool) -> Markup {
    html! {
        ul.changes {
            @for change in all.iter().filter(|change| change.class != Class::Prose) {
                li {
                    span class={ "badge " (change.class) } { (change.class) } " "
                    @if named { strong { (change.difference.operation) } " " }
                    span.path { (change.difference.path) } " " (phrase(change)) " · " span.soft { (coded(&change.reason)) }
                }
            }
        }
    }
}

/// Words, with what stands in backticks as code.
fn coded(words: &str) -> Markup {
    html! {
        @for (at, part) in words.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn add_codes(words: &mut String, errors: &[ErrorCode]) {
    for error in errors {
        words.push(' ');
        words.push_str(&error.code);
    }
}

fn add_names(words: &mut String, fields: &[Field]) {
    for field in fields {
        words.push(' ');
        words.push_str(&field.name);
        add_names(words, &field.fields);
    }
}

fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}
