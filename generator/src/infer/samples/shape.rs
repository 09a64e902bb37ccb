//! What samples show: which names stand below which.

use crate::spec::model::Type;
use serde_json::Value;

/// A place in a sample, all elements of a list taken together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shape {
    /// Members by name, in order of first sight.
    pub(crate) members: Vec<(String, Shape)>,
    /// Seen as an object, a list, an empty list, a text, a number, a boolean; `""` and null count as nothing.
    pub(crate) seen: Seen,
}

/// The forms that a place was seen in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) struct Seen {
    pub(crate) object: bool,
    pub(crate) list: bool,
    pub(crate) text: bool,
    pub(crate) integer: bool,
    pub(crate) float: bool,
    pub(crate) boolean: bool,
    /// Whether an integer did not fit 32 bits.
    pub(crate) wide: bool,
    /// How many elements a list had at most.
    pub(crate) most: usize,
}

impl Shape {
    /// The shape of one value.
    pub(crate) fn of(value: &Value) -> Self {
        let mut shape = Self::default();
        shape.add(value);
        shape
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.seen.text |= !text.is_empty(),
            Value::Bool(_) => self.seen.boolean = true,
            Value::Number(number) if number.is_f64() => self.seen.float = true,
            Value::Number(number) => {
                self.seen.integer = true;
                self.seen.wide |= number.as_i64().is_none_or(|number| i32::try_from(number).is_err());
            }
            Value::Array(items) => {
                self.seen.list = true;
                self.seen.most = self.seen.most.max(items.len());
                for item in items {
                    self.add(item);
                }
            }
            Value::Object(members) => {
                self.seen.object = true;
                for (name, value) in members {
                    let name = name.trim();
                    let at = match self.members.iter().position(|(known, _)| known == name) {
                        Some(at) => at,
                        None => {
                            self.members.push((name.to_owned(), Self::default()));
                            self.members.len() - 1
                        }
                    };
                    self.members[at].1.add(value);
                }
            }
        }
    }

    /// The member of a name; spelt otherwise (case, `s` at the end) if none is spelt so.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        let exact = self.members.iter().find(|(known, _)| known == name);
        exact
            .or_else(|| self.members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)))
            .map(|(_, shape)| shape)
    }

    /// Whether it has a text of this name.
    pub(crate) fn is_text(&self, name: &str) -> bool {
        let found = self.members.iter().find(|(known, _)| known == name);
        found.is_some_and(|(_, shape)| shape.seen.text)
    }

    /// The only member, if it is one with parts: what a wrapper looks like.
    pub(crate) fn only_member(&self) -> Option<(&str, &Self)> {
        match self.members.as_slice() {
            [(name, shape)] if shape.seen.object || shape.seen.list => Some((name, shape)),
            _ => None,
        }
    }

    /// Counts how often each name occurs anywhere.
    pub(crate) fn count_names<'a>(&'a self, counts: &mut std::collections::BTreeMap<&'a str, usize>) {
        for (name, shape) in &self.members {
            *counts.entry(name).or_default() += 1;
            shape.count_names(counts);
        }
    }

    /// Whether it was seen as nothing but empty.
    pub(crate) fn is_empty(&self) -> bool {
        let Seen {
            object,
            list,
            text,
            integer,
            float,
            boolean,
            ..
        } = self.seen;
        !(object || list || text || integer || float || boolean)
    }
}

/// The scalar type that places of a field show. An integer is a Long where one is seen that needs it.
pub(crate) fn scalar<'a>(places: impl IntoIterator<Item = &'a Shape>) -> Type {
    let mut all = Seen::default();
    for Seen {
        text,
        float,
        integer,
        boolean,
        wide,
        ..
    } in places.into_iter().map(|place| place.seen)
    {
        all.text |= text;
        all.float |= float;
        all.integer |= integer;
        all.boolean |= boolean;
        all.wide |= wide;
    }
    match all {
        seen if seen.text => Type::String,
        seen if seen.float => Type::Float,
        seen if seen.integer && seen.wide => Type::Long,
        seen if seen.integer => Type::Integer,
        seen if seen.boolean => Type::Boolean,
        _ => Type::String,
    }
}

/// A sample and how much it counts.
#[derive(Debug, Clone)]
pub(crate) struct WeighedShape {
    pub(crate) shape: Shape,
    /// Its weight; those of a page sum up to about 1.
    pub(crate) weight: f64,
    /// Whether it was JSON, which tells a list from an object and a number from a text.
    pub(crate) json: bool,
}
