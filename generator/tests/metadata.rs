//! API metadata of products that do not exist: what their files give as a spec. `UPDATE_GOLDEN=1` writes the specs anew.

use alibabacloud_generator::diagnostics::DiagnosticKind;
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::folder;
use alibabacloud_generator::spec::model::Field;
use alibabacloud_generator::spec::product::{Prose, Style};
use alibabacloud_generator::yaml;
use alibabacloud_generator::{Extraction, Sources, metadata_to_spec, sources_to_spec};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn folder_of_tests() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/metadata")
}

fn read(texts: &[(&str, &str)]) -> Extraction {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    metadata_to_spec("harbour", &texts.iter().map(file).collect::<Vec<_>>(), None)
}

fn metadata(name: &str) -> String {
    fs::read_to_string(folder_of_tests().join(format!("{name}.json"))).expect("metadata")
}

/// A product's files one after the other, and what is told of its source.
fn shown(docs: &Extraction) -> String {
    let mut text = String::new();
    for product in &docs.products {
        let manifest = yaml::to_string(&product.manifest).expect("yaml");
        let _ = writeln!(text, "## {}\n{manifest}", product.name);
        for file in folder::version_files(&mut product.clone()).0 {
            let body = file.contents.lines().filter(|line| !line.starts_with('#'));
            let _ = writeln!(text, "## {}", file.path.display());
            body.for_each(|line| text.push_str(&format!("{line}\n")));
            text.push('\n');
        }
    }
    text.push_str("## diagnostics\n");
    for diagnostic in &docs.diagnostics {
        let _ = writeln!(text, "{diagnostic}");
    }
    text
}

#[test]
fn what_is_written_down_is_the_spec() {
    for name in ["harbour", "pier"] {
        let text = shown(&read(&[("api-docs.json", &metadata(name))]));
        let golden = folder_of_tests().join(format!("{name}.yaml"));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &text).expect("write");
        }
        assert_eq!(
            text,
            fs::read_to_string(&golden).unwrap_or_default(),
            "{}",
            golden.display()
        );
    }
}

#[test]
fn facts_have_no_words() {
    let file = SourceFile {
        path: "api-docs.json".to_owned(),
        bytes: metadata("harbour").into_bytes(),
    };
    let sources = Sources {
        folder: "harbour",
        docs: None,
        metadata: Some(std::slice::from_ref(&file)),
        known: None,
        locale: None,
        prose: Prose::None,
    };
    let docs = sources_to_spec(sources, &BTreeMap::new());
    let text = shown(&docs);
    let text = text.split("## diagnostics").next().unwrap_or_default();
    for word in [
        "harbour in",
        "Lies at a pier",
        "The region",
        "It is bad",
        "description",
        "message",
        "samples",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    for fact in ["Invalid%s.Malformed", "moored", "s-1", "same_as", "http_status: 400"] {
        assert!(text.contains(fact), "{fact}: {text}");
    }
}

#[test]
fn what_is_no_metadata_costs_nothing_else() {
    let good = metadata("harbour");
    let of = |style: &str| {
        json!({"info": {"style": style, "product": "Other", "version": "2020-01-01"}, "apis": {"A": {}}}).to_string()
    };
    let deep = of("RPC").replace("{}", &format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)));
    let (own, dated) = (of("OSS"), of("RPC").replace("2020-01-01", "../x"));
    for (text, told) in [
        (&good[..good.len() / 2], "no API metadata: "),
        ("<html><body>Sign in</body></html>", "no API metadata: it is a web page"),
        ("", "no API metadata: "),
        ("{\"openapi\": \"3.0.0\"}", "missing field `info`"),
        (deep.as_str(), "recursion limit"),
        (
            own.as_str(),
            "Other has a protocol of its own, OSS; its 1 operations are left out",
        ),
        (dated.as_str(), "\"../x\" is no version"),
    ] {
        let docs = read(&[("a/api-docs.json", &good), ("b.json", text)]);
        let codes: Vec<_> = docs
            .products
            .iter()
            .map(|product| product.manifest.code.as_str())
            .collect();
        assert_eq!(codes, ["Harbour"], "{told}");
        let told_of: Vec<_> = docs
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.file == "b.json")
            .collect();
        assert!(
            matches!(told_of.as_slice(), [one] if one.kind == DiagnosticKind::Metadata && one.message.contains(told)),
            "{told}: {told_of:?}"
        );
        assert_eq!(docs.passed_over, ["b.json"]);
    }
}

#[test]
fn schemas_that_unfold_without_end_end() {
    // Each schema holds the next ten times over.
    let schema = |at: usize| {
        let members: serde_json::Map<_, _> = (0..10)
            .map(|member| {
                (
                    format!("M{member}"),
                    json!({"$ref": format!("#/components/schemas/S{}", at + 1)}),
                )
            })
            .collect();
        (format!("S{at}"), json!({"type": "object", "properties": members}))
    };
    let schemas: serde_json::Map<_, _> = (0..60).map(schema).collect();
    let text = json!({
        "info": {"style": "V3", "product": "Harbour", "version": "2020-01-01"},
        "components": {"schemas": schemas},
        "apis": {"A": {"responses": {"200": {"schema": {"$ref": "#/components/schemas/S0"}}}}, "a": {}}
    });
    let docs = read(&[("x.json", &text.to_string())]);
    let product = &docs.products[0];
    assert_eq!(product.manifest.style, Style::Rpc);
    let count = |fields: &[Field]| {
        fn walk(fields: &[Field]) -> usize {
            fields.iter().map(|field| 1 + walk(&field.fields)).sum()
        }
        walk(fields)
    };
    assert!(count(&product.versions[0].operations[0].response) < 40_000);
    assert!(
        docs.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.message.contains("too many fields"))
    );
    assert!(
        docs.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.message.contains("in case alone"))
    );
}

