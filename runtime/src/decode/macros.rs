//! The macros by which generated types join the decoder.

/// Makes a structure decodable: wire names of its fields, with the name between a list and its elements where the server wraps
/// (`"Tasks" / "Task" => tasks`). The structure needs `Default` and a field `unknown_fields` of type
/// [`UnknownFields`](crate::UnknownFields).
#[macro_export]
macro_rules! shape {
    ($type:ident { $($name:literal $(/ $item:literal)? => $field:ident),* $(,)? }) => {
        impl $crate::__private::Shape for $type {
            #[inline]
            fn fields() -> &'static [$crate::__private::Field] {
                const FIELDS: &[$crate::__private::Field] = &[$($crate::__field!($name $(/ $item)?)),*];
                FIELDS
            }

            #[inline]
            fn visit(
                &mut self,
                visitor: &mut dyn $crate::__private::Visitor,
            ) -> ::core::result::Result<(), ::std::boxed::Box<$crate::__private::Failure>> {
                visitor.slots(
                    <Self as $crate::__private::Shape>::fields(),
                    &mut [$($crate::__private::AsSlot::as_slot(&mut self.$field)),*],
                    &mut self.unknown_fields,
                )
            }
        }

        impl $crate::__private::Element for $type {
            #[inline]
            fn one(field: &mut ::core::option::Option<Self>) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Struct(field)
            }

            #[inline]
            fn many(field: &mut ::std::vec::Vec<Self>) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Structs(field)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __field {
    ($name:literal) => {
        $crate::__private::Field::new($name)
    };
    ($name:literal / $item:literal) => {
        $crate::__private::Field::wrapping($name, $item)
    };
}

/// Gives an enum its wire values: `values!(Kind: i64 { 1 => Value1 })` or `values!(Kind: String { "PrePaid" => PrePaid })`.
///
/// The enum needs `Clone`, `PartialEq` and a variant `Unknown(i64)` or `Unknown(String)`. It gets `as_i64` or `as_str`, `From`,
/// `FromStr`, `Display` (the wire value), `Into<Value>`, and may stand in a [`shape!`](crate::shape) as an option or a list.
#[macro_export]
macro_rules! values {
    ($type:ident : i64 { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            const KNOWN: &'static [(i64, Self)] = &[$(($wire, Self::$variant)),*];

            /// Its wire value.
            #[inline]
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    Self::Unknown(wire) => *wire,
                    known => $crate::__private::wire_of(Self::KNOWN, known).unwrap_or_default(),
                }
            }
        }

        impl ::core::convert::From<i64> for $type {
            #[inline]
            fn from(wire: i64) -> Self {
                $crate::__private::known_of(Self::KNOWN, wire).unwrap_or(Self::Unknown(wire))
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
                Self::from($crate::__private::integer_of(wire))
            }

            #[inline]
            fn to_wire(&self) -> $crate::__private::Scalar<'_> {
                $crate::__private::Scalar::Integer(self.as_i64())
            }
        }

        $crate::__value!($type, as_i64);
    };
    ($type:ident : String { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            const KNOWN: &'static [(&'static str, Self)] = &[$(($wire, Self::$variant)),*];

            /// Its wire value.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(wire) => wire,
                    known => $crate::__private::wire_of(Self::KNOWN, known).unwrap_or_default(),
                }
            }
        }

        impl ::core::convert::From<&str> for $type {
            #[inline]
            fn from(wire: &str) -> Self {
                $crate::__private::known_of(Self::KNOWN, wire).unwrap_or_else(|| Self::Unknown(wire.into()))
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(wire: ::std::string::String) -> Self {
                $crate::__private::known_of(Self::KNOWN, wire.as_str()).unwrap_or(Self::Unknown(wire))
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
                Self::from($crate::__private::text_of(wire))
            }

            #[inline]
            fn to_wire(&self) -> $crate::__private::Scalar<'_> {
                $crate::__private::Scalar::Text(self.as_str())
            }
        }

        $crate::__value!($type, as_str);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($type:ident, $wire:ident) => {
        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$wire(), f)
            }
        }

        impl ::core::convert::From<$type> for $crate::Value {
            #[inline]
            fn from(value: $type) -> Self {
                Self::from(value.$wire())
            }
        }

        impl $crate::__private::Element for $type {
            #[inline]
            fn one(field: &mut ::core::option::Option<Self>) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Value(field)
            }

            #[inline]
            fn many(field: &mut ::std::vec::Vec<Self>) -> $crate::__private::Slot<'_> {
                $crate::__private::Slot::Values(field)
            }
        }
    };
}
