//! Lines of a paragraph.

/// Lines of about the given width. A word longer than that stands alone, and code spans are not broken.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in unbroken(text) {
        let columns = width(&word);
        if length > 0 && length + 1 + columns > room {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length == 0 {
            line = guard(&word);
            length = columns;
        } else {
            line.push(' ');
            line.push_str(&word);
            length += 1 + columns;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a text; a code span with spaces is one word.
fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut fence: Option<usize> = None;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if fence.is_some() => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        // Runs of backticks open and close spans, escaped ones don't.
        let mut run = 0;
        let mut escaped = false;
        for letter in word.chars().chain([' ']) {
            if letter == '`' && !escaped {
                run += 1;
                continue;
            }
            if run > 0 {
                fence = match fence {
                    None => Some(run),
                    Some(open) if open == run => None,
                    open => open,
                };
                run = 0;
            }
            escaped = letter == '\\' && !escaped && fence.is_none();
        }
    }
    words
}

/// Keeps the beginning of a line from being a bullet, a number, a heading, a rule, a quotation or a table's.
fn guard(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &word[digits..];
    let numbered = digits > 0 && behind.starts_with(['.', ')']);
    if numbered {
        return format!("{}\\{behind}", &word[..digits]);
    }
    if word.starts_with(['-', '+', '#', '=', ':', '|', '>']) {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

/// How many columns a text takes; the letters of East Asia take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|letter| if u32::from(letter) < 0x1100 { 1 } else { 2 })
        .sum()
}
