//! Numbers and what they mean, in one sentence.

/// The pairs `number: words` of a sentence; none if a number with a colon is something else, such as a time or a ratio.
pub(super) fn numbered(text: &str) -> Vec<(String, String)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut starts: Vec<(usize, usize, String)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (offset, c) = chars[at];
        if !c.is_ascii_digit() {
            at += 1;
            continue;
        }
        let signed = at > 0 && chars[at - 1].1 == '-';
        let before = at.checked_sub(if signed { 2 } else { 1 }).map(|before| chars[before].1);
        let mut end = at;
        while end < chars.len() && chars[end].1.is_ascii_digit() {
            end += 1;
        }
        let mut colon = end;
        while chars.get(colon).is_some_and(|(_, c)| *c == ' ') {
            colon += 1;
        }
        let follows = chars.get(colon).is_some_and(|(_, c)| matches!(c, ':' | '：'));
        let next = chars.get(colon + 1).map(|(_, c)| *c);
        let stands_alone = before.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | ':' | '/'));
        if follows && stands_alone && end - at <= 4 && next.is_some_and(|c| !c.is_ascii_digit() && c != '/') {
            let number = format!(
                "{}{}",
                if signed { "-" } else { "" },
                &text[offset..chars.get(end).map_or(text.len(), |(offset, _)| *offset)]
            );
            let from = chars.get(colon + 1).map_or(text.len(), |(offset, _)| *offset);
            starts.push((if signed { offset - 1 } else { offset }, from, number));
        }
        at = end;
    }
    let mut found = Vec::new();
    for (index, (_, from, number)) in starts.iter().enumerate() {
        let to = starts.get(index + 1).map_or(text.len(), |(offset, _, _)| *offset);
        let mut meaning = text[*from..to].trim();
        if index + 1 == starts.len() {
            meaning = meaning.split(['。', '；', ';', '\n']).next().unwrap_or_default().trim();
        }
        let meaning = meaning
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '、' | '。' | '.'))
            .to_owned();
        if meaning.is_empty() || meaning.chars().count() > 60 {
            return Vec::new();
        }
        found.push((number.clone(), meaning));
    }
    found
}
