//! Markdown to [`Page`]: what an operation page says, word for word, with line numbers. Nothing is guessed here but where the rows of a
//! table written as paragraphs begin, and a doubt of that is told.
//!
//! The same content comes in several layouts; what a layout changes is how rows and sections are found:
//!
//! | layout | written | tables | read by |
//! |--|--|--|--|
//! | older, of 2021 | until July 2021 | cells that span lines, `└` for depth, or bold names with bullets | `mend`, `tables`, `bullets` |
//! | the help centre's own Markdown | since 2023 | none: a paragraph a cell, empty cells gone, heads plain or bold | `cut` |
//! | copies by browsers | since 2022 | each twice, the first time without rows or below an empty header; navigation around the page | `walk` |
//! | clippings | since 2022 | clean; title in front matter | `front_matter` |
//!
//! What pages since 2022 have in common: they are made of API metadata, so a link of the API Explorer (`/api/<Product>/<version>/<Operation>`)
//! invites to try the operation and tells what the page is about, and all sections behind it are of the same level; tables below deeper
//! headings describe what a text field holds. An answer begins with a row for all of it, a list is followed by a row for its element, and the
//! JSON sample has every field in the order of the table. English pages in Markdown have no title. A page in a language not known here still
//! has Latin names and type words, by which its tables are told apart.

mod bullets;
mod cut;
pub mod document;
mod explorer;
mod front_matter;
pub mod headings;
pub(crate) mod hosts;
mod mend;
pub(crate) mod tables;
mod walk;

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use document::Text;
use front_matter::FrontMatter;
use headings::Section;
pub use hosts::EndpointRow;
pub(crate) use mend::Mended;
use std::borrow::Cow;

/// A page that may describe an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its file, below the docs folder.
    pub file: String,
    /// Its first heading.
    pub title: String,
    /// The `#id` in that heading's attributes.
    pub id: Option<String>,
    /// What its link to the API Explorer says.
    pub explorer: Option<Explorer>,
    /// The first paragraph, and the paragraphs under a heading such as "Description".
    pub prose: Vec<String>,
    /// Tables of parameters and fields, in order.
    pub tables: Vec<Table>,
    /// Rows of error tables.
    pub errors: Vec<ErrorRow>,
    /// Code blocks, in order.
    pub samples: Vec<Sample>,
    /// Rows of any table that name hosts.
    pub endpoints: Vec<EndpointRow>,
    /// Hosts among its words, each as often as it stands there.
    pub hosts: Vec<String>,
    /// Whether it has a heading for a request, and one for an answer.
    pub has_request: bool,
    /// See `has_request`.
    pub has_response: bool,
    /// When pages were written this way.
    pub vintage: Vintage,
    /// The language of its headings, `zh-CN` or `en-US`, where they are known words.
    pub language: Option<&'static str>,
    /// What is wrong with its form.
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    /// How many rows its tables of parameters and fields have.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }
}

/// When pages were written as this one is, the newest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vintage {
    /// Since 2022: made of API metadata, with the Explorer's links of today.
    Today,
    /// Until July 2021.
    #[default]
    Of2021,
    /// Before that: headings carry `{#id .section}` attributes.
    Older,
}

/// The parts of an API Explorer link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explorer {
    /// The product's code.
    pub product: String,
    /// The operation.
    pub api: String,
    /// The version, where the link has one.
    pub version: Option<String>,
    /// `RPC` or `ROA`, where the link has it.
    pub style: Option<String>,
}

/// A table of parameters or fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The section it stands in.
    pub section: Section,
    /// How its rows are written.
    pub form: Form,
    /// The heading or bold line right before it, when it is not the section's own.
    pub caption: Option<String>,
    /// The id of that heading.
    pub id: Option<String>,
    /// Its first line.
    pub line: usize,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// How the rows of a table are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// As cells, or as a paragraph for each cell.
    #[default]
    Cells,
    /// Each as a bold name with bullets.
    Bullets,
}

/// A row of such a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line.
    pub line: usize,
    /// How deep `└` and em-space indentation put it, where a table uses them.
    pub depth: Option<usize>,
    /// The name, without indentation.
    pub name: String,
    /// The type cell.
    pub kind: Text,
    /// The required cell.
    pub required: String,
    /// The position cell.
    pub position: String,
    /// The example cell.
    pub example: String,
    /// The description cell.
    pub description: Text,
}

