//! The rows of a request's tables as one list in pre-order, ready for the search.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::elements::{self, Role};
use crate::infer::structure::rows::{Item, is_stray, item_of, wire_name};
use crate::page::headings::Section;
use crate::page::{Page, Row, Table};
use crate::spec::model::{Position, Type};

/// Parameters of the protocol, which pages list among an operation's own: the runtime sets them, and the last two are of no use to a caller.
pub(crate) const COMMON: [&str; 12] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
    "TimeStamp",
    "SignatureType",
    "ResourceOwnerAccount",
];

/// The rows of a request.
#[derive(Debug, Default)]
pub(crate) struct Parameters<'a> {
    /// The rows as items, by the whole name.
    pub(crate) items: Vec<Item>,
    /// Where each of them stands on the page, and where it travels if it does not say so itself.
    pub(crate) rows: Vec<(&'a Row, Option<Position>)>,
    /// Whether the page tells of some row where it travels.
    pub(crate) positioned: bool,
}

impl<'a> Parameters<'a> {
    /// The rows of a page; `by_path` says whether the operation is called by path and method, so that it may have a body.
    pub(crate) fn of(page: &'a Page, by_path: bool, samples: &[&Shape]) -> Self {
        let mut all = Self::default();
        for (table, default) in tables(page) {
            for row in &table.rows {
                let Some(mut item) = item_of(row) else { continue };
                if COMMON.contains(&item.name.as_str()) || is_stray(&item, &all.items) {
                    continue;
                }
                let place = position(&row.position).or(default);
                all.positioned |= default.is_none() && !matches!(place, None | Some(Position::Path));
                let whole = by_path && place.is_none_or(|place| place == Position::Body) && is_body(&item);
                item.role = if whole { Role::Body } else { Role::Field };
                all.items.push(item);
                all.rows.push((row, default));
            }
        }
        elements::mark_elements(&mut all.items, samples);
        all
    }

    /// Where a row says that it travels, or its table.
    pub(crate) fn position(&self, at: usize) -> Option<Position> {
        let (row, default) = &self.rows[at];
        position(&row.position).or(*default)
    }
}

/// Whether a row stands for the whole body, and its members for the body's.
fn is_body(item: &Item) -> bool {
    item.declared.kind == Some(Type::Struct) && is_body_name(&item.name)
}

/// Whether a name is that of the body itself.
pub(crate) fn is_body_name(name: &str) -> bool {
    const NAMES: [&str; 3] = ["body", "requestbody", "request_body"];
    NAMES.iter().any(|body| name.eq_ignore_ascii_case(body))
}

/// The tables that list parameters, with the position of those that don't say theirs.
fn tables(page: &Page) -> Vec<(&Table, Option<Position>)> {
    let mut tables = Vec::new();
    let paths = |table: &Table| {
        table
            .rows
            .iter()
            .all(|row| position(&row.position) == Some(Position::Path))
    };
    for table in page.tables.iter().filter(|table| !table.rows.is_empty()) {
        match table.section {
            Section::Headers => tables.push((table, Some(Position::Header))),
            // A further table describes the inside of a parameter that goes as JSON, unless it is the first that has any rows.
            Section::Request
                if paths(table)
                    || !tables.iter().any(|(known, _): &(&Table, _)| {
                        known.section == Section::Request && !only_common(known) && !paths(known)
                    }) =>
            {
                tables.push((table, None))
            }
            _ => {}
        }
    }
    tables
}

fn only_common(table: &Table) -> bool {
    table
        .rows
        .iter()
        .all(|row| wire_name(&row.name).is_none_or(|name| COMMON.contains(&name.as_str())))
}

/// Where a position cell says that a parameter travels.
pub(crate) fn position(cell: &str) -> Option<Position> {
    match cell.trim().to_lowercase().as_str() {
        "query" => Some(Position::Query),
        "path" | "路径" | "url" => Some(Position::Path),
        "header" | "head" | "请求头" => Some(Position::Header),
        "body" | "form" | "formdata" | "请求体" => Some(Position::Body),
        _ => None,
    }
}
