//! Long or foreign text, shortened for messages.

use std::fmt::{self, Write as _};

/// How much of a text a message shows, in characters.
const SHOWN: usize = 80;

/// Text that shows at most its first characters.
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

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

/// Foreign text on one line. It can't steer a terminal, begin a line of a log, or fill a disk.
pub(crate) struct Line<'a>(pub(crate) &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LINE) {
            if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
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
        write!(f, "{text:?}{more}")
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
            ("\u{1b}[2J\u{9b}\u{2028}", "\\u{1b}[2J\\u{9b}\\u{2028}".to_owned()),
            (&"x".repeat(LINE), "x".repeat(LINE)),
            (&"é".repeat(LINE + 1), format!("{}…", "é".repeat(LINE))),
        ] {
            assert_eq!(Line(text).to_string(), line);
        }
        assert_eq!(
            Excerpt(&"\n".repeat(99)).to_string(),
            format!("{}…", "\\n".repeat(SHOWN))
        );
    }
}
