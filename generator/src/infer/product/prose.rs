//! The words for people: from the page's own locale, or from the one asked for where another page has it.

use crate::infer::pages;
use crate::infer::structure::joined::response_items;
use crate::infer::structure::rows::wire_name;
use crate::infer::words::description::tidy;
use crate::infer::words::values;
use crate::page::headings::Section;
use crate::page::{Page, Vintage};
use crate::spec::model::{ErrorCode, Field, Operation, Type};
use std::collections::BTreeMap;

/// The locales in the order of preference; a folder's name ends in one of them.
const LOCALES: [&str; 2] = ["en-US", "zh-CN"];

/// The first sentence or two of a page, without what is said on every page.
pub(crate) fn summary(page: &Page) -> String {
    let said = page
        .prose
        .iter()
        .find(|words| !words.contains("OpenAPI Explorer") && !words.contains("API Explorer"));
    said.map(|words| tidy(words).replace('\n', " ")).unwrap_or_default()
}

/// Whether a page says of the whole operation that it is not to be used any more.
pub(crate) fn deprecates(page: &Page) -> bool {
    const WORDS: [&str; 9] = [
        "接口已废弃",
        "接口已弃用",
        "接口已下线",
        "接口已停止维护",
        "接口即将下线",
        "operation is deprecated",
        "API is deprecated",
        "operation is obsolete",
        "operation is no longer",
    ];
    const TITLES: [&str; 4] = ["已废弃", "已弃用", "已下线", "(deprecated)"];
    let title = page.title.to_lowercase();
    TITLES.iter().any(|word| title.contains(word))
        || page
            .prose
            .iter()
            .any(|words| WORDS.iter().any(|word| words.contains(word)))
}

/// The page of the preferred locale, unless that is the first one's.
///
/// `wanted` is what a locale's folder ends in, such as `zh-CN`; without one, or where there is no such page, English is preferred.
pub(crate) fn preferred<'a>(pages: &[&'a Page], wanted: Option<&str>) -> Option<&'a Page> {
    let locale = |page: &Page| {
        let spoken = pages::locale(&page.file).or(page.language)?;
        let mut locales = wanted.into_iter().chain(LOCALES);
        locales.position(|locale| spoken.ends_with(locale))
    };
    let first = pages.first()?;
    let lead = locale(first)?;
    // Words of another age may describe what the structure of the first page has no more.
    let as_old = |page: &&&Page| (page.vintage == Vintage::Today) == (first.vintage == Vintage::Today);
    let better = pages
        .iter()
        .filter(as_old)
        .filter(|page| locale(page).is_some_and(|locale| locale < lead));
    better.min_by_key(|page| locale(page)).copied()
}

/// Takes the words from a page of the preferred locale, field by field; its structure is not looked at.
pub(crate) fn translate(operation: &mut Operation, pages: &[&Page], wanted: Option<&str>) {
    let Some(other) = preferred(pages, wanted) else {
        return;
    };
    let words = summary(other);
    if !words.is_empty() {
        operation.summary = words;
    }
    let mut request = Words::default();
    for table in other
        .tables
        .iter()
        .filter(|table| matches!(table.section, Section::Request | Section::Headers))
    {
        for row in &table.rows {
            request.add(
                wire_name(&row.name)
                    .as_deref()
                    .and_then(|name| name.rsplit('.').find(|part| part.len() > 1)),
                &row.description.text,
            );
        }
    }
    request.give(&mut operation.request);
    let mut response = Words::default();
    for item in response_items(other) {
        response.add(
            Some(item.name.as_str()).filter(|name| !name.is_empty()),
            &item.description,
        );
    }
    response.give(&mut operation.response);
    translate_errors(&mut operation.errors, other);
}

/// Takes the words of error codes from a page.
pub(crate) fn translate_errors(errors: &mut [ErrorCode], other: &Page) {
    let mut described: BTreeMap<&str, &str> = BTreeMap::new();
    for row in other.errors.iter().filter(|row| !row.description.trim().is_empty()) {
        described.entry(row.code.trim()).or_insert(&row.description);
    }
    for error in errors {
        if let Some(words) = described.get(error.code.as_str()) {
            error.description = words.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}

/// Descriptions by name, in order. Only names that stand as often in both pages can be told apart.
#[derive(Default)]
struct Words {
    by_name: BTreeMap<String, Vec<String>>,
}

impl Words {
    fn add(&mut self, name: Option<&str>, words: &str) {
        if let Some(name) = name {
            self.by_name.entry(name.to_owned()).or_default().push(tidy(words));
        }
    }

    fn give(&self, fields: &mut [Field]) {
        let mut counts = BTreeMap::new();
        count(fields, &mut counts);
        let mut next = BTreeMap::new();
        self.give_below(fields, &counts, &mut next);
    }

    fn give_below(&self, fields: &mut [Field], counts: &BTreeMap<String, usize>, next: &mut BTreeMap<String, usize>) {
        for field in fields {
            let at = next.entry(field.name.clone()).or_insert(0);
            let mine = *at;
            *at += 1;
            let words = self
                .by_name
                .get(&field.name)
                .filter(|words| Some(&words.len()) == counts.get(&field.name));
            if let Some(words) = words
                .and_then(|words| words.get(mine))
                .filter(|words| !words.is_empty())
            {
                field.description.clone_from(words);
                let kind = if field.kind == Type::Array {
                    field.items.unwrap_or_default()
                } else {
                    field.kind
                };
                for value in values::infer(kind, words) {
                    if let Some(known) = field.values.iter_mut().find(|known| known.value == value.value) {
                        known.description = value.description;
                    }
                }
            }
            self.give_below(&mut field.fields, counts, next);
        }
    }
}

fn count(fields: &[Field], counts: &mut BTreeMap<String, usize>) {
    for field in fields {
        *counts.entry(field.name.clone()).or_default() += 1;
        count(&field.fields, counts);
    }
}
