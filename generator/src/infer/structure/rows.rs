//! The rows of an answer's tables as one list in pre-order, ready for the search.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::elements::Role;
use crate::infer::structure::types::{Declared, declared};
use crate::page::headings::Section;
use crate::page::{Form, Page, Row, Table};
use crate::spec::model::{Type, Whole};
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

/// The items of a page's answer, in the order of a pre-order walk.
pub fn response_items(page: &Page) -> Vec<Item> {
    response(page).0
}

/// The items of a page's answer, and what it is as a whole, where rows say that it is no structure: the first, without a name, and of a
/// list or map one for the element.
pub(crate) fn response(page: &Page) -> (Vec<Item>, Option<Whole>) {
    let mut items = all_items(page);
    let Some(Root { whole, rows }) = root(&items) else {
        return (items, None);
    };
    items.drain(..rows);
    for item in &mut items {
        item.block = item.block.and_then(|block| block.checked_sub(rows));
    }
    (items, whole)
}

/// The rows for the answer as a whole.
struct Root {
    /// What they say it is, if it is no structure.
    whole: Option<Whole>,
    rows: usize,
}

fn root(items: &[Item]) -> Option<Root> {
    let first = items.first().filter(|item| item.name.is_empty())?;
    let kind = first.declared.kind?;
    let element = items.get(1).filter(|item| item.name.is_empty());
    let rows = if element.is_some() && !kind.is_scalar() { 2 } else { 1 };
    let has_members = items.len() > rows;
    let held = element.map_or(first.declared.items, |element| element.declared.kind);
    let held = match held {
        Some(Type::Array) if kind != Type::Array => Type::Array,
        _ if has_members => Type::Struct,
        Some(kind) if kind.is_scalar() => kind,
        _ => Type::Any,
    };
    let kind = match kind {
        Type::Array => Some(Type::Array),
        // An object whose only member has no name holds it under any.
        Type::Struct | Type::Map if element.is_some() => Some(Type::Map),
        Type::Map if !has_members => Some(Type::Map),
        kind if kind.is_scalar() && !has_members => Some(kind),
        _ => None,
    };
    let whole = kind.map(|kind| Whole {
        kind,
        items: Some(held).filter(|_| !kind.is_scalar()),
    });
    Some(Root { whole, rows })
}

fn all_items(page: &Page) -> Vec<Item> {
    let tables: Vec<&Table> = page.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    let Some(main) = tables.iter().position(|table| table.section == Section::Response) else {
        return Vec::new();
    };
    let after: Vec<&Table> = tables[main + 1..]
        .iter()
        .copied()
        .filter(|table| matches!(table.section, Section::Response | Section::Other))
        .collect();
    let mut used = vec![false; after.len()];
    let mut items = Vec::new();
    expand(tables[main], None, &after, &mut used, &mut items, &mut Vec::new());
    // Tables that no row names: they belong to the one container without members, if there is one.
    for (at, table) in after.iter().enumerate() {
        if used[at] || table.section != Section::Response {
            continue;
        }
        used[at] = true;
        if table.form == Form::Bullets {
            expand(table, None, &after, &mut used, &mut items, &mut Vec::new());
            continue;
        }
        let empty = |index: usize| {
            let item: &Item = &items[index];
            item.declared.may_contain() && !items.iter().any(|other| other.block == Some(index))
        };
        let open: Vec<usize> = (0..items.len()).filter(|index| empty(*index)).collect();
        let caption = table.caption.as_deref().unwrap_or_default();
        let named = open
            .iter()
            .copied()
            .find(|index| !caption.is_empty() && caption.contains(&items[*index].name));
        match named.or(open.last().copied()) {
            Some(owner) => insert(owner, table, &mut items),
            None => expand(table, None, &after, &mut used, &mut items, &mut Vec::new()),
        }
    }
    items
}

/// How deep tables may name each other.
const DEEPEST: usize = 8;
/// How many items there may be before tables that others name are passed over.
const MOST_ITEMS: usize = 2_000;

/// The row from which on tables that rows name as their types were passed over, and why.
pub(crate) fn passed_over(items: &[Item]) -> Option<(usize, String)> {
    let last = items.get(MOST_ITEMS)?;
    let message = format!(
        "more than {MOST_ITEMS} rows; tables that those from here on name as their types are not joined to them"
    );
    Some((last.line, message))
}

