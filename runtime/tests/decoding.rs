//! What the decoder makes of JSON: a table of texts, and values or errors.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::{DecodeError, Document, FromResponse, UnknownFields, decode, decode_strictly, shape};
use hand_written::{ListTasksResponse, Task, TaskStatus};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq)]
struct Scalars {
    int: Option<i64>,
    float: Option<f64>,
    bool: Option<bool>,
    text: Option<String>,
    status: Option<TaskStatus>,
    unknown_fields: UnknownFields,
}

shape!(Scalars { "Int" => int: Integer, "Float" => float: Float, "Bool" => bool: Boolean, "Text" => text: String, "Status" => status: Value });

fn shown(read: Result<Scalars, DecodeError>) -> String {
    match read {
        Ok(Scalars {
            int,
            float,
            bool,
            text,
            status,
            unknown_fields,
        }) => {
            let shown = [
                int.map(|value| format!("int {value}")),
                float.map(|value| format!("float {value}")),
                bool.map(|value| format!("bool {value}")),
                text.map(|value| format!("text {value:?}")),
                status.map(|value| format!("{value:?}")),
                (!unknown_fields.is_empty()).then(|| format!("unknown {unknown_fields:?}")),
            ];
            shown.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn scalars() {
    for (json, expected) in [
        // as documented
        (
            r#"{"Int":7,"Float":1.5,"Bool":true,"Text":"a","Status":2}"#,
            r#"int 7, float 1.5, bool true, text "a", Succeeded"#,
        ),
        (r#"{"Int":9223372036854775807}"#, "int 9223372036854775807"),
        (r#"{"Int":-9223372036854775808}"#, "int -9223372036854775808"),
        (r#"{"Text":"é \u4e2d \ud83d\ude00 \"\\\n"}"#, r#"text "é 中 😀 \"\\\n""#),
        // read as meant
        (
            r#"{"Int":"7","Float":"1.5","Bool":"True","Text":7,"Status":"1"}"#,
            r#"int 7, float 1.5, bool true, text "7", Running"#,
        ),
        (r#"{"Int":" 9007199254740993 "}"#, "int 9007199254740993"),
        (r#"{"Int":7.0,"Float":3,"Bool":0}"#, "int 7, float 3, bool false"),
        (r#"{"Int":1.5E1,"Bool":"1"}"#, "int 15, bool true"),
        (r#"{"Text":1.10}"#, r#"text "1.10""#),
        (
            r#"{"Text":123456789012345678901234567890}"#,
            r#"text "123456789012345678901234567890""#,
        ),
        (r#"{"Text":true}"#, r#"text "true""#),
        // nothing said
        (r#"{"Int":null,"Float":null,"Bool":null,"Text":null,"Status":null}"#, ""),
        (r#"{"Int":"","Float":"","Bool":"","Text":"","Status":""}"#, ""),
        (r#"{"Int":{},"Float":[],"Bool":{},"Text":[],"Status":{}}"#, ""),
        ("{}", ""),
        // not in the documentation
        (
            r#"{"Status":99,"New":{"a":[1,null]},"Text":"a"}"#,
            r#"text "a", Unknown(99), unknown {"New": Object {"a": Array [Number(1), Null]}}"#,
        ),
        // in another case than documented: only where the documented one is not there
        (r#"{"int":7,"TEXT":"a"}"#, r#"int 7, text "a""#),
        (r#"{"int":1,"Int":2}"#, "int 2"),
        (r#"{"Int":2,"int":1}"#, r#"int 2, unknown {"int": Number(1)}"#),
        // a text that comes as JSON
        (r#"{"Text":[ {"a":1.0} ]}"#, r#"text "[ {\"a\":1.0} ]""#),
        (r#"{"Text":{"a":"\u4e2d"}}"#, r#"text "{\"a\":\"\\u4e2d\"}""#),
        (r#"{"Text":[ ]}"#, ""),
        // the last of two
        (r#"{"Int":1,"Int":2}"#, "int 2"),
        // marks and blanks around
        ("\u{feff} {\"Int\" : 7 }\n ", "int 7"),
        ("[]", "expected an object, found a list"),
        ("null", "expected an object, found null"),
        ("\"a\"", r#"expected an object, found "a""#),
        ("7", "expected an object, found 7"),
        ("", "expected a JSON object, found an empty body"),
        (" \u{feff}", "expected valid JSON, found expected value at byte 1"),
        ("<html>", "expected valid JSON, found expected value at byte 0"),
        (
            r#"{"Int":7"#,
            "expected valid JSON, found EOF while parsing an object at byte 8",
        ),
        (
            r#"{"Int":7}x"#,
            "expected valid JSON, found trailing characters at byte 9",
        ),
        (
            r#"{"Int":nope}"#,
            "Int: expected valid JSON, found expected ident at byte 8",
        ),
        (
            r#"{"New":[1,}"#,
            "New: expected valid JSON, found expected value at byte 10",
        ),
        // where the parser began anew after an odd value
        (
            r#"{"Int":"-","Text":nope}"#,
            "Text: expected valid JSON, found expected ident at byte 19",
        ),
    ] {
        assert_eq!(shown(decode(json.as_bytes())), expected, "{json}");
    }
}

/// What each value that is not what the documentation says costs: itself, or by choice the response.
#[test]
fn odd_values() {
    for (json, error) in [
        (r#"{"Int":"abc"}"#, r#"Int: expected an integer, found "abc""#),
        (r#"{"Int":1.5}"#, "Int: expected an integer, found 1.5"),
        (
            r#"{"Int":9223372036854775808}"#,
            "Int: expected an integer, found 9223372036854775808",
        ),
        (r#"{"Int":true}"#, "Int: expected an integer, found true"),
        (r#"{"Int":{"a":1}}"#, "Int: expected an integer, found an object"),
        (r#"{"Int":[1]}"#, "Int: expected an integer, found a list"),
        (r#"{"Float":"x"}"#, r#"Float: expected a number, found "x""#),
        (r#"{"Float":"NaN"}"#, r#"Float: expected a number, found "NaN""#),
        (r#"{"Float":false}"#, "Float: expected a number, found false"),
        (r#"{"Bool":"yes"}"#, r#"Bool: expected a boolean, found "yes""#),
        (r#"{"Bool":2}"#, "Bool: expected a boolean, found 2"),
        (r#"{"Status":"on"}"#, r#"Status: expected an integer, found "on""#),
        (r#"{"Int":"-"}"#, r#"Int: expected an integer, found "-""#),
        (r#"{"Int":" N/A "}"#, r#"Int: expected an integer, found "N/A""#),
        (r#"{"Float":1e400}"#, "Float: expected a number, found one out of range"),
        (r#"{"Bool":"--"}"#, r#"Bool: expected a boolean, found "--""#),
    ] {
        assert_eq!(shown(decode_strictly(json.as_bytes())), error, "{json}");
        let Some(fields) = json.strip_prefix('{') else {
            panic!("{json}")
        };
        let json = format!(r#"{{"Text":"x",{fields}"#);
        let read: Scalars = decode(json.as_bytes()).unwrap();
        let (_, value) = fields
            .strip_suffix('}')
            .and_then(|fields| fields.split_once(':'))
            .unwrap();
        let value: Document = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        assert_eq!(
            read.unknown_fields.iter().map(|(_, kept)| kept).collect::<Vec<_>>(),
            [&value],
            "{json}"
        );
        assert_eq!((read.int, read.float, read.bool, read.status), (None, None, None, None));
        assert_eq!(read.text.as_deref(), Some("x"), "{json}");
    }
}

#[test]
fn long_findings_are_shortened() {
    let json = format!(r#"{{"Int":"{}"}}"#, "x".repeat(1000));
    assert_eq!(
        shown(decode(json.as_bytes())),
        format!("Int: expected an integer, found \"{}\"…", "x".repeat(80))
    );
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Lists {
    ids: Vec<String>,
    ports: Vec<i64>,
    tasks: Vec<Task>,
    zones: Vec<String>,
    wrapped: Vec<Task>,
    template: Option<hand_written::Template>,
    unknown_fields: UnknownFields,
}

shape!(Lists {
    "Ids" => ids: Strings,
    "Ports" => ports: Integers,
    "Tasks" => tasks: Structs,
    "Zones" / "Zone" => zones: Strings,
    "Wrapped" / "Task" => wrapped: Structs,
    "Template" => template: Struct,
});

fn lists(read: Result<Lists, DecodeError>) -> String {
    let tasks = |name: &str, tasks: &[Task]| {
        let ids: Vec<_> = tasks
            .iter()
            .map(|task| task.task_id.map_or("-".to_owned(), |id| id.to_string()))
            .collect();
        (!tasks.is_empty()).then(|| format!("{name} [{}]", ids.join(" ")))
    };
    match read {
        Ok(read) => {
            let shown = [
                (!read.ids.is_empty()).then(|| format!("ids {:?}", read.ids)),
                (!read.ports.is_empty()).then(|| format!("ports {:?}", read.ports)),
                tasks("tasks", &read.tasks),
                (!read.zones.is_empty()).then(|| format!("zones {:?}", read.zones)),
                tasks("wrapped", &read.wrapped),
                read.template.map(|template| format!("template {:?}", template.id)),
                (!read.unknown_fields.is_empty()).then(|| format!("unknown {:?}", read.unknown_fields)),
            ];
            shown.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn lists_and_structures() {
    for (json, expected) in [
        // as documented
        (
            r#"{"Ids":["a","b"],"Ports":[80,443],"Tasks":[{"TaskId":1},{"TaskId":2}]}"#,
            r#"ids ["a", "b"], ports [80, 443], tasks [1 2]"#,
        ),
        (
            r#"{"Zones":{"Zone":["a","b"]},"Wrapped":{"Task":[{"TaskId":1}]}}"#,
            r#"zones ["a", "b"], wrapped [1]"#,
        ),
        // elements as meant
        (
            r#"{"Ids":[1,true,"",null,"x"],"Ports":["80","",null,443]}"#,
            r#"ids ["1", "true", "", "x"], ports [80, 443]"#,
        ),
        (r#"{"Tasks":[null,{"TaskId":1},"",{}]}"#, "tasks [1 -]"),
        // bare where wrapped is documented
        (
            r#"{"Zones":["a"],"Wrapped":[{"TaskId":1}]}"#,
            r#"zones ["a"], wrapped [1]"#,
        ),
        // wrapped where bare is documented
        (
            r#"{"Ids":{"Id":["a"]},"Tasks":{"Task":[{"TaskId":1},{"TaskId":2}]}}"#,
            r#"ids ["a"], tasks [1 2]"#,
        ),
        (r#"{"Tasks":{"Task":{"TaskId":1}}}"#, "tasks [1]"),
        // wrapped under another name
        (
            r#"{"Wrapped":{"Item":[{"TaskId":1}]},"Zones":{"Id":["a"]}}"#,
            r#"zones ["a"], wrapped [1]"#,
        ),
        // one element in place of the list
        (
            r#"{"Ids":"a","Ports":"80","Tasks":{"TaskId":1,"VideoName":""}}"#,
            r#"ids ["a"], ports [80], tasks [1]"#,
        ),
        (
            r#"{"Zones":{"Zone":"a"},"Wrapped":{"Task":{"TaskId":1}}}"#,
            r#"zones ["a"], wrapped [1]"#,
        ),
        (r#"{"Wrapped":{"TaskId":1,"Template":{"Id":"x"}}}"#, "wrapped [1]"),
        (r#"{"Tasks":{"TaskId":""}}"#, "tasks [-]"),
        (r#"{"Tasks":{"New":1,"TaskId":2}}"#, "tasks [2]"),
        (r#"{"Tasks":{"Template":{"Id":"x"}}}"#, "tasks [-]"),
        // nothing said
        (
            r#"{"Ids":null,"Ports":"","Tasks":"","Zones":{},"Wrapped":{"Task":null},"Template":""}"#,
            "",
        ),
        (
            r#"{"Tasks":{},"Wrapped":{"Task":""},"Zones":{"Zone":""},"Template":[]}"#,
            "",
        ),
        (r#"{"Template":{}}"#, "template None"),
        (r#"{"Template":{"Id":7}}"#, r#"template Some("7")"#),
        // beside the elements
        (
            r#"{"Wrapped":{"Total":1,"Task":[{"TaskId":1}]}}"#,
            r#"wrapped [1], unknown {"Wrapped.Total": Number(1)}"#,
        ),
        // twice
        (r#"{"Ports":[1],"Ports":[2]}"#, "ports [2]"),
        // in another case than documented
        (
            r#"{"zones":{"ZONE":["a"]},"wrapped":{"task":[{"taskid":1}],"total":1}}"#,
            r#"zones ["a"], wrapped [1], unknown {"Wrapped.total": Number(1)}"#,
        ),
        // what can't be read costs itself
        (
            r#"{"Ports":[1,"x",3]}"#,
            r#"ports [1, 3], unknown {"Ports[1]": String("x")}"#,
        ),
        (
            r#"{"Ids":["a",["b"],{}],"Tasks":"abc"}"#,
            r#"ids ["a", "[\"b\"]"], unknown {"Tasks": String("abc")}"#,
        ),
        (
            r#"{"Ports":[1],"Wrapped":{"Task":[{"TaskId":"abc"},7]}}"#,
            r#"ports [1], wrapped [-], unknown {"Wrapped[1]": Number(7)}"#,
        ),
        (
            r#"{"Ports":[1],"Ids":{"a":"x","b":"y"}}"#,
            r#"ports [1], unknown {"Ids": Object {"a": String("x"), "b": String("y")}}"#,
        ),
        (
            r#"{"Ports":[1],"Template":[{"Id":"x"}]}"#,
            r#"ports [1], unknown {"Template": Array [Object {"Id": String("x")}]}"#,
        ),
        // but nothing at all of what is documented is no response
        (r#"{"Tasks":"abc"}"#, r#"Tasks: expected a list, found "abc""#),
        (
            r#"{"Tasks":[{"New":1},{"TaskId":"abc"}]}"#,
            r#"Tasks[1].TaskId: expected an integer, found "abc""#,
        ),
        (r#"{"Tasks":[{"TaskId":"-"}]}"#, "tasks [-]"),
        (
            r#"{"Tasks":{"Task":[{"#,
            "Tasks: expected valid JSON, found EOF while parsing an object at byte 19",
        ),
    ] {
        assert_eq!(lists(decode(json.as_bytes())), expected, "{json}");
    }
}

#[test]
fn where_an_odd_value_is() {
    for (json, expected) in [
        (r#"{"Ports":[1,"x"]}"#, r#"Ports[1]: expected an integer, found "x""#),
        (
            r#"{"Tasks":[{},{},{},{"TaskId":"abc"}]}"#,
            r#"Tasks[3].TaskId: expected an integer, found "abc""#,
        ),
        (
            r#"{"Tasks":{"Task":[{},{},{},{"TaskId":"abc"}]}}"#,
            r#"Tasks.Task[3].TaskId: expected an integer, found "abc""#,
        ),
        (
            r#"{"Wrapped":{"Task":{"TaskId":"abc"}}}"#,
            r#"Wrapped.Task.TaskId: expected an integer, found "abc""#,
        ),
        (
            r#"{"Tasks":[{"Template":[7]}]}"#,
            "Tasks[0].Template: expected an object, found a list",
        ),
        (r#"{"Tasks":"abc"}"#, r#"Tasks: expected a list, found "abc""#),
        (r#"{"Tasks":7}"#, "Tasks: expected a list, found 7"),
        (r#"{"Tasks":[7]}"#, "Tasks[0]: expected an object, found 7"),
        (r#"{"Ids":{"a":"x","b":"y"}}"#, "Ids: expected a list, found an object"),
        (r#"{"Template":"abc"}"#, r#"Template: expected an object, found "abc""#),
        (
            r#"{"Template":[{"Id":"x"}]}"#,
            "Template: expected an object, found a list",
        ),
    ] {
        assert_eq!(lists(decode_strictly(json.as_bytes())), expected, "{json}");
    }
}

/// The page's own sample of ListTasks: a lone object with every value empty.
#[test]
fn list_tasks_of_the_page() {
    let json =
        r#"{"TotalCount":"","Tasks":{"ErrorName":"","TaskId":"","Template":{"Id":"","Name":""}},"RequestId":""}"#;
    let read: ListTasksResponse = decode(json.as_bytes()).unwrap();
    let [task] = read.tasks.as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!(
        (task.task_id, &task.error_name, read.total_count, &read.request_id),
        (None, &None, None, &None)
    );
    assert_eq!(task.template, Some(hand_written::Template::default()));
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Node {
    children: Vec<Node>,
    unknown_fields: UnknownFields,
}

shape!(Node { "Children" => children: Structs });

#[derive(Debug, Clone, Default, PartialEq)]
struct OnlyRequestId {
    request_id: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(OnlyRequestId { "RequestId" => request_id: String });

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{{}}{}", r#"{"Children":["#.repeat(depth), "]}".repeat(depth));
    assert!(decode_strictly::<Node>(nested(90).as_bytes()).is_ok());
    let error = decode_strictly::<Node>(nested(100_000).as_bytes()).unwrap_err();
    assert_eq!(
        (error.expected.as_ref(), error.found.as_str()),
        ("less nesting", "more than 100 levels")
    );
    // What is too deep is kept beside it.
    let mut node = decode::<Node>(nested(100_000).as_bytes()).unwrap();
    while let Some(child) = node.children.pop() {
        node = child;
    }
    assert!(node.unknown_fields.get("Children[0]").is_some_and(Document::is_object));
    for value in ["[".repeat(100_000), r#"{"a":"#.repeat(100_000)] {
        let json = format!(r#"{{"New":{value}"#);
        assert!(decode::<Node>(json.as_bytes()).is_err());
    }
    for depth in [99, 128, 250, 100_000] {
        let value = format!("{}7{}", "[".repeat(depth), "]".repeat(depth));
        let json = format!(r#"{{"New":{value},"Children":[{{}}]}}"#);
        let node = decode::<Node>(json.as_bytes()).unwrap();
        assert_eq!(node.children.len(), 1);
        let mut kept = node.unknown_fields.get("New").unwrap();
        let mut levels = 0;
        while let Some(inside) = kept.get(0) {
            (kept, levels) = (inside, levels + 1);
        }
        assert_eq!(levels, depth.min(100));
        match kept {
            Document::String(text) => assert_eq!(text.len(), 2 * (depth - 100) + 1),
            kept => assert_eq!(kept, 7),
        }
    }
}

/// One replacement character for half a surrogate pair, or for bytes that are no UTF-8; and control characters as they are meant.
#[test]
fn characters() {
    for (text, read) in [
        (&b"x\\ud83d"[..], "x\u{fffd}"),
        (b"\\udce2 \\ud83d\\ude00", "\u{fffd} \u{1f600}"),
        (b"\xe5\xba", "\u{fffd}"),
        (b"a\tb\\n", "a\tb\n"),
    ] {
        let json = [br#"{"New":""#, text, br#"","Int":7,"Text":""#, text, br#""}"#].concat();
        let scalars: Scalars = decode_strictly(&json).unwrap();
        assert_eq!((scalars.int, scalars.text.as_deref()), (Some(7), Some(read)));
        assert_eq!(scalars.unknown_fields.get("New").and_then(Document::as_str), Some(read));
    }
}

/// A number in a field that nobody documented can be anything.
#[test]
fn numbers_out_of_range() {
    let scalars: Scalars = decode(br#"{"New":{"a":[1e400,1e-400]},"Int":7}"#).unwrap();
    assert_eq!(
        shown(Ok(scalars)),
        r#"int 7, unknown {"New": Object {"a": Array [String("1e400"), Number(0.0)]}}"#
    );
}

/// A response taken as raw JSON is read as forgivingly as any other.
#[test]
fn documents() {
    let nested = |depth: usize| format!("{}7{}", "[".repeat(depth), "]".repeat(depth));
    for (json, expected) in [
        ("\u{feff} {\"a\":[1,null]}\n", r#"{"a":[1,null]}"#),
        (r#"{"a":"x\ud83d"}"#, "{\"a\":\"x\u{fffd}\"}"),
        (r#"{"a":1e400}"#, r#"{"a":"1e400"}"#),
        (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        (" ", "null"),
        ("7", "7"),
        ("<html>", "expected valid JSON, found expected value at byte 0"),
        ("{}x", "expected valid JSON, found trailing characters at byte 2"),
        // where the parser began anew after what is too deep
        (
            &format!("[{},nope]", nested(250)),
            "expected valid JSON, found expected ident at byte 504",
        ),
    ] {
        let read = Document::from_response(json.as_bytes(), false);
        let shown = read.map_or_else(|error| error.to_string(), |document| document.to_string());
        assert_eq!(shown, expected, "{json}");
    }
    assert!(Document::from_response(b"{\"a\":\"\xe5\"}", false).is_ok());
    assert!(Document::from_response(nested(100_000).as_bytes(), false).is_ok());
}

#[test]
fn empty_bodies() {
    assert_eq!(decode::<OnlyRequestId>(b" \n"), Ok(OnlyRequestId::default()));
    assert!(decode::<Node>(b"").is_err());
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Maps {
    texts: BTreeMap<String, String>,
    scalars: BTreeMap<String, Scalars>,
    any: BTreeMap<String, Document>,
    unknown_fields: UnknownFields,
}

shape!(Maps { "Texts" => texts: StringMap, "Scalars" => scalars: StructMap, "Any" => any: Map });

#[test]
fn one_odd_member_of_a_map_costs_itself() {
    for (json, expected, strictly) in [
        (
            r#"{"Texts":{"a":"x","b":2},"Scalars":{"c":{"Int":1}},"Any":{"d":[]}}"#,
            r#"texts a=x b=2, scalars c=int 1, any d=[]"#,
            true,
        ),
        (
            r#"{"Scalars":{"a":{"Int":1},"b":7,"c":{"Int":2},"d":null}}"#,
            "texts, scalars a=int 1 c=int 2, any, unknown Scalars.b=7",
            false,
        ),
        (
            r#"{"Scalars":{"a":{"Int":"x"}},"Texts":[1],"Any":{"z":1}}"#,
            r#"texts, scalars a=unknown {"Int": String("x")}, any z=1, unknown Texts=[1]"#,
            false,
        ),
        // The last one counts, as a whole.
        (
            r#"{"Texts":{"a":"x"},"Texts":{"b":"y"},"Any":{"a":1},"Any":{},"Scalars":{"a":{}},"Scalars":{}}"#,
            "texts b=y, scalars, any",
            true,
        ),
    ] {
        let read: Maps = decode(json.as_bytes()).unwrap();
        let mut shown = "texts".to_owned();
        read.texts
            .iter()
            .for_each(|(key, text)| shown += &format!(" {key}={text}"));
        shown += ", scalars";
        for (key, scalars) in read.scalars {
            shown += &format!(" {key}={}", self::shown(Ok(scalars)));
        }
        shown += ", any";
        read.any
            .iter()
            .for_each(|(key, value)| shown += &format!(" {key}={value}"));
        for (name, value) in read.unknown_fields.iter() {
            shown += &format!(", unknown {name}={value}");
        }
        assert_eq!(shown, expected, "{json}");
        assert_eq!(decode_strictly::<Maps>(json.as_bytes()).is_ok(), strictly, "{json}");
    }
}
