//! Pages that page: lists are of so many rows, and each page holds its part of them.

use crate::paging::{Paging, Told};
use crate::refusal::Wrong;
use crate::{check, made};
use alibabacloud_generator::spec::model::{Field, Operation};
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
    let Some(paging) = Paging::of(operation) else {
        return Ok(());
    };
    let Which {
        rows: which,
        number,
        size,
    } = which(&paging, asked)?;
    let mut put = |path: &str, value: &dyn Fn(&Field) -> Value| set(&operation.response, answer, path, value);
    for list in &paging.lists {
        put(list, &|field| rows(field, sample, list, which.clone()));
    }
    // What has no list is whole on one page: a client that goes on while there is a token must come to an end.
    let goes_on = which.end < ROWS && !paging.lists.is_empty();
    let next = match goes_on {
        true => format!("{TOKEN}{}", which.end),
        false => String::new(),
    };
    for (path, told) in &paging.told {
        let count = |number: usize| move |field: &Field| made::count(field, number);
        match told {
            Told::Total => put(path, &count(ROWS)),
            Told::Pages => put(path, &count(ROWS.div_ceil(size))),
            Told::Size => put(path, &count(size)),
            Told::Number => {
                if let Some(number) = number {
                    put(path, &count(number));
                }
            }
            Told::Next => put(path, &|_| next.as_str().into()),
            Told::More => put(path, &|field| match made::value(field, Some(&goes_on.into()), None) {
                Value::Bool(_) => goes_on.into(),
                _ => goes_on.to_string().into(),
            }),
        }
    }
    Ok(())
}

/// Which rows a call asks for.
struct Which {
    rows: Range<usize>,
    /// The number of the page, where pages have numbers.
    number: Option<usize>,
    size: usize,
}

/// The rows behind a token, or of a page by its number: many operations take either.
fn which(paging: &Paging<'_>, asked: impl Fn(&str) -> Option<Value>) -> Asked<Which> {
    let text = |name: &str| match asked(name)? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let malformed = |name: &str| (Wrong::Malformed, name.to_owned());
    let whole = |text: &str| check::integer(text).and_then(|number| usize::try_from(number).ok());
    let number = |name: &str| -> Asked<Option<usize>> {
        let Some(text) = text(name) else { return Ok(None) };
        let number = whole(&text).filter(|number| *number > 0);
        number.map(Some).ok_or_else(|| malformed(name))
    };
    let mut size = None;
    for field in &paging.sizes {
        size = size.or(number(&field.name)?);
    }
    let usual = || {
        let mut defaults = paging.sizes.iter().filter_map(|field| field.default.as_deref());
        defaults.find_map(|text| whole(text).filter(|size| *size > 0))
    };
    let size = size.or_else(usual).unwrap_or(PAGE);
    let page = paging.number.map(|name| Ok(number(name)?.unwrap_or(1))).transpose()?;
    let from = match paging.token.and_then(|token| Some((token, text(token)?))) {
        Some((token, text)) => {
            let from = text.strip_prefix(TOKEN).and_then(whole);
            from.filter(|from| *from <= ROWS).ok_or_else(|| malformed(token))?
        }
        None => page.map_or(0, |page| (page - 1).saturating_mul(size)),
    };
    let rows = from.min(ROWS)..from.saturating_add(size).min(ROWS);
    Ok(Which {
        rows,
        number: page,
        size,
    })
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
