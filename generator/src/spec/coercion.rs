//! Whether a JSON value can be read as a type: the runtime reads numbers as text and text as numbers, and `""` and null as nothing.

use serde_json::Value as Json;

/// The ways of saying nothing, which fit everywhere.
pub(crate) fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(elements) => elements.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether there is anything in a value, however deep.
pub(crate) fn says_something(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(_) | Json::Number(_) => true,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(elements) => elements.iter().any(says_something),
        Json::Object(members) => members.values().any(says_something),
    }
}

/// Whether it can be read as an integer.
pub(crate) fn integer(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.is_i64() || whole(&number.to_string()),
        Json::String(text) => text.trim().is_empty() || whole(text.trim()),
        _ => false,
    }
}

/// Whether a text is an integer, perhaps with a point and nothing but zeros behind it.
fn whole(text: &str) -> bool {
    let text = text.split_once('.').map_or(text, |(before, after)| {
        if after.bytes().all(|byte| byte == b'0') {
            before
        } else {
            text
        }
    });
    text.parse::<i64>().is_ok() && text != "-0"
}

/// Whether it can be read as a number.
pub(crate) fn float(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_f64().is_some_and(f64::is_finite),
        Json::String(text) => text.trim().is_empty() || decimal(text.trim()),
        _ => false,
    }
}

/// Whether a text is a number.
pub(crate) fn decimal(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    starts && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether it can be read as true or false.
pub(crate) fn boolean(value: &Json) -> bool {
    match value {
        Json::Bool(_) => true,
        Json::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
        Json::String(text) => {
            let text = text.trim();
            text.is_empty()
                || matches!(text, "0" | "1")
                || text.eq_ignore_ascii_case("true")
                || text.eq_ignore_ascii_case("false")
        }
        _ => false,
    }
}

/// What it is, for people.
pub(crate) fn named(value: &Json) -> String {
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        scalar => {
            let text = scalar.to_string();
            if text.chars().count() > 60 {
                "something long".to_owned()
            } else {
                text
            }
        }
    }
}
