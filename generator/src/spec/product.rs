//! A product: what `product.yaml` says of it, and its operations by version.

use crate::files::path::is_date;
use crate::spec::choices::Choices;
use crate::spec::model::{CommonErrors, Operation};
use schemars::JsonSchema;
use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `product.yaml`: what must be known of a product besides its operations. Written once, then edited by people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The product's code, as in API Explorer links: `multimediaai`, `Ecs`.
    #[serde(deserialize_with = "code")]
    pub code: String,
    /// What people call it, where that is not its code: `Elastic Compute Service`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_title")]
    pub title: Option<String>,
    /// What people look for who need it, up to three words as the Rust registry takes them: `sms`.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "keywords")]
    pub keywords: Vec<String>,
    /// The versions of the API, oldest first.
    #[serde(deserialize_with = "dates")]
    pub versions: Vec<String>,
    /// How its operations are called.
    pub style: Style,
    /// Where it is called.
    #[serde(default, skip_serializing_if = "Endpoints::is_empty")]
    pub endpoints: Endpoints,
    /// By which fields an answer of a status of success tells that the call failed, where its documentation has such a field. Unless
    /// said, that is a `Success` of false; an empty list says that no such answer is a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<Vec<Sign>>,
    /// The folder of its pages, relative to `product.yaml`, where they are in this repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The folder of its API metadata, `<version>/api-docs.json`, relative to `product.yaml`. What it tells wins over the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// Which words the spec keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose: Option<Prose>,
    /// Where `cargo xtask fetch` finds its pages, to bring them to `target/sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// What `cargo xtask fetch` brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<Fetched>,
}

/// A git repository with pages in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// Its address.
    #[serde(deserialize_with = "repository")]
    pub git: String,
    /// A branch, a tag or a commit; unless said, the branch that leads.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_revision")]
    pub revision: Option<String>,
    /// The folder of the pages; unless said, the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_folder")]
    pub folder: Option<String>,
}

/// Sources as they were fetched, so that a build can be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fetched {
    /// The SHA-256 of the metadata of each version.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub metadata: std::collections::BTreeMap<String, String>,
    /// The commit of the pages' repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// Which words of its sources a spec keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Prose {
    /// All of them.
    All,
    /// None: only names, types, limits, values, codes and the like.
    None,
}

impl std::str::FromStr for Prose {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::All),
            "none" => Ok(Self::None),
            _ => Err("neither `all` nor `none`"),
        }
    }
}

/// What a field at the top of an answer says of success.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The field's wire name, such as `Code`.
    #[serde(deserialize_with = "name")]
    pub field: String,
    /// The values that mean success; any other means failure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// The values that mean failure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is_not: Vec<String>,
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

impl fmt::Display for Style {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Rpc => "RPC",
            Self::Roa => "ROA",
        })
    }
}

/// Hosts of a product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// The host of any region not named below, `{region}` in it standing for the region's id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "rule")]
    pub rule: Option<String>,
    /// Whether the rule is a guess that nobody has confirmed: no page tells where the product is called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    /// The host of any region that neither the rule nor the list below has one for.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_host")]
    pub central: Option<String>,
    /// Hosts by region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionEndpoint>,
}

impl Endpoints {
    /// Where a product is most likely called of which nothing tells it, and the rule by itself.
    pub(crate) fn guess(code: &str) -> (Self, String) {
        let fits = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
        let code: String = code.to_ascii_lowercase().chars().filter(fits).collect();
        let rule = format!("{code}.{{region}}.aliyuncs.com");
        let guess = Self {
            rule: Some(rule.clone()),
            guessed: true,
            ..Self::default()
        };
        (guess, rule)
    }

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
    const CODE: Checked = Checked(is_product_code, "no code, such as `Ecs`");
    CODE.deserialize(from)
}

fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    const DATE: Checked = Checked(is_date, "no version, such as `2019-08-10`");
    from.deserialize_seq(List(DATE))
}

fn some_title<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let is_title = |text: &str| {
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '&' | '(' | ')' | ',' | '.');
        text.trim() == text && !text.is_empty() && text.chars().count() <= 80 && text.chars().all(fits)
    };
    Checked(is_title, "no name of a product, in one short line")
        .deserialize(from)
        .map(Some)
}

