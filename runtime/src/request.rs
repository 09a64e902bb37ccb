//! From an operation and its parameters to a signed HTTP request.

use crate::config::Address;
use crate::credentials::Credentials;
use crate::error::Failure;
use crate::params::{Params, Value};
use crate::service::{Operation, Position, Style};
use crate::{path, sign, wire};
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Longest query of an RPC call, in bytes; a longer one becomes a form body, since front ends refuse very long addresses.
const QUERY_LIMIT: usize = 4 << 10;

const JSON: &str = "application/json";
const USER_AGENT: &str = concat!("alibabacloud-rs/", env!("CARGO_PKG_VERSION"));

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
    query: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// Lays out a request.
///
/// # Errors
/// [`Failure::Build`](crate::Error::Build), naming the parameter.
pub(crate) fn lay_out(operation: &Operation, params: &Params) -> Result<Unsigned, Failure> {
    let (method, template) = match operation.style() {
        Style::Rpc => ("POST", "/"),
        Style::Roa { method, path } => (method, path),
    };
    let in_path: Vec<_> = path::names(template).collect();
    let (mut query, mut body, mut headers) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in params.iter().filter(|(name, _)| !in_path.contains(name)) {
        match operation.position(name) {
            Position::Query => wire::flatten(name, value, &mut query).map_err(not_finite)?,
            Position::Body => body.push((name, value)),
            Position::Header => headers.push(header(name, value)?),
            Position::Path => {
                return Err(Failure::build(format!(
                    "the path has no place for the parameter {name}"
                )));
            }
        }
    }
    let of_path = |name: &str| params.get(name).and_then(wire::text);
    let path = path::fill(template, of_path).map_err(Failure::build)?;

    let (query, content) = match operation.style() {
        Style::Rpc => rpc_content(&query, &body)?,
        Style::Roa { .. } => (sign::canonical_query(&query), json_body(&body)?),
    };
    let (content_type, body) = content.unzip();
    headers.extend(content_type.map(|content_type: &str| ("content-type".to_owned(), content_type.to_owned())));
    let method = http::Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::build(format!("{method:?} is not an HTTP method")))?;
    Ok(Unsigned {
        method,
        path,
        query,
        headers,
        body: body.unwrap_or_default(),
    })
}

type Content = Option<(&'static str, Bytes)>;

fn rpc_content(query: &[(String, String)], body: &[(&str, &Value)]) -> Result<(String, Content), Failure> {
    let mut form = Vec::new();
    for (name, value) in body {
        wire::flatten(name, value, &mut form).map_err(not_finite)?;
    }
    let mut in_query = sign::canonical_query(query);
    if in_query.len() > QUERY_LIMIT {
        form.extend_from_slice(query);
        in_query.clear();
    }
    let form = (!form.is_empty()).then(|| (wire::FORM, Bytes::from(sign::canonical_query(&form))));
    Ok((in_query, form))
}

/// JSON body of a ROA call. A lone parameter named `Body` is the body itself, as text that is JSON already or as a value; others
/// are members of an object.
fn json_body(parameters: &[(&str, &Value)]) -> Result<Content, Failure> {
    let text = match parameters {
        [] => return Ok(None),
        [(name, Value::String(text))] if name.eq_ignore_ascii_case("Body") => text.clone(),
        [(name, value)] if name.eq_ignore_ascii_case("Body") => member(name, value)?.to_string(),
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

fn header(name: &str, value: &Value) -> Result<(String, String), Failure> {
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
    Ok((lower, text))
}

impl Unsigned {
    /// Signs the request.
    ///
    /// # Errors
    /// [`Failure::Build`](crate::Error::Build) if something can't be part of an HTTP request.
    pub(crate) fn sign(
        self,
        operation: &Operation,
        address: &Address,
        credentials: &Credentials,
        stamp: &Stamp<'_>,
    ) -> Result<http::Request<Bytes>, Failure> {
        let Self {
            method,
            path,
            query,
            mut headers,
            body,
        } = self;
        let payload = sign::sha256_hex(&body);
        let own = [
            ("host", address.authority.as_str()),
            ("accept", JSON),
            ("user-agent", USER_AGENT),
            ("x-acs-action", operation.name()),
            ("x-acs-version", operation.service().version()),
            ("x-acs-date", stamp.date),
            ("x-acs-signature-nonce", stamp.nonce),
            ("x-acs-content-sha256", payload.as_str()),
        ];
        headers.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        headers.extend(
            credentials
                .security_token()
                .map(|token| ("x-acs-security-token".to_owned(), token.to_owned())),
        );

        let canonical = sign::canonical_request(method.as_str(), &path, &query, &headers, &payload);
        let authorization = sign::authorization(
            credentials.access_key_id(),
            credentials.access_key_secret(),
            &sign::signed_headers(&headers),
            &sign::string_to_sign(&canonical),
        );
        headers.push((header::AUTHORIZATION.as_str().to_owned(), authorization));

        let mark = if query.is_empty() { "" } else { "?" };
        let uri = http::Uri::builder()
            .scheme(address.scheme.clone())
            .authority(address.authority.as_str())
            .path_and_query(format!("{path}{mark}{query}"))
            .build()
            .map_err(|error| Failure::build(format!("the address can't be built: {error}")))?;
        let mut request = http::Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = header_map(headers)?;
        Ok(request)
    }
}

fn header_map(headers: Vec<(String, String)>) -> Result<HeaderMap, Failure> {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        // The value may be a secret, so the message leaves it out.
        let refuse = || {
            Failure::build(format!(
                "{name} can't be a header: its name or value holds forbidden characters"
            ))
        };
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse())?;
        let mut value = HeaderValue::from_str(value.trim()).map_err(|_| refuse())?;
        value.set_sensitive(matches!(name.as_str(), "authorization" | "x-acs-security-token"));
        map.insert(header, value);
    }
    Ok(map)
}
