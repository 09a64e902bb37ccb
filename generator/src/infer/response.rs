//! The answer's fields: the cheapest reading of the table, as a tree.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::knowledge::Knowledge;
use crate::infer::meaning;
use crate::infer::nesting::{Reading, Witness, search};
use crate::infer::rows::{Item, is_singular};
use crate::infer::shape::Shape;
use crate::infer::types::Declared;
use crate::infer::witness::{FormWitness, KnowledgeWitness, OrderWitness, SampleWitness, TypeWitness};
use crate::spec::model::{Field, Type};

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
const CLEAR: f64 = 1.3;

/// Infers the fields of an answer from its rows and samples.
pub fn infer(operation: &str, file: &str, items: &[Item], samples: &[WeighedShape], knowledge: &Knowledge) -> Response {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let opens: Vec<bool> = items.iter().map(|item| item.declared.may_contain() || (item.names_element) || shown_as_object(item, &shapes)).collect();
    let seen: Vec<SampleWitness<'_>> = samples.iter().map(|sample| SampleWitness::new(&sample.shape, items, sample.weight)).collect();
    let (order, types, form) = (OrderWitness::new(items), TypeWitness::new(items, &shapes), FormWitness::new(items));
    let product = KnowledgeWitness::new(knowledge, operation);
    let mut witnesses: Vec<&dyn Witness> = vec![&order, &types, &form, &product];
    witnesses.extend(seen.iter().map(|witness| witness as &dyn Witness));
    let readings = search(items, &opens, &witnesses);
    let Some(best) = readings.first() else { return Response { fields: Vec::new(), diagnostics: Vec::new() } };
    let mut diagnostics = Vec::new();
    let doubts = doubts(items, &readings);
    for (item, other) in doubts.iter().enumerate().filter_map(|(item, doubt)| doubt.as_ref().map(|doubt| (&items[item], doubt))) {
        let message = format!("the place of `{}` is doubtful; another reading {other}", item.name);
        diagnostics.push(Diagnostic::new(Kind::StructureDoubtful, file, item.line, message));
    }
    let fields = members(None, items, best, samples, &shapes.iter().map(|shape| Some(*shape)).collect::<Vec<_>>(), &doubts);
    Response { fields, diagnostics }
}

/// Whether some sample shows a name with members though its type says it has none.
fn shown_as_object(item: &Item, shapes: &[&Shape]) -> bool {
    fn below(shape: &Shape, name: &str) -> bool {
        shape.members.iter().any(|(known, inner)| (known == name && !inner.members.is_empty()) || below(inner, name))
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
                    None => "puts it at the top".to_owned(),
                    Some(parent) => format!("puts it in {}", items[parent].name),
                });
            }
        }
    }
    doubts
}

/// The parent of an item, the array itself where the parent only names its element.
fn folded(reading: &Reading, items: &[Item], item: usize) -> Option<usize> {
    let mut parent = reading.parents[item];
    while let Some(at) = parent.filter(|at| items[*at].names_element) {
        parent = reading.parents[at];
    }
    parent
}

/// The fields below a parent.
fn members(parent: Option<usize>, items: &[Item], reading: &Reading, samples: &[WeighedShape], places: &[Option<&Shape>], doubts: &[Option<String>]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for at in (0..items.len()).filter(|at| reading.parents[*at] == parent) {
        let field = field(at, items, reading, samples, places, doubts);
        // A struct whose dotted rows stand apart is one struct; a row given twice is one field.
        match fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => {
                for inner in field.fields {
                    if !known.fields.iter().any(|other| other.name == inner.name) {
                        known.fields.push(inner);
                    }
                }
            }
            None => fields.push(field),
        }
    }
    fields
}

fn field(at: usize, items: &[Item], reading: &Reading, samples: &[WeighedShape], places: &[Option<&Shape>], doubts: &[Option<String>]) -> Field {
    let item = &items[at];
    let here: Vec<Option<&Shape>> = places.iter().map(|place| place.and_then(|place| place.member(&item.name))).collect();
    let element = (at + 1 < items.len() && items[at + 1].names_element && reading.parents[at + 1] == Some(at)).then(|| at + 1);
    let owner = element.unwrap_or(at);
    let has_members = (owner + 1..items.len()).any(|other| reading.parents[other] == Some(owner));
    let wrapper = wrapper(item, element.map(|element| &items[element]), owner, items, reading, samples, &here);
    let inner: Vec<Option<&Shape>> = here.iter().map(|place| place.map(|place| wrapper.as_deref().and_then(|name| place.member(name)).unwrap_or(place))).collect();
    let fields = if has_members { members(Some(owner), items, reading, samples, &inner, doubts) } else { Vec::new() };
    let (kind, elements) = kind(item, has_members, element.is_some(), wrapper.is_some(), samples, &here, &inner);
    let mut field = Field { name: item.name.clone(), kind, items: (kind == Type::Array).then_some(elements), ..Field::default() };
    meaning::describe(&mut field, &item.description);
    field.inferred = doubts[at].clone();
    field.example = Some(item.example.clone()).filter(|example| !example.is_empty());
    if kind == Type::Array {
        field.item_name = wrapper;
    }
    field.fields = fields;
    field
}

