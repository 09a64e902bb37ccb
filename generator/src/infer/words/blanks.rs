//! Blanks between Chinese and Latin letters: some pages have them, some don't, and they mean nothing.

use std::borrow::Cow;

/// A text without the blanks between Chinese and Latin letters or digits, so that `JSON 数组` is found as `JSON数组`.
pub(crate) fn joined(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let joins = |one: char, other: char| is_chinese(one) && other.is_ascii_alphanumeric();
        let (left, right): (Option<char>, Option<&char>) = (before, letters.peek());
        let means_nothing = letter == ' '
            && left
                .zip(right)
                .is_some_and(|(left, right)| joins(left, *right) || joins(*right, left));
        if !means_nothing {
            kept.push(letter);
        }
        before = Some(letter);
    }
    Cow::Owned(kept)
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_nothing_goes() {
        for (text, expected) in [
            ("一个 JSON 数组", "一个JSON数组"),
            ("共 20 个。 N 的范围", "共20个。 N的范围"),
            ("JSON array of 3", "JSON array of 3"),
            ("名称 说明 a", "名称 说明a"),
            ("", ""),
        ] {
            assert_eq!(joined(text), expected);
        }
    }
}
