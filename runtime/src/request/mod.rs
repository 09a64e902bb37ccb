//! From an operation and its parameters to a signed HTTP request: built once, and signed for every attempt.

mod signing;

pub(crate) use signing::{Sender, SigningParams};

use crate::error::Failure;
use crate::operation::{Format, Operation, Position, Style};
use crate::options::Signature;
use crate::params::{Params, Value};
use crate::secret::is_secret;
use crate::wire::Pairs;
use crate::{path, sign, wire};
use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use std::borrow::Cow;
use std::fmt::Display;

/// Longest query of an RPC call, in bytes; a longer one becomes a form body, since front ends refuse very long addresses.
const QUERY_LIMIT: usize = 4 << 10;

const JSON: &str = "application/json";

/// A request before it is signed.
#[derive(Debug)]
pub(crate) struct UnsignedRequest {
    method: http::Method,
    /// Those of parameters, and the type of the content.
    headers: Vec<(HeaderName, HeaderValue)>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// Parameters that go into a form, with those of the signature.
    V1(Vec<(String, String)>),
    V3 {
        target: PathAndQuery,
        body: Bytes,
        /// Hash of the body.
        sha256: Cow<'static, str>,
    },
}

/// Lays out a request.
///
/// # Errors
/// [`Failure::Build`](crate::Error::Build), naming the parameter.
pub(crate) fn build(
    operation: &Operation,
    params: &Params,
    signature: Signature,
    secrets_in_query: bool,
) -> Result<UnsignedRequest, Failure> {
    let (method, template) = operation.route();
    let mut placed = PlacedParams::of(operation, params, template)?;
    let path = path_of(operation, params, template)?;
    let mut headers = std::mem::take(&mut placed.headers);
    let content = match (operation.style(), signature) {
        (Style::Roa { .. }, Signature::V1) => {
            return Err(Failure::build("signature 1.0 is for RPC operations; this one is ROA"));
        }
        (Style::Rpc, Signature::V1) if placed.payload.is_some() || template != "/" => {
            return Err(Failure::build(
                "signature 1.0 can't be had for this operation, which is no form sent to `/`",
            ));
        }
        (Style::Rpc, Signature::V1) => {
            let parameters = placed.query.into_iter().chain(placed.form);
            let owned = parameters.map(|(name, value)| (name.into_owned(), value.into_owned()));
            Content::V1(owned.collect())
        }
        (style, Signature::V3) => {
            // A body that is taken as it is leaves no place for a form, and neither does a method without a body.
            let may_move = style == Style::Rpc && placed.payload.is_none() && method != "GET";
            let query = if may_move {
                short_query(std::mem::take(&mut placed.query), &mut placed.form, secrets_in_query)
            } else {
                sign::query_of(&placed.query)
            };
            let (content_type, body) = placed.typed_body()?.unzip();
            headers.extend(content_type.map(|of_body| (header::CONTENT_TYPE, HeaderValue::from_static(of_body))));
            let body = body.unwrap_or_default();
            Content::V3 {
                target: target(path, &query)?,
                sha256: sign::payload_sha256(&body),
                body,
            }
        }
    };
    let method = http::Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::build(format!("{method:?} is not an HTTP method")))?;
    Ok(UnsignedRequest {
        method,
        headers,
        content,
    })
}

/// Parameters by where they travel, but for those of the path.
#[derive(Default)]
struct PlacedParams<'p> {
    query: Pairs<'p>,
    form: Pairs<'p>,
    /// Members of a JSON body.
    body: Vec<(&'p str, Cow<'p, Value>)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// A parameter that is the whole body.
    payload: Option<Bytes>,
}

impl<'p> PlacedParams<'p> {
    fn of(operation: &Operation, params: &'p Params, template: &str) -> Result<Self, Failure> {
        let in_path: Vec<_> = path::names(template).collect();
        let mut placed = Self::default();
        for (name, value) in params.iter().filter(|(name, _)| !in_path.contains(name)) {
            if operation.is_payload(name) {
                placed.payload = Some(json_of(name, value)?);
                continue;
            }
            let format = operation.format(name);
            let text = format.map(|format| formatted(name, value, format)).transpose()?;
            match operation.position(name) {
                Position::Query => add(name, value, text, &mut placed.query)?,
                Position::Form => add(name, value, text, &mut placed.form)?,
                Position::Body if operation.style() == Style::Rpc => add(name, value, text, &mut placed.form)?,
                Position::Body => placed.body.push((name, as_one(value, text))),
                Position::Header => placed.headers.push(header(name, &as_one(value, text))?),
                Position::Path => {
                    return Err(Failure::build(format!(
                        "the path has no place for the parameter {name}"
                    )));
                }
            }
        }
        Ok(placed)
    }

    /// The body and its type, if there is one.
    fn typed_body(self) -> Result<TypedBody, Failure> {
        match self.payload {
            Some(payload) => Ok(Some((JSON, payload))),
            None if !self.form.is_empty() => Ok(Some((wire::FORM, Bytes::from(sign::query_of(&self.form))))),
            None => json_body(&self.body),
        }
    }
}

/// The path with its parameters filled in.
fn path_of(operation: &Operation, params: &Params, template: &str) -> Result<String, Failure> {
    let text = |name: &str| {
        let value = params.get(name)?;
        match operation.format(name) {
            Some(format) => formatted(name, value, format).ok(),
            None => wire::text(value),
        }
    };
    path::fill(template, text).map_err(Failure::build)
}

