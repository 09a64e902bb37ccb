//! Which products a folder of docs holds: one, or one in each of its folders.

use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;
use crate::files::path::{is_date, is_product};
use crate::infer::pages::locale;
use crate::infer::product::grouping;
use crate::metadata;
use crate::spec::folder::leave_out_misnamed;
use crate::spec::product::Product;
use crate::{Extraction, docs_to_spec, read_pages};
use std::collections::{BTreeMap, BTreeSet};

/// The docs of one folder of a product, and possibly of others among its pages.
#[derive(Debug)]
pub struct Surveyed {
    /// The name of the product's folder under `spec`, where there is more to say than the docs' own folder does.
    pub name: String,
    /// Where its pages are, below the folder that was surveyed; empty for that folder itself.
    pub folder: String,
    /// What they tell.
    pub docs: Extraction,
}

/// A product that files of metadata tell of.
#[derive(Debug)]
pub struct Told {
    /// It, as its files tell it.
    pub product: Product,
    /// Where its files are, below the folder that was surveyed; empty for that folder itself.
    pub folder: String,
}

/// Looks a folder of metadata over: its products, and what should be mended.
pub fn survey_metadata(files: &[SourceFile]) -> (Vec<Told>, Vec<Diagnostic>) {
    let mut found = metadata::products(files);
    let told = found.products.into_values().map(|mut product| {
        found.diagnostics.extend(leave_out_misnamed(&mut product));
        let operations = product.versions.iter().flat_map(|version| &version.operations);
        let folder = folder_of(operations.map(|operation| operation.source.as_str()));
        Told { product, folder }
    });
    let told: Vec<Told> = told.filter(|told| told.product.operations() > 0).collect();
    found.diagnostics.sort();
    (told, found.diagnostics)
}

/// The folder that all of some files are in; a folder of a version is one of its product's.
fn folder_of<'a>(files: impl Iterator<Item = &'a str>) -> String {
    let parents: BTreeSet<&str> = files
        .map(|file| file.rsplit_once('/').map_or("", |(folder, _)| folder))
        .collect();
    let product = |folder: &'a str| match folder.rsplit_once('/') {
        Some((above, last)) if is_date(last) => above,
        None if is_date(folder) => "",
        _ => folder,
    };
    let mut folders = parents.into_iter().map(product);
    let first = folders.next().unwrap_or_default();
    let common = folders.fold(first, |common, folder| {
        let mut shared = common;
        while !(folder == shared
            || folder.strip_prefix(shared).is_some_and(|rest| rest.starts_with('/'))
            || shared.is_empty())
        {
            shared = shared.rsplit_once('/').map_or("", |(above, _)| above);
        }
        shared
    });
    common.to_owned()
}

/// Looks a folder of docs over. `name` is the folder's own name; `wanted` is the product that is asked for, if one is.
///
/// # Errors
/// If there is no page of an operation, or no product of the name; in words.
pub fn survey(name: &str, files: &[SourceFile], wanted: Option<&str>) -> Result<Vec<Surveyed>, String> {
    if let Some(bad) = wanted.filter(|wanted| !is_product(wanted)) {
        return Err(format!("{bad:?} can't be a product's name"));
    }
    let mut folders: BTreeMap<&str, Vec<SourceFile>> = BTreeMap::new();
    for file in files {
        let (folder, below) = file.path.split_once('/').unwrap_or(("", &file.path));
        folders.entry(folder).or_default().push(SourceFile {
            path: below.to_owned(),
            bytes: file.bytes.clone(),
        });
    }
    let mut codes: BTreeMap<&str, String> = BTreeMap::new();
    for (folder, files) in &folders {
        let pages = read_pages(files);
        // A folder's name says nothing of the code here: it is what is to be found out.
        if let Some(group) = grouping::group("", &pages, None).first() {
            codes.insert(folder, group.code.clone());
        }
    }
    if codes.is_empty() {
        return Err(format!("no page of an operation among {} pages", files.len()));
    }
    let several = holds_products(name, &codes, wanted);
    if let Some(wanted) = wanted.filter(|wanted| several && !codes.contains_key(wanted)) {
        let all: Vec<_> = codes.keys().copied().collect();
        return Err(format!(
            "{wanted}: no folder of this name with pages of operations, but {}",
            all.join(", ")
        ));
    }
    let mut found = Vec::new();
    if several {
        for folder in codes
            .keys()
            .filter(|folder| wanted.is_none_or(|wanted| wanted == **folder))
        {
            let named = named(&[folder, &codes[folder]])?;
            found.push(Surveyed {
                docs: docs_to_spec(&named, &folders[folder], None, None),
                name: named,
                folder: (*folder).to_owned(),
            });
        }
    } else {
        let pages = read_pages(files);
        let groups = grouping::group(wanted.unwrap_or_default(), &pages, None);
        let code = groups.first().map_or("", |group| group.code.as_str());
        let named = named(&[wanted.unwrap_or_default(), code, name])?;
        found.push(Surveyed {
            docs: docs_to_spec(&named, files, None, None),
            name: named,
            folder: String::new(),
        });
    }
    Ok(found)
}

