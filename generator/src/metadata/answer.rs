//! The answer of an operation: its fields, and a sample of it.

use super::document::{Api, Demo, Response, Schema};
use super::schema::Reader;
use crate::spec::model::{Field, Type, Whole};
use serde_json::Value;

/// The fields at the top of the answer; of one that is no structure, what it is and the members of its elements.
pub(super) fn fields(api: &Api, reader: &mut Reader<'_>) -> (Option<Whole>, Vec<Field>) {
    let inside = reader.problems.enter("responses");
    let root = schema(api, reader).map(|schema| reader.unnamed(&schema));
    reader.problems.leave(inside);
    let Some(root) = root else { return (None, Vec::new()) };
    let (whole, mut fields) = match root.kind {
        // One list under another name than its elements', which is no wrapper at the top.
        Type::Array if root.item_name.is_some() => {
            let name = root.item_name.clone().unwrap_or_default();
            let item_name = None;
            (
                None,
                vec![Field {
                    name,
                    item_name,
                    ..root
                }],
            )
        }
        Type::Struct => (None, root.fields),
        Type::Any => (None, Vec::new()),
        kind => (
            Some(Whole {
                kind,
                items: root.items,
            }),
            root.fields,
        ),
    };
    fields.iter_mut().for_each(not_required);
    (whole, fields)
}

/// Of an answer, it says nothing.
fn not_required(field: &mut Field) {
    field.required = false;
    field.fields.iter_mut().for_each(not_required);
}

/// The schema of the first status of success that has one.
fn schema(api: &Api, reader: &mut Reader<'_>) -> Option<Schema> {
    let mut statuses: Vec<&String> = api.responses.keys().filter(|status| status.starts_with('2')).collect();
    statuses.sort();
    statuses.into_iter().find_map(|status| {
        match serde_path_to_error::deserialize::<_, Response>(api.responses.get(status)?) {
            Ok(response) => response.schema,
            Err(error) => {
                let message = format!("{}; the answer is free-form", error.inner());
                reader.problems.tell(&format!("{status}.{}", error.path()), message);
                None
            }
        }
    })
}

/// The first sample answer that is JSON, as it is read.
pub(super) fn sample(api: &Api, reader: &mut Reader<'_>) -> Option<Value> {
    let demos = api.response_demo.as_deref().filter(|text| !text.trim().is_empty())?;
    let demos: Vec<Demo> = match serde_json::from_str(demos) {
        Ok(demos) => demos,
        Err(error) => {
            reader
                .problems
                .tell("responseDemo", format!("no list of samples: {error}"));
            return None;
        }
    };
    let json = demos.iter().filter(|demo| {
        demo.kind
            .as_deref()
            .is_none_or(|kind| kind.eq_ignore_ascii_case("json"))
    });
    let mut texts = json
        .filter_map(|demo| demo.example.as_deref())
        .filter(|text| !text.trim().is_empty());
    let text = texts.next()?;
    match serde_json::from_str(text) {
        Ok(sample) => Some(sample),
        Err(error) => {
            reader
                .problems
                .tell("responseDemo", format!("a sample that is no JSON: {error}"));
            None
        }
    }
}
