//! YAML text to and from the model. The only place that touches `serde_yaml`, which is archived upstream.

use serde::de::{DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, Serialize};
use std::fmt;

/// Why a YAML text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// The line, counted from 1; 0 where the parser does not tell.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Reads a value from YAML text.
///
/// # Errors
/// If the text is not YAML, or not of the value's form.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    if let Some(line) = too_deep(text) {
        return Err(YamlError {
            line,
            message: format!("more than {DEEPEST} brackets are open"),
        });
    }
    serde_yaml::from_str(text).map_err(|error| YamlError {
        line: error.location().map_or(0, |location| location.line()),
        message: error.to_string(),
    })
}

/// How many brackets may be open at once, those in words counted as well. The parser's time grows with the square of it.
const DEEPEST: usize = 2_000;

/// The line where more brackets are open than may be.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, line) in text.lines().enumerate() {
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        if open > DEEPEST {
            return Some(at + 1);
        }
    }
    None
}

/// One step on the way to a spot in a YAML text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list, counted from 0.
    Index(usize),
}

/// The line of a spot in a YAML text, counted from 1: of the spot itself, or of what is nearest to it on the way there.
pub fn line_of(text: &str, steps: &[Step<'_>]) -> usize {
    // One item of a long list is found without reading all of the others.
    if let [Step::Key(list), Step::Index(index), ..] = steps
        && let Some((before, item)) = item_of(text, list, *index)
    {
        let within = [&[Step::Index(0)], &steps[2..]].concat();
        return before + line_read(item, &within);
    }
    line_read(text, steps)
}

/// The text of an item of a list below a key at the top, as a list of its own, and how many lines stand before it; nothing where the list
/// is not written an item a line or more.
fn item_of<'a>(text: &'a str, list: &str, index: usize) -> Option<(usize, &'a str)> {
    let mut lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line))
    });
    let is_key = |line: &str| line.trim_end().strip_suffix(':') == Some(list);
    let before = 1 + lines.by_ref().position(|(_, line)| is_key(line))?;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (mut outer, mut items, mut begin) = (None, 0, None);
    let mut end = text.len();
    for (number, (start, line)) in (before..).zip(lines) {
        let words = line.trim();
        if !(words.is_empty() || words.starts_with('#')) {
            let outer = *outer.get_or_insert(indent(line));
            let is_item = indent(line) == outer && (words == "-" || words.starts_with("- "));
            if indent(line) <= outer && (begin.is_some() || !is_item) {
                end = start;
                break;
            }
            if is_item && items == index {
                begin = Some((number, start));
            }
            items += usize::from(is_item);
        }
    }
    let (before, start) = begin?;
    Some((before, &text[start..end]))
}

fn line_read(text: &str, steps: &[Step<'_>]) -> usize {
    // The parser tells places only with errors: so the spot is read as one that is wrong.
    let reached = Seek(steps).deserialize(serde_yaml::Deserializer::from_str(text)).err();
    match (reached.and_then(|error| error.location()), steps.split_last()) {
        (Some(location), _) => location.line(),
        (None, Some((_, before))) => line_read(text, before),
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

/// Writes a value as YAML text, which readers of YAML 1.1 and 1.2 understand alike.
///
/// # Errors
/// If the value holds something that YAML can't, such as a map with a struct for a key.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, YamlError> {
    let text = serde_yaml::to_string(value).map_err(|error| YamlError {
        line: 0,
        message: error.to_string(),
    })?;
    Ok(quote_ambiguous(&text))
}

/// Quotes plain scalars that YAML 1.1 takes for dates, base-60 or octal numbers; serde_yaml writes for YAML 1.2 only.
fn quote_ambiguous(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 64);
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|outer| line.is_empty() || spaces > outer) {
            quoted.push_str(line);
        } else {
            let (key, value) = match line.find(": ") {
                Some(at) => line.split_at(at + 2),
                None => line.split_at(indent),
            };
            block = value.starts_with(['|', '>']).then_some(spaces);
            quoted.push_str(key);
            if is_ambiguous(value) {
                quoted.push('\'');
                quoted.push_str(value);
                quoted.push('\'');
            } else {
                quoted.push_str(value);
            }
        }
        quoted.push('\n');
    }
    quoted
}

/// Whether a plain scalar begins as a number and isn't one, or is a word that YAML 1.1 reads otherwise.
fn is_ambiguous(value: &str) -> bool {
    let word = matches!(
        value.to_ascii_lowercase().as_str(),
        "yes" | "no" | "on" | "off" | "y" | "n" | "=" | "<<"
    );
    let begins = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'))
        || value
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let plain = !value.contains(['\'', '"', '#']) && !value.contains(": ");
    word || (begins && plain && serde_json::from_str::<serde_json::Number>(value).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_spots() {
        let text = "# head\nfields:\n- path: A\n  values:\n    x: Y\n\n- {path: B,\n   type: Long}\nother: 1\n";
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
        }
        assert_eq!(line_of("", &[Key("none")]), 1);
        let indented = "fields:\n  # one\n  - path: A\n    note: |\n      - x\n  -\n    path: B\nfields2: []\n";
        assert_eq!(line_of(indented, &[Key("fields"), Index(1), Key("path")]), 7);
    }

    #[test]
    fn brackets_have_an_end() {
        for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "[\n".repeat(100_000)] {
            let error = from_str::<Vec<String>>(&text).unwrap_err();
            assert!(error.message.contains("brackets"), "{error}");
        }
    }

    #[test]
    fn texts_that_look_like_something_else_are_quoted() {
        let texts = [
            "2018-12-10T12:07Z",
            "2018-12-99",
            "1:20",
            "0777",
            "on",
            "No",
            "1",
            "1.5",
            "true",
            "null",
            "a: b",
            "x",
            "- y",
            "1_000",
            "two\n2018-12-10\nlines",
            "1'2",
            "~",
        ];
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let yaml = to_string(&texts).unwrap();
        assert_eq!(from_str::<Vec<String>>(&yaml).unwrap(), texts, "{yaml}");
        assert!(
            yaml.contains("'2018-12-99'")
                && yaml.contains("'1:20'")
                && yaml.contains("'on'")
                && yaml.contains("\n  2018-12-10\n"),
            "{yaml}"
        );
        assert_eq!(to_string(&vec![400, -1]).unwrap(), "- 400\n- -1\n");
    }
}
