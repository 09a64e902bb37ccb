//! What each kind of diagnostic means, with an example of what causes it and its cure.

use super::DiagnosticKind;
use std::fmt::Write as _;

/// An entry of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What is wrong, and what is assumed instead.
    pub means: &'static str,
    /// Input that causes it: lines of a page, of metadata or of YAML, or a file.
    pub example: &'static str,
    /// What to do about it.
    pub cure: &'static str,
}

const fn entry(means: &'static str, example: &'static str, cure: &'static str) -> Entry {
    Entry { means, example, cure }
}

impl DiagnosticKind {
    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// What the kind means.
    pub const fn entry(self) -> Entry {
        match self {
            Self::NotUtf8 => entry(
                "The page has bytes that are not UTF-8. Each is read as U+FFFD.",
                "|Owner|String|Name of the \\xff owner |",
                "Save the page as UTF-8.",
            ),
            Self::NoTable => entry(
                "The page of an operation has no table of parameters or fields. The operation is as far as its samples show it.",
                "## Request parameters\n\nNone.",
                "Restore the tables in the page; an export may have lost them.",
            ),
            Self::TableCutOff => entry(
                "A table ends in the middle: a row that no `|` closes, or a page of today without the section of its answer. What stands there is taken.",
                "|Owner|String|Name of the ow",
                "Get the whole page again.",
            ),
            Self::BadName => entry(
                "A name can't be one: of a parameter or field (its row is left out), of an operation, version or product (left out), of a value (it is named by its wire value), or of a file.",
                "|Owner name!|String|Name of the owner |",
                "Correct the name in the page or the YAML.",
            ),
            Self::NameCollision => entry(
                "Two values or error codes would have one name in Rust. The later one gets a number behind it.",
                "values:\n  - value: in-use\n  - value: in_use",
                "Give one of them a `name` of its own in overrides.yaml before the crate is published; later that would break callers.",
            ),
            Self::UnknownType => entry(
                "The type column names a type that is not known. The parameter is taken as a String.",
                "|Owner|String/Number|No|Jo|Name of the owner |",
                "Correct the type in the page, or give it in overrides.yaml.",
            ),
            Self::TooManyCells => entry(
                "A row has more cells than its header. Those at the end are taken as one.",
                "|Owner|String|One of a|b |",
                "Escape the `|` in the cell as `\\|`.",
            ),
            Self::SampleUnreadable => entry(
                "A sample of the answer is neither JSON nor XML. It bears no witness of the structure.",
                "{\"Owner\": {\"Name\" \"Jo\"}}",
                "Mend the sample in the page.",
            ),
            Self::SampleDiffers => entry(
                "A sample shows what the fields don't have, or another kind of value. The table is followed.",
                "{\"RequestId\": \"r-1\", \"Ownr\": \"Jo\"}",
                "Mend the table or the sample, or add the field in overrides.yaml.",
            ),
            Self::StructureDoubtful => entry(
                "Nothing settles which container a row belongs to, or the page contradicts even the likeliest reading. The field is marked `inferred` in the YAML.",
                "|Name|String|Name |\n|Owner|Struct| |\n|Zone|String|Zone |\n|Area|String|Area |",
                "Look at the operation in `cargo xtask report` or `cargo xtask explain`; where it is wrong, `move_to` in overrides.yaml; where it is right, `reviewed:` with the sign that the report shows.",
            ),
            Self::WordsDisagree => entry(
                "A limit, a default or a list of values contradicts the row's own example. It is dropped: none is better than a wrong one.",
                "|PageSize|Integer|No|100|Rows on a page. Valid values: 1 to 50. |",
                "Correct the row, or give the limit in overrides.yaml.",
            ),
            Self::PagesDisagree => entry(
                "Two pages of an operation, or its page and its metadata, have other fields. The newer page is followed, and the metadata before any page.",
                "|Area|String|Area |",
                "Bring the pages up to the same date, or leave it: it says what came or went.",
            ),
            Self::TooLarge => entry(
                "A file, sample, table or list of values is beyond its bound. The rest is not read, or the values stay plain.",
                "values: 1,001 of them",
                "Split it, if it is real.",
            ),
            Self::Unreadable => entry(
                "A file can't be read, or is a symbolic link. It is passed over.",
                "ListCats.md -> ../elsewhere.md",
                "Put a copy in its place.",
            ),
            Self::FrontMatter => entry(
                "The front matter is no YAML. It is passed over; the page is read.",
                "---\ntitle: [unclosed\n---",
                "Mend it, or take it out.",
            ),
            Self::NotMarkdown => entry(
                "The file is HTML. It is not read.",
                "<!DOCTYPE html>",
                "Save the page as Markdown.",
            ),
            Self::SeveralOperations => entry(
                "The page goes on with another operation. Only the first is read.",
                "# GetDog\n\n## Debugging\n\n[Run it](https://api.alibabacloud.com/api/Acme/2020-01-01/GetDog)",
                "Give each operation a page of its own.",
            ),
            Self::RowsDoubtful => entry(
                "A table that is written as paragraphs can be cut into rows in several ways. The likeliest is taken.",
                "Area\n\nobject\n\nOwner\n\nstring",
                "Compare the operation with the page online, and get a copy with its tables if it is wrong.",
            ),
            Self::PathUnexplained => entry(
                "The path of an operation has a segment that looks like somebody's id, and no parameter explains it. The operation is left out: a call would go to that id.",
                "PUT /api/cats/cat-0aa1****/name HTTP/1.1",
                "Mend the request syntax in the page, such as `/api/cats/[CatId]/name`.",
            ),
            Self::Metadata => entry(
                "Something in a metadata file can't be used, with its JSON path. That part is left out, or left open as `Any`.",
                "{\"$ref\": \"#/components/schemas/Nowhere\"}",
                "Fetch the file again; if it stays, correct the operation in overrides.yaml.",
            ),
            Self::Endpoint => entry(
                "No page tells where the product is called. A host is guessed, and `check` fails until someone confirms it.",
                "https://example.com/?Action=ListCats",
                "Set the hosts in product.yaml, and take `guessed` out.",
            ),
            Self::Version => entry(
                "No page tells the product's version.",
                "# ListCats, without a link to the API Explorer",
                "Fill it in in product.yaml.",
            ),
            Self::Override => entry(
                "A correction in overrides.yaml matches nothing, can't be applied, or contradicts another.",
                "- {operation: GetCat, path: response.Nowhere, type: Long}",
                "Correct it, or take it out if the page is mended now.",
            ),
            Self::Spec => entry(
                "A file of the spec can't be read, or says what can't be Rust. With its line in the YAML.",
                "type: Strng",
                "Take back what was edited by hand; corrections belong in overrides.yaml.",
            ),
        }
    }
}

/// The whole catalogue as a page of markdown.
pub fn page() -> String {
    let mut page = "<!-- Made from `src/diagnostics/catalogue.rs` by the test `the_page_is_fresh`. Do not edit. -->
# Diagnostics

What `cargo xtask regen --diagnostics` prints, kind by kind. `cargo xtask explain --diagnostic KIND` shows one.
"
    .to_owned();
    for kind in DiagnosticKind::ALL.iter().copied() {
        let _ = write!(page, "\n## {}\n\n{}", kind.name(), text(kind));
    }
    page
}

/// One kind for people.
pub fn text(kind: DiagnosticKind) -> String {
    let Entry { means, example, cure } = kind.entry();
    let example = example.replace('\n', "\n    ");
    format!("{means}\n\nFor example:\n\n    {example}\n\nCure: {cure}\n").replace("    \n", "\n")
}
