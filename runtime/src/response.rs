//! From an HTTP response to what can be decoded, or to the error it is.

use crate::credentials::Credentials;
use crate::decode::FromResponse;
use crate::error::{Attempt, Failure, Stage};
use crate::error_body::ErrorBody;
use crate::expected::Expected;
use crate::hints::Hints;
use crate::service::Success;
use crate::text::{Excerpt, bounded, head};
use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use std::time::SystemTime;

const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-acs-request-id");

/// Longest request id that is taken for one, in bytes.
const REQUEST_ID: usize = 128;

/// A response of status 2xx that is no web page, not yet decoded.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) http_status: u16,
    /// Request id of the response's head; the one in its body is not known before it is decoded.
    pub(crate) request_id: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Attempts that failed before it.
    pub(crate) attempts: Vec<Attempt>,
    /// Whether every value must be what the documentation says.
    pub(crate) strict: bool,
    /// Whose secrets errors must not repeat.
    pub(crate) credentials: Option<Credentials>,
}

impl Response {
    /// What an HTTP response holds that is no [`refusal`].
    pub(crate) fn of(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            http_status: head.status.as_u16(),
            request_id: request_id_of(&head.headers),
            headers: head.headers,
            body,
            attempts: Vec::new(),
            strict: false,
            credentials: None,
        }
    }

    /// When it was given, by the service's clock.
    pub(crate) fn date(&self) -> Option<SystemTime> {
        Hints::of(&self.headers).date
    }

    /// Decodes the body.
    pub(crate) fn decode<R: FromResponse>(&self) -> Result<R, Failure> {
        R::from_response(&self.body, self.strict).map_err(|error| self.unreadable(error))
    }

    // Not generic, so that it is compiled once and not once an operation.
    #[cold]
    fn unreadable(&self, mut error: crate::DecodeError) -> Failure {
        let mut body = self.body.clone();
        if let Some(credentials) = &self.credentials {
            credentials.mask(&mut error.found);
            credentials.mask(&mut error.path);
            body = credentials.mask_bytes(body);
        }
        Failure::decode(
            error,
            self.find_request_id(),
            self.http_status,
            body,
            self.attempts.clone(),
        )
    }

    /// The request id of the head, or else the one in the body.
    pub(crate) fn find_request_id(&self) -> Option<String> {
        self.request_id.clone().or_else(|| find_request_id(&self.body))
    }
}

fn request_id_of(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID_HEADER)?.to_str().ok()?;
    Some(bounded(id, REQUEST_ID))
}

/// Why a response can't be decoded, if it can't: the service's refusal; or, if it is not in the service's form, a transport error with its
/// status. `success` tells the errors among responses of status 2xx.
pub(crate) fn refusal(
    response: &http::Response<Bytes>,
    expected: &Expected,
    success: Option<Success>,
) -> Option<Failure> {
    let (status, body) = (response.status(), response.body());
    // A page in the response's place, as captive portals and gateways put it there, even under status 200.
    if status.is_success() && !is_markup(body) {
        let refusal = ErrorBody::in_response(body, (expected.fields)(), success?)?;
        return Some(refusal.into_failure(status.as_u16(), request_id_of(response.headers())));
    }
    let (http_status, request_id) = (status.as_u16(), request_id_of(response.headers()));
    if let Some(refusal) = ErrorBody::read(body) {
        return Some(refusal.into_failure(http_status, request_id));
    }
    let what = if status.is_redirection() {
        "the endpoint redirects elsewhere, which is not followed".to_owned()
    } else {
        format!("the response is not one of the service: {:?}", Excerpt(&head(body)))
    };
    let request_id = request_id.or_else(|| find_request_id(body));
    Some(Failure::Transport {
        message: what,
        stage: Stage::Answered,
        http_status: Some(http_status),
        request_id,
        source: None,
        attempts: Box::default(),
    })
}

fn is_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"<")
}

/// The request id in a body, whether or not the body as a whole is JSON: it is what a user needs most when nothing else can be read.
fn find_request_id(body: &[u8]) -> Option<String> {
    const NAMES: [&[u8]; 2] = [b"\"RequestId\"", b"\"requestId\""];
    let after = NAMES.iter().find_map(|name| {
        let at = body.windows(name.len()).position(|window| window == *name)?;
        body.get(at + name.len()..)
    })?;
    // Its head is enough; a body may be long.
    let head = String::from_utf8_lossy(after.get(..1000).unwrap_or(after));
    let value = head.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (id, _) = value.split_once('"')?;
    (!id.is_empty() && id.len() <= REQUEST_ID).then(|| id.to_owned())
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
    fn errors() {
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
                403,
                r#"{"Code":"Forbidden.RAM","Message":"\ud83d","RequestId":"r"}"#,
                "Forbidden.RAM: \u{fffd} (HTTP 403, request id r)",
            ),
            (
                502,
                "<html>Bad</html>",
                r#"the response is not one of the service: "<html>Bad</html>" (HTTP 502, request id of-header)"#,
            ),
            (
                200,
                " <html>Sign in</html>",
                r#"the response is not one of the service: " <html>Sign in</html>" (HTTP 200, request id of-header)"#,
            ),
            (
                500,
                "[]",
                r#"the response is not one of the service: "[]" (HTTP 500, request id of-header)"#,
            ),
            (
                302,
                "",
                "the endpoint redirects elsewhere, which is not followed (HTTP 302, request id of-header)",
            ),
        ] {
            let refusal = refusal(&response(status, body), &Expected::NOTHING, Some(Success::USUAL)).unwrap();
            assert_eq!(refusal.to_string(), expected);
        }
        let undocumented = response(200, r#"{"Code":"A","Success":false}"#);
        assert!(refusal(&undocumented, &Expected::NOTHING, Some(Success::USUAL)).is_none());
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
