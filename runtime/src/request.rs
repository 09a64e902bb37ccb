//! From an operation and its parameters to a signed HTTP request.

use crate::address::Address;
use crate::credentials::Credentials;
use crate::error::Failure;
use crate::options::Signature;
use crate::params::{Params, Value};
use crate::secret::is_secret;
use crate::service::{Format, Operation, Position, Style};
use crate::transport::SecretForm;
use crate::{path, sign, wire};
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;

/// Longest query of an RPC call, in bytes; a longer one becomes a form body, since front ends refuse very long addresses.
const QUERY_LIMIT: usize = 4 << 10;

const JSON: &str = "application/json";

/// Where requests go, and who sends them.
#[derive(Debug)]
pub(crate) struct Sender<'a> {
    pub(crate) address: &'a Address,
    pub(crate) user_agent: &'a str,
}

/// What makes two requests with the same parameters different.
pub(crate) struct Stamp<'a> {
    /// Time of signing, as `2023-10-26T10:22:32Z`.
    pub(crate) date: &'a str,
    /// Never used twice.
    pub(crate) nonce: &'a str,
}

/// A request before it is signed.
#[derive(Debug)]
pub(crate) struct Unsigned {
    method: http::Method,
    path: String,
    headers: Vec<(HeaderName, String)>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// Parameters that go into a form, with those of the signature.
    V1(Vec<(String, String)>),
    V3 {
        query: String,
        body: Bytes,
    },
}

/// Lays out a request.
///
/// # Errors
/// [`Failure::Build`](crate::Error::Build), naming the parameter.
pub(crate) fn lay_out(
    operation: &Operation,
    params: &Params,
    signature: Signature,
    secrets_in_query: bool,
) -> Result<Unsigned, Failure> {
    let (method, template) = operation.route();
    let in_path: Vec<_> = path::names(template).collect();
    let (mut query, mut form, mut body, mut headers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut payload = None;
    for (name, value) in params.iter().filter(|(name, _)| !in_path.contains(name)) {
        if operation.is_payload(name) {
            payload = Some(json_of(name, value)?);
            continue;
        }
        let value = match operation.format(name) {
            Some(format) => Cow::Owned(formatted(name, value, format)?),
            None => Cow::Borrowed(value),
        };
        match operation.position(name) {
            Position::Query => wire::flatten(name, &value, &mut query).map_err(not_finite)?,
            Position::Form => wire::flatten(name, &value, &mut form).map_err(not_finite)?,
            Position::Body if operation.style() == Style::Rpc => {
                wire::flatten(name, &value, &mut form).map_err(not_finite)?;
            }
            Position::Body => body.push((name, value)),
            Position::Header => headers.push(header(name, &value)?),
            Position::Path => {
                return Err(Failure::build(format!(
                    "the path has no place for the parameter {name}"
                )));
            }
        }
    }
    let of_path = |name: &str| {
        let value = params.get(name)?;
        match operation.format(name) {
            Some(format) => wire::text(&formatted(name, value, format).ok()?),
            None => wire::text(value),
        }
    };
    let path = path::fill(template, of_path).map_err(Failure::build)?;

    let content = match (operation.style(), signature) {
        (Style::Roa { .. }, Signature::V1) => {
            return Err(Failure::build("signature 1.0 is for RPC operations; this one is ROA"));
        }
        (Style::Rpc, Signature::V1) if payload.is_some() || template != "/" => {
            return Err(Failure::build(
                "signature 1.0 can't be had for this operation, which is no form sent to `/`",
            ));
        }
        (Style::Rpc, Signature::V1) => {
            query.append(&mut form);
            Content::V1(query)
        }
        (style, Signature::V3) => {
            // A body that is taken as it is leaves no place for a form, and neither does a method without a body.
            let may_move = style == Style::Rpc && payload.is_none() && method != "GET";
            let query = if may_move {
                short_query(query, &mut form, secrets_in_query)
            } else {
                sign::canonical_query(&query)
            };
            let content = match payload {
                Some(payload) => Some((JSON, payload)),
                None if !form.is_empty() => Some((wire::FORM, Bytes::from(sign::canonical_query(&form)))),
                None => json_body(&body)?,
            };
            let (content_type, body) = content.unzip();
            headers.extend(content_type.map(|content_type: &str| (header::CONTENT_TYPE, content_type.to_owned())));
            let body = body.unwrap_or_default();
            Content::V3 { query, body }
        }
    };
    let method = http::Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::build(format!("{method:?} is not an HTTP method")))?;
    Ok(Unsigned {
        method,
        path,
        headers,
        content,
    })
}

