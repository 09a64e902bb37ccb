//! Setters, of calls and of structures in them; types know which of the required ones were called.

use super::{ModuleContext, docs, ident};
use crate::codegen::names::{self, Scope};
use crate::codegen::plan::{Holds, Kind, Member, Plan, Struct};
use crate::doc_text::{self, Doc};
use crate::spec::model::{Field, Format, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// From so many on, the type is one that clippy calls complex.
const COMPLEX: usize = 8;

/// Something with setters.
pub(super) struct Builder<'a> {
    pub(super) name: Ident,
    structure: &'a Struct<'a>,
    plan: &'a Plan<'a>,
    context: ModuleContext<'a>,
    /// The field that holds what is set.
    holder: Ident,
    /// The required members, each with its type parameter.
    pub(super) needed: Vec<(&'a Member<'a>, Ident)>,
}

impl<'a> Builder<'a> {
    /// `holder` is the field that holds what is set.
    pub(super) fn new(structure: &'a Struct<'a>, plan: &'a Plan<'a>, context: ModuleContext<'a>, holder: &str) -> Self {
        let mut scope = Scope::with(names::TYPES.iter().copied().chain(plan.type_names()));
        let parameter = |member: &'a Member<'a>| {
            let name = names::type_name(&member.field.name);
            let name = scope.take(
                &[name.clone(), format!("Has{name}")],
                names::number_type,
                &member.field.name,
            );
            (member, ident(&name))
        };
        Self {
            name: ident(&structure.name),
            structure,
            plan,
            context,
            holder: ident(holder),
            needed: structure.needed().map(parameter).collect(),
        }
    }

