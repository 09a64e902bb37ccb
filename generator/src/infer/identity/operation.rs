//! Which operation a page describes, on evidence for one: guides, price lists and tutorials look much alike.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::samples::begins_with_method;
use crate::page::headings::Section;
use crate::page::{Page, Row, Vintage, operation_in};

/// The name of the operation that a page describes; `None` if it describes none.
pub fn operation_of(page: &Page) -> Option<String> {
    if page.vintage == Vintage::Today {
        return operation_of_today(page);
    }
    if !(page.has_request || page.has_response) {
        return None;
    }
    let title = identifier(&page.title);
    let action = action_row(page);
    let explorer = page.explorer.as_ref().and_then(|explorer| identifier(&explorer.api));
    if title.is_none() && action.is_none() && explorer.is_none() {
        return None;
    }
    // A title and a table of fields alone are a data type; of a function, a guide or a resource with headings like these, nothing
    // shows that it is called over this API.
    if action.is_none() && explorer.is_none() && !(page.has_request && page.has_response) && !shows_a_call(page) {
        return None;
    }
    let stem = page.file.rsplit('/').next().unwrap_or_default();
    let stem = identifier(stem.strip_suffix(".md").unwrap_or(stem));
    let sample = page.samples.iter().find_map(|sample| action_in(&sample.text));
    let witnesses: Vec<&str> = [action, title, explorer, stem, sample].into_iter().flatten().collect();
    // A majority: of names without regard to case, then of their spellings; of equals the earlier witness.
    let like = |name: &str| {
        witnesses
            .iter()
            .filter(|other| other.eq_ignore_ascii_case(name))
            .count()
    };
    let same = |name: &str| witnesses.iter().filter(|other| **other == name).count();
    let best = witnesses
        .iter()
        .enumerate()
        .max_by_key(|(at, name)| (like(name), same(name), std::cmp::Reverse(*at)));
    best.map(|(_, name)| (*name).to_owned())
}

/// Whether samples or parameters show a call of an operation, or its answer.
fn shows_a_call(page: &Page) -> bool {
    let is_call = |text: &str| {
        text.contains("Action=")
            || text.contains("RequestId")
            || text.contains("requestId")
            || text.contains("request_id")
            || begins_with_method(text.trim_start())
    };
    let common = |row: &Row| matches!(row.name.as_str(), "RequestId" | "requestId" | "Version" | "RegionId");
    page.samples.iter().any(|sample| is_call(&sample.text))
        || page.tables.iter().flat_map(|table| &table.rows).any(common)
}

/// The operation of a page of today: guides and price lists have links of the same form, but no parameters below the headings of an operation.
fn operation_of_today(page: &Page) -> Option<String> {
    let has_rows = |section| {
        page.tables
            .iter()
            .any(|table| table.section == section && !table.rows.is_empty())
    };
    let tells = (page.has_request && page.has_response) || has_rows(Section::Request) || has_rows(Section::Response);
    let linked = page.explorer.as_ref().and_then(|explorer| identifier(&explorer.api));
    // A copy may have lost its links.
    let titled = || {
        page.explorer
            .is_none()
            .then(|| operation_in(&page.title))
            .flatten()
            .and_then(identifier)
    };
    linked.or_else(titled).filter(|_| tells).map(str::to_owned)
}

/// Pages that would describe an operation if its name could be one, or if the file could be read.
pub(crate) fn left_out(pages: &[Page]) -> Vec<Diagnostic> {
    // What is wrong inside a page that is no operation is nobody's to mend; that it could not be read may be why it is none.
    let unread = |found: &&Diagnostic| match found.kind {
        DiagnosticKind::NotMarkdown | DiagnosticKind::NotUtf8 => true,
        DiagnosticKind::TooLarge => found.line == 0,
        _ => false,
    };
    let none = pages.iter().filter(|page| operation_of(page).is_none());
    let mut found: Vec<Diagnostic> = none
        .flat_map(|page| &page.diagnostics)
        .filter(unread)
        .cloned()
        .collect();
    for page in pages
        .iter()
        .filter(|page| page.has_request && page.rows() > 0 && operation_of(page).is_none())
        .filter(|page| page.explorer.is_some() || action_cell(page).is_some() || shows_a_call(page))
    {
        let action = action_cell(page).map(|row| (row.line, row.example.trim()));
        let explorer = page.explorer.as_ref().map(|explorer| (1, explorer.api.as_str()));
        let title = Some((1, page.title.as_str()));
        let is_name = |name: &str| !name.is_empty() && name.is_ascii() && !name.contains(char::is_whitespace);
        if let Some((line, name)) = [action, explorer, title]
            .into_iter()
            .flatten()
            .find(|(_, name)| is_name(name))
        {
            let message = format!("`{name}` can't be an operation's name; the page is left out");
            found.push(Diagnostic::new(
                DiagnosticKind::BadName,
                page.file.as_str(),
                line,
                message,
            ));
        }
    }
    found
}

/// The row `Action`.
fn action_cell(page: &Page) -> Option<&Row> {
    let tables = page.tables.iter().filter(|table| table.section == Section::Request);
    tables.flat_map(|table| &table.rows).find(|row| row.name == "Action")
}

/// The value that the row `Action` asks for.
fn action_row(page: &Page) -> Option<&str> {
    let row = action_cell(page)?;
    let from_words = || {
        let mut words = row
            .description
            .text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        words
            .rfind(|word| {
                word.len() > 5 && word.chars().skip(1).any(char::is_uppercase) && word.starts_with(char::is_uppercase)
            })
            .and_then(identifier)
    };
    identifier(&row.example).or_else(from_words)
}

/// The `Action=` of a request sample.
fn action_in(sample: &str) -> Option<&str> {
    let (_, rest) = sample.split_once("Action=")?;
    identifier(rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?)
}

/// A text that is a name such as `ListTasks`; nothing else can become a file, a module or a type.
pub(crate) fn identifier(text: &str) -> Option<&str> {
    let text = text.trim().trim_matches('*').trim();
    let shaped = text.len() >= 2
        && text.len() <= 100
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric());
    shaped.then_some(text)
}
