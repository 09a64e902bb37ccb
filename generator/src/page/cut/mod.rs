//! Tables written as paragraphs: one a cell, the heads first, empty cells gone.
//!
//! This is how the help centre's own Markdown shows tables. Where a row begins is written nowhere; it is searched for as a shortest path
//! over the places where one may begin ([`path`]), with costs for what speaks against each of them ([`fields`], [`errors`]). What stands
//! between two beginnings are the cells of a row, told apart by [`cells`].

mod cells;
mod errors;
mod fields;
mod outline;
mod path;

pub(crate) use errors::is_http_status;

use crate::page::document::{Block, BlockKind, Text};
use crate::page::headings::{Column, Section, column_of, section_of};
use crate::page::{ErrorRow, Row};

/// A paragraph of a table, or a list that is part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    line: usize,
    text: Text,
    kind: UnitKind,
}

/// What a unit can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitKind {
    Paragraph,
    List,
    /// A code block, a table or a heading: part of a description, never a cell of its own.
    Block,
}

impl Unit {
    /// The words of a paragraph that may be a name, a type or a yes or no.
    fn word(&self) -> Option<&str> {
        let text = self.text.text.trim();
        (self.kind == UnitKind::Paragraph && !text.contains('\n')).then_some(text)
    }
}

/// A table found among blocks.
#[derive(Debug)]
pub(crate) struct Cut {
    /// How many blocks it takes.
    pub(crate) blocks: usize,
    pub(crate) rows: Rows,
    /// How many paragraphs at its end were not looked at, where there were too many.
    pub(crate) left: usize,
    /// Lines of rows whose beginning is a guess.
    pub(crate) doubtful: Vec<usize>,
}

/// The rows of such a table.
#[derive(Debug)]
pub(crate) enum Rows {
    Fields(Vec<Row>),
    Errors(Vec<ErrorRow>),
}

/// The most paragraphs of one table that are looked at; real ones have under 3,000.
const MOST_UNITS: usize = 40_000;

/// Reads the table that begins with the first of the blocks, if one does.
pub(crate) fn read(blocks: &[Block], section: Section, level: usize) -> Option<Cut> {
    Some(read_below(blocks, heads(blocks)?, section, level))
}

/// The same for a page in a language whose words are not known here: what stands below its heads tells what they are.
pub(crate) fn read_foreign(blocks: &[Block], level: usize) -> Option<(Section, Cut)> {
    let word = |at: usize| match blocks.get(at).map(|block| &block.kind) {
        Some(BlockKind::Paragraph { text, .. }) => Some(text.text.trim()),
        _ => None,
    };
    let is_type = |at: usize| word(at).is_some_and(|word| fields::type_word(word).is_some());
    let is_name = |at: usize| word(at).is_some_and(fields::is_name);
    let (heads, section) = if is_type(4) || (is_type(5) && is_name(4)) {
        (&ANSWER[..], Section::Response)
    } else if is_type(6) && is_name(5) {
        (REQUEST, Section::Request)
    } else {
        let status = |at: usize| word(at).is_some_and(errors::is_http_status);
        let heads = [4, 3].into_iter().find(|heads| status(*heads) && is_name(heads + 1))?;
        (&ERRORS[..heads], Section::Errors)
    };
    let known: &[Column] = heads;
    Some((section, read_below(blocks, known.to_vec(), section, level)))
}

const REQUEST: &[Column] = &[
    Column::Name,
    Column::Type,
    Column::Required,
    Column::Description,
    Column::Example,
];
const ANSWER: [Column; 4] = [Column::Name, Column::Type, Column::Description, Column::Example];
const ERRORS: [Column; 4] = [Column::Status, Column::Code, Column::Message, Column::Description];

fn read_below(blocks: &[Block], heads: Vec<Column>, section: Section, level: usize) -> Cut {
    let (mut units, used) = units(&blocks[heads.len()..], level, &heads);
    let left = units.len().saturating_sub(MOST_UNITS);
    units.truncate(MOST_UNITS);
    let (rows, doubtful) = if heads.contains(&Column::Code) {
        (Rows::Errors(errors::read(&units, &heads)), Vec::new())
    } else {
        let sample = (section == Section::Response)
            .then(|| outline::first(&blocks[heads.len() + used..]))
            .flatten();
        let asks_required = heads.contains(&Column::Required);
        let (rows, doubtful) = fields::read(&units, asks_required, section, sample.as_ref());
        (Rows::Fields(rows), doubtful)
    };
    Cut {
        blocks: heads.len() + used,
        rows,
        left,
        doubtful,
    }
}

