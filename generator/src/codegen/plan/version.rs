//! All about each operation of a version.

use super::errors::{Common, Enum};
use super::paging::Paging;
use super::sample::Sample;
use super::values::Known;
use super::{Plan, operation_names, plan};
use crate::codegen::problems::Problems;
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::spec::model::{Operation, Position, Type};
use crate::spec::path_template::places;
use crate::spec::product::{Style, Version};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

/// All about one operation.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) plan: Plan<'a>,
    pub(crate) paging: Option<Paging>,
    pub(crate) sample: Sample,
    pub(crate) errors: Enum,
}

/// All about a version.
#[derive(Debug)]
pub(crate) struct Gathered<'a> {
    /// The value lists that operations share.
    pub(crate) known: Known,
    pub(crate) entries: Vec<Entry<'a>>,
}

/// Plans the operations of a version.
pub(crate) fn gather<'a>(
    version: &'a Version,
    style: Style,
    common: Option<&Common>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Gathered<'a> {
    let known = Known::of(version, diagnostics);
    let (named, found) = operation_names(version);
    diagnostics.extend(found);
    let planned = named
        .into_par_iter()
        .map(|(operation, names)| plan(version, operation, names, &known));
    let mut plans: Vec<Plan<'_>> = planned.collect();
    let mut homes = BTreeMap::new();
    plans.iter_mut().for_each(|plan| share_enums(plan, &mut homes));
    let entry = |plan: Plan<'a>| {
        let mut problems = plan.problems.clone();
        check_path(plan.spec, style, &mut problems);
        let paging = Paging::of(&plan, &mut problems);
        let sample = Sample::of(&plan, paging.as_ref(), &mut problems);
        let errors = Enum::of_operation(&plan.names, plan.spec, common, &mut problems);
        let entry = Entry {
            plan,
            paging,
            sample,
            errors,
        };
        (entry, problems.into_found())
    };
    let (entries, found): (Vec<_>, Vec<_>) = plans.into_par_iter().map(entry).unzip();
    diagnostics.extend(found.into_iter().flatten());
    Gathered { known, entries }
}

/// Leaves to the first operation what several have alike: value lists of one name and the same values. Each keeps its name in the
/// operation's own module, so that nothing changes for users where the lists part ways.
fn share_enums(plan: &mut Plan<'_>, homes: &mut BTreeMap<(String, String), String>) {
    for values in &mut plan.enums {
        match homes.entry((values.name.clone(), values.signature())) {
            Place::Vacant(place) => {
                place.insert(plan.names.module.clone());
            }
            Place::Occupied(module) => values.module = Some(module.get().clone()),
        }
    }
}

/// Tells of an operation without the path that it needs, and of places in a path that no parameter fills.
fn check_path(operation: &Operation, style: Style, problems: &mut Problems) {
    let Some(path) = operation.path.as_deref() else {
        if style == Style::Roa {
            let name = &operation.operation;
            let message = format!("{name} is of a ROA product and has no path; it is called in RPC style");
            problems.tell(DiagnosticKind::Spec, "", message);
        }
        return;
    };
    for name in places(path) {
        let mut request = operation.request.iter();
        let fills = request
            .any(|field| field.name == name && field.position == Some(Position::Path) && field.kind != Type::Struct);
        if !fills {
            problems.tell(
                DiagnosticKind::Spec,
                "path",
                format!("no path parameter {name:?} fills {path}"),
            );
        }
    }
}
