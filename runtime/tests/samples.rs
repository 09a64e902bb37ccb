//! `check_sample`: which samples a type knows all of.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::testing::check_sample;
use alibabacloud_runtime::{Document, UnknownFields, shape};
use hand_written::{ListTasksResponse, Task};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq)]
struct Wide {
    ids: Vec<String>,
    ports: Vec<i64>,
    on: Option<bool>,
    rate: Option<f64>,
    labels: BTreeMap<String, Document>,
    any: Option<Document>,
    wrapped: Vec<Task>,
    unknown_fields: UnknownFields,
}

shape!(Wide {
    "Ids" => ids: Strings, "Ports" => ports: Integers, "On" => on: Boolean, "Rate" => rate: Float, "Labels" => labels: Map, "Any" => any: Any, "Wrapped" / "Task" => wrapped: Structs,
});

#[test]
fn list_tasks() {
    for (json, expected) in [
        (
            r#"{"TotalCount":"","Tasks":{"TaskId":"","Template":{"Id":"","Name":""}},"RequestId":""}"#,
            Ok(()),
        ),
        (
            r#"{"TotalCount":"25","Tasks":[{"TaskId":43567811,"Status":2,"Template":{"Id":176}}],"RequestId":"r"}"#,
            Ok(()),
        ),
        (r#"{"Tasks":{"Task":[{"TaskId":1},{"TaskId":2,"Status":77}]}}"#, Ok(())),
        (
            r#"{"Tasks":[{"Surprise":"","Template":{"New":7}}],"Odd":{"a":{"b":1}}}"#,
            Err("Odd: not in the type\nTasks[0].Template.New: not in the type"),
        ),
        (
            r#"{"Tasks":[{"TaskId":"abc"}]}"#,
            Err(r#"Tasks[0].TaskId: expected an integer, found "abc""#),
        ),
        ("", Err("expected a JSON object, found an empty body")),
    ] {
        assert_eq!(
            check_sample::<ListTasksResponse>(json).as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|text| *text),
            "{json}"
        );
    }
}

#[test]
fn every_kind_of_field() {
    for (json, expected) in [
        (
            r#"{"Ids":["a","",1],"Ports":["80","",null,443],"On":"True","Rate":"1.50","Labels":{"a":1},"Any":[1]}"#,
            Ok(()),
        ),
        (
            r#"{"Ids":{"Id":["a","b"]},"Ports":80,"On":1,"Rate":2,"Wrapped":{"Task":{"TaskId":1}}}"#,
            Ok(()),
        ),
        (r#"{"Wrapped":{"TaskId":1}}"#, Ok(())),
        (r#"{"Wrapped":[null,{"TaskId":1},{"TaskId":2}]}"#, Ok(())),
        (
            r#"{"Wrapped":{"Task":[{"TaskId":1,"New":1}],"Total":3}}"#,
            Err("Wrapped.Task[0].New: not in the type\nWrapped.Total: not in the type"),
        ),
    ] {
        assert_eq!(
            check_sample::<Wide>(json).as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|text| *text),
            "{json}"
        );
    }
}
