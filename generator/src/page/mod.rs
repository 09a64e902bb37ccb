//! Markdown to [`Page`]: what an operation page says, word for word, with line numbers. Nothing is guessed here.

mod bullets;
pub mod document;
pub mod headings;
mod mend;
pub(crate) mod tables;

use crate::diagnostics::{Diagnostic, Kind};
use document::{Block, BlockKind, Text};
use headings::Section;
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
    /// Rows of any table that name a region and hosts.
    pub endpoints: Vec<EndpointRow>,
    /// Whether it has a heading for a request, and one for an answer.
    pub has_request: bool,
    /// See `has_request`.
    pub has_response: bool,
    /// Whether its headings carry `{#id .section}` attributes, as older pages have them.
    pub older_layout: bool,
    /// What is wrong with its form.
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    /// How many rows its tables of parameters and fields have.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }
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
    /// The heading or bold line right before it, when it is not the section's own.
    pub caption: Option<String>,
    /// The id of that heading.
    pub id: Option<String>,
    /// Its first line.
    pub line: usize,
    /// Its rows.
    pub rows: Vec<Row>,
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

/// A row that names a region and the hosts there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRow {
    /// The region's id.
    pub region: String,
    /// The hosts, in the order of the cells.
    pub hosts: Vec<String>,
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

/// The id of tables made of bold names with bullets.
pub fn bullets_id() -> &'static str {
    bullets::ID
}

/// How much of a page is read, in bytes; real ones stay under 1 MB.
const LARGEST_PAGE: usize = 8 << 20;

/// The most rows of tables that are read of a page; real ones have under 300.
const MOST_ROWS: usize = 5_000;

/// The longest code block that is read, in bytes; real ones stay under 64 KB.
const LONGEST_SAMPLE: usize = 256 << 10;

/// Reads a page. A file that isn't UTF-8 is read with its bad bytes replaced, and says so.
pub fn read(file: &str, bytes: &[u8]) -> Page {
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
        page.diagnostics.push(Diagnostic::new(Kind::TooLarge, file, 0, message));
        let end = bytes[..LARGEST_PAGE]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .unwrap_or(LARGEST_PAGE);
        bytes = &bytes[..end];
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            page.diagnostics.push(Diagnostic::new(
                Kind::NotUtf8,
                file,
                line,
                "bytes that are not UTF-8; read as U+FFFD",
            ));
            String::from_utf8_lossy(bytes)
        }
    };
    let mended = mend::mend(text.trim_start_matches('\u{feff}'));
    for line in &mended.cut_off {
        page.diagnostics.push(Diagnostic::new(
            Kind::TableCutOff,
            file,
            *line,
            "the row is never closed by `|`; taken as it stands",
        ));
    }
    for line in &mended.too_many_cells {
        let message = "more cells than the header has; those at the end taken as one";
        page.diagnostics
            .push(Diagnostic::new(Kind::TooManyCells, file, *line, message));
    }
    let blocks = document::read(&mended);
    Sections::default().walk(&blocks, &mut page);
    page
}

/// Where in the page the walk is.
struct Sections {
    section: Section,
    level: usize,
    caption: Option<(String, Option<String>)>,
    label: String,
}

impl Default for Sections {
    fn default() -> Self {
        Self {
            section: Section::Intro,
            level: 1,
            caption: None,
            label: String::new(),
        }
    }
}

impl Sections {
    fn walk(&mut self, blocks: &[Block], page: &mut Page) {
        let mut at = 0;
        while at < blocks.len() {
            let block = &blocks[at];
            at += 1;
            match &block.kind {
                BlockKind::Heading { level, text, id } => self.heading(*level, text, id.as_deref(), page),
                BlockKind::Table { header, rows } => self.table(block.line, header, rows, page),
                BlockKind::Code { text } => self.sample(block.line, text, page),
                BlockKind::Paragraph { text, bold } => {
                    explorer_in(text, page);
                    if *bold && bullets::follow(&blocks[at..]) {
                        let used = self.bullets(block.line, &text.text, &blocks[at..], page);
                        at += used;
                        continue;
                    }
                    if *bold {
                        self.caption = Some((caption(&text.text), None));
                        if let Some(section) = headings::section_of(&text.text) {
                            self.enter(section, self.level + 1, page);
                        }
                    } else if matches!(self.section, Section::Intro | Section::Description) {
                        page.prose.push(text.text.trim().to_owned());
                    }
                    self.label = text.text.trim().to_owned();
                }
                BlockKind::Item { text, .. } => {
                    explorer_in(text, page);
                    self.label = text.text.trim().to_owned();
                }
            }
        }
    }

