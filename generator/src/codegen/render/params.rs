//! A structure in a request.

use super::setters::Builder;
use super::{ModuleContext, docs};
use crate::codegen::plan::{Plan, Struct};
use crate::doc_text::{self, Doc};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn params(structure: &Struct<'_>, plan: &Plan<'_>, context: ModuleContext<'_>) -> TokenStream {
    let builder = Builder::new(structure, plan, context, "params");
    let docs = docs(&params_docs(structure));
    let (name, generics, allow) = (&builder.name, builder.generics(), builder.allow_complex());
    let (none, all) = (builder.none_set(), builder.all_set());
    let (marker, marker_value) = builder.marker();
    let (setters, unchecked) = (builder.setters(), builder.unchecked());
    // A structure's plain name is that of a finished one, which is what users write.
    let defaults = (!builder.needed.is_empty()).then(|| {
        let parameters = builder.needed.iter().map(|(_, parameter)| parameter);
        quote!(<#(#parameters = Set),*>)
    });
    quote! {
        #docs
        #allow
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name #defaults {
            params: Params,
            #marker
        }

        #allow
        impl #name #none {
            /// One with nothing set.
            #[inline]
            pub const fn new() -> Self {
                Self::of(Params::new())
            }
        }

        #allow
        impl #generics #name #generics {
            const fn of(params: Params) -> Self {
                Self { params, #marker_value }
            }

            #(#setters)*

            #unchecked
        }

        impl Default for #name #none {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }

        impl IntoParameter<#name #all> for #name #all {
            #[inline]
            fn into_parameter(self) -> ParameterValue {
                Ok(Some(self.params.into()))
            }
        }
    }
}

fn params_docs(structure: &Struct<'_>) -> Doc {
    let Some(field) = structure.field else {
        return Doc::default();
    };
    let doc = Doc::prose(doc_text::first_sentence(&field.description));
    if doc.is_empty() {
        return Doc::own(format!(
            "A value of {}.",
            doc_text::code(&field.name).unwrap_or_default()
        ));
    }
    doc
}
