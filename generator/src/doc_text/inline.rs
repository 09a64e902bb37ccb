//! Text inside a paragraph: what markdown would make of it is escaped.

/// The longest description that is taken over, in characters.
const LONGEST: usize = 20_000;

/// Any text as a code span, on one line; nothing where there is nothing to show.
pub(crate) fn code(text: &str) -> Option<String> {
    let flat = plain_line(text);
    if flat.is_empty() {
        return None;
    }
    let mut shown: String = flat.chars().take(200).collect();
    if flat.chars().nth(200).is_some() {
        shown.push('…');
    }
    // A fence longer than any run of backticks inside, and apart from those at the ends.
    let (mut longest, mut run) = (0, 0);
    for letter in shown.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let apart = if shown.starts_with('`') || shown.ends_with('`') {
        " "
    } else {
        ""
    };
    Some(format!("{fence}{apart}{shown}{apart}{fence}"))
}

/// Any text as one line of harmless prose.
pub(crate) fn line(text: &str) -> String {
    inline(&plain_line(text))
}

/// Any text as one line, as it would be shown outside of a doc comment.
pub(crate) fn plain_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character can't be seen, or turns the direction of writing.
pub(crate) fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Drops characters that hide or reorder text; turns every kind of space into a plain one; cuts what no one reads.
pub(super) fn clean(text: &str) -> String {
    let hidden = |letter: char| {
        is_hidden(letter)
            || (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}'))
    };
    let mut out = String::with_capacity(text.len().min(LONGEST * 4));
    let mut letters = text.chars().filter(|letter| !hidden(*letter)).peekable();
    let mut count = 0;
    while let Some(letter) = letters.next() {
        count += 1;
        if count > LONGEST {
            out.push('…');
            break;
        }
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
            letter if letter.is_whitespace() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Escapes what markdown would take for more than text; code spans, bold text and addresses are kept.
pub(super) fn inline(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    // Bold text that has not ended.
    let mut bold: Option<Bold> = None;
    let tildes = letters.iter().filter(|letter| **letter == '~').count();
    // A scan that found no end finds none later either; without this, time would grow with the square of a hostile text.
    let (mut no_code, mut no_bold) = (false, false);
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        match letter {
            '`' if !no_code => {
                let end = letters[at + 1..]
                    .iter()
                    .position(|letter| *letter == '`')
                    .map(|length| at + 1 + length);
                match end {
                    // One backtick on each side, and something between.
                    Some(end) if end > at + 1 && letters.get(end + 1) != Some(&'`') => {
                        let inside: String = letters[at + 1..end].iter().collect();
                        out.push_str(&code(&inside).unwrap_or_default());
                        at = end + 1;
                        continue;
                    }
                    Some(_) => out.push_str("\\`"),
                    None => {
                        no_code = true;
                        out.push_str("\\`");
                    }
                }
            }
            '*' if bold.as_ref().is_some_and(|bold: &Bold| bold.end == at) => {
                out.push_str(bold.take().map_or("", |bold| bold.mark()));
                at += 2;
                continue;
            }
            '*' if bold.is_none() && !no_bold && is_pair(&letters, at) => match Bold::at(&letters, at, out.len()) {
                Some(begun) => {
                    out.push_str(begun.mark());
                    bold = Some(begun);
                    at += 2;
                    continue;
                }
                None => {
                    no_bold = !letters[at + 2..].windows(2).any(|pair| pair == ['*', '*']);
                    out.push_str("\\*\\*");
                    at += 2;
                    continue;
                }
            },
            'h' if !before.is_some_and(char::is_alphanumeric) => {
                if let Some(length) = address(&letters[at..]) {
                    out.push('<');
                    out.extend(&letters[at..at + length]);
                    out.push('>');
                    at += length;
                    continue;
                }
                out.push(letter);
            }
            '`' | '*' | '[' | '<' => {
                out.push('\\');
                out.push(letter);
            }
            '~' if tildes > 1 => out.push_str("\\~"),
            '_' if !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)) => {
                out.push_str("\\_")
            }
            '\\' if next.is_none_or(|next| next.is_ascii_punctuation() || next.is_whitespace()) => out.push_str("\\\\"),
            '&' if next.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()) => out.push_str("\\&"),
            // What is left of an address that is not one, such as `http://[Endpoint]`: no tool shall take it for one.
            ':' if next == Some('/') && letters.get(at + 2) == Some(&'/') => out.push_str("\\:"),
            letter => out.push(letter),
        }
        at += 1;
    }
    if let Some(bold) = bold {
        // Its end fell into a code span or an address.
        out.replace_range(bold.start..bold.start + bold.mark().len(), "");
    }
    out
}

struct Bold {
    /// Where it begins in what was written.
    start: usize,
    /// Where its end stands.
    end: usize,
    /// Whether markdown takes the stars for what they are; otherwise they are dropped.
    shown: bool,
}

impl Bold {
    /// The bold text that two stars begin: words with no space at their ends, and two stars behind them.
    fn at(letters: &[char], at: usize, start: usize) -> Option<Self> {
        let inside = &letters[at + 2..letters.len().min(at + 2 + LONGEST_BOLD)];
        let length = (1..inside.len()).find(|length| is_pair(letters, at + 2 + length))?;
        let inside = &inside[..length];
        let (first, last) = (*inside.first()?, *inside.last()?);
        let words = inside.iter().any(|letter| letter.is_alphanumeric());
        if !words || first.is_whitespace() || last.is_whitespace() || ".*".contains(first) || last == '*' {
            return None;
        }
        let end = at + 2 + length;
        let outside = |letter: Option<&char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let opens = first.is_alphanumeric() || outside(before);
        let closes = last.is_alphanumeric() || outside(letters.get(end + 2));
        let shown = opens && closes;
        Some(Self { start, end, shown })
    }

    fn mark(&self) -> &'static str {
        if self.shown { "**" } else { "" }
    }
}

/// The longest bold text, in characters.
const LONGEST_BOLD: usize = 200;

/// Whether exactly two stars stand here.
fn is_pair(letters: &[char], at: usize) -> bool {
    let star = |at: usize| letters.get(at) == Some(&'*');
    star(at) && star(at + 1) && !star(at + 2) && !at.checked_sub(1).is_some_and(star)
}

/// The length of the web address that begins here.
fn address(letters: &[char]) -> Option<usize> {
    let starts =
        |scheme: &str| letters.len() > scheme.len() && scheme.chars().zip(letters).all(|(one, other)| one == *other);
    let scheme = ["http://", "https://"].into_iter().find(|scheme| starts(scheme))?.len();
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || "-._~:/?#@!$&'()+,;=%".contains(*letter);
    let mut length = letters.iter().take_while(|letter| fits(letter)).count();
    while length > scheme && ".,;:!?'()".contains(letters[length - 1]) {
        length -= 1;
    }
    (length > scheme && letters[scheme].is_ascii_alphanumeric()).then_some(length)
}
