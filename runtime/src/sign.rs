//! Signature `ACS3-HMAC-SHA256`, one pure function a stage.

use crate::wire::encode;
use ring::{digest, hmac};

/// Name of the algorithm, as it stands in the `Authorization` header and at the head of the string to sign.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Lower-case hexadecimal SHA-256 of some bytes, as `x-acs-content-sha256` wants it.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Query string with its names and values percent-encoded and sorted by name.
#[must_use]
pub fn canonical_query(parameters: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    let pairs: Vec<_> = sorted
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// Whether a header (lower-case name) is part of the signature.
#[must_use]
pub fn is_signed_header(name: &str) -> bool {
    name.starts_with("x-acs-") || name == "host" || name == "content-type"
}

/// Names of the signed headers among the given ones, sorted and joined by `;`.
#[must_use]
pub fn signed_headers(headers: &[(String, String)]) -> String {
    let names: Vec<_> = sorted_signed(headers)
        .into_iter()
        .map(|(name, _)| name.as_str())
        .collect();
    names.join(";")
}

/// Canonical request: what both sides compute from the request as sent.
///
/// `path` is the path as sent (percent-encoded), `query` comes from [`canonical_query`], `headers` have lower-case names (those
/// that are not signed are left out), `payload_sha256` comes from [`sha256_hex`] over the body.
#[must_use]
pub fn canonical_request(
    method: &str,
    path: &str,
    query: &str,
    headers: &[(String, String)],
    payload_sha256: &str,
) -> String {
    let lines: String = sorted_signed(headers)
        .into_iter()
        .map(|(name, value)| format!("{name}:{}\n", value.trim()))
        .collect();
    let path = if path.is_empty() { "/" } else { path };
    format!(
        "{method}\n{path}\n{query}\n{lines}\n{}\n{payload_sha256}",
        signed_headers(headers)
    )
}

/// String to sign: the algorithm and the hash of the canonical request.
#[must_use]
pub fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", sha256_hex(canonical_request.as_bytes()))
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
    format!("{ALGORITHM} Credential={access_key_id},SignedHeaders={signed_headers},Signature={signature}")
}

fn sorted_signed(headers: &[(String, String)]) -> Vec<&(String, String)> {
    let mut signed: Vec<_> = headers.iter().filter(|(name, _)| is_signed_header(name)).collect();
    signed.sort();
    signed
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
