//! An enum of documented values.

use super::{docs, ident};
use crate::codegen::plan::values::{ValueEnum, Variant};
use crate::doc_text::{self, Doc};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn values(values: &ValueEnum) -> TokenStream {
    let name = ident(&values.name);
    if let Some(module) = &values.module {
        let module = ident(module);
        return quote!(pub use super::#module::#name;);
    }
    let about = docs(&about(values));
    let variants: Vec<_> = values.values.iter().map(|value| ident(&value.name)).collect();
    let docs = values.values.iter().map(|value| docs(&Doc::own(variant_docs(value))));
    let held = if values.text { quote!(String) } else { quote!(i64) };
    let of_wire = if values.text { text(values) } else { number(values) };
    let wire = if values.text { quote!(as_str) } else { quote!(as_i64) };
    quote! {
        #about
        #[derive(Clone, Debug, Eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that the documentation does not list.
            Unknown(#held),
        }

        #of_wire

        impl fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.#wire().fmt(f)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.#wire() == other.#wire()
            }
        }

        #[cfg(feature = "serde")]
        impl ser::Serialize for #name {
            fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.#wire().serialize(serializer)
            }
        }

        impl hash::Hash for #name {
            #[inline]
            fn hash<H: hash::Hasher>(&self, state: &mut H) {
                self.#wire().hash(state);
            }
        }
    }
}

fn text(values: &ValueEnum) -> TokenStream {
    let name = ident(&values.name);
    let variants: Vec<_> = values.values.iter().map(|value| ident(&value.name)).collect();
    let wires: Vec<_> = values.values.iter().map(|value| &value.wire).collect();
    quote! {
        impl #name {
            /// Its wire value.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(wire) => wire,
                }
            }
        }

        impl From<&str> for #name {
            #[inline]
            fn from(wire: &str) -> Self {
                match wire {
                    #(#wires => Self::#variants,)*
                    wire => Self::Unknown(wire.to_owned()),
                }
            }
        }

        impl std::str::FromStr for #name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(wire: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(wire))
            }
        }

        impl KnownValue for #name {
            const TEXT: bool = true;

            #[inline]
            fn from_wire(wire: Scalar<'_>) -> Self {
                Self::from(wire.text())
            }

            #[inline]
            fn to_wire(&self) -> Scalar<'_> {
                Scalar::Text(self.as_str())
            }
        }
    }
}

fn number(values: &ValueEnum) -> TokenStream {
    let name = ident(&values.name);
    let variants: Vec<_> = values.values.iter().map(|value| ident(&value.name)).collect();
    let wires: Vec<_> = values.values.iter().map(wire_number).collect();
    quote! {
        impl #name {
            /// Its wire value.
            #[inline]
            #[must_use]
            pub const fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(wire) => *wire,
                }
            }
        }

        impl From<i64> for #name {
            #[inline]
            fn from(wire: i64) -> Self {
                match wire {
                    #(#wires => Self::#variants,)*
                    wire => Self::Unknown(wire),
                }
            }
        }

        impl std::str::FromStr for #name {
            type Err = std::num::ParseIntError;

            #[inline]
            fn from_str(wire: &str) -> Result<Self, std::num::ParseIntError> {
                wire.parse::<i64>().map(Self::from)
            }
        }

        impl KnownValue for #name {
            const TEXT: bool = false;

            #[inline]
            fn from_wire(wire: Scalar<'_>) -> Self {
                Self::from(wire.integer())
            }

            #[inline]
            fn to_wire(&self) -> Scalar<'_> {
                Scalar::Integer(self.as_i64())
            }
        }
    }
}

/// The wire value, which the plan has only where it is an integer.
fn wire_number(value: &Variant) -> TokenStream {
    let number: i64 = value.wire.parse().unwrap_or_default();
    let digits = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn about(values: &ValueEnum) -> Doc {
    let doc = Doc::prose(without_values(doc_text::first_sentence(&values.about), values));
    if doc.is_empty() {
        return Doc::own(format!(
            "A value of {}.",
            doc_text::code(&values.field).unwrap_or_default()
        ));
    }
    doc
}

/// A sentence up to where it lists the values, which say it themselves.
fn without_values<'t>(sentence: &'t str, values: &ValueEnum) -> &'t str {
    let listed = |value: &&Variant| !value.description.is_empty() && sentence.contains(value.description.trim());
    if values.values.iter().filter(listed).count() < 2 {
        return sentence;
    }
    let starts = values.values.iter().filter_map(|value| sentence.find(&value.wire));
    let before = &sentence[..starts.min().unwrap_or(sentence.len())];
    before.trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != ')')
}

fn variant_docs(value: &Variant) -> String {
    let mut text = doc_text::code(&value.wire).unwrap_or_else(|| "The empty value".to_owned());
    let description = doc_text::line(&value.description);
    if !description.is_empty() {
        text = format!("{text}: {description}");
    }
    doc_text::end_sentence(&mut text);
    text
}
