//! Doc comments of prose that anyone may have written.
//!
//! Whatever comes in, what goes out holds paragraphs and lists of plain text, code spans and links to whole addresses; it holds no
//! HTML, no links to items, no code blocks and no characters that hide or reorder text.

use inline::{clean, inline};
use wrap::wrap;

mod field;
mod inline;
mod wrap;

pub(crate) use field::{facts, push_values};
pub(crate) use inline::{code, is_hidden, line, plain_line};

/// How wide doc comments are, without what stands before them.
const WIDTH: usize = 92;

/// The text of a doc comment: paragraphs and lists, wrapped, without the slashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Doc {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Paragraph(String),
    Item { depth: usize, text: String },
}

impl Doc {
    /// A comment of prose from outside.
    pub(crate) fn prose(text: &str) -> Self {
        let mut doc = Self::default();
        doc.push_prose(text);
        doc
    }

    /// A comment whose first paragraph is known to be harmless.
    pub(crate) fn own(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::Paragraph(text.into())],
        }
    }

    /// Appends prose from outside.
    pub(crate) fn push_prose(&mut self, text: &str) {
        let clean = clean(text);
        // Kept in paragraphs until a blank line or a bullet ends them; a bullet goes on in lines that stand deeper.
        let mut lines: Vec<(Option<usize>, String)> = Vec::new();
        let mut open = false;
        for line in clean.lines() {
            let trimmed = line.trim();
            let indent = line.chars().take_while(|letter| letter.is_whitespace()).count();
            if trimmed.is_empty() {
                open = false;
                continue;
            }
            match (bullet(trimmed), lines.last_mut()) {
                (Some(rest), _) => lines.push((Some(indent), rest.to_owned())),
                (None, Some((of, text))) if open && of.is_none_or(|bullet| indent > bullet) => {
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
    pub(crate) fn push_own(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Appends a list item that is known to be harmless.
    pub(crate) fn push_item(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Item {
            depth: 0,
            text: text.into(),
        });
    }

    /// Appends a sentence to the last paragraph, or a new one after a list.
    pub(crate) fn push_sentence(&mut self, sentence: &str) {
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
    pub(crate) fn is_short(&self) -> bool {
        matches!(self.blocks.as_slice(), [Block::Paragraph(text)] if text.chars().count() < 60)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The lines, as the values of `doc` attributes.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            let joined = matches!(
                (before, block),
                (None, _) | (Some(Block::Item { .. }), Block::Item { .. })
            );
            if !joined {
                lines.push(String::new());
            }
            before = Some(block);
            let (lead, text) = match block {
                Block::Paragraph(text) => (String::new(), text),
                Block::Item { depth, text } => (format!("{}- ", "  ".repeat(*depth)), text),
            };
            for (at, line) in wrap(text, WIDTH - lead.len()).into_iter().enumerate() {
                let rest = " ".repeat(lead.len());
                lines.push(format!(" {}{line}", if at == 0 { &lead } else { &rest }));
            }
        }
        lines
    }

    #[cfg(test)]
    fn markdown(&self) -> String {
        let lines = self.lines().into_iter();
        lines
            .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned() + "\n")
            .collect()
    }
}

/// Ends a text with a full stop, unless it ends a sentence already.
pub(crate) fn end_sentence(text: &mut String) {
    if !text.ends_with(['.', '。', '!', '！', '?', '？', ':', '：', ';', '；', '…']) {
        text.push('.');
    }
}

/// The text up to the end of its first sentence or line.
pub(crate) fn first_sentence(text: &str) -> &str {
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
