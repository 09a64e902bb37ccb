//! Documented error codes.

/// The documented error codes of an operation. Implemented by [`error_codes!`](crate::error_codes).
pub trait ServiceErrorKind {
    /// Kind of a code; one that the documentation does not list is `Unknown`.
    fn from_code(code: &str) -> Self;
    /// The code as documented (`%s` in it stands for anything), or as it came if it is `Unknown`.
    fn code(&self) -> &str;
}

/// Gives an enum of error kinds its codes: `error_codes!(ListTasksError { "InvalidParameter" [400] "Why." => InvalidParameter })`.
///
/// `%s` in a code matches anything. The enum needs `Clone`, `PartialEq` and a variant `Unknown(String)`; it gets `code`,
/// `http_statuses`, `http_status`, `description`, `Display` and [`ServiceErrorKind`](crate::ServiceErrorKind).
#[macro_export]
macro_rules! error_codes {
    ($type:ident { $($code:literal [$($status:literal),* $(,)?] $description:literal => $variant:ident),* $(,)? }) => {
        impl $type {
            const CODES: &'static [($crate::__private::ErrorCode, Self)] = &[$((
                $crate::__private::ErrorCode {
                    code: $code,
                    http_statuses: &[$($status),*],
                    description: $description,
                },
                Self::$variant,
            )),*];

            /// The code as documented (`%s` in it stands for anything), or as it came if the documentation does not list it.
            #[inline]
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    Self::Unknown(code) => code,
                    known => $crate::__private::code_of(Self::CODES, known).map_or("", |code| code.code),
                }
            }

            /// HTTP statuses that the documentation gives for it.
            #[inline]
            #[must_use]
            pub fn http_statuses(&self) -> &'static [u16] {
                $crate::__private::code_of(Self::CODES, self).map_or(&[], |code| code.http_statuses)
            }

            /// The first of the HTTP statuses that the documentation gives for it.
            #[inline]
            #[must_use]
            pub fn http_status(&self) -> ::core::option::Option<u16> {
                self.http_statuses().first().copied()
            }

            /// What the documentation says of it; empty if nothing.
            #[inline]
            #[must_use]
            pub fn description(&self) -> &'static str {
                $crate::__private::code_of(Self::CODES, self).map_or("", |code| code.description)
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::show_kind(self.code(), self.description(), f)
            }
        }

        impl $crate::ServiceErrorKind for $type {
            #[inline]
            fn from_code(code: &str) -> Self {
                $crate::__private::kind_of(Self::CODES, code).unwrap_or_else(|| Self::Unknown(code.into()))
            }

            #[inline]
            fn code(&self) -> &str {
                self.code()
            }
        }
    };
}
