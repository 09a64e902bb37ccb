//! Value lists out of sentences and bullets.

use crate::spec::model::{Scalar, Type, Value};

/// Words that make a list an example, or open it.
const OPEN_ENDED: [&str; 15] = [
    "等",
    "such as",
    "例如",
    "如：",
    "for example",
    "For example",
    "e.g",
    "自定义",
    "整数倍",
    "以此类推",
    "and so on",
    "etc",
    "multiple of",
    "如下规则",
    "regular expression",
];

/// What announces a list.
const CUES: [&str; 22] = [
    "取值",
    "可能值",
    "可选值",
    "有效值",
    "枚举值",
    "可取值",
    "可选的值",
    "值为",
    "valid values",
    "valid value",
    "possible values",
    "value values",
    "values:",
    "values：",
    "value:",
    "value range",
    "valid states",
    "包括",
    "分为",
    "状态",
    "类型",
    "options",
];

/// Words that say that a text holds several of the values at once.
const SEVERAL: [&str; 6] = [
    "逗号",
    "分号分隔",
    "separated by",
    "separated with",
    "separate with",
    "comma",
];

/// The values that a description lists, or none.
pub fn infer(kind: Type, description: &str) -> Vec<Value> {
    if SEVERAL.iter().any(|word| description.contains(word)) {
        return Vec::new();
    }
    let found = bullets(kind, description)
        .or_else(|| pairs(kind, description))
        .or_else(|| words(kind, description));
    found.unwrap_or_default()
}