type TypedBody = Option<(&'static str, Bytes)>;

/// The query of an RPC request. The front ends read parameters from either, so that what is secret or long can move to the form, and
/// stay out of the address.
fn short_query(
    mut parameters: Vec<(String, String)>,
    form: &mut Vec<(String, String)>,
    secrets_in_query: bool,
) -> String {
    if !secrets_in_query {
        form.extend(parameters.extract_if(.., |(name, _)| is_secret(name)));
    }
    let query = sign::canonical_query(&parameters);
    if query.len() > QUERY_LIMIT {
        form.append(&mut parameters);
        return String::new();
    }
    query
}

/// A parameter with parts as one text.
fn formatted(name: &str, value: &Value, format: Format) -> Result<Value, Failure> {
    let text = match (format, value) {
        // What is text already is taken as it is.
        (_, Value::String(_)) => return Ok(value.clone()),
        (Format::Json, _) => Some(member(name, value)?.to_string()),
        (Format::Comma, Value::List(values)) => {
            let texts: Option<Vec<_>> = values.iter().map(wire::text).collect();
            texts.map(|texts| texts.join(","))
        }
        (Format::Comma, value) => wire::text(value),
    };
    let text =
        text.ok_or_else(|| Failure::build(format!("the parameter {name} holds what can't stand between commas")))?;
    Ok(Value::String(text))
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

fn header(name: &str, value: &Value) -> Result<(HeaderName, String), Failure> {
    let lower = name.to_ascii_lowercase();
    if OWN_HEADERS.contains(&lower.as_str()) {
        return Err(Failure::build(format!(
            "the parameter {name} can't be a header: the client sets it itself"
        )));
    }
    let text = match value {
        Value::List(values) => values
            .iter()
            .map(wire::text)
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(",")),
        other => wire::text(other),
    };
    let text = text.ok_or_else(|| Failure::build(format!("the parameter {name} can't be written as a header")))?;
    let name = HeaderName::from_bytes(lower.as_bytes()).map_err(|_| no_header(&lower))?;
    Ok((name, text))
}

/// The value may be a secret, so the message leaves it out.
fn no_header(name: &str) -> Failure {
    Failure::build(format!(
        "{name} can't be a header: its name or value holds forbidden characters"
    ))
}

const ACTION: HeaderName = HeaderName::from_static("x-acs-action");
const VERSION: HeaderName = HeaderName::from_static("x-acs-version");
const DATE: HeaderName = HeaderName::from_static("x-acs-date");
const NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-acs-content-sha256");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");

type Headers<'a> = Vec<(HeaderName, Cow<'a, str>)>;

impl Unsigned {
    /// Signs the request, once for every try. Without credentials it stays unsigned.
    ///
    /// # Errors
    /// [`Failure::Build`](crate::Error::Build) if something can't be part of an HTTP request.
    pub(crate) fn sign(
        &self,
        operation: &Operation,
        sender: &Sender<'_>,
        credentials: Option<&Credentials>,
        stamp: &Stamp<'_>,
    ) -> Result<http::Request<Bytes>, Failure> {
        let mut headers: Headers<'_> = Vec::with_capacity(self.headers.len() + 10);
        headers.extend(
            self.headers
                .iter()
                .map(|(name, value)| (name.clone(), Cow::Borrowed(value.as_str()))),
        );
        headers.push((header::HOST, Cow::Borrowed(&sender.address.authority)));
        headers.push((header::USER_AGENT, Cow::Borrowed(sender.user_agent)));
        let mut secret_form = None;
        let (target, body) = match &self.content {
            Content::V1(parameters) => {
                let (query, body, secret) = v1(operation, parameters, credentials, stamp);
                if !body.is_empty() {
                    headers.push((header::CONTENT_TYPE, Cow::Borrowed(wire::FORM)));
                }
                secret_form = secret;
                (self.target(&query), body)
            }
            Content::V3 { query, body } => {
                self.v3(operation, query, body, &mut headers, credentials, stamp);
                (self.target(query), body.clone())
            }
        };
        let uri = http::Uri::builder()
            .scheme(sender.address.scheme.clone())
            .authority(sender.address.authority.as_str())
            .path_and_query(target)
            .build()
            .map_err(|error| Failure::build(format!("the address can't be built: {error}")))?;
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = header_map(headers)?;
        if let Some(secret) = secret_form {
            request.extensions_mut().insert(SecretForm(secret));
        }
        Ok(request)
    }