/// The name between an array and its elements, if there is one.
fn wrapper(item: &Item, element: Option<&Item>, owner: usize, items: &[Item], reading: &Reading, samples: &[WeighedShape], here: &[Option<&Shape>]) -> Option<String> {
    let is_member = |name: &str| (0..items.len()).any(|other| reading.parents[other] == Some(owner) && items[other].name == name);
    let mut json_says_bare = false;
    let mut found = None;
    for (sample, place) in samples.iter().zip(here) {
        let Some(place) = place else { continue };
        match place.only_member() {
            Some((name, inner)) if !place.seen.list && !is_member(name) && (inner.seen.list || !sample.json || item.declared.kind == Some(Type::Array)) => {
                if sample.json {
                    return Some(name.to_owned());
                }
                found = found.or(Some(name.to_owned()));
            }
            // A wrapped list of scalars, in XML or with one element in JSON.
            _ if !place.seen.list && place.members.len() == 1 && item.declared.kind == Some(Type::Array) && !is_member(&place.members[0].0) => {
                found = found.or(Some(place.members[0].0.clone()));
            }
            _ => json_says_bare |= sample.json && (place.seen.list || place.members.iter().any(|(name, _)| is_member(name))),
        }
    }
    if json_says_bare && element.is_none() {
        return None;
    }
    element.map(|element| element.name.clone()).or(found)
}

/// The type of a field, and of its elements if it is an array.
fn kind(item: &Item, has_members: bool, marked: bool, wrapped: bool, samples: &[WeighedShape], here: &[Option<&Shape>], inner: &[Option<&Shape>]) -> (Type, Type) {
    let Declared { kind, items, .. } = item.declared;
    let listed = samples.iter().zip(here.iter().zip(inner)).any(|(_, (place, inner))| place.is_some_and(|place| place.seen.list) || (wrapped && inner.is_some_and(|inner| inner.seen.list)));
    let struct_seen = samples.iter().zip(here).any(|(sample, place)| sample.json && place.is_some_and(|place| place.seen.object && !place.seen.list && !place.members.is_empty()));
    let element = || {
        if has_members {
            Type::Struct
        } else {
            items.filter(|items| items.is_scalar()).unwrap_or(Type::String)
        }
    };
    match kind {
        Some(Type::Array) => (Type::Array, element()),
        Some(Type::Struct) if has_members => if listed && !struct_seen { (Type::Array, Type::Struct) } else { (Type::Struct, Type::String) },
        Some(Type::Struct) => (Type::Any, Type::String),
        Some(Type::Map) if !has_members => (Type::Map, Type::String),
        _ if marked || (wrapped && has_members) => (Type::Array, element()),
        _ if has_members => if listed { (Type::Array, Type::Struct) } else { (Type::Struct, Type::String) },
        None if listed || wrapped => (Type::Array, element()),
        None => (scalar_seen(samples, here), Type::String),
        Some(kind) if kind.is_scalar() && listed => (Type::Array, kind),
        Some(kind) => (kind, Type::String),
    }
}

/// The scalar type that JSON samples show.
fn scalar_seen(samples: &[WeighedShape], here: &[Option<&Shape>]) -> Type {
    let places = || samples.iter().zip(here).filter(|(sample, _)| sample.json).filter_map(|(_, place)| *place);
    if places().any(|place| place.seen.text) {
        Type::String
    } else if places().any(|place| place.seen.float) {
        Type::Float
    } else if places().any(|place| place.seen.integer) {
        Type::Integer
    } else if places().any(|place| place.seen.boolean) {
        Type::Boolean
    } else {
        Type::String
    }
}

/// The fields of an answer that no table describes, as its samples show them.
pub fn from_samples(samples: &[WeighedShape]) -> Vec<Field> {
    let mut ordered: Vec<&WeighedShape> = samples.iter().collect();
    ordered.sort_by_key(|sample| !sample.json);
    let mut fields: Vec<Field> = Vec::new();
    for sample in ordered {
        for field in shown(&sample.shape) {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
    }
    fields
}

fn shown(shape: &Shape) -> Vec<Field> {
    shape.members.iter().map(|(name, place)| {
        let mut field = Field { name: name.clone(), ..Field::default() };
        let wrapped = place.only_member().filter(|(inner, shape)| !place.seen.list && (shape.seen.list || is_singular(inner, name)));
        let inner = wrapped.map_or(place, |(_, inner)| inner);
        if place.seen.list || wrapped.is_some() {
            field.kind = Type::Array;
            field.item_name = wrapped.map(|(inner, _)| inner.to_owned());
            field.items = Some(if inner.members.is_empty() { scalar_of(inner) } else { Type::Struct });
            field.fields = shown(inner);
        } else if place.seen.object {
            field.kind = if place.members.is_empty() { Type::Any } else { Type::Struct };
            field.fields = shown(place);
        } else {
            field.kind = scalar_of(place);
        }
        field
    }).collect()
}

fn scalar_of(shape: &Shape) -> Type {
    match shape.seen {
        seen if seen.text => Type::String,
        seen if seen.float => Type::Float,
        seen if seen.integer => Type::Long,
        seen if seen.boolean => Type::Boolean,
        _ => Type::String,
    }
}