/// Appends the rows of a table, each followed by the rows of the table that it names as its type.
fn expand(
    table: &Table,
    block: Option<usize>,
    others: &[&Table],
    used: &mut [bool],
    items: &mut Vec<Item>,
    open: &mut Vec<usize>,
) {
    let marks = table.rows.iter().any(|row| row.depth.is_some());
    for row in &table.rows {
        let Some(mut item) = item_of(row) else { continue };
        if is_stray(&item, items) {
            continue;
        }
        item.block = block;
        item.depth = marks.then(|| row.depth.unwrap_or(0));
        append(item, items);
        let at = items.len() - 1;
        if open.len() >= DEEPEST || items.len() >= MOST_ITEMS {
            continue;
        }
        // A type may stand in several places, but not in itself.
        if let Some(other) = struct_table(row, &items[at], others).filter(|other| !open.contains(other)) {
            used[other] = true;
            open.push(other);
            expand(others[other], Some(at), others, used, items, open);
            open.pop();
        }
    }
}

/// The table of its own that a row's type names.
fn struct_table(row: &Row, item: &Item, others: &[&Table]) -> Option<usize> {
    let anchors: Vec<&str> = row
        .kind
        .links
        .iter()
        .chain(&row.description.links)
        .filter_map(|link| link.target.split_once('#').map(|(_, id)| id))
        .filter(|id| !id.is_empty())
        .collect();
    let by_link = others
        .iter()
        .position(|table| table.id.as_deref().is_some_and(|id| anchors.contains(&id)));
    by_link.or_else(|| {
        let names = [item.declared.name.as_deref(), Some(item.name.as_str())];
        others.iter().position(|table| {
            table
                .caption
                .as_deref()
                .is_some_and(|caption| names.iter().flatten().any(|name| names_it(caption, name)))
        })
    })
}

/// Whether a caption is a struct's name, with or without words around it.
fn names_it(caption: &str, name: &str) -> bool {
    let mut words = caption
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty());
    name.len() > 1 && words.any(|word| word == name)
}

/// Puts the rows of a table right below the item that owns them.
fn insert(owner: usize, table: &Table, items: &mut Vec<Item>) {
    let mut rows = Vec::new();
    for row in &table.rows {
        if let Some(mut item) = item_of(row) {
            item.block = Some(owner);
            append(item, &mut rows);
        }
    }
    let count = rows.len();
    for item in items.iter_mut() {
        if let Some(block) = item.block.as_mut().filter(|block| **block > owner) {
            *block += count;
        }
    }
    for item in &mut rows {
        // Blocks made inside `rows` count from its start; those given here count from the start of all.
        if let Some(block) = item.block.filter(|block| *block != owner) {
            item.block = Some(block + owner + 1);
        }
    }
    items.splice(owner + 1..owner + 1, rows);
}

/// Appends an item; a dotted name first makes the structs it stands in.
fn append(mut item: Item, items: &mut Vec<Item>) {
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

/// Adds a container that samples show around rows, and that no row names: right before the first of them.
pub fn add_missing_containers(items: &mut Vec<Item>, samples: &[&Shape]) {
    for root in samples {
        for (name, place) in &root.members {
            let known = |name: &str| items.iter().any(|item| item.name.eq_ignore_ascii_case(name));
            let element = place.only_member().map_or(place, |(_, inner)| inner);
            if known(name) || element.members.len() < 2 || place.only_member().is_some_and(|(only, _)| known(only)) {
                continue;
            }
            let inside = |item: &Item| {
                element.members.iter().any(|(member, _)| *member == item.name)
                    && !root.members.iter().any(|(member, _)| *member == item.name)
            };
            let Some(first) = items.iter().position(inside) else {
                continue;
            };
            let run = items[first..].iter().take_while(|item| inside(item)).count();
            // A container before the rows may be the same one under another name.
            let renamed = first > 0 && items[first - 1].declared.may_contain();
            if run >= 2
                && run == items.iter().filter(|item| inside(item)).count()
                && !renamed
                && items[first].block.is_none()
            {
                let kind = if place.seen.list || place.only_member().is_some() {
                    Type::Array
                } else {
                    Type::Struct
                };
                let declared = Declared {
                    kind: Some(kind),
                    ..Declared::default()
                };
                for item in items.iter_mut() {
                    item.block = item.block.map(|block| if block >= first { block + 1 } else { block });
                }
                items.insert(
                    first,
                    Item {
                        line: items[first].line,
                        name: name.clone(),
                        declared,
                        ..Item::default()
                    },
                );
            }
        }
    }
}
