//! Long or foreign text, shortened for messages.

use std::fmt::{self, Write as _};

/// How much of a text a message shows, in characters.
const SHOWN: usize = 80;

/// Text that shows at most its first characters.
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

/// The beginning of a foreign text that is kept, of at most so many bytes.
pub(crate) fn bounded(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// The beginning of bytes that should be text, long enough for an [`Excerpt`].
pub(crate) fn head(bytes: &[u8]) -> String {
    // Four bytes a character at most, and one more to know that there is more.
    String::from_utf8_lossy(bytes.get(..4 * (SHOWN + 1)).unwrap_or(bytes)).into_owned()
}

impl Excerpt<'_> {
    fn split(&self) -> (&str, &'static str) {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => (self.0.get(..end).unwrap_or_default(), "…"),
            None => (self.0, ""),
        }
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.split();
        write!(f, "{}{more}", Line(text))
    }
}

/// How much of a service's own words is shown: with them it also says what it would have signed.
const LINE: usize = 4_000;

/// Whether a character breaks a line, or changes the direction in which it is read.
fn steers(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Foreign text on one line. It can't steer a terminal, begin or turn a line of a log, or fill a disk.
pub(crate) struct Line<'a>(pub(crate) &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LINE) {
            if character.is_control() || steers(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        f.write_str(if characters.next().is_some() { "…" } else { "" })
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.split();
        // What it escapes that steers is Rust's to say; this holds for any version of it.
        f.write_char('"')?;
        for character in text.chars() {
            if steers(character) {
                write!(f, "{}", character.escape_unicode())?;
            } else if character == '\'' {
                f.write_char(character)?;
            } else {
                write!(f, "{}", character.escape_debug())?;
            }
        }
        write!(f, "\"{more}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (text, line) in [
            ("", String::new()),
            ("名 称 \"x\"", "名 称 \"x\"".to_owned()),
            ("a\r\nb\tc", "a\\r\\nb\\tc".to_owned()),
            ("\u{202e}a\u{2066}b\u{200f}", "\\u{202e}a\\u{2066}b\\u{200f}".to_owned()),
            ("\u{1b}[2J\u{9b}\u{2028}", "\\u{1b}[2J\\u{9b}\\u{2028}".to_owned()),
            (&"x".repeat(LINE), "x".repeat(LINE)),
            (&"é".repeat(LINE + 1), format!("{}…", "é".repeat(LINE))),
        ] {
            assert_eq!(Line(text).to_string(), line);
        }
        assert_eq!(format!("{:?}", Excerpt("'a\u{202e}\"\n")), r#""'a\u{202e}\"\n""#);
        assert_eq!(
            (bounded("äb", 1), bounded("äb", 2), bounded("äb", 3)),
            ("…".into(), "ä…".into(), "äb".into())
        );
        assert_eq!(
            Excerpt(&"\n".repeat(99)).to_string(),
            format!("{}…", "\\n".repeat(SHOWN))
        );
    }
}