    fn sample(&mut self, line: usize, text: &str, page: &mut Page) {
        if text.len() > LONGEST_SAMPLE {
            let message = format!(
                "the sample has {} bytes, more than {LONGEST_SAMPLE}: not read",
                text.len()
            );
            page.diagnostics
                .push(Diagnostic::new(Kind::TooLarge, page.file.as_str(), line, message));
            return;
        }
        let (section, label) = (self.section, self.label.clone());
        page.samples.push(Sample {
            line,
            section,
            label,
            text: text.to_owned(),
        });
    }

    fn heading(&mut self, level: usize, text: &str, id: Option<&str>, page: &mut Page) {
        self.label = text.to_owned();
        page.older_layout |= id.is_some();
        if level == 1 && page.title.is_empty() {
            page.title = text.to_owned();
            page.id = id.map(str::to_owned);
            if headings::names_common_errors(text) {
                // All of the page is what other pages have under such a heading.
                self.enter(Section::Errors, level, page);
            }
            return;
        }
        match headings::section_of(text) {
            Some(section) => {
                self.enter(section, level, page);
                self.caption = None;
            }
            None => {
                if level <= self.level
                    || !matches!(
                        self.section,
                        Section::Request | Section::Response | Section::Errors | Section::Examples
                    )
                {
                    self.enter(Section::Other, level, page);
                }
                self.caption = Some((text.to_owned(), id.map(str::to_owned)));
            }
        }
    }

    fn enter(&mut self, section: Section, level: usize, page: &mut Page) {
        page.has_request |= section == Section::Request;
        page.has_response |= section == Section::Response;
        self.section = section;
        self.level = level;
    }

    fn table(&mut self, line: usize, header: &[Text], rows: &[(usize, Vec<Text>)], page: &mut Page) {
        for text in rows.iter().flat_map(|(_, cells)| cells) {
            if text.links.iter().any(|link| link.target.contains("api.aliyun.com")) {
                explorer_in(text, page);
            }
        }
        page.endpoints
            .extend(rows.iter().filter_map(|(_, cells)| tables::endpoint_row(cells)));
        let Some(columns) = tables::columns(header) else { return };
        if tables::is_error_table(&columns) {
            if self.section != Section::Examples {
                page.errors.extend(
                    rows.iter()
                        .map(|(line, cells)| tables::error_row(&columns, *line, cells)),
                );
            }
        } else if tables::is_field_table(&columns, self.section) {
            let left = MOST_ROWS.saturating_sub(page.rows());
            if rows.len() > left {
                let message = format!("more than {MOST_ROWS} rows; those after are not read");
                page.diagnostics
                    .push(Diagnostic::new(Kind::TooLarge, page.file.as_str(), line, message));
            }
            let rows = rows
                .iter()
                .take(left)
                .map(|(line, cells)| tables::row(&columns, *line, cells));
            let rows = rows.filter(|row| !row.name.is_empty()).collect();
            let (caption, id) = self
                .caption
                .take()
                .map_or((None, None), |(caption, id)| (Some(caption), id));
            page.tables.push(Table {
                section: self.section,
                caption,
                id,
                line,
                rows,
            });
        }
    }

    /// Reads a parameter or error that is written as a bold name with bullets; gives how many blocks it took.
    fn bullets(&mut self, line: usize, name: &str, blocks: &[Block], page: &mut Page) -> usize {
        let (entry, used) = bullets::read(line, name, blocks);
        match self.section {
            Section::Errors => page.errors.push(entry.error),
            _ if page.rows() >= MOST_ROWS => {}
            section => match page.tables.last_mut() {
                Some(table)
                    if table.section == section
                        && table.caption.is_none()
                        && table.id.as_deref() == Some(bullets::ID) =>
                {
                    table.rows.push(entry.row);
                }
                _ => page.tables.push(Table {
                    section,
                    caption: None,
                    id: Some(bullets::ID.to_owned()),
                    line,
                    rows: vec![entry.row],
                }),
            },
        }
        used
    }
}

/// The name in a caption such as `数据类型 X` or `Table 1. X`.
fn caption(text: &str) -> String {
    text.trim().trim_end_matches([':', '：']).to_owned()
}

/// Takes the API Explorer link of a text, if it has one and none came before.
fn explorer_in(text: &Text, page: &mut Page) {
    if page.explorer.is_some() {
        return;
    }
    for link in &text.links {
        let Some((_, query)) = link.target.split_once('#') else {
            continue;
        };
        if !link.target.contains("api.aliyun.com") && !link.target.contains("api.alibabacloud.com") {
            continue;
        }
        let value = |key: &str| {
            let found = query.trim_start_matches('/').split('&').find_map(|pair| {
                pair.split_once('=')
                    .filter(|(name, _)| name.trim_start_matches('?') == key)
            });
            found
                .map(|(_, value)| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        if let (Some(product), Some(api)) = (value("product"), value("api")) {
            page.explorer = Some(Explorer {
                product,
                api,
                version: value("version"),
                style: value("type"),
            });
            return;
        }
    }
}