/// Whether each folder is a product of its own.
fn holds_products(name: &str, codes: &BTreeMap<&str, String>, wanted: Option<&str>) -> bool {
    let different: BTreeSet<&str> = codes
        .values()
        .map(String::as_str)
        .filter(|code| !code.is_empty())
        .collect();
    if codes.contains_key("") || codes.keys().all(|folder| locale(&format!("{folder}/")).is_some()) {
        return false;
    }
    if wanted.is_some_and(|wanted| codes.contains_key(wanted)) || different.len() > 1 {
        return true;
    }
    // One product: its folder is the one that bears its code, or the only one that could be a product's.
    match (codes.iter().next(), different.first()) {
        (Some((only, code)), _) if codes.len() == 1 && !code.is_empty() => {
            !code.eq_ignore_ascii_case(name) && code.eq_ignore_ascii_case(only)
        }
        _ => false,
    }
}

/// The first name that can be a product's folder.
fn named(names: &[&str]) -> Result<String, String> {
    let good = names.iter().find(|name| is_product(name));
    good.map(|name| (*name).to_owned())
        .ok_or_else(|| "nothing tells a name for the product; give one with --product".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(product: &str, operation: &str) -> String {
        let host = if product.is_empty() {
            "[Endpoint]".to_owned()
        } else {
            format!("{product}.cn-hangzhou.aliyuncs.com")
        };
        format!(
            "# {operation}\n\nDoes a thing.\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
             |Action|String|Yes|{operation}|The operation. |\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n\
             |--|--|--|--|\n|RequestId|String|abc|ID. |\n\n## Examples\n\nSample requests\n\n```\n\
             https://{host}/?Action={operation}&Version=2020-01-02\n```\n"
        )
    }

    fn found(name: &str, pages: &[(&str, &str)], wanted: Option<&str>) -> Result<Vec<String>, String> {
        let files: Vec<_> = pages
            .iter()
            .enumerate()
            .map(|(at, (folder, product))| SourceFile {
                path: format!("{folder}ListThings{at}.md"),
                bytes: page(product, &format!("ListThings{}", (b'A' + at as u8) as char)).into_bytes(),
            })
            .collect();
        let found = survey(name, &files, wanted)?;
        let short = |one: &Surveyed| {
            let count: usize = one.docs.products[0]
                .versions
                .iter()
                .map(|version| version.operations.len())
                .sum();
            format!("{}@{} {count}", one.name, one.folder)
        };
        Ok(found.iter().map(short).collect())
    }

    /// A folder's name, its pages as `found` takes them, what is asked for, and what is found.
    type Case = (
        &'static str,
        &'static [(&'static str, &'static str)],
        Option<&'static str>,
        &'static [&'static str],
    );

    #[test]
    fn one_product_or_many() {
        let cases: &[Case] = &[
            (
                "docs",
                &[("a/x/", "a"), ("a/y/", "a"), ("b/", "b")],
                None,
                &["a@a 2", "b@b 1"],
            ),
            ("docs", &[("a/", "a"), ("b/", "b")], Some("b"), &["b@b 1"]),
            ("docs", &[("a/x/", "a")], None, &["a@a 1"]),
            ("docs", &[("folder/", "a")], None, &["a@ 1"]),
            (
                "docs",
                &[("my-a/", "a"), ("my-b/", "b")],
                None,
                &["my-a@my-a 1", "my-b@my-b 1"],
            ),
            ("a", &[("x/", "a"), ("y/", "a")], None, &["a@ 2"]),
            ("a", &[("a/", "a"), ("y/", "a")], None, &["a@ 2"]),
            (
                "a",
                &[("cn.zh-CN/", "a"), ("intl.en-US/", "a"), ("intl.en-US/", "b")],
                None,
                &["a@ 2"],
            ),
            ("a", &[("", "a"), ("more/", "b")], None, &["a@ 1"]),
            ("anything", &[("", "a")], None, &["a@ 1"]),
            ("anything", &[("", "a")], Some("mine"), &["mine@ 1"]),
            // Nothing on the pages tells what the product is.
            ("things", &[("x/", ""), ("y/", "")], None, &["things@ 2"]),
            ("things", &[("x/", ""), ("y/", "")], Some("x"), &["x@x 1"]),
        ];
        for (name, pages, wanted, expected) in cases {
            let found = found(name, pages, *wanted).unwrap_or_else(|error| panic!("{name} {pages:?}: {error}"));
            assert_eq!(found, *expected, "{name} {pages:?}");
        }
    }

    #[test]
    fn what_can_not_be_added() {
        let error = |name, pages: &[(&str, &str)], wanted| found(name, pages, wanted).expect_err("an error");
        assert!(error("docs", &[], None).contains("no page of an operation among 0 pages"));
        assert!(error("docs", &[("a/", "a"), ("b/", "b")], Some("c")).contains("c: no folder of this name"));
        assert!(error("a b", &[("", "")], None).contains("--product"));
    }
}
