//! What the YAML files hold: the operations of a product, as a reviewer reads them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One operation; one YAML file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The operation's name on the wire, such as `ListTasks`.
    pub operation: String,
    /// What it does, in a sentence or two.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The page it was read from, relative to the product's docs folder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Its page online, where the page that it was read from links to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<String>,
    /// Whether the page says that the operation is deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The HTTP method, where one is said (ROA), or where it is not POST (RPC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path template, such as `/pop/v1/sam/app/{AppId}` (ROA); of an RPC operation, the path where it is not `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Whether it is called without credentials.
    #[serde(default, skip_serializing_if = "is_false")]
    pub anonymous: bool,
    /// The request's parameters in the page's order, without the common ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request: Vec<Field>,
    /// What the whole answer is, where it is no structure: a list, a map or a single value. `response` are then the members of its
    /// elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Whole>,
    /// The fields at the top of the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<Field>,
    /// One entry a documented row: a code under two statuses stands twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// How the operation pages, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// The page's samples.
    #[serde(default, skip_serializing_if = "Samples::is_empty")]
    pub samples: Samples,
}

/// What an answer is that is no structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What an Array holds, or the values of a Map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Type>,
}

impl Operation {
    /// What a whole body that is no structure is called in Rust.
    pub const BODY: &str = "body";
    /// The HTTP methods that operations are called with.
    pub(crate) const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

    /// Makes an answer that is no structure a field that is the whole body, as code has it.
    pub(crate) fn answer_as_field(&mut self) {
        if let Some(Whole { kind, items }) = self.answer.take() {
            self.response = vec![Field {
                name: Self::BODY.to_owned(),
                kind,
                items,
                payload: true,
                fields: std::mem::take(&mut self.response),
                ..Field::default()
            }];
        }
    }
}

/// A parameter of a request, or a field of an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The wire name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What an Array holds, or the values of a Map: a scalar type, or `Struct`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Type>,
    /// The wire name between an array and its elements: `{"Tasks": {"Task": [...]}}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    /// What its text holds, where that is more than text. A list or structure with a format travels as such a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Whether a request must carry it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Where in the request it travels; absent means the query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Whether it is the whole body of the request, and no member of it; its name is not on the wire.
    #[serde(default, skip_serializing_if = "is_false")]
    pub payload: bool,
    /// For a structure that holds itself: the path to the field above it whose members it has, or `.` for the answer as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// The value the server takes when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The smallest value allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// The largest value allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// The longest text allowed, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// The most elements allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// An example, as the page writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Whether the page says that it is deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The values the page lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Set where its place or type was a guess between several readings: the other reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// The members of a Struct, or of an Array's elements or a Map's values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// What a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// A JSON value, written as text.
    Json,
    /// Values with commas between them.
    Comma,
}

/// A wire type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "the names are the documentation's own")]
pub enum Type {
    #[default]
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Struct,
    Array,
    Map,
    Any,
}

impl Type {
    /// Whether values of this type have no parts.
    pub fn is_scalar(self) -> bool {
        !matches!(self, Self::Struct | Self::Array | Self::Map | Self::Any)
    }
}

/// Where in a request a parameter travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Position {
    #[default]
    Query,
    Path,
    Header,
    Body,
    Form,
}

/// One value of a value list. Numbers and booleans stand unquoted in the YAML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The value on the wire.
    pub value: Scalar,
    /// The name of its Rust variant, where the value itself gives none. Once in a committed spec, it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// A scalar of a value list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Scalar {
    Boolean(bool),
    Integer(i64),
    String(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::String(value) => value.fmt(f),
        }
    }
}

/// The error codes that the operations of a version have in common; the YAML file `common-errors.yaml`. An operation's own file leaves
/// out a row that stands here with the same status and message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonErrors {
    /// The page they were read from, relative to the product's docs folder, where they have one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// One entry a documented row: a code under two statuses stands twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
}

/// One row of an error table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code on the wire, such as `InvalidParameter` or `Invalid%s.NotFound`.
    pub code: String,
    /// The HTTP status it comes under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// The message on the wire.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl Field {
    /// Whether its place or type is a guess, or that of a field in it.
    pub(crate) fn is_marked(&self) -> bool {
        self.inferred.is_some() || self.fields.iter().any(Self::is_marked)
    }
}

#[cfg(test)]
impl ErrorCode {
    pub(crate) fn of(code: &str, http_status: u16, message: &str) -> Self {
        Self {
            code: code.to_owned(),
            http_status: Some(http_status),
            message: message.to_owned(),
            ..Self::default()
        }
    }
}

/// How an operation pages. All names are wire names; a path into the answer joins them with dots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "style", deny_unknown_fields)]
pub enum Pagination {
    /// Pages are counted: `PageNumber`, `PageSize`, `TotalCount`.
    PageNumber {
        /// The request parameter that numbers the page, counted from 1.
        page_number: String,
        /// The request parameter that sets the size of a page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page_size: Option<String>,
        /// The answer's count of all items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total_count: Option<String>,
        /// The answer's list of items.
        items: String,
    },
    /// Each answer names the next: `NextToken`, or `Marker` with `IsTruncated`.
    Token {
        /// The request parameter that carries the token.
        token: String,
        /// The answer's field that holds the next token.
        next_token: String,
        /// The answer's flag that there is more, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
        /// The request parameter that sets the size of a page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page_size: Option<String>,
        /// The answer's list of items.
        items: String,
    },
}

impl Pagination {
    /// The first of its names that an operation does not have: `request.Page`.
    pub fn missing(&self, operation: &Operation) -> Option<String> {
        let (parameters, fields) = match self {
            Self::PageNumber {
                page_number,
                page_size,
                total_count,
                items,
            } => (
                [Some(page_number), page_size.as_ref()],
                [Some(items), total_count.as_ref(), None],
            ),
            Self::Token {
                token,
                next_token,
                more,
                page_size,
                items,
            } => (
                [Some(token), page_size.as_ref()],
                [Some(items), Some(next_token), more.as_ref()],
            ),
        };
        let parameter = |name: &String| operation.request.iter().any(|field| field.name == *name);
        let field = |path: &String| {
            let mut level = &operation.response;
            path.split('.')
                .all(|name| match level.iter().find(|field| field.name == name) {
                    Some(field) => {
                        level = &field.fields;
                        true
                    }
                    None => false,
                })
        };
        let request = parameters.into_iter().flatten().find(|name| !parameter(name));
        let request = request.map(|name| format!("request.{name}"));
        let response = fields.into_iter().flatten().find(|path| !field(path));
        request.or_else(|| response.map(|path| format!("response.{path}")))
    }
}

/// The samples of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// The body of a successful answer, as JSON text that parses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
}

impl Samples {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
