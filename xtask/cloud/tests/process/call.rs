//! Calls over the socket, signed, of any operation: what the generated clients would not send can be sent as well.

use super::Process;
use alibabacloud_runtime::{UtcTime, sign};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use xtask_cloud::{ACCESS_KEY_ID, ACCESS_KEY_SECRET};

/// A call under signature 3.
#[derive(Debug, Clone, Default)]
pub(crate) struct Call {
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) operation: String,
    pub(crate) method: String,
    /// As it is sent, percent-encoded.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// JSON, if any.
    pub(crate) body: Option<String>,
}

impl Call {
    /// The same, with a parameter in its query.
    pub(crate) fn with(&self, name: &str, value: impl ToString) -> Self {
        let mut call = self.clone();
        call.query.retain(|(known, _)| known != name);
        call.query.push((name.to_owned(), value.to_string()));
        call
    }

    /// Sends it; gives the status, and the body if it is JSON.
    pub(crate) fn send(&self, cloud: &Process) -> (u16, Value) {
        self.send_to(cloud.address())
    }

    pub(crate) fn send_to(&self, address: &str) -> (u16, Value) {
        static NONCE: AtomicU64 = AtomicU64::new(0);
        let body = self.body.clone().unwrap_or_default();
        let hash = sign::sha256_hex(body.as_bytes());
        let mut headers = vec![
            // The host tells products apart that share a version.
            ("host", format!("{}.localhost", self.product)),
            ("x-acs-action", self.operation.clone()),
            ("x-acs-version", self.version.clone()),
            ("x-acs-date", UtcTime::from(SystemTime::now()).seconds().to_string()),
            (
                "x-acs-signature-nonce",
                format!("{}-{}", std::process::id(), NONCE.fetch_add(1, Ordering::Relaxed)),
            ),
            ("x-acs-content-sha256", hash.clone()),
        ];
        if self.body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let query = sign::canonical_query(&self.query);
        let canonical = sign::canonical_request(&self.method, &self.path, &query, &headers, &hash);
        let authorization = sign::authorization(
            ACCESS_KEY_ID,
            ACCESS_KEY_SECRET,
            &sign::signed_headers(&headers),
            &sign::string_to_sign(&canonical),
        );
        headers.push(("authorization", authorization));
        headers.push(("content-length", body.len().to_string()));
        headers.push(("connection", "close".to_owned()));
        headers.extend(self.headers.iter().cloned());
        let mut text = format!("{} {}?{query} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("\r\n{body}");

        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a bound");
        stream.write_all(text.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8(answer).expect("text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let body = serde_json::from_str(body).unwrap_or_default();
        (status.expect("a status"), body)
    }
}
