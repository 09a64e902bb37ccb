//! Parameters of a call: names and values in the order in which they were set.

use crate::Document;
use crate::decode::{KnownValue, Scalar};
use crate::parameter::ParameterValue;
use crate::secret::is_secret;
use std::borrow::Cow;
use std::fmt;

/// Ordered parameters of a call, or members of a structured parameter. Setting a name again replaces its value.
#[derive(Clone, PartialEq, Default)]
pub struct Params {
    entries: Vec<(Cow<'static, str>, Value)>,
    /// What must be set, where the compiler was not asked.
    required: &'static [&'static str],
    /// Why one could not be set.
    problem: Option<Box<str>>,
}

impl Params {
    /// No parameters.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            required: &[],
            problem: None,
        }
    }

    /// Sets a parameter, by its wire name.
    #[inline]
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.insert(Cow::Borrowed(name), value.into());
    }

    /// Sets a parameter by a name that need not be documented.
    pub fn set_parameter(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.insert(name.into(), value.into());
    }

    /// Sets a parameter to what its setter was given.
    pub fn put(&mut self, name: &'static str, value: ParameterValue) {
        match value {
            Ok(Some(value)) => self.insert(Cow::Borrowed(name), value),
            Ok(None) => self.entries.retain(|(known, _)| known != name),
            Err(problem) => {
                let problem = format!("the parameter {name} {problem}");
                self.problem.get_or_insert(problem.into_boxed_str());
            }
        }
    }

    /// Names what must be set before a call is sent; for calls whose types don't know it.
    pub const fn require(&mut self, names: &'static [&'static str]) {
        self.required = names;
    }

    /// Value of a parameter, if it is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Names and values, in the order of setting.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    // Not generic, so that it is compiled once and not once a setter.
    fn insert(&mut self, name: Cow<'static, str>, value: Value) {
        match self.entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.entries.push((name, value)),
        }
    }

    /// Why a call with these can't be sent: what could not be set, or what is missing, in the structures among them too.
    pub(crate) fn problem(&self) -> Option<String> {
        if let Some(problem) = &self.problem {
            return Some(problem.to_string());
        }
        let mut missing = Vec::new();
        self.add_missing(None, &mut missing);
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            return Some(format!("{} {verb} not set, and required", missing.join(" and ")));
        }
        self.entries.iter().find_map(|(name, value)| value.problem(name))
    }

    fn add_missing(&self, above: Option<&Place<'_>>, missing: &mut Vec<String>) {
        let missed = self.required.iter().filter(|name| self.get(name).is_none());
        missing.extend(missed.map(|name| Place { above, step: name }.to_string()));
        for (name, value) in &self.entries {
            value.add_missing(&Place { above, step: name }, missing);
        }
    }
}

/// Where a parameter stands, as in `Tag.1.Key`: written out for messages only, since every call looks whether it is complete.
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: &'a dyn fmt::Display,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            write!(f, "{above}.")?;
        }
        write!(f, "{}", self.step)
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, self.iter())
    }
}

/// Shows names and values, but no value whose name says that it is a secret.
fn show<'n, 'v>(f: &mut fmt::Formatter<'_>, entries: impl Iterator<Item = (&'n str, &'v Value)>) -> fmt::Result {
    let mut map = f.debug_map();
    for (name, value) in entries {
        if is_secret(name) {
            map.entry(&name, &format_args!("***"));
        } else {
            map.entry(&name, value);
        }
    }
    map.finish()
}

/// Value of a parameter. It keeps its type until the request is written: a query wants text, a JSON body wants JSON.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text.
    String(String),
    /// An integer.
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

    /// A documented value.
    pub(crate) fn of(value: &impl KnownValue) -> Self {
        match value.to_wire() {
            Scalar::Integer(integer) => Self::Integer(integer),
            Scalar::Text(text) => Self::String(text.to_owned()),
        }
    }

    fn problem(&self, name: &str) -> Option<String> {
        match self {
            Self::Struct(params) => params.problem().map(|problem| format!("{name}: {problem}")),
            Self::List(values) => values.iter().find_map(|value| value.problem(name)),
            _ => None,
        }
    }

    fn add_missing(&self, place: &Place<'_>, missing: &mut Vec<String>) {
        match self {
            Self::Struct(params) => params.add_missing(Some(place), missing),
            Self::List(values) => {
                for (number, value) in (1_usize..).zip(values) {
                    let element = Place {
                        above: Some(place),
                        step: &number,
                    };
                    value.add_missing(&element, missing);
                }
            }
            _ => {}
        }
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
            Self::Map(entries) => show(f, entries.iter().map(|(name, value)| (name.as_str(), value))),
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
        Self::of(&value)
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
        params.set("Tag", vec![tag]);
        params.set("Labels", Value::map([("a", 1), ("b", 2), ("a", 3)]));
        params.set("Any", serde_json::json!({"x": [true]}));
        assert_eq!(
            format!("{params:?}"),
            r#"{"Tag": [{"Key": "team"}], "Labels": {"a": 3, "b": 2}, "Any": {"x":[true]}}"#
        );
    }

    #[test]
    fn what_can_not_be_sent_is_named() {
        let mut params = Params::new();
        assert_eq!(params.problem(), None);
        params.put("Filter", Err("is bad".to_owned()));
        params.put("Size", Ok(Some(Value::Integer(1))));
        params.put("Size", Ok(None));
        assert_eq!(
            (params.get("Size"), params.problem().as_deref()),
            (None, Some("the parameter Filter is bad"))
        );

        let mut tag = Params::new();
        tag.require(&["Key"]);
        let mut params = Params::new();
        params.require(&["PageNumber", "PageSize"]);
        params.set("Tag", vec![tag]);
        params.set("PageSize", 1);
        assert_eq!(
            params.problem().as_deref(),
            Some("PageNumber and Tag.1.Key are not set, and required")
        );
        params.set_parameter("PageNumber".to_owned(), 1);
        assert_eq!(params.problem().as_deref(), Some("Tag.1.Key is not set, and required"));
    }
}
