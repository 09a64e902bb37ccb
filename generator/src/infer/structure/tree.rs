//! A reading as fields: nesting, wrappers and types.

use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::{self, Role, says_nothing};
use crate::infer::structure::kind;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::Reading;
use crate::infer::structure::shown;
use crate::infer::structure::spot::Spot;
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
    pub(crate) read_descriptions: bool,
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
        let item = &self.items[at];
        let spot = self.spot(at, places);
        let (mut fields, elements_of) = self.below(&spot);
        let (kind, elements, guess) = match elements_of {
            Some(elements) if self.items[spot.owner].role == Role::Value => (Type::Map, elements, None),
            Some(elements) => (Type::Array, elements, None),
            None => kind::kind(item, &spot, self.samples, !fields.is_empty()),
        };
        if kind == Type::Map {
            fields.clear();
        }
        let (kind, elements) = (spot.widened(item, kind), spot.widened(item, elements));
        let mut field = Field {
            name: item.name.clone(),
            kind,
            items: (kind == Type::Array).then_some(elements),
            example: Some(self.said(&spot, &fields, |item| &item.example)).filter(|example| !example.is_empty()),
            ..Field::default()
        };
        if self.read_descriptions {
            let dropped = description::describe(&mut field, &self.said(&spot, &fields, |item| &item.description));
            self.dropped.extend(dropped.into_iter().map(|what| (at, what)));
        }
        self.guesses.extend(guess.map(|other| (at, other)));
        field.inferred = self.doubts[at].clone().or_else(|| guess.map(str::to_owned));
        if kind == Type::Array {
            let usual = || {
                self.usual_wrapper(item, &spot.here)
                    .filter(|_| spot.described.is_none())
            };
            let (name, certain) = spot.wrapper.map(|name| (name, true)).or_else(usual).unzip();
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

    /// Where a row stands; `places` is where each sample has its parent.
    fn spot<'s>(&self, at: usize, places: &[Option<&'s Shape>]) -> Spot<'s> {
        let item = &self.items[at];
        let member = |place: &Option<&'s Shape>| place.and_then(|place| place.member(&item.name));
        let here: Vec<Option<&Shape>> = places.iter().map(member).collect();
        let element = self.element(at);
        let (named, described): (Option<usize>, Option<usize>) = match element {
            Some(element) if self.items[element].role == Role::Wrapper => (Some(element), None),
            element => (None, element),
        };
        let owner = element.unwrap_or(at);
        let wrapper = self.wrapper(item, named.map(|element| &self.items[element]), owner, &here);
        let inside = |place: &'s Shape| wrapper.as_deref().and_then(|name| place.member(name)).unwrap_or(place);
        Spot {
            at,
            owner,
            named: named.is_some(),
            described,
            inner: here.iter().map(|place| place.map(inside)).collect(),
            here,
            wrapper,
        }
    }

    /// The fields below a spot, and what the elements are where a row of their own describes them.
    fn below(&mut self, spot: &Spot<'_>) -> (Vec<Field>, Option<Type>) {
        if let Some(element) = spot.described {
            return self.described(element, &spot.inner);
        }
        if self.reading.parents[spot.owner + 1..].contains(&Some(spot.owner)) {
            return (self.members(Some(spot.owner), &spot.inner), None);
        }
        let item = &self.items[spot.at];
        if !item.declared.may_contain() || !item.example.is_empty() {
            return (Vec::new(), None);
        }
        // A struct that the page only shows.
        let mut shown = self.samples.iter().zip(&spot.inner).filter(|(sample, _)| sample.json);
        let shown = shown.find_map(|(_, place)| place.map(shown::members));
        (shown.unwrap_or_default(), None)
    }

    /// What a row says in one of its cells; the row of its element says what an array's own leaves open.
    fn said(&self, spot: &Spot<'_>, fields: &[Field], cell: fn(&Item) -> &str) -> String {
        let own = cell(&self.items[spot.at]);
        if !says_nothing(own) {
            return own.to_owned();
        }
        let is_scalar = |element: &usize| self.items[*element].declared.kind.is_some_and(Type::is_scalar);
        let element = spot.described.filter(|element| fields.is_empty() && is_scalar(element));
        element.map_or("", |element| cell(&self.items[element])).to_owned()
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
