//! The answer's fields: the cheapest reading of the table, as a tree.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::Role;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{Cost, Found, Reading, Rival, Witness, cheapest, costs, search};
use crate::infer::structure::tree::Tree;
use crate::infer::structure::weights::Weights;
use crate::infer::structure::witnesses::envelope::EnvelopeWitness;
use crate::infer::structure::witnesses::form::FormWitness;
use crate::infer::structure::witnesses::order::OrderWitness;
use crate::infer::structure::witnesses::product::ProductWitness;
use crate::infer::structure::witnesses::sample::SampleWitness;
use crate::infer::structure::witnesses::type_column::TypeWitness;
use crate::infer::structure::witnesses::wrapper::WrapperWitness;
use crate::spec::model::Field;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The fields of an answer, and where they are in doubt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Response {
    pub(crate) fields: Vec<Field>,
    /// What is doubtful.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// All that was read of an answer's rows, and who judged it.
pub(crate) struct Readings<'a> {
    /// The readings, cheapest first, and what comes next to them; empty if there are no rows.
    pub(crate) found: Found,
    /// Which rows may have members.
    pub(crate) opens: Cow<'a, [bool]>,
    pub(crate) witnesses: Vec<Box<dyn Witness + 'a>>,
}

/// Searches for the readings of rows; those that cost more than `beyond` above the cheapest need not be found.
pub(crate) fn read<'a>(
    operation: &'a str,
    items: &'a [Item],
    samples: &'a [WeighedShape],
    prior: Prior<'a>,
    beyond: Cost,
) -> Readings<'a> {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let opens = opens(items, &shapes);
    let mut witnesses = witnesses(operation, items, samples, prior);
    // How much the order of names says, a first reading without it tells.
    if let Some(first) = cheapest(items, &opens, &witnesses, prior.weights) {
        witnesses.push(Box::new(OrderWitness::new(items, &first, prior)));
    }
    Readings {
        found: search(items, &opens, &witnesses, prior.weights, beyond),
        opens: Cow::Owned(opens),
        witnesses,
    }
}

/// Infers the fields of an answer from its rows and samples.
///
/// Without `read_descriptions` names, types and places alone are read, and not what descriptions say of values.
pub(crate) fn infer(
    operation: &str,
    file: &str,
    items: &[Item],
    samples: &[WeighedShape],
    prior: Prior<'_>,
    read_descriptions: bool,
) -> Response {
    let Readings {
        found,
        opens,
        witnesses,
    } = read(operation, items, samples, prior, Cost::of(prior.weights.clear_unplaced));
    let Some(best) = found.readings.first() else {
        return Response {
            fields: Vec::new(),
            diagnostics: Vec::new(),
        };
    };
    let mut doubts = doubts(
        items,
        &found,
        prior.weights,
        &unplaced(items, best, samples, (operation, prior)),
    );
    // Where the page contradicts even the cheapest reading, it may well mean another.
    for (doubt, held) in doubts
        .iter_mut()
        .zip(costs(items, &opens, best, &witnesses, prior.weights))
    {
        if doubt.is_none() && held.iter().map(|(_, cost)| *cost).sum::<Cost>().weight() >= prior.weights.contradiction {
            let (witness, _) = held
                .iter()
                .max_by_key(|(_, cost)| *cost)
                .unwrap_or(&("page", Cost::ZERO));
            *doubt = Some(format!("contradicted by the {witness}"));
        }
    }
    let doubtful = doubts.iter().enumerate();
    let doubtful = doubtful.filter_map(|(item, doubt)| Some((item, doubt.as_ref()?)));
    let tell = |item: usize, message: String| {
        Diagnostic::new(DiagnosticKind::StructureDoubtful, file, items[item].line, message)
            .with_place(place(best, items, item))
    };
    let diagnose = |(item, other): (usize, &String)| {
        let message = format!("the place of `{}` is doubtful: {other}", items[item].name);
        tell(item, message)
    };
    let mut diagnostics: Vec<Diagnostic> = doubtful.map(diagnose).collect();
    let mut tree = Tree {
        items,
        reading: best,
        samples,
        prior,
        doubts: &doubts,
        read_descriptions,
        guesses: Vec::new(),
        dropped: Vec::new(),
    };
    let places: Vec<Option<&Shape>> = samples.iter().map(|sample| Some(&sample.shape)).collect();
    let fields = tree.members(None, &places);
    diagnostics.extend(
        tree.guesses
            .iter()
            .map(|(item, other)| tell(*item, format!("`{}` {other}", items[*item].name))),
    );
    diagnostics.extend(tree.dropped.iter().map(|(item, what)| {
        let message = format!("`{}`: {what}", items[*item].name);
        Diagnostic::new(DiagnosticKind::WordsDisagree, file, items[*item].line, message)
    }));
    Response { fields, diagnostics }
}

