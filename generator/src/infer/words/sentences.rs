//! Prose with a line for each sentence, so that a changed word changes one line of the spec, and no paragraph flows anew.

use crate::spec::model::{Field, Operation};

/// Puts each sentence of an operation's prose on a line of its own.
pub(crate) fn apart(operation: &mut Operation) {
    operation.summary = lines(&operation.summary);
    operation
        .request
        .iter_mut()
        .chain(&mut operation.response)
        .for_each(apart_below);
}

fn apart_below(field: &mut Field) {
    field.description = lines(&field.description);
    for value in &mut field.values {
        value.description = lines(&value.description);
    }
    field.fields.iter_mut().for_each(apart_below);
}

/// The sentences of a text, a line each; those of a bullet stand below its first.
fn lines(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent = if line.starts_with("- ") { "  " } else { "" };
        for (at, sentence) in sentences(line).into_iter().enumerate() {
            // What would begin a bullet there stays where it is.
            match lines.last_mut() {
                Some(last) if at > 0 && sentence.starts_with(['-', '*', '+', '#', '|', '>']) => {
                    *last = format!("{last} {sentence}");
                }
                _ if at > 0 => lines.push(format!("{indent}{sentence}")),
                _ => lines.push(sentence.to_owned()),
            }
        }
    }
    lines.join("\n")
}

/// The sentences of a line. A mark within code, or after a short word such as `e.g.`, ends none.
fn sentences(line: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    let letter = |at: usize| letters.get(at).map(|(_, letter)| *letter);
    let mut found = Vec::new();
    let (mut start, mut in_code, mut open) = (0, false, 0_usize);
    for (at, (offset, mark)) in letters.iter().copied().enumerate() {
        match mark {
            '`' => in_code = !in_code,
            '(' | '（' | '[' | '{' | '“' => open += 1,
            ')' | '）' | ']' | '}' | '”' => open = open.saturating_sub(1),
            _ => {}
        }
        let ends = match mark {
            '。' | '！' | '？' => letter(at + 1).is_some_and(|next| !matches!(next, '”' | '）' | ')')),
            '.' | '!' | '?' => {
                let word = line[..offset].rsplit([' ', '(']).next().unwrap_or_default();
                let is_short = word.contains('.') || word.chars().count() < 2 || matches!(word, "etc" | "vs" | "No");
                let next = letter(at + 2);
                let begins = next.is_some_and(|next| !next.is_lowercase() && !next.is_whitespace());
                !is_short && letter(at + 1) == Some(' ') && begins
            }
            _ => false,
        };
        if ends && !in_code && open == 0 {
            let end = offset + mark.len_utf8();
            found.push(line[start..end].trim_start());
            start = end;
        }
    }
    found.push(line[start..].trim_start());
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_sentence() {
        for (text, expected) in [
            ("", ""),
            ("The name.", "The name."),
            ("The name. Default: x.", "The name.\nDefault: x."),
            (
                "Use it, e.g. Like this. Or v1.2 of it.",
                "Use it, e.g. Like this.\nOr v1.2 of it.",
            ),
            ("名称。默认值：1。", "名称。\n默认值：1。"),
            ("名称（见下。或上。）以及其他。完", "名称（见下。或上。）以及其他。\n完"),
            ("Call `a. B` first. Then go.", "Call `a. B` first.\nThen go."),
            ("Kinds:\n- a: One. Two.\n- b", "Kinds:\n- a: One.\n  Two.\n- b"),
            ("A range. -1 means none.", "A range. -1 means none."),
            ("Is it? Yes! No 2. 3 is.", "Is it?\nYes!\nNo 2. 3 is."),
        ] {
            assert_eq!(lines(text), expected, "{text}");
        }
    }
}
