//! `lib.rs`, or the `mod.rs` of an older version; and the stand-ins for what is not set.

use super::example::{Example, code_block};
use super::{ModuleContext, ident, inner_docs, own_docs};
use crate::codegen::plan::version::Gathered;
use crate::codegen::plan::{errors, version};
use crate::doc_text::Doc;
use crate::spec::product::{Endpoints, Sign};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// A version of a product.
#[derive(Debug, Clone, Copy)]
pub(in crate::codegen) struct Root<'a> {
    /// The product's code on the wire.
    pub(in crate::codegen) code: &'a str,
    pub(in crate::codegen) version: &'a str,
    pub(in crate::codegen) title: &'a str,
    pub(in crate::codegen) endpoints: &'a Endpoints,
    pub(in crate::codegen) success: Option<&'a [Sign]>,
    /// The library's name, for the newest version, which is the crate's root.
    pub(in crate::codegen) library: Option<&'a str>,
    /// The modules of older versions, at the root only.
    pub(in crate::codegen) older: &'a [String],
    pub(in crate::codegen) gathered: &'a Gathered<'a>,
}

pub(in crate::codegen) fn root(of: Root<'_>, context: ModuleContext<'_>) -> TokenStream {
    let mut doc = Doc::own(format!("Alibaba Cloud's {}.", of.title));
    let example = of.library.and_then(|library| {
        doc.push_own("Every operation is a method of [`Client`].");
        let code = code_block(&Example::of(&of.gathered.entries)?.first(library));
        Some(quote!(#![doc = ""] #(#![doc = #code])*))
    });
    if of.endpoints.guessed
        || (of.endpoints.rule.is_none() && of.endpoints.central.is_none() && of.endpoints.regions.is_empty())
    {
        doc.push_own("Where it is called is a guess, since no page tells: give the host as the `Config`'s `endpoint` where calls fail.");
    }
    let (docs, root) = (inner_docs(&doc), context.root());
    let unset = has_unset(&of.gathered.entries).then(|| {
        quote!(
            pub mod unset;
        )
    });
    let types = of.gathered.known.iter().next().map(|_| {
        quote!(
            pub mod types;
        )
    });
    let older = of.older.iter().map(|name| ident(name));
    let common = context.common.map(|_| {
        let name = ident(errors::COMMON);
        (
            quote!(
                mod common_error;
            ),
            quote!(pub use #root::common_error::#name;),
        )
    });
    let (common_module, common_error) = common.unzip();
    let shared = of.library.map(|_| {
        quote! {
            pub use alibabacloud_runtime::{Config, Error};

            /// What all products share: credentials, errors, transports and the like.
            pub use alibabacloud_runtime as runtime;

            #[cfg(doctest)]
            #[doc = include_str!("../README.md")]
            struct ReadmeCompiles;
        }
    });
    let service = service(of);
    let sign = of.success.filter(|signs| !signs.is_empty()).map(|_| quote!(, Sign));
    quote! {
        #docs
        #example

        mod client;
        #common_module
        pub mod operation;
        mod samples;
        #types
        #unset
        #(pub mod #older;)*

        pub use #root::client::Client;
        #common_error
        #shared

        use alibabacloud_runtime::{Endpoints, Service #sign};

        #service
    }
}

/// Where the product is called.
fn service(of: Root<'_>) -> TokenStream {
    let host = |host: &str| {
        let printable = host.chars().filter(|letter| !letter.is_control());
        printable.collect::<String>().trim().to_ascii_lowercase()
    };
    // Where only some regions are told, no host is made up for others.
    let guess = of.endpoints.is_empty().then(|| Endpoints::guess(of.code).1);
    let rule = of.endpoints.rule.as_ref().or(guess.as_ref()).map(|rule| host(rule));
    let central = of.endpoints.central.as_deref().map(host);
    let (rule, central) = match rule {
        Some(rule) if !rule.contains("{region}") => (None, Some(rule)),
        rule => (rule, central),
    };
    let rule = rule.map(|rule| quote!(.rule(#rule)));
    let central = central.map(|central| quote!(.central(#central)));
    let entries = &of.endpoints.regions;
    let public = entries.iter().map(|entry| (&entry.region, &entry.public));
    let vpc = entries
        .iter()
        .filter_map(|entry| Some((&entry.region, entry.vpc.as_ref()?)));
    let table = |hosts: Vec<(&String, &String)>, constant: TokenStream, set: TokenStream| {
        if hosts.is_empty() {
            return Default::default();
        }
        let pairs = hosts.into_iter().map(|(region, name)| {
            let (region, name) = (host(region), host(name));
            quote!((#region, #name))
        });
        (
            quote!(const #constant: &[(&str, &str)] = &[#(#pairs),*];),
            quote!(.#set(#constant)),
        )
    };
    let (public_table, public) = table(public.collect(), quote!(REGIONS), quote!(regions));
    let (vpc_table, vpc) = table(vpc.collect(), quote!(VPC_REGIONS), quote!(vpc_regions));
    let (code, version) = (of.code, of.version);
    let success = of.success.map(|signs| {
        let signs = signs.iter().flat_map(signs_of);
        quote!(.success(&[#(#signs),*]))
    });
    quote! {
        #public_table
        #vpc_table
        const ENDPOINTS: Endpoints = Endpoints::new() #rule #public #vpc #central;
        pub(crate) static SERVICE: Service = Service::new(#code, #version, ENDPOINTS) #success;
    }
}

/// What a field says of success, and what of failure.
fn signs_of(sign: &Sign) -> impl Iterator<Item = TokenStream> {
    let (field, is, is_not) = (&sign.field, &sign.is, &sign.is_not);
    let success = (!is.is_empty()).then(|| quote!(Sign::is(#field, &[#(#is),*])));
    let failure = (!is_not.is_empty()).then(|| quote!(Sign::is_not(#field, &[#(#is_not),*])));
    success.into_iter().chain(failure)
}

fn has_unset(entries: &[version::Entry<'_>]) -> bool {
    entries.iter().any(|entry| entry.plan.needed().next().is_some())
}

/// `unset.rs`, where there is anything to stand in for.
pub(in crate::codegen) fn unset(entries: &[version::Entry<'_>]) -> Option<TokenStream> {
    let names: BTreeSet<_> = entries.iter().flat_map(|entry| entry.plan.needed()).collect();
    let docs = names
        .iter()
        .map(|name| own_docs(format!("`{}` is not set.", name.trim_start_matches("r#"))));
    let markers = names.iter().map(|name| ident(name));
    (!names.is_empty()).then(|| {
        quote! {
            //! Stand-ins for required parameters that are not set: the compiler names them where one is left out.

            #![allow(non_camel_case_types, reason = "they are named after setters")]

            #(
                #docs
                #[derive(Debug, Clone)]
                pub enum #markers {}
            )*
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_success() {
        let list = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        for (is, is_not, expected) in [
            (
                list(&["OK", "200"]),
                vec![],
                r#"Sign :: is ("Code" , & ["OK" , "200"])"#,
            ),
            (vec![], list(&["a\"b"]), r#"Sign :: is_not ("Code" , & ["a\"b"])"#),
            (vec![], vec![], ""),
        ] {
            let field = "Code".to_owned();
            let tokens: Vec<_> = signs_of(&Sign { field, is, is_not })
                .map(|sign| sign.to_string())
                .collect();
            assert_eq!(tokens.join(", "), expected);
        }
    }
}
