//! `tests/samples/main.rs`: the samples of the pages as tests.

use super::{docs, ident, path, raw_literal};
use crate::codegen::plan::version::Entry;
use crate::doc_text::{self, Doc};
use proc_macro2::TokenStream;
use quote::quote;

/// The tests of several versions, each with the path of its module as others see it, and what its tests' names begin with.
pub(in crate::codegen) fn tests(versions: &[(String, String, &[Entry<'_>])]) -> Option<TokenStream> {
    let of = |(root, prefix, entries): &(String, String, &[Entry<'_>])| {
        let tests = entries.iter().filter_map(|entry| test(entry, root, prefix));
        tests.collect::<Vec<_>>()
    };
    let tests: Vec<_> = versions.iter().flat_map(of).collect();
    (!tests.is_empty()).then(|| {
        quote! {
            //! The samples of the pages decode, and every value in them is found again.

            use alibabacloud_runtime::testing::check_sample;

            #(#tests)*
        }
    })
}

fn test(entry: &Entry<'_>, root: &str, prefix: &str) -> Option<TokenStream> {
    let sample = raw_literal(entry.sample.test.as_deref()?);
    let names = &entry.plan.names;
    let name = ident(&format!("{prefix}{}", names.module));
    let (root, module, response) = (path(root), ident(&names.module), ident(&names.response()));
    let mut doc = Doc::default();
    for path in &entry.sample.left_out {
        doc.push_item(format!("Left out: {}.", doc_text::line(path)));
    }
    let docs = docs(&doc);
    Some(quote! {
        #docs
        #[test]
        fn #name() -> Result<(), String> {
            let sample = #sample;
            check_sample::<#root::operation::#module::#response>(sample)
        }
    })
}