#[test]
fn a_parameter_of_the_path_keeps_its_dots() {
    let text = json!({
        "info": {"style": "ROA", "product": "Harbour", "version": "2020-01-01"},
        "endpoints": [{"regionId": "cn-a", "endpoint": "-.harbour.aliyuncs.com"}],
        "apis": {"GetBerth": {
            "methods": ["get"], "path": "/berths/{pier.id}",
            "parameters": [{"name": "pier.id", "in": "path", "schema": {"type": "string"}}]
        }}
    });
    let docs = read(&[("x.json", &text.to_string())]);
    let [field] = &docs.products[0].versions[0].operations[0].request[..] else {
        panic!("one parameter: {:?}", docs.products);
    };
    assert_eq!((field.name.as_str(), field.required), ("pier.id", true));
    let told: Vec<_> = docs.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert!(
        matches!(told[..], [_, one] if one.contains("\"-.harbour.aliyuncs.com\" is no host")),
        "{told:?}"
    );
}

#[test]
fn lists_of_lists_end() {
    // Each shared schema is a list of the next, so that no name tells how deep it is.
    let schema = |at: usize| {
        let next = format!("#/components/schemas/L{}", at + 1);
        (format!("L{at}"), json!({"type": "array", "items": {"$ref": next}}))
    };
    let schemas: serde_json::Map<_, _> = (0..5_000).map(schema).collect();
    let text = json!({
        "info": {"style": "RPC", "product": "Harbour", "version": "2020-01-01"},
        "components": {"schemas": schemas},
        "apis": {"A": {"responses": {"200": {"schema": {"type": "object", "properties": {"Deep": {"$ref": "#/components/schemas/L0"}}}}}}}
    });
    let docs = read(&[("x.json", &text.to_string())]);
    let told: Vec<_> = docs
        .diagnostics
        .iter()
        .filter(|one| one.message.contains("too deep"))
        .collect();
    assert_eq!(told.len(), 1, "{:?}", docs.diagnostics);
}

#[test]
fn versions_and_products_are_kept_apart() {
    let old = metadata("harbour").replace("2021-03-04", "2019-01-01");
    let docs = read(&[
        ("b.json", &metadata("harbour")),
        ("a.json", &old),
        ("c.json", &metadata("pier")),
        ("d.json", &old),
    ]);
    let versions: Vec<_> = docs
        .products
        .iter()
        .map(|product| product.manifest.versions.join(" "))
        .collect();
    assert_eq!(versions, ["2019-01-01 2021-03-04", "2022-01-02"]);
    assert!(
        docs.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.message.contains("in another file already"))
    );
}

#[test]
fn pages_give_the_words() {
    let page = "# ListShips\n\nShows ships.\n\n[Try](https://api.aliyun.com/#product=Harbour&api=ListShips&version=2021-03-04&type=RPC)\n\n\
                ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|ListShips|The operation. |\n\
                |State|String|No|moored|What it does. |\n|Colour|String|No|red|Its colour. |\n\n## Response parameters\n\n\
                |Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|r|ID. |\n|ShipId|String|s-1|Which ship. |\n";
    let other = page.replace("ListShips", "SinkShip");
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let sources = Sources {
        folder: "harbour",
        docs: Some(&[file("ListShips.md", page), file("SinkShip.md", &other)]),
        metadata: Some(&[file("api-docs.json", &metadata("harbour"))]),
        known: None,
        locale: None,
        prose: Prose::All,
    };
    let both = sources_to_spec(sources, &BTreeMap::new());
    let operations = &both.products[0].versions[0].operations;
    let names: Vec<_> = operations
        .iter()
        .map(|operation| operation.operation.as_str())
        .collect();
    assert_eq!(names, ["Anchor", "ListShips", "Odd", "SinkShip", "Whistle"]);
    let list = &operations[1];
    assert_eq!(
        (list.summary.as_str(), list.source.as_str()),
        ("Shows ships.", "ListShips.md")
    );
    let state = list
        .request
        .iter()
        .find(|field| field.name == "State")
        .expect("a parameter");
    assert_eq!((state.description.as_str(), state.values.len()), ("What it does.", 3));
    assert!(
        list.request.iter().all(|field| field.name != "Colour"),
        "the metadata is followed"
    );
    let told: Vec<_> = both
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.kind == DiagnosticKind::PagesDisagree)
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "ListShips: in the request the page has `Colour` besides; in the answer the page has `ShipId` where the metadata has `Ships.ShipId`; the metadata was followed"
        ]
    );
}
