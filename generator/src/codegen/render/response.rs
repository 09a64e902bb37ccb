//! A structure of a response: public fields, and the table by which the runtime fills them.

use super::{ModuleContext, docs, ident};
use crate::codegen::names;
use crate::codegen::plan::{Holds, Kind, Member, Plan, Struct};
use crate::doc_text::{self, Doc};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn response(structure: &Struct<'_>, plan: &Plan<'_>, context: ModuleContext<'_>) -> TokenStream {
    let name = ident(&structure.name);
    if structure.is_empty_response() {
        return quote!(pub use alibabacloud_runtime::EmptyResponse as #name;);
    }
    let about = docs(&structure_docs(structure, plan));
    let docs = structure.members.iter().map(|member| docs(&field_docs(member)));
    let fields: Vec<_> = structure.members.iter().map(|member| ident(&member.name)).collect();
    let types = structure
        .members
        .iter()
        .map(|member| context.held(&plan.response, member));
    let wires = structure.members.iter().map(wire);
    let slots = structure.members.iter().map(|member| slot(&member.holds));
    quote! {
        #about
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#docs pub #fields: #types,)*
            /// Fields of the response that the documentation does not mention.
            pub unknown_fields: UnknownFields,
        }

        impl Shape for #name {
            #[inline]
            fn visit(&mut self, visitor: &mut dyn Visitor) -> Visited {
                visitor.slots(
                    &[#(#wires),*],
                    &mut [#(Slot::#slots(&mut self.#fields)),*],
                    &mut self.unknown_fields,
                )
            }
        }

        #[cfg(feature = "serde")]
        impl ser::Serialize for #name {
            fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }
    }
}

/// The wire name, and the one between a list and its elements.
fn wire(member: &Member<'_>) -> TokenStream {
    // What is the whole body has no name on the wire.
    let wire = if member.field.payload { "" } else { &member.field.name };
    let item = match &member.field.item_name {
        Some(item) if matches!(member.holds, Holds::Many(_)) => item,
        _ => "",
    };
    quote!((#wire, #item))
}

/// The runtime's kind of slot for a field.
fn slot(holds: &Holds) -> proc_macro2::Ident {
    let of = |kind: &Kind| match kind {
        Kind::String => "String",
        Kind::Integer => "Integer",
        Kind::Float => "Float",
        Kind::Boolean => "Boolean",
        Kind::Any => "Any",
        Kind::Value { .. } => "Value",
        Kind::Struct(_) => "Struct",
    };
    ident(&match holds {
        Holds::One(kind) => of(kind).to_owned(),
        Holds::Many(kind) => format!("{}s", of(kind)),
        Holds::Boxed(kind) => of(kind).to_owned(),
        Holds::Map(Kind::Any) => "Map".to_owned(),
        Holds::Map(kind) => format!("{}Map", of(kind)),
    })
}

fn structure_docs(structure: &Struct<'_>, plan: &Plan<'_>) -> Doc {
    let Some(field) = structure.field else {
        return Doc::own(format!("Response to [`{}`].", plan.names.call));
    };
    let doc = Doc::prose(doc_text::first_sentence(&field.description));
    if doc.is_empty() {
        return Doc::own(format!(
            "Element of the response: {}.",
            doc_text::code(&field.name).unwrap_or_default()
        ));
    }
    doc
}

fn field_docs(member: &Member<'_>) -> Doc {
    let field = member.field;
    let wire = doc_text::code(&field.name).unwrap_or_default();
    let mut doc = Doc::prose(&field.description);
    let bare = doc.is_empty();
    if bare {
        doc.push_own(format!("{wire}."));
    }
    doc_text::push_values(&mut doc, field);
    let mut facts = doc_text::facts(field);
    if field.deprecated {
        facts.insert(0, "Deprecated.".to_owned());
    }
    if !bare && names::type_name(&field.name) != field.name {
        facts.insert(0, format!("Wire name {wire}."));
    }
    if facts.is_empty() {
        return doc;
    }
    if doc.is_short() {
        doc.push_sentence(&facts.join(" "));
    } else {
        doc.push_own(facts.join(" "));
    }
    doc
}
