//! What a generated type shows the decoder: its fields as slots, all of one concrete type.
//!
//! The decoder is compiled once, over [`Slot`] and the small traits here; a generated type adds one straight-line function.

use super::budget::Growth;
use super::failure::Failure;
use crate::Document;
use crate::unknown::UnknownFields;
use std::collections::BTreeMap;

/// Wire name of a field, or `""` of the only field of a response whose body is that field's value; and of what stands between a list and
/// its elements where the server wraps (`{"Tasks": {"Task": […]}}`), else `""`.
pub type Field = (&'static str, &'static str);

/// Whether fields are those of a response whose body is the value of its only field.
pub(crate) fn is_payload(fields: &[Field]) -> bool {
    matches!(fields, [("", _)])
}

/// Whether a key is the documented name between the field and its elements.
pub(crate) fn wraps((_, item): Field, key: &str) -> bool {
    !item.is_empty() && item.eq_ignore_ascii_case(key)
}

/// How a visit ended.
pub type Visited = Result<(), Box<Failure>>;

/// A structure with named fields. Implemented by [`shape!`](crate::shape).
pub trait Shape {
    /// Shows the fields to a visitor.
    ///
    /// # Errors
    /// Those of the visitor.
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Visited;
}

/// Looks at the fields of a structure, or fills them.
pub trait Visitor {
    /// Called once with all fields; `slots` and `fields` are of one length.
    ///
    /// # Errors
    /// If what is to be filled in can't be read.
    fn slots(&mut self, fields: &'static [Field], slots: &mut [Slot<'_>], unknown: &mut UnknownFields) -> Visited;
}

/// Wire names of the fields of a type.
pub(crate) fn fields_of<T: Shape + Default>() -> &'static [Field] {
    struct Names(&'static [Field]);
    impl Visitor for Names {
        fn slots(&mut self, fields: &'static [Field], _: &mut [Slot<'_>], _: &mut UnknownFields) -> Visited {
            self.0 = fields;
            Ok(())
        }
    }
    let mut names = Names(&[]);
    // Never fails.
    let _ = T::default().visit(&mut names);
    names.0
}

