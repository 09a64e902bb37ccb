//! A product: what `product.yaml` says of it, and its operations by version.

use crate::spec::model::{CommonErrors, Operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `product.yaml`: what must be known of a product besides its operations. Written once, then edited by people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The product's code, as in API Explorer links: `multimediaai`, `Ecs`.
    pub code: String,
    /// The versions of the API, oldest first.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    pub public: String,
    /// The host inside a VPC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vpc: Option<String>,
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
