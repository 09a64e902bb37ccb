//! Which operation, of which product and version, a page describes.

use crate::page::Page;
use crate::page::headings::Section;
use std::collections::BTreeMap;

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
    // A majority, ignoring case; between equals the earlier witness: an Action row is copied less often than a link.
    let witnesses = [action, title, explorer, stem, sample];
    let mut votes: Vec<(String, usize)> = Vec::new();
    for witness in witnesses.into_iter().flatten() {
        match votes.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&witness)) {
            Some((_, count)) => *count += 1,
            None => votes.push((witness, 1)),
        }
    }
    let most = votes.iter().map(|(_, count)| *count).max()?;
    votes
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(name, _)| name)
}

/// The value that the row `Action` asks for.
fn action_row(page: &Page) -> Option<String> {
    let tables = page.tables.iter().filter(|table| table.section == Section::Request);
    let row = tables.flat_map(|table| &table.rows).find(|row| row.name == "Action")?;
    let from_words = || {
        let words = row
            .description
            .text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        words
            .filter(|word| {
                word.len() > 5 && word.chars().skip(1).any(char::is_uppercase) && word.starts_with(char::is_uppercase)
            })
            .next_back()
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
    let shaped = text.len() >= 3
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
    let mut result = Vec::with_capacity(pages.len());
    for page in pages {
        let product = page.explorer.as_ref().map(|explorer| explorer.product.to_lowercase());
        let stated = own(page).or_else(|| {
            version_row(page)
                .and_then(|version| Some((product.clone().or_else(|| Some(majority("", None)?.0))?, version)))
        });
        let found = stated.or_else(|| {
            folders(&page.file)
                .into_iter()
                .find_map(|folder| majority(folder, product.as_deref()))
        });
        result.push(found.unwrap_or_else(|| (product.unwrap_or_else(|| fallback.0.clone()), fallback.1.clone())));
    }
    result
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
