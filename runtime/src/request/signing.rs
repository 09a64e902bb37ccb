//! From an unsigned request to a signed one, once for every attempt.

use super::{Content, JSON, UnsignedRequest, no_header};
use crate::address::Address;
use crate::credentials::Credentials;
use crate::error::Failure;
use crate::operation::Operation;
use crate::transport::SecretForm;
use crate::{sign, wire};
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use std::borrow::Cow;

/// Where requests go, and who sends them.
#[derive(Debug)]
pub(crate) struct Sender<'a> {
    pub(crate) address: &'a Address,
    pub(crate) user_agent: &'a HeaderValue,
}

/// What makes two requests with the same parameters different.
pub(crate) struct SigningParams {
    /// Time of signing, as `2023-10-26T10:22:32Z`.
    pub(crate) date: String,
    /// Never used twice.
    pub(crate) nonce: String,
}

const ACTION: HeaderName = HeaderName::from_static("x-acs-action");
const VERSION: HeaderName = HeaderName::from_static("x-acs-version");
const DATE: HeaderName = HeaderName::from_static("x-acs-date");
const NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-acs-content-sha256");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");

/// How many headers there are beside those of parameters, with room for what middleware and transport add.
const HEADERS: usize = 12;

impl UnsignedRequest {
    /// Signs the request. Without credentials it stays unsigned.
    ///
    /// # Errors
    /// [`Failure::Build`](crate::Error::Build) if something can't be part of an HTTP request.
    pub(crate) fn sign(
        &self,
        operation: &Operation,
        sender: &Sender<'_>,
        credentials: Option<&Credentials>,
        signing_params: SigningParams,
    ) -> Result<http::Request<Bytes>, Failure> {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + HEADERS);
        headers.insert(header::ACCEPT, HeaderValue::from_static(JSON));
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(header::HOST, sender.address.host.clone());
        headers.insert(header::USER_AGENT, sender.user_agent.clone());
        let mut secret_form = None;
        let (target, body) = match &self.content {
            Content::V1(parameters) => {
                let (query, body, secret) = v1(operation, parameters, credentials, &signing_params);
                if !body.is_empty() {
                    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wire::FORM));
                }
                secret_form = secret;
                (super::target("/".to_owned(), &query)?, body)
            }
            Content::V3 { target, body, sha256 } => {
                self.v3(operation, (target, sha256), &mut headers, credentials, signing_params)?;
                (target.clone(), body.clone())
            }
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = sender.address.with(target).map_err(super::no_address)?;
        *request.headers_mut() = headers;
        if let Some(secret) = secret_form {
            request.extensions_mut().insert(SecretForm(secret));
        }
        Ok(request)
    }

    fn v3(
        &self,
        operation: &Operation,
        (target, sha256): (&PathAndQuery, &Cow<'static, str>),
        headers: &mut HeaderMap,
        credentials: Option<&Credentials>,
        signing_params: SigningParams,
    ) -> Result<(), Failure> {
        headers.insert(ACTION, value(&ACTION, operation.name())?);
        headers.insert(VERSION, value(&VERSION, operation.service().version())?);
        headers.insert(DATE, value(&DATE, signing_params.date)?);
        headers.insert(NONCE, value(&NONCE, signing_params.nonce)?);
        headers.insert(CONTENT_SHA256, value(&CONTENT_SHA256, sha256.clone())?);
        let Some(credentials) = credentials else { return Ok(()) };
        if let Some(token) = credentials.security_token() {
            headers.insert(SECURITY_TOKEN, secret(&SECURITY_TOKEN, token.trim().to_owned())?);
        }
        let mut signed = Vec::with_capacity(headers.len());
        let to_sign = headers.iter().filter(|(name, _)| sign::is_signed_header(name.as_str()));
        signed.extend(to_sign.map(|(name, value)| (name.as_str(), text(value))));
        let line = (self.method.as_str(), target.path(), target.query().unwrap_or_default());
        let authorization = sign::authorize(credentials, line, signed, sha256);
        headers.insert(header::AUTHORIZATION, secret(&header::AUTHORIZATION, authorization)?);
        Ok(())
    }
}

/// A header's value, of a text that is not copied.
fn value(name: &HeaderName, text: impl Into<Cow<'static, str>>) -> Result<HeaderValue, Failure> {
    let value = match text.into() {
        Cow::Borrowed(text) => HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())),
        Cow::Owned(text) => HeaderValue::try_from(text),
    };
    value.map_err(|_| no_header(name.as_str()))
}

/// The same of what `Debug` must not show.
fn secret(name: &HeaderName, text: String) -> Result<HeaderValue, Failure> {
    let mut value = value(name, text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The text that a header's value was made of.
fn text(value: &HeaderValue) -> &str {
    str::from_utf8(value.as_bytes()).unwrap_or_default()
}

/// Query and form of a request under signature 1.0, and the end of the form that is the signature's own and secret. All that the caller
/// gave travels in the form: addresses end up in logs on the way. Only an operation that takes nothing but GET has no form.
fn v1(
    operation: &Operation,
    parameters: &[(String, String)],
    credentials: Option<&Credentials>,
    signing_params: &SigningParams,
) -> (String, Bytes, Option<Bytes>) {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut query: Vec<_> = [
        ("Action", operation.name()),
        ("Format", "JSON"),
        ("SignatureNonce", &signing_params.nonce),
        ("Timestamp", &signing_params.date),
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
