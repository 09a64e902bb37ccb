//! The error codes that the operations of a version have in common: those of pages that list nothing else, and those that most of its
//! operations list alike. They stand once, and not with each operation.

use crate::diagnostics::Diagnostic;
use crate::infer::identity::{Codes, Home, Identity, date_in, folders, operation_of};
use crate::infer::pages;
use crate::infer::product::prose;
use crate::infer::words::errors;
use crate::page::{ErrorRow, Page, Vintage, headings};
use crate::spec::model::{CommonErrors, ErrorCode};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a page lists error codes that are no single operation's. Those of a player or another program have no HTTP status, and are
/// numbers.
pub fn is_common(page: &Page) -> bool {
    let is_api = |row: &&ErrorRow| !row.status.trim().is_empty() || row.code.contains(|c: char| c.is_ascii_uppercase());
    let of_api = page.errors.iter().filter(is_api).count();
    of_api * 2 > page.errors.len() && headings::names_common_errors(&page.title) && operation_of(page).is_none()
}

/// Where the operations of each product and version stand.
#[derive(Debug)]
pub(crate) struct Homes<'a> {
    codes: &'a Codes,
    /// How many pages of operations there are below a folder.
    by_folder: BTreeMap<String, BTreeMap<Home, usize>>,
}

impl<'a> Homes<'a> {
    /// Looks at the pages of operations.
    pub(crate) fn of(codes: &'a Codes, operations: impl Iterator<Item = (&'a Identity, &'a Page)>) -> Self {
        let mut by_folder: BTreeMap<String, BTreeMap<Home, usize>> = BTreeMap::new();
        for (identity, page) in operations {
            let home = (identity.product.clone(), identity.version.clone());
            for folder in folders(&page.file) {
                let homes = by_folder.entry(folder.to_owned()).or_default();
                *homes.entry(home.clone()).or_default() += 1;
            }
        }
        Self { codes, by_folder }
    }

