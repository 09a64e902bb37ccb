//! The macros by which generated types join the decoder.
//!
//! What they expand to is what compiling a generated crate costs, many hundred times over: rustc pays about a tenth of a millisecond for
//! each function and each implementation, and three times that for a derived one or for a constant table of values of the type itself.
//! So they give each type one function each way over literals, and the traits call these.

/// Makes a structure decodable: wire names of its fields and what kind of [slot](crate::__private::Slot) each is, with the name between
/// a list and its elements where the server wraps (`"Tasks" / "Task" => tasks: Structs`). The structure needs `Default` and a field
/// `unknown_fields` of type [`UnknownFields`](crate::UnknownFields).
#[macro_export]
macro_rules! shape {
    ($type:ident { $($name:literal $(/ $item:literal)? => $field:ident: $kind:ident),* $(,)? }) => {
        impl $crate::__private::Shape for $type {
            #[inline]
            fn visit(&mut self, visitor: &mut dyn $crate::__private::Visitor) -> $crate::__private::Visited {
                visitor.slots(
                    &[$(($name, $crate::__item!($($item)?))),*],
                    &mut [$($crate::__private::Slot::$kind(&mut self.$field)),*],
                    &mut self.unknown_fields,
                )
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __item {
    () => {
        ""
    };
    ($item:literal) => {
        $item
    };
}

/// Gives an enum its wire values: `values!(Kind: i64 { 1 => Value1 })` or `values!(Kind: String { "PrePaid" => PrePaid })`.
///
/// The enum needs `Clone` and a variant `Unknown(i64)` or `Unknown(String)`. It gets `as_i64` or `as_str`, `From`, `FromStr`, `Display`
/// (the wire value), `Debug` (the variant), equality and `Hash` by the wire value, `Into<Value>`, and may stand in a
/// [`shape!`](crate::shape) as a `Value` or a list, `Values`.
#[macro_export]
macro_rules! values {
    ($type:ident : i64 { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            /// Its wire value.
            #[inline]
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(wire) => *wire,
                }
            }
        }

        impl ::core::convert::From<i64> for $type {
            #[inline]
            fn from(wire: i64) -> Self {
                match wire {
                    $($wire => Self::$variant,)*
                    wire => Self::Unknown(wire),
                }
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(wire: &str) -> ::core::result::Result<Self, Self::Err> {
                wire.parse::<i64>().map(Self::from)
            }
        }

        impl $crate::__private::KnownValue for $type {
            const TEXT: bool = false;

            #[inline]
            fn from_wire(wire: $crate::__private::Scalar<'_>) -> Self {
                Self::from(wire.integer())
            }

            #[inline]
            fn to_wire(&self) -> $crate::__private::Scalar<'_> {
                $crate::__private::Scalar::Integer(self.as_i64())
            }
        }

        $crate::__value!($type, as_i64, $($variant)*);
    };
    ($type:ident : String { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            /// Its wire value.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(wire) => wire,
                }
            }
        }

        impl ::core::convert::From<&str> for $type {
            #[inline]
            fn from(wire: &str) -> Self {
                match wire {
                    $($wire => Self::$variant,)*
                    wire => Self::Unknown(wire.into()),
                }
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(wire: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(wire))
            }
        }

        impl $crate::__private::KnownValue for $type {
            const TEXT: bool = true;

            #[inline]
            fn from_wire(wire: $crate::__private::Scalar<'_>) -> Self {
                Self::from(wire.text())
            }

            #[inline]
            fn to_wire(&self) -> $crate::__private::Scalar<'_> {
                $crate::__private::Scalar::Text(self.as_str())
            }
        }

        $crate::__value!($type, as_str, $($variant)*);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($type:ident, $wire:ident, $($variant:ident)*) => {
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => ::core::stringify!($variant),)*
                    Self::Unknown(wire) => return $crate::__private::show_unknown(wire, f),
                })
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$wire(), f)
            }
        }

        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.$wire() == other.$wire()
            }
        }

        impl ::core::cmp::Eq for $type {}

        impl ::core::hash::Hash for $type {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.$wire(), state);
            }
        }
    };
}
