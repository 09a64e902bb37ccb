//! `samples.rs`: what a client without a network answers.

use super::{ident, raw_literal};
use crate::codegen::plan::version::Entry;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(in crate::codegen) fn samples(entries: &[Entry<'_>]) -> TokenStream {
    let constants: Vec<_> = entries.iter().map(constant).collect();
    let samples = entries.iter().map(|entry| raw_literal(&entry.sample.canned));
    let operations = entries.iter().map(|entry| &entry.plan.spec.operation);
    quote! {
        //! Responses for a client without a network: the samples of the pages, or else the examples of their tables.

        #(const #constants: &str = #samples;)*

        pub(crate) static SAMPLES: &[(&str, &str)] = &[#((#operations, #constants)),*];
    }
}

fn constant(entry: &Entry<'_>) -> Ident {
    let name = entry.plan.names.module.trim_end_matches('_').to_ascii_uppercase();
    // The table itself has the other name.
    ident(if name == "SAMPLES" { "SAMPLES_" } else { &name })
}
