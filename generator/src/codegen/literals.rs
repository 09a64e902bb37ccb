//! Text of any kind as a Rust literal, or on one line.

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for letter in text.chars() {
        match letter {
            // `escape_debug` would escape it, though only a character literal needs that.
            '\'' => literal.push('\''),
            letter => literal.extend(letter.escape_debug()),
        }
    }
    literal.push('"');
    literal
}

/// A raw string literal; plain where the text holds what a raw one can't.
pub(super) fn raw_literal(text: &str) -> String {
    if text.contains('\r')
        || text
            .chars()
            .any(|letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    {
        return literal(text);
    }
    let mut marks = 1;
    while text.contains(&format!("\"{}", "#".repeat(marks))) {
        marks += 1;
    }
    let marks = "#".repeat(marks);
    format!("r{marks}\"{text}\"{marks}")
}

/// The text without line breaks and other control characters.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for text in [
            "a", "\"", "\\", "\n", "\u{0}", "'", "应用", "\u{202e}", "\r\n", "\"#", "\"##", "r#\"x\"#", "{}",
            "\u{feff}",
        ] {
            for literal in [literal(text), raw_literal(text)] {
                let parsed: syn::LitStr = syn::parse_str(&literal).expect("a literal");
                assert_eq!(parsed.value(), text, "{literal}");
            }
        }
        assert_eq!(literal("it's"), "\"it's\"");
        assert_eq!(raw_literal("a\"#b"), "r##\"a\"#b\"##");
    }
}
