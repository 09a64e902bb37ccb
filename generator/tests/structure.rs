//! Rows of today's tables and the trees they are read as: the answer and the body as a whole, elements, maps, wrappers, members of parameters.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::model::{Field, Operation, Position, Type, Whole};

/// The words of a page in one language: headings, and the heads of both tables.
struct Language {
    site: &'static str,
    request: &'static str,
    response: &'static str,
    syntax: &'static str,
    heads: [&'static str; 2],
    yes: &'static str,
    no: &'static str,
}

const CHINESE: Language = Language {
    site: "api.aliyun.com",
    request: "请求参数",
    response: "返回参数",
    syntax: "请求语法",
    heads: [
        "| **名称** | **类型** | **必填** | **描述** | **示例值** |\n|---|---|---|---|---|",
        "| **名称** | **类型** | **描述** | **示例值** |\n|---|---|---|---|",
    ],
    yes: "是",
    no: "否",
};

const ENGLISH: Language = Language {
    site: "api.alibabacloud.com",
    request: "Request parameters",
    response: "Response parameters",
    syntax: "Request syntax",
    heads: [
        "| Parameter | Type | Required | Description | Example |\n|---|---|---|---|---|",
        "| Parameter | Type | Description | Example |\n|---|---|---|---|",
    ],
    yes: "Yes",
    no: "No",
};

/// What stands on a page: rows as `name: type! = example`, a line each, and a nameless one as `: type`.
#[derive(Default)]
struct Page<'a> {
    operation: &'a str,
    route: &'a str,
    request: &'a str,
    response: &'a str,
    sample: &'a str,
}

impl Page<'_> {
    fn write(&self, language: &Language) -> SourceFile {
        let Language {
            site,
            request,
            response,
            syntax,
            ..
        } = language;
        let operation = self.operation;
        let rows = |rows: &str, required: bool| -> String {
            let lines = rows.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(|line| row(line, required.then_some(language))).collect()
        };
        let link = format!("https://{site}/api/Demo/2020-01-01/{operation}");
        let mut text =
            format!("---\ntitle: \"{operation} - words\"\n---\n\nWords.\n\n## Debugging\n\n[Run it]({link})\n\n");
        if !self.route.is_empty() {
            text += &format!("## {syntax}\n\n```\n{} HTTP/1.1\n```\n\n", self.route);
        }
        text += &format!("## {request}\n\n{}\n{}\n", language.heads[0], rows(self.request, true));
        text += &format!(
            "## {response}\n\n{}\n{}\n",
            language.heads[1],
            rows(self.response, false)
        );
        if !self.sample.is_empty() {
            text += &format!("## 示例\n\n正常返回示例\n\n`JSON`格式\n\n```\n{}\n```\n", self.sample);
        }
        SourceFile {
            path: format!("{operation}.md"),
            bytes: text.into_bytes(),
        }
    }
}

fn row(line: &str, required: Option<&Language>) -> String {
    let (line, words) = line.split_once(" -- ").unwrap_or((line, ""));
    let (name, rest) = line.split_once(':').unwrap_or((line, ""));
    let (kind, example) = rest.split_once('=').unwrap_or((rest, ""));
    let must = kind.contains('!');
    let kind = kind.trim().trim_end_matches('!');
    let required = required.map_or(String::new(), |language| {
        format!(" {} |", if must { language.yes } else { language.no })
    });
    format!(
        "| {} | {kind} |{required} {words} | {} |\n",
        name.trim(),
        example.trim()
    )
}

fn read(pages: &[SourceFile], operation: &str) -> Operation {
    let docs = docs_to_spec("demo", pages, None, None);
    let versions = docs.products.into_iter().flat_map(|product| product.versions);
    let mut operations = versions.flat_map(|version| version.operations);
    operations
        .find(|read| read.operation == operation)
        .expect("the operation")
}

