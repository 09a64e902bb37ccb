//! Error codes as Rust enums.

use crate::codegen::docs::{self, Doc};
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::names::{self, Scope};
use crate::codegen::plan::Names;
use crate::diagnostics::{Diagnostic, Kind};
use crate::spec::model::{CommonErrors, ErrorCode, Operation};
use std::collections::BTreeMap;

/// One error code, with all that its rows say.
#[derive(Debug)]
struct Code {
    wire: String,
    name: String,
    http_statuses: Vec<u16>,
    /// The description, or the message where there is none.
    about: String,
}

/// The enum of the codes that the operations of a version have in common, below the version's module.
pub(super) const COMMON: &str = "CommonError";

/// The variant of an operation's enum that holds them.
pub(super) const COMMON_VARIANT: &str = "Common";

/// What an error enum is made of.
#[derive(Debug)]
pub(super) struct Enum {
    name: String,
    /// What it says of itself.
    about: String,
    codes: Vec<Code>,
    /// The path of the enum of codes in common, if its variant `Common` holds one.
    common: Option<String>,
}

/// The codes that the operations of a version have in common.
#[derive(Debug)]
pub(super) struct Common {
    /// The path of their enum.
    pub(super) path: String,
    pub(super) codes: Enum,
}

impl Common {
    /// Those of a version whose module has the path `root`, if there are any.
    pub(super) fn of(root: &str, common: &CommonErrors, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let codes = Enum {
            name: COMMON.to_owned(),
            about: "Why the service may refuse a call of any operation.".to_owned(),
            codes: codes(&common.errors, &common.source, None, diagnostics),
            common: None,
        };
        let path = format!("{root}::{COMMON}");
        (!codes.codes.is_empty()).then_some(Self { path, codes })
    }
}

impl Enum {
    /// That of an operation; `common` are the codes that it has in common with others, if there are any.
    pub(super) fn of_operation(
        names: &Names,
        spec: &Operation,
        common: Option<&Common>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let taken = common.is_some().then_some(COMMON_VARIANT);
        let mut codes = codes(&spec.errors, &spec.source, taken, diagnostics);
        // A code that is in common as well comes as the operation's own, under whichever status.
        for own in &mut codes {
            let mut in_common = common.iter().flat_map(|common| &common.codes.codes);
            let same = in_common.find(|code| code.wire == own.wire);
            for status in same.into_iter().flat_map(|code| &code.http_statuses) {
                if !own.http_statuses.contains(status) {
                    own.http_statuses.push(*status);
                }
            }
        }
        Self {
            name: names.error(),
            about: format!("Why the service refused a [`{}`].", names.call),
            codes,
            common: common.map(|common| common.path.clone()),
        }
    }

    /// Whether it tells codes apart; all others are of one type.
    pub(super) fn is_own(&self) -> bool {
        !self.codes.is_empty() || self.common.is_some()
    }

    /// The codes, each with the name of its variant.
    pub(super) fn variants(&self) -> impl Iterator<Item = (&str, &str)> {
        self.codes.iter().map(|code| (code.wire.as_str(), code.name.as_str()))
    }

    pub(super) fn write(&self, source: &mut Source) {
        source.gap();
        source.docs(0, &Doc::own(self.about.clone()));
        if !self.is_own() {
            return source.line(
                0,
                &format!("pub use alibabacloud_runtime::UndocumentedError as {};", self.name),
            );
        }
        source.line(0, "#[derive(Clone)]");
        source.line(0, "#[non_exhaustive]");
        source.line(0, &format!("pub enum {} {{", self.name));
        for code in &self.codes {
            let mut text = docs::code(&code.wire).unwrap_or_default();
            if !code.http_statuses.is_empty() {
                text = format!("{text} (HTTP {})", code.statuses());
            }
            let about = docs::line(&code.about);
            if !about.is_empty() {
                text = format!("{text}: {about}");
            }
            docs::end_sentence(&mut text);
            source.docs(1, &Doc::own(text));
            source.line(1, &format!("{},", code.name));
        }
        if let Some(common) = &self.common {
            source.docs(1, &Doc::own("A code that operations have in common."));
            source.line(1, &format!("{COMMON_VARIANT}({common}),"));
        }
        source.docs(1, &Doc::own("A code that the documentation does not list."));
        source.line(1, "Unknown(String),");
        source.line(0, "}");
        source.gap();
        let rows = self.codes.iter().map(|code| {
            format!(
                "{} [{}] {} => {}",
                literal(&code.wire),
                code.statuses(),
                literal(&code.about),
                code.name
            )
        });
        let common = self
            .common
            .as_ref()
            .map_or(String::new(), |common| format!(": {common}"));
        source.table(&format!("error_codes!{}{common}", self.name), rows);
    }
}

impl Code {
    fn statuses(&self) -> String {
        let statuses: Vec<_> = self.http_statuses.iter().map(ToString::to_string).collect();
        statuses.join(", ")
    }
}

/// The codes in the page's order, the rows of one code as one.
fn codes(rows: &[ErrorCode], page: &str, taken: Option<&str>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Code> {
    let mut scope = Scope::with(taken.into_iter().chain(["Unknown"]));
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes: Vec<Code> = Vec::new();
    for row in rows {
        let wire = row.code.trim();
        let fine = row.http_status.is_some_and(|status| status < 300) || wire == "OK" || wire == "200";
        if wire.is_empty() || fine {
            continue;
        }
        let about = [&row.description, &row.message]
            .into_iter()
            .map(|text| docs::plain_line(text))
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        match places.get(wire).and_then(|place| codes.get_mut(*place)) {
            Some(known) => {
                known
                    .http_statuses
                    .extend(row.http_status.filter(|status| !known.http_statuses.contains(status)));
                if known.about.is_empty() {
                    known.about = about;
                }
            }
            None => {
                let name = names::error(wire);
                if let Some(other) = scope.owner(&name) {
                    let message = format!(
                        "the error code {wire:?} has the Rust name of {other:?}; the later one gets a number behind it"
                    );
                    diagnostics.push(Diagnostic::new(Kind::NameCollision, page, 0, message));
                }
                places.insert(wire, codes.len());
                let name = scope.take(&[name], names::number_type, wire);
                codes.push(Code {
                    wire: wire.to_owned(),
                    name,
                    http_statuses: row.http_status.into_iter().collect(),
                    about,
                });
            }
        }
    }
    codes
}
