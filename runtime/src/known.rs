//! Tables behind the macros [`values!`](crate::values) and [`error_codes!`](crate::error_codes).

use crate::decode::Scalar;
use std::fmt;

/// Wire value of a known value.
pub fn wire_of<W: Copy, T: PartialEq>(known: &[(W, T)], value: &T) -> Option<W> {
    known.iter().find(|(_, other)| other == value).map(|(wire, _)| *wire)
}

/// Known value of a wire value.
pub fn known_of<W: PartialEq, T: Clone>(known: &[(W, T)], wire: W) -> Option<T> {
    known
        .iter()
        .find(|(other, _)| *other == wire)
        .map(|(_, value)| value.clone())
}

/// Number of a wire value. The decoder hands integer types integers only.
#[must_use]
pub fn integer_of(wire: Scalar<'_>) -> i64 {
    match wire {
        Scalar::Integer(integer) => integer,
        Scalar::Text(text) => text.parse().unwrap_or_default(),
    }
}

/// Text of a wire value. The decoder hands text types text only.
#[must_use]
pub fn text_of(wire: Scalar<'_>) -> &str {
    match wire {
        Scalar::Text(text) => text,
        Scalar::Integer(_) => "",
    }
}

/// A documented error code.
#[derive(Debug, Clone, Copy)]
pub struct ErrorCode {
    /// The code, in which `%s` matches anything.
    pub code: &'static str,
    /// HTTP statuses it comes with.
    pub http_statuses: &'static [u16],
    /// What the documentation says of it.
    pub description: &'static str,
}

/// Kind of an error code: one that is documented as such, else one whose pattern it matches.
pub fn kind_of<E: Clone>(codes: &[(ErrorCode, E)], code: &str) -> Option<E> {
    let exact = codes.iter().find(|(known, _)| known.code == code);
    let kind = exact.or_else(|| codes.iter().find(|(known, _)| matches(known.code, code)));
    kind.map(|(_, kind)| kind.clone())
}

/// Documented code of a kind.
pub fn code_of<E: PartialEq>(codes: &'static [(ErrorCode, E)], kind: &E) -> Option<&'static ErrorCode> {
    codes.iter().find(|(_, other)| other == kind).map(|(code, _)| code)
}

/// Shows a kind: its code and, if there is one, its description.
///
/// # Errors
/// Those of the formatter.
pub fn show_kind(code: &str, description: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match description {
        "" => f.write_str(code),
        _ => write!(f, "{code}: {description}"),
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
            ErrorCode {
                code,
                http_statuses: &[],
                description: "",
            }
        }
        let codes = [(code("Invalid%s"), 1), (code("InvalidX"), 2)];
        assert_eq!(kind_of(&codes, "InvalidX"), Some(2));
        assert_eq!(kind_of(&codes, "InvalidY"), Some(1));
        assert_eq!(kind_of(&codes, "Other"), None);
    }
}
