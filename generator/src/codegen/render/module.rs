//! The module of an operation, and those beside it.

use super::call::call;
use super::errors::errors;
use super::page::{page, pager};
use super::params::params;
use super::response::response;
use super::values::values;
use super::{Home, ident, inner_docs};
use crate::codegen::docs::{self as prose, Doc};
use crate::codegen::plan::Plan;
use crate::codegen::plan::errors::Common;
use crate::codegen::plan::values::Known;
use crate::codegen::plan::version::Entry;
use crate::spec::model::{Format, Position, Type};
use crate::spec::product::Style;
use proc_macro2::TokenStream;
use quote::quote;

/// The parameter by which a service knows a repeated call.
const CLIENT_TOKEN: &str = "ClientToken";

pub(in crate::codegen) fn operation(entry: &Entry<'_>, home: Home<'_>) -> TokenStream {
    let plan = &entry.plan;
    let title = inner_docs(&title(plan));
    let constants = constants(entry, home);
    let call = call(entry, home);
    let page = entry.paging.as_ref().map(|paging| page(paging, plan, home));
    let mut answers = plan.answer.written().map(|structure| response(structure, plan, home));
    let answer = answers.next();
    let params = plan.params.written().map(|structure| params(structure, plan, home));
    let values = plan.enums.iter().map(values);
    let errors = errors(&entry.errors);
    quote! {
        #title

        use alibabacloud_runtime::codegen::*;

        #constants
        #call
        #answer
        #page
        #(#answers)*
        #(#params)*
        #(#values)*
        #errors
    }
}

/// `` `ListTasks`: lists the tasks of the account, newest first. ``
fn title(plan: &Plan<'_>) -> Doc {
    let summary = prose::line(prose::first_sentence(&plan.spec.summary));
    let mut text = format!("`{}`", plan.spec.operation);
    if !summary.is_empty() {
        text = format!("{text}: {summary}");
    }
    prose::end_sentence(&mut text);
    Doc::own(text)
}

/// What the runtime must know of the operation.
fn constants(entry: &Entry<'_>, home: Home<'_>) -> TokenStream {
    let (plan, root) = (&entry.plan, home.root());
    let name = &plan.spec.operation;
    let parameter = |name: &str| plan.request.members.iter().any(|member| member.field.name == name);
    let positions: Vec<_> = plan
        .request
        .members
        .iter()
        .filter_map(|member| {
            let place = match member.field.position? {
                Position::Query => return None,
                Position::Path => quote!(Path),
                Position::Header => quote!(Header),
                Position::Body => quote!(Body),
                Position::Form => quote!(Form),
            };
            let name = &member.field.name;
            Some(quote!((#name, Position::#place)))
        })
        .collect();
    let formats: Vec<_> = plan
        .request
        .members
        .iter()
        .filter_map(|member| {
            let format = match member.field.format? {
                // Text holds JSON that is written already.
                Format::Json if member.field.kind == Type::String => return None,
                Format::Json => quote!(Json),
                Format::Comma => quote!(Comma),
            };
            let name = &member.field.name;
            Some(quote!((#name, Format::#format)))
        })
        .collect();
    let payload = plan.request.members.iter().find(|member| member.field.payload);
    let mut constants = TokenStream::new();
    let mut calls = TokenStream::new();
    if !positions.is_empty() {
        constants.extend(quote!(const POSITIONS: &[(&str, Position)] = &[#(#positions),*];));
        calls.extend(quote!(.positions(POSITIONS)));
    }
    if !formats.is_empty() {
        constants.extend(quote!(const FORMATS: &[(&str, Format)] = &[#(#formats),*];));
        calls.extend(quote!(.formats(FORMATS)));
    }
    if let Some(payload) = payload {
        let name = &payload.field.name;
        calls.extend(quote!(.payload(#name)));
    }
    if plan.spec.anonymous {
        calls.extend(quote!(.anonymous()));
    }
    if let Some(repeatable) = plan.spec.repeatable {
        calls.extend(quote!(.repeatable(#repeatable)));
    }
    // With a token, the service carries a call out once, however often it is sent.
    if parameter(CLIENT_TOKEN) {
        calls.extend(quote!(.client_token(#CLIENT_TOKEN)));
    }
    if let Some(region) = plan.region() {
        calls.extend(quote!(.region(#region)));
    }
    if let Some(paging) = &entry.paging {
        constants.extend(pager(paging));
        calls.extend(quote!(.paged(PAGER)));
    }
    let is_rpc = home.style == Style::Rpc;
    let operation = match (&plan.spec.path, &plan.spec.method) {
        // A path alone is that of an RPC operation; with a method, it is of ROA style in whatever product.
        (Some(path), None) if is_rpc => quote!(Operation::rpc(&#root::SERVICE, #name).on("POST", #path)),
        (None, Some(method)) if is_rpc => {
            let method = method.to_ascii_uppercase();
            quote!(Operation::rpc(&#root::SERVICE, #name).on(#method, "/"))
        }
        (Some(path), _) => {
            let body = plan
                .spec
                .request
                .iter()
                .any(|field| field.position == Some(Position::Body));
            let unsaid = if body { "POST" } else { "GET" };
            let method = plan.spec.method.as_deref().unwrap_or(unsaid).to_ascii_uppercase();
            quote!(Operation::roa(&#root::SERVICE, #name, #method, #path))
        }
        (None, _) => quote!(Operation::rpc(&#root::SERVICE, #name)),
    };
    quote! {
        #constants
        pub(crate) static OPERATION: Operation = #operation #calls;
    }
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
