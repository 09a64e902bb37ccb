//! An enum of documented error codes.

use super::{docs, ident, own_docs, path};
use crate::codegen::plan::errors::{COMMON_VARIANT, Code, Enum};
use crate::doc_text::{self, Doc};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn errors(errors: &Enum) -> TokenStream {
    let name = ident(&errors.name);
    let about = own_docs(errors.about.clone());
    if !errors.is_own() {
        return quote! {
            #about
            pub use alibabacloud_runtime::UndocumentedError as #name;
        };
    }
    let variants: Vec<_> = errors.codes.iter().map(|code| ident(&code.name)).collect();
    let docs = errors.codes.iter().map(|code| docs(&Doc::own(variant_docs(code))));
    let wires: Vec<_> = errors.codes.iter().map(|code| &code.wire).collect();
    let rows = errors.codes.iter().map(row);
    let in_common = InCommon::of(errors);
    let (common_variant, common_code, common_codes) = (in_common.variant(), in_common.code(), in_common.codes());
    let other = in_common.other();
    let from_code = if errors.codes.is_empty() {
        other
    } else {
        quote! {
            match documented_code(Self::CODES, code) {
                #(#wires => Self::#variants,)*
                code => #other,
            }
        }
    };
    quote! {
        #about
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            #common_variant
            /// A code that the documentation does not list.
            Unknown(String),
        }

        impl ServiceErrorKind for #name {
            const CODES: &'static [ErrorCode] = &[#(#rows),*];

            #[inline]
            fn from_code(code: &str) -> Self {
                #from_code
            }

            #[inline]
            fn code(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    #common_code
                    Self::Unknown(code) => code,
                }
            }

            #common_codes
        }

        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show_kind(self, f)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.code() == other.code()
            }
        }

        impl Eq for #name {}
    }
}

/// The codes that an operation has in common with others, if any.
struct InCommon(Option<TokenStream>);

impl InCommon {
    fn of(errors: &Enum) -> Self {
        Self(errors.common.as_deref().map(path))
    }

    fn variant(&self) -> Option<TokenStream> {
        let (common, variant) = (self.0.as_ref()?, ident(COMMON_VARIANT));
        Some(quote! {
            /// A code that operations have in common.
            #variant(#common),
        })
    }

    /// The kind of a code that is none of the operation's own.
    fn other(&self) -> TokenStream {
        match &self.0 {
            Some(_) => quote!(common_kind(code).map_or_else(|| Self::Unknown(code.to_owned()), Self::Common)),
            None => quote!(Self::Unknown(code.to_owned())),
        }
    }

    fn code(&self) -> Option<TokenStream> {
        self.0.as_ref().map(|_| quote!(Self::Common(kind) => kind.code(),))
    }

    fn codes(&self) -> Option<TokenStream> {
        let common = self.0.as_ref()?;
        Some(quote! {
            #[inline]
            fn codes(&self) -> &'static [ErrorCode] {
                match self {
                    Self::Common(_) => #common::CODES,
                    _ => Self::CODES,
                }
            }
        })
    }
}

fn row(code: &Code) -> TokenStream {
    let Code { wire, about, .. } = code;
    let statuses = code.http_statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
    quote!(ErrorCode(#wire, &[#(#statuses),*], #about))
}

fn variant_docs(code: &Code) -> String {
    let mut text = doc_text::code(&code.wire).unwrap_or_default();
    let statuses: Vec<_> = code.http_statuses.iter().map(ToString::to_string).collect();
    if !statuses.is_empty() {
        text = format!("{text} (HTTP {})", statuses.join(", "));
    }
    let about = doc_text::line(&code.about);
    if !about.is_empty() {
        text = format!("{text}: {about}");
    }
    doc_text::end_sentence(&mut text);
    text
}