fn keywords<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let is_keyword = |text: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+');
        text.len() <= 20 && text.starts_with(|first: char| first.is_ascii_alphanumeric()) && text.bytes().all(fits)
    };
    let words = from.deserialize_seq(List(Checked(is_keyword, "no keyword of the Rust registry")))?;
    if words.len() > 3 {
        return Err(D::Error::custom("more than three keywords"));
    }
    Ok(words)
}

fn rule<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let is_rule = |rule: &str| is_host(&rule.replace("{region}", "x"));
    Checked(is_rule, "no host, with `{region}` for the region")
        .deserialize(from)
        .map(Some)
}

fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    Checked(is_name, "no field's name, such as `Code`").deserialize(from)
}

fn host<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Checked(is_host, "no host").deserialize(from)
}

fn some_host<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    host(from).map(Some)
}

fn repository<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let is_address = |text: &str| {
        ["https://", "ssh://", "file:///"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
    };
    Checked(
        is_address,
        "no address of a repository: `https://`, `ssh://` or `file:///`",
    )
    .deserialize(from)
}

fn some_revision<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let is_revision = |text: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
        !text.is_empty() && !text.starts_with('-') && text.bytes().all(fits)
    };
    Checked(is_revision, "no revision").deserialize(from).map(Some)
}

fn some_folder<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let is_inside = |text: &str| {
        let parts = std::path::Path::new(text).components();
        !text.is_empty()
            && parts
                .into_iter()
                .all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    Checked(is_inside, "no folder inside").deserialize(from).map(Some)
}

/// A text that must be of a form, and what one is that is not. Refused where it stands, not where what holds it begins.
#[derive(Clone, Copy)]
struct Checked(fn(&str) -> bool, &'static str);

impl<'de> DeserializeSeed<'de> for Checked {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Checked {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if self.0(text) {
            Ok(text.to_owned())
        } else {
            Err(E::custom(format!("{text:?} is {}", self.1)))
        }
    }
}

/// A list of such texts.
struct List(Checked);

impl<'de> Visitor<'de> for List {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = from.next_element_seed(self.0)? {
            texts.push(text);
        }
        Ok(texts)
    }
}

fn is_product_code(code: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !code.is_empty() && code.len() <= 64 && code.bytes().all(fits)
}

pub(crate) fn is_host(host: &str) -> bool {
    let part = |part: &str| {
        let fits = !part.is_empty() && part.len() <= 63 && !part.starts_with('-') && !part.ends_with('-');
        fits && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
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

impl Product {
    /// How many operations it has, of all versions.
    pub fn operations(&self) -> usize {
        self.versions.iter().map(|version| version.operations.len()).sum()
    }

    /// Has each answer that is one value as a whole stand as a field, as code has it.
    pub(crate) fn answers_as_fields(&mut self) {
        for version in &mut self.versions {
            for operation in version.operations.iter_mut().filter(|one| one.answer.is_some()) {
                version.choices.follow_answer(&operation.operation);
                operation.answer_as_field();
            }
        }
    }
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
    /// What people chose for their Rust.
    pub choices: Choices,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn what_can_be_no_product_is_refused_where_it_stands() {
        let good = "code: Ecs\nversions:\n- '2014-05-26'\nstyle: RPC\nendpoints:\n  rule: ecs.{region}.aliyuncs.com\n  regions:\n  \
                    - region: cn-beijing\n    public: ecs.aliyuncs.com\n    vpc: ecs-vpc.aliyuncs.com\n";
        assert!(yaml::from_str::<Manifest>(good).is_ok());
        for (part, other, line) in [
            ("Ecs", "'e\"cs'", 1),
            ("'2014-05-26'", "../x", 3),
            ("{region}", "{regio}", 6),
            ("public: ecs.aliyuncs.com", "public: https://ecs/", 9),
            ("ecs-vpc", "a b", 10),
        ] {
            let error = yaml::from_str::<Manifest>(&good.replace(part, other)).expect_err(other);
            assert_eq!(error.line, line, "{other}: {}", error.message);
        }
    }
}
