//! Refusals of the service, under an error status or inside of a response.

use crate::Document;
use crate::decode::{Field, glance};
use crate::error::{Failure, ServiceDetails};
use crate::service::Success;
use crate::text::bounded;

/// Names of a refusal's parts. RPC services write `Code`, some ROA services `code`, which is all the same here.
const CODE: &[&str] = &["Code", "ErrorCode", "ErrCode"];
const MESSAGE: &[&str] = &["Message", "ErrorMessage", "ErrMessage"];
const OTHERS: &[&str] = &["RequestId", "Recommend", "AccessDeniedDetail"];

/// How much of a refusal's texts is kept, in bytes.
const LONGEST_CODE: usize = 256;
const LONGEST_TEXT: usize = 32 << 10;

/// What a refusal says.
pub(crate) struct ErrorBody {
    code: String,
    message: String,
    request_id: Option<String>,
    details: Box<ServiceDetails>,
}

impl ErrorBody {
    /// The refusal that the body of an error status is, if it is one.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        Self::of(body, &[], |_| Some(None))
    }

    /// The refusal that a response of a status of success is, by what the fields say that the documentation gives it.
    pub(crate) fn in_response(body: &[u8], documented: &[Field], success: Success) -> Option<Self> {
        let is_documented = |name: &str| documented.iter().any(|field| field.0.eq_ignore_ascii_case(name));
        let signs: Vec<_> = success
            .signs()
            .iter()
            .filter(|sign| is_documented(sign.field()))
            .collect();
        if signs.is_empty() {
            return None;
        }
        let fields: Vec<_> = signs.iter().map(|sign| sign.field()).collect();
        Self::of(body, &fields, |values| {
            let failed = signs.iter().zip(values).find_map(|(sign, value)| {
                let value = words(value.as_ref()?)?;
                (!sign.says_success(&value)).then(|| format!("{}={value}", sign.field()))
            });
            failed.map(Some)
        })
    }

    /// Reads a refusal, if `judge` finds that it is one from the values of the given fields. It may say what the code is where the
    /// body gives none.
    fn of(body: &[u8], fields: &[&str], judge: impl Fn(&[Option<Document>]) -> Option<Option<String>>) -> Option<Self> {
        let names = [fields, CODE, MESSAGE, OTHERS].concat();
        let values = glance(body, &names)?;
        let instead = judge(values.get(..fields.len())?)?;
        let value = |name: &str| {
            let index = names.iter().position(|known| *known == name)?;
            values.get(index)?.as_ref()
        };
        let text = |names: &[&str], limit| {
            let text = names.iter().find_map(|name| words(value(name)?))?;
            Some(bounded(&text, limit))
        };
        Some(Self {
            code: text(CODE, LONGEST_CODE).or(instead)?,
            message: text(MESSAGE, LONGEST_TEXT).unwrap_or_default(),
            request_id: text(&["RequestId"], LONGEST_CODE),
            details: Box::new(ServiceDetails {
                recommend: text(&["Recommend"], LONGEST_TEXT),
                access_denied: value("AccessDeniedDetail")
                    .filter(|detail| !detail.is_null() && detail.to_string().len() <= LONGEST_TEXT)
                    .cloned(),
                ..ServiceDetails::default()
            }),
        })
    }

    /// The refusal as an error; the request id of the body goes before that of the head.
    pub(crate) fn into_failure(self, http_status: u16, request_id: Option<String>) -> Failure {
        Failure::Service {
            kind: (),
            code: self.code,
            message: self.message,
            request_id: self.request_id.or(request_id),
            http_status,
            details: self.details,
        }
    }
}

/// Text of a scalar that says something.
fn words(value: &Document) -> Option<String> {
    match value {
        Document::String(text) if !text.is_empty() => Some(text.clone()),
        Document::Number(number) => Some(number.to_string()),
        Document::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Sign;

    #[test]
    fn in_responses() {
        const FIELDS: &[Field] = &[("Success", ""), ("Code", ""), ("Message", "")];
        const OK: Success = Success::of(&[Sign::is("Code", &["OK", "200"])]);
        for (body, fields, success, expected) in [
            (
                r#"{"Success":false,"Code":"A","Message":"m","RequestId":"r"}"#,
                FIELDS,
                Success::USUAL,
                Some("A: m (HTTP 200, request id r)"),
            ),
            (
                r#"{"success":"False"}"#,
                FIELDS,
                Success::USUAL,
                Some("Success=False:  (HTTP 200)"),
            ),
            (
                r#"{"Success":false,"ErrorCode":7,"ErrorMessage":"m"}"#,
                FIELDS,
                Success::USUAL,
                Some("7: m (HTTP 200)"),
            ),
            (r#"{"Success":true,"Code":"A"}"#, FIELDS, Success::USUAL, None),
            (r#"{"Success":"","Code":"A"}"#, FIELDS, Success::USUAL, None),
            (r#"{"Success":null}"#, FIELDS, Success::USUAL, None),
            (r#"{"Data":{"Success":false}}"#, FIELDS, Success::USUAL, None),
            (r#"{"Success":false}"#, &FIELDS[1..], Success::USUAL, None),
            (r#"{"Code":"ok","Success":false}"#, FIELDS, OK, None),
            (r#"{"Code":200}"#, FIELDS, OK, None),
            (
                r#"{"Code":"isv.LIMIT","Message":"m"}"#,
                FIELDS,
                OK,
                Some("isv.LIMIT: m (HTTP 200)"),
            ),
            (r#"{"Message":"m"}"#, FIELDS, OK, None),
            (r#"{"Success":false,"Code":"A"}"#, FIELDS, Success::of(&[]), None),
        ] {
            let refusal = ErrorBody::in_response(body.as_bytes(), fields, success);
            let shown = refusal.map(|refusal| refusal.into_failure(200, None).to_string());
            assert_eq!(shown.as_deref(), expected, "{body}");
        }
    }
}
