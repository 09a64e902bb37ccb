//! The API version that a page states.

use crate::files::path::is_date;
use crate::page::Page;
use crate::page::headings::Section;

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
