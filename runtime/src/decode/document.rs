//! Free-form JSON: read as it stands, as far as it can be held.

use super::budget::{Budget, Growth};
use super::failure::Failure;
use super::reader::{Read, Reader};
use crate::Document;
use crate::unknown::UnknownFields;
use jiter::Peek;

/// How deep free-form JSON may nest. What lies deeper is kept as its JSON text.
const MAX_DEPTH: u8 = 100;

impl Reader<'_> {
    /// Reads the next value as it stands. What no [`Document`] can hold (a number out of range, too much nesting, more values than the
    /// response's memory allows) is kept as its JSON text.
    pub(super) fn document(&mut self) -> Result<Document, Box<Failure>> {
        self.document_at(MAX_DEPTH)
    }

    fn document_at(&mut self, depth: u8) -> Result<Document, Box<Failure>> {
        let peek = self.json.peek()?;
        if depth == 0 && matches!(peek, Peek::Array | Peek::Object) {
            return self.raw_document();
        }
        let (start, budget) = (self.index(), self.budget);
        match self.value_at(peek, depth) {
            // Only the outermost value is worth a second reading.
            Err(failure) if failure.is_of_memory() && depth == MAX_DEPTH => {
                self.budget = budget;
                self.rewind(start);
                self.raw_document()
            }
            read => read,
        }
    }

    /// Reads a whole text as it stands. One whose values take too much memory is a failure: there is no place to keep it as text.
    pub(super) fn whole(&mut self) -> Result<Document, Box<Failure>> {
        let peek = self.json.peek()?;
        let value = self.value_at(peek, MAX_DEPTH)?;
        self.json.finish()?;
        Ok(value)
    }

    fn value_at(&mut self, peek: Peek, depth: u8) -> Result<Document, Box<Failure>> {
        match peek {
            Peek::Array => self.elements(depth),
            Peek::Object => self.members(depth),
            scalar => self.scalar(scalar),
        }
    }

    fn scalar(&mut self, peek: Peek) -> Result<Document, Box<Failure>> {
        Ok(match peek {
            Peek::Null => self.json.known_null().map(|()| Document::Null)?,
            Peek::True | Peek::False => Document::Bool(self.json.known_bool(peek)?),
            Peek::String => {
                let text = self.json.known_str()?;
                self.budget.text(text.len())?;
                Document::String(text.to_owned())
            }
            number if number.is_num() => {
                let text = self.json.known_number_bytes(number)?;
                match serde_json::from_slice(text) {
                    Ok(number) => Document::Number(number),
                    Err(_) => Document::String(String::from_utf8_lossy(text).into_owned()),
                }
            }
            other => {
                self.json.known_skip(other)?;
                Document::Null
            }
        })
    }

    fn elements(&mut self, depth: u8) -> Result<Document, Box<Failure>> {
        let mut elements = Vec::new();
        let mut next = self.json.known_array()?;
        while next.is_some() {
            self.budget.grow(Growth::of(&elements))?;
            elements.push(self.document_at(depth - 1)?);
            next = self.json.array_step()?;
        }
        Ok(Document::Array(elements))
    }

    fn members(&mut self, depth: u8) -> Result<Document, Box<Failure>> {
        let mut members = serde_json::Map::new();
        let mut key = owned(&mut self.budget, 0, self.json.known_object()?)?;
        while let Some(name) = key {
            members.insert(name, self.document_at(depth - 1)?);
            key = owned(&mut self.budget, members.len(), self.json.next_key()?)?;
        }
        Ok(Document::Object(members))
    }

    fn raw_document(&mut self) -> Result<Document, Box<Failure>> {
        let text = self.raw()?;
        self.budget.text(text.len())?;
        Ok(Document::String(String::from_utf8_lossy(text).into_owned()))
    }

    /// Keeps the next value among the fields that the documentation does not mention.
    pub(super) fn keep_unknown(&mut self, name: String, unknown: &mut UnknownFields) -> Read {
        let mut keep = || {
            self.budget.text(name.len())?;
            self.budget.grow(unknown.growth())?;
            self.document()
        };
        match keep() {
            Ok(value) => {
                unknown.push(name, value);
                Ok(())
            }
            Err(failure) => Err(failure.key(name)),
        }
    }
}

/// The name of a free-form member that comes after some others, and memory for both.
pub(super) fn owned(budget: &mut Budget, members: usize, name: Option<&str>) -> Result<Option<String>, Box<Failure>> {
    let Some(name) = name else { return Ok(None) };
    budget.member(members, name.len())?;
    Ok(Some(name.to_owned()))
}

/// Length of the object or list at the head of a text, however deep it nests. Not every wrong text is told: the text that follows is
/// still to be read, and brackets inside only have to match in number.
pub(super) fn raw_length(json: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in json.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        for (json, length) in [
            ("[]x", Some(2)),
            (r#"{"a]":["\"}"]},1"#, Some(14)),
            ("[[]", None),
            ("]", None),
            ("", None),
        ] {
            assert_eq!(raw_length(json.as_bytes()), length, "{json}");
        }
    }
}
