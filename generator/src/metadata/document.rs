//! The file as it is written, with as much form as all such files share.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// An `api-docs.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Document {
    pub(crate) info: Info,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) components: Components,
    /// By name, in the file's order; each is read by itself, so that one that can't be read costs no other.
    pub(crate) apis: Map<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) endpoints: Vec<Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Info {
    pub(crate) style: Style,
    pub(crate) product: String,
    pub(crate) version: String,
}

/// How a product's operations are called.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) enum Style {
    Rpc,
    Roa,
    /// Laid out as RPC or ROA, by whether an operation has a path.
    V3,
    /// A protocol of a product's own, such as that of OSS.
    Own(String),
}

impl From<String> for Style {
    fn from(text: String) -> Self {
        match text.trim().to_ascii_uppercase().as_str() {
            "RPC" => Self::Rpc,
            "ROA" => Self::Roa,
            "V3" => Self::V3,
            _ => Self::Own(text),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Components {
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) schemas: Map<String, Value>,
}

/// One operation.
#[derive(Debug, Deserialize)]
pub(super) struct Api {
    #[serde(default, deserialize_with = "text")]
    pub(super) title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) summary: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) methods: Vec<String>,
    /// Each alternative by its name: `AK`, `Anonymous`.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) security: Vec<Map<String, Value>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) deprecated: bool,
    #[serde(default, deserialize_with = "text")]
    pub(super) path: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) parameters: Vec<Parameter>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) responses: Map<String, Value>,
    #[serde(default, rename = "errorCodes", deserialize_with = "or_default")]
    pub(super) error_codes: Map<String, Value>,
    #[serde(default, rename = "responseDemo", deserialize_with = "text")]
    pub(super) response_demo: Option<String>,
}

/// A parameter of an operation.
#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: In,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) style: Option<ParameterStyle>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) schema: Schema,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum In {
    Query,
    FormData,
    Path,
    Body,
    Header,
    Host,
    #[serde(other)]
    Other,
}

/// How a list or structure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum ParameterStyle {
    RepeatList,
    Flat,
    Json,
    Simple,
    #[serde(other)]
    Other,
}

/// The part of an operation's answers under one HTTP status.
#[derive(Debug, Deserialize)]
pub(super) struct Response {
    #[serde(default)]
    pub(super) schema: Option<Schema>,
}

/// One documented error code.
#[derive(Debug, Deserialize)]
pub(super) struct ErrorRow {
    #[serde(default, rename = "errorCode", deserialize_with = "text")]
    pub(super) code: Option<String>,
    #[serde(default, rename = "errorMessage", deserialize_with = "text")]
    pub(super) message: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) description: Option<String>,
}

/// A region's host.
#[derive(Debug, Deserialize)]
pub(super) struct Endpoint {
    #[serde(rename = "regionId")]
    pub(super) region: String,
    pub(super) endpoint: String,
}

/// A sample answer.
#[derive(Debug, Deserialize)]
pub(super) struct Demo {
    #[serde(default, rename = "type", deserialize_with = "text")]
    pub(super) kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) example: Option<String>,
}

/// What a parameter or field is; like JSON Schema, but `required` belongs to the field itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(default, rename = "$ref", deserialize_with = "text")]
    pub(super) reference: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "text")]
    pub(super) kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) format: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) properties: Map<String, Value>,
    #[serde(default)]
    pub(super) items: Option<Box<Schema>>,
    #[serde(default)]
    pub(super) additional_properties: Option<Value>,
    #[serde(default)]
    pub(super) required: Option<Value>,
    #[serde(default, deserialize_with = "text")]
    pub(super) title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) example: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) default: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) minimum: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) maximum: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) exclusive_minimum: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) exclusive_maximum: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) max_length: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub(super) max_items: Option<String>,
    #[serde(default, rename = "enum", deserialize_with = "or_default")]
    pub(super) values: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) enum_value_titles: Map<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) deprecated: bool,
}

/// A text, or the text of a number or boolean; of anything else its JSON. Some numbers stand as text, and some texts as numbers.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

/// The value, and its default for a null.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
