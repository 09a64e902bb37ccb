//! From an HTTP response to an answer of the service, or to the error it is.

use crate::Document;
use crate::decode::{Shape, decode};
use crate::error::{Failure, ServiceDetails, Stage, Try};
use crate::text::Excerpt;
use bytes::Bytes;

/// An answer of status 2xx that is no web page, not yet decoded.
#[derive(Debug)]
pub(crate) struct Answer {
    http_status: u16,
    request_id: Option<String>,
    body: Bytes,
    tries: Vec<Try>,
}

impl Answer {
    /// The same answer with the tries that failed before it.
    pub(crate) fn after(mut self, tries: Vec<Try>) -> Self {
        self.tries = tries;
        self
    }

    pub(crate) const fn http_status(&self) -> u16 {
        self.http_status
    }

    /// Request id of the answer's head; the one in its body is not known before it is decoded.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    pub(crate) fn into_body(self) -> Bytes {
        self.body
    }

    pub(crate) fn decode<R: Shape + Default>(self) -> Result<R, Failure> {
        decode(&self.body).map_err(|error| {
            let request_id = self.request_id.or_else(|| find_request_id(&self.body));
            Failure::decode(error, request_id, self.http_status, self.body, self.tries)
        })
    }
}

/// Reads a response.
///
/// # Errors
/// The service's refusal; or, if the response is not in the service's form, a transport error with its status.
pub(crate) fn read(response: http::Response<Bytes>) -> Result<Answer, Failure> {
    let status = response.status();
    let http_status = status.as_u16();
    let header = response
        .headers()
        .get("x-acs-request-id")
        .and_then(|id| id.to_str().ok())
        .map(str::to_owned);
    let body = response.into_body();
    // A page in the answer's place, as captive portals and gateways put it there, even under status 200.
    if status.is_success() && !is_markup(&body) {
        return Ok(Answer {
            http_status,
            request_id: header,
            body,
            tries: Vec::new(),
        });
    }
    if let Some(refusal) = Refusal::read(&body) {
        let Refusal {
            code,
            message,
            request_id,
            details,
        } = refusal;
        let request_id = request_id.or(header);
        return Err(Failure::Service {
            kind: (),
            code,
            message,
            request_id,
            http_status,
            details,
        });
    }
    let what = if status.is_redirection() {
        "the endpoint redirects elsewhere, which is not followed".to_owned()
    } else {
        format!(
            "the answer is not one of the service: {:?}",
            Excerpt(&String::from_utf8_lossy(&body))
        )
    };
    let request_id = header.or_else(|| find_request_id(&body));
    Err(Failure::Transport {
        message: what,
        stage: Stage::Answered,
        http_status: Some(http_status),
        request_id,
        source: None,
        tries: Box::default(),
    })
}

fn is_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"<")
}

struct Refusal {
    code: String,
    message: String,
    request_id: Option<String>,
    details: Box<ServiceDetails>,
}

impl Refusal {
    /// RPC services write `Code`, some ROA services `code`.
    fn read(body: &[u8]) -> Option<Self> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let Document::Object(members) = serde_json::from_slice(body).ok()? else {
            return None;
        };
        let member = |name: &str| {
            let (_, value) = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
            Some(value)
        };
        let text = |name: &str| match member(name)? {
            Document::String(text) if !text.is_empty() => Some(text.clone()),
            Document::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Some(Self {
            code: text("Code")?,
            message: text("Message").unwrap_or_default(),
            request_id: text("RequestId"),
            details: Box::new(ServiceDetails {
                recommend: text("Recommend"),
                access_denied: member("AccessDeniedDetail").filter(|detail| !detail.is_null()).cloned(),
                tries: Box::default(),
            }),
        })
    }
}

/// The request id in a body, whether or not the body as a whole is JSON: it is what a user needs most when nothing else can be read.
fn find_request_id(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text
        .split_once("\"RequestId\"")
        .or_else(|| text.split_once("\"requestId\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (id, _) = value.split_once('"')?;
    (!id.is_empty() && id.len() <= 128).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &'static str) -> http::Response<Bytes> {
        let response = http::Response::builder()
            .status(status)
            .header("x-acs-request-id", "of-header");
        response.body(Bytes::from_static(body.as_bytes())).unwrap()
    }

    #[test]
    fn refusals() {
        for (status, body, expected) in [
            (
                400,
                r#"{"Code":"A","Message":"m","RequestId":"r"}"#,
                "A: m (HTTP 400, request id r)",
            ),
            (
                404,
                "\u{feff}{\"code\":\"A\",\"message\":\"m\"}",
                "A: m (HTTP 404, request id of-header)",
            ),
            (
                500,
                r#"{"Code":500,"Message":null}"#,
                "500:  (HTTP 500, request id of-header)",
            ),
            (
                502,
                "<html>Bad</html>",
                r#"the answer is not one of the service: "<html>Bad</html>" (HTTP 502, request id of-header)"#,
            ),
            (
                200,
                " <html>Sign in</html>",
                r#"the answer is not one of the service: " <html>Sign in</html>" (HTTP 200, request id of-header)"#,
            ),
            (
                500,
                "[]",
                r#"the answer is not one of the service: "[]" (HTTP 500, request id of-header)"#,
            ),
            (
                302,
                "",
                "the endpoint redirects elsewhere, which is not followed (HTTP 302, request id of-header)",
            ),
        ] {
            assert_eq!(read(response(status, body)).unwrap_err().to_string(), expected);
        }
        assert!(read(response(200, r#"{"Code":"A","Success":false}"#)).is_ok());
    }

    #[test]
    fn request_ids_in_broken_bodies() {
        for (body, expected) in [
            (r#"{"RequestId":"r-1","Tasks":["#, Some("r-1")),
            (r#"{"requestId" : "r-1"}"#, Some("r-1")),
            (r#"{"RequestId":7}"#, None),
            (r#"{"RequestId":"#, None),
            ("", None),
        ] {
            assert_eq!(find_request_id(body.as_bytes()).as_deref(), expected, "{body}");
        }
    }
}
