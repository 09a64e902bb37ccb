//! What the words of a description say: values, defaults, bounds. Precision before recall: what isn't plainly said is left out.

use crate::infer::words::blanks::joined;
use crate::infer::words::limits::{after, bounds, max_items, max_length};
use crate::infer::words::values;
use crate::spec::model::{Field, Type};

/// Sets a field's description and what it says; gives what was left out because the field's own example says otherwise.
pub(crate) fn describe(field: &mut Field, words: &str) -> Vec<String> {
    say(field, words);
    contradicted(field)
}

/// Takes back what the example contradicts: it was said of something else.
fn contradicted(field: &mut Field) -> Vec<String> {
    let mut dropped = Vec::new();
    let listed = |value: &str| {
        let mut values = field.values.iter().map(|known| known.value.to_string());
        field.values.is_empty() || values.any(|known| known.eq_ignore_ascii_case(value))
    };
    let example = field
        .example
        .as_deref()
        .map(|example| example.trim().trim_matches(['"', '`', '*']).to_owned());
    let plain = example.as_deref().filter(|example| is_one_value(example));
    let values = plain.is_some_and(|example| !listed(example));
    let default = field.default.as_deref().is_some_and(|default| !listed(default));
    let number = plain.and_then(|example| example.parse::<f64>().ok());
    let beyond = |bound: &Option<String>, is: fn(f64, f64) -> bool| {
        let bound = bound.as_deref().and_then(|bound| bound.parse::<f64>().ok());
        number.zip(bound).is_some_and(|(number, bound)| is(number, bound))
    };
    let range = beyond(&field.minimum, |number, bound| number < bound)
        || beyond(&field.maximum, |number, bound| number > bound);
    let length = field
        .max_length
        .zip(example.as_deref())
        .is_some_and(|(most, example)| example.chars().count() as u64 > most);
    let example = example.as_deref().unwrap_or_default();
    let shown: String = example.chars().take(60).collect();
    if values {
        dropped.push(format!(
            "the example `{shown}` is none of its values: they are left out"
        ));
        field.values.clear();
    } else if default {
        dropped.push("its default is none of its values: left out".to_owned());
        field.default = None;
    }
    if range {
        dropped.push(format!(
            "the example `{shown}` is out of its range: the limits are left out"
        ));
        (field.minimum, field.maximum) = (None, None);
    }
    if length {
        dropped.push(format!(
            "the example `{shown}` is longer than it may be: the limit is left out"
        ));
        field.max_length = None;
    }
    dropped
}

/// Whether an example is one value, and not several, nor a text about it.
fn is_one_value(example: &str) -> bool {
    !example.is_empty() && !example.contains([',', '，', '、', '[', '{', '|', ' ', '*', '…'])
}

fn say(field: &mut Field, words: &str) {
    field.description = tidy(words);
    let kind = if field.kind == Type::Array {
        field.items.unwrap_or_default()
    } else {
        field.kind
    };
    let words = joined(&field.description);
    field.deprecated = is_deprecated(&words);
    // The bullets of what is JSON itself name its members.
    let is_object = field.example.as_deref().is_some_and(shows_object);
    if matches!(kind, Type::String | Type::Integer | Type::Long) && !is_object {
        field.values = values::infer(kind, &field.description);
    }
    if field.kind == Type::Array {
        field.max_items = max_items(&words);
        return;
    }
    let plain = unconditional(&words);
    if kind.is_scalar() && !is_object {
        field.default = default(kind, &plain)
            .or_else(|| marked_default(kind, &words))
            .filter(|default| is_only_default(kind, default, &words));
    }
    if matches!(kind, Type::Integer | Type::Long | Type::Float | Type::Double) && field.values.is_empty() {
        (field.minimum, field.maximum) = bounds(&plain);
    }
    if kind == Type::String && field.values.is_empty() {
        // What holds of one of several holds not of them all.
        if values::holds_several(&words) {
            return;
        }
        // Bullets on an object are on its members.
        let rules = || rules(&words).find_map(max_length).filter(|_| !is_object);
        field.max_length = max_length(&plain).or_else(rules);
    }
}

/// Whether an example is an object in JSON, or a list of them.
fn shows_object(example: &str) -> bool {
    example.trim_start_matches(['[', '\\', ' ']).starts_with('{')
}

