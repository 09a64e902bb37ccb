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
    /// Anything else; a struct's own table stands under its name.
    Other,
}

/// Headings by what they announce, in lower case and without white space; a heading that begins with one of them counts.
const HEADINGS: &[(Section, &[&str])] = &[
    (Section::Headers, &["请求头", "requestheader"]),
    (Section::Syntax, &["请求语法", "requestsyntax"]),
    (
        Section::Examples,
        &[
            "示例",
            "请求示例",
            "返回示例",
            "操作示例",
            "调用示例",
            "正常返回示例",
            "example",
            "sample",
            "requestexample",
            "responseexample",
            "requestsample",
            "responsesample",
            "samplerequest",
            "sampleresponse",
        ],
    ),
    (
        Section::Request,
        &[
            "请求参数",
            "输入参数",
            "入参",
            "请求体",
            "requestparameter",
            "maketheapicall",
            "requestbody",
            "inputparameter",
            "requestpara",
        ],
    ),
    (
        Section::Response,
        &[
            "返回数据",
            "返回参数",
            "回参数",
            "返回结果",
            "返回值",
            "响应参数",
            "输出参数",
            "响应体",
            "responseparameter",
            "returnparameter",
            "returnedparameter",
            "responseelement",
            "returnvalue",
            "returneddata",
            "responsebody",
            "outputparameter",
        ],
    ),
    (
        Section::Errors,
        &[
            "错误码",
            "接口错误码",
            "特殊错误码",
            "特定错误码",
            "错误信息",
            "错误代码",
            "errorcode",
            "errormessage",
            "commonerror",
            "specialerror",
            "特殊错误",
        ],
    ),
    (
        Section::Description,
        &[
            "接口说明",
            "接口描述",
            "描述",
            "功能描述",
            "使用说明",
            "interfacedescription",
            "usagenotes",
        ],
    ),
];

/// Headings that count only when they are the whole heading.
const WHOLE_HEADINGS: &[(Section, &[&str])] = &[
    (Section::Request, &["request", "parameters", "请求"]),
    (Section::Response, &["response", "responses", "返回", "响应"]),
    (Section::Errors, &["errors", "error"]),
    (
        Section::Description,
        &["description", "operationdescription", "introduction"],
    ),
];

/// What a heading announces; `None` if it is no word of ours.
pub(crate) fn section_of(heading: &str) -> Option<Section> {
    let plain: String = heading
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{a0}' | '\u{200b}'))
        .collect::<String>()
        .to_lowercase();
    let plain = plain.trim_end_matches([':', '：', '.']);
    let whole = WHOLE_HEADINGS.iter().find(|(_, words)| words.contains(&plain));
    let begun = || {
        HEADINGS
            .iter()
            .find(|(_, words)| words.iter().any(|word| plain.starts_with(word)))
    };
    whole.or_else(begun).map(|(section, _)| *section)
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
    let plain: String = header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{a0}' | '\u{200b}' | '?' | '？'))
        .collect::<String>()
        .to_lowercase();
    COLUMNS
        .iter()
        .find(|(_, words)| words.iter().any(|word| plain.starts_with(word)))
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
            ("Return parameters", Some(Section::Response)),
            ("请求示例", Some(Section::Examples)),
            ("请求头", Some(Section::Headers)),
            ("特殊错误码", Some(Section::Errors)),
            ("KeyMetadata", None),
            ("调试", None),
        ];
        for (heading, section) in cases {
            assert_eq!(section_of(heading), section, "{heading}");
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
