//! The answer's fields: the cheapest reading of the table, as a tree.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::knowledge::Knowledge;
use crate::infer::meaning;
use crate::infer::nesting::{Reading, Witness, search};
use crate::infer::rows::{Item, is_singular, singular};
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
const CLEAR: f64 = 2.2;

/// Infers the fields of an answer from its rows and samples.
pub fn infer(operation: &str, file: &str, items: &[Item], samples: &[WeighedShape], knowledge: &Knowledge) -> Response {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let opens: Vec<bool> = items.iter().map(|item| item.declared.may_contain() || (item.names_element) || shown_as_object(item, &shapes)).collect();
    let mut witnesses = witnesses(operation, items, samples, knowledge);
    // How much the order of names says, a first reading without it tells.
    if let Some(first) = search(items, &opens, &witnesses).first() {
        witnesses.push(Box::new(OrderWitness::new(items, first)));
    }
    let readings = search(items, &opens, &witnesses);
    let Some(best) = readings.first() else { return Response { fields: Vec::new(), diagnostics: Vec::new() } };
    let mut diagnostics = Vec::new();
    let doubts = doubts(items, &readings);
    for (item, other) in doubts.iter().enumerate().filter_map(|(item, doubt)| doubt.as_ref().map(|doubt| (&items[item], doubt))) {
        let message = format!("the place of `{}` is doubtful; another reading {other}", item.name);
        diagnostics.push(Diagnostic::new(Kind::StructureDoubtful, file, item.line, message));
    }
    let tree = Tree { items, reading: best, samples, knowledge, doubts: &doubts };
    let fields = tree.members(None, &shapes.iter().map(|shape| Some(*shape)).collect::<Vec<_>>());
    Response { fields, diagnostics }
}

/// All who have something to say about the places of rows.
fn witnesses<'a>(operation: &'a str, items: &'a [Item], samples: &'a [WeighedShape], knowledge: &'a Knowledge) -> Vec<Box<dyn Witness + 'a>> {
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let mut witnesses: Vec<Box<dyn Witness + 'a>> = vec![
        Box::new(TypeWitness::new(items, &shapes)),
        Box::new(FormWitness::new(items)),
        Box::new(KnowledgeWitness::new(knowledge, operation)),
    ];
    witnesses.extend(samples.iter().map(|sample| Box::new(SampleWitness::new(&sample.shape, items, sample.weight)) as Box<dyn Witness + 'a>));
    witnesses
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

/// The chosen reading, on its way to fields.
struct Tree<'a> {
    items: &'a [Item],
    reading: &'a Reading,
    samples: &'a [WeighedShape],
    knowledge: &'a Knowledge,
    doubts: &'a [Option<String>],
}

impl Tree<'_> {
    /// The fields below a parent; `places` is where each sample has it.
    fn members(&self, parent: Option<usize>, places: &[Option<&Shape>]) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for at in (0..self.items.len()).filter(|at| self.reading.parents[*at] == parent) {
            let field = self.field(at, places);
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

    fn field(&self, at: usize, places: &[Option<&Shape>]) -> Field {
        let item = &self.items[at];
        let here: Vec<Option<&Shape>> = places.iter().map(|place| place.and_then(|place| place.member(&item.name))).collect();
        let next = at + 1;
        let element = (next < self.items.len() && self.items[next].names_element && self.reading.parents[next] == Some(at)).then_some(next);
        let owner = element.unwrap_or(at);
        let has_members = (owner + 1..self.items.len()).any(|other| self.reading.parents[other] == Some(owner));
        let wrapper = self.wrapper(item, element.map(|element| &self.items[element]), owner, &here);
        let inner: Vec<Option<&Shape>> = here.iter().map(|place| place.map(|place| wrapper.as_deref().and_then(|name| place.member(name)).unwrap_or(place))).collect();
        let mut fields = if has_members { self.members(Some(owner), &inner) } else { Vec::new() };
        if fields.is_empty() && item.declared.may_contain() && item.example.is_empty() {
            // A struct that the page only shows.
            fields = self.samples.iter().zip(&inner).filter_map(|(sample, place)| place.filter(|_| sample.json)).map(shown).next().unwrap_or_default();
        }
        let has_members = !fields.is_empty();
        let (kind, elements) = kind(item, has_members, element.is_some(), wrapper.is_some(), self.samples, &here, &inner);
        let is_array = kind == Type::Array;
        let mut field = Field { name: item.name.clone(), kind, items: is_array.then_some(elements), ..Field::default() };
        meaning::describe(&mut field, &item.description);
        field.inferred = self.doubts[at].clone();
        field.example = Some(item.example.clone()).filter(|example| !example.is_empty());
        field.item_name = wrapper.or_else(|| self.usual_wrapper(item, &here)).filter(|_| is_array);
        field.fields = fields;
        field
    }

    /// The name between an array and its elements, if the page shows one.
    fn wrapper(&self, item: &Item, element: Option<&Item>, owner: usize, here: &[Option<&Shape>]) -> Option<String> {
        let is_member = |name: &str| (0..self.items.len()).any(|other| self.reading.parents[other] == Some(owner) && self.items[other].name == name);
        let mut json_says_bare = false;
        let mut found: Option<String> = None;
        for (sample, place) in self.samples.iter().zip(here) {
            let Some(place) = place else { continue };
            let is_array = item.declared.kind == Some(Type::Array);
            match place.only_member() {
                Some((name, inner)) if !place.seen.list && !is_member(name) && (inner.seen.list || !sample.json || is_array) => {
                    // The outer name repeated inside is a slip of the page: any other sample knows better.
                    if sample.json && name != item.name {
                        return Some(name.to_owned());
                    }
                    if found.as_deref().is_none_or(|found| found == item.name) {
                        found = Some(name.to_owned());
                    }
                }
                // A wrapped list of scalars, in XML or with one element in JSON.
                _ if !place.seen.list && place.members.len() == 1 && is_array && !is_member(&place.members[0].0) => {
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

    /// The wrapper that the product's other operations have for an array that the samples at hand don't show.
    fn usual_wrapper(&self, item: &Item, here: &[Option<&Shape>]) -> Option<String> {
        let shown = here.iter().zip(self.samples).any(|(place, sample)| sample.json && place.is_some_and(|place| place.seen.list || !place.members.is_empty()));
        if shown {
            return None;
        }
        // On one page either all arrays wrap or none; the arrays of structs show it, by the row that names their element.
        let structs = || self.items.iter().enumerate().filter(|(_, item)| item.declared.items == Some(Type::Struct));
        let (wrapped, bare): (Vec<_>, Vec<_>) = structs().partition(|(at, _)| self.items.get(at + 1).is_some_and(|next| next.names_element));
        let wraps = match (wrapped.is_empty(), bare.is_empty()) {
            (true, false) => return None,
            (false, true) => true,
            _ => self.knowledge.wraps(),
        };
        let known = self.knowledge.wrapper(&item.name).map(str::to_owned);
        known.or_else(|| wraps.then(|| item.declared.name.clone().or_else(|| self.knowledge.wrapper_like(&item.name)).unwrap_or_else(|| singular(&item.name))))
    }
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
