//! Lists, read as they are meant: bare, wrapped, or one element in place of the list.

use super::budget::Growth;
use super::failure::Failure;
use super::reader::{Read, Reader};
use super::scalar::ReadScalar;
use super::slot::{Field, StructList, ValueSlot, wraps};
use crate::unknown::UnknownFields;
use jiter::Peek;

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
        if let Some(element) = element.or_else(|| if peek == Peek::String { T::empty_element() } else { None }) {
            reader.budget.grow(Growth::of(self))?;
            self.push(element);
        }
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
            Peek::Object => {
                reader.check_depth()?;
                reader.budget.grow(self.0.growth())?;
                reader.structure(self.0.push())
            }
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
        reader.budget.grow(self.0.growth())?;
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
    match keys.next() {
        None => Meaning::Empty,
        Some(first) => {
            let mut others = OtherKeys::default();
            keys.for_each(|key| others.note(field, key));
            others.meaning(field, element, first, first_nests)
        }
    }
}

/// The keys after the first, of which there may be any number.
#[derive(Default)]
struct OtherKeys {
    count: usize,
    documented: bool,
}

impl OtherKeys {
    fn note(&mut self, field: Field, key: &str) {
        self.count += 1;
        self.documented |= wraps(field, key);
    }

    fn meaning(&self, field: Field, element: Option<&[Field]>, first: &str, first_nests: bool) -> Meaning {
        if self.documented || wraps(field, first) {
            return Meaning::Documented;
        }
        let names = |fields: &[Field]| fields.iter().any(|(name, _)| name.eq_ignore_ascii_case(first));
        match element {
            Some(fields) if self.count > 0 || !first_nests || names(fields) => Meaning::Element,
            None if self.count > 0 => Meaning::Neither,
            _ => Meaning::Only,
        }
    }
}

/// Where a list stands: its field, and what keeps the elements that can't be read.
struct ListPlace<'u> {
    field: Field,
    unknown: &'u mut UnknownFields,
}

impl Reader<'_> {
    pub(super) fn list(&mut self, list: &mut dyn List, field: Field, unknown: &mut UnknownFields, peek: Peek) -> Read {
        list.clear();
        let mut place = ListPlace { field, unknown };
        match peek {
            Peek::Array => self.array(list, &mut place),
            Peek::Object => self.object_for_list(list, &mut place),
            Peek::String => match list.fields() {
                Some(_) => self.nothing("a list", peek),
                None => self.lone_text(list),
            },
            _ if list.fields().is_some() => Err(self.unexpected("a list", peek)?),
            _ => list.element(self, peek),
        }
    }

    fn array(&mut self, list: &mut dyn List, place: &mut ListPlace<'_>) -> Read {
        let mut next = self.json.known_array()?;
        let mut index = 0;
        while let Some(peek) = next {
            let start = self.index();
            if peek == Peek::Null {
                self.json.known_null()?;
            } else if let Err(failure) = list.element(self, peek) {
                let name = || format!("{}[{index}]", place.field.0);
                self.keep_mismatch(failure, (start, peek), name, place.unknown)
                    .map_err(|failure| failure.index(index))?;
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

    fn object_for_list(&mut self, list: &mut dyn List, place: &mut ListPlace<'_>) -> Read {
        match self.look_ahead(list, place.field)? {
            Meaning::Empty => self.json.known_object().map(|_| ()).map_err(Into::into),
            Meaning::Element => list.element(self, Peek::Object),
            Meaning::Neither => Err(Failure::new("a list", "an object")),
            meaning => self.wrapper(list, place, meaning),
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
        let mut others = OtherKeys::default();
        ahead.next_skip()?;
        while let Some(key) = ahead.next_key()? {
            others.note(field, key);
            ahead.next_skip()?;
        }
        Ok(others.meaning(field, list.fields(), &first, nests))
    }

    fn wrapper(&mut self, list: &mut dyn List, place: &mut ListPlace<'_>, meaning: Meaning) -> Read {
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            if wraps(place.field, name) {
                let item = place.field.1;
                self.wrapped(list, place).map_err(|failure| failure.field(item))?;
            } else {
                let name = name.to_owned();
                match meaning {
                    Meaning::Only => self.wrapped(list, place).map_err(|failure| failure.key(name))?,
                    _ => self.keep_unknown(format!("{}.{name}", place.field.0), place.unknown)?,
                }
            }
            key = self.json.next_key()?;
        }
        Ok(())
    }

    fn wrapped(&mut self, list: &mut dyn List, place: &mut ListPlace<'_>) -> Read {
        match self.json.peek()? {
            Peek::Null => Ok(self.json.known_null()?),
            Peek::Array => self.array(list, place),
            Peek::String if list.fields().is_none() => self.lone_text(list),
            peek => list.element(self, peek),
        }
    }
}
