//! Pages in the layouts of today: two operations as each layout shows them, and what nobody meant to be a page.
//! `UPDATE_GOLDEN=1` writes the specs anew.

use alibabacloud_generator::diagnostics::DiagnosticKind;
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::model::{Field, Operation, Type};
use alibabacloud_generator::yaml;
use alibabacloud_generator::{Extraction, docs_to_spec};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const LAYOUTS: [&str; 8] = [
    "markdown",
    "markdown1",
    "english",
    "english1",
    "table",
    "plain",
    "clipped",
    "japanese",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/today")
}

fn page(layout: &str, operation: &str) -> String {
    let path = folder().join(layout).join(format!("{operation}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read(pages: &[(&str, &str)]) -> Extraction {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    docs_to_spec("orchard", &pages.iter().map(file).collect::<Vec<_>>(), None, None)
}

fn operations(docs: &Extraction) -> Vec<&Operation> {
    let products = docs.products.iter().flat_map(|product| &product.versions);
    products.flat_map(|version| &version.operations).collect()
}

/// Names and types as far as all layouts tell them: some write wide integers and fractions like others.
fn outline(fields: &[Field], depth: usize, out: &mut String) {
    let broad = |kind: Type| match kind {
        Type::Long => Type::Integer,
        Type::Float => Type::Double,
        kind => kind,
    };
    for field in fields {
        let items = field.items.map(broad);
        let (name, kind, item) = (&field.name, broad(field.kind), &field.item_name);
        let _ = writeln!(
            out,
            "{:depth$}{name} {kind:?} {items:?} {item:?}",
            "",
            depth = depth * 2
        );
        outline(&field.fields, depth + 1, out);
    }
}

#[test]
fn every_layout_tells_the_same() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    let mut first: Option<Vec<String>> = None;
    for layout in LAYOUTS {
        let names: &[&str] = if layout == "japanese" {
            &["listpears"]
        } else {
            &["listpears", "prunetree"]
        };
        let texts: Vec<_> = names
            .iter()
            .map(|name| (format!("{name}.md"), page(layout, name)))
            .collect();
        let pages: Vec<_> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let docs = read(&pages);
        let (mut spec, mut outlines) = (String::new(), Vec::new());
        for operation in operations(&docs) {
            spec.push_str(&yaml::to_string(operation).expect("YAML"));
            spec.push_str("---\n");
            let mut text = format!("{}\n", operation.operation);
            outline(&operation.request, 1, &mut text);
            outline(&operation.response, 1, &mut text);
            outlines.push(text);
        }
        for diagnostic in docs
            .diagnostics
            .iter()
            .filter(|found| found.kind != DiagnosticKind::Endpoint)
        {
            let _ = writeln!(spec, "# {diagnostic}");
        }
        let path = folder().join(format!("{layout}.yaml"));
        if update {
            fs::write(&path, &spec).expect("the golden file");
        } else if fs::read_to_string(&path).unwrap_or_default() != spec {
            stale.push(layout);
        }
        let first = first.get_or_insert_with(|| outlines.clone());
        for (one, other) in outlines.iter().zip(first.iter()) {
            assert_eq!(one, other, "{layout} and {} differ", LAYOUTS[0]);
        }
        assert_eq!(outlines.len(), names.len(), "{layout}");
    }
    assert!(
        stale.is_empty(),
        "{stale:?} come out different; look at the diff that UPDATE_GOLDEN=1 makes"
    );
}

#[test]
fn copies_of_any_kind_in_one_folder() {
    let (clipped, table) = (page("clipped", "listpears"), page("table", "listpears"));
    let (english, prune) = (page("english", "listpears"), page("markdown", "prunetree"));
    let other = prune
        .replace("Orchard", "Cellar")
        .replace("2022-05-06", "2020-01-01")
        .replace("PruneTree", "FillCask");
    let docs = read(&[
        ("a.md", &clipped),
        ("copy of a.md", &clipped),
        ("b.md", &table),
        ("c.md", &english),
        ("d (1).md", &prune),
        ("e.md", &other),
        (
            "notes.md",
            "# Notes\n\nSee [ListPears](https://api.aliyun.com/api/Orchard/2021-03-04/ListPears).\n",
        ),
        (
            "prices.md",
            "# Prices\n\n[Call it](https://api.aliyun.com/api/Orchard/2021-03-04/ListPears)\n\n## Prices\n\n|Name|Type|Price|\n|--|--|--|\n|Pear|string|3|\n",
        ),
        ("web.md", "<!DOCTYPE html><html><body>ListPears</body></html>"),
    ]);
    let found: Vec<_> = docs
        .products
        .iter()
        .flat_map(|product| {
            let of = |version: &str, name: &str| format!("{} {version} {name}", product.manifest.code);
            let versions = product.versions.iter();
            versions.flat_map(move |version| {
                let operations = version.operations.iter();
                operations.map(move |operation| of(&version.version, &operation.operation))
            })
        })
        .collect();
    assert_eq!(
        found,
        [
            "Orchard 2021-03-04 ListPears",
            "Orchard 2022-05-06 PruneTree",
            "Cellar 2020-01-01 FillCask"
        ]
    );
    let lead = operations(&docs)[0];
    // Words are English where a page has them.
    assert_eq!(lead.summary, "Calls ListPears.");
    assert!(
        docs.diagnostics
            .iter()
            .any(|found| found.kind == DiagnosticKind::NotMarkdown && found.file == "web.md")
    );
}

#[test]
fn the_newer_page_leads_and_the_older_gives_what_it_lacks() {
    let newer = page("clipped", "listpears");
    let without_errors = newer.split("## 错误码").next().unwrap_or_default();
    let older = "# ListPears\n\n[试用](https://api.aliyun.com/#product=Orchard&api=ListPears&type=RPC&version=2021-03-04)\n\n\
                 ## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|Action|String|是|ListPears|操作。 |\n|OrchardId|String|是|x|果园。 |\n|Shape|String|否|bell|树形。 |\n\n\
                 ## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n|TotalCount|Integer|25|总数。 |\n|Wormy|Boolean|true|是否有虫。 |\n\n\
                 ## 错误码\n\n|HttpCode|错误码|错误信息|描述|\n|--|--|--|--|\n|403|Orchard.Fenced|The orchard is fenced.|有围栏。 |\n";
    let docs = read(&[("new.md", without_errors), ("old.md", older)]);
    let operations = operations(&docs);
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].source, "new.md");
    assert_eq!(operations[0].errors[0].code, "Orchard.Fenced");
    assert!(operations[0].request.iter().all(|field| field.name != "Shape"));
    let told: Vec<_> = docs
        .diagnostics
        .iter()
        .filter(|found| found.kind == DiagnosticKind::PagesDisagree)
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    for name in ["`Shape`", "`Wormy`", "`Baskets`"] {
        assert!(told[0].message.contains(name), "{}", told[0].message);
    }
}

