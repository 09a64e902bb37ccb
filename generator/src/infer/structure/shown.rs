//! Fields as samples show them, where no table describes them.

use crate::infer::samples::shape::{Shape, WeighedShape, scalar};
use crate::infer::structure::elements::is_singular;
use crate::spec::model::{Field, Type};

/// The fields of an answer that no table describes, as its samples show them.
pub(crate) fn from_samples(samples: &[WeighedShape]) -> Vec<Field> {
    let mut ordered: Vec<&WeighedShape> = samples.iter().collect();
    ordered.sort_by_key(|sample| !sample.json);
    let mut fields: Vec<Field> = Vec::new();
    for sample in ordered {
        for field in members(&sample.shape) {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
    }
    fields
}

/// The members of a place.
pub(crate) fn members(shape: &Shape) -> Vec<Field> {
    shape
        .members
        .iter()
        .map(|(name, place)| {
            let mut field = Field {
                name: name.clone(),
                ..Field::default()
            };
            let wrapped = place
                .only_member()
                .filter(|(inner, shape)| !place.seen.list && (shape.seen.list || is_singular(inner, name)));
            let inner = wrapped.map_or(place, |(_, inner)| inner);
            if place.seen.list || wrapped.is_some() {
                field.kind = Type::Array;
                field.item_name = wrapped.map(|(inner, _)| inner.to_owned());
                field.items = Some(if inner.members.is_empty() {
                    scalar([inner])
                } else {
                    Type::Struct
                });
                field.fields = members(inner);
            } else if place.seen.object {
                field.kind = if place.members.is_empty() {
                    Type::Any
                } else {
                    Type::Struct
                };
                field.fields = members(place);
            } else {
                field.kind = scalar([place]);
            }
            field
        })
        .collect()
}