    fn target(&self, query: &str) -> String {
        if query.is_empty() {
            return self.path.clone();
        }
        [self.path.as_str(), "?", query].concat()
    }

    fn v3<'a>(
        &self,
        operation: &Operation,
        query: &str,
        body: &Bytes,
        headers: &mut Headers<'a>,
        credentials: Option<&'a Credentials>,
        stamp: &Stamp<'a>,
    ) {
        let payload = sign::payload_sha256(body);
        headers.push((ACTION, Cow::Borrowed(operation.name())));
        headers.push((VERSION, Cow::Borrowed(operation.service().version())));
        headers.push((DATE, Cow::Borrowed(stamp.date)));
        headers.push((NONCE, Cow::Borrowed(stamp.nonce)));
        headers.push((CONTENT_SHA256, payload.clone()));
        let Some(credentials) = credentials else { return };
        let token = credentials.security_token();
        headers.extend(token.map(|token| (SECURITY_TOKEN, Cow::Borrowed(token))));
        let line = (self.method.as_str(), self.path.as_str(), query);
        let authorization = sign::authorize(credentials, line, headers, &payload);
        headers.push((header::AUTHORIZATION, Cow::Owned(authorization)));
    }
}

/// Query and form of a request under signature 1.0, and the end of the form that is the signature's own and secret. All that the caller
/// gave travels in the form: addresses end up in logs on the way. Only an operation that takes nothing but GET has no form.
fn v1(
    operation: &Operation,
    parameters: &[(String, String)],
    credentials: Option<&Credentials>,
    stamp: &Stamp<'_>,
) -> (String, Bytes, Option<Bytes>) {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut query: Vec<_> = [
        ("Action", operation.name()),
        ("Format", "JSON"),
        ("SignatureNonce", stamp.nonce),
        ("Timestamp", stamp.date),
        ("Version", operation.service().version()),
    ]
    .map(owned)
    .into();
    let mut form = parameters.to_vec();
    let mut secret = None;
    let (method, _) = operation.route();
    let in_query = method == "GET";
    if let Some(credentials) = credentials {
        query.extend([("SignatureMethod", sign::v1::ALGORITHM), ("SignatureVersion", "1.0")].map(owned));
        form.push(owned(("AccessKeyId", credentials.access_key_id())));
        let token = credentials
            .security_token()
            .map(|token| owned(("SecurityToken", token)));
        let mut own: Vec<_> = token.into_iter().collect();
        let canonical = sign::canonical_query(&[query.as_slice(), form.as_slice(), own.as_slice()].concat());
        let signature = sign::v1::signature(
            credentials.access_key_secret(),
            &sign::v1::string_to_sign(method, &canonical),
        );
        own.push(("Signature".to_owned(), signature));
        if in_query {
            query.append(&mut own);
        } else {
            secret = Some(Bytes::from(sign::canonical_query(&own)));
        }
    }
    if in_query {
        query.append(&mut form);
    }
    (
        sign::canonical_query(&query),
        Bytes::from(sign::canonical_query(&form)),
        secret,
    )
}

fn header_map(headers: Headers<'_>) -> Result<HeaderMap, Failure> {
    let mut map = HeaderMap::with_capacity(headers.len() + 2);
    map.insert(header::ACCEPT, HeaderValue::from_static(JSON));
    for (name, value) in headers {
        let value = match value {
            Cow::Owned(value) if value.trim().len() == value.len() => HeaderValue::try_from(value),
            value => HeaderValue::try_from(value.trim()),
        };
        let mut value = value.map_err(|_| no_header(name.as_str()))?;
        value.set_sensitive(name == header::AUTHORIZATION || name == SECURITY_TOKEN);
        map.insert(name, value);
    }
    Ok(map)
}