/// How other clippers write the same: what they change means nothing.
#[test]
fn other_hands_write_the_same() {
    let whole = page("clipped", "listpears");
    let spec = |text: &str| {
        let docs = read(&[("page.md", text)]);
        format!("{:?}", operations(&docs))
    };
    let types = ["string", "integer", "boolean", "number", "object", "array"];
    let hands: [(&str, String); 8] = [
        (
            "lists in HTML",
            whole.replace(
                "<br>- bosc：褐皮梨。<br>- comice：软肉梨。",
                "<ul><li>bosc：褐皮梨。</li><li><p>comice：软肉梨。</p></li></ul>",
            ),
        ),
        ("line ends of Windows", whole.replace('\n', "\r\n")),
        ("breaks that close themselves", whole.replace("<br>", "<br/>")),
        ("deeper headings", whole.replace("\n## ", "\n### ")),
        (
            "headings closed",
            whole.lines().fold(String::new(), |text, line| {
                let close = if line.starts_with("## ") { " ##" } else { "" };
                text + line + close + "\n"
            }),
        ),
        (
            "types as code",
            types.iter().fold(whole.clone(), |text, kind| {
                text.replace(&format!("| {kind} |"), &format!("| `{kind}` |"))
            }),
        ),
        (
            "types in capitals",
            types.iter().fold(whole.clone(), |text, kind| {
                text.replace(&format!("| {kind} |"), &format!("| {} |", kind.to_uppercase()))
            }),
        ),
        ("centred columns", whole.replace("| --- ", "| :---: ")),
    ];
    for (hand, text) in hands {
        assert_ne!(text, whole, "{hand}");
        assert_eq!(spec(&text), spec(&whole), "{hand}");
    }
}

