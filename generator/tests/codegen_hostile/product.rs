//! A product whose every name and text means no good.

use alibabacloud_generator::spec::model::{
    CommonErrors, ErrorCode, Field, Format, Operation, Pagination, Position, Samples, Scalar, Type, Value,
};
use alibabacloud_generator::spec::product::{Endpoints, Manifest, Product, RegionEndpoint, Style, Version};
use alibabacloud_generator::yaml;
use std::fs;
use std::path::Path;

/// Texts that try to get out of a comment, a string or a table.
const TEXTS: &[&str] = &[
    "```rust\nfn main() { panic!() }\n```",
    "    indented code",
    "[Option] and [`Vec`] and [x](y) and [a]: b",
    "<b>bold</b> <script> Vec<String> <!-- -->",
    "http://a.b/c?d=e&f=g, https://x.y. http://[Endpoint] www.z.com",
    "*/ /* // /// \"quotes\" 'single' \\ \\n \u{0} \u{7} \u{202e}rtl\u{202c} \u{2028} \u{feff}",
    "- a\n  - b\n      - c\n- d\n\n1. x\n2. y\n+ z\n* w",
    "| a | b |\n|---|---|\n| c | d |",
    "# Heading\n\nText\n===\n> quote\n---",
    "~~~\ncode\n~~~\n&amp; &#65; 1~50 ~~gone~~",
    "` `` ``` ```` \"# \"## r#\"x\"#",
    "应用名称，取值：1～50。\u{a0}空格\u{200b}零宽",
    "**bold** *i* _u_ __init__ a_b_c 2*3*4",
    "{} {0} %s $x ${y} #[test] #![deny(x)]",
    "",
];

/// Names that mean something in Rust, or can't be one.
const NAMES: &str = concat!(
    "as|async|await|box|break|const|crate|dyn|else|enum|fn|gen|impl|in|let|loop|match|mod|move|mut|pub|",
    "ref|return|self|Self|static|struct|super|trait|try|type|unsafe|use|where|yield|union|macro_rules|_|",
    "__|| |1|1st|-|a-b|a.b|a#b|a b|应用|VpcID|VpcId|vpcId|vpc_id|add|sub|mul|div|rem|neg|not|shl|shr|",
    "bitand|default|clone|fmt|from|into|from_str|to_string|is_empty|into_x|to_x|as_x|is_x|eq|cmp|hash|",
    "index|next|drop|deref|borrow|as_ref|iter|into_iter|new|send|pages|items|Items|unknown_fields|call|",
    "given|params|value|values|Option|Vec|String|Box|Result|Error|Client|Config|Call|Set|Page|Pager|",
    "Position|Operation|Value|Document|Params|PhantomData|BTreeMap|i64|bool|str|u8|std|core|unset|set|IsSet|EmptyResponse|",
    "types|Some|None|Ok|Err|Debug|Default|Tag.N.Key|IPv6Address|IDs",
);

fn names() -> Vec<&'static str> {
    NAMES.split('|').collect()
}

fn text(index: usize) -> String {
    TEXTS[index % TEXTS.len()].to_owned()
}

/// A field of each name, of types in turn.
fn fields(required: bool) -> Vec<Field> {
    let long = ["L".repeat(90), "l".repeat(89), "L".repeat(200), "A name ".repeat(9)];
    let all = names().into_iter().map(str::to_owned).chain(long);
    all.enumerate()
        .map(|(index, name)| {
            let kinds = [
                Type::Integer,
                Type::String,
                Type::Boolean,
                Type::Double,
                Type::Struct,
                Type::Array,
                Type::Map,
                Type::Any,
                Type::Long,
            ];
            let kind = kinds[index % kinds.len()];
            let mut field = Field {
                name,
                kind,
                description: text(index),
                example: Some(text(index + 3)),
                default: Some(text(index + 5)),
                deprecated: index % 7 == 0,
                required: required && index % 16 == 0,
                max_items: Some(50),
                ..Field::default()
            };
            match kind {
                Type::Struct => field.fields = vec![string("Key", index % 2 == 0), string("type", false)],
                Type::Array => {
                    field.items = Some([Type::Struct, Type::String, Type::Integer, Type::Any, Type::Array][index % 5]);
                    field.item_name = (index % 2 == 0)
                        .then(|| names()[index % names().len()].to_owned())
                        .filter(|name| !name.is_empty());
                    if field.items == Some(Type::Struct) {
                        field.fields = vec![string("Key", true), string("Value", false)];
                    }
                }
                Type::Integer => {
                    field.values = (0..index % 4)
                        .map(|value| integer_value(i64::try_from(value).unwrap_or(0) - 1))
                        .collect()
                }
                Type::String => {
                    let values = TEXTS.iter().copied().chain(names()).skip(index % 20).take(index % 30);
                    field.values = values.map(string_value).collect();
                }
                Type::Boolean => {
                    field.values = [true, false]
                        .map(|value| Value {
                            value: Scalar::Boolean(value),
                            description: text(index),
                            name: None,
                        })
                        .to_vec();
                }
                _ => {}
            }
            field
        })
        .collect()
}

