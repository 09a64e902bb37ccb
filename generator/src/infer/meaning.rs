//! What the words of a description say: values, defaults, bounds. Precision before recall: what isn't plainly said is left out.

use crate::infer::values;
use crate::spec::model::{Field, Type};

/// Sets a field's description and what it says.
pub fn describe(field: &mut Field, words: &str) {
    field.description = tidy(words);
    let kind = if field.kind == Type::Array { field.items.unwrap_or_default() } else { field.kind };
    field.deprecated = is_deprecated(&field.description);
    if matches!(kind, Type::String | Type::Integer | Type::Long) {
        field.values = values::infer(kind, &field.description);
    }
    if field.kind == Type::Array {
        field.max_items = max_items(&field.description);
        return;
    }
    let plain = unconditional(&field.description);
    if kind.is_scalar() {
        field.default = default(kind, &plain).or_else(|| marked_default(kind, &field.description));
    }
    if matches!(kind, Type::Integer | Type::Long | Type::Float | Type::Double) && field.values.is_empty() {
        (field.minimum, field.maximum) = bounds(&plain);
    }
    if kind == Type::String && field.values.is_empty() {
        field.max_length = max_length(&plain);
    }
}

/// A description in tidy Markdown: no trailing blanks, bullets as `- `, no run of blank lines.
pub fn tidy(words: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in words.lines() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if line.is_empty() {
            continue;
        }
        match line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            Some(item) => lines.push(format!("- {}", item.trim())),
            None => lines.push(line.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
    lines.join("\n")
}

/// The lines that hold without a condition: bullets are cases.
fn unconditional(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("- ")).collect::<Vec<_>>().join("\n")
}

fn is_deprecated(text: &str) -> bool {
    const STARTS: [&str; 8] = ["该参数已废弃", "参数已废弃", "已废弃", "已弃用", "该参数已弃用", "This parameter is deprecated", "Deprecated", "This parameter is obsolete"];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// The bound on a list's length: `N的取值范围：1~50`, `Valid values of N: 1 to 50`.
pub fn max_items(text: &str) -> Option<u64> {
    const CUES: [&str; 9] = ["N的取值范围", "N取值范围", "N的取值", "N 的取值范围", "Valid values of N", "valid values of N", "Value range of N", "Maximum value of N", "N的最大值"];
    let at = CUES.iter().find_map(|cue| text.find(cue).map(|at| at + cue.len()))?;
    let clause: String = text[at..].chars().take(24).take_while(|c| !matches!(c, '。' | '，' | '\n' | ';' | '；')).collect();
    let numbers = numbers_in(&clause);
    numbers.last().and_then(|number| number.parse().ok()).filter(|most| (1..=10_000).contains(most))
}

fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut current = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        let next_is_digit = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let sign = c == '-' && current.is_empty() && next_is_digit && !at.checked_sub(1).is_some_and(|before| chars[before].is_ascii_digit());
        let inner = (c == '.' && next_is_digit && !current.is_empty() && !current.contains('.')) || (c == ',' && !current.is_empty() && thousands(&chars[at..]));
        if c.is_ascii_digit() || sign || inner {
            if c != ',' {
                current.push(c);
            }
        } else if !current.is_empty() {
            numbers.push(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        numbers.push(current);
    }
    numbers
}

/// Whether a comma begins a group of thousands.
fn thousands(rest: &[char]) -> bool {
    rest.len() >= 4 && rest[1..4].iter().all(char::is_ascii_digit) && !rest.get(4).is_some_and(char::is_ascii_digit)
}

/// The words right after a cue.
fn after<'a>(text: &'a str, cues: &[&str]) -> Option<&'a str> {
    let (at, length) = cues.iter().filter_map(|cue| text.find(cue).map(|at| (at, cue.len()))).min()?;
    Some(text[at + length..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '是' | '为' | '*' | '`')))
}

fn default(kind: Type, text: &str) -> Option<String> {
    const CUES: [&str; 10] = ["默认值", "缺省值", "默认取值", "Default value", "default value is", "Default:", "Default：", "The default is", "默认为", "缺省为"];
    let rest = after(text, &CUES)?;
    let rest = rest.strip_prefix("is ").unwrap_or(rest);
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '+')).collect();
    let ended = rest[word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '~' | '（' | '(' | '%'));
    let word = word.trim_end_matches(['.', ':', '/', '-']);
    let fits = match kind {
        Type::Integer | Type::Long => word.parse::<i64>().is_ok(),
        Type::Float | Type::Double => word.parse::<f64>().is_ok(),
        Type::Boolean => matches!(word, "true" | "false"),
        _ => !word.is_empty() && !is_prose(rest, word),
    };
    (fits && ended).then(|| word.to_owned())
}

/// Whether a word is the start of a sentence rather than a value: another plain word follows it.
fn is_prose(rest: &str, word: &str) -> bool {
    let after = &rest[word.len()..];
    after.starts_with(' ') && after.trim_start().starts_with(|c: char| c.is_ascii_lowercase())
}

/// The value that a bullet marks as the default: `-   Region（默认）：…`.
fn marked_default(kind: Type, text: &str) -> Option<String> {
    let marked = |line: &&str| line.starts_with("- ") && ["（默认", "(default", "(Default", "（Default"].iter().any(|mark| line.contains(mark));
    let mut lines = text.lines().filter(marked);
    let (Some(line), None) = (lines.next(), lines.next()) else { return None };
    let value = line[2..].split(['（', '(']).next()?.trim().trim_matches('*');
    let fits = match kind {
        Type::Integer | Type::Long => value.parse::<i64>().is_ok(),
        Type::Boolean => matches!(value, "true" | "false"),
        _ => values::is_value(value),
    };
    fits.then(|| value.to_owned())
}

