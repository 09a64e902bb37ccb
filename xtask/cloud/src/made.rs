//! Answers, made of the spec: each value is that of the sample where it fits, else the example, else one of its type.

use alibabacloud_generator::spec::model::{Field, Format, Scalar, Type};
use serde_json::{Map, Number, Value, json};

/// The most elements of a sample's list that are taken over.
const MOST: usize = 100;

/// A structure.
pub(crate) fn object(fields: &[Field], sample: Option<&Value>) -> Value {
    members(fields, sample, None)
}

/// The elements of a list, without what wraps them: those of a sample, or one.
fn elements(field: &Field, sample: Option<&Value>) -> Vec<Value> {
    let samples = samples_of(field, sample);
    let made = samples
        .iter()
        .take(MOST)
        .map(|sample| element(field, Some(sample), None));
    let made: Vec<Value> = made.collect();
    if made.is_empty() {
        vec![element(field, None, None)]
    } else {
        made
    }
}

/// Rows of a list that pages, counted from 0; all of them differ.
pub(crate) fn rows(field: &Field, sample: Option<&Value>, which: std::ops::Range<usize>) -> Vec<Value> {
    let samples = samples_of(field, sample);
    which.map(|row| element(field, samples.first(), Some(row))).collect()
}

/// A list as the service writes it.
pub(crate) fn wrapped(field: &Field, elements: Vec<Value>) -> Value {
    match &field.item_name {
        Some(item) => json!({ item.as_str(): elements }),
        None => elements.into(),
    }
}

/// A number in the type of a field.
pub(crate) fn count(field: &Field, number: usize) -> Value {
    if field.kind == Type::String {
        number.to_string().into()
    } else {
        number.into()
    }
}

/// What a sample has for the elements of a list: it may be wrapped, and stand as its only element.
fn samples_of(field: &Field, sample: Option<&Value>) -> Vec<Value> {
    let inside = match (sample, &field.item_name) {
        (Some(Value::Object(members)), Some(item)) => members.get(item).or(sample),
        _ => sample,
    };
    match inside {
        Some(Value::Array(elements)) => elements.clone(),
        Some(lone @ Value::Object(_)) => vec![lone.clone()],
        _ => match field.example.as_deref().map(serde_json::from_str) {
            Some(Ok(Value::Array(elements))) => elements,
            _ => Vec::new(),
        },
    }
}

fn members(fields: &[Field], sample: Option<&Value>, row: Option<usize>) -> Value {
    // What holds itself ends here.
    let fields = fields.iter().filter(|field| field.same_as.is_none());
    let found = fields.map(|field| {
        let sample = sample.and_then(|sample| sample.get(&field.name));
        (
            field.name.clone(),
            value(field, sample, row.filter(|_| field.kind.is_scalar())),
        )
    });
    let mut made: Map<String, Value> = found.collect();
    if let Some(row) = row.filter(|row| *row > 0) {
        tell_apart(&mut made, row);
    }
    Value::Object(made)
}

/// Makes a row differ from the others in its texts: ids and names, or the first text there is.
fn tell_apart(members: &mut Map<String, Value>, row: usize) {
    let is_id = |name: &str| {
        ["id", "name"]
            .iter()
            .any(|end| name.to_ascii_lowercase().ends_with(end))
    };
    let has_one = members.iter().any(|(name, value)| is_id(name) && value.is_string());
    let texts = members
        .iter_mut()
        .filter(|(name, value)| value.is_string() && (!has_one || is_id(name)));
    for (_, value) in texts.take(if has_one { usize::MAX } else { 1 }) {
        if let Value::String(text) = value {
            *text = varied(text, row);
        }
    }
}

fn varied(text: &str, row: usize) -> String {
    match text.parse::<u64>().ok().zip(u64::try_from(row).ok()) {
        Some((number, row)) if number.to_string() == text => number.saturating_add(row).to_string(),
        _ => format!("{text}-{row}"),
    }
}