/// Path and query in one.
fn target(mut path: String, query: &str) -> Result<PathAndQuery, Failure> {
    if !query.is_empty() {
        path.reserve_exact(query.len() + 1);
        path.push('?');
        path.push_str(query);
    }
    PathAndQuery::try_from(path).map_err(no_address)
}

fn no_address(error: impl Display) -> Failure {
    Failure::build(format!("the address can't be built: {error}"))
}

type TypedBody = Option<(&'static str, Bytes)>;

/// The query of an RPC request. The front ends read parameters from either, so that what is secret or long can move to the form, and
/// stay out of the address.
fn short_query<'p>(mut parameters: Pairs<'p>, form: &mut Pairs<'p>, secrets_in_query: bool) -> String {
    if !secrets_in_query {
        form.extend(parameters.extract_if(.., |(name, _)| is_secret(name)));
    }
    let query = sign::query_of(&parameters);
    if query.len() > QUERY_LIMIT {
        form.append(&mut parameters);
        return String::new();
    }
    query
}

/// Adds a parameter to a query or form: as the text that it is written as, or part by part.
fn add<'p>(name: &'p str, value: &'p Value, text: Option<Cow<'p, str>>, pairs: &mut Pairs<'p>) -> Result<(), Failure> {
    match text {
        Some(text) => pairs.push((Cow::Borrowed(name), text)),
        None => wire::flatten(Cow::Borrowed(name), value, pairs).map_err(not_finite)?,
    }
    Ok(())
}

/// A parameter that is not taken apart: the text that it is written as, or itself.
fn as_one<'p>(value: &'p Value, text: Option<Cow<'p, str>>) -> Cow<'p, Value> {
    text.map_or(Cow::Borrowed(value), |text| {
        Cow::Owned(Value::String(text.into_owned()))
    })
}

/// A parameter with parts as one text.
fn formatted<'p>(name: &str, value: &'p Value, format: Format) -> Result<Cow<'p, str>, Failure> {
    let text = match (format, value) {
        // What is text already is taken as it is.
        (_, Value::String(text)) => Some(Cow::Borrowed(text.as_str())),
        (Format::Json, _) => Some(Cow::Owned(member(name, value)?.to_string())),
        (Format::Comma, Value::List(values)) => between_commas(values),
        (Format::Comma, value) => wire::text(value),
    };
    text.ok_or_else(|| Failure::build(format!("the parameter {name} holds what can't stand between commas")))
}

fn between_commas(values: &[Value]) -> Option<Cow<'static, str>> {
    let texts: Option<Vec<_>> = values.iter().map(wire::text).collect();
    texts.map(|texts| Cow::Owned(texts.join(",")))
}

/// The JSON of a parameter that is the whole body; text is taken as JSON that is written already.
fn json_of(name: &str, value: &Value) -> Result<Bytes, Failure> {
    Ok(Bytes::from(match value {
        Value::String(text) => text.clone(),
        value => member(name, value)?.to_string(),
    }))
}

/// JSON body of a ROA call. A lone parameter named `Body` is the body itself, as text that is JSON already or as a value; others
/// are members of an object.
fn json_body(parameters: &[(&str, Cow<'_, Value>)]) -> Result<TypedBody, Failure> {
    let text = match parameters {
        [] => return Ok(None),
        [(name, value)] if name.eq_ignore_ascii_case("Body") => return Ok(Some((JSON, json_of(name, value)?))),
        members => {
            let members = members
                .iter()
                .map(|(name, value)| Ok(((*name).to_owned(), member(name, value)?)));
            crate::Document::Object(members.collect::<Result<_, Failure>>()?).to_string()
        }
    };
    Ok(Some((JSON, Bytes::from(text))))
}

fn member(name: &str, value: &Value) -> Result<crate::Document, Failure> {
    wire::json(value).ok_or_else(|| not_finite(name.to_owned()))
}

fn not_finite(name: String) -> Failure {
    Failure::build(format!("the parameter {name} is not a finite number"))
}

/// Headers that the engine sets itself; a parameter of such a name would change what is signed.
const OWN_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-security-token",
    "x-acs-signature-nonce",
    "x-acs-version",
];

fn header(name: &str, value: &Value) -> Result<(HeaderName, HeaderValue), Failure> {
    let lower = name.to_ascii_lowercase();
    if OWN_HEADERS.contains(&lower.as_str()) {
        return Err(Failure::build(format!(
            "the parameter {name} can't be a header: the client sets it itself"
        )));
    }
    let text = match value {
        Value::List(values) => between_commas(values),
        other => wire::text(other),
    };
    let text = text.ok_or_else(|| Failure::build(format!("the parameter {name} can't be written as a header")))?;
    let name = HeaderName::from_bytes(lower.as_bytes()).map_err(|_| no_header(&lower))?;
    let value = HeaderValue::from_str(text.trim()).map_err(|_| no_header(&lower))?;
    Ok((name, value))
}

/// The value may be a secret, so the message leaves it out.
fn no_header(name: &str) -> Failure {
    Failure::build(format!(
        "{name} can't be a header: its name or value holds forbidden characters"
    ))
}
