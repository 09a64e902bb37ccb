//! Which operation, of which product and version, a page describes.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::path::is_date;
use crate::infer::samples::begins_with_method;
use crate::page::headings::Section;
use crate::page::hosts::is_region;
use crate::page::{Page, Row, Vintage, operation_in};
use crate::spec::product::Manifest;
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
pub fn left_out(pages: &[Page]) -> Vec<Diagnostic> {
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

/// What a page itself says of its product and its version.
type Stated = (Option<String>, Option<(Statement, String)>);

/// Product code, in lower case, and version.
pub(crate) type Home = (String, String);

/// What the pages in a folder say of products and versions.
pub(crate) struct Said {
    pub(crate) codes: Codes,
    /// What each page says.
    stated: Vec<Stated>,
}

/// What pages that tell nothing are taken for: the newest version of a product.
fn home_of(known: &Manifest) -> Home {
    (
        known.code.to_lowercase(),
        known.versions.last().cloned().unwrap_or_default(),
    )
}

impl Said {
    pub(crate) fn of(pages: &[Page]) -> Self {
        let codes = Codes::of(pages);
        let stated = pages
            .iter()
            .map(|page| (codes.product(page).or_else(|| codes.usual()), version_of(page)));
        let stated = stated.collect();
        Self { codes, stated }
    }

    /// Product code and version of every page: what it says itself, else what most pages near it say, else what is known of the product.
    ///
    /// `folder` is the name of the docs' folder, the last resort for a product's code; `pages` are those that said so.
    pub(crate) fn homes(&self, folder: &str, pages: &[Page], known: Option<&Manifest>) -> Vec<Home> {
        let Self { codes, stated } = self;
        let mut votes: BTreeMap<Statement, Votes<'_>> = BTreeMap::new();
        for (page, stated) in pages.iter().zip(stated) {
            if let (Some(product), Some((statement, version))) = stated {
                votes.entry(*statement).or_default().add(page, product, version);
            }
        }
        let usual = match known {
            Some(known) => home_of(known),
            None => (
                codes.usual().unwrap_or_else(|| folder.to_lowercase()),
                stated
                    .iter()
                    .filter_map(|(_, version)| version.as_ref())
                    .min_by_key(|(statement, _)| *statement)
                    .map(|(_, version)| version.clone())
                    .unwrap_or_default(),
            ),
        };
        let identify = |page: &Page, product: Option<&str>, version: Option<&str>| {
            if let (Some(product), Some(version)) = (product, version) {
                return (product.to_owned(), version.to_owned());
            }
            let nearest = votes.values().find_map(|votes| votes.nearest(page, product, version));
            let (near_product, near_version) = nearest.unwrap_or((&usual.0, &usual.1));
            (
                product.unwrap_or(near_product).to_owned(),
                version.unwrap_or(near_version).to_owned(),
            )
        };
        let each = pages.iter().zip(stated).map(|(page, (product, version))| {
            let version = version.as_ref().map(|(_, version)| version.as_str());
            identify(page, product.as_deref(), version)
        });
        each.collect()
    }
}

/// What pages say of product and version, by the folders they stand in.
#[derive(Default)]
struct Votes<'a> {
    by_folder: BTreeMap<&'a str, BTreeMap<(&'a str, &'a str), usize>>,
}

impl<'a> Votes<'a> {
    fn add(&mut self, page: &'a Page, product: &'a str, version: &'a str) {
        for folder in folders(&page.file) {
            *self
                .by_folder
                .entry(folder)
                .or_default()
                .entry((product, version))
                .or_default() += 1;
        }
    }

    /// What most pages say in the nearest folder where any agrees with what is known.
    fn nearest(&self, page: &Page, product: Option<&str>, version: Option<&str>) -> Option<(&'a str, &'a str)> {
        let fits = |(code, date): &(&str, &str)| {
            product.is_none_or(|product| product == *code) && version.is_none_or(|version| version == *date)
        };
        folders(&page.file).into_iter().find_map(|folder| {
            let votes = self.by_folder.get(folder)?.iter();
            let most = votes
                .filter(|(identity, _)| fits(identity))
                .max_by_key(|(_, count)| **count);
            most.map(|(identity, _)| *identity)
        })
    }
}

/// The codes of the products whose pages lie in one folder.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// Codes, in lower case, by the hosts of request samples; a product may be called at a host that does not bear its code.
    by_host: BTreeMap<String, String>,
    all: BTreeSet<String>,
}

