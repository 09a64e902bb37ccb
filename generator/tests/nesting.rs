//! Flat tables and the trees they are read as: one case for each way in which pages hide the nesting.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::model::{Field, Operation, Type};

/// A page of an operation: the rows of its answer as `name type example`, and its JSON sample.
fn page(operation: &str, answer: &str, sample: &str) -> SourceFile {
    let rows: String = answer
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            if line.starts_with(['|', '#', '*']) {
                format!("{line}\n")
            } else {
                row(line)
            }
        })
        .collect();
    let head = format!(
        "# {operation}\n\n[run](https://api.aliyun.com/#product=Demo&api={operation}&type=RPC&version=2020-01-01)\n\n"
    );
    let request = format!(
        "## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|{operation}|x |\n\n"
    );
    let answer = format!("## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n{rows}\n");
    let text = format!("{head}{request}{answer}## Examples\n\n`JSON` format\n\n```\n{sample}\n```\n");
    SourceFile {
        path: format!("intl.en-US/{operation}.md"),
        bytes: text.into_bytes(),
    }
}

/// `Name: Array of Task = x` as a table row.
fn row(line: &str) -> String {
    let (name, rest) = line.split_once(':').unwrap_or((line, ""));
    let (kind, example) = rest.split_once('=').unwrap_or((rest, ""));
    format!("|{}|{}|{}|words |\n", name.trim(), kind.trim(), example.trim())
}

fn read(pages: &[SourceFile], operation: &str) -> Operation {
    let docs = docs_to_spec("demo", pages, None, None);
    let operations = docs
        .products
        .into_iter()
        .flat_map(|product| product.versions)
        .flat_map(|version| version.operations);
    operations
        .into_iter()
        .find(|read| read.operation == operation)
        .expect("the operation")
}

/// `A, B{C}, D[E]/Item`, a mark as `?`.
fn outline(fields: &[Field]) -> String {
    let one = |field: &Field| {
        let inner = outline(&field.fields);
        let mark = if field.inferred.is_some() { "?" } else { "" };
        let wrapper = field
            .item_name
            .as_ref()
            .map_or(String::new(), |name| format!("/{name}"));
        match field.kind {
            Type::Array => format!("{}[{inner}]{wrapper}{mark}", field.name),
            Type::Struct => format!("{}{{{inner}}}{mark}", field.name),
            _ => format!("{}{mark}", field.name),
        }
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn flat_rows_become_trees() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "the sample tells",
            "RequestId: String = r\nTasks: Array of Task\nTaskId: Long = 1\nTemplate: Struct\nId: String = i\nName: String = n\nVideoName: String = v\nTotalCount: Long = 3",
            r#"{"RequestId": "r", "TotalCount": 3, "Tasks": [{"TaskId": 1, "VideoName": "v", "Template": {"Id": "i", "Name": "n"}}]}"#,
            "RequestId, Tasks[TaskId, Template{Id, Name}, VideoName], TotalCount",
        ),
        (
            "a row names the element",
            "RequestId: String = r\nTags: Array of Tag\n|Tag| | | |\nTagKey: String = k\nTagValue: String = v\nTotalCount: Integer = 1",
            r#"{"RequestId": "r", "TotalCount": 1, "Tags": {"Tag": [{"TagKey": "k", "TagValue": "v"}]}}"#,
            "RequestId, Tags[TagKey, TagValue]/Tag, TotalCount",
        ),
        (
            "the container has another name in the sample",
            "OutPutDomains: Array of Domain\nDomain: String = d\nStatus: Integer = 1\nRequestId: String = r",
            r#"{"RequestId": "r", "OutputDomains": [{"Domain": "d", "Status": 1}]}"#,
            "OutPutDomains[Domain, Status], RequestId",
        ),
        (
            "the sample wraps the list in its own name once more",
            "Servers: Array\nServerId: String = s\nPort: Integer = 80\nRequestId: String = r",
            r#"{"RequestId": "r", "Servers": {"Servers": [{"ServerId": "s", "Port": 80}]}}"#,
            "Servers[ServerId, Port]/Servers, RequestId",
        ),
        (
            "no row names the container",
            "AliasName: String = a\nAliasArn: String = b\nTotalCount: Integer = 1",
            r#"{"Aliases": {"Alias": [{"AliasName": "a", "AliasArn": "b"}]}, "TotalCount": 1}"#,
            "Aliases[AliasName, AliasArn]/Alias, TotalCount",
        ),
        (
            "marks tell the depth",
            "RequestId: String = r\n|Zones|Array| |words |\n|└Name|String|n|words |\n|└Place|Struct| |words |\n|\u{2003}└City|String|c|words |\n|└State|String|s|words |\n|TotalCount|Integer|1|words |",
            r#"{"RequestId": "r"}"#,
            "RequestId, Zones[Name, Place{City}, State], TotalCount",
        ),
        (
            "a table of its own",
            "KeyMetadata: [KeyMetadata](#meta)\nRequestId: String = r\n\n## KeyMetadata {#meta}\n\n|Parameter|Type|Description|\n|--|--|--|\n|KeyId|String|words |\n|Arn|String|words |",
            r#"{"RequestId": "r"}"#,
            "KeyMetadata{KeyId, Arn}, RequestId",
        ),
        (
            "dotted names inside a tree",
            "Data: Struct\nImageId: String = i\nSystemDisk.Category: String = c\nSystemDisk.Size: Integer = 1\nZoneId: String = z\nRequestId: String = r",
            r#"{"RequestId": "r", "Data": {"ImageId": "i", "ZoneId": "z", "SystemDisk": {"Category": "c", "Size": 1}}}"#,
            "Data{ImageId, SystemDisk{Category, Size}, ZoneId}, RequestId",
        ),
        (
            "names with brackets",
            "RequestId: String = r\n|Tags\\[\\].Key|String|k|words |\n|Tags\\[\\].Value|String|v|words |",
            r#"{"RequestId": "r", "Tags": [{"Key": "k", "Value": "v"}]}"#,
            "RequestId, Tags[Key, Value]",
        ),
        (
            "a list with an example holds scalars",
            "Instance: Struct\nInnerIps: List = 10.0.0.1\nName: String = n\nRequestId: String = r",
            r#"{"RequestId": "r", "Instance": {"Name": "n", "InnerIps": ["10.0.0.1"]}}"#,
            "Instance{InnerIps[], Name}, RequestId",
        ),
        (
            "one name at two places",
            "Code: String = 200\nData: Struct\nCode: String = x\nName: String = n\nMessage: String = m",
            r#"{"Code": "200", "Message": "m", "Data": {"Code": "x", "Name": "n"}}"#,
            "Code, Data{Code, Name}, Message",
        ),
    ];
    for (name, rows, sample, expected) in cases {
        let operation = read(&[page("GetThing", rows, sample)], "GetThing");
        let got = outline(&operation.response);
        assert_eq!(got, *expected, "{name}");
    }
}

