//! YAML text to and from values, and where in it something stands. The only place that touches `serde_yaml`, which is archived upstream.

pub(crate) mod lines;
pub mod positions;

use lines::lines;
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use std::marker::PhantomData;

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
    read(text, PhantomData)
}

/// Reads what a seed makes of YAML text.
///
/// # Errors
/// If the text is not YAML, or the seed refuses it.
pub(crate) fn read<'t, S: DeserializeSeed<'t>>(text: &'t str, seed: S) -> Result<S::Value, YamlError> {
    if let Some(line) = too_deep(text) {
        return Err(YamlError {
            line,
            message: format!("more than {DEEPEST} brackets are open"),
        });
    }
    let read = seed.deserialize(serde_yaml::Deserializer::from_str(text));
    read.map_err(|error| YamlError {
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
    let mut done = 0;
    for line in lines(text).filter(|line| is_ambiguous(line.value)) {
        quoted.push_str(&text[done..line.end - line.value.len()]);
        quoted.push('\'');
        quoted.push_str(line.value);
        quoted.push('\'');
        done = line.end;
    }
    quoted.push_str(&text[done..]);
    quoted
}

/// Whether a plain scalar begins as a number and isn't one, or is a word that YAML 1.1 reads otherwise.
fn is_ambiguous(value: &str) -> bool {
    let words = ["yes", "no", "on", "off", "y", "n", "=", "<<"];
    let word = words.iter().any(|word| value.eq_ignore_ascii_case(word));
    let begins = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'))
        || value
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let plain = || !value.contains(['\'', '"', '#']) && !value.contains(": ");
    word || (begins && plain() && serde_json::from_str::<serde_json::Number>(value).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "-1:20",
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
