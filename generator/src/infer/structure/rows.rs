//! A row of an answer or a request as the search takes it, and which rows are none.

use crate::infer::structure::elements::Role;
use crate::infer::structure::types::{Declared, declared};
use crate::page::headings::Section;
use crate::page::{Page, Row};
use crate::spec::model::Type;
use crate::spec::repeated::is_index;
use std::borrow::Cow;

/// A row of an answer or a request, with what its own words say of its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its line; that of the row that made it necessary for a struct no row names.
    pub line: usize,
    /// The wire name.
    pub name: String,
    /// The type as declared.
    pub declared: Declared,
    /// How deep the page's own marks put it.
    pub depth: Option<usize>,
    /// The item whose table it stands in, where it stands in a table of its own: it can only be below that.
    pub block: Option<usize>,
    /// What it is beside a field of its name.
    pub role: Role,
    /// The example cell.
    pub example: String,
    /// The description cell.
    pub description: String,
}

/// Appends an item; a dotted name first makes the structs it stands in.
pub(super) fn append(mut item: Item, items: &mut Vec<Item>) {
    let parts: Vec<String> = item.name.split('.').map(str::to_owned).collect();
    let Some((last, outer)) = parts.split_last().filter(|(_, outer)| !outer.is_empty()) else {
        items.push(item);
        return;
    };
    let mut block = item.block;
    for (at, part) in outer.iter().enumerate() {
        if is_index(part) {
            continue;
        }
        let list = outer.get(at + 1).is_some_and(|next| is_index(next));
        // The struct is open already if the row before stands in it.
        let open = items
            .iter()
            .enumerate()
            .rev()
            .take_while(|(index, before)| before.block == block || in_block(items, *index, block))
            .find(|(_, before)| before.name == *part && before.block == block);
        let owner = match open {
            Some((index, _)) => index,
            None => {
                let kind = if list { Type::Array } else { Type::Struct };
                let declared = Declared {
                    kind: Some(kind),
                    ..Declared::default()
                };
                items.push(Item {
                    line: item.line,
                    name: part.clone(),
                    declared,
                    block,
                    ..Item::default()
                });
                items.len() - 1
            }
        };
        block = Some(owner);
    }
    if is_index(last) {
        return;
    }
    item.name = last.clone();
    item.block = block;
    items.push(item);
}

/// Whether an item stands in a block, directly or below another block in it.
fn in_block(items: &[Item], mut index: usize, block: Option<usize>) -> bool {
    while let Some(owner) = items[index].block {
        if Some(owner) == block {
            return true;
        }
        if owner >= index {
            return false;
        }
        index = owner;
    }
    block.is_none()
}

/// Whether a row has no name, and none before it whose element or values it could describe.
pub(crate) fn is_stray(item: &Item, before: &[Item]) -> bool {
    item.name.is_empty()
        && before
            .last()
            .is_some_and(|before| !before.declared.may_contain() && before.declared.kind != Some(Type::Array))
}

/// The rows of a page that have no name, and stand behind none that they could belong to.
pub(crate) fn stray_rows(page: &Page) -> impl Iterator<Item = &Row> {
    page.tables.iter().flat_map(|table| {
        table.rows.windows(2).filter_map(|pair| {
            let row = Some(&pair[1]).filter(|row| row.name.trim().is_empty())?;
            let (before, item) = (item_of(&pair[0])?, item_of(row)?);
            is_stray(&item, &[before]).then_some(row)
        })
    })
}

/// The rows of a page that say what they hold, under words that can be no name.
pub(crate) fn lost_rows(page: &Page) -> impl Iterator<Item = &Row> {
    let read = page
        .tables
        .iter()
        .filter(|table| matches!(table.section, Section::Request | Section::Headers | Section::Response));
    let lost = |row: &&Row| {
        !row.name.trim().is_empty() && wire_name(&row.name).is_none() && declared(&row.kind).kind.is_some()
    };
    read.flat_map(|table| &table.rows).filter(lost)
}

/// The item of a row; a row without a name is one where its type says what it holds.
pub(crate) fn item_of(row: &Row) -> Option<Item> {
    let declared = declared(&row.kind);
    let unnamed = || (row.name.trim().is_empty() && declared.kind.is_some()).then(String::new);
    let name = wire_name(&row.name).or_else(unnamed)?;
    Some(Item {
        line: row.line,
        name,
        declared,
        example: row.example.clone(),
        description: row.description.text.clone(),
        ..Item::default()
    })
}

/// The wire name in a name cell; `None` for words that are no name, such as a reference to the common fields.
pub fn wire_name(cell: &str) -> Option<String> {
    let name = cell
        .trim()
        .trim_matches(['*', '`', '"'])
        .trim_start_matches(['-', '>', '+', ' ', '\u{2003}', '└', '.'])
        .trim();
    let name = name.split(['（', '(']).next().unwrap_or_default().trim();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let name = if name.chars().all(is_part) {
        Cow::Borrowed(name)
    } else {
        let name = name.replace(['\u{a0}', '\u{200b}'], "").replace("\\_", "_");
        // `Tags[].Key` is another way to write `Tags.N.Key`.
        let name = name.replace("\\[", "[").replace("\\]", "]");
        Cow::Owned(name.replace("[]", ".N").replace("[*]", ".N"))
    };
    let name = name.trim_end_matches(['.', ':', '：']);
    let shaped = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.len() <= 128
        && name.chars().all(is_part);
    shaped.then(|| name.to_owned())
}