fn string(name: &str, required: bool) -> Field {
    Field {
        name: name.to_owned(),
        required,
        ..Field::default()
    }
}

fn integer_value(value: i64) -> Value {
    Value {
        value: Scalar::Integer(value),
        description: text(usize::try_from(value + 7).unwrap_or(0)),
        name: None,
    }
}

fn string_value(value: &str) -> Value {
    Value {
        value: Scalar::String(value.to_owned()),
        description: value.to_owned(),
        name: None,
    }
}

fn errors() -> Vec<ErrorCode> {
    let codes = names().into_iter().chain(TEXTS.iter().copied()).chain([
        "400",
        "Invalid%s.NotFound",
        "%s",
        "OK",
        "Unknown",
        "a.b",
        "a-b",
        "InvalidParameter",
    ]);
    codes
        .enumerate()
        .map(|(index, code)| ErrorCode {
            code: code.to_owned(),
            http_status: [None, Some(400), Some(403), Some(200)][index % 4],
            message: text(index),
            description: text(index + 1),
        })
        .collect()
}

/// Structures in structures, each named like the last.
fn deep(levels: usize) -> Field {
    let mut field = string("Leaf", false);
    for level in 0..levels {
        field = Field {
            name: if level % 2 == 0 { "Node" } else { "Nodes" }.to_owned(),
            kind: if level % 2 == 0 { Type::Struct } else { Type::Array },
            items: (level % 2 == 1).then_some(Type::Struct),
            fields: vec![field, string("Name", level % 3 == 0)],
            ..Field::default()
        };
    }
    field
}

fn operation(name: &str) -> Operation {
    Operation {
        operation: name.to_owned(),
        source: format!("docs/{name}.md"),
        ..Operation::default()
    }
}

fn many_required(name: &str, count: usize) -> Operation {
    let required = |prefix: &str, count: usize| -> Vec<Field> {
        (0..count)
            .map(|at| string(&format!("{prefix}Number{at}"), true))
            .collect()
    };
    Operation {
        request: required("Parameter", count)
            .into_iter()
            .chain([Field {
                name: "Thing".into(),
                kind: Type::Struct,
                fields: required("Member", count),
                ..Field::default()
            }])
            .collect(),
        response: vec![string("Id", false)],
        ..operation(name)
    }
}

/// Samples that fit only with leave, or in part: the runtime must take what is left of them.
fn sampled() -> Vec<Operation> {
    let kinds = [
        Type::String,
        Type::Integer,
        Type::Double,
        Type::Boolean,
        Type::Any,
        Type::Map,
        Type::Struct,
    ];
    let field = |name: String, kind: Type, items: Option<Type>, item_name: Option<&str>| Field {
        name,
        kind,
        items,
        item_name: item_name.map(str::to_owned),
        fields: if kind == Type::Struct || items == Some(Type::Struct) {
            vec![string("Id", false), string("Name", false)]
        } else {
            vec![]
        },
        ..Field::default()
    };
    let values = [
        "7",
        "7.0",
        "7.5",
        "1e3",
        "9223372036854775807",
        "9223372036854775808",
        "-0",
        "-0.0",
        "1.0e400",
        "true",
        "null",
        "\"\"",
        "\" \"",
        "\" 7 \"",
        "\"7.00\"",
        "\"+7\"",
        "\".5\"",
        "\"5.\"",
        "\"1e3\"",
        "\"inf\"",
        "\"TRUE\"",
        "\"0\"",
        "\"yes\"",
        "1.00",
        "{}",
        "[]",
        "[[]]",
        "[null, \"\", 1]",
        "[{\"Id\": 1}, \"\", {\"Id\": 2}]",
        "{\"Id\": \"a\"}",
        "{\"Id\": \"a\", \"Name\": \"b\", \"More\": 1}",
        "{\"Item\": [1, \"x\"]}",
        "{\"Item\": {\"Id\": 1}}",
        "{\"Item\": \"\", \"Else\": 1}",
        "{\"Other\": [{\"Id\": [1]}]}",
        "{\"Other\": {\"Id\": 1}}",
        "{\"Other\": 1}",
        "{\"Item\": {\"Item\": [1]}}",
        "{\"Item\": null}",
        "{\"A\": {\"B\": \"\"}, \"C\": null}",
    ];
    let mut operations = Vec::new();
    for (number, value) in values.iter().enumerate() {
        let mut response = Vec::new();
        for kind in kinds {
            response.push(field(format!("One{kind:?}"), kind, None, None));
            response.push(field(format!("Many{kind:?}"), Type::Array, Some(kind), None));
            response.push(field(format!("Wrapped{kind:?}"), Type::Array, Some(kind), Some("Item")));
        }
        let members: Vec<_> = response
            .iter()
            .map(|field| format!("\"{}\": {value}", field.name))
            .collect();
        let sample = Samples {
            response: Some(format!("{{{}}}", members.join(", "))),
        };
        operations.push(Operation {
            response,
            samples: sample,
            ..operation(&format!("Sampled{number}"))
        });
    }
    operations
}

