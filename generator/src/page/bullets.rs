//! Parameters written without a table: a bold name, then bullets such as `Type: String`.

use crate::page::document::{Block, BlockKind, Text};
use crate::page::headings::{Column, column_of};
use crate::page::{ErrorRow, Row};

/// What a bold name with bullets says; which of the two is meant, the section tells.
pub(crate) struct Entry {
    pub(crate) row: Row,
    pub(crate) error: ErrorRow,
}

/// Whether blocks begin with bullets that describe a parameter or an error.
pub(crate) fn follow(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block { kind: BlockKind::Item { text, .. }, .. }) if split(&text.text).is_some_and(|(key, _)| is_key(key)))
}

fn is_key(key: &str) -> bool {
    key.chars().count() <= 20 && column_of(key).is_some_and(|column| column != Column::Name)
}

fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.find([':', '：'])?;
    let (key, value) = text.split_at(at);
    Some((key.trim(), value.trim_start_matches([':', '：']).trim()))
}

/// Reads the bullets after a bold name; gives how many blocks they took.
pub(crate) fn read(line: usize, name: &str, blocks: &[Block]) -> (Entry, usize) {
    let name = name.trim().trim_end_matches([':', '：']);
    // Of two bold names that run into each other, the bullets are the second's: `**A****B**`.
    let name = name.rsplit("**").next().unwrap_or(name).trim().to_owned();
    let mut entry = Entry {
        row: Row {
            line,
            name: name.clone(),
            ..Row::default()
        },
        error: ErrorRow {
            line,
            code: name,
            ..ErrorRow::default()
        },
    };
    let mut last = None;
    let mut used = 0;
    for block in blocks {
        match &block.kind {
            BlockKind::Item { text, .. } => match split(&text.text).filter(|(key, _)| is_key(key)) {
                Some((key, value)) => {
                    last = column_of(key);
                    take(&mut entry, last, value, text);
                }
                None => more(&mut entry, last, &text.text),
            },
            // A pattern under "Format".
            BlockKind::Code { .. } => {}
            _ => break,
        }
        used += 1;
    }
    (entry, used)
}

fn take(entry: &mut Entry, column: Option<Column>, value: &str, text: &Text) {
    let value = value.to_owned();
    match column {
        Some(Column::Type) => {
            entry.row.kind = Text {
                text: value,
                links: text.links.clone(),
            }
        }
        Some(Column::Required) => entry.row.required = value,
        Some(Column::Position) => entry.row.position = value,
        Some(Column::Example) => entry.row.example = value,
        Some(Column::Status) => entry.error.status = value,
        Some(Column::Message) => entry.error.message = value,
        Some(Column::Description) => {
            entry.error.description = value.clone();
            entry.row.description = Text {
                text: value,
                links: text.links.clone(),
            };
        }
        _ => {}
    }
}

/// A bullet that says more of the description above it.
fn more(entry: &mut Entry, column: Option<Column>, text: &str) {
    if column == Some(Column::Description) {
        entry.row.description.text.push_str("\n-   ");
        entry.row.description.text.push_str(text.trim());
    }
}
