//! Which paragraphs of a row are its description, and which is its example.

use super::{Unit, UnitKind};
use crate::page::document::Text;

/// What speaks against a paragraph as this or that cell.
mod weights {
    /// An example that reads as a sentence, or as a note or a list.
    pub(super) const SENTENCE_AS_EXAMPLE: u32 = 20;
    /// An example of several words.
    pub(super) const WORDS_AS_EXAMPLE: u32 = 4;
    /// An example of what holds others.
    pub(super) const EXAMPLE_OF_CONTAINER: u32 = 12;
    /// A paragraph of a description that is a value, above all where the sample shows it.
    pub(super) const VALUE_AS_WORDS: u32 = 10;
    pub(super) const SHOWN_AS_WORDS: u32 = 25;
    /// A paragraph of a description, not its first, that is no sentence.
    pub(super) const MORE_WORDS: u32 = 6;
    /// A row with an example and no description.
    pub(super) const NO_DESCRIPTION: u32 = 9;
    /// A paragraph behind the last row that belongs to none.
    pub(super) const BEHIND: u32 = 9;
}

/// The cells of a row behind its type.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    pub(super) description: Text,
    pub(super) example: String,
}

/// Tells the paragraphs of a row apart: a description of any number, an example, and behind the last row words that belong to none.
///
/// `shown` tells whether the sample shows a text as the value of the row's field.
pub(super) fn split(body: &[Unit], holds_no_objects: bool, is_last: bool, shown: impl Fn(&str) -> bool) -> Cells {
    let mut looks: Vec<Look> = body
        .iter()
        .map(|unit| Look::of(unit, holds_no_objects, &shown))
        .collect();
    if let Some(first) = looks.first_mut().filter(|look| look.as_words == weights::MORE_WORDS) {
        first.as_words = 0;
    }
    let as_words: Vec<u32> = looks
        .iter()
        .scan(0, |sum, look| {
            *sum += look.as_words;
            Some(*sum)
        })
        .collect();
    let words_before = |at: usize| at.checked_sub(1).map_or(0, |last| as_words[last]);
    let behind = |count: usize| {
        u32::try_from(count)
            .unwrap_or(u32::MAX / 100)
            .saturating_mul(weights::BEHIND)
    };
    let mut best = (words_before(body.len()), body.len(), None);
    let firsts = if is_last { 0 } else { body.len().saturating_sub(1) };
    for (at, look) in looks.iter().enumerate().skip(firsts) {
        let empty = if at == 0 { weights::NO_DESCRIPTION } else { 0 };
        let cost = words_before(at) + look.as_example + empty + behind(body.len() - at - 1);
        if cost < best.0 {
            best = (cost, at, Some(at));
        }
    }
    let (_, words, example) = best;
    let mut description = Text::default();
    for unit in &body[..words] {
        if !description.text.is_empty() && !unit.text.text.is_empty() {
            description.text.push('\n');
        }
        description.text.push_str(&unescaped(unit.text.text.trim()));
        description.links.extend(unit.text.links.iter().cloned());
    }
    if matches!(description.text.as_str(), "-" | "\\-" | "--") {
        description.text.clear();
    }
    let example = example.map(|at| unescaped(body[at].text.text.trim()));
    Cells {
        description,
        example: example.unwrap_or_default(),
    }
}

/// Words whose marks were escaped twice.
fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    if text.contains('\\') {
        for mark in ["_", "*", "[", "]", "#", "|", "~"] {
            plain = plain.replace(&format!("\\{mark}"), mark);
        }
    }
    plain
}

/// What speaks against one paragraph as a cell.
struct Look {
    as_words: u32,
    as_example: u32,
}

impl Look {
    fn of(unit: &Unit, holds_no_objects: bool, shown: &impl Fn(&str) -> bool) -> Self {
        let text = unit.text.text.trim();
        if unit.kind == UnitKind::Block {
            return Self {
                as_words: 0,
                as_example: u32::MAX / 1000,
            };
        }
        if shown(text) {
            return Self {
                as_words: weights::SHOWN_AS_WORDS,
                as_example: 0,
            };
        }
        let is_json = text.starts_with('{') || text.starts_with('[') || text.starts_with('"');
        let mut as_example = 0;
        let mut as_words = 0;
        if unit.kind == UnitKind::List || (!is_json && is_sentence(unit)) {
            as_example += weights::SENTENCE_AS_EXAMPLE;
        } else if is_value(text) || is_json {
            as_words += weights::VALUE_AS_WORDS;
        } else {
            as_example += weights::WORDS_AS_EXAMPLE;
            as_words += weights::MORE_WORDS;
        }
        if !holds_no_objects && !is_json {
            as_example += weights::EXAMPLE_OF_CONTAINER;
        }
        Self { as_words, as_example }
    }
}

/// Whether a paragraph reads as words for people.
fn is_sentence(unit: &Unit) -> bool {
    let text = unit.text.text.trim();
    let ends = text.ends_with(['。', '；', '！', '：', ':', '？']) || (text.ends_with('.') && text.contains(' '));
    let marks = text.contains(['，', '。', '；']);
    let notes = ["说明", "重要", "注意", "Note", "Important", "**"]
        .iter()
        .any(|word| text.starts_with(word));
    ends || marks || notes || !unit.text.links.is_empty() || text.contains('\n')
}

/// Whether a text is one word of Latin letters, digits and signs: what examples mostly are, and descriptions mostly not.
fn is_value(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && text.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit {
            line: 1,
            text: Text {
                text: text.to_owned(),
                links: Vec::new(),
            },
            kind: if text.starts_with("- ") {
                UnitKind::List
            } else {
                UnitKind::Paragraph
            },
        }
    }

    #[test]
    fn descriptions_and_examples() {
        type Case<'a> = (&'a [&'a str], bool, bool, &'a str, &'a str);
        let cases: &[Case<'_>] = &[
            (
                &["The weight of a pear.", "120"],
                true,
                false,
                "The weight of a pear.",
                "120",
            ),
            (&["梨的重量。"], true, false, "梨的重量。", ""),
            (&["梨的名称"], true, false, "梨的名称", ""),
            (&["pear-1"], true, false, "", "pear-1"),
            (
                &["Where it grew.", "- here", "More words.", "cn-north"],
                true,
                false,
                "Where it grew.\n- here\nMore words.",
                "cn-north",
            ),
            (&["Where it grew.", "- here"], true, false, "Where it grew.\n- here", ""),
            (
                &["Kinds.", "A sentence, shown."],
                true,
                false,
                "Kinds.",
                "A sentence, shown.",
            ),
            (&["果园列表。"], false, false, "果园列表。", ""),
            (&["Orchards", r#"{"a":1}"#], false, false, "Orchards", r#"{"a":1}"#),
            (
                &["The weight.", "120", "Common request parameters"],
                true,
                true,
                "The weight.",
                "120",
            ),
            (
                &["The weight.", "Common request parameters"],
                true,
                true,
                "The weight.",
                "Common request parameters",
            ),
            (&["The weight.", "some words"], true, false, "The weight.", "some words"),
            (&["-"], true, false, "", "-"),
            (&[], true, false, "", ""),
        ];
        for (body, holds_no_objects, is_last, description, example) in cases {
            let units: Vec<Unit> = body.iter().map(|text| unit(text)).collect();
            let cells = split(&units, *holds_no_objects, *is_last, |text| text == "A sentence, shown.");
            assert_eq!(
                (cells.description.text.as_str(), cells.example.as_str()),
                (*description, *example),
                "{body:?}"
            );
        }
    }
}
