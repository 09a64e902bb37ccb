//! The orders in which rustfmt puts names.

use std::cmp::Ordering;

/// The order of rustfmt's imports: types before functions and macros, and numbers by their value.
pub(super) fn import_order(one: &str, other: &str) -> Ordering {
    let small = |name: &str| name.starts_with(|first: char| first.is_ascii_lowercase());
    small(one).cmp(&small(other)).then_with(|| version_order(one, other))
}

/// The order of imports in rustfmt's style edition 2024: text by its bytes, `_` first, runs of digits by their value.
pub(in crate::codegen) fn version_order(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        match (left.is_empty(), right.is_empty()) {
            (true, true) => return one.cmp(other),
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let (first, second) = (chunk(left), chunk(right));
        let order = match (first.starts_with('_'), second.starts_with('_')) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => {
                let number = |text: &str| text.parse::<u128>().ok();
                match (number(first), number(second)) {
                    (Some(first), Some(second)) => first.cmp(&second),
                    _ => first.cmp(second),
                }
            }
        };
        if order != Ordering::Equal {
            return order;
        }
        left = &left[first.len()..];
        right = &right[second.len()..];
    }
}

/// The run of digits, the `_`, or the text that a name begins with.
fn chunk(name: &str) -> &str {
    let kind = |letter: char| match letter {
        '_' => 0,
        letter if letter.is_ascii_digit() => 1,
        _ => 2,
    };
    let mut letters = name.char_indices();
    let Some((_, first)) = letters.next() else { return "" };
    if first == '_' {
        return &name[..1];
    }
    let end = letters
        .find(|(_, letter)| kind(*letter) != kind(first))
        .map_or(name.len(), |(at, _)| at);
    &name[..end]
}
