//! Error codes as Rust enums.

use crate::codegen::docs::{self, Doc};
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::names::{self, Scope};
use crate::codegen::plan::Plan;
use crate::diagnostics::{Diagnostic, Kind};
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

/// Writes the error enum of an operation.
pub(super) fn write(source: &mut Source, plan: &Plan<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let name = plan.names.error();
    let codes = codes(plan, diagnostics);
    source.gap();
    source.docs(
        0,
        &Doc::own(format!("Why the service refused a [`{}`].", plan.names.call)),
    );
    source.line(0, "#[derive(Clone)]");
    source.line(0, "#[non_exhaustive]");
    source.line(0, &format!("pub enum {name} {{"));
    for code in &codes {
        let statuses: Vec<_> = code.http_statuses.iter().map(ToString::to_string).collect();
        let mut text = docs::code(&code.wire).unwrap_or_default();
        if !statuses.is_empty() {
            text = format!("{text} (HTTP {})", statuses.join(", "));
        }
        let about = docs::line(&code.about);
        if !about.is_empty() {
            text = format!("{text}: {about}");
        }
        docs::end_sentence(&mut text);
        source.docs(1, &Doc::own(text));
        source.line(1, &format!("{},", code.name));
    }
    source.docs(1, &Doc::own("A code that the documentation does not list."));
    source.line(1, "Unknown(String),");
    source.line(0, "}");
    source.gap();
    let rows = codes.iter().map(|code| {
        let statuses: Vec<_> = code.http_statuses.iter().map(ToString::to_string).collect();
        format!(
            "{} [{}] {} => {}",
            literal(&code.wire),
            statuses.join(", "),
            literal(&code.about),
            code.name
        )
    });
    source.table(&format!("error_codes!{name}"), rows);
}

/// The codes of an operation, each with the name of its variant.
pub(super) fn variants(plan: &Plan<'_>) -> impl Iterator<Item = (String, String)> {
    codes(plan, &mut Vec::new())
        .into_iter()
        .map(|code| (code.wire, code.name))
}

/// The codes in the page's order, the rows of one code as one.
fn codes(plan: &Plan<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Code> {
    let mut scope = Scope::with(["Unknown"]);
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes: Vec<Code> = Vec::new();
    for row in &plan.spec.errors {
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
                    diagnostics.push(Diagnostic::new(
                        Kind::NameCollision,
                        plan.spec.source.as_str(),
                        0,
                        message,
                    ));
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
