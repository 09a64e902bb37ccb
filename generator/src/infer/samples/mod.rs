//! The samples of a page as values: strict JSON, JSON as people write it, XML.

pub(crate) mod lenient_json;
pub(crate) mod shape;
pub(crate) mod xml;

use crate::page::Sample;
use crate::spec::model::Operation;
use serde_json::Value;

/// How deep a sample may nest; real ones stay under 12.
pub(crate) const DEEPEST: usize = 64;

/// A sample of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    /// Whether it was written as JSON, not XML.
    pub(crate) json: bool,
    pub(crate) value: Value,
}

/// Reads a code block as a sample of a successful answer; `Err` says why a block that looks like one can't be read. `listed` says that
/// answers are lists.
pub(crate) fn answer(sample: &Sample, listed: bool) -> Option<Result<Answer, String>> {
    let body = strip_head(&sample.text);
    let mut trimmed = body.trim_start_matches('\u{feff}').trim();
    // `//json response`, `//xml response`
    while let Some((_, rest)) = trimmed
        .split_once('\n')
        .filter(|(line, _)| line.starts_with("//") || line.starts_with('#'))
    {
        trimmed = rest.trim_start();
    }
    let first = trimmed.chars().next()?;
    let built = |json, value: Value| Answer { json, value };
    if is_request(trimmed) || fails(&sample.label) {
        return None;
    }
    let result = match first {
        '<' => xml::read(trimmed).map(|value| built(false, value)),
        '{' | '[' | '"' | '/' | '“' => match serde_json::from_str::<Value>(trimmed) {
            Ok(value) => Ok(built(true, value)),
            Err(error) => lenient_json::read(trimmed)
                .map(|value| built(true, value))
                .ok_or_else(|| error.to_string()),
        },
        _ => return None,
    };
    let result = result.map(|mut answer| {
        trim_names(&mut answer.value);
        answer
    });
    match result {
        Ok(answer) if !(answer.value.is_object() || listed && answer.value.is_array()) => None,
        Ok(answer) if is_error(&answer.value) => None,
        result => Some(result),
    }
}

/// Removes blanks around the names of members, a slip of some pages.
fn trim_names(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(trim_names),
        Value::Object(members) => {
            if members.keys().any(|name| name.trim() != name) {
                let all = std::mem::take(members).into_iter();
                *members = all.map(|(name, value)| (name.trim().to_owned(), value)).collect();
            }
            members.values_mut().for_each(trim_names);
        }
        _ => {}
    }
}

/// Removes a status line and headers before a body.
fn strip_head(text: &str) -> &str {
    let trimmed = text.trim_start();
    if !trimmed.starts_with("HTTP/") {
        return trimmed;
    }
    trimmed.find(['{', '<']).map_or("", |at| &trimmed[at..])
}

fn is_request(text: &str) -> bool {
    starts_request(text) || (text.contains("Action=") && !text.starts_with(['{', '<']))
}

/// Whether a line is the first of a request: its address, or its method and path.
pub(crate) fn starts_request(line: &str) -> bool {
    const STARTS: [&str; 5] = ["http://", "https://", "http(s)://", "/?", "?"];
    STARTS.iter().any(|start| line.starts_with(start)) || begins_with_method(line)
}

/// Whether a line begins with an HTTP method and a space.
pub(crate) fn begins_with_method(line: &str) -> bool {
    let rest = Operation::METHODS.iter().find_map(|method| line.strip_prefix(method));
    rest.is_some_and(|rest| rest.starts_with(' '))
}

fn fails(label: &str) -> bool {
    const WORDS: [&str; 8] = [
        "异常",
        "错误",
        "失败",
        "error",
        "Error",
        "exception",
        "Exception",
        "failure",
    ];
    WORDS.iter().any(|word| label.contains(word))
}

/// Whether a body is the report of an error: a code and a message, and the host that refused.
fn is_error(value: &Value) -> bool {
    let Some(map) = value.as_object() else { return false };
    let inner = if map.len() == 1 {
        map.values().next().and_then(Value::as_object).unwrap_or(map)
    } else {
        map
    };
    inner.contains_key("HostId") && inner.contains_key("Code")
}

/// Unwraps an answer that stands inside the operation's name, inside `data` and nothing else, or in an envelope that no row speaks of.
pub(crate) fn unwrap_root(value: Value, json: bool, operation: &str, is_field: impl Fn(&str) -> bool) -> Value {
    let Value::Object(map) = &value else { return value };
    let Some((name, inner)) = map.iter().next() else {
        return value;
    };
    let wraps = map.len() == 1 && inner.is_object() && !is_field(name);
    let named = name.eq_ignore_ascii_case(operation)
        || name.to_lowercase().ends_with("response")
        || name.to_lowercase().ends_with("result");
    // An XML document has one root, whatever its name.
    if wraps && (named || !json || !name.starts_with(char::is_uppercase)) {
        return inner.clone();
    }
    // `{"code": 200, "data": {...}, "success": true}`, of which no row speaks: the answer is in it.
    let mut objects = map.values().filter_map(Value::as_object);
    if let (true, Some(only), None) = (json, objects.next(), objects.next()) {
        let known = only.keys().filter(|name| is_field(name)).count();
        if known > 0 && known * 2 >= only.len() && !map.keys().any(|name| is_field(name)) {
            return Value::Object(only.clone());
        }
    }
    value
}
