//! What a docs author, or the writer of an overrides file, should mend.
//!
//! A diagnostic has no severity: something was assumed, and the run goes on. Where nothing can be, as for a rule of overrides that does not
//! fit or a YAML file that can't be read, the function that meets it returns diagnostics as its error, and `regen` ends with 2.
//! `cargo xtask check` fails by those errors, and of the rest by the kind [`Override`](DiagnosticKind::Override) alone; it notes
//! [`Unreadable`](DiagnosticKind::Unreadable). A guessed host fails it too, by the `guessed` that stands in product.yaml.

pub mod catalogue;

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is wrong with an input, and what was assumed instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, relative to the folder the run was given.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What sort of thing is wrong.
    pub kind: DiagnosticKind,
    /// What is wrong, and what was assumed.
    pub message: String,
    /// The row or line itself, as far as it fits.
    pub excerpt: String,
    /// The place in an operation, as in [`Difference::path`](crate::spec::compare::Difference::path), where it is about one; the line
    /// may be found by it.
    pub place: Option<String>,
}

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// The sorts of diagnostics, counted in a run's table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the catalogue says it")]
        pub enum DiagnosticKind {
            $(#[serde(rename = $name)] $kind,)*
        }

        impl DiagnosticKind {
            /// All kinds, in the order in which they are sorted.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The name in tables and JSON.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    NotUtf8 = "not-utf8",
    NoTable = "no-table",
    TableCutOff = "table-cut-off",
    BadName = "bad-name",
    NameCollision = "name-collision",
    UnknownType = "unknown-type",
    TooManyCells = "too-many-cells",
    SampleUnreadable = "sample-unreadable",
    SampleDiffers = "sample-differs",
    StructureDoubtful = "structure-doubtful",
    WordsDisagree = "words-disagree",
    PagesDisagree = "pages-disagree",
    TooLarge = "too-large",
    Unreadable = "unreadable",
    FrontMatter = "front-matter",
    NotMarkdown = "not-markdown",
    SeveralOperations = "several-operations",
    RowsDoubtful = "rows-doubtful",
    PathUnexplained = "path-unexplained",
    Metadata = "metadata",
    Endpoint = "endpoint",
    Version = "version",
    Override = "override",
    Spec = "spec",
}

impl Diagnostic {
    /// A diagnostic about a whole file or one of its lines.
    pub fn new(kind: DiagnosticKind, file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line,
            kind,
            message: printable(&message.into()),
            excerpt: String::new(),
            place: None,
        }
    }

    /// The same with the place in an operation that it is about.
    pub fn with_place(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same with the row it is about.
    pub fn with_excerpt(mut self, excerpt: &str) -> Self {
        const LONGEST: usize = 160;
        // A line may be as long as its file, and bear a diagnostic for each of its words.
        let mut flat = String::new();
        for word in excerpt.split_whitespace() {
            if !flat.is_empty() {
                flat.push(' ');
            }
            flat.extend(word.chars().take(LONGEST + 1));
            if flat.chars().nth(LONGEST).is_some() {
                break;
            }
        }
        self.excerpt = printable(&flat.chars().take(LONGEST).collect::<String>());
        if flat.chars().nth(LONGEST).is_some() {
            self.excerpt.push('…');
        }
        self
    }
}

/// Names in a line: at most so many, and how many more there are.
pub fn listed(names: &[String], most: usize) -> String {
    let mut text = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > most {
        text.push_str(&format!(" and {} more", names.len() - most));
    }
    text
}

/// A number of things: `1 operation`, `2 operations`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A text from outside, harmless to a terminal: no control characters, none that turn the direction of writing.
pub(crate) fn printable(text: &str) -> String {
    let harmful = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.kind.name(), self.message)
    }
}
