//! The decoder: one pass over the JSON text, filling slots.

use super::failure::Failure;
use super::scalar::ReadScalar;
use super::slot::{Field, Shape, Slot, Visitor};
use crate::Document;
use crate::unknown::UnknownFields;
use jiter::{Jiter, Peek};
use std::collections::BTreeMap;

type Read = Result<(), Box<Failure>>;

/// How deep structures may nest; types that hold themselves are bounded by nothing else.
const MAX_DEPTH: u8 = 100;

pub(super) struct Reader<'j> {
    pub(super) json: Jiter<'j>,
    depth: u8,
}

impl<'j> Reader<'j> {
    pub(super) fn new(json: &'j [u8]) -> Self {
        Self {
            json: Jiter::new(json),
            depth: 0,
        }
    }

    /// Reads a whole text into a structure.
    pub(super) fn answer(&mut self, shape: &mut dyn Shape) -> Read {
        match self.json.peek()? {
            Peek::Object => self.structure(shape)?,
            other => return Err(self.unexpected("an object", other)?),
        }
        Ok(self.json.finish()?)
    }

    /// Reads the object that comes next into a structure.
    pub(super) fn structure(&mut self, shape: &mut dyn Shape) -> Read {
        if self.depth == MAX_DEPTH {
            return Err(Failure::new("less nesting", format!("more than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        shape.visit(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn fill(&mut self, slot: &mut Slot<'_>, field: Field, unknown: &mut UnknownFields) -> Read {
        let peek = self.json.peek()?;
        if peek == Peek::Null {
            return Ok(self.json.known_null()?);
        }
        match slot {
            Slot::String(slot) => self.one(slot, peek),
            Slot::Integer(slot) => self.one(slot, peek),
            Slot::Boolean(slot) => self.one(slot, peek),
            Slot::Float(slot) => self.one(slot, peek),
            Slot::Any(slot) => self.one(slot, peek),
            Slot::Value(slot) => self.value(*slot, peek),
            Slot::Struct(slot) => match peek {
                Peek::Object => self.structure(slot.fill()),
                other => self.nothing("an object", other),
            },
            Slot::Structs(list) => self.list(&mut super::list::Structs(*list), field, unknown, peek),
            Slot::Values(list) => self.list(&mut super::list::Values(*list), field, unknown, peek),
            Slot::Strings(list) => self.list(*list, field, unknown, peek),
            Slot::Integers(list) => self.list(*list, field, unknown, peek),
            Slot::Floats(list) => self.list(*list, field, unknown, peek),
            Slot::Booleans(list) => self.list(*list, field, unknown, peek),
            Slot::Anys(list) => self.list(*list, field, unknown, peek),
            Slot::Map(map) => self.map(map, peek),
        }
    }

    fn one<T: ReadScalar>(&mut self, slot: &mut Option<T>, peek: Peek) -> Read {
        *slot = T::read(self, peek)?;
        Ok(())
    }

    fn map(&mut self, map: &mut BTreeMap<String, Document>, peek: Peek) -> Read {
        if peek != Peek::Object {
            return self.nothing("an object", peek);
        }
        let mut key = self.json.known_object()?.map(str::to_owned);
        while let Some(name) = key {
            let value = self.document()?;
            map.insert(name, value);
            key = self.json.next_key()?.map(str::to_owned);
        }
        Ok(())
    }

    /// Reads the next value as it stands.
    pub(super) fn document(&mut self) -> Result<Document, Box<Failure>> {
        let peek = self.json.peek()?;
        let start = self.json.current_index();
        self.json.known_skip(peek)?;
        let text = self.json.slice_to_current(start);
        serde_json::from_slice(text).map_err(|error| Failure::new("valid JSON", error.to_string()))
    }

    pub(super) fn keep_unknown(&mut self, name: String, unknown: &mut UnknownFields) -> Read {
        match self.document() {
            Ok(value) => {
                unknown.push(name, value);
                Ok(())
            }
            Err(failure) => Err(failure.key(name)),
        }
    }

    /// Reads one of the many ways of saying nothing: `null`, `""`, `{}`, `[]`. Anything else fails.
    #[cold]
    pub(super) fn nothing(&mut self, expected: &'static str, peek: Peek) -> Read {
        let empty = match peek {
            Peek::Null => self.json.known_null().map(|()| true)?,
            Peek::String => match self.json.known_str()? {
                "" => true,
                text => return Err(Failure::text(expected, text)),
            },
            Peek::Object => self.json.known_object()?.is_none(),
            Peek::Array => self.json.known_array()?.is_none(),
            _ => false,
        };
        if empty {
            Ok(())
        } else {
            Err(self.unexpected(expected, peek)?)
        }
    }

    /// The failure of finding a value of the wrong kind. It ends the reading, so it doesn't matter how much of the value it takes.
    #[cold]
    pub(super) fn unexpected(&mut self, expected: &'static str, peek: Peek) -> Result<Box<Failure>, Box<Failure>> {
        Ok(match peek {
            Peek::Null => Failure::new(expected, "null"),
            Peek::True => Failure::new(expected, "true"),
            Peek::False => Failure::new(expected, "false"),
            Peek::Object => Failure::new(expected, "an object"),
            Peek::Array => Failure::new(expected, "a list"),
            Peek::String => Failure::text(expected, self.json.known_str()?),
            number if number.is_num() => {
                let text = String::from_utf8_lossy(self.json.known_number_bytes(number)?);
                Failure::new(expected, crate::text::Excerpt(&text).to_string())
            }
            // Not the start of any value: the parser knows best what to say.
            other => match self.json.known_skip(other) {
                Err(error) => error.into(),
                Ok(()) => Failure::new(expected, "something else"),
            },
        })
    }
}

impl Visitor for Reader<'_> {
    fn slots(&mut self, fields: &'static [Field], slots: &mut [Slot<'_>], unknown: &mut UnknownFields) -> Read {
        // Servers mostly keep to one order of fields, so the next one is tried before any search.
        let mut expected = 0;
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            match find(fields, expected, name) {
                Some(index) => {
                    expected = index + 1;
                    if let (Some(slot), Some(field)) = (slots.get_mut(index), fields.get(index)) {
                        self.fill(slot, *field, unknown)
                            .map_err(|failure| failure.field(field.0))?;
                    }
                }
                None => {
                    let name = name.to_owned();
                    self.keep_unknown(name, unknown)?;
                }
            }
            key = self.json.next_key()?;
        }
        Ok(())
    }
}

/// Index of a field, searched from the expected one on.
#[inline]
fn find(fields: &[Field], expected: usize, name: &str) -> Option<usize> {
    let (before, after) = fields.split_at_checked(expected).unwrap_or((fields, &[]));
    let ahead = after
        .iter()
        .position(|field| field.0 == name)
        .map(|index| expected + index);
    ahead.or_else(|| before.iter().position(|field| field.0 == name))
}