/// `A, B{C}, D[E]/Item, F[String], M<>`, a body's member as `@A`, a mark as `?`.
fn outline(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let inner = outline(&field.fields);
        let mark = if field.inferred.is_some() { "?" } else { "" };
        let place = match field.position {
            Some(Position::Body) => "@",
            Some(Position::Path) => "/",
            _ => "",
        };
        let wrapper = field
            .item_name
            .as_ref()
            .map_or(String::new(), |name| format!("/{name}"));
        let name = &field.name;
        match field.kind {
            Type::Array if inner.is_empty() => {
                format!("{place}{name}[{:?}]{wrapper}{mark}", field.items.unwrap_or_default())
            }
            Type::Array => format!("{place}{name}[{inner}]{wrapper}{mark}"),
            Type::Struct => format!("{place}{name}{{{inner}}}{mark}"),
            Type::Map => format!("{place}{name}<>{mark}"),
            _ => format!("{place}{name}{mark}"),
        }
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The answer as a whole: `[Tree]` for a list of structures, `<String>` for a map of texts, nothing for a structure.
fn whole(operation: &Operation) -> String {
    let fields = outline(&operation.response);
    let Some(Whole { kind, items }) = operation.answer else {
        return fields;
    };
    let of = match items {
        Some(Type::Struct) => fields,
        Some(items) => format!("{items:?}"),
        None => String::new(),
    };
    match kind {
        Type::Array => format!("[{of}]"),
        Type::Map => format!("<{of}>"),
        kind => format!("{kind:?}"),
    }
}

fn both(page: &Page<'_>) -> [Operation; 2] {
    [&CHINESE, &ENGLISH].map(|language| read(&[page.write(language)], page.operation))
}

#[test]
fn rows_of_answers() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "the answer as a whole, and elements without a name",
            ": object\nRequestId: string = r\nTrees: array<object>\n: object\nTreeId: string = t\nRings: array\n: integer = 3\nTotal: integer = 1",
            r#"{"RequestId": "r", "Trees": [{"TreeId": "t", "Rings": [3]}], "Total": 1}"#,
            "RequestId, Trees[TreeId, Rings[Integer]], Total",
        ),
        (
            "elements under the name of the list, or of one of it",
            ": object\nTrees: array<object>\nTrees: object\nTreeId: string = t\nFruits: array<object>\nFruit: object\nKind: string = k\nSeeds: array\nSeed: string = s\nTotal: integer = 1",
            r#"{"Trees": [{"TreeId": "t", "Fruits": [{"Kind": "k", "Seeds": ["s"]}]}], "Total": 1}"#,
            "Trees[TreeId, Fruits[Kind, Seeds[String]]], Total",
        ),
        (
            "an element that holds a list is written as one, and is an object",
            ": object\nTrees: array<object>\n: array<object>\nTreeId: string = t\nFruits: array<object>\n: object\nKind: string = k",
            r#"{"Trees": [{"TreeId": "t", "Fruits": [{"Kind": "k"}]}]}"#,
            "Trees[TreeId, Fruits[Kind]]",
        ),
        (
            "a list of lists",
            ": object\nGrid: array\n: array\n: integer = 7\nRows: array\n: array<object>\n: object\nX: integer = 1\nRequestId: string = r",
            r#"{"Grid": [[7]], "Rows": [[{"X": 1}]], "RequestId": "r"}"#,
            "Grid[Array], Rows[X], RequestId",
        ),
        (
            "maps of values, and of objects",
            ": object\nLabels: object\n: string = v\nQuotas: object\n: object\nUsed: integer = 1\nRequestId: string = r",
            r#"{"Labels": {"key": "v"}, "Quotas": {"key": {"Used": 1}}, "RequestId": "r"}"#,
            "Labels<>, Quotas<>, RequestId",
        ),
        (
            "a wrapped list shows both its names",
            ": object\nTrees: object\nTree: array<object>\n: object\nTreeId: string = t\nRequestId: string = r",
            r#"{"Trees": {"Tree": [{"TreeId": "t"}]}, "RequestId": "r"}"#,
            "Trees[TreeId]/Tree, RequestId",
        ),
        (
            "no sample: a structure around a list of its name holds nothing else",
            ": object\nTrees: object\nTree: array<object>\n: object\nTreeId: string = t\nAge: integer = 2\nKind: string = k",
            "",
            "Trees[TreeId, Age?, Kind?]/Tree",
        ),
        (
            "the answer is a list",
            ": array<object>\n: object\nTreeId: string = t\nAge: integer = 2",
            r#"[{"TreeId": "t", "Age": 2}]"#,
            "[TreeId, Age]",
        ),
        (
            "only the sample shows that it is one",
            "TreeId: string = t\nAge: integer = 2",
            r#"[{"TreeId": "t", "Age": 2}]"#,
            "[TreeId?, Age]",
        ),
        (
            "a sample of something else shows nothing",
            "TreeId: string = t\nAge: integer = 2",
            r#"[{"Effect": "Allow", "Action": "*"}]"#,
            "TreeId, Age",
        ),
        ("a list of texts", ": array\n: string = t", r#"["t"]"#, "[String]"),
        ("a list of anything", ": array", "", "[Any]"),
        (
            "a map of structures",
            ": object\n: object\nTreeId: string = t\nAge: integer = 2",
            r#"{"oak": {"TreeId": "t", "Age": 2}, "elm": {"TreeId": "u"}}"#,
            "<TreeId, Age>",
        ),
        (
            "no map: the second row says what the first is, and the sample has the rows at its top",
            ": object\n: object\nNextToken: string = n\nTrees: object\nTree: array<object>\n: object\nTreeId: string = t",
            r#"{"NextToken": "n", "Trees": {"Tree": [{"TreeId": "t"}]}}"#,
            "NextToken, Trees[TreeId]/Tree",
        ),
        (
            "no sample: beside the list of an answer that pages stand the parts of paging",
            ": object\nPageSize: integer = 10\nRequestId: string = r\nPageNumber: integer = 1\nTrees: array<object>\n: object\nTreeId: string = t\nAge: integer = 2\nKind: string = k",
            "",
            "PageSize, RequestId, PageNumber, Trees[TreeId, Age, Kind]",
        ),
        (
            "no sample: beside what comes right behind the request's id stands hardly anything",
            ": object\nRequestId: string = r\nTree: object\nTreeId: string = t\nAge: integer = 2\nKind: string = k\nBark: string = b",
            "",
            "RequestId, Tree{TreeId, Age, Kind, Bark}",
        ),
        (
            "a map of texts",
            ": object\n: string = t",
            r#"{"oak": "t"}"#,
            "<String>",
        ),
        (
            "a map of lists is free-form",
            ": object\n: array<object>\n: object\nTreeId: string = t",
            r#"{"oak": [{"TreeId": "t"}]}"#,
            "<Array>",
        ),
        ("the answer is a text", ": string", "", "String"),
        (
            "a list of its own has no members where others have rows for theirs",
            ": object\nIds: array\nTrees: array<object>\n: object\nTreeId: string = t",
            r#"{"Ids": [], "Trees": [{"TreeId": "t"}]}"#,
            "Ids[Any]?, Trees[TreeId]",
        ),
    ];
    for (name, response, sample, expected) in cases {
        let page = Page {
            operation: "GetTrees",
            response,
            sample,
            ..Page::default()
        };
        for operation in both(&page) {
            assert_eq!(whole(&operation), *expected, "{name}");
        }
    }
}

