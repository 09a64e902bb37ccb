//! The documented error codes of an operation, by HTTP status.

use super::document::ErrorRow;
use super::schema::Problems;
use crate::spec::model::ErrorCode;
use serde_json::{Map, Value};

/// The longest code.
const LONGEST: usize = 128;

/// One entry a row; what stands under a status of success is no error.
pub(super) fn errors(rows: &Map<String, Value>, problems: &mut Problems) -> Vec<ErrorCode> {
    let mut errors: Vec<ErrorCode> = Vec::new();
    for (status, rows) in rows {
        let http_status = status.trim().parse().ok().filter(|status| (100..600).contains(status));
        if http_status.is_some_and(|status| status < 300) {
            continue;
        }
        let inside = problems.enter(&format!("errorCodes.{status}"));
        for (at, row) in rows.as_array().into_iter().flatten().enumerate() {
            match serde_path_to_error::deserialize::<_, ErrorRow>(row) {
                Ok(row) => {
                    let error = error(row, http_status);
                    if !is_error_code(&error.code) {
                        if !error.code.is_empty() && !error.code.eq_ignore_ascii_case("ok") {
                            problems.tell(
                                &format!("[{at}]"),
                                format!("{:?} is no error code; left out", error.code),
                            );
                        }
                    } else if !errors.contains(&error) {
                        errors.push(error);
                    }
                }
                Err(error) => problems.tell(&format!("[{at}].{}", error.path()), error.inner().to_string()),
            }
        }
        problems.leave(inside);
    }
    errors
}

fn error(row: ErrorRow, http_status: Option<u16>) -> ErrorCode {
    let flat = |text: Option<String>| {
        let text = text.unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    ErrorCode {
        code: flat(row.code),
        http_status,
        message: flat(row.message),
        description: flat(row.description),
    }
}

/// Codes hold placeholders now and then, but no sentences. A colon is taken as well: in a table of a page it would end a word of the text.
fn is_error_code(code: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '%' | '$' | '{' | '}' | '/' | ':');
    !code.is_empty() && code.len() <= LONGEST && code.chars().all(fits) && !code.eq_ignore_ascii_case("ok")
}
