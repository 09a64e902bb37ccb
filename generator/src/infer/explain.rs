//! Why a field stands where it stands: the rows, the witnesses, and the reading that came second.

use crate::infer;
use crate::infer::pages::Pages;
use crate::infer::product::grouping::Group;
use crate::infer::samples::shape::{Seen, WeighedShape};
use crate::infer::structure::corpus::Learned;
use crate::infer::structure::response::{Readings, folded, read};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{Cost, Reading, costs};
use crate::infer::structure::weights::Weights;
use crate::spec::model::{Field, Operation};
use crate::spec::repeated::is_index;
use rayon::prelude::*;

/// What is known of how an operation was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The version it is of.
    pub version: String,
    /// The operation as inferred.
    pub operation: Operation,
    /// Its pages, the one that was followed first.
    pub pages: Vec<String>,
    /// The parameters, in the order of the rows; those that only a path names have no row.
    pub request: Vec<Explained>,
    /// The fields of the answer, in the order of the rows.
    pub fields: Vec<Explained>,
}

/// How one row of a request or an answer was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// How deep it stands; 0 is the top.
    pub depth: usize,
    /// The names on the way to it, joined with dots.
    pub path: String,
    /// Its line on the page that was followed.
    pub line: usize,
    /// The wire name.
    pub name: String,
    /// Whether the row only names the element of the array before it.
    pub names_element: bool,
    /// The type, in words: what was taken, what was declared, what samples show.
    pub kind: String,
    /// The values read from the description.
    pub values: Vec<String>,
    /// What each witness holds against its place; nobody means nothing.
    pub against: Vec<(String, f64)>,
    /// The next best place.
    pub runner_up: Option<RunnerUp>,
}

/// The cheapest reading that gives a row another place.
#[derive(Debug, Clone, PartialEq)]
pub struct RunnerUp {
    /// The other parent; `None` is the top.
    pub parent: Option<String>,
    /// How much the whole reading costs more.
    pub margin: f64,
    /// What each witness holds against the place.
    pub against: Vec<(String, f64)>,
}

impl RunnerUp {
    /// The other place, in words.
    pub fn place(&self) -> String {
        let inside = |parent: &String| format!("in {parent}");
        self.parent.as_ref().map_or("at the top".to_owned(), inside)
    }
}

/// What witnesses hold against a place, in words.
pub fn held(against: &[(String, f64)]) -> String {
    if against.is_empty() {
        return "nothing, by itself".to_owned();
    }
    let each = against.iter().map(|(name, cost)| format!("{name} {cost:.1}"));
    each.collect::<Vec<_>>().join(", ")
}

/// How an operation of one of the groups was read; of several versions the newest.
pub(crate) fn in_groups<'a>(mut groups: impl Iterator<Item = &'a Group<'a>>, operation: &str) -> Option<Explanation> {
    let is_meant = |pages: &Pages<'_>| pages.identity.operation.eq_ignore_ascii_case(operation);
    groups.find_map(|group| {
        let pages = group.operations.iter().rfind(|pages| is_meant(pages))?;
        Some(explain(pages, &infer::learn(group, &Weights::STANDARD)))
    })
}