/// Whether a text can be a value: a word or a few, without the marks of a sentence.
pub fn is_value(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '+' | ':' | '*' | '@');
    // `2xx` stands for a hundred values.
    let is_pattern = text.len() == 3 && text.to_ascii_lowercase().ends_with("xx");
    if is_pattern {
        return false;
    }
    let spaces = text.matches(' ').count();
    !text.is_empty()
        && text.len() <= 48
        && text.chars().all(fits)
        && spaces <= 3
        && text.chars().any(|c| c.is_ascii_alphanumeric())
        && !text.starts_with([' ', '.', '/', ':'])
        && (spaces == 0 || text.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn scalar(kind: Type, text: &str) -> Option<Scalar> {
    let text = text.trim().trim_matches(['*', '`', '"', '“', '”', '\'']).trim();
    match kind {
        Type::Integer | Type::Long => text.parse().ok().map(Scalar::Integer),
        _ if is_value(text) => Some(Scalar::String(text.to_owned())),
        _ => None,
    }
}

/// One bullet a value: `-   Region：…`, `-   **Region**`.
fn bullets(kind: Type, description: &str) -> Option<Vec<Value>> {
    let lines: Vec<&str> = description.lines().collect();
    // `取值范围：-   NoSpot：…`: the first bullet may be glued to the sentence.
    let glued = lines
        .iter()
        .position(|line| !line.starts_with("- ") && glued_bullet(line).is_some());
    let first = glued.or_else(|| lines.iter().position(|line| line.starts_with("- ")))?;
    let mut items: Vec<&str> = Vec::new();
    if let Some(at) = glued {
        items.extend(glued_bullet(lines[at]));
    }
    let from = if glued.is_some() { first + 1 } else { first };
    let bullets = lines[from..].iter().take_while(|line| line.starts_with("- "));
    items.extend(bullets.map(|line| &line[2..]));
    if lines[from..]
        .iter()
        .skip_while(|line| line.starts_with("- "))
        .take_while(|line| !is_note(line))
        .any(|line| line.starts_with("- "))
    {
        // A second list: the first is a case, or the whole is prose.
        return None;
    }
    let lead: String = lines[..first].join(" ").to_lowercase() + if glued.is_some() { lines[first] } else { "" };
    let cued = CUES[..16].iter().any(|cue| lead.contains(cue));
    let ends_open = lead.trim_end().ends_with([':', '：']) || lead.is_empty() || glued.is_some();
    if OPEN_ENDED.iter().any(|word| lead.contains(word)) || !(cued || ends_open) || items.len() < 2 {
        return None;
    }
    let mut values = Vec::new();
    for item in &items {
        let (value, meaning) = split(item);
        let value = strip_note(value);
        // One that announces a list itself is a member, or a case, and no value.
        if (!cued && meaning.is_empty()) || item.ends_with([':', '：']) {
            return None;
        }
        values.push(Value {
            value: scalar(kind, value)?,
            description: meaning.to_owned(),
            name: None,
        });
    }
    distinct(values)
}

/// Whether a line opens a note, whose bullets are no values.
fn is_note(line: &str) -> bool {
    const NOTES: [&str; 7] = ["说明", "注意", "警告", "Note", "NOTE", "Notice", "Warning"];
    let label = line.trim_start_matches(['*', '>', ' ']);
    NOTES.iter().any(|note| {
        label
            .strip_prefix(note)
            .is_some_and(|rest| rest.trim_start_matches(['*', ' ']).starts_with([':', '：']))
    })
}

fn glued_bullet(line: &str) -> Option<&str> {
    let at = ["：- ", ":- ", "： - ", ": - ", "。 - ", "。- "]
        .iter()
        .find_map(|mark| line.find(mark).map(|at| at + mark.len()))?;
    Some(line[at..].trim_start())
}

/// A value and what follows its colon or dash.
fn split(item: &str) -> (&str, &str) {
    let item = item.trim();
    let marks = ['：', '，', '。', '；'];
    let chinese = item.find(marks);
    let colon = item.find(": ").or_else(|| {
        item.find(':')
            .filter(|at| !item[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/'))
    });
    let dash = [" - ", " – ", "—", "(", "（", ". "]
        .iter()
        .filter_map(|mark| item.find(mark))
        .min();
    match [chinese, colon, dash].into_iter().flatten().min() {
        Some(at) => {
            let rest = item[at..]
                .trim_start_matches(|c: char| marks.contains(&c) || matches!(c, ':' | '-' | '–' | '—' | '.' | ' '));
            (item[..at].trim(), rest.trim())
        }
        None => (item.trim_end_matches(['.', ';']), ""),
    }
}

/// Removes `（默认）` and the like after a value.
fn strip_note(value: &str) -> &str {
    value
        .split(['（', '('])
        .next()
        .unwrap_or(value)
        .trim()
        .trim_end_matches(['.', ';', ','])
}

/// `0：waiting 1：running` and `on：a；off：b` in one sentence.
fn pairs(kind: Type, description: &str) -> Option<Vec<Value>> {
    let text = description.lines().find(|line| !line.starts_with("- "))?;
    let numeric = numbered(text);
    if numeric.len() >= 2 {
        let values = numeric.into_iter().map(|(value, meaning)| {
            let value = if matches!(kind, Type::Integer | Type::Long) {
                Scalar::Integer(value.parse().ok()?)
            } else {
                Scalar::String(value)
            };
            Some(Value {
                value,
                description: meaning,
                name: None,
            })
        });
        return distinct(values.collect::<Option<Vec<_>>>()?);
    }
    if kind != Type::String {
        return None;
    }
    let (_, list) = cue(text)?;
    let parts: Vec<&str> = list
        .split(['；', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let values = parts.iter().map(|part| {
        let (value, meaning) = split(part.trim_end_matches(['。', '.']));
        let meaning = Some(meaning).filter(|meaning| !meaning.is_empty())?;
        Some(Value {
            value: scalar(kind, value)?,
            description: meaning.to_owned(),
            name: None,
        })
    });
    distinct(values.collect::<Option<Vec<_>>>()?)
}

/// The pairs `number: words` of a sentence; none if a number with a colon is something else, such as a time or a ratio.
fn numbered(text: &str) -> Vec<(String, String)> {
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

/// `取值：Region、Zone。`, `Valid values: A, B, and C.`
fn words(kind: Type, description: &str) -> Option<Vec<Value>> {
    let text = description
        .lines()
        .find(|line| !line.starts_with("- ") && cue(line).is_some())?;
    let (_, list) = cue(text)?;
    let sentence = sentence(list);
    if OPEN_ENDED.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let sentence = sentence
        .replace(" and ", ",")
        .replace(" or ", ",")
        .replace(['、', '，', '|', '｜', '；'], ",")
        .replace("或者", ",")
        .replace(['或', '和'], ",");
    let parts: Vec<&str> = sentence
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let values = parts.iter().map(|part| {
        let value = strip_note(part);
        let whole = !value.contains(' ') && !value.contains('~');
        Some(Value {
            value: scalar(kind, value).filter(|_| whole)?,
            description: String::new(),
            name: None,
        })
    });
    distinct(values.collect::<Option<Vec<_>>>()?)
}

/// What follows the first cue and its colon.
fn cue(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let mut best: Option<(usize, usize)> = None;
    for cue in &CUES[..15] {
        for (at, _) in lower.match_indices(cue) {
            let rest = &text[at + cue.len()..];
            let skipped = rest
                .trim_start_matches("范围")
                .trim_start_matches("说明")
                .trim_start_matches("如下")
                .trim_start();
            let colon = skipped
                .strip_prefix(['：', ':'])
                .or_else(|| cue.ends_with([':', '：']).then_some(skipped))
                .or_else(|| skipped.strip_prefix('为'));
            if let Some(list) = colon {
                let from = text.len() - list.len();
                if best.is_none_or(|(earlier, _)| at < earlier) {
                    best = Some((at, from));
                }
            }
        }
    }
    best.map(|(at, from)| (&text[..at], text[from..].trim()))
}

/// The first sentence.
fn sentence(text: &str) -> &str {
    let end = text.find('。').unwrap_or(text.len());
    let end = text.find(". ").map_or(end, |at| at.min(end));
    text[..end].trim_end_matches('.')
}

/// The values, if there are two or more and none stands twice.
fn distinct(values: Vec<Value>) -> Option<Vec<Value>> {
    let twice = values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].iter().any(|before| before.value == value.value));
    (values.len() >= 2 && values.len() <= 200 && !twice).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_many_forms() {
        let cases: &[(Type, &str, &[&str])] = &[
            (
                Type::Integer,
                "状态0：等待中 1：执行中 2：成功 3：失败",
                &["0", "1", "2", "3"],
            ),
            (
                Type::Integer,
                "任务状态，0:提交中，1:执行中 2:执行成功，3:执行失败 。",
                &["0", "1", "2", "3"],
            ),
            (
                Type::Integer,
                "Kind 1: structuring 2: still cover 3: moving cover",
                &["1", "2", "3"],
            ),
            (Type::Integer, "任务状态：\n- 0：提交中\n- 1：执行中", &["0", "1"]),
            (
                Type::String,
                "作用域。取值范围：\n- Region：甲\n- Zone：乙",
                &["Region", "Zone"],
            ),
            (
                Type::String,
                "付法。取值范围：\n- No Upfront：甲\n- All Upfront：乙",
                &["No Upfront", "All Upfront"],
            ),
            (
                Type::String,
                "取值范围：- NoSpot：a\n- SpotAsPriceGo：b",
                &["NoSpot", "SpotAsPriceGo"],
            ),
            (Type::String, "状态。取值：on：开启；off：关闭", &["on", "off"]),
            (Type::String, "网络类型，取值：vpc、classic。", &["vpc", "classic"]),
            (
                Type::String,
                "Valid values: Aliyun_KMS and EXTERNAL.",
                &["Aliyun_KMS", "EXTERNAL"],
            ),
            (
                Type::String,
                "来源，取值：\n- Own（默认值）\n- EXTERNAL\n**说明：**\n- 区分大小写。\n- 另一条。",
                &["Own", "EXTERNAL"],
            ),
            (
                Type::String,
                "Valid values:\n- Own. This is the default.\n- EXTERNAL",
                &["Own", "EXTERNAL"],
            ),
            (
                Type::String,
                "取值：\n- Id：甲\n- Type：乙，取值：\n- ecs：丙\n- eni：丁",
                &[],
            ),
            (Type::String, "取值：\n- A：甲\n- B：乙\n否则：\n- C：丙", &[]),
            (Type::String, "固定的参数，取值：CreateGifTask。", &[]),
            (Type::String, "格式，例如：\n- a：b\n- c：d", &[]),
            (
                Type::Integer,
                "大小。取值范围：\n- 高效云盘：20~500\n- SSD：20~100",
                &[],
            ),
            (Type::String, "时间，格式为08:00、12:30", &[]),
            (Type::String, "支持的规格，取值：ecs.g5、ecs.g6等。", &[]),
            (Type::Integer, "取值范围：1~100", &[]),
        ];
        for (kind, words, expected) in cases {
            let got: Vec<String> = infer(*kind, words)
                .iter()
                .map(|value| value.value.to_string())
                .collect();
            assert_eq!(got, *expected, "{words}");
        }
    }
}
