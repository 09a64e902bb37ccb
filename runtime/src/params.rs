//! Parameters of a call: names and values in the order in which they were set.

use crate::Document;
use crate::decode::{KnownValue, Scalar};
use crate::secret::is_secret;
use std::fmt;

/// Ordered parameters of a call, or members of a structured parameter. Setting a name again replaces its value.
#[derive(Clone, PartialEq, Default)]
pub struct Params {
    entries: Vec<(&'static str, Value)>,
}

impl Params {
    /// No parameters.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Sets a parameter, by its wire name.
    #[inline]
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.put(name, value.into());
    }

    /// Sets a parameter that is a text.
    #[inline]
    pub fn set_text(&mut self, name: &'static str, value: impl Into<String>) {
        self.put(name, Value::String(value.into()));
    }

    /// Sets a repeated parameter of texts.
    #[inline]
    pub fn set_texts<T: Into<String>>(&mut self, name: &'static str, values: impl IntoIterator<Item = T>) {
        self.set_list(name, values.into_iter().map(Into::into));
    }

    /// Sets a repeated parameter (`InstanceId.1`, `Tag.1.Key`).
    #[inline]
    pub fn set_list<V: Into<Value>>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.put(name, Value::List(values.into_iter().map(Into::into).collect()));
    }

    /// Sets a parameter that holds names of the caller's choosing (`Labels.team`).
    #[inline]
    pub fn set_map<K: Into<String>, V: Into<Value>>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = (K, V)>,
    ) {
        self.put(name, Value::map(values));
    }

    /// Value of a parameter, if it is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Names and values, in the order of setting.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries.iter().map(|(name, value)| (*name, value))
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    // Not generic, so that it is compiled once and not once a setter.
    fn put(&mut self, name: &'static str, value: Value) {
        match self.entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.entries.push((name, value)),
        }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if is_secret(name) {
                map.entry(&name, &format_args!("***"));
            } else {
                map.entry(&name, value);
            }
        }
        map.finish()
    }
}

/// Value of a parameter. It keeps its type until the request is written: a query wants text, a JSON body wants JSON.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Repeated values.
    List(Vec<Value>),
    /// Members with names of the documentation.
    Struct(Params),
    /// Members with names of the caller's choosing.
    Map(Vec<(String, Value)>),
    /// Free-form JSON; in a query it travels as JSON text.
    Json(Document),
}

impl Value {
    /// A map of the given entries; a key that comes again replaces its value.
    #[must_use]
    pub fn map<K: Into<String>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut map: Vec<(String, Value)> = Vec::new();
        for (key, value) in entries {
            let (key, value) = (key.into(), value.into());
            match map.iter_mut().find(|(known, _)| *known == key) {
                Some((_, old)) => *old = value,
                None => map.push((key, value)),
            }
        }
        Self::Map(map)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::List(values) => values.fmt(f),
            Self::Struct(params) => params.fmt(f),
            Self::Map(entries) => f
                .debug_map()
                .entries(entries.iter().map(|(key, value)| (key, value)))
                .finish(),
            Self::Json(value) => write!(f, "{value}"),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => |$value:ident| $into:expr;)*) => {
        $(impl From<$from> for Value {
            #[inline]
            fn from($value: $from) -> Self {
                $into
            }
        })*
    };
}

value_from! {
    String => |value| Self::String(value);
    &str => |value| Self::String(value.to_owned());
    i64 => |value| Self::Integer(value);
    i32 => |value| Self::Integer(value.into());
    u32 => |value| Self::Integer(value.into());
    f64 => |value| Self::Float(value);
    // By way of its text: 0.1 must not become 0.10000000149011612.
    f32 => |value| Self::Float(value.to_string().parse().unwrap_or(value.into()));
    bool => |value| Self::Boolean(value);
    Params => |value| Self::Struct(value);
    Document => |value| Self::Json(value);
}

impl<V: KnownValue> From<V> for Value {
    #[inline]
    fn from(value: V) -> Self {
        match value.to_wire() {
            Scalar::Integer(integer) => Self::Integer(integer),
            Scalar::Text(text) => Self::String(text.to_owned()),
        }
    }
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(values: Vec<V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_twice_replaces_in_place() {
        let mut params = Params::new();
        params.set("PageNumber", 1);
        params.set("Status", "a");
        params.set("PageNumber", 2_i64);
        assert_eq!(format!("{params:?}"), r#"{"PageNumber": 2, "Status": "a"}"#);
        assert_eq!(params.get("PageNumber"), Some(&Value::Integer(2)));
        assert_eq!(params.get("pagenumber"), None);
    }

    #[test]
    fn debug_shows_names_and_values() {
        let mut tag = Params::new();
        tag.set("Key", "team");
        let mut params = Params::new();
        params.set_list("Tag", [tag]);
        params.set_map("Labels", [("a", 1), ("b", 2), ("a", 3)]);
        params.set("Any", serde_json::json!({"x": [true]}));
        assert_eq!(
            format!("{params:?}"),
            r#"{"Tag": [{"Key": "team"}], "Labels": {"a": 3, "b": 2}, "Any": {"x":[true]}}"#
        );
    }
}
