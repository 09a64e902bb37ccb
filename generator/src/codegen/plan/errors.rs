//! Error codes, which become Rust enums.

use super::Names;
use crate::codegen::names::{self, Scope};
use crate::codegen::problems::Problems;
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::doc_text;
use crate::spec::folder::COMMON_ERRORS;
use crate::spec::model::{CommonErrors, ErrorCode, Operation};
use std::collections::BTreeMap;

/// One error code, with all that its rows say.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) wire: String,
    pub(crate) name: String,
    pub(crate) http_statuses: Vec<u16>,
    /// The description, or the message where there is none.
    pub(crate) about: String,
}

/// The enum of the codes that the operations of a version have in common, below the version's module.
pub(crate) const COMMON: &str = "CommonError";

/// The variant of an operation's enum that holds them.
pub(crate) const COMMON_VARIANT: &str = "Common";

/// What an error enum is made of.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    /// What it says of itself.
    pub(crate) about: String,
    pub(crate) codes: Vec<Code>,
    /// The path of the enum of codes in common, if its variant `Common` holds one.
    pub(crate) common: Option<String>,
}

/// The codes that the operations of a version have in common.
#[derive(Debug)]
pub(crate) struct Common {
    /// The path of their enum.
    pub(crate) path: String,
    pub(crate) codes: Enum,
}

impl Common {
    /// Those of a version whose module has the path `root`, if there are any.
    pub(crate) fn of(
        root: &str,
        version: &str,
        common: &CommonErrors,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut problems = Problems::of_file(version, COMMON_ERRORS);
        let codes = Enum {
            name: COMMON.to_owned(),
            about: "Why the service may refuse a call of any operation.".to_owned(),
            codes: codes(&common.errors, None, &mut problems),
            common: None,
        };
        diagnostics.extend(problems.into_found());
        let path = format!("{root}::{COMMON}");
        (!codes.codes.is_empty()).then_some(Self { path, codes })
    }
}

impl Enum {
    /// That of an operation; `common` are the codes that it has in common with others, if there are any.
    pub(crate) fn of_operation(
        names: &Names,
        spec: &Operation,
        common: Option<&Common>,
        problems: &mut Problems,
    ) -> Self {
        let taken = common.is_some().then_some(COMMON_VARIANT);
        let mut codes = codes(&spec.errors, taken, problems);
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
    pub(crate) fn is_own(&self) -> bool {
        !self.codes.is_empty() || self.common.is_some()
    }
}

/// The codes in the page's order, the rows of one code as one.
fn codes(rows: &[ErrorCode], taken: Option<&str>, problems: &mut Problems) -> Vec<Code> {
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
            .map(|text| doc_text::plain_line(text))
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
                    problems.tell(DiagnosticKind::NameCollision, format!("errors.{wire}"), message);
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
