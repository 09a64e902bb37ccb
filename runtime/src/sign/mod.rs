//! Signature `ACS3-HMAC-SHA256`, one pure function a stage; signature 1.0 in [`v1`].

pub mod v1;

use crate::credentials::Credentials;
use crate::wire::encode_into;
use ring::{digest, hmac};
use std::borrow::Cow;

/// Name of the algorithm, as it stands in the `Authorization` header and at the head of the string to sign.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// SHA-256 of nothing, which most requests have for a body.
const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Lower-case hexadecimal SHA-256 of some bytes, as `x-acs-content-sha256` wants it.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return OF_NOTHING.to_owned();
    }
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The same, without a copy of that of nothing.
pub(crate) fn payload_sha256(bytes: &[u8]) -> Cow<'static, str> {
    if bytes.is_empty() {
        Cow::Borrowed(OF_NOTHING)
    } else {
        Cow::Owned(sha256_hex(bytes))
    }
}

/// Query string with its names and values percent-encoded and sorted by name.
#[must_use]
pub fn canonical_query(parameters: &[(String, String)]) -> String {
    query_of(parameters)
}

/// The same of any texts.
pub(crate) fn query_of<T: AsRef<str>>(parameters: &[(T, T)]) -> String {
    let sorted = sorted(parameters);
    let length = sorted.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let mut query = String::with_capacity(length);
    for (name, value) in sorted {
        if !query.is_empty() {
            query.push('&');
        }
        encode_into(name, &mut query);
        query.push('=');
        encode_into(value, &mut query);
    }
    query
}

/// Whether a header (lower-case name) is part of the signature.
#[must_use]
pub fn is_signed_header(name: &str) -> bool {
    name.starts_with("x-acs-") || name == "host" || name == "content-type"
}

/// Names of the headers to sign (lower-case), sorted and joined by `;`.
#[must_use]
pub fn signed_headers<N: AsRef<str>, V: AsRef<str>>(headers: &[(N, V)]) -> String {
    names_of(&sorted(headers))
}

/// Canonical request: what both sides compute from the request as sent.
///
/// `path` is the path as sent (percent-encoded), `query` comes from [`canonical_query`], `headers` are those
/// to sign, with lower-case names, `payload_sha256` comes from [`sha256_hex`] over the body.
#[must_use]
pub fn canonical_request<N: AsRef<str>, V: AsRef<str>>(
    method: &str,
    path: &str,
    query: &str,
    headers: &[(N, V)],
    payload_sha256: &str,
) -> String {
    let sorted = sorted(headers);
    canonical((method, path, query), &sorted, &names_of(&sorted), payload_sha256)
}

/// String to sign: the algorithm and the hash of the canonical request.
#[must_use]
pub fn string_to_sign(canonical_request: &str) -> String {
    [ALGORITHM, "\n", &sha256_hex(canonical_request.as_bytes())].concat()
}

/// Value of the `Authorization` header.
#[must_use]
pub fn authorization(
    access_key_id: &str,
    access_key_secret: &str,
    signed_headers: &str,
    string_to_sign: &str,
) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, access_key_secret.as_bytes());
    let signature = hex(hmac::sign(&key, string_to_sign.as_bytes()).as_ref());
    let parts = [
        ALGORITHM,
        " Credential=",
        access_key_id,
        ",SignedHeaders=",
        signed_headers,
        ",Signature=",
        &signature,
    ];
    parts.concat()
}

/// All stages at once, over the headers that are to be signed: value of the `Authorization` header.
pub(crate) fn authorize(
    credentials: &Credentials,
    line: (&str, &str, &str),
    mut headers: Vec<(&str, &str)>,
    payload_sha256: &str,
) -> String {
    headers.sort_unstable();
    let names = names_of(&headers);
    let to_sign = string_to_sign(&canonical(line, &headers, &names, payload_sha256));
    let (id, secret) = (credentials.access_key_id(), credentials.access_key_secret());
    authorization(id, secret, &names, &to_sign)
}

fn sorted<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Vec<(&str, &str)> {
    let pairs = pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
    let mut sorted: Vec<_> = pairs.collect();
    sorted.sort_unstable();
    sorted
}

fn names_of(sorted: &[(&str, &str)]) -> String {
    let mut names = String::with_capacity(160);
    for (name, _) in sorted {
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
    }
    names
}

fn canonical(
    (method, path, query): (&str, &str, &str),
    sorted: &[(&str, &str)],
    names: &str,
    payload_sha256: &str,
) -> String {
    let path = if path.is_empty() { "/" } else { path };
    let of_headers: usize = sorted.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let of_line = method.len() + path.len() + query.len();
    let length = of_line + of_headers + names.len() + payload_sha256.len() + 5;
    let mut text = String::with_capacity(length);
    for line in [method, path, query] {
        text.push_str(line);
        text.push('\n');
    }
    for (name, value) in sorted {
        text.push_str(name);
        text.push(':');
        text.push_str(value.trim());
        text.push('\n');
    }
    text.push('\n');
    text.push_str(names);
    text.push('\n');
    text.push_str(payload_sha256);
    text
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble & 15)];
    let digits: Vec<_> = bytes.iter().map(|byte| [digit(byte >> 4), digit(*byte)]).collect();
    // Never fails: digits are ASCII.
    String::from_utf8(digits.into_flattened()).unwrap_or_default()
}
