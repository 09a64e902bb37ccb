//! From blocks to a [`Page`]: which section a block stands in, and what it is there.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::page::cut::{self, Rows};
use crate::page::document::{Block, BlockKind, Text};
use crate::page::explorer::Links;
use crate::page::headings::{self, Section};
use crate::page::{
    Form, LONGEST_SAMPLE, MOST_ROWS, Page, Row, Sample, Table, Vintage, bullets, hosts, operation_in, tables,
};

/// What else stands on pages copied by a browser, between their title and the first words.
const NAVIGATION: [&str; 12] = [
    "更新时间",
    "复制为",
    "该文章对您有帮助",
    "反馈",
    "产品详情",
    "我的收藏",
    "本页导读",
    "Updated at",
    "Last Updated",
    "Copy as",
    "Was this helpful",
    "Feedback",
];

/// Where in the page the walk is.
struct Walk<'a> {
    page: &'a mut Page,
    section: Section,
    level: usize,
    caption: Option<(String, Option<String>)>,
    label: String,
    links: Links,
    /// Headings of the first level, with their ids.
    titles: Vec<(String, Option<String>)>,
    /// All headings: a browser's copy repeats them as a table of contents.
    headings: Vec<String>,
    intro: Vec<Text>,
    /// The level of the heading above the link that invites to try the operation.
    tried_at: Option<usize>,
    /// The operation that it names.
    tried: String,
    /// Whether another operation has begun.
    is_over: bool,
    /// Whether there are more rows than are read.
    is_full: bool,
}

