//! The answer of an operation: its fields, and a sample of it.

use super::document::{Api, Demo, Response, Schema};
use super::schema::Reader;
use crate::spec::model::{Field, Type};
use serde_json::Value;

/// What the whole body is called.
const BODY: &str = "body";

/// The fields at the top of the answer; one that is no structure is a field that is the whole body.
pub(super) fn fields(api: &Api, reader: &mut Reader<'_>) -> Vec<Field> {
    let inside = reader.problems.enter("responses");
    let fields = schema(api, reader).map_or(Vec::new(), |schema| {
        let root = reader.unnamed(&schema);
        match root.kind {
            // One list under another name than its elements', which is no wrapper at the top.
            Type::Array if root.item_name.is_some() => vec![Field {
                name: root.item_name.clone().unwrap_or_default(),
                item_name: None,
                ..root
            }],
            Type::Struct => root.fields,
            Type::Any => Vec::new(),
            _ => vec![Field {
                name: BODY.to_owned(),
                payload: true,
                required: false,
                ..root
            }],
        }
    });
    reader.problems.leave(inside);
    fields
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
