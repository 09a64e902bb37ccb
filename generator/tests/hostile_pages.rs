//! Pages that nobody meant: whatever is in the docs folder, reading and inferring ends, with a diagnostic where something was cut.

use alibabacloud_generator::diagnostics::DiagnosticKind;
use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::SourceFile;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEAD: &str = "# Hostile\n\n[x](https://api.aliyun.com/#product=X&api=Hostile&type=RPC&version=2020-01-01)\n\n## Request parameters\n\n\
                    |Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|Hostile|x |\n\n";
const ANSWER: &str = "## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n";

fn page(body: String) -> SourceFile {
    SourceFile {
        path: "en-US/Hostile.md".to_owned(),
        bytes: body.into_bytes(),
    }
}

/// Rows of an answer, one a number.
fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).fold(format!("{HEAD}{ANSWER}"), |mut page, at| {
        let _ = writeln!(page, "{}", row(at));
        page
    })
}

fn sample(text: &str) -> String {
    format!("{HEAD}{ANSWER}|A|Struct| |x |\n\n## Examples\n\n```\n{text}\n```\n")
}

#[test]
fn what_is_too_large_is_cut_and_said() {
    let wide = (0..20_000).fold(String::new(), |mut text, at| {
        let _ = write!(text, "\"k{at}\": {{\"a\": 1}},");
        text
    });
    let cases: Vec<(&str, String, Option<DiagnosticKind>)> = vec![
        (
            "100,000 rows",
            rows(100_000, |at| {
                format!("|N{at}|{}|x|d |", if at % 3 == 0 { "Struct" } else { "String" })
            }),
            Some(DiagnosticKind::TooLarge),
        ),
        (
            "a row of 10,000 cells",
            rows(1, |_| format!("|A|String|{}", "x|".repeat(10_000))),
            Some(DiagnosticKind::TooManyCells),
        ),
        (
            "1,000 containers, each open",
            rows(1_000, |at| format!("|N{at}|Struct| |d |")),
            None,
        ),
        (
            "2,500 rows of one name without a type",
            rows(2_500, |_| "|N| | | |".to_owned()),
            None,
        ),
        (
            "4,000 dotted names",
            rows(4_000, |at| format!("|A.B{at}.C|String|x|d |")),
            None,
        ),
        (
            "a sample 10,000 deep",
            sample(&format!("{}1{}", "{\"A\":".repeat(10_000), "}".repeat(10_000))),
            Some(DiagnosticKind::SampleUnreadable),
        ),
        (
            "a list 100,000 deep",
            sample(&format!("{{\"A\": {}", "[".repeat(100_000))),
            Some(DiagnosticKind::SampleUnreadable),
        ),
        (
            "XML 10,000 deep",
            sample(&"<A>".repeat(10_000)),
            Some(DiagnosticKind::SampleUnreadable),
        ),
        (
            "a sample over the bound",
            sample(&format!("{{{wide}\"z\": \"{}\"}}", "z".repeat(300_000))),
            Some(DiagnosticKind::TooLarge),
        ),
        (
            "a page of 50 MB",
            rows(1, |_| {
                format!(
                    "|A|String|x|{}",
                    "words *and* [links](x) and `code`\n\n".repeat(1_500_000)
                )
            }),
            Some(DiagnosticKind::TooLarge),
        ),
        (
            "rows that never close",
            rows(500_000, |_| "|a".to_owned()),
            Some(DiagnosticKind::TableCutOff),
        ),
        (
            "pipes and nothing else",
            format!("{HEAD}{}\n{}", "|".repeat(1_000_000), "*a_[b](c".repeat(50_000)),
            None,
        ),
    ];
    for (name, body, kind) in cases {
        let docs = docs_to_spec("hostile", &[page(body)], None, None);
        if let Some(kind) = kind {
            let said = docs.diagnostics.iter().find(|diagnostic| diagnostic.kind == kind);
            assert!(
                said.is_some_and(|said| said.file == "en-US/Hostile.md"),
                "{name}: no {kind:?} among {:?}",
                docs.diagnostics.first()
            );
        }
        assert_eq!(docs.products.len(), 1, "{name}");
    }
}

/// Our own pages, whole.
fn our_pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/multimediaai/docs");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("our pages")
        .map(|entry| entry.expect("a page").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a page"))
        .collect()
}

/// What is put into pages: the marks that the readers look for, and what breaks them.
fn scrap() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "|",
        "||",
        "|\n",
        "\n|",
        "```",
        "```\n",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "<",
        ">",
        "</A>",
        "<![CDATA[",
        "&",
        "└",
        "\u{2003}",
        "\u{a0}",
        "\u{0}",
        "\u{202e}",
        "# ",
        "## Response parameters\n",
        "|Parameter|Type|\n",
        "|--|--|\n",
        "Array of ",
        "Struct",
        "N.1.",
        ".",
        "-   a：b\n",
        "取值：a、b。",
        "1~100",
        "：",
        "{#id .section}",
        "~~",
        "](",
        "%s",
        "0:a 1:b",
    ]);
    prop_oneof![4 => marks.prop_map(str::to_owned), 1 => ".{0,12}", 1 => "\\PC{0,40}"]
}

/// A page of ours after cuts, copies and scraps.
fn broken_page() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..4_usize, scrap());
    (prop::sample::select(our_pages()), prop::collection::vec(edit, 1..12)).prop_map(|(mut page, edits)| {
        for (place, what, scrap) in edits {
            let starts: Vec<usize> = page.char_indices().map(|(at, _)| at).collect();
            let Some(&at) = starts.get(place.index(starts.len().max(1))) else {
                continue;
            };
            match what {
                0 => page.insert_str(at, &scrap),
                1 => page.truncate(at),
                2 => {
                    let line = page[at..].lines().next().unwrap_or_default().to_owned();
                    page.insert_str(at, &line);
                }
                _ => {
                    let end = page[at..].find('\n').map_or(page.len(), |length| at + length);
                    page.replace_range(at..end, &scrap);
                }
            }
        }
        page
    })
}

proptest! {
    #[test]
    fn broken_pages_are_read_to_the_end(pages in prop::collection::vec(broken_page(), 1..4)) {
        let files: Vec<SourceFile> = pages
            .into_iter()
            .enumerate()
            .map(|(at, page)| SourceFile { path: format!("en-US/{at}.md"), bytes: page.into_bytes() })
            .collect();
        let docs = docs_to_spec("broken", &files, None, None);
        for operation in docs.products.iter().flat_map(|product| &product.versions).flat_map(|version| &version.operations) {
            let name = &operation.operation;
            prop_assert!(name.chars().all(|c| c.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_ascii_alphabetic()), "{}", name);
            let yaml = alibabacloud_generator::yaml::to_string(operation).expect("YAML");
            let read: alibabacloud_generator::spec::model::Operation = alibabacloud_generator::yaml::from_str(&yaml).expect("YAML that reads back");
            prop_assert_eq!(&read, operation);
        }
    }

    #[test]
    fn any_bytes_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        docs_to_spec("bytes", &[SourceFile { path: "x.md".to_owned(), bytes }], None, None);
    }
}
