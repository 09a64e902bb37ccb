//! Scalars, read as they are meant: a number may come as text, text as a number, a boolean as text.

use super::failure::Failure;
use super::number::{exact_integer, finite_float};
use super::reader::Reader;
use super::slot::{Scalar, ValueSlot};
use crate::Document;
use jiter::{NumberInt, Peek};

const INTEGER: &str = "an integer";

/// A scalar that can be read; `None` if the server says nothing (`""`, `null`, `{}`, `[]`).
pub(super) trait ReadScalar: Sized {
    fn read(reader: &mut Reader<'_>, peek: Peek) -> Result<Option<Self>, Box<Failure>>;

    /// What an empty text means as an element of a list.
    fn empty_element() -> Option<Self> {
        None
    }
}

impl ReadScalar for i64 {
    #[inline]
    fn read(reader: &mut Reader<'_>, peek: Peek) -> Result<Option<Self>, Box<Failure>> {
        match peek {
            Peek::String => match reader.json.known_str()?.trim() {
                "" => Ok(None),
                text => exact_integer(text)
                    .map(Some)
                    .ok_or_else(|| Failure::text(INTEGER, text)),
            },
            number if number.is_num() => match reader.json.known_int(number) {
                Ok(NumberInt::Int(integer)) => Ok(Some(integer)),
                // A fraction, an exponent, or too many digits. The parser has not moved.
                Err(_) => {
                    let bytes = reader.json.known_number_bytes(number)?;
                    let text = String::from_utf8_lossy(bytes);
                    exact_integer(&text)
                        .map(Some)
                        .ok_or_else(|| Failure::new(INTEGER, text))
                }
            },
            other => reader.nothing(INTEGER, other).map(|()| None),
        }
    }
}

impl ReadScalar for f64 {
    fn read(reader: &mut Reader<'_>, peek: Peek) -> Result<Option<Self>, Box<Failure>> {
        const NUMBER: &str = "a number";
        match peek {
            Peek::String => match reader.json.known_str()?.trim() {
                "" => Ok(None),
                text => finite_float(text).map(Some).ok_or_else(|| Failure::text(NUMBER, text)),
            },
            number if number.is_num() => match reader.json.known_float(number)? {
                float if float.is_finite() => Ok(Some(float)),
                _ => Err(Failure::new(NUMBER, "one out of range")),
            },
            other => reader.nothing(NUMBER, other).map(|()| None),
        }
    }
}

impl ReadScalar for bool {
    fn read(reader: &mut Reader<'_>, peek: Peek) -> Result<Option<Self>, Box<Failure>> {
        const BOOLEAN: &str = "a boolean";
        let of_text = |text: &str| match text {
            "0" => Some(false),
            "1" => Some(true),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        match peek {
            Peek::True | Peek::False => Ok(Some(reader.json.known_bool(peek)?)),
            Peek::String => match reader.json.known_str()?.trim() {
                "" => Ok(None),
                text => of_text(text).map(Some).ok_or_else(|| Failure::text(BOOLEAN, text)),
            },
            number if number.is_num() => {
                let text = String::from_utf8_lossy(reader.json.known_number_bytes(number)?);
                of_text(&text).map(Some).ok_or_else(|| Failure::new(BOOLEAN, text))
            }
            other => reader.nothing(BOOLEAN, other).map(|()| None),
        }
    }
}

impl ReadScalar for String {
    #[inline]
    fn read(reader: &mut Reader<'_>, peek: Peek) -> Result<Option<Self>, Box<Failure>> {
        if peek == Peek::String {
            let text = reader.json.known_str()?;
            if text.is_empty() {
                return Ok(None);
            }
            reader.budget.text(text.len())?;
            return Ok(Some(text.to_owned()));
        }
        // A text that comes as JSON is that JSON; an empty list or object says nothing, as for every other scalar.
        if matches!(peek, Peek::Array | Peek::Object) && !reader.is_strict() {
            return reader.json_text();
        }
        let text = reader.text(peek)?.map(str::to_owned);
        reader.budget.text(text.as_ref().map_or(0, String::len))?;
        Ok(text)
    }

    fn empty_element() -> Option<Self> {
        Some(Self::new())
    }
}

impl ReadScalar for Document {
    fn read(reader: &mut Reader<'_>, _: Peek) -> Result<Option<Self>, Box<Failure>> {
        Ok(match reader.document()? {
            Self::Null => None,
            Self::String(text) if text.is_empty() => None,
            value => Some(value),
        })
    }

    fn empty_element() -> Option<Self> {
        Some(Self::String(String::new()))
    }
}

/// Whether a text stands where a value is lacking.
pub(super) fn says_nothing(text: &str) -> bool {
    const WORDS: &[&str] = &["n/a", "na", "nan", "nil", "none", "null", "undefined", "unknown"];
    let text = text.trim();
    !text.contains(char::is_alphanumeric) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

impl Reader<'_> {
    fn json_text(&mut self) -> Result<Option<String>, Box<Failure>> {
        let text = self.raw()?;
        if text
            .get(1..text.len().saturating_sub(1))
            .is_none_or(|inside| inside.trim_ascii().is_empty())
        {
            return Ok(None);
        }
        self.budget.text(text.len())?;
        let text = str::from_utf8(text).map_err(|error| Failure::new("valid JSON", error.to_string()))?;
        Ok(Some(text.to_owned()))
    }

    /// Reads a text, or a number or boolean as it is written.
    #[inline]
    fn text(&mut self, peek: Peek) -> Result<Option<&str>, Box<Failure>> {
        match peek {
            Peek::String => {
                let text = self.json.known_str()?;
                Ok((!text.is_empty()).then_some(text))
            }
            Peek::True | Peek::False => Ok(Some(if self.json.known_bool(peek)? { "true" } else { "false" })),
            number if number.is_num() => {
                let text = str::from_utf8(self.json.known_number_bytes(number)?);
                text.map(Some)
                    .map_err(|error| Failure::new("valid JSON", error.to_string()))
            }
            other => self.nothing("a string", other).map(|()| None),
        }
    }

    /// Reads a value of a list in the documentation.
    pub(super) fn value(&mut self, slot: &mut dyn ValueSlot, peek: Peek) -> Result<(), Box<Failure>> {
        if slot.is_text() {
            if let Some(text) = self.text(peek)? {
                slot.put(Scalar::Text(text));
            }
        } else if let Some(integer) = i64::read(self, peek)? {
            slot.put(Scalar::Integer(integer));
        }
        Ok(())
    }
}
