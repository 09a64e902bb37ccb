//! The module of one operation.

use crate::codegen::docs::{self, Doc};
use crate::codegen::errors::{Common, Enum};
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::pages::Paging;
use crate::codegen::plan::{Holds, Kind, Plan, Struct};
use crate::codegen::request::Builder;
use crate::codegen::response;
use crate::diagnostics::{Diagnostic, Kind as Problem};
use crate::spec::model::{Position, Type};
use crate::spec::product::Style;
use std::collections::BTreeSet;

/// Where a module lies, and what it is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home<'a> {
    /// The path of the version's module: `crate`, or `crate::v2014_11_11`.
    pub(super) root: &'a str,
    /// The folder of the version's spec: `spec/multimediaai/2019-08-10`.
    pub(super) spec: &'a str,
    /// The error codes that its operations have in common, if there are any.
    pub(super) common: Option<&'a Common>,
    pub(super) style: Style,
}

/// What the rest of the crate must know of an operation.
#[derive(Debug)]
pub(super) struct Written {
    /// The text of its module.
    pub(super) text: String,
    /// The setters that a call can't be sent without.
    pub(super) required: Vec<String>,
    /// All that types keep track of.
    pub(super) missing: BTreeSet<String>,
}

/// Writes the module of an operation.
pub(super) fn write(
    plan: &Plan<'_>,
    paging: Option<&Paging>,
    errors: &Enum,
    home: Home<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Written {
    let structs: Vec<_> = plan.params.written().collect();
    let types: BTreeSet<&str> = [&plan.request]
        .into_iter()
        .chain(structs.iter().copied())
        .chain(plan.answer.written())
        .map(|structure| structure.name.as_str())
        .chain(plan.enums.iter().map(|values| values.name.as_str()))
        .collect();
    let call = Builder::new(&plan.request, true, &types);
    let params: Vec<_> = structs
        .iter()
        .map(|structure| Builder::new(structure, false, &types))
        .collect();
    let required: Vec<String> = call.missing().map(str::to_owned).collect();
    let missing: BTreeSet<String> = [&call]
        .into_iter()
        .chain(&params)
        .flat_map(Builder::missing)
        .map(str::to_owned)
        .collect();

    let operation = &plan.spec.operation;
    let mut source = Source::new(&format!("{}/{operation}.yaml", home.spec), Some(&plan.spec.source));
    source.gap();
    source.inner_docs(&title(plan));
    source.gap();
    write_imports(&mut source, plan, paging, errors, home, !missing.is_empty());
    write_operation(&mut source, plan, paging, home, diagnostics);
    call.write(&mut source, &call_docs(plan, &required), plan, paging);
    for structure in plan.answer.written() {
        response::write(&mut source, structure, plan);
        if structure.field.is_none()
            && let Some(paging) = paging
        {
            paging.write_page(&mut source, plan);
        }
    }
    for (builder, structure) in params.iter().zip(&structs) {
        builder.write(&mut source, &params_docs(structure), plan, None);
    }
    for values in &plan.enums {
        values.write(&mut source);
    }
    errors.write(&mut source);
    Written {
        text: source.finish(),
        required,
        missing,
    }
}

/// `` `ListTasks`: lists the tasks of the account, newest first. ``
fn title(plan: &Plan<'_>) -> Doc {
    let summary = docs::line(docs::first_sentence(&plan.spec.summary));
    let mut text = format!("`{}`", plan.spec.operation);
    if !summary.is_empty() {
        text = format!("{text}: {summary}");
    }
    docs::end_sentence(&mut text);
    Doc::own(text)
}

fn call_docs(plan: &Plan<'_>, required: &[String]) -> Doc {
    let mut doc = Doc::own(format!(
        "A call of `{}`: set its parameters, then [`send`](Self::send) it.",
        plan.spec.operation
    ));
    doc.push_prose(&plan.spec.summary);
    if !required.is_empty() {
        doc.push_own(needs("Self", required));
    }
    if plan.spec.deprecated {
        doc.push_own("Deprecated.");
    }
    doc
}

/// `` Needs [`page_number`](Self::page_number) and [`page_size`](Self::page_size). ``
pub(super) fn needs(path: &str, required: &[String]) -> String {
    let links: Vec<_> = required
        .iter()
        .map(|name| format!("[`{0}`]({path}::{0})", name.trim_start_matches("r#")))
        .collect();
    format!("Needs {}.", links.join(", "))
}

fn params_docs(structure: &Struct<'_>) -> Doc {
    let Some(field) = structure.field else {
        return Doc::default();
    };
    let doc = Doc::prose(docs::first_sentence(&field.description));
    if doc.is_empty() {
        return Doc::own(format!("A value of {}.", docs::code(&field.name).unwrap_or_default()));
    }
    doc
}

fn write_imports(
    source: &mut Source,
    plan: &Plan<'_>,
    paging: Option<&Paging>,
    errors: &Enum,
    home: Home<'_>,
    required: bool,
) {
    let request = || [&plan.request].into_iter().chain(plan.params.written());
    let is_map = |holds: &Holds| *holds == Holds::Map;
    let is_free = |holds: &Holds| matches!(holds, Holds::One(Kind::Any) | Holds::Many(Kind::Any));
    let is_shared = |holds: &Holds| matches!(holds, Holds::One(Kind::Value { path, .. }) | Holds::Many(Kind::Value { path, .. }) if path.contains("::"));
    let answer_maps = any(plan.answer.written(), is_map);
    let documents = answer_maps || any(plan.answer.written(), is_free) || any(request(), is_free);
    let shared = any(plan.answer.written(), is_shared) || any(request(), is_shared);
    let has_params = plan.params.written().next().is_some();

    let mut own = Vec::new();
    if required {
        own.push("missing");
    }
    if shared {
        own.push("types");
    }
    source.import(home.root, &own);
    let mut names = vec!["Call", "Operation", "ResponseFuture"];
    let mut add = |used: bool, more: &[&'static str]| names.extend(more.iter().copied().filter(|_| used));
    add(required, &["Given"]);
    add(
        plan.request.members.iter().any(|member| member.field.required),
        &["IsGiven"],
    );
    add(paging.is_some(), &["Items", "Page", "Pager", "Pages"]);
    add(has_params, &["Params"]);
    add(has_params || any(request(), is_map), &["Value"]);
    add(documents, &["Document"]);
    add(!positions(plan).is_empty(), &["Position"]);
    add(plan.enums.iter().any(|values| values.home.is_none()), &["values"]);
    let answers = plan
        .answer
        .written()
        .any(|structure| !response::is_acknowledgement(structure));
    add(answers, &["UnknownFields", "shape"]);
    add(errors.is_own(), &["error_codes"]);
    source.import("alibabacloud_runtime", &names);
    if answer_maps {
        source.import("std::collections", &["BTreeMap"]);
    }
    if required {
        source.import("std::marker", &["PhantomData"]);
    }
}

/// Whether a member of some structures holds something.
fn any<'a>(mut structs: impl Iterator<Item = &'a Struct<'a>>, test: impl Fn(&Holds) -> bool) -> bool {
    structs.any(|structure| structure.members.iter().any(|member| test(&member.holds)))
}

/// What does not travel in the query.
fn positions(plan: &Plan<'_>) -> Vec<(String, String)> {
    let elsewhere = plan.request.members.iter().filter_map(|member| {
        let place = match member.field.position? {
            Position::Query => return None,
            Position::Path => "Position::Path",
            Position::Header => "Position::Header",
            Position::Body => "Position::Body",
        };
        Some((literal(&member.field.name), place.to_owned()))
    });
    elsewhere.collect()
}

/// The parameter by which a service knows a repeated call.
const CLIENT_TOKEN: &str = "ClientToken";

fn write_operation(
    source: &mut Source,
    plan: &Plan<'_>,
    paging: Option<&Paging>,
    home: Home<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut calls = Vec::new();
    let positions = positions(plan);
    if !positions.is_empty() {
        source.gap();
        source.pairs("const POSITIONS: &[(&str, Position)]", &positions);
        calls.push(".positions(POSITIONS)".to_owned());
    }
    // With a token, the service carries a call out once, however often it is sent.
    if plan
        .request
        .members
        .iter()
        .any(|member| member.field.name == CLIENT_TOKEN)
    {
        calls.push(format!(".client_token({})", literal(CLIENT_TOKEN)));
    }
    if let Some(paging) = paging {
        paging.write_pager(source);
        calls.push(".paged(PAGER)".to_owned());
    }
    let service = format!("&{}::SERVICE", home.root);
    let name = literal(&plan.spec.operation);
    let (method, path) = (plan.spec.method.as_deref(), plan.spec.path.as_deref());
    source.gap();
    let item = "pub(crate) static OPERATION: Operation";
    match path {
        Some(path) => {
            let body = plan
                .request
                .members
                .iter()
                .any(|member| member.field.position == Some(Position::Body));
            let method = method.map_or(if body { "POST" } else { "GET" }.to_owned(), str::to_ascii_uppercase);
            check_path(plan, path, diagnostics);
            source.chain(
                item,
                "Operation::roa",
                &[&service, &name, &literal(&method), &literal(path)],
                &calls,
            );
        }
        None => {
            if home.style == Style::Roa {
                let message = format!(
                    "{} is of a ROA product and has no path; it is called in RPC style",
                    plan.spec.operation
                );
                diagnostics.push(Diagnostic::new(Problem::Spec, plan.spec.source.as_str(), 0, message));
            }
            source.chain(item, "Operation::rpc", &[&service, &name], &calls);
        }
    }
}

/// Tells of places in a path that no parameter fills.
fn check_path(plan: &Plan<'_>, path: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut rest = path;
    while let Some((_, after)) = rest.split_once(['{', '[']) {
        let Some((name, after)) = after.split_once(['}', ']']) else {
            break;
        };
        rest = after;
        let fills = |field: &crate::spec::model::Field| {
            field.name == name && field.position == Some(Position::Path) && field.kind != Type::Struct
        };
        if !plan.spec.request.iter().any(fills) {
            let message = format!("no path parameter {name:?} fills {path}");
            diagnostics.push(Diagnostic::new(Problem::Spec, plan.spec.source.as_str(), 0, message));
        }
    }
}
