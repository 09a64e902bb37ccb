//! The type of a field: what its row declares, against what samples show.

use crate::infer::samples::shape::{Shape, WeighedShape, scalar};
use crate::infer::structure::elements::{self, says_nothing};
use crate::infer::structure::rows::Item;
use crate::infer::structure::spot::Spot;
use crate::infer::structure::types::Declared;
use crate::spec::model::Type;

/// The type of a field, of its elements if it is an array, and the other reading where nothing but its name and words tell.
pub(crate) fn kind(
    item: &Item,
    spot: &Spot<'_>,
    samples: &[WeighedShape],
    has_members: bool,
) -> (Type, Type, Option<&'static str>) {
    let Spot { named, here, inner, .. } = spot;
    let wrapped = spot.wrapper.is_some();
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
        Some(Type::Array) if items.is_none() && !has_members && !wrapped && !named && is_untold(item, inner) => {
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
        _ if *named || (wrapped && has_members) => known(Type::Array, element()),
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
