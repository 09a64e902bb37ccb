//! Which operation, of which product and version, a page describes.

use crate::diagnostics::{Diagnostic, Kind};
use crate::page::headings::Section;
use crate::page::{Page, Row};
use std::collections::{BTreeMap, BTreeSet};

/// What a page is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The product's code in lower case.
    pub product: String,
    /// The version.
    pub version: String,
    /// The operation's name.
    pub operation: String,
}

/// The name of the operation that a page describes; `None` if it describes none.
pub fn operation_of(page: &Page) -> Option<String> {
    let title = identifier(&page.title);
    let action = action_row(page);
    let explorer = page.explorer.as_ref().and_then(|explorer| identifier(&explorer.api));
    if !(page.has_request || page.has_response) || (title.is_none() && action.is_none() && explorer.is_none()) {
        return None;
    }
    let stem = page.file.rsplit('/').next().unwrap_or_default();
    let stem = identifier(stem.strip_suffix(".md").unwrap_or(stem));
    let sample = page.samples.iter().find_map(|sample| action_in(&sample.text));
    let witnesses: Vec<String> = [action, title, explorer, stem, sample].into_iter().flatten().collect();
    // A majority: of names without regard to case, then of their spellings; of equals the earlier witness.
    let like = |name: &str| {
        witnesses
            .iter()
            .filter(|other| other.eq_ignore_ascii_case(name))
            .count()
    };
    let same = |name: &str| witnesses.iter().filter(|other| *other == name).count();
    let best = witnesses
        .iter()
        .enumerate()
        .max_by_key(|(at, name)| (like(name), same(name), std::cmp::Reverse(*at)));
    best.map(|(_, name)| name.clone())
}

/// Pages that would describe an operation if its name could be one.
pub fn bad_names(pages: &[Page]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for page in pages
        .iter()
        .filter(|page| page.has_request && page.rows() > 0 && operation_of(page).is_none())
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
            found.push(Diagnostic::new(Kind::BadName, page.file.as_str(), line, message));
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
fn action_row(page: &Page) -> Option<String> {
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
fn action_in(sample: &str) -> Option<String> {
    let at = sample.find("Action=")? + "Action=".len();
    let name: String = sample[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    identifier(&name)
}

/// A text that is a name such as `ListTasks`; nothing else can become a file, a module or a type.
fn identifier(text: &str) -> Option<String> {
    let text = text.trim().trim_matches('*').trim();
    let shaped = text.len() >= 2
        && text.len() <= 100
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric());
    shaped.then(|| text.to_owned())
}

/// Product code and version of every page: its own link, else what most pages near it say, else what is known of the product.
pub fn products_of(pages: &[Page], known: Option<(&str, &[String])>) -> Vec<(String, String)> {
    let mut near: BTreeMap<&str, BTreeMap<(String, String), usize>> = BTreeMap::new();
    for page in pages {
        if let Some((product, version)) = own(page) {
            for folder in folders(&page.file) {
                *near
                    .entry(folder)
                    .or_default()
                    .entry((product.clone(), version.clone()))
                    .or_default() += 1;
            }
        }
    }
    let common = pages.iter().find_map(version_row);
    let fallback = match known {
        Some((code, versions)) => (code.to_lowercase(), versions.last().cloned().unwrap_or_default()),
        None => (String::new(), common.unwrap_or_default()),
    };
    let majority = |folder: &str, product: Option<&str>| {
        let votes = near
            .get(folder)?
            .iter()
            .filter(|((code, _), _)| product.is_none_or(|product| product == code));
        votes
            .max_by_key(|(_, count)| **count)
            .map(|(identity, _)| identity.clone())
    };
    let codes: BTreeSet<&str> = near
        .get("")
        .into_iter()
        .flat_map(|votes| votes.keys().map(|(code, _)| code.as_str()))
        .collect();
    let mut result = Vec::with_capacity(pages.len());
    for page in pages {
        let linked = page.explorer.as_ref().map(|explorer| explorer.product.to_lowercase());
        let product = linked.or_else(|| hinted(page, &codes));
        let stated = own(page).or_else(|| {
            let version = version_row(page)?;
            Some((product.clone().or_else(|| Some(majority("", None)?.0))?, version))
        });
        let nearest = || {
            folders(&page.file)
                .into_iter()
                .find_map(|folder| majority(folder, product.as_deref()))
        };
        let assumed = || {
            (
                product.clone().unwrap_or_else(|| fallback.0.clone()),
                fallback.1.clone(),
            )
        };
        result.push(stated.or_else(nearest).unwrap_or_else(assumed));
    }
    result
}

/// The product that a page without a link hints at: by the host of its request sample, or by a folder that bears a code in its name.
fn hinted(page: &Page, codes: &BTreeSet<&str>) -> Option<String> {
    let known = |word: &str| {
        codes
            .iter()
            .find(|code| word.eq_ignore_ascii_case(code))
            .map(|code| (*code).to_owned())
    };
    let host = page
        .samples
        .iter()
        .find_map(|sample| known(host_in(&sample.text)?.split('.').next()?));
    let by_folder = || {
        let mut folders: Vec<&str> = page.file.split('/').collect();
        folders.pop();
        folders
            .iter()
            .rev()
            .find_map(|folder| folder.split(|c: char| !c.is_ascii_alphanumeric()).find_map(known))
    };
    host.or_else(by_folder)
}

/// The host of a request sample.
pub(crate) fn host_in(sample: &str) -> Option<&str> {
    let sample = sample.trim_start();
    let rest = sample
        .strip_prefix("https://")
        .or_else(|| sample.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '\n', ' ']).next()?;
    (host.ends_with(".aliyuncs.com") && host.len() < 100).then_some(host)
}

fn own(page: &Page) -> Option<(String, String)> {
    let explorer = page.explorer.as_ref()?;
    Some((
        explorer.product.to_lowercase(),
        explorer.version.clone().filter(|version| is_version(version))?,
    ))
}

/// The `Version` that a table of common parameters or the page's own sample names.
fn version_row(page: &Page) -> Option<String> {
    let rows = page
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .filter(|row| row.name == "Version");
    let texts = rows.flat_map(|row| [row.example.as_str(), row.description.text.as_str()]);
    let from_sample = page
        .samples
        .iter()
        .filter_map(|sample| sample.text.split_once("Version=").map(|(_, rest)| rest));
    texts.chain(from_sample).find_map(date_in)
}

/// The first date `YYYY-MM-DD` in a text.
fn date_in(text: &str) -> Option<String> {
    text.char_indices()
        .filter_map(|(at, _)| text.get(at..at + 10))
        .find(|part| is_version(part))
        .map(str::to_owned)
}

fn is_version(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if matches!(at, 4 | 7) {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}

/// The folders a file stands in, innermost first; the last is the docs folder itself.
fn folders(file: &str) -> Vec<&str> {
    let mut folders: Vec<&str> = file.match_indices('/').map(|(at, _)| &file[..at]).collect();
    folders.reverse();
    folders.push("");
    folders
}
