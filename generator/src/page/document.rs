//! A page as a sequence of blocks, read by pulldown-cmark: words and line numbers, no meaning yet.

use crate::page::mend::{BREAK, BREAK_BEGINS, Mended};
use memchr::memchr_iter;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// Text with the links in it. Markup is gone, line breaks are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// The links among them.
    pub links: Vec<Link>,
}

/// A link: what it says and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its target, as written.
    pub target: String,
    /// Whether an image stands in it.
    pub around_image: bool,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line it begins at, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of a level, with the id in its attributes.
    Heading {
        /// 1 to 6.
        level: usize,
        /// Its words.
        text: String,
        /// The `#id` in its attributes.
        id: Option<String>,
    },
    /// A paragraph; `bold` where all its words are.
    Paragraph {
        /// Its words.
        text: Text,
        /// Whether all of it is bold.
        bold: bool,
    },
    /// An item of a list, at a depth counted from 1.
    Item {
        /// Its words, without those of lists inside.
        text: Text,
        /// How deep.
        depth: usize,
    },
    /// A code block.
    Code {
        /// What stands in it.
        text: String,
    },
    /// A table.
    Table {
        /// The header's cells.
        header: Vec<Text>,
        /// The rows, each with its line.
        rows: Vec<(usize, Vec<Text>)>,
    },
}

/// Reads the blocks of a mended page.
pub(crate) fn read(mended: &Mended) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader {
        blocks: Vec::with_capacity(mended.lines() / 4),
        ..Reader::default()
    };
    for (event, range) in Parser::new_ext(&mended.text, options).into_offset_iter() {
        reader.take(event, || mended.line_at(range.start));
    }
    reader.blocks
}

