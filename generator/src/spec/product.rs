//! A product: what `product.yaml` says of it, and its operations by version.

use crate::files::path::is_date;
use crate::spec::model::{CommonErrors, Operation};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// `product.yaml`: what must be known of a product besides its operations. Written once, then edited by people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The product's code, as in API Explorer links: `multimediaai`, `Ecs`.
    #[serde(deserialize_with = "code")]
    pub code: String,
    /// The versions of the API, oldest first.
    #[serde(deserialize_with = "dates")]
    pub versions: Vec<String>,
    /// How its operations are called.
    pub style: Style,
    /// Where it is called.
    #[serde(default, skip_serializing_if = "Endpoints::is_empty")]
    pub endpoints: Endpoints,
    /// The folder of its pages, relative to `product.yaml`, where they are in this repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// How a product's operations are called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Style {
    /// One path, the operation's name as a parameter.
    #[default]
    #[serde(rename = "RPC")]
    Rpc,
    /// A path and a method an operation.
    #[serde(rename = "ROA")]
    Roa,
}

/// Hosts of a product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// The host of any region not named below, `{region}` in it standing for the region's id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "rule")]
    pub rule: Option<String>,
    /// Hosts by region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionEndpoint>,
}

impl Endpoints {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The hosts of one region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionEndpoint {
    /// The region's id, such as `cn-hangzhou`.
    pub region: String,
    /// The public host.
    #[serde(deserialize_with = "host")]
    pub public: String,
    /// The host inside a VPC.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_host")]
    pub vpc: Option<String>,
}

// What people write is checked as it is read, so that a mistake is told with its line and no call goes to what is no host.

fn code<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let code = String::deserialize(from)?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if code.is_empty() || code.len() > 64 || !code.bytes().all(fits) {
        return Err(D::Error::custom(format!("{code:?} is no code, such as `Ecs`")));
    }
    Ok(code)
}

fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let versions = Vec::<String>::deserialize(from)?;
    match versions.iter().find(|version| !is_date(version)) {
        Some(other) => Err(D::Error::custom(format!(
            "{other:?} is no version, such as `2019-08-10`"
        ))),
        None => Ok(versions),
    }
}

fn rule<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let rule = Option::<String>::deserialize(from)?;
    match rule.as_ref().filter(|rule| !is_host(&rule.replace("{region}", "x"))) {
        Some(other) => Err(D::Error::custom(format!(
            "{other:?} is no host, with `{{region}}` for the region"
        ))),
        None => Ok(rule),
    }
}

fn host<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let host = String::deserialize(from)?;
    if is_host(&host) {
        Ok(host)
    } else {
        Err(D::Error::custom(format!("{host:?} is no host")))
    }
}

fn some_host<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    host(from).map(Some)
}

fn is_host(host: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.len() <= 63 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(part)
}

/// A product with all that is known of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Product {
    /// The name of its folder under `spec` and `generated`.
    pub name: String,
    /// What `product.yaml` says.
    pub manifest: Manifest,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
}

/// The operations of one version.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Version {
    /// The version, a date such as `2019-08-10`.
    pub version: String,
    /// The error codes that its operations have in common.
    pub common: CommonErrors,
    /// Its operations, by name.
    pub operations: Vec<Operation>,
}
