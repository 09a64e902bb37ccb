//! The answer's fields: the cheapest reading of the table, as a tree.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::knowledge::Knowledge;
use crate::infer::nesting::{Reading, Witness, cheapest, costs, search};
use crate::infer::rows::Item;
use crate::infer::shape::Shape;
use crate::infer::tree::Tree;
use crate::infer::witness::{FormWitness, KnowledgeWitness, OrderWitness, SampleWitness, TypeWitness};
use crate::spec::model::Field;

/// A sample and how much it counts.
#[derive(Debug, Clone)]
pub struct WeighedShape {
    /// The sample's shape.
    pub shape: Shape,
    /// Its weight; those of a page sum up to about 1.
    pub weight: f64,
    /// Whether it was JSON, which tells a list from an object and a number from a text.
    pub json: bool,
}

/// What a row became: its field's path, and how sure that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The fields.
    pub fields: Vec<Field>,
    /// What is doubtful.
    pub diagnostics: Vec<Diagnostic>,
}

/// How much cheaper than the next reading the best must be, to be taken for certain.
pub(crate) const CLEAR: f64 = 2.2;

/// What witnesses hold against one row's place in the cheapest reading, from which on the page contradicts itself.
pub(crate) const CONTRADICTION: f64 = 5.0;

/// All that was read of an answer's rows: the readings, cheapest first, and who judged them.
pub struct Readings<'a> {
    /// The readings; empty if there are no rows.
    pub readings: Vec<Reading>,
    /// The witnesses.
    pub witnesses: Vec<Box<dyn Witness + 'a>>,
}

/// Searches for the readings of rows.
pub fn read<'a>(
    operation: &'a str,
    items: &'a [Item],
    samples: &'a [WeighedShape],
    knowledge: &'a Knowledge,
) -> Readings<'a> {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let opens = |item: &Item| item.declared.may_contain() || item.names_element || shown_as_object(item, &shapes);
    let opens: Vec<bool> = items.iter().map(opens).collect();
    let mut witnesses = witnesses(operation, items, samples, knowledge);
    // How much the order of names says, a first reading without it tells.
    if let Some(first) = cheapest(items, &opens, &witnesses) {
        witnesses.push(Box::new(OrderWitness::new(items, &first)));
    }
    Readings {
        readings: search(items, &opens, &witnesses),
        witnesses,
    }
}

/// Infers the fields of an answer from its rows and samples.
pub fn infer(operation: &str, file: &str, items: &[Item], samples: &[WeighedShape], knowledge: &Knowledge) -> Response {
    let Readings { readings, witnesses } = read(operation, items, samples, knowledge);
    let Some(best) = readings.first() else {
        return Response {
            fields: Vec::new(),
            diagnostics: Vec::new(),
        };
    };
    let mut doubts = doubts(items, &readings);
    // Where the page contradicts even the cheapest reading, it may well mean another.
    for (doubt, held) in doubts.iter_mut().zip(costs(items, best, &witnesses)) {
        if doubt.is_none() && held.iter().map(|(_, cost)| cost).sum::<f64>() >= CONTRADICTION {
            let (witness, _) = held.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(&("page", 0.0));
            *doubt = Some(format!("contradicted by the {witness}"));
        }
    }
    let doubtful = doubts.iter().enumerate();
    let doubtful = doubtful.filter_map(|(item, doubt)| Some((item, doubt.as_ref()?)));
    let tell = |item: usize, message: String| {
        Diagnostic::new(Kind::StructureDoubtful, file, items[item].line, message).with_place(place(best, items, item))
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
        knowledge,
        doubts: &doubts,
        guesses: Vec::new(),
    };
    let places: Vec<Option<&Shape>> = samples.iter().map(|sample| Some(&sample.shape)).collect();
    let fields = tree.members(None, &places);
    diagnostics.extend(
        tree.guesses
            .iter()
            .map(|(item, other)| tell(*item, format!("`{}` {other}", items[*item].name))),
    );
    Response { fields, diagnostics }
}

/// All who have something to say about the places of rows.
fn witnesses<'a>(
    operation: &'a str,
    items: &'a [Item],
    samples: &'a [WeighedShape],
    knowledge: &'a Knowledge,
) -> Vec<Box<dyn Witness + 'a>> {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let mut witnesses: Vec<Box<dyn Witness + 'a>> = vec![
        Box::new(TypeWitness::new(items, &shapes)),
        Box::new(FormWitness::new(items)),
        Box::new(KnowledgeWitness::new(knowledge, operation)),
    ];
    // Pages in several languages mostly show one sample: it need not be looked through once a page.
    let mut alike: Vec<(&Shape, f64)> = Vec::new();
    for sample in samples {
        match alike.iter_mut().find(|(shape, _)| **shape == sample.shape) {
            Some((_, weight)) => *weight += sample.weight,
            None => alike.push((&sample.shape, sample.weight)),
        }
    }
    let sample = |(shape, weight)| Box::new(SampleWitness::new(shape, items, weight)) as Box<dyn Witness + 'a>;
    witnesses.extend(alike.into_iter().map(sample));
    witnesses
}

/// Whether some sample shows a name with members though its type says it has none.
fn shown_as_object(item: &Item, shapes: &[&Shape]) -> bool {
    fn below(shape: &Shape, name: &str) -> bool {
        shape
            .members
            .iter()
            .any(|(known, inner)| (known == name && !inner.members.is_empty()) || below(inner, name))
    }
    shapes.iter().any(|shape| below(shape, &item.name))
}

/// For each item the other place that a close reading gives it.
fn doubts(items: &[Item], readings: &[Reading]) -> Vec<Option<String>> {
    let mut doubts: Vec<Option<String>> = vec![None; items.len()];
    let Some(best) = readings.first() else { return doubts };
    for other in readings.iter().skip(1).filter(|other| other.cost - best.cost < CLEAR) {
        for (item, doubt) in doubts.iter_mut().enumerate() {
            let (ours, theirs) = (folded(best, items, item), folded(other, items, item));
            if ours != theirs && doubt.is_none() {
                *doubt = Some(match theirs {
                    None => "another reading puts it at the top".to_owned(),
                    Some(parent) => format!("another reading puts it in {}", items[parent].name),
                });
            }
        }
    }
    doubts
}

/// The parent of an item, the array itself where the parent only names its element.
pub(crate) fn folded(reading: &Reading, items: &[Item], item: usize) -> Option<usize> {
    let mut parent = reading.parents[item];
    while let Some(at) = parent.filter(|at| items[*at].names_element) {
        parent = reading.parents[at];
    }
    parent
}

/// The whole path of an item.
fn place(reading: &Reading, items: &[Item], item: usize) -> String {
    let above = folded(reading, items, item).map_or("response".to_owned(), |parent| place(reading, items, parent));
    format!("{above}.{}", items[item].name)
}