/// Puts what the blocks say into the page.
pub(crate) fn walk(blocks: &mut [Block], page: &mut Page) {
    let mut walk = Walk {
        page,
        section: Section::Intro,
        level: 1,
        caption: None,
        label: String::new(),
        links: Links::default(),
        titles: Vec::new(),
        headings: Vec::new(),
        intro: Vec::new(),
        tried_at: None,
        tried: String::new(),
        is_over: false,
        is_full: false,
    };
    walk.blocks(blocks);
    walk.finish();
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        let mut at = 0;
        while at < blocks.len() && !self.is_over {
            at += 1;
            if let Block {
                line,
                kind: BlockKind::Table { header, rows },
            } = &mut blocks[at - 1]
            {
                let (line, header, rows) = (*line, std::mem::take(header), std::mem::take(rows));
                // A copy made by a browser shows each table twice, once without rows.
                if !(rows.is_empty() && is_table(blocks.get(at))) {
                    self.table(line, header, rows);
                }
                continue;
            }
            let block = &blocks[at - 1];
            match &block.kind {
                BlockKind::Heading { level, text, id } => self.heading(*level, text, id.as_deref()),
                BlockKind::Table { .. } => {}
                BlockKind::Code { text } => self.sample(block.line, text),
                BlockKind::Paragraph { text, bold } => {
                    if let Some(used) = self.cut(&blocks[at - 1..]) {
                        at += used - 1;
                        continue;
                    }
                    self.links_of(block.line, text);
                    if *bold && bullets::follow(&blocks[at..]) {
                        at += self.bullets(block.line, &text.text, &blocks[at..]);
                        continue;
                    }
                    if *bold {
                        self.caption = Some((caption(&text.text), None));
                        if let Some(section) = headings::section_of(&text.text) {
                            self.enter(section, self.level + 1);
                        }
                    } else if matches!(self.section, Section::Intro | Section::Description) {
                        self.intro.push(text.clone());
                    }
                    text.text.trim().clone_into(&mut self.label);
                }
                BlockKind::Item { text, .. } => {
                    self.links_of(block.line, text);
                    text.text.trim().clone_into(&mut self.label);
                }
            }
        }
    }

    /// Takes the links of a text that stands at a line. The one that invites to try the operation ends the prose: tables above it are no
    /// parameters, and headings below its own level belong to sections.
    fn links_of(&mut self, line: usize, text: &Text) {
        self.page.hosts.extend(hosts::hosts_in(&text.text).map(str::to_owned));
        let Some(tried) = self.links.take(text, self.section) else {
            return;
        };
        if self.tried_at.is_none() {
            self.tried_at = Some(self.level);
            self.tried = tried;
            self.page.tables.clear();
            self.page.errors.clear();
            self.page.samples.clear();
            (self.page.has_request, self.page.has_response) = (false, false);
        } else if tried != self.tried && (self.page.has_request || self.page.has_response) {
            let message = format!("the page goes on with {tried}; only {} is read", self.tried);
            self.tell(DiagnosticKind::SeveralOperations, line, message);
            self.is_over = true;
        }
    }

    fn tell(&mut self, kind: DiagnosticKind, line: usize, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(kind, self.page.file.as_str(), line, message);
        self.page.diagnostics.push(diagnostic);
    }

    /// Settles what only the whole page tells: its title, its link, its first words.
    fn finish(self) {
        let named = self.titles.iter().find_map(|(title, _)| operation_in(title));
        if let Some((explorer, today)) = self.links.lead(named.or_else(|| operation_in(&self.page.title))) {
            let tells = |(title, _): &&(String, Option<String>)| {
                operation_in(title).is_some_and(|name| name.eq_ignore_ascii_case(&explorer.api))
            };
            if let Some((title, id)) = self.titles.iter().find(tells).filter(|_| today) {
                (self.page.title, self.page.id) = (title.clone(), id.clone());
            }
            if today {
                self.page.vintage = Vintage::Today;
                keep_first(&mut self.page.tables);
            }
            let cut_off = match self.page.has_response {
                false if self.page.has_request => Some("the page has no section of the answer; was it cut off?"),
                // Samples and errors stand behind it.
                true if self.section == Section::Response => {
                    Some("the page ends in its table of the answer; was it cut off?")
                }
                _ => None,
            };
            if let Some(message) = cut_off.filter(|_| today) {
                let last = self.page.tables.last().and_then(|table| table.rows.last());
                let line = last.map_or(1, |row| row.line);
                self.page.diagnostics.push(Diagnostic::new(
                    DiagnosticKind::TableCutOff,
                    self.page.file.as_str(),
                    line,
                    message,
                ));
            }
            self.page.explorer = Some(explorer);
        }
        let mut intro = self.intro;
        if self.page.vintage == Vintage::Today {
            intro.retain(|text| !is_navigation(text, &self.headings));
        }
        self.page
            .prose
            .extend(intro.iter().map(|text| text.text.trim().to_owned()));
    }

    /// Reads a table written as paragraphs; gives how many blocks it took.
    fn cut(&mut self, blocks: &[Block]) -> Option<usize> {
        let line = blocks.first()?.line;
        let cut = match self.section {
            Section::Request | Section::Path | Section::Headers | Section::Response | Section::Errors => {
                cut::read(blocks, self.section, self.level)?
            }
            Section::Other if self.is_foreign() => {
                let (section, cut) = cut::read_foreign(blocks, self.level)?;
                self.enter(section, self.level);
                cut
            }
            _ => return None,
        };
        self.page.vintage = Vintage::Today;
        if cut.left > 0 {
            let message = format!("{} paragraphs of this table are not read: it has too many", cut.left);
            self.tell(DiagnosticKind::TooLarge, line, message);
        }
        for line in cut.doubtful {
            let message = "whether a row begins here is a guess: the paragraphs can be cut into rows in several ways";
            self.tell(DiagnosticKind::RowsDoubtful, line, message);
        }
        for block in &blocks[..cut.blocks] {
            if let BlockKind::Code { text } = &block.kind {
                self.sample(block.line, text);
            }
        }
        match cut.rows {
            Rows::Errors(rows) => self.page.errors.extend(rows),
            Rows::Fields(rows) => self.push_table(line, rows),
        }
        Some(cut.blocks)
    }

    /// Whether the page is one of today in a language whose headings are not known here.
    fn is_foreign(&self) -> bool {
        self.page.language.is_none() && self.links.any_of_today()
    }

    fn sample(&mut self, line: usize, text: &str) {
        if text.len() > LONGEST_SAMPLE {
            let message = format!(
                "the sample has {} bytes, more than {LONGEST_SAMPLE}: not read",
                text.len()
            );
            self.page.diagnostics.push(Diagnostic::new(
                DiagnosticKind::TooLarge,
                self.page.file.as_str(),
                line,
                message,
            ));
            return;
        }
        let (section, label) = (self.section, self.label.clone());
        let text = without_stray_backslashes(text);
        self.page.samples.push(Sample {
            line,
            section,
            label,
            text,
        });
    }

    fn heading(&mut self, level: usize, text: &str, id: Option<&str>) {
        text.clone_into(&mut self.label);
        self.headings.push(text.trim().to_owned());
        if id.is_some() {
            self.page.vintage = Vintage::Older;
        }
        if level == 1 {
            self.titles.push((text.to_owned(), id.map(str::to_owned)));
        }
        if level == 1 && self.page.title.is_empty() {
            self.page.title = text.to_owned();
            self.page.id = id.map(str::to_owned);
            if headings::names_common_errors(text) {
                // All of the page is what other pages have under such a heading.
                self.enter(Section::Errors, level);
            } else if !(self.page.has_request || self.page.has_response) {
                // What stands before the title is navigation that a browser copied.
                self.enter(Section::Intro, level);
                self.intro.clear();
            }
            return;
        }
        let below = self.tried_at.is_some_and(|tried_at| level > tried_at);
        match headings::section_of(text).filter(|_| !below) {
            Some(section) => {
                let language = if text.is_ascii() { "en-US" } else { "zh-CN" };
                self.page.language.get_or_insert(language);
                self.enter(section, level);
                self.caption = None;
            }
            // What stands below a table of today describes what one of its fields holds.
            None if below && matches!(self.section, Section::Request | Section::Path | Section::Response) => {
                self.enter(Section::Other, level);
            }
            None => {
                if level <= self.level
                    || !matches!(
                        self.section,
                        Section::Request | Section::Response | Section::Errors | Section::Examples
                    )
                {
                    self.enter(Section::Other, level);
                }
                self.caption = Some((text.to_owned(), id.map(str::to_owned)));
            }
        }
    }

    fn enter(&mut self, section: Section, level: usize) {
        self.page.has_request |= matches!(section, Section::Request | Section::Path);
        self.page.has_response |= section == Section::Response;
        self.section = section;
        self.level = level;
    }

    fn table(&mut self, line: usize, mut header: Vec<Text>, mut rows: Vec<(usize, Vec<Text>)>) {
        for text in rows.iter().flat_map(|(_, cells)| cells) {
            self.links.take_cell(text);
        }
        self.page
            .endpoints
            .extend(rows.iter().filter_map(|(_, cells)| hosts::endpoint_row(cells)));
        // A copy made by a browser may have the header as the first row, below an empty one.
        let blank = header.iter().all(|cell| cell.text.trim().is_empty());
        if blank && !rows.is_empty() {
            (_, header) = rows.remove(0);
        }
        let columns = tables::columns(&header).or_else(|| {
            let foreign = self.section == Section::Other && self.is_foreign();
            let (section, columns) = foreign
                .then(|| tables::foreign_columns(header.len(), &rows))
                .flatten()?;
            self.enter(section, self.level);
            Some(columns)
        });
        let Some(columns) = columns else { return };
        if tables::is_error_table(&columns) {
            if self.section != Section::Examples {
                self.page.errors.extend(
                    rows.iter_mut()
                        .map(|(line, cells)| tables::error_row(&columns, *line, cells)),
                );
            }
        } else if tables::is_field_table(&columns, self.section) {
            let rows = rows
                .iter_mut()
                .take(MOST_ROWS + 1)
                .map(|(line, cells)| tables::row(&columns, *line, cells));
            let rows = rows.filter(|row| !(row.name.is_empty() && row.kind.text.trim().is_empty()));
            self.push_table(line, rows.collect());
        }
    }

    /// How many more rows are read of the page; beyond that, this is told of the line.
    fn room_for(&mut self, rows: usize, line: usize) -> usize {
        let left = MOST_ROWS.saturating_sub(self.page.rows());
        if rows > left && !std::mem::replace(&mut self.is_full, true) {
            self.tell(
                DiagnosticKind::TooLarge,
                line,
                format!("more than {MOST_ROWS} rows; those after are not read"),
            );
        }
        left
    }

    fn push_table(&mut self, line: usize, mut rows: Vec<Row>) {
        let left = self.room_for(rows.len(), line);
        rows.truncate(left);
        let mut section = self.section;
        if section == Section::Path {
            section = Section::Request;
            for row in &mut rows {
                row.position = "Path".to_owned();
            }
        }
        let (caption, id) = self
            .caption
            .take()
            .map_or((None, None), |(caption, id)| (Some(caption), id));
        self.page.tables.push(Table {
            section,
            form: Form::Cells,
            caption,
            id,
            line,
            rows,
        });
    }

    /// Reads a parameter or error that is written as a bold name with bullets; gives how many blocks it took.
    fn bullets(&mut self, line: usize, name: &str, blocks: &[Block]) -> usize {
        let (entry, used) = bullets::read(line, name, blocks);
        let is_full = self.section != Section::Errors && self.room_for(1, line) == 0;
        match self.section {
            Section::Errors => self.page.errors.push(entry.error),
            _ if is_full => {}
            section => match self.page.tables.last_mut() {
                Some(table) if table.section == section && table.form == Form::Bullets => {
                    table.rows.push(entry.row);
                }
                _ => self.page.tables.push(Table {
                    section,
                    form: Form::Bullets,
                    caption: None,
                    id: None,
                    line,
                    rows: vec![entry.row],
                }),
            },
        }
        used
    }
}

