//! The decoder: one pass over the JSON text, filling slots.

use super::budget::{Budget, Growth};
use super::document::raw_length;
use super::failure::Failure;
use super::scalar::{ReadScalar, says_nothing};
use super::slot::{Field, Shape, Slot, Visitor, is_payload};
use crate::unknown::UnknownFields;
use jiter::{Jiter, JiterErrorType, JsonErrorType, Peek};
use std::mem::take;

pub(super) type Read = Result<(), Box<Failure>>;

/// How deep structures may nest; types that hold themselves are bounded by nothing else.
const MAX_DEPTH: u8 = 100;

/// What to do with a value that is not what the documentation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnMismatch {
    /// Keep it among the unknown fields, and read on.
    Keep,
    /// Fail.
    Refuse,
}

pub(super) struct Reader<'j> {
    pub(super) json: Jiter<'j>,
    pub(super) budget: Budget,
    source: &'j [u8],
    /// Where in the source the text begins that the parser sees.
    base: usize,
    depth: u8,
    on_mismatch: OnMismatch,
    /// Whether any documented field was read.
    found: bool,
    /// Whether words stood where the documentation says something else.
    lost: bool,
}

impl<'j> Reader<'j> {
    pub(super) fn new(json: &'j [u8], on_mismatch: OnMismatch) -> Self {
        Self {
            json: Jiter::new(json),
            budget: Budget::of_response(json.len()),
            source: json,
            base: 0,
            depth: 0,
            on_mismatch,
            found: false,
            lost: false,
        }
    }

    /// Where the text begins that the parser sees.
    pub(super) const fn base(&self) -> usize {
        self.base
    }

    /// Whether words are all that there was where the documentation says something else: then it is no response of this kind.
    pub(super) const fn is_of_another_kind(&self) -> bool {
        self.lost && !self.found
    }

    /// Whether every value must be what the documentation says.
    pub(super) fn is_strict(&self) -> bool {
        self.on_mismatch == OnMismatch::Refuse
    }

    pub(super) fn index(&self) -> usize {
        self.base + self.json.current_index()
    }

    /// Goes to a place where a value begins or ends. Between values the parser keeps nothing in mind but its place.
    pub(super) fn rewind(&mut self, index: usize) {
        self.json = Jiter::new(self.source.get(index..).unwrap_or_default());
        self.base = index;
    }

    /// Reads a whole text into a structure, or into its only field.
    pub(super) fn response(&mut self, shape: &mut dyn Shape) -> Read {
        shape.visit(&mut WholeBody(self))?;
        Ok(self.json.finish()?)
    }

    /// Reads the object that comes next into a structure.
    pub(super) fn structure(&mut self, shape: &mut dyn Shape) -> Read {
        self.check_depth()?;
        self.depth += 1;
        let read = shape.visit(self);
        self.depth -= 1;
        read
    }

    /// Whether a structure may begin here.
    pub(super) fn check_depth(&self) -> Read {
        if self.depth < MAX_DEPTH {
            return Ok(());
        }
        Err(Failure::new("less nesting", format!("more than {MAX_DEPTH} levels")))
    }

    /// Reads the value of a field. One that is not what the documentation says costs that field, not the response.
    #[inline]
    fn field(&mut self, slot: &mut Slot<'_>, field: Field, unknown: &mut UnknownFields) -> Read {
        let peek = self.json.peek()?;
        let start = self.index();
        match self.fill(slot, field, unknown, peek) {
            Ok(()) => {
                // Structures speak for themselves.
                self.found |=
                    peek != Peek::Null && !matches!(slot, Slot::Struct(_) | Slot::Structs(_) | Slot::StructMap(_));
                Ok(())
            }
            Err(failure) => self
                .keep_mismatch(failure, (start, peek), || field.0.to_owned(), unknown)
                .map_err(|failure| failure.field(field.0)),
        }
    }

    /// Keeps the value from `start` on, which failed to be read, among the unknown fields; if it is one value that failed.
    #[cold]
    pub(super) fn keep_mismatch(
        &mut self,
        failure: Box<Failure>,
        (start, peek): (usize, Peek),
        name: impl FnOnce() -> String,
        unknown: &mut UnknownFields,
    ) -> Read {
        if self.on_mismatch == OnMismatch::Refuse || !failure.is_of_value() {
            return Err(failure);
        }
        self.rewind(start);
        let name = name();
        self.budget.text(name.len())?;
        self.budget.grow(unknown.growth())?;
        let value = self.document()?;
        self.lost |= peek == Peek::String && !value.as_str().is_some_and(says_nothing);
        unknown.push(name, value);
        Ok(())
    }

