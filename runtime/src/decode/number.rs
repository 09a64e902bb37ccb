//! Numbers as servers write them: `7`, `"7"`, `7.0`, `1.6E9`.

/// The integer that a decimal text says exactly, without passing through a float; nothing if it has a fraction, is not a
/// number, or needs more than 64 bits.
pub(super) fn exact_integer(text: &str) -> Option<i64> {
    if let Ok(integer) = text.parse() {
        return Some(integer);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i16>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if unsigned.is_empty()
        || !unsigned
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let zeros = i32::from(exponent) - i32::try_from(fraction.len()).ok()?;
    // More digits than this can't be a 64-bit number, whatever stands before them, but zero.
    let zeros = usize::try_from(zeros).ok()?.min(20);
    format!("{whole}{fraction}{}", "0".repeat(zeros)).parse().ok()
}

/// The finite number that a decimal text says.
pub(super) fn finite_float(text: &str) -> Option<f64> {
    // `f64::from_str` also takes words such as `inf` and `nan`.
    let starts_well = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    text.parse().ok().filter(|float: &f64| starts_well && float.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        for (text, integer) in [
            ("7", Some(7)),
            ("-7", Some(-7)),
            ("7.0", Some(7)),
            ("7.50", None),
            ("1.6183E9", Some(1_618_300_000)),
            ("1.25e1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775807.0", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("0e999", Some(0)),
            ("1e999", None),
            ("1e-999", None),
            ("1e99999", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("--1.0", None),
            ("1.x", None),
            ("abc", None),
        ] {
            assert_eq!(exact_integer(text), integer, "{text}");
        }
    }

    #[test]
    fn floats() {
        for (text, float) in [
            ("1.5", Some(1.5)),
            ("-2", Some(-2.0)),
            ("inf", None),
            ("-inf", None),
            ("NaN", None),
            ("1e999", None),
            ("5%", None),
        ] {
            assert_eq!(finite_float(text), float, "{text}");
        }
    }
}
