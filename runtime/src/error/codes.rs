//! Documented error codes.

/// A documented error code: the code, in which `%s` matches anything; the HTTP statuses it comes with; what the documentation says of it.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct ErrorCode(pub &'static str, pub &'static [u16], pub &'static str);

/// The documented error codes of an operation, or those that the operations of a product have in common.
pub trait ServiceErrorKind {
    #[doc(hidden)]
    const CODES: &'static [ErrorCode];

    /// Kind of a code; one that the documentation does not list is `Unknown`.
    fn from_code(code: &str) -> Self;

    /// The code as documented (`%s` in it stands for anything), or as it came if it is `Unknown`.
    fn code(&self) -> &str;

    /// HTTP statuses that the documentation gives for it.
    fn http_statuses(&self) -> &'static [u16] {
        self.documented().map_or(&[], |code| code.1)
    }

    /// The first of the HTTP statuses that the documentation gives for it.
    fn http_status(&self) -> Option<u16> {
        self.http_statuses().first().copied()
    }

    /// What the documentation says of it; empty if nothing.
    fn description(&self) -> &'static str {
        self.documented().map_or("", |code| code.2)
    }

    #[doc(hidden)]
    fn documented(&self) -> Option<&'static ErrorCode> {
        let code = self.code();
        self.codes().iter().find(|known| known.0 == code)
    }

    /// The codes among which this one is listed.
    #[doc(hidden)]
    fn codes(&self) -> &'static [ErrorCode] {
        Self::CODES
    }
}

/// Gives an enum of error kinds its codes: `error_codes!(ListTasksError { "InvalidParameter" [400] "Why." => InvalidParameter })`.
///
/// `%s` in a code matches anything. The enum needs `Clone` and a variant `Unknown(String)`; it gets `Debug` and `Display` (the code; in
/// the latter with its description), equality by the code, and [`ServiceErrorKind`](crate::ServiceErrorKind).
///
/// `ListTasksError: crate::CommonError { ... }` has a variant `Common(crate::CommonError)` besides, for the codes that operations have in
/// common and that are not among its own.
#[macro_export]
macro_rules! error_codes {
    ($type:ident $(: $common:path)? { $($code:literal [$($status:literal),* $(,)?] $description:literal => $variant:ident),* $(,)? }) => {
        impl $crate::ServiceErrorKind for $type {
            const CODES: &'static [$crate::__private::ErrorCode] = &[$(
                $crate::__private::ErrorCode($code, &[$($status),*], $description)
            ),*];

            #[inline]
            fn from_code(code: &str) -> Self {
                match $crate::__private::documented_code(Self::CODES, code) {
                    $($code => Self::$variant,)*
                    code => {
                        $(
                            if let Some(kind) = $crate::__private::common_kind::<$common>(code) {
                                return Self::Common(kind);
                            }
                        )?
                        Self::Unknown(code.into())
                    }
                }
            }

            #[inline]
            fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    $(Self::Common(kind) => <$common as $crate::ServiceErrorKind>::code(kind),)?
                    Self::Unknown(code) => code,
                }
            }

            $(
                #[inline]
                fn codes(&self) -> &'static [$crate::__private::ErrorCode] {
                    match self {
                        Self::Common(_) => <$common as $crate::ServiceErrorKind>::CODES,
                        _ => Self::CODES,
                    }
                }
            )?
        }

        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::ServiceErrorKind::code(self))
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::show_kind(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::ServiceErrorKind::code(self) == $crate::ServiceErrorKind::code(other)
            }
        }

        impl ::core::cmp::Eq for $type {}
    };
}
