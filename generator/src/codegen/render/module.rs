//! The module of an operation, and those beside it.

use super::call::call;
use super::errors::errors;
use super::page::{page, pager};
use super::params::params;
use super::response::response;
use super::values::values;
use super::{ModuleContext, ident, inner_docs};
use crate::codegen::plan::Plan;
use crate::codegen::plan::errors::Common;
use crate::codegen::plan::values::Known;
use crate::codegen::plan::version::Entry;
use crate::codegen::plan::wire::RequestLine;
use crate::doc_text::{self, Doc};
use crate::spec::model::{Format, Position};
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::codegen) fn operation(entry: &Entry<'_>, context: ModuleContext<'_>) -> TokenStream {
    let plan = &entry.plan;
    let title = inner_docs(&title(plan));
    let constants = constants(entry, context);
    let call = call(entry, context);
    let page = entry.paging.as_ref().map(|paging| page(paging, plan, context));
    let mut responses = plan
        .response
        .written()
        .map(|structure| response(structure, plan, context));
    let response = responses.next();
    let params = plan.params.written().map(|structure| params(structure, plan, context));
    let values = plan.enums.iter().map(values);
    let errors = errors(&entry.errors);
    quote! {
        #title

        use alibabacloud_runtime::codegen::*;

        #constants
        #call
        #response
        #page
        #(#responses)*
        #(#params)*
        #(#values)*
        #errors
    }
}

/// `` `ListTasks`: lists the tasks of the account, newest first. ``
fn title(plan: &Plan<'_>) -> Doc {
    let summary = doc_text::line(doc_text::first_sentence(&plan.spec.summary));
    let mut text = format!("`{}`", plan.spec.operation);
    if !summary.is_empty() {
        text = format!("{text}: {summary}");
    }
    doc_text::end_sentence(&mut text);
    Doc::own(text)
}

/// What the runtime must know of the operation.
fn constants(entry: &Entry<'_>, context: ModuleContext<'_>) -> TokenStream {
    let (plan, root) = (&entry.plan, context.root());
    let mut constants = TokenStream::new();
    let mut calls = TokenStream::new();
    let positions: Vec<_> = plan.positions().map(position).collect();
    if !positions.is_empty() {
        constants.extend(quote!(const POSITIONS: &[(&str, Position)] = &[#(#positions),*];));
        calls.extend(quote!(.positions(POSITIONS)));
    }
    let formats: Vec<_> = plan.formats().map(format).collect();
    if !formats.is_empty() {
        constants.extend(quote!(const FORMATS: &[(&str, Format)] = &[#(#formats),*];));
        calls.extend(quote!(.formats(FORMATS)));
    }
    if let Some(payload) = plan.payload() {
        calls.extend(quote!(.payload(#payload)));
    }
    if plan.spec.anonymous {
        calls.extend(quote!(.anonymous()));
    }
    if let Some(repeatable) = plan.choices.repeatable {
        calls.extend(quote!(.repeatable(#repeatable)));
    }
    if let Some(token) = plan.client_token() {
        calls.extend(quote!(.client_token(#token)));
    }
    if let Some(region) = plan.region() {
        calls.extend(quote!(.region(#region)));
    }
    if let Some(paging) = &entry.paging {
        constants.extend(pager(paging));
        calls.extend(quote!(.paged(PAGER)));
    }
    let name = &plan.spec.operation;
    let operation = match plan.request_line(context.style) {
        RequestLine::Rpc(None) => quote!(Operation::rpc(&#root::SERVICE, #name)),
        RequestLine::Rpc(Some((method, path))) => quote!(Operation::rpc(&#root::SERVICE, #name).on(#method, #path)),
        RequestLine::Roa(method, path) => quote!(Operation::roa(&#root::SERVICE, #name, #method, #path)),
    };
    quote! {
        #constants
        pub(crate) static OPERATION: Operation = #operation #calls;
    }
}

fn position((name, position): (&str, Position)) -> TokenStream {
    let position = match position {
        Position::Query => quote!(Query),
        Position::Path => quote!(Path),
        Position::Header => quote!(Header),
        Position::Body => quote!(Body),
        Position::Form => quote!(Form),
    };
    quote!((#name, Position::#position))
}

fn format((name, format): (&str, Format)) -> TokenStream {
    let format = match format {
        Format::Json => quote!(Json),
        Format::Comma => quote!(Comma),
    };
    quote!((#name, Format::#format))
}

/// `operation/mod.rs`.
pub(in crate::codegen) fn modules(entries: &[Entry<'_>]) -> TokenStream {
    let mut names: Vec<_> = entries.iter().map(|entry| ident(&entry.plan.names.module)).collect();
    names.sort_unstable();
    quote! {
        //! The operations, a module each.

        #(pub mod #names;)*
    }
}

/// `common_error.rs`.
pub(in crate::codegen) fn common_errors(common: &Common) -> TokenStream {
    let errors = errors(&common.codes);
    quote! {
        //! Error codes that operations have in common.

        use alibabacloud_runtime::codegen::*;

        #errors
    }
}

/// `types.rs`.
pub(in crate::codegen) fn shared_values(known: &Known) -> TokenStream {
    let values = known.iter().map(values);
    quote! {
        //! Values that several operations share.

        use alibabacloud_runtime::codegen::*;

        #(#values)*
    }
}