/// One field, to be filled or looked at.
#[expect(
    missing_debug_implementations,
    reason = "lives for one function call, and holds trait objects"
)]
#[non_exhaustive]
pub enum Slot<'a> {
    /// An integer.
    Integer(&'a mut Option<i64>),
    /// A number with a fraction.
    Float(&'a mut Option<f64>),
    /// True or false.
    Boolean(&'a mut Option<bool>),
    /// Text.
    String(&'a mut Option<String>),
    /// Free-form JSON.
    Any(&'a mut Option<Document>),
    /// A value of a list in the documentation.
    Value(&'a mut dyn ValueSlot),
    /// A structure.
    Struct(&'a mut dyn StructSlot),
    /// Whole numbers.
    Integers(&'a mut Vec<i64>),
    /// Numbers with a fraction.
    Floats(&'a mut Vec<f64>),
    /// Booleans.
    Booleans(&'a mut Vec<bool>),
    /// Texts.
    Strings(&'a mut Vec<String>),
    /// Free-form JSON values.
    Anys(&'a mut Vec<Document>),
    /// Values of a list in the documentation.
    Values(&'a mut dyn ValueSlot),
    /// Structures.
    Structs(&'a mut dyn StructList),
    /// Names of the server's choosing, with free-form JSON.
    Map(&'a mut BTreeMap<String, Document>),
    /// Names of the server's choosing, with text.
    StringMap(&'a mut BTreeMap<String, String>),
    /// Names of the server's choosing, with structures.
    StructMap(&'a mut dyn StructMap),
}

/// A field that holds a structure.
pub trait StructSlot {
    /// Puts an empty structure into the field.
    fn fill(&mut self) -> &mut dyn Shape;
    /// The structure in the field.
    fn get(&mut self) -> Option<&mut dyn Shape>;
}

/// Structures that hold themselves do so in a box.
impl<T: Shape> Shape for Box<T> {
    #[inline]
    fn visit(&mut self, visitor: &mut dyn Visitor) -> Visited {
        (**self).visit(visitor)
    }
}

impl<T: Shape + Default> StructSlot for Option<T> {
    #[inline]
    fn fill(&mut self) -> &mut dyn Shape {
        self.insert(T::default())
    }

    #[inline]
    fn get(&mut self) -> Option<&mut dyn Shape> {
        match self {
            Some(shape) => Some(shape),
            None => None,
        }
    }
}

/// A field that holds structures by name.
pub trait StructMap {
    /// Removes all.
    fn clear(&mut self);
    /// An empty structure under a name.
    fn insert(&mut self, name: String) -> &mut dyn Shape;
    /// What one more of them allocates.
    fn growth(&self) -> Growth;
    /// Shows each structure with its name.
    fn each(&mut self, show: &mut dyn FnMut(&str, &mut dyn Shape));
}

impl<T: Shape + Default> StructMap for BTreeMap<String, T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, name: String) -> &mut dyn Shape {
        let entry = self.entry(name).or_default();
        *entry = T::default();
        entry
    }

    fn growth(&self) -> Growth {
        Growth::of_member::<T>(self.len())
    }

    fn each(&mut self, show: &mut dyn FnMut(&str, &mut dyn Shape)) {
        self.iter_mut().for_each(|(name, shape)| show(name, shape));
    }
}

/// A field that holds structures.
pub trait StructList {
    /// Fields of each.
    fn fields(&self) -> &'static [Field];
    /// Removes all.
    fn clear(&mut self);
    /// What appending one allocates.
    fn growth(&self) -> Growth;
    /// Appends an empty one.
    fn push(&mut self) -> &mut dyn Shape;
    /// The one at an index.
    fn get(&mut self, index: usize) -> Option<&mut dyn Shape>;
}

impl<T: Shape + Default> StructList for Vec<T> {
    #[inline]
    fn fields(&self) -> &'static [Field] {
        fields_of::<T>()
    }

    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn growth(&self) -> Growth {
        Growth::of(self)
    }

    #[inline]
    fn push(&mut self) -> &mut dyn Shape {
        self.push_mut_default()
    }

    #[inline]
    fn get(&mut self, index: usize) -> Option<&mut dyn Shape> {
        match self.get_mut(index) {
            Some(shape) => Some(shape),
            None => None,
        }
    }
}

/// `Vec::push` that gives back the new element.
trait PushMut<T> {
    fn push_mut_default(&mut self) -> &mut T;
}

impl<T: Default> PushMut<T> for Vec<T> {
    #[inline]
    fn push_mut_default(&mut self) -> &mut T {
        let last = self.len();
        self.push(T::default());
        &mut self[last]
    }
}

/// Wire value of an enumerated type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// An integer.
    Integer(i64),
    /// Text.
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// Its number. The decoder hands types of integers integers only.
    #[must_use]
    pub fn integer(self) -> i64 {
        match self {
            Self::Integer(integer) => integer,
            Self::Text(text) => text.parse().unwrap_or_default(),
        }
    }

    /// Its text. The decoder hands types of texts texts only.
    #[must_use]
    pub const fn text(self) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Integer(_) => "",
        }
    }
}

/// A type with a list of values in the documentation.
pub trait KnownValue: Sized {
    /// Whether the wire values are text.
    const TEXT: bool;
    /// The value of a wire value.
    fn from_wire(wire: Scalar<'_>) -> Self;
    /// Its wire value.
    fn to_wire(&self) -> Scalar<'_>;
}

/// A field that holds one or more values of such a type.
pub trait ValueSlot {
    /// Whether the wire values are text.
    fn is_text(&self) -> bool;
    /// Removes what is there.
    fn clear(&mut self);
    /// What adding a value allocates.
    fn growth(&self) -> Growth;
    /// Adds a value.
    fn put(&mut self, wire: Scalar<'_>);
    /// Wire value at an index (0 for a single field).
    fn get(&self, index: usize) -> Option<Scalar<'_>>;
}

impl<T: KnownValue> ValueSlot for Option<T> {
    #[inline]
    fn is_text(&self) -> bool {
        T::TEXT
    }

    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn growth(&self) -> Growth {
        Growth::NONE
    }

    #[inline]
    fn put(&mut self, wire: Scalar<'_>) {
        *self = Some(T::from_wire(wire));
    }

    #[inline]
    fn get(&self, index: usize) -> Option<Scalar<'_>> {
        self.as_ref().filter(|_| index == 0).map(T::to_wire)
    }
}

impl<T: KnownValue> ValueSlot for Vec<T> {
    #[inline]
    fn is_text(&self) -> bool {
        T::TEXT
    }

    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn growth(&self) -> Growth {
        Growth::of(self)
    }

    #[inline]
    fn put(&mut self, wire: Scalar<'_>) {
        self.push(T::from_wire(wire));
    }

    #[inline]
    fn get(&self, index: usize) -> Option<Scalar<'_>> {
        self.as_slice().get(index).map(T::to_wire)
    }
}
