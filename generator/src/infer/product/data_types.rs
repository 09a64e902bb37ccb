//! Data types with pages of their own: their rows join the pages of the operations that name them.
//!
//! Older layouts give a field the type `DiskItemType`, linked or not, and describe that type on a page of this title.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::identity::{identifier, operation_of};
use crate::infer::structure::types::declared;
use crate::page::headings::Section;
use crate::page::{Form, Page, Row, Table};
use crate::spec::model::Type;
use std::collections::{BTreeMap, BTreeSet};

/// How deep types may name further types.
const DEEPEST: usize = 8;
/// How many rows an operation's page may get so; real ones get under 200.
const MOST_ROWS: usize = 2_000;

/// Gives each page of an operation the tables of the types that its answer names.
pub(crate) fn attach(pages: &mut [Page]) {
    let mut types: BTreeMap<String, Vec<DataType>> = BTreeMap::new();
    for page in pages
        .iter()
        .filter(|page| !page.has_request && operation_of(page).is_none())
    {
        if let Some(name) = identifier(&page.title).filter(|_| page.rows() > 0) {
            let rows = page.tables.iter().flat_map(|table| table.rows.iter().cloned());
            let (file, rows) = (page.file.clone(), rows.collect());
            types.entry(name.to_owned()).or_default().push(DataType { file, rows });
        }
    }
    if types.is_empty() {
        return;
    }
    for page in pages.iter_mut().filter(|page| operation_of(page).is_some()) {
        let (tables, too_large) = named_by(page, &types);
        page.tables.extend(tables);
        page.diagnostics.extend(too_large);
    }
}

struct DataType {
    file: String,
    rows: Vec<Row>,
}

/// The tables of the types that a page's answer names, and of those that these name; and what is too large to be taken along.
fn named_by(page: &Page, types: &BTreeMap<String, Vec<DataType>>) -> (Vec<Table>, Vec<Diagnostic>) {
    let mut known: Vec<String> = page.tables.iter().filter_map(|table| table.caption.clone()).collect();
    let (mut found, mut too_large): (Vec<Table>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    let answers = page
        .tables
        .iter()
        .filter(|table| matches!(table.section, Section::Response | Section::Other));
    let mut level: Vec<Row> = answers.flat_map(|table| table.rows.iter().cloned()).collect();
    let listed: BTreeSet<String> = level.iter().map(|row| row.name.clone()).collect();
    let mut left = MOST_ROWS;
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for row in &level {
            let declared = declared(&row.kind);
            // `Array of User` without a link is how newer layouts name the element of rows that follow.
            let elsewhere = declared.kind != Some(Type::Array) || !row.kind.links.is_empty();
            let Some(name) = declared.name.filter(|name| elsewhere && !known.contains(name)) else {
                continue;
            };
            // Of pages equally near the first, which is the last from behind.
            let from_behind = types.get(&name).into_iter().flat_map(|all| all.iter().rev());
            let Some(data_type) = from_behind.max_by_key(|data_type| shared_folders(&data_type.file, &page.file))
            else {
                continue;
            };
            // A page that lists the members itself needs no other.
            let here = data_type.rows.iter().filter(|row| listed.contains(&row.name)).count();
            if here * 3 > data_type.rows.len() {
                continue;
            }
            if data_type.rows.len() > left {
                let message =
                    format!("with {name} the page would get over {MOST_ROWS} rows of data types; it is left out");
                too_large.push(Diagnostic::new(
                    DiagnosticKind::TooLarge,
                    page.file.as_str(),
                    row.line,
                    message,
                ));
                known.push(name);
                continue;
            }
            left -= data_type.rows.len();
            // What is said of them is said of the row that names the type: that is where this page can be mended.
            let rows: Vec<Row> = data_type
                .rows
                .iter()
                .map(|inner| Row {
                    line: row.line,
                    ..inner.clone()
                })
                .collect();
            next.extend(rows.iter().cloned());
            known.push(name.clone());
            found.push(Table {
                section: Section::Other,
                form: Form::Cells,
                caption: Some(name),
                id: None,
                line: row.line,
                rows,
            });
        }
        level = next;
    }
    (found, too_large)
}

/// How many folders two files have in common, from the top.
fn shared_folders(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::read;

    #[test]
    fn a_type_that_is_too_large_is_told() {
        let operation = "# GetApple\n\n## Request parameters\n\n|Name|Type|Required|Description|\n|--|--|--|--|\n\
            |Action|String|Yes|GetApple.|\n\n## Response parameters\n\n|Name|Type|Description|\n|--|--|--|\n|Apple|AppleType|It.|\n";
        for (rows, joined) in [(MOST_ROWS, true), (MOST_ROWS + 1, false)] {
            let rows: String = (0..rows).map(|at| format!("|Seed{at}|String|One.|\n")).collect();
            let data_type = format!("# AppleType\n\n|Name|Type|Description|\n|--|--|--|\n{rows}");
            let mut pages =
                [("a.md", operation), ("b.md", data_type.as_str())].map(|(file, text)| read(file, text.as_bytes()));
            attach(&mut pages);
            let told = pages[0]
                .diagnostics
                .iter()
                .any(|found| found.kind == DiagnosticKind::TooLarge);
            assert_eq!((pages[0].tables.len() == 3, told), (joined, !joined));
        }
    }
}
