//! Responses as JSON again, under their wire names.

use crate::Document;
use crate::decode::{Scalar, Shape, Slot, StructList, Visited, Visitor, fields_of, is_payload};
use crate::empty_response::EmptyResponse;
use crate::unknown::UnknownFields;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Map;

/// Serialises a structure of a response as the service would have sent it: wire names, the names between lists and their elements, and
/// what the documentation does not mention. Fields that are not there are left out.
///
/// # Errors
/// Those of the serialiser.
pub fn serialize<T: Shape + Clone + Default, S: Serializer>(shape: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut members = members(&mut shape.clone());
    if is_payload(fields_of::<T>()) {
        return members.remove("").serialize(serializer);
    }
    members.serialize(serializer)
}

/// The members of a structure.
fn members(shape: &mut dyn Shape) -> Map<String, Document> {
    let mut writer = Writer(Map::new());
    // It never fails.
    let _ = shape.visit(&mut writer);
    writer.0
}

struct Writer(Map<String, Document>);

impl Visitor for Writer {
    fn slots(
        &mut self,
        fields: &'static [(&'static str, &'static str)],
        slots: &mut [Slot<'_>],
        unknown: &mut UnknownFields,
    ) -> Visited {
        for ((name, item), slot) in fields.iter().zip(slots) {
            let Some(value) = document(slot) else { continue };
            let value = match value {
                list @ Document::Array(_) if !item.is_empty() => Map::from_iter([((*item).to_owned(), list)]).into(),
                value => value,
            };
            self.0.insert((*name).to_owned(), value);
        }
        let unknown = unknown.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        self.0.extend(unknown);
        Ok(())
    }
}

/// The value of a slot; nothing where there is none.
fn document(slot: &mut Slot<'_>) -> Option<Document> {
    fn list<T: Clone + Into<Document>>(values: &[T]) -> Option<Document> {
        (!values.is_empty()).then(|| values.iter().cloned().map(Into::into).collect())
    }
    match slot {
        Slot::Integer(value) => value.map(Document::from),
        Slot::Float(value) => value.map(Document::from),
        Slot::Boolean(value) => value.map(Document::from),
        Slot::String(value) => value.clone().map(Document::from),
        Slot::Any(value) => (*value).clone(),
        Slot::Value(value) => value.get(0).map(scalar),
        Slot::Struct(value) => value.get().map(|shape| members(shape).into()),
        Slot::Integers(values) => list(values),
        Slot::Floats(values) => list(values),
        Slot::Booleans(values) => list(values),
        Slot::Strings(values) => list(values),
        Slot::Anys(values) => list(values),
        Slot::Values(values) => {
            let values: Vec<_> = (0..).map_while(|index| values.get(index).map(scalar)).collect();
            list(&values)
        }
        Slot::Structs(values) => list(&structures(*values)),
        Slot::StringMap(values) => {
            let members: Map<_, _> = values
                .iter()
                .map(|(key, value)| (key.clone(), value.clone().into()))
                .collect();
            (!members.is_empty()).then(|| members.into())
        }
        Slot::StructMap(values) => {
            let mut all = Map::new();
            values.each(&mut |name, shape| {
                all.insert(name.to_owned(), members(shape).into());
            });
            (!all.is_empty()).then(|| all.into())
        }
        Slot::Map(values) => {
            let members: Map<_, _> = values.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            (!members.is_empty()).then(|| members.into())
        }
    }
}

fn structures(list: &mut dyn StructList) -> Vec<Document> {
    let mut documents = Vec::new();
    while let Some(shape) = list.get(documents.len()) {
        documents.push(members(shape).into());
    }
    documents
}

fn scalar(value: Scalar<'_>) -> Document {
    match value {
        Scalar::Integer(integer) => integer.into(),
        Scalar::Text(text) => text.into(),
    }
}

impl Serialize for EmptyResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl Serialize for UnknownFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::shape;

    #[derive(Debug, Clone, Default, PartialEq)]
    struct Response {
        ids: Vec<i64>,
        inner: Option<Inner>,
        inners: Vec<Inner>,
        unknown_fields: UnknownFields,
    }

    shape!(Response { "Ids" => ids: Integers, "Inner" => inner: Struct, "Inners" / "Item" => inners: Structs });

    #[derive(Debug, Clone, Default, PartialEq)]
    struct Inner {
        name: Option<String>,
        unknown_fields: UnknownFields,
    }

    shape!(Inner { "Name" => name: String });

    #[test]
    fn as_the_service_sent_it() {
        let sent = r#"{"Ids":[1,2],"Inner":{"Name":"a"},"Inners":{"Item":[{"Name":"b"},{}]},"New":{"x":[true]}}"#;
        let read: Response = decode(sent.as_bytes()).unwrap();
        let mut text = Vec::new();
        serialize(&read, &mut serde_json::Serializer::new(&mut text)).unwrap();
        let [sent, again]: [Document; 2] = [sent.as_bytes(), &text].map(|text| serde_json::from_slice(text).unwrap());
        assert_eq!(again, sent);
        assert_eq!(serde_json::to_string(&EmptyResponse::default()).unwrap(), "{}");
    }
}
