//! What makes a response a page of a list.

use super::{ModuleContext, ident};
use crate::codegen::plan::paging::{By, Paging, Place};
use crate::codegen::plan::{Holds, Kind, Plan};
use proc_macro2::TokenStream;
use quote::quote;

/// The constant by which the runtime walks.
pub(super) fn pager(paging: &Paging) -> TokenStream {
    let size = match &paging.page_size {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let pager = match &paging.by {
        By::Number(name) => quote!(Pager::PageNumber { page_number: #name, page_size: #size }),
        By::Token(name) => quote!(Pager::Token { token: #name, max_results: #size }),
    };
    quote!(const PAGER: Pager = #pager;)
}

pub(super) fn page(paging: &Paging, plan: &Plan<'_>, context: ModuleContext<'_>) -> TokenStream {
    let response = ident(&plan.names.response());
    let item = context.kind(&plan.response, &paging.item);
    let list = ident(&paging.items.name);
    let (lead, owner) = lead(&paging.items, &quote!(&), &quote!(&[]));
    let (lead_mut, _) = self::lead(&paging.items, &quote!(&mut), &quote!(Vec::new()));
    let total_count = paging.total_count.as_ref().map(|place| {
        let field = optional(place);
        let text = matches!(place.holds, Holds::One(Kind::String));
        let value = if text {
            quote!(#field.as_deref()?.trim().parse().ok())
        } else {
            field
        };
        quote! {
            fn total_count(&self) -> Option<i64> {
                #value
            }
        }
    });
    let next_token = paging.next_token.as_ref().map(|place| {
        let field = optional(place);
        quote! {
            fn next_token(&self) -> Option<&str> {
                #field.as_deref()
            }
        }
    });
    let has_more = paging.has_more.as_ref().map(|place| {
        let field = optional(place);
        quote! {
            fn has_more(&self) -> Option<bool> {
                #field
            }
        }
    });
    quote! {
        impl Page for #response {
            type Item = #item;

            fn items(&self) -> &[#item] {
                #lead
                &#owner.#list
            }

            fn take_items(&mut self) -> Vec<#item> {
                #lead_mut
                std::mem::take(&mut #owner.#list)
            }

            #total_count
            #next_token
            #has_more
        }
    }
}

/// The way to a field through optional structures, and the name of what holds it.
fn lead(place: &Place, reference: &TokenStream, otherwise: &TokenStream) -> (TokenStream, TokenStream) {
    let mut owner = quote!(self);
    let mut lead = TokenStream::new();
    for name in &place.through {
        let name = ident(name);
        lead.extend(quote! {
            let Some(inner) = #reference #owner.#name else {
                return #otherwise;
            };
        });
        owner = quote!(inner);
    }
    (lead, owner)
}

/// A field, where all around it is there.
fn optional(place: &Place) -> TokenStream {
    let (through, name) = (place.through.iter().map(|name| ident(name)), ident(&place.name));
    quote!(self #(.#through.as_ref()?)* .#name)
}
