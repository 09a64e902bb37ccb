//! Signatures 1.0 and `ACS3-HMAC-SHA256`, computed by the runtime over the request as it came, and compared with the one it bears.

use crate::refusal::Refusal;
use crate::request::Request;
use alibabacloud_runtime::sign;
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::{Duration, SystemTime};

/// The access key's id that is accepted.
pub const ACCESS_KEY_ID: &str = "testid";
/// Its secret.
pub const ACCESS_KEY_SECRET: &str = "testsecret";
/// The security token that is accepted; a request may also come without one.
pub const SECURITY_TOKEN: &str = "test-token";

/// How far a request's time may be off.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// How many nonces are remembered.
const NONCES: usize = 100_000;
/// The longest nonce, in bytes.
const LONGEST_NONCE: usize = 128;

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    V1,
    V3,
}

impl Scheme {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V3 => "v3",
        }
    }

    /// How a request says that it is signed; without a signature too, requests of either kind can be told apart.
    pub(crate) fn of(request: &Request) -> Self {
        if request.header("x-acs-action").is_some() || request.header("authorization").is_some() {
            Self::V3
        } else {
            Self::V1
        }
    }
}

/// The nonces that were used: a request that was seen is refused when it comes again.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    used: HashSet<String>,
    in_order: VecDeque<String>,
}

impl Nonces {
    /// Takes a nonce down.
    pub(crate) fn take(&mut self, nonce: String) -> Result<(), Refusal> {
        if nonce.len() > LONGEST_NONCE || !self.used.insert(nonce.clone()) {
            return Err(Refusal::new(
                400,
                "SignatureNonceUsed",
                "Specified signature nonce was used already.",
            ));
        }
        self.in_order.push_back(nonce);
        if self.in_order.len() > NONCES
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.used.remove(&oldest);
        }
        Ok(())
    }
}

/// Verifies a request's signature; gives its nonce.
pub(crate) fn verify(
    scheme: Scheme,
    request: &Request,
    parameters: &BTreeMap<String, String>,
    now: SystemTime,
) -> Result<String, Refusal> {
    match scheme {
        Scheme::V1 => v1(request, parameters, now),
        Scheme::V3 => v3(request, now),
    }
}

fn v1(request: &Request, parameters: &BTreeMap<String, String>, now: SystemTime) -> Result<String, Refusal> {
    let get = |name: &str| {
        let missing = || {
            Refusal::new(
                400,
                "MissingParameter",
                format!("You must specify the parameter {name}."),
            )
        };
        parameters.get(name).map(String::as_str).ok_or_else(missing)
    };
    get("Action")?;
    get("Version")?;
    known_key(get("AccessKeyId")?, parameters.get("SecurityToken").map(String::as_str))?;
    let (signature, nonce, time) = (get("Signature")?, get("SignatureNonce")?, get("Timestamp")?);
    let signed = parameters.iter().filter(|(name, _)| *name != "Signature");
    let signed: Vec<_> = signed.map(|(name, value)| (name.clone(), value.clone())).collect();
    let to_sign = sign::v1::string_to_sign(&request.method, &sign::canonical_query(&signed));
    let well = get("SignatureMethod")? == sign::v1::ALGORITHM
        && get("SignatureVersion")? == "1.0"
        && sign::v1::signature(ACCESS_KEY_SECRET, &to_sign) == signature;
    if !well {
        return Err(no_match(&format!("server string to sign is:{to_sign}")));
    }
    in_time(time, now)?;
    Ok(nonce.to_owned())
}

fn v3(request: &Request, now: SystemTime) -> Result<String, Refusal> {
    let get = |name: &str| {
        let missing = || Refusal::new(400, "MissingParameter", format!("The header {name} is missing."));
        request.header(name).ok_or_else(missing)
    };
    let (nonce, time) = (get("x-acs-signature-nonce")?, get("x-acs-date")?);
    let (payload, bears) = (get("x-acs-content-sha256")?, get("authorization")?);
    get("host")?;
    get("x-acs-action")?;
    get("x-acs-version")?;
    let Some(parts) = bears.strip_prefix(sign::ALGORITHM).map(parts) else {
        return Err(Refusal::new(
            400,
            "IncompleteSignature",
            format!("The authorization is not of {}.", sign::ALGORITHM),
        ));
    };
    let part = |name: &str| parts.get(name).copied().unwrap_or_default();
    known_key(part("Credential"), request.header("x-acs-security-token"))?;
    if payload != sign::sha256_hex(&request.body) {
        return Err(no_match("x-acs-content-sha256 is not that of the body"));
    }
    let signed: Vec<&str> = part("SignedHeaders").split(';').collect();
    let must = |name: &&String| name.starts_with("x-acs-") || *name == "host";
    if let Some(unsigned) = request
        .headers
        .keys()
        .filter(must)
        .find(|name| !signed.contains(&name.as_str()))
    {
        return Err(no_match(&format!("the header {unsigned} is not signed")));
    }
    let headers: Vec<(&str, &str)> = signed
        .iter()
        .map(|name| (*name, request.header(name).unwrap_or_default()))
        .collect();
    let names = sign::signed_headers(&headers);
    let query = sign::canonical_query(&request.query);
    let canonical = |path: &str| sign::canonical_request(&request.method, path, &query, &headers, payload);
    let matches = |path: &str| {
        let right = sign::authorization(
            part("Credential"),
            ACCESS_KEY_SECRET,
            &names,
            &sign::string_to_sign(&canonical(path)),
        );
        right
            .strip_prefix(sign::ALGORITHM)
            .map(self::parts)
            .is_some_and(|right| right.get("Signature") == parts.get("Signature"))
    };
    // Most sign the path as they send it, some with no more escapes than it needs.
    if !matches(&request.path) && !matches(&percent_decode_str(&request.path).decode_utf8_lossy()) {
        return Err(no_match(&format!(
            "server canonical request is:{}",
            canonical(&request.path)
        )));
    }
    in_time(time, now)?;
    Ok(nonce.to_owned())
}

/// `Credential=…,SignedHeaders=…,Signature=…`.
fn parts(text: &str) -> BTreeMap<&str, &str> {
    text.split(',').filter_map(|part| part.trim().split_once('=')).collect()
}

fn known_key(id: &str, token: Option<&str>) -> Result<(), Refusal> {
    if id != ACCESS_KEY_ID {
        return Err(Refusal::new(
            404,
            "InvalidAccessKeyId.NotFound",
            "Specified access key is not found.",
        ));
    }
    match token {
        None | Some(SECURITY_TOKEN) => Ok(()),
        Some(_) => Err(Refusal::new(
            400,
            "InvalidSecurityToken.Malformed",
            "The specified SecurityToken is malformed.",
        )),
    }
}

fn no_match(why: &str) -> Refusal {
    Refusal::new(
        400,
        "SignatureDoesNotMatch",
        format!("Specified signature is not matched with our calculation. {why}"),
    )
}

fn in_time(time: &str, now: SystemTime) -> Result<(), Refusal> {
    let Ok(time) = humantime::parse_rfc3339(time) else {
        return Err(Refusal::new(
            400,
            "InvalidTimeStamp.Format",
            "Specified time stamp or date value is not well formatted.",
        ));
    };
    let off = now.duration_since(time).unwrap_or_else(|before| before.duration());
    if off > PATIENCE {
        return Err(Refusal::new(
            400,
            "InvalidTimeStamp.Expired",
            "Specified time stamp or date value is expired.",
        ));
    }
    Ok(())
}
