//! What setters of generated calls take.

use crate::Document;
use crate::decode::KnownValue;
use crate::params::Value;
use crate::time::UtcTime;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// A parameter as a setter was given it: nothing where it was given `None`, and an error that [sending](crate::Call::send) tells where it
/// can't be said in JSON.
pub type ParameterValue = Result<Option<Value>, String>;

/// What a setter takes for a parameter of type `T`.
///
/// - For text, `T` is `String`: `&str`, `String`, `&String`, `Cow<str>` and the like.
/// - For numbers, `i64` and `f64`: a number of any width.
/// - For an enum of documented values: one of them, or its wire value.
/// - For a list, `Vec<T>`: anything that can be iterated over, with elements that would do for a `T`.
/// - For names of the caller's choosing, `BTreeMap<String, Document>`: anything that gives pairs.
/// - For JSON, [`Json`]: a [`Document`], or anything that serialises; `null` leaves the parameter out.
///
/// Setters of parameters that may be left out are open to any `Form`: they take an `Option` as well, and `None` leaves the parameter out,
/// whatever was set before.
#[diagnostic::on_unimplemented(
    message = "a parameter of `{T}` can't be set to `{Self}`",
    label = "neither a value for `{T}`, nor, where the parameter may be left out, an `Option` of one",
    note = "see `IntoParameter` for what setters take"
)]
pub trait IntoParameter<T, Form = Plain> {
    /// The parameter.
    fn into_parameter(self) -> ParameterValue;
}

/// The form of a value by itself.
#[derive(Debug, Clone, Copy)]
pub enum Plain {}

/// The form of an `Option` of a value.
#[derive(Debug, Clone, Copy)]
pub enum Optional {}

/// A parameter that holds JSON, in the place of a `T`.
#[derive(Debug)]
pub struct Json<T>(PhantomData<T>);

impl<T, P: IntoParameter<T>> IntoParameter<T, Optional> for Option<P> {
    #[inline]
    fn into_parameter(self) -> ParameterValue {
        self.map_or(Ok(None), P::into_parameter)
    }
}

impl<T, P: IntoParameter<T>, I: IntoIterator<Item = P>> IntoParameter<Vec<T>> for I {
    fn into_parameter(self) -> ParameterValue {
        let values = self.into_iter().filter_map(|value| value.into_parameter().transpose());
        Ok(Some(Value::List(values.collect::<Result<_, _>>()?)))
    }
}

impl<K: Into<String>, V: Into<Value>, I: IntoIterator<Item = (K, V)>> IntoParameter<BTreeMap<String, Document>> for I {
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(Value::map(self)))
    }
}

impl<E: KnownValue> IntoParameter<E> for E {
    #[inline]
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(self.into()))
    }
}

impl<E: KnownValue> IntoParameter<E> for &E {
    #[inline]
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(Value::of(self)))
    }
}

macro_rules! texts {
    ($($from:ty),*) => {
        $(
            impl IntoParameter<String> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(Value::String(String::from(self))))
                }
            }

            impl<E: KnownValue + for<'w> From<&'w str>> IntoParameter<E> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(Value::String(String::from(self))))
                }
            }
        )*
    };
}

texts!(&str, String, &String, Cow<'_, str>, Box<str>, char);

impl IntoParameter<String> for &&str {
    #[inline]
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(Value::String((*self).to_owned())))
    }
}

/// As `2019-10-13T20:53:20Z`; see [`UtcTime`] for other forms.
impl IntoParameter<String> for UtcTime {
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(Value::String(self.seconds())))
    }
}

impl IntoParameter<String> for Arc<str> {
    #[inline]
    fn into_parameter(self) -> ParameterValue {
        Ok(Some(Value::String(self.as_ref().to_owned())))
    }
}

macro_rules! integers {
    ($($from:ty),*) => {
        $(
            impl IntoParameter<i64> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(Value::Integer(self.into())))
                }
            }

            impl<E: KnownValue + From<i64>> IntoParameter<E> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(Value::Integer(self.into())))
                }
            }
        )*
    };
}

integers!(i8, i16, i32, i64, u8, u16, u32);

/// Integers that need not fit, of which the wire takes any.
macro_rules! wide_integers {
    ($($from:ty),*) => {
        $(
            impl IntoParameter<i64> for $from {
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(match i64::try_from(self) {
                        Ok(value) => Value::Integer(value),
                        Err(_) => Value::Json(Document::from(self)),
                    }))
                }
            }
        )*
    };
}

wide_integers!(u64, usize, isize);

macro_rules! plain {
    ($($from:ty => $to:ty),* $(,)?) => {
        $(
            impl IntoParameter<$to> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(self.into()))
                }
            }
        )*
    };
}

plain! {
    bool => bool,
    f32 => f64,
    f64 => f64,
}

