//! The catalogue of diagnostics: each kind's example causes it.

use alibabacloud_generator::codegen::RuntimeDependency;
use alibabacloud_generator::diagnostics::catalogue;
use alibabacloud_generator::diagnostics::{Diagnostic, DiagnosticKind};
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::infer::product::manifest::missing;
use alibabacloud_generator::spec::{folder, overrides};
use alibabacloud_generator::{docs_to_spec, metadata_to_spec, spec_to_code};
use std::path::Path;

const LINK: &str = "[run](https://api.aliyun.com/#product=Acme&api=GetCat&type=RPC&version=2020-01-01)";
const ACTION: &str = "|Action|String|Yes|GetCat|x |";
const REQUEST_ID: &str = "|RequestId|String|r-1|x |";

fn file(path: &str, contents: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile {
        path: path.to_owned(),
        bytes: contents.into(),
    }
}

/// A page of an operation, with these rows and what follows them.
fn page(link: &str, request: &str, response: &str, rest: &str) -> String {
    format!(
        "# GetCat\n\n{link}\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n{ACTION}\n{request}\n\n\
         ## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n{REQUEST_ID}\n{response}\n\n\
         ## Examples\n\n```\nhttps://acme.aliyuncs.com/?Action=GetCat\n```\n\n{rest}\n"
    )
}

/// A page of today, whose tables are paragraphs: the fields behind its first name, and what follows them.
fn today(fields: &str, rest: &str) -> String {
    format!(
        "# GetCat\n\n## Debugging\n\n[Run it](https://api.alibabacloud.com/api/Acme/2020-01-01/GetCat)\n\n\
         ## Request parameters\n\n**Parameter**\n\n**Type**\n\n**Description**\n\nOwner\n\nstring\n\nx\n\n\
         ## Response parameters\n\n**Parameter**\n\n**Type**\n\n**Description**\n\nRequestId\n\n{fields}\n\n{rest}\n"
    )
}

fn json(sample: &str) -> String {
    format!("`JSON` format\n\n```\n{sample}\n```")
}

/// What the pages of a folder that nobody has taken up give.
fn of_pages(files: &[SourceFile]) -> Vec<Diagnostic> {
    let docs = docs_to_spec("acme", files, None, None);
    let untold = docs.products.first().map(|product| missing(&product.manifest));
    docs.diagnostics
        .into_iter()
        .chain(untold.into_iter().flatten())
        .collect()
}

fn of_page(text: impl Into<Vec<u8>>) -> Vec<Diagnostic> {
    of_pages(&[file("GetCat.md", text)])
}

/// What a spec of one operation gives, with corrections.
fn of_spec(operation: &str, corrections: &str) -> Vec<Diagnostic> {
    let manifest = "code: Acme\nversions: ['2020-01-01']\nstyle: RPC\nendpoints: {rule: acme.aliyuncs.com}\n";
    let files = [
        file("product.yaml", manifest),
        file("2020-01-01/GetCat.yaml", operation),
        file("overrides.yaml", corrections),
    ];
    let product = match folder::product("acme", &files) {
        Ok(product) => product,
        Err(problems) => return problems,
    };
    let runtime = RuntimeDependency {
        path: "../../runtime".to_owned(),
        version: "0.1.0".to_owned(),
    };
    match overrides::read(&files).and_then(|corrections| spec_to_code(product, &corrections, &runtime)) {
        Ok(code) => code.diagnostics,
        Err(problems) => problems,
    }
}

fn of_folder(path: &Path) -> Vec<Diagnostic> {
    read::tree(path, "md", "").expect("a folder").diagnostics
}

