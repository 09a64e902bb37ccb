//! The rows of an answer as one list in pre-order, ready for the search: tables that rows name as their types stand below those rows.

use super::rows::{Item, append, is_stray, item_of};
use crate::infer::samples::shape::Shape;
use crate::infer::structure::types::Declared;
use crate::page::headings::Section;
use crate::page::{Form, Page, Row, Table};
use crate::spec::model::{Type, Whole};

/// The items of a page's answer, in the order of a pre-order walk.
pub(crate) fn response_items(page: &Page) -> Vec<Item> {
    ResponseRows::of(page).items
}

/// The rows of a page's answer.
#[derive(Debug, Default)]
pub(crate) struct ResponseRows {
    /// In the order of a pre-order walk.
    pub(crate) items: Vec<Item>,
    /// What the answer is as a whole, where rows say that it is no structure: the first, without a name, and of a list or map one for the
    /// element.
    pub(crate) whole: Option<Whole>,
    /// The line of the first row that names a table as its type which was not joined to it, since there were too many rows.
    passed_over: Option<usize>,
}

impl ResponseRows {
    pub(crate) fn of(page: &Page) -> Self {
        let Joining {
            mut items, passed_over, ..
        } = Joining::of(page);
        let mut whole = None;
        if let Some(root) = root(&items) {
            whole = root.whole;
            items.drain(..root.rows);
            for item in &mut items {
                item.block = item.block.and_then(|block| block.checked_sub(root.rows));
            }
        }
        Self {
            items,
            whole,
            passed_over,
        }
    }

    /// The line from which on tables that rows name as their types were not joined to them, and why.
    pub(crate) fn passed_over(&self) -> Option<(usize, String)> {
        let message = format!(
            "more than {MOST_ITEMS} rows; tables that this and later ones name as their types are not joined to them"
        );
        Some((self.passed_over?, message))
    }
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

/// How deep tables may name each other.
const DEEPEST: usize = 8;
/// How many items there may be before tables that others name are passed over.
const MOST_ITEMS: usize = 2_000;

/// The items of a page's answer, while its tables are joined.
#[derive(Debug, Default)]
struct Joining<'a> {
    items: Vec<Item>,
    /// The tables behind the first, and whether each is used.
    others: Vec<(&'a Table, bool)>,
    /// Those of them whose rows are being appended.
    open: Vec<usize>,
    passed_over: Option<usize>,
}

impl<'a> Joining<'a> {
    fn of(page: &'a Page) -> Self {
        let mut joining = Self::default();
        let mut tables = page.tables.iter().filter(|table| !table.rows.is_empty());
        let Some(main) = tables.find(|table| table.section == Section::Response) else {
            return joining;
        };
        joining.others = tables
            .filter(|table| matches!(table.section, Section::Response | Section::Other))
            .map(|table| (table, false))
            .collect();
        joining.append(main, None);
        joining.append_unnamed();
        joining
    }

    /// Appends the rows of a table, each followed by the rows of the table that it names as its type.
    fn append(&mut self, table: &Table, block: Option<usize>) {
        let marks = table.rows.iter().any(|row| row.depth.is_some());
        for row in &table.rows {
            let Some(mut item) = item_of(row) else { continue };
            if is_stray(&item, &self.items) {
                continue;
            }
            item.block = block;
            item.depth = marks.then(|| row.depth.unwrap_or(0));
            append(item, &mut self.items);
            let at = self.items.len() - 1;
            if self.open.len() >= DEEPEST {
                continue;
            }
            // A type may stand in several places, but not in itself.
            let named = self
                .named_by(row, &self.items[at])
                .filter(|other| !self.open.contains(other));
            let Some(other) = named else { continue };
            if self.items.len() >= MOST_ITEMS {
                self.passed_over.get_or_insert(row.line);
                continue;
            }
            self.open.push(other);
            self.append_other(other, Some(at));
            self.open.pop();
        }
    }

    fn append_other(&mut self, other: usize, block: Option<usize>) {
        let (table, used) = &mut self.others[other];
        *used = true;
        let table = *table;
        self.append(table, block);
    }

    /// Appends the tables that no row names: they belong to the one container without members, if there is one.
    fn append_unnamed(&mut self) {
        for at in 0..self.others.len() {
            let (table, used) = self.others[at];
            if used || table.section != Section::Response {
                continue;
            }
            let owner = (table.form != Form::Bullets)
                .then(|| self.empty_container(table))
                .flatten();
            match owner {
                Some(owner) => {
                    self.others[at].1 = true;
                    insert(owner, table, &mut self.items);
                }
                None => self.append_other(at, None),
            }
        }
    }

    /// The container without members that a table's caption names, or else the last.
    fn empty_container(&self, table: &Table) -> Option<usize> {
        let empty = |index: &usize| {
            let item: &Item = &self.items[*index];
            item.declared.may_contain() && !self.items.iter().any(|other| other.block == Some(*index))
        };
        let open: Vec<usize> = (0..self.items.len()).filter(empty).collect();
        let caption = table.caption.as_deref().unwrap_or_default();
        let named = open
            .iter()
            .find(|index| !caption.is_empty() && caption.contains(&self.items[**index].name));
        named.or(open.last()).copied()
    }

    /// The table of its own that a row's type names.
    fn named_by(&self, row: &Row, item: &Item) -> Option<usize> {
        let anchors: Vec<&str> = row
            .kind
            .links
            .iter()
            .chain(&row.description.links)
            .filter_map(|link| link.target.split_once('#').map(|(_, id)| id))
            .filter(|id| !id.is_empty())
            .collect();
        let position = |is: &dyn Fn(&Table) -> bool| self.others.iter().position(|(table, _)| is(table));
        let by_link = position(&|table| table.id.as_deref().is_some_and(|id| anchors.contains(&id)));
        by_link.or_else(|| {
            let names = [item.declared.name.as_deref(), Some(item.name.as_str())];
            position(&|table| {
                let caption = table.caption.as_deref();
                caption.is_some_and(|caption| names.iter().flatten().any(|name| names_it(caption, name)))
            })
        })
    }
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

/// Adds a container that samples show around rows, and that no row names: right before the first of them.
pub(crate) fn add_missing_containers(items: &mut Vec<Item>, samples: &[&Shape]) {
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
