//! Pages that page: lists are of so many rows, and each page holds its part of them.

use crate::made;
use crate::refusal::Wrong;
use alibabacloud_generator::spec::model::{Field, Operation, Pagination};
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
    let number = |name: &String, usual: usize| -> Asked<usize> {
        let text = match asked(name) {
            Some(Value::String(text)) if !text.is_empty() => text,
            Some(Value::Number(number)) => number.to_string(),
            _ => return Ok(usual),
        };
        text.parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| (Wrong::Malformed, name.clone()))
    };
    let size = |name: &Option<String>| match name {
        Some(name) => {
            let field = operation.request.iter().find(|field| field.name == *name);
            let usual = field.and_then(|field| field.default.as_ref()?.parse().ok());
            number(name, usual.filter(|size| *size > 0).unwrap_or(PAGE))
        }
        None => Ok(PAGE),
    };
    let from_on = |from: usize, size: usize| from.min(ROWS)..from.saturating_add(size).min(ROWS);
    let mut put = |path: &str, value: &dyn Fn(&Field) -> Value| set(&operation.response, answer, path, value);
    match pagination {
        Pagination::PageNumber {
            page_number,
            page_size,
            total_count,
            items,
        } => {
            let (page, size) = (number(page_number, 1)?, size(page_size)?);
            let which = from_on((page - 1).saturating_mul(size), size);
            put(items, &|field| rows(field, sample, items, which.clone()));
            if let Some(total) = total_count {
                put(total, &|field| made::count(field, ROWS));
            }
            for beside in [items.as_str(), ""] {
                put(&sibling(beside, page_number), &|field| made::count(field, page));
                if let Some(name) = page_size {
                    put(&sibling(beside, name), &|field| made::count(field, size));
                }
            }
        }
        Pagination::Token {
            token,
            next_token,
            more,
            page_size,
            items,
        } => {
            let size = size(page_size)?;
            let from = match asked(token) {
                Some(Value::String(text)) if !text.is_empty() => {
                    let from = text.strip_prefix(TOKEN).and_then(|from| from.parse().ok());
                    from.filter(|from| *from <= ROWS)
                        .ok_or_else(|| (Wrong::Malformed, token.clone()))?
                }
                _ => 0,
            };
            let which = from_on(from, size);
            put(items, &|field| rows(field, sample, items, which.clone()));
            let goes_on = which.end < ROWS;
            put(next_token, &|_| {
                if goes_on {
                    format!("{TOKEN}{}", which.end).into()
                } else {
                    "".into()
                }
            });
            if let Some(more) = more {
                put(more, &|field| match made::value(field, Some(&goes_on.into()), None) {
                    Value::Bool(_) => goes_on.into(),
                    _ => goes_on.to_string().into(),
                });
            }
            for beside in [items.as_str(), ""] {
                put(&sibling(beside, "TotalCount"), &|field| made::count(field, ROWS));
                if let Some(name) = page_size {
                    put(&sibling(beside, name), &|field| made::count(field, size));
                }
            }
        }
    }
    Ok(())
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
