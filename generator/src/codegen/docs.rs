//! Doc comments of prose that anyone may have written.
//!
//! Whatever comes in, what goes out holds paragraphs and lists of plain text, code spans and links to whole addresses; it holds no
//! HTML, no links to items, no code blocks and no characters that hide or reorder text.

use inline::{clean, inline};
use std::fmt::Write as _;
use wrap::wrap;

mod field;
mod inline;
mod wrap;

pub(super) use field::{facts, push_values};
pub(super) use inline::{code, line, plain_line};

/// How wide doc comments are, their indentation included.
const WIDTH: usize = 100;

/// The text of a doc comment: paragraphs and lists, wrapped, without the slashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Doc {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Heading(&'static str),
    Paragraph(String),
    Item { depth: usize, text: String },
}

impl Doc {
    /// A comment of prose from outside.
    pub(super) fn prose(text: &str) -> Self {
        let mut doc = Self::default();
        doc.push_prose(text);
        doc
    }

    /// A comment whose first paragraph is known to be harmless.
    pub(super) fn own(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::Paragraph(text.into())],
        }
    }

    /// Appends prose from outside.
    pub(super) fn push_prose(&mut self, text: &str) {
        let clean = clean(text);
        // Kept in paragraphs until a blank line or a bullet ends them.
        let mut lines: Vec<(Option<usize>, String)> = Vec::new();
        let mut open = false;
        for line in clean.lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                open = false;
                continue;
            }
            match (bullet(trimmed), lines.last_mut()) {
                (Some(rest), _) => {
                    let indent = line.chars().take_while(|letter| letter.is_whitespace()).count();
                    lines.push((Some(indent), rest.to_owned()));
                }
                (None, Some((_, text))) if open => {
                    text.push(' ');
                    text.push_str(trimmed);
                }
                (None, _) => lines.push((None, trimmed.to_owned())),
            }
            open = true;
        }
        let mut indents: Vec<usize> = Vec::new();
        for (indent, text) in lines {
            let text = inline(&text);
            let Some(indent) = indent else {
                indents.clear();
                self.blocks.push(Block::Paragraph(text));
                continue;
            };
            while indents.last().is_some_and(|open| *open > indent) {
                indents.pop();
            }
            if indents.last() != Some(&indent) && indents.len() < 3 {
                indents.push(indent);
            }
            self.blocks.push(Block::Item {
                depth: indents.len().saturating_sub(1),
                text,
            });
        }
    }

    /// Appends a paragraph that is known to be harmless.
    pub(super) fn push_own(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Appends a heading.
    pub(super) fn push_heading(&mut self, text: &'static str) {
        self.blocks.push(Block::Heading(text));
    }

    /// Appends a list item that is known to be harmless.
    pub(super) fn push_item(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Item {
            depth: 0,
            text: text.into(),
        });
    }

    /// Appends a sentence to the last paragraph, or a new one after a list.
    pub(super) fn push_sentence(&mut self, sentence: &str) {
        match self.blocks.last_mut() {
            Some(Block::Paragraph(text)) => {
                end_sentence(text);
                text.push(' ');
                text.push_str(sentence);
            }
            _ => self.push_own(sentence),
        }
    }

    /// Whether it is one paragraph of about a line.
    pub(super) fn is_short(&self) -> bool {
        matches!(self.blocks.as_slice(), [Block::Paragraph(text)] if text.chars().count() < 60)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The lines, each with what stands before it: `    /// ` or `//! `.
    pub(super) fn write(&self, prefix: &str, out: &mut String) {
        let bare = prefix.trim_end();
        let room = WIDTH.saturating_sub(prefix.chars().count());
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            let joined = matches!(
                (before, block),
                (None | Some(Block::Heading(_)), _) | (Some(Block::Item { .. }), Block::Item { .. })
            );
            if !joined {
                out.push_str(bare);
                out.push('\n');
            }
            let (first, rest, text) = match block {
                Block::Heading(text) => {
                    let _ = writeln!(out, "{prefix}# {text}");
                    before = Some(block);
                    continue;
                }
                Block::Paragraph(text) => (String::new(), String::new(), text),
                Block::Item { depth, text } => (format!("{}- ", "  ".repeat(*depth)), "  ".repeat(depth + 1), text),
            };
            for (at, line) in wrap(text, room.saturating_sub(rest.len())).into_iter().enumerate() {
                let lead = if at == 0 { &first } else { &rest };
                let _ = writeln!(out, "{prefix}{lead}{line}");
            }
            before = Some(block);
        }
    }

    #[cfg(test)]
    fn markdown(&self) -> String {
        let mut out = String::new();
        self.write("", &mut out);
        out
    }
}

/// Ends a text with a full stop, unless it ends a sentence already.
pub(super) fn end_sentence(text: &mut String) {
    if !text.ends_with(['.', '。', '!', '！', '?', '？', ':', '：', ';', '；', '…']) {
        text.push('.');
    }
}

/// The text up to the end of its first sentence or line.
pub(super) fn first_sentence(text: &str) -> &str {
    let text = text.trim_start();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = match letter {
            '\n' => return &text[..at],
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            return &text[..at + letter.len_utf8()];
        }
    }
    text
}

/// What stands behind a bullet.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+', '•', '·'])?;
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
