//! Values made of types alone: what a call could be given, and what a service could answer.

use alibabacloud_generator::spec::model::{Field, Format, Scalar, Type};
use serde_json::{Map, Value, json};

/// How deep structures are filled.
const DEEPEST: usize = 24;

/// A value for each field: by its wire name, wrapped as on the wire.
pub fn object(fields: &[Field]) -> Value {
    Value::Object(members(fields, 0))
}

/// A value of a field's type.
pub fn value(field: &Field) -> Value {
    of(field, 0)
}

fn members(fields: &[Field], depth: usize) -> Map<String, Value> {
    // What holds itself ends somewhere: here.
    let ends = |field: &&Field| field.same_as.is_none();
    fields
        .iter()
        .filter(ends)
        .map(|field| (field.name.clone(), of(field, depth)))
        .collect()
}

fn of(field: &Field, depth: usize) -> Value {
    let one = |kind: Type| match kind {
        Type::Struct if depth < DEEPEST => Value::Object(members(&field.fields, depth + 1)),
        kind => scalar(field, kind),
    };
    match field.kind {
        Type::Array => {
            let list = json!([one(field.items.unwrap_or(Type::Any))]);
            match &field.item_name {
                Some(item) => json!({ item.as_str(): list }),
                None => list,
            }
        }
        Type::Map => json!({ "key": one(field.items.unwrap_or(Type::Any)) }),
        kind => one(kind),
    }
}

fn scalar(field: &Field, kind: Type) -> Value {
    match field.values.first().map(|value| &value.value) {
        Some(known) if kind == Type::String => return json!(known.to_string()),
        Some(Scalar::Integer(number)) => return json!(number),
        _ => {}
    }
    match kind {
        Type::String if field.format == Some(Format::Json) && field.kind == Type::String => json!("{\"a\":1}"),
        Type::String => json!(format!("a {}/é", field.name)),
        Type::Integer => json!(7),
        Type::Long => json!(9_007_199_254_740_993_i64),
        Type::Float | Type::Double => json!(1.5),
        Type::Boolean => json!(true),
        Type::Array => json!(["x"]),
        Type::Struct | Type::Map | Type::Any => json!({"any": "x"}),
    }
}
