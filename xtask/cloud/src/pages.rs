//! Pages that page: lists are of so many rows, and each page holds its part of them.

use crate::made;
use crate::refusal::Wrong;
use alibabacloud_generator::spec::model::{Field, Operation, Pagination};
use alibabacloud_generator::spec::pagination;
use serde_json::Value;
use std::ops::Range;

/// How many rows a list has, over all pages.
pub(crate) const ROWS: usize = 25;
/// Rows of a page, where neither the call nor the spec says it.
const PAGE: usize = 10;
/// What a token looks like: where the next page begins.
const TOKEN: &str = "from-row-";

/// What a call asks for: the name of the parameter that can't be is the error.
type Asked<T> = Result<T, (Wrong, String)>;

/// Makes an answer one page of the whole list.
///
/// # Errors
/// The parameter that asks for a page that can't be.
pub(crate) fn turn(
    operation: &Operation,
    sample: Option<&Value>,
    answer: &mut Value,
    asked: impl Fn(&str) -> Option<Value>,
) -> Asked<()> {
    let Some(pagination) = &operation.pagination else {
        return Ok(());
    };
    let (Pagination::PageNumber { items, .. } | Pagination::Token { items, .. }) = pagination;
    let Which {
        rows: which,
        page,
        size,
    } = which(operation, pagination, asked)?;
    let goes_on = which.end < ROWS;
    let mut put = |path: &str, value: &dyn Fn(&Field) -> Value| set(&operation.response, answer, path, value);
    put(items, &|field| rows(field, sample, items, which.clone()));
    let total = match pagination {
        Pagination::PageNumber { total_count, .. } => total_count.as_deref(),
        Pagination::Token { next_token, more, .. } => {
            let next = if goes_on {
                format!("{TOKEN}{}", which.end)
            } else {
                String::new()
            };
            put(next_token, &|_| next.as_str().into());
            if let Some(more) = more {
                put(more, &|field| match made::value(field, Some(&goes_on.into()), None) {
                    Value::Bool(_) => goes_on.into(),
                    _ => goes_on.to_string().into(),
                });
            }
            None
        }
    };
    if let Some(total) = total {
        put(total, &|field| made::count(field, ROWS));
    }
    for beside in [items.as_str(), ""] {
        let mut count = |name: &str, count| put(&sibling(beside, name), &|field| made::count(field, count));
        if total.is_none() {
            count("TotalCount", ROWS);
        }
        if let Some((name, page)) = page {
            count(name, page);
        }
        for name in pagination::page_sizes(&operation.request) {
            count(&name.name, size);
        }
    }
    Ok(())
}

/// Which rows a call asks for.
struct Which<'o> {
    rows: Range<usize>,
    /// The number of the page, and of the parameter that asks for it, where pages have numbers.
    page: Option<(&'o str, usize)>,
    size: usize,
}

/// The rows behind a token, or of a page by its number: many operations take either.
fn which<'o>(
    operation: &'o Operation,
    pagination: &'o Pagination,
    asked: impl Fn(&str) -> Option<Value>,
) -> Asked<Which<'o>> {
    let text = |name: &str| match asked(name)? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let malformed = |name: &str| (Wrong::Malformed, name.to_owned());
    let number = |name: &str| -> Asked<Option<usize>> {
        let Some(text) = text(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| *number > 0);
        number.map(Some).ok_or_else(|| malformed(name))
    };
    let (by_token, page_number, page_size) = match pagination {
        Pagination::Token { token, page_size, .. } => {
            let number = pagination::page_number(&operation.request).map(|field| field.name.as_str());
            (text(token).map(|text| (token, text)), number, page_size)
        }
        Pagination::PageNumber {
            page_number, page_size, ..
        } => (None, Some(page_number.as_str()), page_size),
    };
    let mut size = None;
    let others = pagination::page_sizes(&operation.request).map(|field| &field.name);
    for name in page_size.iter().chain(others) {
        size = size.or(number(name)?);
    }
    let usual = || {
        let field = operation
            .request
            .iter()
            .find(|field| Some(&field.name) == page_size.as_ref())?;
        field.default.as_ref()?.parse().ok().filter(|size| *size > 0)
    };
    let size = size.or_else(usual).unwrap_or(PAGE);
    let page = page_number
        .map(|name| Ok((name, number(name)?.unwrap_or(1))))
        .transpose()?;
    let from = match by_token {
        Some((token, text)) => {
            let from = text.strip_prefix(TOKEN).and_then(|from| from.parse().ok());
            from.filter(|from| *from <= ROWS).ok_or_else(|| malformed(token))?
        }
        None => page.map_or(0, |(_, page)| (page - 1).saturating_mul(size)),
    };
    let rows = from.min(ROWS)..from.saturating_add(size).min(ROWS);
    Ok(Which { rows, page, size })
}

/// The path of a field beside another.
fn sibling(path: &str, name: &str) -> String {
    match path.rsplit_once('.') {
        Some((above, _)) => format!("{above}.{name}"),
        None => name.to_owned(),
    }
}

fn rows(field: &Field, sample: Option<&Value>, path: &str, which: Range<usize>) -> Value {
    let sample = sample.and_then(|sample| path.split('.').try_fold(sample, |level, name| level.get(name)));
    made::wrapped(field, made::rows(field, sample, which))
}

/// Replaces a field of the answer, if it has it.
fn set(fields: &[Field], answer: &mut Value, path: &str, value: &dyn Fn(&Field) -> Value) {
    let (name, below) = path
        .split_once('.')
        .map_or((path, None), |(name, below)| (name, Some(below)));
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        return;
    };
    let Some(place) = answer.get_mut(name) else { return };
    match below {
        Some(below) => set(&field.fields, place, below, value),
        None => *place = value(field),
    }
}
