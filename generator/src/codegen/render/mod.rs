//! Plan to tokens: a module for each thing that is emitted, and in it a template that reads like its output.
//!
//! Names come from the plan and can be Rust; text from outside gets in as literals and as lines of documentation, never as code.

mod call;
mod client;
mod errors;
mod example;
mod module;
mod page;
mod params;
mod response;
mod root;
mod samples;
mod setters;
mod tests;
mod values;

pub(super) use client::client;
pub(super) use example::Example;
pub(super) use module::{common_errors, modules, operation, shared_values};
pub(super) use root::{Root, root, unset};
pub(super) use samples::samples;
pub(super) use tests::tests;

use crate::codegen::plan::errors::Common;
use crate::codegen::plan::{Holds, Kind, Member, Structs};
use crate::doc_text::Doc;
use crate::spec::product::Style;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};
use std::str::FromStr as _;

/// The module of a version.
#[derive(Debug, Clone, Copy)]
pub(super) struct ModuleContext<'a> {
    /// Its path: `crate`, or `crate::v2014_11_11`.
    pub(super) root: &'a str,
    /// The error codes that its operations have in common, if there are any.
    pub(super) common: Option<&'a Common>,
    /// How the product's operations are called.
    pub(super) style: Style,
}

impl ModuleContext<'_> {
    fn root(self) -> TokenStream {
        path(self.root)
    }

    /// The type of a kind of value.
    fn kind(self, structs: &Structs<'_>, kind: &Kind) -> TokenStream {
        match kind {
            Kind::String => quote!(String),
            Kind::Integer => quote!(i64),
            Kind::Float => quote!(f64),
            Kind::Boolean => quote!(bool),
            Kind::Any => quote!(Document),
            Kind::Value { path: name, .. } if name.contains("::") => {
                let (root, path) = (self.root(), path(name));
                quote!(#root::#path)
            }
            Kind::Value { path: name, .. } => ident(name).into_token_stream(),
            Kind::Struct(index) => structs
                .get(*index)
                .map(|structure| ident(&structure.name))
                .into_token_stream(),
        }
    }

    /// The type of what a response's field holds.
    fn held(self, structs: &Structs<'_>, member: &Member<'_>) -> TokenStream {
        match &member.holds {
            Holds::One(kind) => {
                let kind = self.kind(structs, kind);
                quote!(Option<#kind>)
            }
            Holds::Many(kind) => {
                let kind = self.kind(structs, kind);
                quote!(Vec<#kind>)
            }
            Holds::Boxed(kind) => {
                let kind = self.kind(structs, kind);
                quote!(Option<Box<#kind>>)
            }
            Holds::Map(kind) => {
                let kind = self.kind(structs, kind);
                quote!(BTreeMap<String, #kind>)
            }
        }
    }
}

/// A name of the plan.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A path of names of the plan.
fn path(text: &str) -> TokenStream {
    let mut tokens = TokenStream::new();
    tokens.append_separated(text.split("::").map(ident), quote!(::));
    tokens
}

/// Documentation of what comes next.
fn docs(doc: &Doc) -> TokenStream {
    let lines = doc.lines();
    quote!(#(#[doc = #lines])*)
}

/// Documentation of the file itself.
fn inner_docs(doc: &Doc) -> TokenStream {
    let lines = doc.lines();
    quote!(#(#![doc = #lines])*)
}

fn own_docs(text: impl Into<String>) -> TokenStream {
    docs(&Doc::own(text))
}

/// A text of many lines as it reads; with escapes where it holds what a raw literal can't.
fn raw_literal(text: &str) -> Literal {
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let raw = (!text.contains('\r')).then(|| Literal::from_str(&format!("r{marks}\"{text}\"{marks}")).ok());
    raw.flatten().unwrap_or_else(|| Literal::string(text))
}

#[cfg(test)]
mod raw {
    use super::*;

    #[test]
    fn literals() {
        for text in [
            "a", "\"", "\\", "\n", "\u{0}", "'", "应用", "\r\n", "\"#", "\"##", "r#\"x\"#", "{}", "\u{feff}",
        ] {
            let parsed: syn::LitStr = syn::parse2(raw_literal(text).into_token_stream()).expect("a literal");
            assert_eq!(parsed.value(), text);
        }
        assert_eq!(raw_literal("a\"#b").to_string(), "r##\"a\"#b\"##");
    }
}