#[test]
fn bad_pages_are_told() {
    let whole = page("markdown", "listpears");
    let cut = |mark: &str| whole.split(mark).next().unwrap_or_default().to_owned();
    let paragraphs = (0..100_000).fold(cut("OrchardId"), |mut text, at| {
        let _ = write!(text, "Name{at}\n\nstring\n\n是\n\n名称。\n\n");
        text
    });
    /// A name, the page, what is told of it and where (0 for anywhere), and the operation that is read all the same.
    type Case<'a> = (&'a str, String, Option<(DiagnosticKind, usize)>, &'a str);
    let cases: Vec<Case<'_>> = vec![
        (
            "cut off in its table",
            cut("## **返回参数**")
                .split("Baskets")
                .next()
                .unwrap_or_default()
                .to_owned(),
            Some((DiagnosticKind::TableCutOff, 0)),
            "ListPears",
        ),
        (
            "two operations",
            format!("{whole}\n{}", page("markdown", "prunetree")),
            Some((DiagnosticKind::SeveralOperations, 0)),
            "ListPears",
        ),
        (
            "a fence in a cell",
            whole.replace("果园的编号。您可以", "果园的编号。\n\n```\nstring\n\n是\n```\n\n您可以"),
            None,
            "ListPears",
        ),
        (
            "front matter that is no YAML",
            format!("---\ntitle: \"ListPears: [\nx: {{\n---\n\n{whole}"),
            Some((DiagnosticKind::FrontMatter, 1)),
            "ListPears",
        ),
        (
            "HTML",
            format!("<html>{whole}</html>"),
            Some((DiagnosticKind::NotMarkdown, 1)),
            "",
        ),
        (
            "a part of a page in HTML",
            "<div>\n<h1>ListPears</h1>\n<table>\n<tr><td>Name</td></tr>\n</table>\n</div>\n".to_owned(),
            Some((DiagnosticKind::NotMarkdown, 1)),
            "",
        ),
        (
            "cut off in the answer",
            whole.split("TotalCount").next().unwrap_or_default().to_owned(),
            Some((DiagnosticKind::TableCutOff, 0)),
            "ListPears",
        ),
        (
            "a row under words that are no name",
            page("clipped", "listpears").replace("| OrchardId |", "| 果园的编号 |"),
            Some((DiagnosticKind::BadName, 0)),
            "ListPears",
        ),
        (
            "100,000 paragraphs",
            paragraphs,
            Some((DiagnosticKind::TooLarge, 0)),
            "ListPears",
        ),
        (
            "a link to elsewhere",
            whole.replace("https://api.aliyun.com", "https://api.example.org"),
            None,
            "ListPears",
        ),
        ("a name that is none", whole.replace("ListPears", "../../etc"), None, ""),
    ];
    for (name, text, told, found) in cases {
        let docs = read(&[("page.md", &text)]);
        let names: Vec<_> = operations(&docs)
            .iter()
            .map(|operation| operation.operation.clone())
            .collect();
        assert_eq!(names.join(" "), found, "{name}: {:?}", docs.diagnostics);
        if let Some((kind, line)) = told {
            let diagnostic = docs.diagnostics.iter().find(|diagnostic| diagnostic.kind == kind);
            let diagnostic = diagnostic.unwrap_or_else(|| panic!("{name}: no {kind:?} among {:?}", docs.diagnostics));
            assert!(line == 0 || diagnostic.line == line, "{name}: {diagnostic}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Paragraphs out of order, or some of them gone, end in a reading of some kind.
    #[test]
    fn paragraphs_in_any_order(seed in prop::collection::vec(0usize..400, 1..40), layout in 0usize..LAYOUTS.len()) {
        let whole = page(LAYOUTS[layout], "listpears");
        let mut paragraphs: Vec<&str> = whole.split("\n\n").collect();
        for pair in seed.chunks(2) {
            let (one, other) = (pair[0] % paragraphs.len(), pair[pair.len() - 1] % paragraphs.len());
            if pair.len() == 2 { paragraphs.swap(one, other) } else { paragraphs.truncate(one + 1) }
        }
        let text = paragraphs.join("\n\n");
        let docs = read(&[("page.md", &text)]);
        prop_assert!(operations(&docs).len() <= 1);
    }
}
