//! A YAML text line by line: the one place that tells by itself, without the parser, which of them hold keys and which are words.
//!
//! The parser tells places only with errors, and takes far longer. This reads block style, the form in which files are written here; in a
//! text that a person wrote in another form it may find less, and never more.

use memchr::memchr_iter;
use std::borrow::Cow;

/// A line that says something: it is not empty, no comment, and none of the words of a block scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'t> {
    /// Counted from 1.
    pub(crate) number: usize,
    /// Where it begins in the text.
    pub(crate) begin: usize,
    /// Where its last letter ends, and with it the value.
    pub(crate) end: usize,
    /// How many spaces it begins with.
    pub(crate) indent: usize,
    /// Whether it begins an item of a list.
    pub(crate) is_item: bool,
    /// Where in the line that stands which follows its dashes.
    pub(crate) column: usize,
    /// Empty where there is none.
    pub(crate) key: &'t str,
    /// What stands behind the key, as it is written.
    pub(crate) value: &'t str,
}

impl Line<'_> {
    /// Whether it begins what stands below a key at the top.
    pub(crate) fn is_top(&self) -> bool {
        self.indent == 0 && !self.is_item && !self.key.is_empty()
    }
}

/// The lines that say something.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut behind = 0;
    // What a block scalar holds stands deeper than what it belongs to.
    let mut block: Option<usize> = None;
    text.split_inclusive('\n').enumerate().filter_map(move |(at, whole)| {
        let begin = behind;
        behind += whole.len();
        let words = whole.trim_end_matches(['\n', '\r']);
        let mut rest = words.trim_start_matches(' ');
        let indent = words.len() - rest.len();
        if rest.trim_ascii().is_empty() || block.is_some_and(|outer| indent > outer) {
            return None;
        }
        block = None;
        if rest.starts_with('#') {
            return None;
        }
        let mut dash = None;
        while let Some(item) = rest
            .strip_prefix('-')
            .filter(|item| item.is_empty() || item.starts_with(' '))
        {
            dash = Some(words.len() - rest.len());
            rest = item.trim_start_matches(' ');
        }
        let column = words.len() - rest.len();
        let (key, value) = pair(rest);
        if value.trim_start_matches(' ').starts_with(['|', '>']) {
            block = if key.is_empty() { dash } else { Some(column) };
        }
        Some(Line {
            number: at + 1,
            begin,
            end: begin + words.len(),
            indent,
            is_item: dash.is_some(),
            column,
            key,
            value,
        })
    })
}

/// A key and what stands behind it; an empty one where there is none.
fn pair(words: &str) -> (&str, &str) {
    let within = match words.as_bytes().first() {
        Some(quote @ (b'\'' | b'"')) => memchr_iter(*quote, words.as_bytes()).nth(1).unwrap_or(words.len()),
        Some(b'{' | b'[') => words.len(),
        _ => 0,
    };
    let is_end = |at: &usize| matches!(words.as_bytes().get(at + 1), None | Some(b' '));
    let colon = memchr_iter(b':', &words.as_bytes()[within..])
        .map(|at| within + at)
        .find(is_end);
    match colon {
        Some(at) => (&words[..at], words.get(at + 2..).unwrap_or_default()),
        None => ("", words),
    }
}

/// The text of a scalar that is written in one line.
pub(crate) fn scalar(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    match value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) if inner.contains('\'') => inner.replace("''", "'").into(),
        Some(inner) => inner.into(),
        None => value.trim_matches('"').into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_values_and_words() {
        let text = "# head\na: 1\nb:\n- name: x\n  words: |-\n    key: no\n\n    - no\n  'q: r': \"s: t\"\n- |\n  no: no\n- - -1\n- {c: d}\n\
                    -\n  e: >\n   no\r\n  f: g:h\r\nlast";
        let found: Vec<_> = lines(text)
            .map(|line| {
                (
                    line.number,
                    line.indent,
                    line.is_item,
                    line.column,
                    line.key,
                    line.value,
                )
            })
            .collect();
        let expected = [
            (2, 0, false, 0, "a", "1"),
            (3, 0, false, 0, "b", ""),
            (4, 0, true, 2, "name", "x"),
            (5, 2, false, 2, "words", "|-"),
            (9, 2, false, 2, "'q: r'", "\"s: t\""),
            (10, 0, true, 2, "", "|"),
            (12, 0, true, 4, "", "-1"),
            (13, 0, true, 2, "", "{c: d}"),
            (14, 0, true, 1, "", ""),
            (15, 2, false, 2, "e", ">"),
            (17, 2, false, 2, "f", "g:h"),
            (18, 0, false, 0, "", "last"),
        ];
        assert_eq!(found, expected);
        assert!(lines(text).all(|line| text.lines().nth(line.number - 1) == text[line.begin..].lines().next()));
    }
}