macro_rules! whole_floats {
    ($($from:ty),*) => {
        $(
            impl IntoParameter<f64> for $from {
                #[inline]
                fn into_parameter(self) -> ParameterValue {
                    Ok(Some(Value::Float(self.into())))
                }
            }
        )*
    };
}

whole_floats!(i8, i16, i32, u8, u16, u32);

fn document(value: impl Serialize) -> Result<Option<Document>, String> {
    match serde_json::to_value(value) {
        Ok(Document::Null) => Ok(None),
        Ok(document) => Ok(Some(document)),
        Err(error) => Err(format!("can't be said in JSON: {error}")),
    }
}

impl<S: Serialize> IntoParameter<Json<Document>> for S {
    fn into_parameter(self) -> ParameterValue {
        Ok(document(self)?.map(Value::Json))
    }
}

/// JSON as text; a text is taken as JSON that is written already.
impl<S: Serialize> IntoParameter<Json<String>> for S {
    fn into_parameter(self) -> ParameterValue {
        Ok(document(self)?.map(|document| match document {
            Document::String(written) => Value::String(written),
            other => Value::String(other.to_string()),
        }))
    }
}

/// What serialises as a list.
impl<S: Serialize> IntoParameter<Json<Vec<Document>>> for S {
    fn into_parameter(self) -> ParameterValue {
        Ok(document(self)?.map(|document| match document {
            Document::Array(elements) => Value::List(elements.into_iter().map(Value::Json).collect()),
            lone => Value::List(vec![Value::Json(lone)]),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set<T, Form>(value: impl IntoParameter<T, Form>) -> String {
        match value.into_parameter() {
            Ok(value) => format!("{value:?}"),
            Err(error) => error,
        }
    }

    #[test]
    fn values_and_options_of_them() {
        let owned = "a".to_owned();
        let texts = [
            set::<String, _>("a"),
            set::<String, _>(&owned),
            set::<String, _>(owned.clone()),
            set::<String, _>(Cow::from("a")),
            set::<String, _>(Arc::<str>::from("a")),
            set::<String, _>(Some("a")),
            set::<String, _>(Some(&owned)),
        ];
        assert_eq!(texts, [r#"Some("a")"#; 7]);
        let integers = [
            set::<i64, _>(1),
            set::<i64, _>(1_u8),
            set::<i64, _>(1_u64),
            set::<i64, _>(1_usize),
            set::<i64, _>(Some(1_i16)),
            set::<f64, _>(1),
        ];
        let whole = "Some(1)";
        assert_eq!(integers, [whole, whole, whole, whole, whole, "Some(1.0)"]);
        assert_eq!(set::<i64, _>(u64::MAX), "Some(18446744073709551615)");
        assert_eq!(set::<i64, _>(None::<i64>), "None");
        assert_eq!(set::<f64, _>(0.1_f32), "Some(0.1)");
    }

    #[test]
    fn lists_and_maps() {
        let list = r#"Some(["a", "b"])"#;
        assert_eq!(set::<Vec<String>, _>(["a", "b"]), list);
        assert_eq!(set::<Vec<String>, _>(&["a".to_owned(), "b".to_owned()]), list);
        assert_eq!(set::<Vec<String>, _>("ab".chars().map(String::from)), list);
        assert_eq!(set::<Vec<String>, _>(Some(vec!["a", "b"])), list);
        assert_eq!(set::<Vec<String>, _>(None::<Vec<String>>), "None");
        assert_eq!(set::<Vec<String>, _>(Vec::<String>::new()), "Some([])");
        let map = r#"Some({"a": 1})"#;
        assert_eq!(set::<BTreeMap<String, Document>, _>([("a", 1)]), map);
        assert_eq!(
            set::<BTreeMap<String, Document>, _>(Some(BTreeMap::from([("a", 1)]))),
            map
        );
    }

    #[test]
    fn json() {
        let tree = BTreeMap::from([("a", [1, 2])]);
        assert_eq!(set::<Json<Document>, Plain>(&tree), r#"Some({"a":[1,2]})"#);
        assert_eq!(set::<Json<Document>, Plain>(json!({"a": 1})), r#"Some({"a":1})"#);
        assert_eq!(set::<Json<String>, Plain>(&tree), r#"Some("{\"a\":[1,2]}")"#);
        assert_eq!(set::<Json<String>, Plain>(r#"{"a": 1}"#), r#"Some("{\"a\": 1}")"#);
        assert_eq!(set::<Json<String>, Plain>(None::<Document>), "None");
        assert_eq!(set::<Json<Vec<Document>>, Plain>(Some(vec![json!(1)])), "Some([1])");
        let odd = BTreeMap::from([([1], 1)]);
        assert_eq!(
            set::<Json<Document>, Plain>(odd),
            "can't be said in JSON: key must be a string"
        );
    }
}