impl Codes {
    pub(crate) fn of(pages: &[Page]) -> Self {
        let mut linked: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut codes = Self::default();
        for page in pages {
            let Some(explorer) = &page.explorer else { continue };
            let code = explorer.product.to_lowercase();
            if let Some(host) = called_at(page) {
                *linked.entry(host).or_default().entry(code.clone()).or_default() += 1;
            }
            codes.all.insert(code);
        }
        for (host, products) in linked {
            if let Some((code, _)) = products.into_iter().max_by_key(|(_, count)| *count) {
                codes.by_host.insert(host, code);
            }
        }
        // A host that no link explains is a product of its own where a folder above the page bears its name, or where there are no links.
        let linked = !codes.all.is_empty();
        for page in pages {
            let Some(host) = called_at(page).filter(|host| !codes.by_host.contains_key(host)) else {
                continue;
            };
            if !linked || words_of_folders(&page.file).any(|word| word.eq_ignore_ascii_case(&host)) {
                codes.all.insert(host.clone());
                codes.by_host.insert(host.clone(), host);
            }
        }
        codes
    }

    /// The product that a page says it is of: by its link, by the host of its request sample, or by a folder that bears a code in its name.
    pub(crate) fn product(&self, page: &Page) -> Option<String> {
        let linked = page.explorer.as_ref().map(|explorer| explorer.product.to_lowercase());
        let by_host = || self.by_host.get(&called_at(page)?).cloned();
        let by_folder = || {
            words_of_folders(&page.file)
                .map(str::to_lowercase)
                .find(|word| self.all.contains(word))
        };
        linked.or_else(|| match operation_of(page) {
            Some(_) => by_host().or_else(by_folder),
            // Pages on how to call borrow their samples from anywhere.
            None => by_folder().or_else(by_host),
        })
    }

    /// The only product there is.
    fn usual(&self) -> Option<String> {
        self.all.first().filter(|_| self.all.len() == 1).cloned()
    }
}

/// The words in the names of the folders a file stands in, those of the innermost folder first.
fn words_of_folders(file: &str) -> impl Iterator<Item = &str> {
    let folders = file.rsplit('/').skip(1);
    folders.flat_map(|folder| folder.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')))
}

/// What the host of a page's request sample begins with: mostly the product's code.
fn called_at(page: &Page) -> Option<String> {
    let calls = page.samples.iter().filter(|sample| sample.text.contains("Action="));
    let host = calls.filter_map(|sample| host_in(&sample.text)).next()?;
    let first = host.split('.').next()?.to_lowercase();
    // `ecs-cn-hangzhou.aliyuncs.com` is called as `ecs.cn-hangzhou.aliyuncs.com` is.
    let region = first
        .match_indices('-')
        .find(|(at, _)| is_region(&first[at + 1..]))
        .map(|(at, _)| at);
    Some(first[..region.unwrap_or(first.len())].to_owned())
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

/// Where a page states its version, the best witness first: samples are copied from other products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Statement {
    Link,
    Row,
    Sample,
}

/// The version that a page states: in its link, in a row `Version` of its parameters, or in its request sample.
pub(crate) fn version_of(page: &Page) -> Option<(Statement, String)> {
    let linked = page.explorer.as_ref().and_then(|explorer| explorer.version.clone());
    let tables = || page.tables.iter().filter(|table| table.section != Section::Response);
    let in_rows = || {
        let rows = tables()
            .flat_map(|table| &table.rows)
            .filter(|row| row.name == "Version");
        rows.flat_map(|row| [row.example.as_str(), row.description.text.as_str()])
            .find_map(date_in)
    };
    let in_samples = || {
        let mut values = page
            .samples
            .iter()
            .filter_map(|sample| sample.text.split_once("Version="));
        values.find_map(|(_, rest)| rest.get(..10).filter(|date| is_date(date)).map(str::to_owned))
    };
    let link = linked
        .filter(|version| is_date(version))
        .map(|version| (Statement::Link, version));
    link.or_else(|| Some((Statement::Row, in_rows()?)))
        .or_else(|| Some((Statement::Sample, in_samples()?)))
}

/// The first date `YYYY-MM-DD` in a text.
pub(crate) fn date_in(text: &str) -> Option<String> {
    text.char_indices()
        .filter_map(|(at, _)| text.get(at..at + 10))
        .find(|part| is_date(part))
        .map(str::to_owned)
}

/// The folders a file stands in, innermost first; the last is the docs folder itself.
pub(crate) fn folders(file: &str) -> Vec<&str> {
    let mut folders: Vec<&str> = file.match_indices('/').map(|(at, _)| &file[..at]).collect();
    folders.reverse();
    folders.push("");
    folders
}