/// Whether a word is a type as today's pages write it.
pub(crate) fn is_type_word(word: &str) -> bool {
    fields::type_word(word).is_some()
}

/// The heads of a table: paragraphs that name its columns, from the first block on.
fn heads(blocks: &[Block]) -> Option<Vec<Column>> {
    const FIELDS: [Column; 6] = [
        Column::Name,
        Column::Type,
        Column::Required,
        Column::Position,
        Column::Description,
        Column::Example,
    ];
    let word = |at: usize| match blocks.get(at).map(|block| &block.kind) {
        Some(BlockKind::Paragraph { text, .. }) => Some(text.text.trim()),
        _ => None,
    };
    let of_fields = word(0).and_then(head) == Some(Column::Name);
    let columns: &[Column] = if of_fields { &FIELDS } else { &ERRORS };
    let mut heads: Vec<Column> = Vec::new();
    while let Some(text) = word(heads.len()) {
        let Some(column) = head(text).filter(|column| columns.contains(column) && !heads.contains(column)) else {
            break;
        };
        // `ExampleUrl` before a type word is the first row's name.
        let named = word(heads.len() + 1).is_some_and(|next| fields::type_word(next).is_some());
        if named && !WHOLE_HEADS.contains(&text) {
            break;
        }
        heads.push(column);
    }
    let is_fields = heads.starts_with(&[Column::Name, Column::Type]) && heads.len() > 2;
    let is_errors =
        heads.starts_with(&[Column::Status, Column::Code]) || heads.starts_with(&[Column::Code, Column::Message]);
    (is_fields || is_errors).then_some(heads)
}

/// What the last head is called, behind which a row without a name may begin.
const WHOLE_HEADS: [&str; 9] = [
    "示例值",
    "示例",
    "描述",
    "说明",
    "Example",
    "Examples",
    "Example value",
    "Sample value",
    "Description",
];

/// The column that a short paragraph names.
fn head(text: &str) -> Option<Column> {
    const LONGEST: usize = 24;
    let text = text.trim();
    (text.chars().count() <= LONGEST && !text.contains('\n'))
        .then(|| column_of(text))
        .flatten()
}

/// The blocks of a table as units, and how many blocks they take: up to a heading of the section's own level, or to the heads of another
/// table.
fn units(blocks: &[Block], level: usize, heads_here: &[Column]) -> (Vec<Unit>, usize) {
    let mut units: Vec<Unit> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let (text, kind) = match &block.kind {
            BlockKind::Heading {
                level: at_level, text, ..
            } => {
                if *at_level <= level || section_of(text).is_some() || heads(&blocks[at + 1..]).is_some() {
                    return (units, at);
                }
                let text = Text {
                    text: text.clone(),
                    links: Vec::new(),
                };
                (text, UnitKind::Block)
            }
            BlockKind::Paragraph { text, bold } => {
                if *bold && heads_here.len() > 2 && heads(&blocks[at..]).is_some() {
                    return (units, at);
                }
                (text.clone(), UnitKind::Paragraph)
            }
            BlockKind::Item { text, .. } => {
                let item = format!("- {}", text.text.trim());
                if let Some(Unit {
                    text: list,
                    kind: UnitKind::List,
                    ..
                }) = units.last_mut()
                {
                    list.text.push('\n');
                    list.text.push_str(&item);
                    list.links.extend(text.links.iter().cloned());
                    continue;
                }
                let text = Text {
                    text: item,
                    links: text.links.clone(),
                };
                (text, UnitKind::List)
            }
            BlockKind::Code { .. } | BlockKind::Table { .. } => (Text::default(), UnitKind::Block),
        };
        units.push(Unit {
            line: block.line,
            text,
            kind,
        });
    }
    (units, blocks.len())
}