/// A value of a field.
pub(crate) fn value(field: &Field, sample: Option<&Value>, row: Option<usize>) -> Value {
    match field.kind {
        Type::Array => wrapped(field, elements(field, sample)),
        Type::Map => {
            let example = parsed(field.example.as_deref());
            let entries = sample
                .and_then(Value::as_object)
                .or(example.as_ref().and_then(Value::as_object));
            match entries.filter(|entries| !entries.is_empty()) {
                Some(entries) => entries
                    .iter()
                    .take(MOST)
                    .map(|(key, one)| (key.clone(), element(field, Some(one), None)))
                    .collect(),
                None => json!({ "key": element(field, None, None) }),
            }
        }
        kind => of_kind(field, kind, sample, row),
    }
}

/// An element of a list or map.
fn element(field: &Field, sample: Option<&Value>, row: Option<usize>) -> Value {
    let made = of_kind(field, field.items.unwrap_or(Type::Any), sample, row);
    match (made, row) {
        (Value::String(text), Some(row)) if row > 0 && field.values.is_empty() => varied(&text, row).into(),
        (made, _) => made,
    }
}

fn of_kind(field: &Field, kind: Type, sample: Option<&Value>, row: Option<usize>) -> Value {
    match kind {
        Type::Struct => members(&field.fields, sample, row),
        // Free form, and lists of lists.
        Type::Array => sample
            .filter(|sample| sample.is_array())
            .cloned()
            .unwrap_or_else(|| json!([])),
        Type::Map => sample
            .filter(|sample| sample.is_object())
            .cloned()
            .unwrap_or_else(|| json!({})),
        Type::Any => sample
            .cloned()
            .or_else(|| parsed(field.example.as_deref()))
            .unwrap_or_else(|| json!({})),
        kind => scalar(field, kind, sample, row),
    }
}

fn parsed(text: Option<&str>) -> Option<Value> {
    serde_json::from_str(text?)
        .ok()
        .filter(|value: &Value| value.is_object() || value.is_array())
}

fn scalar(field: &Field, kind: Type, sample: Option<&Value>, row: Option<usize>) -> Value {
    let sample = sample.and_then(|sample| match sample {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(sample.to_string()),
        _ => None,
    });
    let texts = [sample.as_deref(), field.example.as_deref(), field.default.as_deref()];
    let mut texts = texts.into_iter().flatten();
    if !field.values.is_empty() {
        let known = |text: &str| field.values.iter().position(|value| value.value.to_string() == text);
        let at = texts.find_map(known).unwrap_or(0) + row.unwrap_or(0);
        return match &field.values[at % field.values.len()].value {
            Scalar::Boolean(value) if kind != Type::String => json!(value),
            Scalar::Integer(value) if kind != Type::String => json!(value),
            value => json!(value.to_string()),
        };
    }
    match kind {
        Type::Integer | Type::Long => {
            let number: i64 = texts.find_map(|text| text.trim().parse().ok()).unwrap_or(1);
            let most = if kind == Type::Integer {
                i64::from(i32::MAX)
            } else {
                i64::MAX
            };
            let row = i64::try_from(row.unwrap_or(0)).unwrap_or(0);
            // Near the end of the range rows count down.
            json!(
                number
                    .checked_add(row)
                    .filter(|number| *number <= most)
                    .unwrap_or(number.saturating_sub(row))
            )
        }
        Type::Float | Type::Double => {
            let number = texts.find_map(|text| text.trim().parse().ok().and_then(Number::from_f64));
            number.map_or_else(|| json!(1.5), Value::Number)
        }
        Type::Boolean => json!(
            texts
                .find_map(|text| text.trim().to_ascii_lowercase().parse().ok())
                .unwrap_or(true)
        ),
        _ if field.kind.is_scalar() && field.format == Some(Format::Json) => {
            json!(
                texts
                    .find(|text| serde_json::from_str::<Value>(text).is_ok())
                    .unwrap_or("{}")
            )
        }
        _ => json!(texts.next().unwrap_or(&field.name)),
    }
}

/// Whether a field at the top of an answer is the request's id.
pub(crate) fn is_request_id(name: &str) -> bool {
    ["RequestId", "Request_Id"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}
