//! Rows of requests and the parameters they become, and the locale of the words about them.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::model::{Field, Format, Operation, Type};

/// A page of an operation in a locale: its summary, and the rows of its request as they stand.
fn page(locale: &str, summary: &str, rows: &str) -> SourceFile {
    let link = "https://api.aliyun.com/#product=Demo&api=GetThing&type=RPC&version=2020-01-01";
    let text = format!(
        "# GetThing\n\n{summary}\n\n[run]({link})\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
         |Action|String|Yes|GetThing|x |\n{rows}\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|r|x |\n"
    );
    SourceFile {
        path: format!("{locale}/GetThing.md"),
        bytes: text.into_bytes(),
    }
}

fn read(files: &[SourceFile], locale: Option<&str>) -> Operation {
    let docs = docs_to_spec("demo", files, None, locale);
    let versions = docs.products.into_iter().flat_map(|product| product.versions);
    versions
        .flat_map(|version| version.operations)
        .next()
        .expect("the operation")
}

/// `Tag[Key, Value]`, `Disk{Size}`, a required one as `Id!`, one that holds JSON as `Ids:json`.
fn outline(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let inner = outline(&field.fields);
        let parts = match field.kind {
            Type::Array => format!("[{inner}]"),
            Type::Struct => format!("{{{inner}}}"),
            _ => String::new(),
        };
        let json = if field.format == Some(Format::Json) {
            ":json"
        } else {
            ""
        };
        let required = if field.required { "!" } else { "" };
        format!("{}{parts}{json}{required}", field.name)
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn names_with_parts_become_lists_and_structs() {
    let cases = [
        ("|Id|String|Yes|i|x |\n|Size|Integer|No|1|x |", "Id!, Size"),
        ("|Labels|Map|No|{\"a\": \"b\"}|x |", "Labels:json"),
        (
            "|Tag.N.Key|String|No|k|x |\n|Tag.N.Value|String|No|v|x |",
            "Tag[Key, Value]",
        ),
        (
            "|Filter.1.Key|String|No|k|x |\n|Filter.2.Key|String|No|k|x |",
            "Filter[Key]",
        ),
        ("|InstanceId.N|RepeatList|Yes|i|x |", "InstanceId[]!"),
        ("|A.N.B.N|String|No|b|x |\n|A.n.C|String|No|c|x |", "A[B[], C]"),
        (
            "|SystemDisk.Category|String|No|c|x |\n|SystemDisk.Size|Integer|Yes|1|x |",
            "SystemDisk{Category, Size!}!",
        ),
        ("|Ids|Json|Yes|\\[\"i\"\\]|x |", "Ids:json!"),
        ("|Ids|String|No|\\[\"i-1\", \"i-2\"\\]|x |", "Ids:json"),
        ("|Rules|Array|No|\\[\\{\"Port\": 1\\}\\]|x |", "Rules:json"),
        ("|Policy|String|No|p|A policy, as a JSON string. |", "Policy:json"),
        ("|Name|String|No|\\[n\\]|x |", "Name"),
    ];
    for (rows, expected) in cases {
        let operation = read(&[page("intl.en-US", "Gets a thing.", rows)], None);
        assert_eq!(outline(&operation.request), expected, "{rows}");
    }
}

#[test]
fn a_structure_of_the_callers_own_keys_has_no_members() {
    let rows = |words: &str, members: &str| format!("|Id|String|Yes|i|x |\n|Labels|Object|No||{words} |\n{members}");
    let behind = "|Blob|String|Yes|b|x |\n|Algorithm|String|Yes|a|x |";
    let pair = "|Key|String|Yes|k|x |\n|Value|String|Yes|v|x |";
    let cases = [
        ("What it is labelled with.", behind, "Id!, Labels{Blob!, Algorithm!}"),
        ("Key-value pairs.", behind, "Id!, Labels:json, Blob!, Algorithm!"),
        ("标签的键值对。", behind, "Id!, Labels:json, Blob!, Algorithm!"),
        ("A key-value pair.", pair, "Id!, Labels{Key!, Value!}"),
    ];
    for (words, members, expected) in cases {
        let operation = read(&[page("intl.en-US", "Gets a thing.", &rows(words, members))], None);
        assert_eq!(outline(&operation.request), expected, "{words}");
    }
}

#[test]
fn words_come_from_the_locale_asked_for() {
    let files = [
        page("cn.zh-CN", "查询。", "|Id|String|Yes|i|编号 |"),
        page("intl.en-US", "Gets a thing.", "|Id|String|Yes|i|Number |"),
    ];
    for (locale, expected) in [
        (None, ["Gets a thing.", "Number"]),
        (Some("en-US"), ["Gets a thing.", "Number"]),
        (Some("zh-CN"), ["查询。", "编号"]),
        (Some("fr-FR"), ["Gets a thing.", "Number"]),
    ] {
        let operation = read(&files, locale);
        let words = [operation.summary.as_str(), operation.request[0].description.as_str()];
        assert_eq!(words, expected, "{locale:?}");
    }
}

#[test]
fn an_operation_may_be_deprecated() {
    for (summary, expected) in [
        ("Gets a thing.", false),
        ("This operation is deprecated. Call FindThing.", true),
        ("该接口已废弃，请使用FindThing。", true),
        ("Gets a thing whose parameters are deprecated.", false),
    ] {
        let operation = read(&[page("intl.en-US", summary, "|Id|String|Yes|i|x |")], None);
        assert_eq!(operation.deprecated, expected, "{summary}");
    }
}
