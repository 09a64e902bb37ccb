//! All about each operation of a version.

use crate::codegen::errors::Enum;
use crate::codegen::operation::{self, Home, Written};
use crate::codegen::pages::Paging;
use crate::codegen::plan::{Plan, operation_names, plan};
use crate::codegen::sample::Sample;
use crate::codegen::values::Known;
use crate::diagnostics::Diagnostic;
use crate::spec::product::Version;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

/// All about one operation.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) paging: Option<Paging>,
    pub(super) written: Written,
    pub(super) sample: Sample,
    pub(super) errors: Enum,
}

/// All about a version.
#[derive(Debug)]
pub(super) struct Gathered<'a> {
    /// The value lists that operations share.
    pub(super) known: Known,
    pub(super) entries: Vec<Entry<'a>>,
}

/// Plans and writes the operations of a version.
pub(super) fn gather<'a>(version: &'a Version, home: Home<'_>, diagnostics: &mut Vec<Diagnostic>) -> Gathered<'a> {
    let known = Known::of(&version.operations, diagnostics);
    let (named, problems) = operation_names(&version.operations);
    diagnostics.extend(problems);
    let planned = named
        .into_par_iter()
        .map(|(operation, names)| plan(operation, names, &known));
    let mut plans: Vec<Plan<'_>> = planned.collect();
    let mut homes = BTreeMap::new();
    plans.iter_mut().for_each(|plan| share_enums(plan, &mut homes));
    let entry = |mut plan: Plan<'a>| {
        let mut found = std::mem::take(&mut plan.diagnostics);
        let paging = Paging::of(&plan, &mut found);
        let sample = Sample::of(&plan, paging.as_ref(), &mut found);
        let errors = Enum::of_operation(&plan.names, plan.spec, home.common, &mut found);
        let written = operation::write(&plan, paging.as_ref(), &errors, home, &mut found);
        let entry = Entry {
            plan,
            paging,
            written,
            sample,
            errors,
        };
        (entry, found)
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
            Place::Occupied(home) => values.home = Some(home.get().clone()),
        }
    }
}