#[test]
fn rows_of_requests() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "members of a list, then a parameter of calls",
            "",
            "OrchardId: string! = o\nRules: array<object>\n: object\nRuleName: string = n\nRulePriority: integer = 1\nClientToken: string = c",
            "OrchardId, Rules[RuleName, RulePriority], ClientToken",
        ),
        (
            "lists of values, of objects that are free-form, and whole names beside",
            "",
            "Ids: array!\n: string = i\nExtras: array<object>\n: object\nDisk.Size: integer = 20",
            "Ids[String], Extras[Any], Disk{Size}",
        ),
        (
            "structures made alike stand side by side",
            "",
            "AddEntry: array<object>\n: object\nAddress: string = a\nRemoveEntry: array<object>\n: object\nAddress: string = a",
            "AddEntry[Address], RemoveEntry[Address]",
        ),
        (
            "a value stands beside its key",
            "",
            "Tag: array<object>\n: object\nKey: string = k\nValue: string = v",
            "Tag[Key, Value]",
        ),
        (
            "the members of the body travel in it",
            "POST /orchards/{OrchardId}/trees",
            "OrchardId: string! = o\nbody: object\nkind: string = k\nplace: object\nrow: integer = 1\nplaceColumn: integer = 2",
            "/OrchardId, @kind, @place{row, placeColumn}",
        ),
        (
            "a body that is a list",
            "PUT /orchards/{OrchardId}/trees",
            "OrchardId: string! = o\nbody: array<object>\n: object\nkind: string = k",
            "/OrchardId, @body[kind]",
        ),
        (
            "what is read or removed goes by the query; the page of a change does not tell",
            "GET /orchards/{OrchardId}",
            "OrchardId: string! = o\nverbose: boolean = true",
            "/OrchardId, verbose",
        ),
        (
            "the page of a change does not tell",
            "POST /orchards/{OrchardId}",
            "OrchardId: string! = o\nverbose: boolean = true",
            "/OrchardId, verbose?",
        ),
    ];
    for (name, route, request, expected) in cases {
        let page = Page {
            operation: "SetTrees",
            route,
            request,
            response: ": object\nRequestId: string = r",
            sample: r#"{"RequestId": "r"}"#,
        };
        for operation in both(&page) {
            assert_eq!(outline(&operation.request), *expected, "{name}");
        }
    }
}

