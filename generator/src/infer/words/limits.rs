//! Bounds out of sentences: of numbers, of texts' lengths, of lists.

/// The bound on a list's length: `N的取值范围：1~50`, `Valid values of N: 1 to 50`.
pub(crate) fn max_items(text: &str) -> Option<u64> {
    const CUES: [&str; 8] = [
        "N的取值范围",
        "N取值范围",
        "N的取值",
        "Valid values of N",
        "valid values of N",
        "Value range of N",
        "Maximum value of N",
        "N的最大值",
    ];
    let at = CUES.iter().find_map(|cue| text.find(cue).map(|at| at + cue.len()))?;
    let clause: String = text[at..]
        .chars()
        .take(24)
        .take_while(|c| !matches!(c, '。' | '，' | '\n' | ';' | '；'))
        .collect();
    let numbers = numbers_in(&clause);
    numbers
        .last()
        .and_then(|number| number.parse().ok())
        .filter(|most| (1..=10_000).contains(most))
}

fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut current = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        let next_is_digit = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let sign = c == '-'
            && current.is_empty()
            && next_is_digit
            && !at.checked_sub(1).is_some_and(|before| chars[before].is_ascii_digit());
        let inner = (c == '.' && next_is_digit && !current.is_empty() && !current.contains('.'))
            || (c == ',' && !current.is_empty() && thousands(&chars[at..]));
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
pub(crate) fn after<'a>(text: &'a str, cues: &[&str]) -> Option<&'a str> {
    let (at, length) = cues
        .iter()
        .filter(|cue| text.contains(**cue)) // the fastest way to tell that there is none
        .filter_map(|cue| text.find(cue).map(|at| (at, cue.len())))
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    Some(
        text[at + length..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '是' | '为' | '*' | '`')),
    )
}

/// The smallest and the largest value allowed.
pub(crate) fn bounds(text: &str) -> (Option<String>, Option<String>) {
    const RANGES: [&str; 9] = [
        "取值范围",
        "取值区间",
        "有效值",
        "Valid values",
        "Value range",
        "Valid value",
        "Value values",
        "取值",
        "Values",
    ];
    let number_after = |cues: &[&str]| {
        let rest = after(text, cues)?;
        let word: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ','))
            .collect();
        numbers_in(&word).into_iter().next()
    };
    let text = &without_counts(text);
    if let Some((low, high)) = after(text, &RANGES).and_then(range) {
        // `-1` beside a range that it is not in stands for something else, and is allowed.
        let beside =
            low.parse::<f64>().is_ok_and(|low| low > -1.0) && numbers_in(text).iter().any(|number| number == "-1");
        return if beside { (None, None) } else { (Some(low), Some(high)) };
    }
    let minimum = number_after(&["最小值", "Minimum value", "minimum value is", "最小为"]);
    let maximum = number_after(&[
        "最大值",
        "Maximum value",
        "maximum value is",
        "最大为",
        "不能超过",
        "不超过",
    ]);
    (minimum, maximum)
}

/// A text without the clauses on the range of N: they count elements of a list.
fn without_counts(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for clause in text.split_inclusive(['。', '，', '\n', ';', '；']) {
        // `n的`, and not the end of a word in Latin letters.
        let small = clause
            .match_indices("n的")
            .any(|(at, _)| !clause[..at].ends_with(|c: char| c.is_ascii_alphanumeric()));
        let counts = small
            || ["N的", "N取值", "of N", "N is", "N为", "N from"]
                .iter()
                .any(|mark| clause.contains(mark));
        if !counts || !clause.contains(|letter: char| letter.is_ascii_digit()) {
            kept.push_str(clause);
        }
    }
    kept
}

/// The ends of `1~100`, `1 to 100`, `[1, 100]`, `1-100` at the start of a clause.
fn range(clause: &str) -> Option<(String, String)> {
    let (low, rest) = leading_number(clause.trim_start_matches(['[', '(', '（', '【', ' ']))?;
    let rest = rest.trim_start();
    let mark = ["~", "～", "to ", "-", "–", "∼", "到", "至", ",", "，"]
        .into_iter()
        .find(|mark| rest.starts_with(mark))?;
    let (high, rest) = leading_number(rest[mark.len()..].trim_start())?;
    // A bare list of two numbers is no range.
    let closed = !matches!(mark, "," | "，") || rest.trim_start().starts_with([']', ')', '）', '】']);
    (closed && low.parse::<f64>().ok()? < high.parse::<f64>().ok()?).then_some((low, high))
}

/// The number a text begins with, and the rest.
fn leading_number(text: &str) -> Option<(String, &str)> {
    let signed = text.strip_prefix('-').unwrap_or(text);
    let bytes = signed.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let grouped = |at: usize| (1..=3).all(|next| is_digit(at + next)) && !is_digit(at + 4);
    let inner = |at: usize| match bytes.get(at) {
        Some(b'.') => is_digit(at + 1),
        Some(b',') => grouped(at),
        _ => is_digit(at),
    };
    let end = (0..).find(|at| !inner(*at)).unwrap_or(0);
    let digits = &signed[..end];
    let number = digits.replace(',', "");
    number.parse::<f64>().ok()?;
    let sign = if signed.len() < text.len() { "-" } else { "" };
    Some((format!("{sign}{number}"), &signed[digits.len()..]))
}

/// `长度为2~128个字符`, `2 to 128 characters in length`, `不超过128个字符`, `字符长度为 [1, 255]`, `the maximum length is 255`.
pub(crate) fn max_length(text: &str) -> Option<u64> {
    length_with_unit(text).or_else(|| length_of_characters(text))
}

/// A length that is said without its unit: characters, unless bytes follow.
fn length_of_characters(text: &str) -> Option<u64> {
    let in_bytes = |rest: &str| {
        ["字节", "byte", "Byte"]
            .iter()
            .any(|unit| rest.trim_start_matches([' ', '个']).starts_with(unit))
    };
    let bracketed = after(text, &["长度为"]).filter(|rest| rest.starts_with('['));
    if let Some((_, high)) = bracketed.and_then(range) {
        let behind = bracketed.and_then(|rest| rest.split_once(']'))?.1;
        return (!in_bytes(behind)).then(|| high.parse().ok()).flatten();
    }
    let (most, behind) = leading_number(after(text, &["最大长度为", "maximum length is"])?)?;
    (!in_bytes(behind)).then(|| most.parse().ok()).flatten()
}

fn length_with_unit(text: &str) -> Option<u64> {
    if !["字符", "characters"].iter().any(|word| text.contains(word)) {
        return None; // most texts, and soonest told so
    }
    for unit in [
        "个英文或中文字符",
        "个字符",
        "个英文字符",
        "个中英文字符",
        "位字符",
        "characters",
        "字符",
    ] {
        let Some(at) = text.find(unit) else { continue };
        let before: String = text[..at]
            .chars()
            .rev()
            .take(14)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let before = before.trim_end();
        if !before.ends_with(|c: char| c.is_ascii_digit() || c == ']' || c == '）' || c == ')') {
            continue;
        }
        let clause = before.rsplit(['。', '，', '；', '\n', ';']).next().unwrap_or_default();
        let marks = [
            "~", "～", "to", "-", "超过", "最多", "最长", "up to", "多于", "以内", ",", "至", "到", "exceed", "most",
            "支持",
        ];
        let bound = marks.iter().any(|mark| clause.contains(mark));
        if !bound {
            continue;
        }
        return numbers_in(&clause.replace(['~', '～', '-'], " "))
            .last()
            .and_then(|number| number.parse().ok());
    }
    None
}