#[test]
fn what_the_page_does_not_tell_is_marked() {
    // Neither order nor sample says where the last list ends.
    let rows = "Items: Array of Item\nLock: Struct\nReason: String = a\nOwner: String = b";
    let operation = read(&[page("GetThing", rows, r#"{"RequestId": "r"}"#)], "GetThing");
    assert!(
        outline(&operation.response).contains('?'),
        "{}",
        outline(&operation.response)
    );
}

#[test]
fn a_page_that_contradicts_itself_is_marked() {
    // The order and the marks of the rows say one thing, the sample another.
    let rows = "|Cat|Struct| |words |\n|└Age|Integer|1|words |\n|└Name|String|n|words |\n|RequestId|String|r|words |";
    let sample = r#"{"RequestId": "r", "Name": "n", "Cat": {"Age": 1}}"#;
    let operation = read(&[page("GetThing", rows, sample)], "GetThing");
    assert_eq!(outline(&operation.response), "Cat{Age, Name?}, RequestId");
}

#[test]
fn a_list_that_no_sample_shows_is_told_by_its_name_and_marked() {
    let rows = "|Owners| | |all owners |\nRequestId: String = r\n|Tags| | |words |\nKey: String = k\nValue: String = v";
    let operation = read(&[page("GetThing", rows, r#"{"RequestId": "r"}"#)], "GetThing");
    let kinds = operation.response.iter().map(|field| {
        let outline = outline(std::slice::from_ref(field));
        (outline, field.kind, field.items)
    });
    let list = |outline: &str, items| (outline.to_owned(), Type::Array, Some(items));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            list("Owners[]?", Type::String),
            ("RequestId".to_owned(), Type::String, None),
            list("Tags[Key, Value?]?", Type::Struct),
        ]
    );
}

#[test]
fn a_type_may_have_a_page_of_its_own() {
    let rows = "Cats: [CatSetType](types/CatSetType.md#)\nRequestId: String = r";
    let table = |title: &str, rows: &str| SourceFile {
        path: format!("intl.en-US/types/{title}.md"),
        bytes: format!("# {title}\n\nWords.\n\n## Children\n\n|Name|Type|Description|\n|--|--|--|\n{rows}\n")
            .into_bytes(),
    };
    let pages = [
        page(
            "ListCats",
            rows,
            r#"{"RequestId": "r", "Cats": {"Cat": [{"Name": "n"}]}}"#,
        ),
        table("CatSetType", "|Cat|[CatType](CatType.md#)|words |"),
        table(
            "CatType",
            "|Name|String|words |\n|Owner|PersonType|words |\n|Vet|PersonType|words |\n|Age|Integer|words |",
        ),
        table("PersonType", "|Phone|String|words |"),
    ];
    let operation = read(&pages, "ListCats");
    assert_eq!(
        outline(&operation.response),
        "Cats[Name, Owner{Phone}, Vet{Phone}, Age]/Cat, RequestId"
    );
}

#[test]
fn a_struct_of_one_name_is_alike_in_the_whole_product() {
    let rows = "Items: Array of Item\nId: String = i\nLock: Struct\nReason: String = a\nOwner: String = b\nRequestId: String = r";
    let silent = page("GetThing", rows, r#"{"RequestId": "r"}"#);
    let others = ["ListThings", "FindThings", "QueryThings"].map(|name| {
        let rows = "Lock: Struct\nReason: String = a\nRequestId: String = r";
        page(name, rows, r#"{"RequestId": "r", "Lock": {"Reason": "a"}}"#)
    });
    let pages: Vec<SourceFile> = others.into_iter().chain([silent]).collect();
    assert!(outline(&read(&pages, "GetThing").response).starts_with("Items[Id, Lock{Reason}"));
}