/// How some operations were read: those that `wanted` picks by version and name.
pub(crate) fn some(groups: &[Group<'_>], wanted: impl Fn(&str, &str) -> bool + Sync) -> Vec<Explanation> {
    let mut explained = Vec::new();
    for group in groups {
        let picked = group.operations.par_iter();
        let picked = picked.filter(|pages| wanted(&pages.identity.version, &pages.identity.operation));
        if picked.clone().count() > 0 {
            let learned = infer::learn(group, &Weights::STANDARD);
            explained.par_extend(picked.map(|pages| explain(pages, &learned)));
        }
    }
    explained
}

/// Explains how an operation's request and answer were read.
fn explain(pages: &Pages<'_>, learned: &Learned<'_>) -> Explanation {
    let (operation, _) = infer::operation(pages, learned);
    let name = &pages.identity.operation;
    let (items, samples) = (&pages.items, &pages.samples);
    let answer = read(name, items, samples, learned.before_answers(), Cost::UNBOUNDED);
    let fields = rows(items, &answer, samples, &operation.response);
    let (items, samples) = pages.request.rows();
    let request = pages.request.read(name, learned.before_requests(), Cost::UNBOUNDED);
    let request = rows(items, &request, samples, &operation.request);
    Explanation {
        version: pages.identity.version.clone(),
        operation,
        pages: pages.pages.iter().map(|page| page.file.clone()).collect(),
        request,
        fields,
    }
}

/// How the rows of one side were read; `fields` is what they became.
fn rows(items: &[Item], read: &Readings<'_>, samples: &[WeighedShape], fields: &[Field]) -> Vec<Explained> {
    // Rows none of which may have members need no search.
    let flat = Reading {
        parents: vec![None; items.len()],
        cost: Cost::ZERO,
    };
    let readings = match read.found.readings.as_slice() {
        [] => std::slice::from_ref(&flat),
        found => found,
    };
    let weigh = |reading| costs(items, &read.opens, reading, &read.witnesses, &Weights::STANDARD);
    let weighed: Vec<_> = readings.iter().map(weigh).collect();
    let explained = items.iter().enumerate().map(|(at, item)| {
        let path = path(items, &readings[0], at);
        let field = find(fields, &path);
        let place = folded(items, readings[0].parents[at]);
        let other = readings
            .iter()
            .zip(&weighed)
            .find(|(other, _)| folded(items, other.parents[at]) != place);
        Explained {
            depth: path.len().saturating_sub(1),
            path: path.join("."),
            line: item.line,
            name: item.name.clone(),
            names_element: item.role.names_element(),
            kind: kind(item, field, samples, &path),
            values: field
                .iter()
                .flat_map(|field| &field.values)
                .map(|value| value.value.to_string())
                .collect(),
            against: together(&weighed[0][at]),
            runner_up: other.map(|(other, weighed)| RunnerUp {
                parent: folded(items, other.parents[at]).map(|parent| items[parent].name.clone()),
                margin: (other.cost - readings[0].cost).weight(),
                against: together(&weighed[at]),
            }),
        }
    });
    explained.collect()
}

/// The names from the top to an item, rows that only name an element left out; a dotted name is several.
fn path<'a>(items: &'a [Item], reading: &Reading, at: usize) -> Vec<&'a str> {
    let mut path: Vec<&str> = Vec::new();
    let mut place = Some(at);
    while let Some(at) = place {
        let parts = items[at].name.rsplit('.');
        path.extend(parts.filter(|part| !is_index(part)));
        place = folded(items, reading.parents[at]);
    }
    path.reverse();
    path
}

fn find<'a>(fields: &'a [Field], path: &[&str]) -> Option<&'a Field> {
    let (first, rest) = path.split_first()?;
    let field = fields.iter().find(|field| field.name == *first)?;
    if rest.is_empty() {
        Some(field)
    } else {
        find(&field.fields, rest)
    }
}

/// Sums what witnesses of one name hold.
fn together(held: &[(&str, Cost)]) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for (name, cost) in held {
        match sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += cost.weight(),
            None => sums.push(((*name).to_owned(), cost.weight())),
        }
    }
    sums
}

fn kind(item: &Item, field: Option<&Field>, samples: &[WeighedShape], path: &[&str]) -> String {
    let declared = match (&item.declared.kind, &item.declared.name) {
        (Some(kind), Some(name)) => format!("declared {kind:?} of {name}"),
        (Some(kind), None) => format!("declared {kind:?}"),
        (None, _) => "no type declared".to_owned(),
    };
    let taken = match field {
        Some(Field {
            kind,
            items: Some(items),
            item_name: Some(name),
            ..
        }) => format!("{kind:?} of {items:?}, wrapped as {name}"),
        Some(Field {
            kind,
            items: Some(items),
            ..
        }) => format!("{kind:?} of {items:?}"),
        Some(Field { kind, .. }) => format!("{kind:?}"),
        None => "the element of the array above".to_owned(),
    };
    let mut shown: Vec<&str> = samples
        .iter()
        .filter(|sample| sample.json)
        .filter_map(|sample| seen(sample, path))
        .collect();
    shown.dedup();
    let shown = if shown.is_empty() {
        "not in a JSON sample".to_owned()
    } else {
        format!("samples show {}", shown.join(", "))
    };
    format!("{taken} ({declared}; {shown})")
}

/// What a sample shows at a path, wrappers passed through.
fn seen(sample: &WeighedShape, path: &[&str]) -> Option<&'static str> {
    let mut place = &sample.shape;
    for name in path {
        place = place
            .member(name)
            .or_else(|| place.only_member().and_then(|(_, inner)| inner.member(name)))?;
    }
    Some(match place.seen {
        Seen { list: true, .. } => "a list",
        Seen { object: true, .. } => "an object",
        Seen { text: true, .. } => "text",
        Seen { float: true, .. } => "a fraction",
        Seen { integer: true, .. } => "a number",
        Seen { boolean: true, .. } => "a boolean",
        _ => "nothing",
    })
}
