//! Names of repeated parameters: `Tag.N.Key`.

/// Whether a part of a name stands for an index: `N`, or a number.
pub(crate) fn is_index(part: &str) -> bool {
    matches!(part, "N" | "n" | "M" | "m" | "X" | "x")
        || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
