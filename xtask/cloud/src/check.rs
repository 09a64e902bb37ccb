//! Whether the values of parameters are what the spec says: there, of their type, of their value list.

use crate::refusal::Wrong;
use alibabacloud_generator::spec::model::{Field, Format, Type};
use serde_json::Value;

/// How deep values are looked into.
const DEEPEST: usize = 64;

/// What is wrong, and with which parameter: `Tag.1.Key`.
pub(crate) type Problem = (Wrong, String);

/// Checks one parameter.
pub(crate) fn parameter(field: &Field, value: Option<&Value>) -> Result<(), Problem> {
    one(field, value, &field.name, 0)
}

fn one(field: &Field, value: Option<&Value>, name: &str, depth: usize) -> Result<(), Problem> {
    let value = value.filter(|value| !value.is_null());
    let Some(value) = value else {
        return if field.required {
            Err((Wrong::Missing, name.to_owned()))
        } else {
            Ok(())
        };
    };
    // What is set to nothing is not set.
    if !field.required && value.as_str().is_some_and(str::is_empty) {
        return Ok(());
    }
    of_kind(field, field.kind, value, name, depth)
}

fn of_kind(field: &Field, kind: Type, value: &Value, name: &str, depth: usize) -> Result<(), Problem> {
    let malformed = || Err((Wrong::Malformed, name.to_owned()));
    if depth > DEEPEST {
        return malformed();
    }
    match (kind, value) {
        (Type::Any, _) => Ok(()),
        (Type::Struct, Value::Object(members)) => {
            let mut fields = field.fields.iter();
            fields.try_for_each(|field| {
                one(
                    field,
                    members.get(&field.name),
                    &format!("{name}.{}", field.name),
                    depth + 1,
                )
            })
        }
        (Type::Array, Value::Array(elements)) => {
            let of = field.items.unwrap_or(Type::Any);
            let mut elements = elements.iter().zip(1_u32..);
            elements.try_for_each(|(element, index)| of_kind(field, of, element, &format!("{name}.{index}"), depth + 1))
        }
        // Lists that the service wraps.
        (Type::Array, Value::Object(members)) => match field.item_name.as_ref().and_then(|item| members.get(item)) {
            Some(list @ Value::Array(_)) => of_kind(field, kind, list, name, depth + 1),
            _ => malformed(),
        },
        (Type::Map, Value::Object(members)) => {
            let of = field.items.unwrap_or(Type::Any);
            let mut members = members.iter();
            members.try_for_each(|(key, value)| of_kind(field, of, value, &format!("{name}.{key}"), depth + 1))
        }
        (kind, value) if kind.is_scalar() => scalar(field, kind, value, name),
        _ => malformed(),
    }
}

fn scalar(field: &Field, kind: Type, value: &Value, name: &str) -> Result<(), Problem> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err((Wrong::Malformed, name.to_owned())),
    };
    let is_well = match kind {
        Type::Integer | Type::Long => integer(&text).is_some(),
        Type::Float | Type::Double => has_no_plus(&text) && text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Boolean => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        _ if field.kind.is_scalar() && field.format == Some(Format::Json) => {
            serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok()
        }
        _ => true,
    };
    if !is_well {
        return Err((Wrong::Malformed, name.to_owned()));
    }
    let mut values = field.values.iter().map(|value| value.value.to_string());
    if !field.values.is_empty() && !values.any(|value| value.eq_ignore_ascii_case(&text)) {
        return Err((Wrong::NotSupported, name.to_owned()));
    }
    Ok(())
}

/// The integer that a text is, as the services write them.
pub(crate) fn integer(text: &str) -> Option<i64> {
    text.parse().ok().filter(|_| has_no_plus(text))
}

/// Rust reads a plus before a number; the services don't.
fn has_no_plus(text: &str) -> bool {
    !text.starts_with('+')
}