/// Which items may have members.
pub(crate) fn opens(items: &[Item], samples: &[&Shape]) -> Vec<bool> {
    let has_element = |at: usize| items.get(at + 1).is_some_and(|next| next.role.names_element());
    let mut objects = BTreeSet::new();
    samples.iter().for_each(|shape| add_objects(shape, &mut objects));
    let open = |(at, item): (usize, &Item)| {
        item.declared.may_contain() || has_element(at) || objects.contains(item.name.as_str())
    };
    items.iter().enumerate().map(open).collect()
}

/// All who have something to say about the places of rows.
fn witnesses<'a>(
    operation: &'a str,
    items: &'a [Item],
    samples: &'a [WeighedShape],
    prior: Prior<'a>,
) -> Vec<Box<dyn Witness + 'a>> {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let mut witnesses: Vec<Box<dyn Witness + 'a>> = vec![
        Box::new(TypeWitness::new(items, &shapes, prior.weights)),
        Box::new(FormWitness::new(items, prior.weights)),
        Box::new(EnvelopeWitness::new(items, prior.weights)),
        Box::new(WrapperWitness::new(items, prior)),
        Box::new(ProductWitness::new(prior, operation)),
    ];
    // Pages in several languages mostly show one sample: it need not be looked through once a page.
    let mut alike: Vec<(&Shape, f64)> = Vec::new();
    for sample in samples {
        match alike.iter_mut().find(|(shape, _)| **shape == sample.shape) {
            Some((_, weight)) => *weight += sample.weight,
            None => alike.push((&sample.shape, sample.weight)),
        }
    }
    let sample =
        |(shape, weight)| Box::new(SampleWitness::new(shape, items, weight, prior.weights)) as Box<dyn Witness + 'a>;
    witnesses.extend(alike.into_iter().map(sample));
    witnesses
}

/// Adds the names that a sample shows with members, whatever their type says.
fn add_objects<'a>(shape: &'a Shape, names: &mut BTreeSet<&'a str>) {
    for (name, inner) in shape.members.iter().filter(|(_, inner)| !inner.members.is_empty()) {
        names.insert(name);
        add_objects(inner, names);
    }
}

/// For each item the other place that a close reading gives it.
///
/// `unplaced` are the items that no sample places: what speaks for their place is less sure.
pub(crate) fn doubts(items: &[Item], found: &Found, weights: &Weights, unplaced: &[bool]) -> Vec<Option<String>> {
    let Some(best) = found.readings.first() else {
        return vec![None; items.len()];
    };
    let doubt = |(at, rivals): (usize, &Vec<Rival>)| {
        let ours = folded(items, best.parents[at]);
        let others = rivals.iter().filter(|rival| folded(items, rival.parent) != ours);
        let closest = others.min_by_key(|rival| rival.margin)?;
        let clear = if unplaced.get(at) == Some(&true) {
            weights.clear_unplaced
        } else {
            weights.clear
        };
        (closest.margin.weight() < clear).then(|| match folded(items, closest.parent) {
            None => "another reading puts it at the top".to_owned(),
            Some(parent) => format!("another reading puts it in {}", items[parent].name),
        })
    };
    found.rivals.iter().enumerate().map(doubt).collect()
}

/// The members of containers that no sample shows, where there are samples, and neither these nor the product show the members.
fn unplaced(
    items: &[Item],
    best: &Reading,
    samples: &[WeighedShape],
    (operation, prior): (&str, Prior<'_>),
) -> Vec<bool> {
    let mut shown = BTreeMap::new();
    samples.iter().for_each(|sample| sample.shape.count_names(&mut shown));
    let shown: BTreeSet<String> = shown.keys().map(|name| name.to_ascii_lowercase()).collect();
    let is_shown = |at: usize| shown.contains(&items[at].name.to_ascii_lowercase());
    let unplaced = |at: usize| {
        let container = folded(items, best.parents[at]);
        !shown.is_empty()
            && items[at].block.is_none()
            && container.is_some_and(|container| {
                // Other operations may show what this one's samples leave out.
                let holder = Some(items[container].name.as_str());
                let known = || prior.statistics.together(operation, holder, &items[at].name) > 0;
                !is_shown(container) && !is_shown(at) && !known()
            })
    };
    (0..items.len()).map(unplaced).collect()
}

/// The container that a parent stands for: the array itself where it only names or describes its element.
pub(crate) fn folded(items: &[Item], mut parent: Option<usize>) -> Option<usize> {
    while let Some(at) = parent.filter(|at| items[*at].role != Role::Field) {
        parent = if items[at].role == Role::Body {
            None
        } else {
            at.checked_sub(1)
        };
    }
    parent
}

/// The whole path of an item.
fn place(reading: &Reading, items: &[Item], item: usize) -> String {
    let above =
        folded(items, reading.parents[item]).map_or("response".to_owned(), |parent| place(reading, items, parent));
    format!("{above}.{}", items[item].name)
}
