//! Signature 1.0 (HMAC-SHA1) of RPC requests, one pure function a stage. The canonical query is that of
//! [`canonical_query`](super::canonical_query), over all parameters but `Signature`, whether they travel in the query or in a form.

use crate::wire::encode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use zeroize::Zeroizing;

/// Name of the algorithm, as it stands in the parameter `SignatureMethod`.
pub const ALGORITHM: &str = "HMAC-SHA1";

/// String to sign: method, path (always `/`) and canonical query.
#[must_use]
pub fn string_to_sign(method: &str, canonical_query: &str) -> String {
    format!("{method}&%2F&{}", encode(canonical_query))
}

/// Value of the parameter `Signature`.
#[must_use]
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> String {
    let key = Zeroizing::new(format!("{access_key_secret}&"));
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    STANDARD.encode(hmac::sign(&key, string_to_sign.as_bytes()))
}
