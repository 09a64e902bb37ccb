//! Lists, read as they are meant: bare, wrapped, or one element in place of the list.

use super::failure::Failure;
use super::reader::Reader;
use super::scalar::ReadScalar;
use super::slot::{Field, StructList, ValueSlot, wraps};
use crate::unknown::UnknownFields;
use jiter::Peek;

type Read = Result<(), Box<Failure>>;

/// A list that elements are read into.
pub(super) trait List {
    /// Removes all elements; a field that comes twice counts once.
    fn clear(&mut self);

    /// Reads one element, which is not `null`.
    fn element(&mut self, reader: &mut Reader<'_>, peek: Peek) -> Read;

    /// Names of an element's own fields, if elements are structures.
    fn fields(&self) -> Option<&'static [Field]> {
        None
    }
}

impl<T: ReadScalar> List for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn element(&mut self, reader: &mut Reader<'_>, peek: Peek) -> Read {
        let element = T::read(reader, peek)?;
        // Among others an empty text has a meaning, if only to keep the others in place.
        self.extend(element.or_else(|| if peek == Peek::String { T::empty_element() } else { None }));
        Ok(())
    }
}

/// Structures as a list.
pub(super) struct Structs<'a>(pub(super) &'a mut dyn StructList);

impl List for Structs<'_> {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn element(&mut self, reader: &mut Reader<'_>, peek: Peek) -> Read {
        match peek {
            Peek::Object => reader.structure(self.0.push()),
            other => reader.nothing("an object", other),
        }
    }

    fn fields(&self) -> Option<&'static [Field]> {
        Some(self.0.fields())
    }
}

/// Enumerated values as a list.
pub(super) struct Values<'a>(pub(super) &'a mut dyn ValueSlot);

impl List for Values<'_> {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn element(&mut self, reader: &mut Reader<'_>, peek: Peek) -> Read {
        reader.value(self.0, peek)
    }
}

/// What an object in the place of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// No elements.
    Empty,
    /// A wrapper with the elements under its documented name.
    Documented,
    /// A wrapper with the elements under its only name, which the documentation does not mention.
    Only,
    /// One element itself.
    Element,
    /// Nothing that can be read.
    Neither,
}

/// Tells what an object in the place of a list is, from its keys; `first_nests` says that the first key's value is not a scalar.
pub(crate) fn meaning<'k>(
    field: Field,
    element: Option<&[Field]>,
    mut keys: impl Iterator<Item = &'k str>,
    first_nests: bool,
) -> Meaning {
    let Some(first) = keys.next() else {
        return Meaning::Empty;
    };
    let mut others = 0_usize;
    let others_documented = keys.inspect(|_| others += 1).any(|key| wraps(field, key));
    if wraps(field, first) || others_documented {
        return Meaning::Documented;
    }
    match element {
        Some(fields) if others > 0 || !first_nests || fields.iter().any(|(name, _)| *name == first) => Meaning::Element,
        None if others > 0 => Meaning::Neither,
        _ => Meaning::Only,
    }
}

impl Reader<'_> {
    pub(super) fn list(&mut self, list: &mut dyn List, field: Field, unknown: &mut UnknownFields, peek: Peek) -> Read {
        list.clear();
        match peek {
            Peek::Array => self.array(list),
            Peek::Object => self.object_for_list(list, field, unknown),
            Peek::String => match list.fields() {
                Some(_) => self.nothing("a list", peek),
                None => self.lone_text(list),
            },
            _ if list.fields().is_some() => Err(self.unexpected("a list", peek)?),
            _ => list.element(self, peek),
        }
    }

    fn array(&mut self, list: &mut dyn List) -> Read {
        let mut next = self.json.known_array()?;
        let mut index = 0;
        while let Some(peek) = next {
            if peek == Peek::Null {
                self.json.known_null()?;
            } else {
                list.element(self, peek).map_err(|failure| failure.index(index))?;
            }
            index += 1;
            next = self.json.array_step()?;
        }
        Ok(())
    }

    /// One scalar in place of a list of them; empty text in place of a list is an empty list.
    fn lone_text(&mut self, list: &mut dyn List) -> Read {
        if self.json.clone().known_str()?.is_empty() {
            self.json.known_str()?;
            return Ok(());
        }
        list.element(self, Peek::String)
    }

    fn object_for_list(&mut self, list: &mut dyn List, field: Field, unknown: &mut UnknownFields) -> Read {
        match self.look_ahead(list, field)? {
            Meaning::Empty => self.json.known_object().map(|_| ()).map_err(Into::into),
            Meaning::Element => list.element(self, Peek::Object),
            Meaning::Neither => Err(Failure::new("a list", "an object")),
            meaning => self.wrapper(list, field, unknown, meaning),
        }
    }

    /// Looks at the keys of the object that comes next, from a copy of the parser, which stays where it is.
    fn look_ahead(&self, list: &dyn List, field: Field) -> Result<Meaning, Box<Failure>> {
        let mut ahead = self.json.clone();
        let first = match ahead.known_object()? {
            None => return Ok(Meaning::Empty),
            Some(first) if wraps(field, first) => return Ok(Meaning::Documented),
            Some(first) => first.to_owned(),
        };
        let nests = matches!(ahead.peek()?, Peek::Array | Peek::Object);
        let mut keys = vec![first];
        ahead.next_skip()?;
        while let Some(key) = ahead.next_key()? {
            keys.push(key.to_owned());
            ahead.next_skip()?;
        }
        Ok(meaning(field, list.fields(), keys.iter().map(String::as_str), nests))
    }

    fn wrapper(&mut self, list: &mut dyn List, field: Field, unknown: &mut UnknownFields, meaning: Meaning) -> Read {
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            if wraps(field, name) {
                self.wrapped(list).map_err(|failure| failure.field(field.1))?;
            } else {
                let name = name.to_owned();
                match meaning {
                    Meaning::Only => self.wrapped(list).map_err(|failure| failure.key(name))?,
                    _ => self.keep_unknown(format!("{}.{name}", field.0), unknown)?,
                }
            }
            key = self.json.next_key()?;
        }
        Ok(())
    }

    fn wrapped(&mut self, list: &mut dyn List) -> Read {
        match self.json.peek()? {
            Peek::Null => Ok(self.json.known_null()?),
            Peek::Array => self.array(list),
            Peek::String if list.fields().is_none() => self.lone_text(list),
            peek => list.element(self, peek),
        }
    }
}