fn operations() -> Vec<Operation> {
    let golden = ["list_tasks", "nested_request", "roa", "hostile_names"].map(|name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(format!("{name}.yaml"));
        yaml::from_str(&fs::read_to_string(path).expect("the YAML")).expect("an operation")
    });
    let mut operations = golden.to_vec();
    operations.push(Operation {
        summary: TEXTS.join("\n\n"),
        deprecated: true,
        request: fields(true),
        response: fields(false),
        errors: errors(),
        samples: Samples { response: Some(r####"{"type": "\"# and \"## ", "VpcID": 7, "1": true, "extra": [{"a": "b"}], "Error": null, "new": {"x": 1}}"####.into()) },
        ..operation("Everything")
    });
    operations.push(Operation {
        request: vec![deep(40), string("Marker", false)],
        response: vec![deep(40)],
        samples: Samples {
            response: Some(r#"{"Nodes": {"Node": {"Name": "x"}}}"#.into()),
        },
        pagination: Some(Pagination::Token {
            token: "Marker".into(),
            next_token: "Nodes.Nowhere".into(),
            more: None,
            page_size: None,
            items: "Nodes".into(),
        }),
        ..operation("Deep")
    });
    let variants = Field {
        values: names().into_iter().map(string_value).collect(),
        ..string("Variant", false)
    };
    operations.push(Operation {
        request: vec![variants],
        ..operation("Variants")
    });
    for count in [7, 8, 12, 13, 24, 40] {
        operations.push(many_required(&format!("Require{count}"), count));
    }
    operations.push(many_required(&"LongName".repeat(15), 12));
    operations.push(Operation {
        method: Some("PUT".into()),
        path: Some(format!("/{}/{{Name}}/[Other]", "path".repeat(40))),
        request: vec![Field {
            position: Some(Position::Path),
            required: true,
            ..string(&"Name".repeat(22), false)
        }],
        response: vec![Field {
            name: "A".repeat(60),
            kind: Type::Struct,
            fields: vec![
                Field {
                    name: "Totals".into(),
                    kind: Type::String,
                    ..Field::default()
                },
                Field {
                    name: "B".repeat(64),
                    kind: Type::Array,
                    items: Some(Type::Struct),
                    fields: vec![string("X", false)],
                    ..Field::default()
                },
            ],
            ..Field::default()
        }],
        pagination: Some(Pagination::PageNumber {
            page_number: "Name".repeat(22),
            page_size: None,
            total_count: Some(format!("{}.Totals", "A".repeat(60))),
            items: format!("{}.{}", "A".repeat(60), "B".repeat(64)),
        }),
        ..operation(&format!("Roa{}", "x".repeat(40)))
    });
    // A structure that is called as the runtime calls the form of a parameter, beside a parameter in a form.
    operations.push(Operation {
        request: vec![Field {
            name: "Ids".into(),
            kind: Type::Array,
            items: Some(Type::String),
            format: Some(Format::Json),
            ..Field::default()
        }],
        response: vec![Field {
            name: "Format".into(),
            kind: Type::Struct,
            fields: vec![string("X", false)],
            ..Field::default()
        }],
        ..operation("Formed")
    });
    let names = [
        "Samples",
        "Format",
        "self",
        "Self",
        "Mod",
        "lib",
        "main",
        "operation",
        "new",
        "mock",
        "fromEnv",
        "Option",
        "Result",
        "Client",
        "Config",
        "Default",
        "Clone",
        "Next",
        "ListX2",
        "ListX10",
        "List_X",
        "gen",
        "ABC",
        "Abc",
        "Aux",
        "String",
        "Send",
        "crate",
        "Unpin",
        "Error",
        "Add",
        "../../x",
        "",
        "a b",
        "中文",
    ];
    operations.extend(names.iter().map(|name| operation(name)));
    operations.extend(sampled());
    operations
}

/// The product.
pub(crate) fn product() -> Product {
    let versions = [
        ("2014-11-11", vec![operation("ListThings"), operation("DescribeThing")]),
        ("2019-08-10", operations()),
        ("../../x", vec![operation("A")]),
    ];
    let regions = (0..20).map(|at| RegionEndpoint {
        region: format!("cn-region-{at}"),
        public: format!("demo.cn-region-{at}.aliyuncs.com"),
        vpc: None,
    });
    Product {
        name: "hostile".into(),
        manifest: Manifest {
            code: "Hostile \"code\"".into(),
            versions: versions.iter().map(|(version, _)| (*version).to_owned()).collect(),
            style: Style::Rpc,
            endpoints: Endpoints {
                regions: regions.collect(),
                ..Endpoints::default()
            },
            ..Manifest::default()
        },
        versions: versions
            .map(|(version, operations)| Version {
                version: version.to_owned(),
                operations,
                common: CommonErrors {
                    source: "docs/*/\nCommon.md".into(),
                    errors: errors(),
                },
                ..Version::default()
            })
            .to_vec(),
    }
}
