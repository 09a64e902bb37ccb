//! Where the rows of error codes begin: an HTTP status before a code.

use super::Unit;
use super::path::{self, Costs, Start};
use crate::page::ErrorRow;
use crate::page::headings::Column;

/// What speaks against a place as the beginning of a row.
mod weights {
    /// A status that is none of HTTP's.
    pub(super) const ODD_STATUS: u32 = 12;
    /// A code that is words.
    pub(super) const NO_CODE: u32 = 40;
    /// What looks like a beginning inside a message or description.
    pub(super) const IN_WORDS: u32 = 30;
    /// A row without a message.
    pub(super) const NO_MESSAGE: u32 = 8;
    /// Each paragraph more than a message and a description have.
    pub(super) const MORE_WORDS: u32 = 3;
    /// A unit before the first row.
    pub(super) const BEFORE_ROWS: u32 = 40;
}

struct Errors<'a> {
    units: &'a [Unit],
    starts: Vec<Start>,
    has_status: bool,
    ignored: Vec<u32>,
}

/// Reads the rows of a table of error codes.
pub(super) fn read(units: &[Unit], heads: &[Column]) -> Vec<ErrorRow> {
    // The page's own words behind the table lead to the list of all codes.
    let end = units
        .iter()
        .position(|unit| unit.text.links.iter().any(|link| link.target.contains("errorCode")));
    let units = &units[..end.unwrap_or(units.len())];
    let has_status = heads.first() == Some(&Column::Status);
    let mut errors = Errors {
        units,
        starts: Vec::new(),
        has_status,
        ignored: vec![0],
    };
    for at in 0..units.len() {
        let begins = if has_status {
            is_status(&units[at]) && at + 1 < units.len()
        } else {
            can_be_code(&units[at])
        };
        if begins {
            let body = (at + 1 + usize::from(has_status)).min(units.len());
            errors.starts.push(Start { at, body });
        }
        let looks = begins && (!has_status || can_be_code(&units[at + 1]));
        errors
            .ignored
            .push(errors.ignored[at] + if looks { weights::IN_WORDS } else { 0 });
    }
    let cut = path::cheapest(&errors.starts, units.len(), &errors, 0);
    let place = |at: usize| &errors.starts[cut[at].0];
    (0..cut.len())
        .map(|at| {
            let start = place(at);
            let until = if at + 1 < cut.len() {
                place(at + 1).at
            } else {
                units.len()
            };
            let text = |at: usize| units[at].text.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let code_at = start.at + usize::from(has_status);
            let body: Vec<String> = (start.body..until).map(text).collect();
            let (message, rest) = message(&body);
            let rest = rest.iter().map(|text| text.trim_matches('\\').trim());
            let description = rest.filter(|text| *text != "-").collect::<Vec<_>>().join("\n");
            ErrorRow {
                line: units[start.at].line,
                status: if has_status { text(start.at) } else { String::new() },
                code: text(code_at),
                message,
                description,
            }
        })
        .collect()
}

/// The message, which goes on where a sentence does, and what stands behind it.
fn message(body: &[String]) -> (String, &[String]) {
    let goes_on = |pair: &[String]| {
        pair[0].ends_with(|c: char| c.is_ascii_alphanumeric() || c == ',')
            && pair[1].starts_with(|c: char| c.is_ascii_lowercase())
    };
    let more = body.windows(2).take_while(|pair| goes_on(pair)).count();
    let length = if body.is_empty() { 0 } else { more + 1 };
    (body[..length].join(" "), &body[length..])
}

/// Whether a paragraph can be an HTTP status.
fn is_status(unit: &Unit) -> bool {
    let all_digits = |word: &str| (3..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    unit.word()
        .is_some_and(|word| all_digits(word) || matches!(word, "4XX" | "5XX" | "4xx" | "5xx"))
}

/// Whether a word is one of HTTP's statuses.
pub(crate) fn is_http_status(word: &str) -> bool {
    word.len() == 3 && word.starts_with(['1', '2', '3', '4', '5']) && word.bytes().skip(1).all(|b| b.is_ascii_digit())
}

/// Whether a paragraph can be an error code: one word, in Latin letters mostly.
fn can_be_code(unit: &Unit) -> bool {
    unit.word().is_some_and(|word| {
        !word.is_empty() && word.len() <= 128 && !word.contains(' ') && word.is_ascii() && !word.ends_with(['.', ','])
    })
}

impl Costs for Errors<'_> {
    type Memory = ();

    fn begin(&self) {}

    fn row(&self, start: usize, _: Option<usize>, (): &()) -> (u32, ()) {
        let code = self.starts[start].at + usize::from(self.has_status);
        let fits = self.units.get(code).is_some_and(can_be_code);
        let odd = self.has_status && !self.units[self.starts[start].at].word().is_some_and(is_http_status);
        let cost = if fits { 0 } else { weights::NO_CODE } + if odd { weights::ODD_STATUS } else { 0 };
        (cost, ())
    }

    fn body(&self, start: usize, until: usize) -> u32 {
        let from = self.starts[start].body.min(until);
        let ignored = self.ignored[until] - self.ignored[from];
        let count = u32::try_from(until - from).unwrap_or(u32::MAX / 1000);
        let silent = if count == 0 { weights::NO_MESSAGE } else { 0 };
        ignored + silent + count.saturating_sub(2).saturating_mul(weights::MORE_WORDS)
    }

    fn passed_over(&self, units: usize) -> u32 {
        u32::try_from(units)
            .unwrap_or(u32::MAX / 1000)
            .saturating_mul(weights::BEFORE_ROWS)
    }
}
