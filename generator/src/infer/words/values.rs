//! Value lists out of sentences and bullets.

mod numbered;

use crate::spec::model::{Scalar, Type, Value};
use numbered::numbered;

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
const CUES: [&str; 15] = [
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
];
/// What announces a list of bullets besides.
const RANGE: &str = "value range";

/// Words that say that a text holds several of the values at once.
const SEVERAL: [&str; 6] = [
    "逗号",
    "分号分隔",
    "separated by",
    "separated with",
    "separate with",
    "comma",
];

/// Whether a text holds several values at once, by the words about it.
pub(crate) fn holds_several(description: &str) -> bool {
    SEVERAL.iter().any(|word| description.contains(word))
}

/// The values that a description lists, or none.
pub(crate) fn infer(kind: Type, description: &str) -> Vec<Value> {
    if holds_several(description) {
        return Vec::new();
    }
    let found = bullets(kind, description)
        .or_else(|| pairs(kind, description))
        .or_else(|| words(kind, description));
    found.unwrap_or_default()
}

/// Whether a text can be a value: a word or a few, without the marks of a sentence.
pub(crate) fn is_value(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '+' | ':' | '*' | '@');
    // `2xx` stands for a hundred values.
    let is_pattern = |word: &str| word.len() == 3 && word.to_ascii_lowercase().ends_with("xx");
    if text.split(' ').any(is_pattern) {
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
    let cued = CUES.iter().chain(&[RANGE]).any(|cue| lead.contains(cue));
    let ends_open = lead.trim_end().ends_with([':', '：']) || lead.is_empty() || glued.is_some();
    if OPEN_ENDED.iter().any(|word| lead.contains(word)) || !(cued || ends_open) || items.len() < 2 {
        return None;
    }
    let mut values = Vec::new();
    for item in &items {
        let (value, meaning) = split(item);
        let value = strip_note(value);
        // One that announces a list itself is a member, or a case, and no value; one in several words, over words, is their heading.
        let is_heading =
            value.contains(' ') && listed(meaning).is_some_and(|words| words.iter().all(|word| is_word(word)));
        // What is typed is a member of a structure.
        if (!cued && meaning.is_empty()) || item.ends_with([':', '：']) || is_heading || is_type(meaning) {
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

/// Whether the words behind a bullet's name begin with a type: `name: String`, `size：Integer类型，...`.
fn is_type(meaning: &str) -> bool {
    const TYPES: [&str; 10] = [
        "string", "integer", "int", "long", "boolean", "bool", "float", "double", "array", "object",
    ];
    let word: String = meaning.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = meaning[word.len()..].trim_start();
    let ends = rest.is_empty()
        || rest.starts_with([',', '，', '.', '。', ';', '；', '(', '（', '<', '['])
        || rest.starts_with("类型");
    ends && TYPES.contains(&word.to_lowercase().as_str())
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
    if !line.contains("- ") {
        return None; // most lines, and soonest told so
    }
    let at = ["：- ", ":- ", "： - ", ": - ", "。 - ", "。- "]
        .iter()
        .filter(|mark| line.contains(**mark))
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
            let mark = |c: char| marks.contains(&c) || matches!(c, ':' | '-' | '–' | '—' | '.' | ' ');
            let rest = item[at..].trim_start_matches(mark);
            (item[..at].trim(), unmarked(rest).trim_start_matches(mark).trim())
        }
        None => (item.trim_end_matches(['.', ';']), ""),
    }
}

/// What follows `（默认值）` and the like.
fn unmarked(text: &str) -> &str {
    let Some((note, rest)) = text
        .strip_prefix(['（', '('])
        .and_then(|text| text.split_once(['）', ')']))
    else {
        return text;
    };
    if note.contains("默认") || note.to_ascii_lowercase().contains("default") {
        rest
    } else {
        text
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

/// `取值：Region、Zone。`, `Valid values: A, B, and C.`
fn words(kind: Type, description: &str) -> Option<Vec<Value>> {
    let mut lines = description.lines().filter(|line| !line.starts_with("- "));
    let (_, list) = lines.find_map(cue)?;
    let sentence = sentence(list);
    if OPEN_ENDED.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let parts = listed(sentence)?;
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

/// The parts of `A, B, and C`, `A、B或C`, if there are two or more.
fn listed(sentence: &str) -> Option<Vec<String>> {
    let sentence = sentence
        .replace(" and ", ",")
        .replace(" or ", ",")
        .replace(['、', '，', '|', '｜', '；'], ",")
        .replace("或者", ",")
        .replace(['或', '和'], ",");
    let parts = sentence
        .split(',')
        .map(|part| part.trim().trim_end_matches(['.', '。']))
        .filter(|part| !part.is_empty())
        .map(str::to_owned);
    Some(parts.collect::<Vec<_>>()).filter(|parts| parts.len() >= 2)
}

/// Whether a text is a value in one word.
fn is_word(text: &str) -> bool {
    is_value(text) && !text.contains(' ')
}

/// What follows the first cue and its colon.
fn cue(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let mut best: Option<(usize, usize)> = None;
    // Most texts have none, and each has one of these words; `contains` tells that fastest.
    if !["值", "value"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    for cue in CUES.iter().filter(|cue| lower.contains(**cue)) {
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

/// The values, if there are two or more, none stands twice, and none holds another beside a slash: such slashes stand between values.
fn distinct(values: Vec<Value>) -> Option<Vec<Value>> {
    let names: Vec<String> = values.iter().map(|value| value.value.to_string()).collect();
    let holds =
        |name: &String| name.contains('/') && name.split('/').any(|part| names.iter().any(|other| other == part));
    if names.iter().any(holds) {
        return None;
    }
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
            (
                Type::String,
                "规则，取值：\n- name：String，名称\n- size：Integer类型，大小",
                &[],
            ),
            (Type::String, "格式，例如：\n- a：b\n- c：d", &[]),
            (
                Type::Integer,
                "大小。取值范围：\n- 高效云盘：20~500\n- SSD：20~100",
                &[],
            ),
            (Type::String, "时间，格式为08:00、12:30", &[]),
            (Type::String, "支持的规格，取值：ecs.g5、ecs.g6等。", &[]),
            (Type::Integer, "取值范围：1~100", &[]),
            (Type::String, "Kind. Valid values: a,b/a/b", &[]),
            (
                Type::String,
                "Valid values:\n- Near layer: ipx and spx.\n- Far layer: gopher, wais, and archie.",
                &[],
            ),
            (
                Type::String,
                "Valid values:\n- Full House: three of one, two of another\n- Two Pair: twice two of a kind",
                &["Full House", "Two Pair"],
            ),
            (
                Type::String,
                "Valid values:\n- TimedOut: too slow.\n- Answered 5XX: an error.",
                &[],
            ),
        ];
        for (kind, words, expected) in cases {
            let got: Vec<String> = infer(*kind, words)
                .iter()
                .map(|value| value.value.to_string())
                .collect();
            assert_eq!(got, *expected, "{words}");
        }
    }

    #[test]
    fn meanings_of_values() {
        for words in [
            "取值：\n- a（默认值）：甲\n- b：乙",
            "Valid values:\n- a (Default): 甲\n- b: 乙",
            "取值：\n- a：甲\n- b（默认）：乙",
        ] {
            let meanings: Vec<_> = infer(Type::String, words)
                .into_iter()
                .map(|value| value.description)
                .collect();
            assert_eq!(meanings, ["甲", "乙"], "{words}");
        }
    }
}