fn bounds(text: &str) -> (Option<String>, Option<String>) {
    const RANGES: [&str; 9] = ["取值范围", "取值区间", "有效值", "Valid values", "Value range", "Valid value", "Value values", "取值", "Values"];
    let number_after = |cues: &[&str]| {
        let rest = after(text, cues)?;
        let word: String = rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ',')).collect();
        numbers_in(&word).into_iter().next()
    };
    if let Some(rest) = after(text, &RANGES) {
        let clause: String = rest.chars().take_while(|c| !matches!(c, '。' | '；' | ';' | '\n' | '，') ).take(48).collect();
        if let Some(range) = range(&clause) {
            return (Some(range.0), Some(range.1));
        }
    }
    let minimum = number_after(&["最小值", "Minimum value", "minimum value is", "最小为"]);
    let maximum = number_after(&["最大值", "Maximum value", "maximum value is", "最大为", "不能超过", "不超过"]);
    (minimum, maximum)
}

/// The ends of `1~100`, `1 to 100`, `[1, 100]`, `1-100`, when the clause begins with it and says nothing more.
fn range(clause: &str) -> Option<(String, String)> {
    let clause = clause.trim();
    let head = clause.trim_start_matches(['[', '(', '（', '【', ' ']);
    if !head.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let marked = ["~", "～", " to ", ",", "-", "–", "到", "至", "∼"].iter().any(|mark| head.contains(mark));
    let numbers = numbers_in(&head.replace('-', " - ").replace(" -  ", " -"));
    let numbers: Vec<String> = if head.contains('~') || head.contains('～') || head.contains(" to ") { numbers_in(&head.replace(['~', '～'], " ")) } else { numbers };
    match numbers.as_slice() {
        [low, high] if marked && low.parse::<f64>().ok()? < high.parse::<f64>().ok()? => Some((low.clone(), high.clone())),
        _ => None,
    }
}

/// `长度为2~128个字符`, `2 to 128 characters in length`, `不超过128个字符`.
fn max_length(text: &str) -> Option<u64> {
    for unit in ["个英文或中文字符", "个字符", "个英文字符", "个中英文字符", "位字符", "characters", "字符"] {
        let Some(at) = text.find(unit) else { continue };
        let before: String = text[..at].chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
        let before = before.trim_end();
        if !before.ends_with(|c: char| c.is_ascii_digit() || c == ']' || c == '）' || c == ')') {
            continue;
        }
        let clause = before.rsplit(['。', '，', '；', '\n', ';']).next().unwrap_or_default();
        let bound = ["~", "～", "to", "-", "超过", "最多", "最长", "up to", "不能多于", "以内", ",", "至", "到", "exceed", "most"].iter().any(|mark| text[..at].ends_with(clause) && clause.contains(mark)) || text[..at].contains("最长") || text[..at].contains("up to") || text[..at].contains("最多") || text[..at].contains("不超过");
        if !bound {
            continue;
        }
        return numbers_in(&clause.replace(['~', '～', '-'], " ")).last().and_then(|number| number.parse().ok());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(kind: Type, words: &str) -> Field {
        let mut field = Field { kind, ..Field::default() };
        describe(&mut field, words);
        field
    }

    #[test]
    fn defaults_and_bounds() {
        let cases: &[(Type, &str, [Option<&str>; 3])] = &[
            (Type::Integer, "页码，起始值：1\n\n默认值：1", [Some("1"), None, None]),
            (Type::Integer, "每页行数，最大值：100\n默认值：10", [Some("10"), None, Some("100")]),
            (Type::Integer, "取值范围：1~65535。", [None, Some("1"), Some("65535")]),
            (Type::Integer, "Valid values: 1 to 100. Default value: 10.", [Some("10"), Some("1"), Some("100")]),
            (Type::Integer, "Valid value: [1, 50]\nThe default value is 10.", [Some("10"), Some("1"), Some("50")]),
            (Type::Boolean, "是否返回，默认值：false。", [Some("false"), None, None]),
            (Type::String, "范围。取值：\n- Region：a\n- Zone：b\n默认值：Region", [Some("Region"), None, None]),
            (Type::Integer, "取值范围：\n- 高效云盘：20~500\n- SSD：20~100", [None, None, None]),
            (Type::String, "默认值：空。", [None, None, None]),
        ];
        for (kind, words, [default, minimum, maximum]) in cases {
            let field = described(*kind, words);
            assert_eq!((field.default.as_deref(), field.minimum.as_deref(), field.maximum.as_deref()), (*default, *minimum, *maximum), "{words}");
        }
    }

    #[test]
    fn lengths() {
        let cases = [
            (Type::String, "长度为2~128个字符。", Some(128)),
            (Type::String, "The name must be 2 to 128 characters in length.", Some(128)),
            (Type::String, "最多支持128个字符", Some(128)),
            (Type::String, "不能以http://开头", None),
        ];
        for (kind, words, most) in cases {
            assert_eq!(described(kind, words).max_length, most, "{words}");
        }
        assert_eq!(max_items("预留实例券ID。N的取值范围：1~100"), Some(100));
    }
}
