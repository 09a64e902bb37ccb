//! A reading as fields: nesting, wrappers and types.

use crate::infer::samples::shape::{Shape, WeighedShape, scalar};
use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::{self, Role, says_nothing};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::Reading;
use crate::infer::structure::shown;
use crate::infer::structure::types::{Declared, is_wide};
use crate::infer::words::description;
use crate::spec::model::{Field, Type};
use crate::spec::plural::singular;

/// The chosen reading, on its way to fields.
pub(crate) struct Tree<'a> {
    pub(crate) items: &'a [Item],
    pub(crate) reading: &'a Reading,
    pub(crate) samples: &'a [WeighedShape],
    pub(crate) prior: Prior<'a>,
    pub(crate) doubts: &'a [Option<String>],
    /// Whether descriptions are read too.
    pub(crate) in_words: bool,
    /// What was guessed of types, by item.
    pub(crate) guesses: Vec<(usize, &'static str)>,
    /// What was left out of what words say, by item.
    pub(crate) dropped: Vec<(usize, String)>,
}

impl Tree<'_> {
    /// The fields below a parent; `places` is where each sample has it.
    pub(crate) fn members(&mut self, parent: Option<usize>, places: &[Option<&Shape>]) -> Vec<Field> {
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

    fn field(&mut self, at: usize, places: &[Option<&Shape>]) -> Field {
        let items = self.items;
        let item = &items[at];
        let here: Vec<Option<&Shape>> = places
            .iter()
            .map(|place| place.and_then(|place| place.member(&item.name)))
            .collect();
        let element = self.element(at);
        let named = element.filter(|element| items[*element].role == Role::Wrapper);
        let owner = element.unwrap_or(at);
        let has_members = (owner + 1..items.len()).any(|other| self.reading.parents[other] == Some(owner));
        let wrapper = self.wrapper(item, named.map(|element| &items[element]), owner, &here);
        let inner: Vec<Option<&Shape>> = here
            .iter()
            .map(|place| place.map(|place| wrapper.as_deref().and_then(|name| place.member(name)).unwrap_or(place)))
            .collect();
        let described = element.filter(|element| items[*element].role != Role::Wrapper);
        let (mut fields, elements_of) = match described {
            Some(element) => self.described(element, &inner),
            None if has_members => (self.members(Some(owner), &inner), None),
            None => (Vec::new(), None),
        };
        if fields.is_empty() && described.is_none() && item.declared.may_contain() && item.example.is_empty() {
            // A struct that the page only shows.
            fields = self
                .samples
                .iter()
                .zip(&inner)
                .filter_map(|(sample, place)| place.filter(|_| sample.json))
                .map(shown::members)
                .next()
                .unwrap_or_default();
        }
        let has_members = !fields.is_empty();
        let (kind, elements, guess) = match elements_of {
            Some(elements) if items[owner].role == Role::Value => (Type::Map, elements, None),
            Some(elements) => (Type::Array, elements, None),
            None => kind(
                item,
                has_members,
                named.is_some(),
                wrapper.is_some(),
                self.samples,
                &here,
                &inner,
            ),
        };
        if kind == Type::Map {
            fields.clear();
        }
        // What does not fit 32 bits somewhere is a long number.
        let wide = is_wide(&item.example) || inner.iter().flatten().any(|place| place.seen.wide);
        let widened = |kind: Type| {
            if wide && kind == Type::Integer {
                Type::Long
            } else {
                kind
            }
        };
        let (kind, elements) = (widened(kind), widened(elements));
        let is_array = kind == Type::Array;
        // An element's row says what the array's own leaves open.
        let said = |own: &str, cell: fn(&Item) -> &str| {
            let element = described
                .filter(|element| fields.is_empty() && items[*element].declared.kind.is_some_and(Type::is_scalar));
            let other = element.map_or("", |element| cell(&items[element]));
            if says_nothing(own) {
                other.to_owned()
            } else {
                own.to_owned()
            }
        };
        let mut field = Field {
            name: item.name.clone(),
            kind,
            items: is_array.then_some(elements),
            example: Some(said(&item.example, |item| &item.example)).filter(|example| !example.is_empty()),
            ..Field::default()
        };
        if self.in_words {
            let dropped = description::describe(&mut field, &said(&item.description, |item| &item.description));
            self.dropped.extend(dropped.into_iter().map(|what| (at, what)));
        }
        self.guesses.extend(guess.map(|other| (at, other)));
        field.inferred = self.doubts[at].clone().or_else(|| guess.map(str::to_owned));
        if is_array {
            let usual = || self.usual_wrapper(item, &here).filter(|_| described.is_none());
            let (name, certain) = wrapper.map(|name| (name, true)).or_else(usual).unzip();
            field.item_name = name;
            if certain == Some(false) && field.inferred.is_none() {
                let other = "may wrap its elements in another name: no sample shows it";
                self.guesses.push((at, other));
                field.inferred = Some(other.to_owned());
            }
        }
        field.fields = fields;
        self.fold_wrapper(field)
    }

    /// The row that names or describes the element of an array, or the values of a map.
    fn element(&self, at: usize) -> Option<usize> {
        let next = at + 1;
        let item = self.items.get(next)?;
        (item.role.names_element() && self.reading.parents[next] == Some(at)).then_some(next)
    }

    /// The members and the type of an element that a row of its own describes.
    fn described(&mut self, element: usize, places: &[Option<&Shape>]) -> (Vec<Field>, Option<Type>) {
        let kind = self.items[element].declared.kind.unwrap_or(Type::Any);
        match self.element(element) {
            // A list of lists, a map of lists, ...: what is in the innermost has no place of its own in the spec.
            Some(inner) => {
                let inner_kind = if self.items[inner].role == Role::Value {
                    Type::Map
                } else {
                    Type::Array
                };
                let fields = self.described(inner, places).0;
                (
                    if inner_kind == Type::Map { Vec::new() } else { fields },
                    Some(inner_kind),
                )
            }
            None => {
                let fields = self.members(Some(element), places);
                let kind = match kind {
                    _ if !fields.is_empty() => Type::Struct,
                    Type::Struct => Type::Any,
                    kind => kind,
                };
                (fields, Some(kind))
            }
        }
    }

    /// The name between an array and its elements, if the page shows one.
    fn wrapper(&self, item: &Item, element: Option<&Item>, owner: usize, here: &[Option<&Shape>]) -> Option<String> {
        let is_member = |name: &str| {
            (0..self.items.len())
                .any(|other| self.reading.parents[other] == Some(owner) && self.items[other].name == name)
        };
        let mut json_says_bare = false;
        let mut found: Option<String> = None;
        for (sample, place) in self.samples.iter().zip(here) {
            let Some(place) = place else { continue };
            let is_array = item.declared.kind == Some(Type::Array);
            match place.only_member() {
                Some((name, inner))
                    if !place.seen.list && !is_member(name) && (inner.seen.list || !sample.json || is_array) =>
                {
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
                _ => {
                    json_says_bare |=
                        sample.json && (place.seen.list || place.members.iter().any(|(name, _)| is_member(name)))
                }
            }
        }
        if json_says_bare && element.is_none() {
            return None;
        }
        element.map(|element| element.name.clone()).or(found)
    }

    /// A struct with nothing but a list in it is that list, wrapped, where its name or the product's habit says so.
    fn fold_wrapper(&self, mut field: Field) -> Field {
        let wraps = match field.fields.as_slice() {
            [inner] => {
                field.kind == Type::Struct
                    && inner.kind == Type::Array
                    && inner.item_name.is_none()
                    && (self.prior.statistics.wraps() || elements::is_singular(&inner.name, &field.name))
            }
            _ => false,
        };
        if let Some(inner) = wraps.then(|| field.fields.pop()).flatten() {
            field.kind = Type::Array;
            field.items = inner.items;
            field.item_name = Some(inner.name);
            field.values = inner.values;
            field.inferred = field.inferred.or(inner.inferred);
            field.fields = inner.fields;
        }
        field
    }

    /// The wrapper that the product's other operations have for an array that the samples at hand don't show, and whether it is more
    /// than what lists of such a name are mostly wrapped in.
    fn usual_wrapper(&self, item: &Item, here: &[Option<&Shape>]) -> Option<(String, bool)> {
        let shown = here.iter().zip(self.samples).any(|(place, sample)| {
            sample.json && place.is_some_and(|place| place.seen.list || !place.members.is_empty())
        });
        if shown {
            return None;
        }
        // On one page either all arrays wrap or none; the arrays of structs show it, by the row that names their element.
        let structs = || {
            self.items
                .iter()
                .enumerate()
                .filter(|(_, item)| item.declared.items == Some(Type::Struct))
        };
        let (wrapped, bare): (Vec<_>, Vec<_>) =
            structs().partition(|(at, _)| self.items.get(at + 1).is_some_and(|next| next.role == Role::Wrapper));
        let wraps = match (wrapped.is_empty(), bare.is_empty()) {
            (true, false) => return None,
            (false, true) => true,
            _ => self.prior.statistics.wraps(),
        };
        let known = self.prior.statistics.wrapper(&item.name).map(str::to_owned);
        let declared = || item.declared.name.clone().filter(|_| wraps);
        if let Some(name) = known.or_else(declared) {
            return Some((name, true));
        }
        let like = || {
            self.prior
                .statistics
                .wrapper_like(&item.name)
                .unwrap_or_else(|| singular(&item.name))
        };
        wraps.then(|| (like(), false))
    }
}

/// The type of a field, of its elements if it is an array, and the other reading where nothing but its name and words tell.
fn kind(
    item: &Item,
    has_members: bool,
    marked: bool,
    wrapped: bool,
    samples: &[WeighedShape],
    here: &[Option<&Shape>],
    inner: &[Option<&Shape>],
) -> (Type, Type, Option<&'static str>) {
    let Declared { kind, items, .. } = item.declared;
    let listed = samples.iter().zip(here.iter().zip(inner)).any(|(_, (place, inner))| {
        place.is_some_and(|place| place.seen.list) || (wrapped && inner.is_some_and(|inner| inner.seen.list))
    });
    let struct_seen = samples.iter().zip(here).any(|(sample, place)| {
        sample.json && place.is_some_and(|place| place.seen.object && !place.seen.list && !place.members.is_empty())
    });
    let element = || {
        if has_members {
            Type::Struct
        } else {
            items.filter(|items| items.is_scalar()).unwrap_or(Type::String)
        }
    };
    let known = |kind, elements| (kind, elements, None);
    match kind {
        // Nothing says what it holds: neither a type, nor an example, nor a sample.
        Some(Type::Array) if items.is_none() && !has_members && !wrapped && !marked && is_untold(item, inner) => {
            (Type::Array, Type::Any, Some("holds what the page does not tell"))
        }
        Some(Type::Array) => known(Type::Array, element()),
        Some(Type::Struct) if has_members => {
            if listed && !struct_seen {
                known(Type::Array, Type::Struct)
            } else {
                known(Type::Struct, Type::String)
            }
        }
        Some(Type::Struct) => known(Type::Any, Type::String),
        Some(Type::Map) if !has_members => known(Type::Map, Type::String),
        _ if marked || (wrapped && has_members) => known(Type::Array, element()),
        _ if has_members && listed => known(Type::Array, Type::Struct),
        None if has_members && !struct_seen && elements::is_plural(&item.name, &item.description) => (
            Type::Array,
            Type::Struct,
            Some("may be a single Struct: no sample shows it"),
        ),
        _ if has_members => known(Type::Struct, Type::String),
        None if listed || wrapped => known(Type::Array, element()),
        None if here.iter().all(Option::is_none)
            && item.declared.unknown.is_none()
            && elements::is_plural(&item.name, &item.description) =>
        {
            (Type::Array, Type::String, Some("may be a String: no sample shows it"))
        }
        None => known(scalar_seen(samples, here), Type::String),
        Some(kind) if kind.is_scalar() && is_shown_with_parts(samples, here) => (
            Type::Any,
            Type::String,
            Some("has no parts by the table, and some in the sample"),
        ),
        Some(kind) => known(kind, Type::String),
    }
}

/// Whether a JSON sample shows an object or a list that is not empty.
fn is_shown_with_parts(samples: &[WeighedShape], here: &[Option<&Shape>]) -> bool {
    let places = samples.iter().zip(here).filter(|(sample, _)| sample.json);
    let mut places = places.filter_map(|(_, place)| *place);
    places.any(|place| !place.members.is_empty() || place.seen.list && place.seen.most > 0)
}

/// Whether neither an example nor a sample shows what a list holds.
fn is_untold(item: &Item, inner: &[Option<&Shape>]) -> bool {
    let shown = |place: &Shape| {
        let seen = place.seen;
        seen.text || seen.integer || seen.float || seen.boolean || !place.members.is_empty()
    };
    says_nothing(&item.example) && !inner.iter().flatten().any(|place| shown(place))
}

/// The scalar type that JSON samples show.
fn scalar_seen(samples: &[WeighedShape], here: &[Option<&Shape>]) -> Type {
    let places = samples.iter().zip(here).filter(|(sample, _)| sample.json);
    scalar(places.filter_map(|(_, place)| *place))
}
