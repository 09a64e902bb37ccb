//! A request as it came.

use bytes::Bytes;
use serde_json::Value;
use std::collections::BTreeMap;

/// A request, whole.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Its method, in upper case.
    pub method: String,
    /// Its path, percent-encoded as it was sent.
    pub path: String,
    /// Names and values of its query, decoded.
    pub query: Vec<(String, String)>,
    /// Its headers; names are in lower case, and stand once.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: Bytes,
}

impl Request {
    /// A request of its parts; headers that stand more than once are joined by commas, as they are signed.
    #[must_use]
    pub fn new(method: &http::Method, uri: &http::Uri, headers: &http::HeaderMap, body: Bytes) -> Self {
        let mut by_name: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = value.trim();
            by_name
                .entry(name.as_str().to_owned())
                .and_modify(|all| {
                    all.push(',');
                    all.push_str(value);
                })
                .or_insert_with(|| value.to_owned());
        }
        Self {
            method: method.as_str().to_owned(),
            path: uri.path().to_owned(),
            query: pairs(uri.query().unwrap_or_default().as_bytes()),
            headers: by_name,
            body,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Names and values of a form in the body.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        let is_form = |kind: &str| kind.starts_with("application/x-www-form-urlencoded");
        match self.header("content-type") {
            Some(kind) if is_form(kind) => pairs(&self.body),
            _ => Vec::new(),
        }
    }

    /// The body as JSON; `None` where it is a form or none, an error where it is neither.
    pub(crate) fn json(&self) -> Option<Result<Value, serde_json::Error>> {
        if self.body.is_empty() || self.header("content-type").is_some_and(|kind| kind.contains("form")) {
            return None;
        }
        Some(serde_json::from_slice(&self.body))
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