/// What stands for a tag that breaks lines, as cells of tables have them; others are words, such as `<RegionId>`.
fn broken(html: &str) -> Option<&'static str> {
    let name = html.trim_start_matches(['<', '/']);
    let name = name
        .split(['>', ' ', '/'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    Some(match name.as_str() {
        "li" if html.starts_with("</") => "",
        "li" => "\n- ",
        "br" | "p" | "ul" | "ol" | "div" => "\n",
        _ => return None,
    })
}

/// What stands before and after the first line break in a cell.
fn split_once(text: &str) -> Option<(&str, &str)> {
    let mut found = memchr_iter(BREAK_BEGINS, text.as_bytes());
    found.find_map(|at| Some((&text[..at], text[at..].strip_prefix(BREAK)?)))
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: Text,
    line: usize,
    /// How many bold spans are open, and how much of the text so far is bold.
    bold: usize,
    bold_length: usize,
    link: Option<(usize, String, bool)>,
    /// Indices into `blocks` of the list items that are open.
    items: Vec<Option<usize>>,
    in_code: bool,
    header: Vec<Text>,
    rows: Vec<(usize, Vec<Text>)>,
    cells: Vec<Text>,
    table_line: usize,
    in_table: bool,
    heading: Option<(usize, Option<String>)>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: impl Fn() -> usize) {
        match event {
            Event::Start(tag) => self.open(tag, line),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.words(&text),
            Event::Code(text) => self.words(&text),
            Event::InlineHtml(html) | Event::Html(html) => {
                let words = broken(&html).unwrap_or(&html);
                // A paragraph in an item stands behind its mark.
                if !(words == "\n" && self.text.text.ends_with("\n- ")) {
                    self.words(words);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.words("\n"),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        let before = self.text.text.len();
        let mut rest = text;
        // A sample is kept as it stands.
        if !self.in_code {
            while let Some((line, after)) = split_once(rest) {
                self.text.text.push_str(line);
                self.text.text.push('\n');
                rest = after;
            }
        }
        self.text.text.push_str(rest);
        if self.bold > 0 {
            self.bold_length += self.text.text.len() - before;
        }
    }

    fn open(&mut self, tag: Tag<'_>, line: impl Fn() -> usize) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.start_text(line());
                self.heading = Some((level as usize, id.map(CowStr::into_string)));
            }
            Tag::Paragraph if !self.in_table => self.start_text(line()),
            Tag::Item => {
                self.flush_item();
                self.items.push(None);
                self.start_text(line());
            }
            Tag::List(_) => self.flush_item(),
            Tag::CodeBlock(_) => {
                self.flush_item();
                self.line = line();
                self.clear();
                self.in_code = true;
            }
            Tag::Table(_) => {
                self.in_table = true;
                self.table_line = line();
                self.header.clear();
                self.rows = Vec::with_capacity(16);
            }
            Tag::TableHead | Tag::TableRow => {
                self.cells = Vec::with_capacity(self.header.len().max(4));
                self.line = line();
            }
            Tag::TableCell => {
                self.clear();
                self.bold_length = 0;
            }
            Tag::Strong => self.bold += 1,
            Tag::Link { dest_url, .. } => self.link = Some((self.text.text.len(), dest_url.into_string(), false)),
            Tag::Image { .. } => {
                if let Some((_, _, around_image)) = &mut self.link {
                    *around_image = true;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let text = self.text.text.trim().to_owned();
                self.clear();
                if let Some((level, id)) = self.heading.take() {
                    self.push(BlockKind::Heading { level, text, id });
                }
            }
            TagEnd::Paragraph if !self.in_table => {
                if self.items.is_empty() {
                    let bold = self.bold_length * 10 >= self.text.text.trim().len() * 9;
                    let text = self.taken();
                    if !text.text.trim().is_empty() {
                        self.push(BlockKind::Paragraph { text, bold });
                    }
                } else {
                    self.flush_item();
                }
            }
            TagEnd::Item => {
                self.flush_item();
                self.items.pop();
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                let text = self.taken().text;
                self.push(BlockKind::Code { text });
            }
            TagEnd::TableCell => {
                let text = self.taken();
                self.cells.push(text);
            }
            TagEnd::TableHead => self.header = std::mem::take(&mut self.cells),
            TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.rows.push((self.line, cells));
            }
            TagEnd::Table => {
                self.in_table = false;
                let (header, rows) = (std::mem::take(&mut self.header), std::mem::take(&mut self.rows));
                self.line = self.table_line;
                self.push(BlockKind::Table { header, rows });
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Link => {
                if let Some((from, target, around_image)) = self.link.take() {
                    let text = self.text.text.get(from..).unwrap_or_default().to_owned();
                    self.text.links.push(Link {
                        text,
                        target,
                        around_image,
                    });
                }
            }
            _ => {}
        }
    }

    /// The words so far. What they were gathered in is kept: it need not grow again for each of many thousand cells.
    fn taken(&mut self) -> Text {
        let text = self.text.text.as_str().to_owned();
        self.text.text.clear();
        let links = std::mem::take(&mut self.text.links);
        Text { text, links }
    }

    fn clear(&mut self) {
        self.text.text.clear();
        self.text.links.clear();
    }

    fn start_text(&mut self, line: usize) {
        self.line = line;
        self.clear();
        self.bold_length = 0;
    }

    /// Ends the words of the innermost open item, before a list or a block inside it or at its end.
    fn flush_item(&mut self) {
        if self.in_table || self.items.is_empty() {
            return;
        }
        let text = self.taken();
        if text.text.trim().is_empty() {
            return;
        }
        let depth = self.items.len();
        let open = self
            .items
            .last()
            .copied()
            .flatten()
            .and_then(|index| self.blocks.get_mut(index));
        if let Some(Block {
            kind: BlockKind::Item { text: before, .. },
            ..
        }) = open
        {
            before.text.push('\n');
            before.text.push_str(&text.text);
            before.links.extend(text.links);
            return;
        }
        if let Some(last) = self.items.last_mut() {
            *last = Some(self.blocks.len());
        }
        self.push(BlockKind::Item { text, depth });
    }

    fn push(&mut self, kind: BlockKind) {
        self.blocks.push(Block { line: self.line, kind });
    }
}