    /// The products and versions whose operations have the codes of a page: the one that its anchor names; else those of the product that
    /// it says, or else that most operations are of, in the nearest folder where there are any. The docs' own folder is the last of them.
    pub(crate) fn of_page(&self, page: &Page) -> Vec<Home> {
        let all = self.by_folder.get("");
        let named = page.id.as_deref().and_then(|id| {
            let version = date_in(id)?;
            let words: BTreeSet<String> = id.split(['_', '.', '-']).map(str::to_lowercase).collect();
            let mut homes = all?.keys();
            homes.find(|(product, dated)| *dated == version && words.contains(product))
        });
        if let Some(home) = named {
            return vec![home.clone()];
        }
        let said = self.codes.product(page);
        let near = |said: Option<&str>| {
            folders(&page.file).into_iter().find_map(|folder| {
                let homes = self.by_folder.get(folder)?;
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                for ((product, _), count) in homes
                    .iter()
                    .filter(|((product, _), _)| said.is_none_or(|said| said == product))
                {
                    *counts.entry(product).or_default() += count;
                }
                let (most, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
                Some(homes.keys().filter(|(product, _)| product == most).cloned().collect())
            })
        };
        let of_said = said.as_deref().and_then(|said| near(Some(said)));
        of_said.or_else(|| near(None)).unwrap_or_default()
    }
}

/// The codes of a version's pages of common codes. The best page leads: of a code under a status it has the word, and others add what it
/// lacks.
pub(crate) fn read(mut pages: Vec<&Page>, locale: Option<&str>) -> (CommonErrors, Vec<Diagnostic>) {
    let order = |page: &Page| {
        let tables = pages::rank(page, 0);
        // A page of the same layout with more codes is less of an extract.
        (tables, std::cmp::Reverse(page.errors.len()))
    };
    pages.sort_by(|a, b| order(a).cmp(&order(b)).then(a.file.cmp(&b.file)));
    let Some((lead, others)) = pages.split_first() else {
        return Default::default();
    };
    let mut diagnostics: Vec<_> = pages.iter().flat_map(|page| page.diagnostics.iter().cloned()).collect();
    let mut common = CommonErrors {
        source: lead.file.clone(),
        errors: errors::infer(lead),
    };
    let codes = |page: &Page| -> BTreeSet<String> {
        let errors = errors::infer(page).into_iter();
        errors.map(|error| error.code).collect()
    };
    let ours = codes(lead);
    for other in others {
        let key = |error: &ErrorCode| (error.code.clone(), error.http_status);
        let known: BTreeSet<_> = common.errors.iter().map(key).collect();
        let more = errors::infer(other).into_iter();
        let more: Vec<_> = more.filter(|error| !known.contains(&key(error))).collect();
        common.errors.extend(more);
        if lead.vintage != Vintage::Older && other.vintage != Vintage::Older {
            let subject = "common error codes";
            diagnostics.extend(pages::disagreement(subject, lead, &ours, other, &codes(other)));
        }
    }
    if let Some(other) = prose::preferred(&pages, locale) {
        prose::translate_errors(&mut common.errors, other);
    }
    (common, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    /// A page of an operation, and one of error codes with the rows `status|code|message`.
    fn operation(file: &str, product: &str, version: &str) -> Page {
        let name = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        let text = format!(
            "# {name}\n\n[Try](https://api.aliyun.com/#product={product}&api={name}&version={version}&type=RPC)\n\n## Request parameters\n\n\
             |Parameter|Type|\n|--|--|\n|Action|String|\n"
        );
        page::read(file, text.as_bytes())
    }

    fn codes(file: &str, title: &str, rows: &[&str]) -> Page {
        let rows: String = rows.iter().map(|row| format!("|{row}|\n")).collect();
        let text = format!("# {title}\n\n|HttpCode|Error code|Error message|\n|--|--|--|\n{rows}");
        page::read(file, text.as_bytes())
    }

    #[test]
    fn whose_codes_a_page_lists() {
        let mut pages = vec![
            operation("zh/new/GetA.md", "One", "2020-01-01"),
            operation("zh/new/GetB.md", "One", "2020-01-01"),
            operation("zh/old/GetA.md", "One", "2014-01-01"),
            operation("zh/API (Two)/GetC.md", "Two", "2016-01-01"),
        ];
        for (file, title, expected) in [
            ("zh/new/codes.md", "Common error codes", &["one 2020-01-01"][..]),
            ("zh/old/more/codes.md", "错误码", &["one 2014-01-01"]),
            ("zh/codes.md", "Error code table", &["one 2014-01-01", "one 2020-01-01"]),
            ("codes.md", "公共错误码", &["one 2014-01-01", "one 2020-01-01"]),
            // A folder's name says more than who is near, an anchor more than both.
            ("zh/API (Two)/Appendix/codes.md", "错误码", &["two 2016-01-01"]),
            ("en/API (Two)/codes.md", "错误码", &["two 2016-01-01"]),
            (
                "zh/new/codes.md",
                "错误码 {#doc_version_err_One_2014-01-01 .reference}",
                &["one 2014-01-01"],
            ),
            (
                "zh/new/codes.md",
                "错误码 {#doc_version_err_None_2014-01-01 .reference}",
                &["one 2020-01-01"],
            ),
            ("zh/new/codes.md", "HSF错误码", &[]),
            ("zh/new/codes.md", "How do I troubleshoot errors?", &[]),
        ] {
            pages.push(codes(file, title, &["400|Busy|Wait."]));
            let mut homes = Vec::new();
            for group in crate::infer::product::grouping::group("docs", &pages, None) {
                homes.extend(group.common.keys().map(|version| format!("{} {version}", group.code)));
            }
            assert_eq!(homes, expected, "{file} {title}");
            pages.pop();
        }
        pages.push(codes("zh/new/codes.md", "错误码", &["200|OK|Fine."]));
        let (common, _) = read(vec![&pages[4]], None);
        assert_eq!(common.errors, []);
    }

    #[test]
    fn the_best_page_leads_and_none_of_the_others_is_lost() {
        let pages = [
            codes(
                "docs.en-US/b.md",
                "Error codes",
                &["400|Busy|Wait a bit.", "403|Denied|No.", "409|Busy|Wait."],
            ),
            codes("cn.zh-CN/a.md", "错误码", &["400|Busy|Wait.", "404|Gone|Gone."]),
            codes(
                "cn.zh-CN/old.md",
                "错误码 {#x .section}",
                &["400|Old|Old.", "404|Gone|Went."],
            ),
        ];
        let (common, diagnostics) = read(pages.iter().collect(), None);
        assert_eq!(common.source, "cn.zh-CN/a.md");
        let rows: Vec<_> = common
            .errors
            .iter()
            .map(|error| (error.code.as_str(), error.http_status, error.message.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("Busy", Some(400), "Wait."),
                ("Gone", Some(404), "Gone."),
                ("Denied", Some(403), "No."),
                ("Busy", Some(409), "Wait."),
                ("Old", Some(400), "Old."),
            ]
        );
        // An older layout says otherwise as a matter of course.
        let told: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "docs.en-US/b.md:1: pages-disagree: this page of common error codes has `Denied` besides and lacks `Gone`; cn.zh-CN/a.md was followed"
            ]
        );
        let mut turned: Vec<_> = pages.iter().collect();
        turned.reverse();
        assert_eq!(read(turned, None).0, common, "in any order");
    }

    #[test]
    fn codes_written_with_bullets() {
        let text = "# 错误代码表\n\n## HTTP Status 400\n\n**Invalid****Invalid.Name**\n\n-   HTTP Status：400\n-   Error Message：The name is bad.\n\n\
                    **NoPermission**\n\n-   HTTP Status: 403\n-   ErrorMessage: No.\n";
        let page = page::read("a.md", text.as_bytes());
        let (common, _) = read(vec![&page], None);
        assert_eq!(
            common.errors,
            [
                ErrorCode::of("Invalid.Name", 400, "The name is bad."),
                ErrorCode::of("NoPermission", 403, "No.")
            ]
        );
    }
}
