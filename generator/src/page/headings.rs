//! What the headings of a page announce, in Chinese and English.

/// What a section of an operation page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Before the first heading below the title: the summary.
    Intro,
    /// What the operation does, at length.
    Description,
    /// The request's parameters.
    Request,
    /// The parameters in the request's path (ROA).
    Path,
    /// The request's headers (ROA).
    Headers,
    /// The request's first line (ROA).
    Syntax,
    /// The answer's fields.
    Response,
    /// Samples.
    Examples,
    /// Error codes.
    Errors,
    /// The invitation to try the operation.
    Debug,
    /// Anything else; a struct's own table stands under its name.
    Other,
}

/// Headings by what they announce: one that begins with a word of the first list and goes on with one of the second, in lower case and
/// without white space. The first entry that fits counts.
const HEADINGS: &[(Section, &[&str], &[&str])] = &[
    (
        Section::Examples,
        &[
            "示例", "请求", "返回", "响应", "操作", "调用", "正常", "异常", "错误", "成功", "失败",
        ],
        &["示例", "样例", "例子"],
    ),
    (
        Section::Examples,
        &[
            "example",
            "sample",
            "request",
            "respon",
            "return",
            "operation",
            "success",
            "normal",
            "error",
            "call",
            "code",
        ],
        &["example", "sample"],
    ),
    (Section::Other, &["返回", "响应", "特有返回", "公共返回"], &["头"]),
    (
        Section::Other,
        &["respon", "return"],
        &["header", "head", "syntax", "line"],
    ),
    (Section::Path, &["路径", "path"], &["参数", "para"]),
    (Section::Headers, &["请求头", "特有请求头"], &[""]),
    (Section::Headers, &["request", "special"], &["header", "head"]),
    (Section::Syntax, &["请求语法", "请求行"], &[""]),
    (Section::Syntax, &["request"], &["syntax", "line"]),
    (
        Section::Errors,
        &[
            "错误",
            "接口错误",
            "特殊错误",
            "特定错误",
            "常见错误",
            "api错误",
            "业务错误",
        ],
        &["码", "代码", "信息", "列表", "说明"],
    ),
    (
        Section::Errors,
        &["error", "common", "special", "specific", "api", "operation"],
        &["errorcode", "errormessage", "error", "code", "message"],
    ),
    (
        Section::Request,
        &["请求", "输入", "入口", "接口请求", "业务请求"],
        &["参数", "字段", "数据", "体", "消息", "信息"],
    ),
    (Section::Request, &["入参"], &[""]),
    (
        Section::Request,
        &["request", "input", "maketheapicall"],
        &[
            "para",
            "pra",
            "pama",
            "body",
            "field",
            "maketheapicall",
            "data",
            "element",
        ],
    ),
    (
        Section::Response,
        &[
            "返回",
            "响应",
            "输出",
            "应答",
            "回参",
            "接口返回",
            "返参",
            "出参",
            "结果参数",
        ],
        &[
            "参数", "数据", "结果", "值", "体", "字段", "信息", "元素", "消息", "说明", "回参", "返参", "出参",
        ],
    ),
    (
        Section::Response,
        &["respon", "return", "output", "result"],
        &[
            "para",
            "pra",
            "pama",
            "element",
            "value",
            "data",
            "body",
            "field",
            "result",
            "attribute",
        ],
    ),
    (
        Section::Description,
        &["接口", "功能", "使用", "操作"],
        &["描述", "说明", "须知"],
    ),
    (Section::Description, &["描述"], &[""]),
    (
        Section::Description,
        &["interface", "usage", "api", "operation", "function"],
        &["description", "note"],
    ),
];

/// Headings that count only when they are the whole heading.
const WHOLE_HEADINGS: &[(Section, &[&str])] = &[
    (
        Section::Request,
        &["request", "requests", "parameters", "parameter", "请求", "参数"],
    ),
    (
        Section::Response,
        &["response", "responses", "返回", "响应", "输出", "应答"],
    ),
    (Section::Errors, &["errors", "error", "错误"]),
    (Section::Description, &["description", "introduction"]),
    (
        Section::Debug,
        &["调试", "在线调试", "debug", "debugging", "tryitnow", "tryit", "test"],
    ),
];