    /// `<PageNumber, PageSize>`, or nothing.
    pub(super) fn generics(&self) -> TokenStream {
        arguments(self.needed.iter().map(|(_, parameter)| quote!(#parameter)))
    }

    /// The generics of one with nothing set.
    pub(super) fn none_set(&self) -> TokenStream {
        arguments(self.needed.iter().map(|(member, _)| self.unset(member)))
    }

    /// The generics of one with all set.
    pub(super) fn all_set(&self) -> TokenStream {
        arguments(self.needed.iter().map(|_| quote!(Set)))
    }

    /// The stand-in for a member that is not set.
    pub(super) fn unset(&self, member: &Member<'_>) -> TokenStream {
        let (root, name) = (self.context.root(), ident(&member.name));
        quote!(#root::unset::#name)
    }

    /// `where PageNumber: IsSet`, or nothing.
    pub(super) fn bounds(&self) -> TokenStream {
        if self.needed.is_empty() {
            return TokenStream::new();
        }
        let parameters = self.needed.iter().map(|(_, parameter)| parameter);
        quote!(where #(#parameters: IsSet),*)
    }

    /// The field that carries the type parameters, and its value.
    pub(super) fn marker(&self) -> (TokenStream, TokenStream) {
        let parameters: Vec<_> = self.needed.iter().map(|(_, parameter)| parameter).collect();
        match parameters.as_slice() {
            [] => (TokenStream::new(), TokenStream::new()),
            [one] => (quote!(set: PhantomData<#one>,), quote!(set: PhantomData)),
            many => (quote!(set: PhantomData<(#(#many),*)>,), quote!(set: PhantomData)),
        }
    }

    /// What keeps clippy quiet about many type parameters.
    pub(super) fn allow_complex(&self) -> TokenStream {
        if self.needed.len() < COMPLEX {
            return TokenStream::new();
        }
        quote!(#[allow(clippy::type_complexity, reason = "one type parameter for each required parameter")])
    }

    /// The way out for those who know only at run time what they set.
    pub(super) fn unchecked(&self) -> TokenStream {
        if self.needed.is_empty() {
            return TokenStream::new();
        }
        let (name, holder, all) = (&self.name, &self.holder, self.all_set());
        let wires = self.needed.iter().map(|(member, _)| &member.field.name);
        quote! {
            /// Leaves the check for required parameters to the moment of sending, which fails if one is missing.
            #[inline]
            pub fn unchecked(mut self) -> #name #all {
                self.#holder.require(&[#(#wires),*]);
                #name::of(self.#holder)
            }
        }
    }

    pub(super) fn setters(&self) -> impl Iterator<Item = TokenStream> {
        self.structure.members.iter().map(|member| self.setter(member))
    }

    fn setter(&self, member: &Member<'_>) -> TokenStream {
        let (setter, holder, wire) = (ident(&member.name), &self.holder, &member.field.name);
        let docs = docs(&setter_docs(member));
        let deprecated = (member.field.deprecated && !member.needed).then(|| quote!(#[deprecated]));
        let (ty, any_form) = self.takes(member);
        let Some(at) = self.needed.iter().position(|(other, _)| std::ptr::eq(*other, member)) else {
            let (generics, form) = if any_form {
                (quote!(<Form>), quote!(, Form))
            } else {
                Default::default()
            };
            return quote! {
                #docs
                #deprecated
                pub fn #setter #generics(mut self, value: impl IntoParameter<#ty #form>) -> Self {
                    self.#holder.put(#wire, value.into_parameter());
                    self
                }
            };
        };
        let name = &self.name;
        let after = self.needed.iter().enumerate().map(
            |(other, (_, parameter))| {
                if other == at { quote!(Set) } else { quote!(#parameter) }
            },
        );
        quote! {
            #docs
            pub fn #setter(mut self, value: impl IntoParameter<#ty>) -> #name<#(#after),*> {
                self.#holder.put(#wire, value.into_parameter());
                #name::of(self.#holder)
            }
        }
    }

    /// The type that a setter is for, and whether an `Option` of it is told apart from it.
    fn takes(&self, member: &Member<'_>) -> (TokenStream, bool) {
        match &member.holds {
            Holds::One(Kind::Any) => (quote!(Json<Document>), false),
            Holds::Many(Kind::Any) => (quote!(Json<Vec<Document>>), false),
            Holds::One(Kind::String) if member.field.format == Some(Format::Json) => (quote!(Json<String>), false),
            Holds::One(kind) | Holds::Boxed(kind) => (self.context.kind(&self.plan.params, kind), true),
            Holds::Many(kind) => {
                let kind = self.context.kind(&self.plan.params, kind);
                (quote!(Vec<#kind>), true)
            }
            Holds::Map(_) => (quote!(BTreeMap<String, Document>), true),
        }
    }
}

fn arguments(arguments: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if arguments.len() == 0 {
        return TokenStream::new();
    }
    quote!(<#(#arguments),*>)
}

/// `` Needs [`page_number`](Self::page_number) and [`page_size`](Self::page_size). ``
pub(super) fn needs(path: &str, structure: &Struct<'_>) -> Option<String> {
    let names: BTreeSet<_> = structure
        .needed()
        .map(|member| member.name.trim_start_matches("r#"))
        .collect();
    let links: Vec<_> = structure
        .needed()
        .map(|member| member.name.trim_start_matches("r#"))
        .map(|name| format!("[`{name}`]({path}::{name})"))
        .collect();
    (!names.is_empty()).then(|| format!("Needs {}.", links.join(", ")))
}

/// What a parameter's setter says.
fn setter_docs(member: &Member<'_>) -> Doc {
    let field = member.field;
    let wire = doc_text::code(&field.name).unwrap_or_default();
    let mut doc = Doc::prose(&field.description);
    let bare = doc.is_empty();
    if bare {
        doc.push_own(format!("Sets {wire}."));
    }
    doc_text::push_values(&mut doc, field);
    let mut facts = Vec::new();
    if field.deprecated && member.needed {
        facts.push("Deprecated.".to_owned());
    }
    if field.required {
        facts.push(
            if member.needed || !is_region(field) {
                "Required."
            } else {
                "The client's region, unless it is set."
            }
            .to_owned(),
        );
    }
    if !bare {
        facts.push(format!("Wire name {wire}."));
    }
    facts.extend(doc_text::facts(field));
    if !facts.is_empty() {
        doc.push_own(facts.join(" "));
    }
    doc
}

fn is_region(field: &Field) -> bool {
    field.name == crate::codegen::plan::REGION && field.kind == Type::String
}
