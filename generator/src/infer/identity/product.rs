//! Which product and version a page belongs to: what it says itself, or else what the pages near it say.

use super::operation::operation_of;
use super::version::{Statement, version_of};
use crate::page::Page;
use crate::page::hosts::is_region;
use crate::spec::product::Manifest;
use std::collections::{BTreeMap, BTreeSet};

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

/// The folders a file stands in, innermost first; the last is the docs folder itself.
pub(crate) fn folders(file: &str) -> Vec<&str> {
    let mut folders: Vec<&str> = file.match_indices('/').map(|(at, _)| &file[..at]).collect();
    folders.reverse();
    folders.push("");
    folders
}