/// How long a heading may be, in letters; a longer one is a sentence.
const LONGEST: usize = 40;

/// What the title of a page of common error codes consists of: words such as these, in any number, then the codes themselves, then words
/// that say how they stand there. Anything else, such as the name of a framework, makes it a page on something else.
const COMMON_ERRORS: [&[&str]; 3] = [
    &[
        "公共", "公用", "通用", "全局", "的", "common", "public", "general", "global", "openapi", "api", "接口",
    ],
    &["错误码", "错误代码", "errorcodes", "errorcode"],
    &[
        "对照表",
        "列表",
        "一览",
        "汇总",
        "说明",
        "参考",
        "表",
        "tables",
        "table",
        "list",
        "reference",
    ],
];

/// Whether the title of a page says that it lists error codes, and no more than that.
pub(crate) fn names_common_errors(title: &str) -> bool {
    let [before, codes, behind] = COMMON_ERRORS;
    let Some(plain) = plain(title) else { return false };
    let rest = strip(strip_all(&plain, before), codes);
    rest.is_some_and(|rest| strip_all(rest, behind).is_empty())
}

fn strip<'a>(plain: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| plain.strip_prefix(word))
}

fn strip_all<'a>(mut plain: &'a str, words: &[&str]) -> &'a str {
    while let Some(rest) = strip(plain, words) {
        plain = rest;
    }
    plain
}

/// A heading in small letters, without white space, marks and numbers; `None` for one so long that it is a sentence.
fn plain(heading: &str) -> Option<String> {
    let letters = heading
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{a0}' | '\u{200b}' | '\\' | '-' | '_'));
    let mut plain = small(heading.len(), letters.take(LONGEST + 1));
    plain.truncate(plain.trim_end_matches([':', '：', '.']).len());
    if plain.len() > LONGEST && plain.chars().count() > LONGEST {
        return None;
    }
    let number = plain.len()
        - plain
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、'))
            .len();
    plain.drain(..number);
    Some(plain)
}

/// Letters, of that many bytes at most, made small.
fn small(bytes: usize, letters: impl Iterator<Item = char>) -> String {
    let mut small = String::with_capacity(bytes);
    for letter in letters {
        // Han characters come in one size.
        if letter.is_ascii() || ('\u{2e80}'..='\u{9fff}').contains(&letter) {
            small.push(letter.to_ascii_lowercase());
        } else {
            small.extend(letter.to_lowercase());
        }
    }
    small
}

/// [`str::starts_with`], told sooner of a list of words: most begin with another byte.
fn begins(text: &str, word: &str) -> bool {
    text.as_bytes().first() == word.as_bytes().first() && text.starts_with(word)
}

/// What a heading announces; `None` if it is no word of ours.
pub(crate) fn section_of(heading: &str) -> Option<Section> {
    let plain = plain(heading)?;
    let plain = plain.as_str();
    let whole = WHOLE_HEADINGS.iter().find(|(_, words)| words.contains(&plain));
    let begun = || {
        HEADINGS.iter().find(|(_, begin, goes_on)| {
            begin.iter().any(|word| begins(plain, word)) && goes_on.iter().any(|word| plain.contains(word))
        })
    };
    whole
        .map(|(section, _)| *section)
        .or_else(|| begun().map(|(section, _, _)| *section))
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Position,
    Example,
    Description,
    Status,
    Code,
    Message,
}

