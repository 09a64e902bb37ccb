//! How wide text is.

/// How many columns a text takes; the letters of East Asia take two.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .map(|letter| if u32::from(letter) < 0x1100 { 1 } else { 2 })
        .sum()
}