/// A row of an error table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorRow {
    /// Its line.
    pub line: usize,
    /// The HTTP status cell.
    pub status: String,
    /// The code cell.
    pub code: String,
    /// The message cell.
    pub message: String,
    /// The description cell.
    pub description: String,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its first line.
    pub line: usize,
    /// The section it stands in.
    pub section: Section,
    /// The words right before it.
    pub label: String,
    /// What stands in it.
    pub text: String,
}

/// How much of a page is read, in bytes; real ones stay under 1 MB.
const LARGEST_PAGE: usize = 8 << 20;

/// The most rows of tables that are read of a page; real ones have under 300.
const MOST_ROWS: usize = 5_000;

/// The longest code block that is read, in bytes; real ones stay under 64 KB.
const LONGEST_SAMPLE: usize = 256 << 10;

/// Reads a page. A file that isn't UTF-8 is read with its bad bytes replaced, and says so.
pub fn read(file: &str, bytes: &[u8]) -> Page {
    read_after(file, bytes, &mut Mended::default())
}

/// As [`read`], with the memory that the page before was mended in.
pub(crate) fn read_after(file: &str, bytes: &[u8], mended: &mut Mended) -> Page {
    let mut page = Page {
        file: file.to_owned(),
        ..Page::default()
    };
    let mut bytes = bytes;
    if bytes.len() > LARGEST_PAGE {
        let message = format!(
            "the page has {} bytes; those after {LARGEST_PAGE} are not read",
            bytes.len()
        );
        page.diagnostics
            .push(Diagnostic::new(DiagnosticKind::TooLarge, file, 0, message));
        let end = bytes[..LARGEST_PAGE]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .unwrap_or(LARGEST_PAGE);
        bytes = &bytes[..end];
    }
    let text = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            page.diagnostics.push(Diagnostic::new(
                DiagnosticKind::NotUtf8,
                file,
                line,
                "bytes that are not UTF-8; read as U+FFFD",
            ));
            String::from_utf8_lossy(bytes)
        }
    };
    let text = text.trim_start_matches('\u{feff}');
    if is_html(text) {
        let message = "the file is HTML, not Markdown: not read";
        page.diagnostics
            .push(Diagnostic::new(DiagnosticKind::NotMarkdown, file, 1, message));
        return page;
    }
    let mut first_line = 1;
    if let Some((read, lines)) = front_matter::split(text) {
        first_line = lines + 1;
        match read {
            Ok(FrontMatter { title }) => page.title = title.unwrap_or_default().trim().to_owned(),
            Err(reason) => {
                let message = format!("the front matter can't be read, and is passed over: {reason}");
                page.diagnostics
                    .push(Diagnostic::new(DiagnosticKind::FrontMatter, file, 1, message));
            }
        }
    }
    mend::mend(text, first_line, mended);
    for line in &mended.cut_off {
        page.diagnostics.push(Diagnostic::new(
            DiagnosticKind::TableCutOff,
            file,
            *line,
            "the row is never closed by `|`; taken as it stands",
        ));
    }
    for line in &mended.too_many_cells {
        let message = "more cells than the header has; those at the end taken as one";
        page.diagnostics
            .push(Diagnostic::new(DiagnosticKind::TooManyCells, file, *line, message));
    }
    let mut blocks = document::read(mended);
    walk::walk(&mut blocks, &mut page);
    page
}

/// Whether a file is a page of HTML, whole or a part of one: it begins with a tag, and so do most of its lines.
fn is_html(text: &str) -> bool {
    /// How many lines are looked at.
    const FIRST: usize = 200;
    let is_tag = |line: &str| {
        let tag = line.strip_prefix('<').unwrap_or_default();
        tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '/'))
            // `<https://…>` and notes that a page's own Markdown holds.
            && !tag.split(['>', ' ']).next().unwrap_or_default().contains(':')
    };
    let begin: String = text.trim_start().chars().take(15).collect();
    let begin = begin.to_ascii_lowercase();
    if begin.starts_with("<!doctype html") || begin.starts_with("<html") {
        return true;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.take(FIRST).peekable();
    if !lines.peek().is_some_and(|first| is_tag(first)) {
        return false;
    }
    let (tags, others): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_tag(line));
    tags.len() > others.len()
        && !others
            .iter()
            .any(|line| line.starts_with("# ") || line.starts_with("## "))
}

/// The operation that a title such as `ListTasks` or `ListTasks - Lists tasks` names.
pub(crate) fn operation_in(title: &str) -> Option<&str> {
    let name = title.split([' ', '\u{a0}', '\u{2003}']).next().unwrap_or_default();
    let alone = title.trim() == name || title[name.len()..].trim_start().starts_with(['-', '–', '—']);
    let shaped = name.len() >= 2
        && name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (alone && shaped).then_some(name)
}