/// A caption such as `数据类型 X` without its colon.
fn caption(text: &str) -> String {
    text.trim().trim_end_matches([':', '：']).to_owned()
}

/// JSON as it stood on the page: a browser's copy ends lines inside lists in a backslash, which JSON itself can't have there.
pub(crate) fn without_stray_backslashes(text: &str) -> String {
    let is_json = text.trim_start().starts_with(['{', '[']);
    if !is_json || !text.contains('\\') || !text.lines().any(|line| line.ends_with('\\')) {
        return text.to_owned();
    }
    let lines = text.lines().map(|line| line.strip_suffix('\\').unwrap_or(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Keeps the first table of parameters of each position, and of fields: those after describe what a text field holds.
fn keep_first(tables: &mut Vec<Table>) {
    let mut seen = Vec::new();
    tables.retain(|table| {
        let position = table.rows.first().map(|row| row.position.clone());
        let key = (table.section, position);
        let first = table.section != Section::Other && !table.rows.is_empty() && !seen.contains(&key);
        if first {
            seen.push(key);
        }
        first
    });
}

fn is_table(block: Option<&Block>) -> bool {
    matches!(
        block,
        Some(Block {
            kind: BlockKind::Table { .. },
            ..
        })
    )
}

/// Whether a paragraph before the first heading is no word about the operation.
fn is_navigation(text: &Text, headings: &[String]) -> bool {
    let words = text.text.trim();
    let linked: usize = text.links.iter().map(|link| link.text.trim().chars().count()).sum();
    let all = words.chars().filter(|c| !c.is_whitespace()).count();
    NAVIGATION.iter().any(|begin| words.starts_with(begin))
        || headings.iter().any(|heading| heading == words)
        || (linked > 0 && linked * 10 >= all * 9)
}
