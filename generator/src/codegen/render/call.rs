//! A call of an operation: its type, its setters, and the ways to send it.

use super::setters::{Builder, needs};
use super::{ModuleContext, docs, ident};
use crate::codegen::plan::Plan;
use crate::codegen::plan::version::Entry;
use crate::doc_text::Doc;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn call(entry: &Entry<'_>, context: ModuleContext<'_>) -> TokenStream {
    let plan = &entry.plan;
    let builder = Builder::new(&plan.request, plan, context, "call");
    let docs = docs(&call_docs(plan));
    let (name, generics, allow) = (&builder.name, builder.generics(), builder.allow_complex());
    let defaults = defaults(&builder);
    let (marker, marker_value) = builder.marker();
    let complete = complete(&builder, plan);
    let (setters, unchecked) = (builder.setters(), builder.unchecked());
    let send = send(entry, &builder);
    quote! {
        #docs
        #allow
        #[derive(Debug, Clone)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name #defaults {
            call: Call,
            #marker
        }

        #complete

        impl #name {
            pub(crate) fn new(client: &alibabacloud_runtime::Client) -> Self {
                Self::of(Call::new(client, &OPERATION))
            }
        }

        #allow
        impl #generics #name #generics {
            const fn of(call: Call) -> Self {
                Self { call, #marker_value }
            }

            #(#setters)*

            /// Sets a parameter that the documentation does not mention, by its wire name.
            #[inline]
            pub fn set_parameter(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
                self.call.set_parameter(name, value);
                self
            }

            /// What was set, by wire names.
            #[inline]
            pub const fn parameters(&self) -> &Params {
                self.call.params()
            }

            #unchecked

            #send
        }
    }
}

/// `<PageNumber = unset::page_number>`: a call's plain name is that of a new one.
fn defaults(builder: &Builder<'_>) -> TokenStream {
    if builder.needed.is_empty() {
        return TokenStream::new();
    }
    let defaults = builder.needed.iter().map(|(member, parameter)| {
        let unset = builder.unset(member);
        quote!(#parameter = #unset)
    });
    quote!(<#(#defaults),*>)
}

/// A short name for a call that can be sent.
fn complete(builder: &Builder<'_>, plan: &Plan<'_>) -> TokenStream {
    if builder.needed.is_empty() {
        return TokenStream::new();
    }
    let (complete, name, all) = (ident(&plan.names.complete), &builder.name, builder.all_set());
    let about = format!(" A [`{}`] with all that it needs.", plan.names.call);
    quote! {
        #[doc = #about]
        pub type #complete = #name #all;
    }
}

fn send(entry: &Entry<'_>, builder: &Builder<'_>) -> TokenStream {
    let names = &entry.plan.names;
    let (response, error) = (ident(&names.response()), ident(&names.error()));
    // Bounds of the methods, and not of the block: then the compiler says what `IsSet` has it say, for each one missing.
    let bounds = builder.bounds();
    let errors = format!(
        " [`Error::Service`](alibabacloud_runtime::Error::Service) with a [`{error}`] if the service refuses; see"
    );
    let paging = entry.paging.is_some().then(|| {
        quote! {
            /// All pages, from the given one on.
            #[inline]
            pub fn pages(self) -> Pages<#response, #error> #bounds {
                self.call.pages()
            }

            /// The items of all pages, one at a time.
            #[inline]
            pub fn items(self) -> Items<#response, #error> #bounds {
                self.call.items()
            }
        }
    });
    quote! {
        /// Sends the call.
        ///
        /// # Errors
        #[doc = #errors]
        /// [`Error`](alibabacloud_runtime::Error) for the rest.
        #[inline]
        pub fn send(self) -> ResponseFuture<#response, #error> #bounds {
            self.call.send()
        }

        /// Sends the call, and gives the JSON of the response as it is.
        #[inline]
        pub fn send_raw(self) -> ResponseFuture<Document, #error> #bounds {
            self.call.send()
        }

        #paging
    }
}

fn call_docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::own(format!(
        "A call of `{}`: set its parameters, then [`send`](Self::send) it.",
        plan.spec.operation
    ));
    doc.push_prose(&plan.spec.summary);
    if let Some(needs) = needs("Self", &plan.request) {
        doc.push_own(needs);
    }
    if plan.spec.deprecated {
        doc.push_own("Deprecated.");
    }
    if let Some(address) = &plan.spec.online {
        doc.push_prose(&format!("Online: {address}"));
    }
    doc
}
