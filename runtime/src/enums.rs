//! What enums of documented values and error codes share.

use crate::error::{ErrorCode, ServiceErrorKind};
use std::fmt;

/// Shows a value that the documentation does not list.
///
/// # Errors
/// Those of the formatter.
pub fn show_unknown(wire: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple("Unknown").field(wire).finish()
}

/// The code by which the documentation lists a code: itself, or else the first pattern that it matches; the code as it is if it does
/// not.
#[must_use]
pub fn documented_code<'c>(codes: &'static [ErrorCode], code: &'c str) -> &'c str {
    let exact = codes.iter().any(|known| known.0 == code);
    let pattern = || codes.iter().find(|known| matches(known.0, code));
    if exact {
        code
    } else {
        pattern().map_or(code, |known| known.0)
    }
}

/// The kind of a code among those that operations have in common; nothing for one that they don't list.
#[must_use]
pub fn common_kind<K: ServiceErrorKind>(code: &str) -> Option<K> {
    let kind = K::from_code(code);
    kind.documented().is_some().then_some(kind)
}

/// Shows a kind: its code and, if there is one, its description.
///
/// # Errors
/// Those of the formatter.
pub fn show_kind(kind: &impl ServiceErrorKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind.description() {
        "" => f.write_str(kind.code()),
        description => write!(f, "{}: {description}", kind.code()),
    }
}

fn matches(pattern: &str, code: &str) -> bool {
    let Some((head, rest)) = pattern.split_once("%s") else {
        return pattern == code;
    };
    let (middle, tail) = rest.rsplit_once("%s").unwrap_or(("", rest));
    let Some(mut rest) = code.strip_prefix(head) else {
        return false;
    };
    for part in middle.split("%s") {
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, code, expected) in [
            ("InvalidParameter", "InvalidParameter", true),
            ("InvalidParameter", "InvalidParameters", false),
            ("Invalid%s.NotFound", "InvalidInstanceId.NotFound", true),
            ("Invalid%s.NotFound", "InvalidInstanceId.Found", false),
            ("%s.Malformed", "X.Malformed", true),
            ("a%sb%sc", "axbxc", true),
            ("a%sb%sc", "axc", false),
            ("a%sa", "a", false),
            ("%s", "", true),
        ] {
            assert_eq!(matches(pattern, code), expected, "{pattern} {code}");
        }
    }

    #[test]
    fn exact_codes_win() {
        const fn code(code: &'static str) -> ErrorCode {
            ErrorCode(code, &[], "")
        }
        const CODES: &[ErrorCode] = &[code("Invalid%s"), code("InvalidX")];
        for (came, documented) in [("InvalidX", "InvalidX"), ("InvalidY", "Invalid%s"), ("Other", "Other")] {
            assert_eq!(documented_code(CODES, came), documented);
        }
    }
}
