//! Where in a YAML text that people write something stands.

use super::lines::{Line, lines};
use crate::yaml;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// One step on the way to a spot in a YAML text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list, counted from 0.
    Index(usize),
}

/// A text whose lines, and the items of whose lists at the top, are found without reading it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions {
    text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    /// By list: the bytes of its items, with the dash of those that have one.
    items: BTreeMap<&'static str, Vec<Range<usize>>>,
}

impl Positions {
    /// Finds the items of some lists at the top of a text.
    pub fn of(text: String, lists: &[&'static str]) -> Self {
        let begins = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = [0].into_iter().chain(begins).collect();
        let items = lists.iter().map(|list| (*list, items(&text, list))).collect();
        Self { text, lines, items }
    }

    /// The line of a spot, counted from 1: of the spot itself, or of what is nearest to it on the way there.
    pub fn line_of(&self, steps: &[Step<'_>]) -> usize {
        if let [Step::Key(list), Step::Index(index), within @ ..] = steps
            && let Some(items) = self.items.get(list).filter(|items| !items.is_empty())
        {
            let line = |item: &Range<usize>| self.lines.partition_point(|begin| *begin <= item.start);
            let Some(item) = items.get(*index) else {
                return line(&items[0]);
            };
            let before = line(item) - 1;
            let text = self.text.get(item.clone()).unwrap_or_default();
            let dash = text.trim_start().strip_prefix('-');
            let dashed = dash.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
            let within = if dashed {
                [&[Step::Index(0)], within].concat()
            } else {
                within.to_vec()
            };
            return before + line_of(text, &within);
        }
        line_of(&self.text, steps)
    }

    /// A line, counted from 1.
    pub fn line(&self, line: usize) -> &str {
        let begin = line.checked_sub(1).and_then(|at| self.lines.get(at));
        let rest = begin.and_then(|begin| self.text.get(*begin..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }
}

/// A key at the top of a text with all that is below it: its bytes, but for blank lines and comments behind it.
pub fn section(text: &str, key: &str) -> Option<Range<usize>> {
    let mut lines = lines(text).filter(Line::is_top).skip_while(|line| line.key != key);
    let begin = lines.next()?.begin;
    let mut end = lines.next().map_or(text.len(), |next| next.begin);
    for line in text[begin..end].split_inclusive('\n').rev() {
        let is_of_it = !line.trim().is_empty() && !line.starts_with('#');
        if is_of_it {
            break;
        }
        end -= line.len();
    }
    Some(begin..end)
}

/// The items of a list below a key at the top; none where it is written in another way than one of the two.
fn items(text: &str, list: &str) -> Vec<Range<usize>> {
    let Some(section) = section(text, list) else {
        return Vec::new();
    };
    let mut lines = lines(&text[..section.end]).skip_while(|line| line.begin < section.start);
    let value = lines
        .next()
        .map(|line| (line.end - line.value.len(), line.value.trim()));
    match value {
        Some((_, value)) if value.is_empty() || value.starts_with('#') => items_in_lines(lines, section.end),
        Some((begin, value)) if value.starts_with('[') => {
            let open = text[begin..].find('[').unwrap_or_default();
            items_in_brackets(text, begin + open + 1)
        }
        _ => Vec::new(),
    }
}

/// The items of a list that is written with a dash for each, in the lines up to where it ends.
fn items_in_lines<'t>(lines: impl Iterator<Item = Line<'t>>, end: usize) -> Vec<Range<usize>> {
    let mut outer = None;
    let begins = lines.filter(|line| line.indent == *outer.get_or_insert(line.indent) && line.is_item);
    let mut begins: Vec<_> = begins.map(|line| line.begin).collect();
    begins.push(end);
    begins.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The items of a list in brackets, from behind the one that opens it.
fn items_in_brackets(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let (mut depth, mut quote, mut begin, mut before) = (0_usize, None, None, b' ');
    let mut is_comment = false;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        let blank = byte.is_ascii_whitespace();
        match (quote, byte) {
            _ if is_comment => is_comment = byte != b'\n',
            (Some(b'"'), b'"') if before == b'\\' => {}
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'#') if before.is_ascii_whitespace() => is_comment = true,
            (None, b'"' | b'\'') if depth > 0 || begin.is_none() => quote = Some(byte),
            (None, b']') if depth == 0 => {
                items.extend(begin.map(|begin| begin..at));
                return items;
            }
            (None, b',') if depth == 0 => items.extend(begin.take().map(|begin| begin..at)),
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        if begin.is_none() && !blank && !is_comment && byte != b',' {
            begin = Some(at);
        }
        before = byte;
    }
    // It never closes: the parser says so.
    Vec::new()
}

/// The line of a spot, counted from 1, as [`Positions::line_of`] has it: for a text of which one spot is asked for.
pub fn line_of(text: &str, steps: &[Step<'_>]) -> usize {
    // The parser tells places only with errors: so the spot is read as one that is wrong.
    let reached = yaml::read(text, Seek(steps)).err().filter(|error| error.line > 0);
    match (reached, steps.split_last()) {
        (Some(error), _) => error.line,
        (None, Some((_, before))) => line_of(text, before),
        (None, None) => 1,
    }
}

struct Seek<'a>(&'a [Step<'a>]);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.0.is_empty() {
            deserializer.deserialize_any(Here)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a way to a spot")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.0.split_first() {
                Some((Step::Key(wanted), rest)) if *wanted == key => map.next_value_seed(Seek(rest))?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(index), rest)) = self.0.split_first() else {
            return Ok(());
        };
        for _ in 0..*index {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Seek(rest)).map(|_| ())
    }
}

/// Refuses any value, at its place.
struct Here;

impl<'de> Visitor<'de> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing: the spot is reached")
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("here"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("here"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_spots() {
        let text = "# head\nfields:\n- path: A\n  values:\n    x: Y\n\n- {path: B,\n   type: Long}\nother: 1\n";
        let found = Positions::of(text.to_owned(), &["fields"]);
        use Step::{Index, Key};
        for (steps, line) in [
            (vec![Key("fields"), Index(0)], 3),
            (vec![Key("fields"), Index(0), Key("path")], 3),
            (vec![Key("fields"), Index(0), Key("values")], 5),
            (vec![Key("fields"), Index(1)], 7),
            (vec![Key("fields"), Index(1), Key("type")], 8),
            (vec![Key("fields"), Index(1), Key("none")], 7),
            (vec![Key("fields"), Index(7)], 3),
            (vec![Key("other")], 9),
            (vec![Key("none")], 2),
            (vec![], 2),
        ] {
            assert_eq!(line_of(text, &steps), line, "{steps:?}");
            assert_eq!(found.line_of(&steps), line, "{steps:?}");
        }
        assert_eq!(
            (found.line(8), found.line(0), found.line(99)),
            ("   type: Long}", "", "")
        );
    }

    /// In whatever form, the items found are those that the parser tells.
    #[test]
    fn items_of_lists() {
        for text in [
            "fields:\n  # one\n  - path: A\n    note: |\n      - x\n  -\n    path: B\nfields2: []\n",
            "fields: [{path: A}, {path: B}]\n",
            "fields: [ # why\n {path: 'A, it''s [', x: [1, 2]}, # {path: no},\n\n {path: \"B\\\"]\"},\n]\nother: 1\n",
            "fields:\n- path: A\n- path: B",
            "fields: []\n",
            "fields: [\n",
            "fields:\n",
            "",
        ] {
            let found = Positions::of(text.to_owned(), &["fields"]);
            for index in [0, 1] {
                for steps in [
                    vec![Step::Key("fields"), Step::Index(index)],
                    vec![Step::Key("fields"), Step::Index(index), Step::Key("path")],
                ] {
                    assert_eq!(found.line_of(&steps), line_of(text, &steps), "{steps:?} of {text}");
                }
            }
        }
    }
}
