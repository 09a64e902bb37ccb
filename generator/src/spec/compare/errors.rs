//! Error codes: those of an operation, and those that the operations of a version have in common.

use super::{Aspect, Differences};
use crate::spec::model::{CommonErrors, ErrorCode};

pub(super) fn common(differences: &mut Differences, old: &CommonErrors, new: &CommonErrors) {
    differences.text("source", Aspect::Source, &old.source, &new.source);
    compare(differences, &old.errors, &new.errors);
}

/// All rows of one code.
struct Rows<'a> {
    code: &'a str,
    http_statuses: Vec<u16>,
    texts: Vec<(&'a str, &'a str)>,
}

pub(super) fn compare<'a>(differences: &mut Differences, old: &'a [ErrorCode], new: &'a [ErrorCode]) {
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
        differences.words(&path, Aspect::Description, &text(known), &text(row));
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