#[test]
fn the_words_of_elements_say_what_their_list_leaves_open() {
    let page = Page {
        operation: "GetTrees",
        request: "Kinds: array\n: string = apple -- Kinds. Valid values:<br>- apple: an apple.<br>- pear: a pear.\nWeight: number = 0.5\nStamp: integer = 1700000000000",
        response: ": object\nStamp: integer\nLate: integer = 1700000000000\nShare: number = 0.5",
        sample: r#"{"Stamp": 1700000000000, "Late": 1, "Share": 0.5}"#,
        ..Page::default()
    };
    for operation in both(&page) {
        let kinds = &operation.request[0];
        let values: Vec<String> = kinds.values.iter().map(|value| value.value.to_string()).collect();
        assert_eq!(values, ["apple", "pear"]);
        assert_eq!(kinds.example.as_deref(), Some("apple"));
        let types: Vec<Type> = operation
            .request
            .iter()
            .chain(&operation.response)
            .map(|field| field.kind)
            .collect();
        // An integer that does not fit 32 bits is a long one, wherever it is shown.
        assert_eq!(
            types,
            [
                Type::Array,
                Type::Double,
                Type::Long,
                Type::Long,
                Type::Long,
                Type::Double
            ]
        );
    }
}

#[test]
fn where_table_and_sample_part_the_spot_is_marked() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "text by the table, parts in the sample",
            "RequestId: string = r\nPolicy: string",
            r#"{"RequestId": "r", "Policy": {"Version": "1"}}"#,
            "RequestId, Policy?",
        ),
        (
            "an envelope that no row speaks of",
            "RequestId: string = r\nResults: object\nNextToken: string = t",
            r#"{"code": "200", "data": {"RequestId": "r", "Results": {"NextToken": "t"}}, "message": "ok", "success": true}"#,
            "RequestId, Results{NextToken}",
        ),
        (
            "a list of nobody knows what",
            "RequestId: string = r\nThings: array",
            r#"{"RequestId": "r"}"#,
            "RequestId, Things[Any]?",
        ),
        (
            "a container that no sample shows, and a row that none places",
            "Report: object\nTotal: long = 3\nParts: array<object>\nParts: object\nKind: string = k\nRequestId: string = r",
            r#"{"RequestId": "r", "Parts": [{"Kind": "k"}]}"#,
            "Report{Total?}, Parts[Kind], RequestId",
        ),
        (
            "a row that says nothing but the element's name",
            "Nodes: Array of Node = N/A\nNode: N/A = N/A\nNodeId: string = n\nDone: boolean = true",
            r#"{"Nodes": {"Node": [{"NodeId": "n"}]}, "Done": true}"#,
            "Nodes[NodeId]/Node, Done",
        ),
    ];
    for (name, response, sample, expected) in cases {
        let page = Page {
            operation: "GetThings",
            response,
            sample,
            ..Page::default()
        };
        for operation in both(&page) {
            assert_eq!(outline(&operation.response), *expected, "{name}");
        }
    }
}

#[test]
fn what_an_example_contradicts_is_left_out_and_told() {
    let page = Page {
        operation: "SetThings",
        request: "Size: integer = 100 -- 取值范围：1~16。\nKind: string = plum -- Valid values:<br>- apple: a.<br>- pear: b.\nName: string = abcdef -- 长度为2~4个字符。\nPort: integer = 80 -- 取值范围：1~65535。",
        response: "RequestId: string = r",
        ..Page::default()
    };
    for language in [&CHINESE, &ENGLISH] {
        let docs = docs_to_spec("demo", &[page.write(language)], None, None);
        let told = docs
            .diagnostics
            .iter()
            .filter(|told| told.kind.name() == "words-disagree");
        assert_eq!(told.count(), 3, "{:?}", docs.diagnostics);
        let operation = &docs.products[0].versions[0].operations[0];
        let [size, kind, name, port] = operation.request.as_slice() else {
            panic!("four parameters")
        };
        assert_eq!((&size.minimum, &size.maximum), (&None, &None));
        assert_eq!((kind.values.len(), name.max_length), (0, None));
        assert_eq!(port.maximum.as_deref(), Some("65535"));
    }
}
