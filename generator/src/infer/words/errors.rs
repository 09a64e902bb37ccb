//! The error codes of a page.

use crate::page::{ErrorRow, Page};
use crate::spec::model::ErrorCode;
use std::collections::HashSet;

/// The codes of a page's error tables: one entry a row, the report of success left out.
pub fn infer(page: &Page) -> Vec<ErrorCode> {
    let mut known = HashSet::new();
    let mut errors: Vec<ErrorCode> = page.errors.iter().filter_map(error_of).collect();
    errors.retain(|error| known.insert((error.code.clone(), error.http_status, error.message.clone())));
    errors
}

fn error_of(row: &ErrorRow) -> Option<ErrorCode> {
    let (mut code, mut status) = (plain(&row.code), status_in(&row.status));
    // Code and status stand in each other's column.
    if status.is_none() && status_in(&row.code).is_some() && is_error_code(&plain(&row.status)) {
        (code, status) = (plain(&row.status), status_in(&row.code));
    }
    if !is_error_code(&code)
        || code.eq_ignore_ascii_case("ok")
        || (code == "200" || status.is_some_and(|status| status < 300))
    {
        return None;
    }
    // The table has only a status, in the code's column.
    let status = status.or_else(|| status_in(&code));
    Some(ErrorCode {
        code,
        http_status: status,
        message: flat(&row.message),
        description: flat(&row.description),
    })
}

fn plain(cell: &str) -> String {
    cell.replace(['\\', '`', '\u{a0}', '\u{200b}'], "")
        .trim()
        .trim_matches(['*', '"', '.', '。'])
        .to_owned()
}

fn is_error_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= 128
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '%' | '$' | '{' | '}' | '/'))
}

fn status_in(cell: &str) -> Option<u16> {
    let digits: String = cell
        .trim()
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_error_tables() {
        let cases = [
            (("400", "InvalidParameter"), Some(("InvalidParameter", Some(400)))),
            (("200", "OK"), None),
            (("InvalidParameter", "400"), Some(("InvalidParameter", Some(400)))),
            (("", "403"), Some(("403", Some(403)))),
            (
                ("HTTP 404", "Invalid%s.NotFound"),
                Some(("Invalid%s.NotFound", Some(404))),
            ),
            (("", "see the error center"), None),
        ];
        for ((status, code), expected) in cases {
            let row = ErrorRow {
                status: status.to_owned(),
                code: code.to_owned(),
                ..ErrorRow::default()
            };
            let got = error_of(&row);
            assert_eq!(
                got.as_ref().map(|error| (error.code.as_str(), error.http_status)),
                expected,
                "{status}|{code}"
            );
        }
    }
}