/// A description in tidy Markdown: no trailing blanks, bullets as `- `, no run of blank lines.
pub(crate) fn tidy(words: &str) -> String {
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
    text.lines()
        .filter(|line| !line.starts_with("- "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Bullets that name no case: each of them holds.
fn rules(text: &str) -> impl Iterator<Item = &str> {
    const CASES: [&str; 8] = ["：", ":", "当", "时", "如", "if ", "If ", "hen "];
    text.lines()
        .filter_map(|line| line.strip_prefix("- "))
        .filter(|rule| !CASES.iter().any(|mark| rule.contains(mark)))
}

fn is_deprecated(text: &str) -> bool {
    const STARTS: [&str; 8] = [
        "该参数已废弃",
        "参数已废弃",
        "已废弃",
        "已弃用",
        "该参数已弃用",
        "This parameter is deprecated",
        "Deprecated",
        "This parameter is obsolete",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

/// What announces a default.
const DEFAULTS: [&str; 10] = [
    "默认值",
    "缺省值",
    "默认取值",
    "Default value",
    "default value is",
    "Default:",
    "Default：",
    "The default is",
    "默认为",
    "缺省为",
];

fn default(kind: Type, text: &str) -> Option<String> {
    let rest = after(text, &DEFAULTS)?;
    let before = &text[..text.len() - rest.len()];
    if holds_sometimes(before) {
        return None;
    }
    default_at(kind, rest)
}

/// The default that a text begins with.
fn default_at(kind: Type, rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("is ").unwrap_or(rest);
    let word: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '+'))
        .collect();
    let ended = rest[word.len()..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '~' | '（' | '(' | '%'));
    let word = word.trim_end_matches(['.', ':', '/', '-']);
    let fits = match kind {
        Type::Integer | Type::Long => word.parse::<i64>().is_ok(),
        Type::Float | Type::Double => word.parse::<f64>().is_ok(),
        Type::Boolean => matches!(word, "true" | "false"),
        _ => !word.is_empty() && !is_prose(rest, word),
    };
    (fits && ended).then(|| word.to_owned())
}

/// Whether a description tells of no other default: of several, each holds in a case of its own.
fn is_only_default(kind: Type, default: &str, words: &str) -> bool {
    let mut rest = words;
    while let Some(next) = after(rest, &DEFAULTS) {
        // `PageSize默认值` is another parameter's.
        let before = rest[..rest.len() - next.len()].trim_end_matches([' ', ':', '：', '是', '为', '*', '`']);
        let cue = DEFAULTS.iter().find_map(|cue| before.strip_suffix(cue));
        let others = cue.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        if !others && default_at(kind, next).is_some_and(|other| !other.eq_ignore_ascii_case(default)) {
            return false;
        }
        rest = next;
    }
    true
}

/// Whether the sentence that a text ends in begins with a condition, other than that nothing is given.
fn holds_sometimes(before: &str) -> bool {
    const CONDITIONS: [&str; 8] = ["当", "如果", "若", "If ", "if ", "When ", "when ", "仅"];
    const NOTHING: [&str; 12] = [
        "不",
        "空",
        "未",
        "没有",
        "缺省",
        "not ",
        "empty",
        "omit",
        "left ",
        "leave",
        "unspecified",
        "without",
    ];
    let sentence = before.rsplit(['。', '\n', '；', ';']).next().unwrap_or_default();
    let sentence = sentence.rsplit(". ").next().unwrap_or_default();
    let conditional =
        sentence.trim_start().starts_with("For ") || CONDITIONS.iter().any(|word| sentence.contains(word));
    conditional && !NOTHING.iter().any(|word| sentence.contains(word))
}

/// Whether a word is the start of a sentence rather than a value: another plain word follows it.
fn is_prose(rest: &str, word: &str) -> bool {
    let after = &rest[word.len()..];
    after.starts_with(' ') && after.trim_start().starts_with(|c: char| c.is_ascii_lowercase())
}

/// The value that a bullet marks as the default: `-   Region（默认）：…`.
fn marked_default(kind: Type, text: &str) -> Option<String> {
    let marked = |line: &&str| {
        line.starts_with("- ")
            && ["（默认", "(default", "(Default", "（Default"]
                .iter()
                .any(|mark| line.contains(mark))
    };
    let mut lines = text.lines().filter(marked);
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return None;
    };
    let value = line[2..].split(['（', '(']).next()?.trim().trim_matches('*');
    let fits = match kind {
        Type::Integer | Type::Long => value.parse::<i64>().is_ok(),
        Type::Boolean => matches!(value, "true" | "false"),
        _ => values::is_value(value),
    };
    fits.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(kind: Type, words: &str) -> Field {
        let mut field = Field {
            kind,
            ..Field::default()
        };
        describe(&mut field, words);
        field
    }

    #[test]
    fn defaults_and_bounds() {
        let cases: &[(Type, &str, [Option<&str>; 3])] = &[
            (Type::Integer, "页码，起始值：1\n\n默认值：1", [Some("1"), None, None]),
            (
                Type::Integer,
                "每页行数，最大值：100\n默认值：10",
                [Some("10"), None, Some("100")],
            ),
            (Type::Integer, "取值范围：1~65535。", [None, Some("1"), Some("65535")]),
            (
                Type::Integer,
                "Valid values: 1 to 100. Default value: 10.",
                [Some("10"), Some("1"), Some("100")],
            ),
            (
                Type::Integer,
                "Valid value: [1, 50]\nThe default value is 10.",
                [Some("10"), Some("1"), Some("50")],
            ),
            (Type::Integer, "取值范围：[1,50]。", [None, Some("1"), Some("50")]),
            (
                Type::Integer,
                "取值范围：20~32,768。",
                [None, Some("20"), Some("32768")],
            ),
            (Type::Boolean, "是否返回，默认值：false。", [Some("false"), None, None]),
            (
                Type::String,
                "For old ones, the default value is cloud. For others, the default value is ssd.",
                [None, None, None],
            ),
            (
                Type::Boolean,
                "默认值：true\n- 如果是数据盘，默认值为 false。",
                [None, None, None],
            ),
            (Type::String, "名称，默认值为 VPN 网关的 ID。", [None, None, None]),
            (
                Type::String,
                "策略，默认值：NoSpot。由于PriceUnit默认值为Hour，无需设置。",
                [Some("NoSpot"), None, None],
            ),
            (
                Type::Integer,
                "取值范围：0~63，如果不修改时取值为-1。",
                [None, None, None],
            ),
            (
                Type::String,
                "范围。取值：\n- Region：a\n- Zone：b\n默认值：Region",
                [Some("Region"), None, None],
            ),
            (
                Type::Integer,
                "取值范围：\n- 高效云盘：20~500\n- SSD：20~100",
                [None, None, None],
            ),
            (Type::String, "默认值：空。", [None, None, None]),
            (Type::Integer, "N的取值范围：1~16。", [None, None, None]),
            (Type::Integer, "当类型为A时，默认值：5。", [None, None, None]),
            (Type::Integer, "不填时，默认值：5。", [Some("5"), None, None]),
        ];
        for (kind, words, [default, minimum, maximum]) in cases {
            let field = described(*kind, words);
            assert_eq!(
                (
                    field.default.as_deref(),
                    field.minimum.as_deref(),
                    field.maximum.as_deref()
                ),
                (*default, *minimum, *maximum),
                "{words}"
            );
        }
    }

    #[test]
    fn members_of_json_are_no_values() {
        for (example, expected) in [
            ("near", 2),
            ("[\"near\"]", 2),
            ("{\"near\":1}", 0),
            ("[{\\\"near\\\":1}]", 0),
        ] {
            let mut field = Field {
                kind: Type::String,
                example: Some(example.into()),
                ..Field::default()
            };
            describe(&mut field, "取值：\n- near：甲\n- far：乙");
            assert_eq!(field.values.len(), expected, "{example}");
        }
    }

    #[test]
    fn lengths() {
        let cases = [
            (Type::String, "长度为2~128个字符。", Some(128)),
            (
                Type::String,
                "The name must be 2 to 128 characters in length.",
                Some(128),
            ),
            (Type::String, "最多支持128个字符", Some(128)),
            (Type::String, "不能以http://开头", None),
            (
                Type::String,
                "别名。\n- 必须包含前缀。\n- 不包含前缀的字符长度为 [1, 255]。",
                Some(255),
            ),
            (
                Type::String,
                "The alias.\n- The minimum length is 1 and the maximum length is 255.",
                Some(255),
            ),
            (Type::String, "主机名。\n- Windows实例：字符长度为[2, 15]。", None),
            (Type::String, "内容。\n- 类型为A时，长度为[2, 15]。", None),
            (Type::String, "长度为[1, 64]字节。", None),
        ];
        for (kind, words, most) in cases {
            assert_eq!(described(kind, words).max_length, most, "{words}");
        }
        assert_eq!(max_items("编号。N的取值范围：1~100"), Some(100));
    }
}