    #[inline]
    fn fill(&mut self, slot: &mut Slot<'_>, field: Field, unknown: &mut UnknownFields, peek: Peek) -> Read {
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
                Peek::Object => {
                    self.check_depth()?;
                    self.structure(slot.fill())
                }
                other => self.nothing("an object", other),
            },
            Slot::Structs(list) => self.list(&mut super::list::Structs(*list), field, unknown, peek),
            Slot::Values(list) => self.list(&mut super::list::Values(*list), field, unknown, peek),
            Slot::Strings(list) => self.list(*list, field, unknown, peek),
            Slot::Integers(list) => self.list(*list, field, unknown, peek),
            Slot::Floats(list) => self.list(*list, field, unknown, peek),
            Slot::Booleans(list) => self.list(*list, field, unknown, peek),
            Slot::Anys(list) => self.list(*list, field, unknown, peek),
            Slot::Map(map) => {
                map.clear();
                self.map(peek, field, unknown, |reader, name, _| {
                    reader.budget.member(map.len(), name.len())?;
                    let value = reader.document()?;
                    map.insert(take(name), value);
                    Ok(())
                })
            }
            Slot::StringMap(map) => {
                map.clear();
                self.map(peek, field, unknown, |reader, name, peek| {
                    reader.budget.grow(Growth::of_member::<String>(map.len()))?;
                    reader.budget.text(name.len())?;
                    if let Some(value) = String::read(reader, peek)? {
                        map.insert(take(name), value);
                    }
                    Ok(())
                })
            }
            Slot::StructMap(map) => {
                map.clear();
                self.map(peek, field, unknown, |reader, name, peek| {
                    if peek != Peek::Object {
                        return reader.nothing("an object", peek);
                    }
                    reader.check_depth()?;
                    reader.budget.grow(map.growth())?;
                    reader.budget.text(name.len())?;
                    reader.structure(map.insert(name.clone()))
                })
            }
        }
    }

    fn one<T: ReadScalar>(&mut self, slot: &mut Option<T>, peek: Peek) -> Read {
        *slot = T::read(self, peek)?;
        Ok(())
    }

    /// Reads an object member by member; one that can't be read costs itself alone. `member` takes the name of one that it has read.
    fn map(
        &mut self,
        peek: Peek,
        field: Field,
        unknown: &mut UnknownFields,
        mut member: impl FnMut(&mut Self, &mut String, Peek) -> Read,
    ) -> Read {
        if peek != Peek::Object {
            return self.nothing("an object", peek);
        }
        let mut key = self.json.known_object()?.map(str::to_owned);
        while let Some(mut name) = key {
            let (start, peek) = (self.index(), self.json.peek()?);
            if let Err(failure) = member(self, &mut name, peek) {
                let place = || format!("{}.{name}", field.0);
                self.keep_mismatch(failure, (start, peek), place, unknown)
                    .map_err(|failure| failure.key(name))?;
            }
            key = self.json.next_key()?.map(str::to_owned);
        }
        Ok(())
    }

    /// Text of the next value.
    pub(super) fn raw(&mut self) -> Result<&'j [u8], Box<Failure>> {
        let peek = self.json.peek()?;
        let start = self.index();
        match self.json.known_skip(peek) {
            Ok(()) => {}
            // The parser itself goes 200 levels deep.
            Err(error) if error.error_type == JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded) => {
                let rest = self.source.get(start..).unwrap_or_default();
                self.rewind(start + raw_length(rest).ok_or(error)?);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(self.source.get(start..self.index()).unwrap_or_default())
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
        let mut seen = Seen::default();
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            let exact = match fields.get(expected) {
                Some((known, _)) if *known == name => Some(expected),
                _ => find(fields, expected, |known| known == name),
            };
            let index = exact.or_else(|| seen.in_another_case(fields, name));
            seen.note(exact);
            match index.and_then(|index| Some((index, slots.get_mut(index)?, fields.get(index)?))) {
                Some((index, slot, field)) => {
                    expected = index + 1;
                    self.field(slot, *field, unknown)?;
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

/// Reads the whole text.
struct WholeBody<'r, 'j>(&'r mut Reader<'j>);

impl Visitor for WholeBody<'_, '_> {
    fn slots(&mut self, fields: &'static [Field], slots: &mut [Slot<'_>], unknown: &mut UnknownFields) -> Read {
        let reader = &mut *self.0;
        match (slots, fields) {
            // Text as a whole body is no JSON, but the bare text.
            ([Slot::String(slot)], fields) if is_payload(fields) => {
                let text = String::from_utf8_lossy(reader.source);
                reader.budget.text(text.len())?;
                **slot = Some(text.into_owned());
                reader.rewind(reader.source.len());
                Ok(())
            }
            ([slot], [field]) if is_payload(fields) => reader.field(slot, *field, unknown),
            (slots, fields) => match reader.json.peek()? {
                Peek::Object => {
                    reader.depth += 1;
                    let read = reader.slots(fields, slots, unknown);
                    reader.depth -= 1;
                    read
                }
                other => Err(reader.unexpected("an object", other)?),
            },
        }
    }
}

/// Which fields of a structure came under their documented names, as far as there is room to note it.
#[derive(Default)]
struct Seen([u64; 4]);

impl Seen {
    #[inline]
    fn note(&mut self, index: Option<usize>) {
        if let Some(word) = index.and_then(|index| self.0.get_mut(index / 64).map(|word| (word, index % 64))) {
            *word.0 |= 1 << word.1;
        }
    }

    fn has(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Index of the field that a name means which only differs in case. What came under the documented name is not replaced.
    #[cold]
    fn in_another_case(&self, fields: &[Field], name: &str) -> Option<usize> {
        find(fields, 0, |known| known.eq_ignore_ascii_case(name)).filter(|index| !self.has(*index))
    }
}

/// Index of a field, searched from the expected one on.
#[inline]
fn find(fields: &[Field], expected: usize, is_it: impl Fn(&str) -> bool) -> Option<usize> {
    let (before, after) = fields.split_at_checked(expected).unwrap_or((fields, &[]));
    let ahead = after
        .iter()
        .position(|field| is_it(field.0))
        .map(|index| expected + index);
    ahead.or_else(|| before.iter().position(|field| is_it(field.0)))
}