const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Required,
        &[
            "是否必选",
            "是否必需",
            "是否必须",
            "是否必填",
            "必选",
            "必填",
            "必要",
            "必须",
            "是否可选",
            "required",
            "mandatory",
            "optional",
        ],
    ),
    (
        Column::Status,
        &[
            "httpcode",
            "http状态码",
            "httpstatus",
            "状态码",
            "statuscode",
            "http错误码",
            "http",
        ],
    ),
    (
        Column::Message,
        &["错误信息", "错误消息", "errormessage", "message", "errorinformation"],
    ),
    (Column::Code, &["错误码", "错误代码", "errorcode", "code", "error"]),
    (Column::Example, &["示例", "example", "sample", "样例", "例子"]),
    (Column::Position, &["位置", "参数位置", "position", "location"]),
    (
        Column::Type,
        &["类型", "参数类型", "数据类型", "字段类型", "type", "datatype"],
    ),
    (
        Column::Description,
        &[
            "描述",
            "说明",
            "含义",
            "参数说明",
            "参数描述",
            "字段说明",
            "语义",
            "description",
            "meaning",
            "备注",
            "remark",
            "note",
        ],
    ),
    (
        Column::Name,
        &[
            "名称",
            "参数",
            "字段",
            "节点名",
            "返回值",
            "属性",
            "name",
            "parameter",
            "element",
            "field",
            "attribute",
            "node",
            "subparameter",
            "item",
            "key",
        ],
    ),
];

/// What a header cell announces.
pub(crate) fn column_of(header: &str) -> Option<Column> {
    let letters = header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{a0}' | '\u{200b}' | '?' | '？'));
    let plain = small(header.len(), letters);
    COLUMNS
        .iter()
        .find(|(_, words)| words.iter().any(|word| begins(&plain, word)))
        .map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_two_languages() {
        let cases = [
            ("请求参数", Some(Section::Request)),
            ("Request Parameters", Some(Section::Request)),
            ("Make the API call", Some(Section::Request)),
            ("回参数", Some(Section::Response)),
            ("返回体 ResponseBody", Some(Section::Response)),
            ("Returns Parameters", Some(Section::Response)),
            ("Request prameters", Some(Section::Request)),
            ("Operation examples", Some(Section::Examples)),
            ("返回头", Some(Section::Other)),
            ("Specific error codes", Some(Section::Errors)),
            ("请求行 RequestLine", Some(Section::Syntax)),
            ("请求体 RequestBody", Some(Section::Request)),
            ("Return parameters", Some(Section::Response)),
            ("请求示例", Some(Section::Examples)),
            ("请求头", Some(Section::Headers)),
            ("特殊错误码", Some(Section::Errors)),
            ("KeyMetadata", None),
            ("调试", Some(Section::Debug)),
            ("Try it now", Some(Section::Debug)),
            ("路径参数", Some(Section::Path)),
            ("Path Parameters", Some(Section::Path)),
            ("Response elements", Some(Section::Response)),
            ("授权信息", None),
            ("变更历史", None),
        ];
        for (heading, section) in cases {
            assert_eq!(section_of(heading), section, "{heading}");
        }
    }

    #[test]
    fn titles_of_common_error_codes() {
        for (title, expected) in [
            ("公共错误码", true),
            ("API 公共错误代码", true),
            ("错误码", true),
            ("错误代码表", true),
            ("接口错误码列表", true),
            ("Common error codes", true),
            ("Public Error Code Table", true),
            ("Error code", true),
            ("Error codes list", true),
            ("2. 通用错误码说明", true),
            ("HSF错误码", false),
            ("错误编码：HSF-0001", false),
            ("特殊错误码", false),
            ("Common HSF error codes", false),
            ("How do I troubleshoot HTTP 5xx errors?", false),
            ("Error codes of the Dubbo framework", false),
            ("公共参数", false),
            ("", false),
        ] {
            assert_eq!(names_common_errors(title), expected, "{title}");
        }
    }

    #[test]
    fn columns_in_two_languages() {
        let cases = [
            ("名称", Some(Column::Name)),
            ("是否必选", Some(Column::Required)),
            ("Required?", Some(Column::Required)),
            ("Mandatory or Not", Some(Column::Required)),
            ("HTTP 状态码", Some(Column::Status)),
            ("HttpCode", Some(Column::Status)),
            ("错误码", Some(Column::Code)),
            ("Error message", Some(Column::Message)),
            ("Example value", Some(Column::Example)),
            ("参数类型", Some(Column::Type)),
            ("?", None),
        ];
        for (header, column) in cases {
            assert_eq!(column_of(header), column, "{header}");
        }
    }
}