/// What the example of a kind gives.
fn found(kind: DiagnosticKind, example: &str) -> Vec<Diagnostic> {
    match kind {
        DiagnosticKind::NotUtf8 => {
            let text = page(LINK, "", example, "");
            let (before, after) = text.split_once("\\xff").expect("the byte");
            of_page([before.as_bytes(), b"\xff", after.as_bytes()].concat())
        }
        DiagnosticKind::NoTable => of_page(format!(
            "# GetCat\n\n{LINK}\n\n{example}\n\n## Response parameters\n\nNone.\n\n## Examples\n\n{}",
            json("{\"RequestId\": \"r\"}")
        )),
        DiagnosticKind::TableCutOff
        | DiagnosticKind::BadName
        | DiagnosticKind::TooManyCells
        | DiagnosticKind::StructureDoubtful => of_page(page(LINK, "", &example.replace("|String|", "|String| |"), "")),
        DiagnosticKind::UnknownType | DiagnosticKind::WordsDisagree => of_page(page(LINK, example, "", "")),
        DiagnosticKind::SampleUnreadable | DiagnosticKind::SampleDiffers => {
            of_page(page(LINK, "", "|Owner|String|Jo|x |", &json(example)))
        }
        DiagnosticKind::PagesDisagree => of_pages(&[
            file("en/GetCat.md", page(LINK, "", "|Owner|String|Jo|x |", "")),
            file(
                "zh/GetCat.md",
                page(LINK, "", &format!("|Owner|String|Jo|x |\n{example}"), ""),
            ),
        ]),
        DiagnosticKind::TooLarge => {
            let count: usize = 1001;
            assert!(example.contains("1,001"));
            let values: String = (0..count).map(|value| format!("  - value: v{value}\n")).collect();
            of_spec(
                &format!(
                    "operation: GetCat\nsource: a.md\nrequest:\n- name: Owner\n  type: String\n  values:\n{values}"
                ),
                "",
            )
        }
        DiagnosticKind::Unreadable => {
            let folder = tempfile::tempdir().expect("a folder");
            let (link, target) = example.split_once(" -> ").expect("a link");
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, folder.path().join(link)).expect("a link");
            #[cfg(not(unix))]
            return vec![Diagnostic::new(kind, link, 0, target)];
            #[cfg(unix)]
            of_folder(folder.path())
        }
        DiagnosticKind::FrontMatter => of_page(format!("{example}\n{}", page(LINK, "", "", ""))),
        DiagnosticKind::NotMarkdown => of_page(format!("{example}\n<html><body></body></html>")),
        DiagnosticKind::SeveralOperations => of_page(today("string", example)),
        DiagnosticKind::RowsDoubtful => of_page(today(
            &format!("string\n\nx\n\n{example}"),
            "## Examples\n\n`JSON` format\n\n```\n{\"RequestId\": \"r-1\", \"Area\": {\"Zone\": \"z\"}}\n```",
        )),
        DiagnosticKind::PathUnexplained => {
            let link = LINK.replace("RPC", "ROA");
            of_page(page(&link, "", "", &format!("```\n{example}\n```")))
        }
        DiagnosticKind::Metadata => {
            let text = format!(
                "{{\"info\": {{\"style\": \"RPC\", \"product\": \"Acme\", \"version\": \"2020-01-01\"}}, \"apis\": {{\"GetCat\": {{\"methods\": [\"post\"], \
                 \"parameters\": [], \"responses\": {{\"200\": {{\"schema\": {example}}}}}}}}}}}"
            );
            metadata_to_spec("acme", &[file("api-docs.json", text)], None).diagnostics
        }
        DiagnosticKind::Endpoint => {
            of_page(page(LINK, "", "", &format!("```\n{example}\n```")).replace("acme.aliyuncs", "example"))
        }
        DiagnosticKind::Version => {
            let title = example.split([' ', ',']).nth(1).expect("a name");
            of_page(page("", "", "", "").replace("# GetCat", &format!("# {title}")))
        }
        DiagnosticKind::Override => of_spec("operation: GetCat\nsource: a.md\n", &format!("fields:\n{example}\n")),
        DiagnosticKind::NameCollision => of_spec(
            &format!("operation: GetCat\nsource: a.md\nrequest:\n- name: Owner\n  type: String\n  {example}\n"),
            "",
        ),
        DiagnosticKind::Spec => of_spec(
            &format!("operation: GetCat\nsource: a.md\nrequest:\n- name: Owner\n  {example}\n"),
            "",
        ),
    }
}

#[test]
fn every_example_causes_its_kind() {
    let mut silent = Vec::new();
    for kind in DiagnosticKind::ALL.iter().copied() {
        let found = found(kind, kind.entry().example);
        if !found.iter().any(|diagnostic| diagnostic.kind == kind) {
            silent.push((kind, found));
        }
        assert_eq!(DiagnosticKind::named(kind.name()), Some(kind));
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// `UPDATE_GOLDEN=1` writes the page anew.
#[test]
fn the_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIAGNOSTICS.md");
    let made = catalogue::page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &made).expect("the page");
    }
    let page = std::fs::read_to_string(&path).expect("the page");
    assert_eq!(
        page, made,
        "UPDATE_GOLDEN=1 cargo test -p alibabacloud-generator --test diagnostics"
    );
}
