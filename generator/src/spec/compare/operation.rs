//! One operation that both specs have.

use super::{Aspect, Differences, fields};
use crate::spec::model::{ErrorCode, Operation, Pagination};

pub(super) fn compare(differences: &mut Differences, old: &Operation, new: &Operation) {
    differences.text("", Aspect::Summary, &old.summary, &new.summary);
    differences.text("", Aspect::Source, &old.source, &new.source);
    let names = (old.rust_name.as_ref(), new.rust_name.as_ref());
    differences.optional("", Aspect::TypeName, names.0, names.1);
    differences.flag("", Aspect::Deprecated, old.deprecated, new.deprecated);
    differences.optional("", Aspect::Method, old.method.as_ref(), new.method.as_ref());
    differences.optional("", Aspect::Path, old.path.as_ref(), new.path.as_ref());
    fields::compare(differences, "request", &old.request, &new.request);
    fields::compare(differences, "response", &old.response, &new.response);
    errors(differences, &old.errors, &new.errors);
    let shown = |pagination: &Option<Pagination>| pagination.as_ref().map(pagination_text);
    let (before, after) = (shown(&old.pagination), shown(&new.pagination));
    differences.optional("pagination", Aspect::Pagination, before.as_ref(), after.as_ref());
    let (before, after) = (&old.samples.response, &new.samples.response);
    differences.optional("samples.response", Aspect::Sample, before.as_ref(), after.as_ref());
}

/// All rows of one code.
struct Rows<'a> {
    code: &'a str,
    http_statuses: Vec<u16>,
    texts: Vec<(&'a str, &'a str)>,
}

fn errors<'a>(differences: &mut Differences, old: &'a [ErrorCode], new: &'a [ErrorCode]) {
    let (olds, news) = (rows(old), rows(new));
    let find = |rows: &[Rows<'_>], code: &str| rows.iter().position(|row| row.code == code);
    for gone in olds.iter().filter(|row| find(&news, row.code).is_none()) {
        differences.removed(&path(gone.code), Aspect::ErrorCode, gone.code.to_owned());
    }
    for row in &news {
        let path = path(row.code);
        let Some(known) = find(&olds, row.code).and_then(|at| olds.get(at)) else {
            differences.added(&path, Aspect::ErrorCode, row.code.to_owned());
            continue;
        };
        differences.text(
            &path,
            Aspect::HttpStatus,
            &listed(&known.http_statuses),
            &listed(&row.http_statuses),
        );
        let text = |row: &Rows<'_>| {
            let lines = row
                .texts
                .iter()
                .map(|(message, description)| format!("{message} {description}"));
            lines.collect::<Vec<_>>().join("\n").trim().to_owned()
        };
        differences.text(&path, Aspect::Description, &text(known), &text(row));
    }
    let codes = |rows: &[Rows<'a>]| rows.iter().map(|row| row.code).collect::<Vec<_>>();
    differences.order("errors", &codes(&olds), &codes(&news));
}

fn path(code: &str) -> String {
    format!("errors.{code}")
}

fn rows(errors: &[ErrorCode]) -> Vec<Rows<'_>> {
    let mut rows: Vec<Rows<'_>> = Vec::new();
    for error in errors {
        let code = error.code.trim();
        let texts = (error.message.as_str(), error.description.as_str());
        match rows.iter_mut().find(|row| row.code == code) {
            Some(row) => {
                row.http_statuses.extend(error.http_status);
                row.texts.push(texts);
            }
            None => rows.push(Rows {
                code,
                http_statuses: error.http_status.into_iter().collect(),
                texts: vec![texts],
            }),
        }
    }
    for row in &mut rows {
        row.http_statuses.sort_unstable();
        row.http_statuses.dedup();
        row.texts.sort_unstable();
    }
    rows
}

fn listed(http_statuses: &[u16]) -> String {
    http_statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

fn pagination_text(pagination: &Pagination) -> String {
    let mut text = Vec::new();
    let mut say = |key: &str, name: Option<&String>| text.extend(name.map(|name| format!("{key} {name}")));
    match pagination {
        Pagination::PageNumber {
            page_number,
            page_size,
            total_count,
            items,
        } => {
            say("number", Some(page_number));
            say("size", page_size.as_ref());
            say("total", total_count.as_ref());
            say("items", Some(items));
        }
        Pagination::Token {
            token,
            next_token,
            more,
            page_size,
            items,
        } => {
            say("token", Some(token));
            say("next", Some(next_token));
            say("more", more.as_ref());
            say("size", page_size.as_ref());
            say("items", Some(items));
        }
    }
    text.join(", ")
}
