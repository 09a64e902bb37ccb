//! Parameters as they travel: flattened text pairs for a query or form, JSON for a body.

use crate::Document;
use crate::params::{Params, Value};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt::Display;

/// Content type of a form body.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Everything but the unreserved characters of RFC 3986, which is what the signature is computed over.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Percent-encodes all but letters, digits and `-_.~`.
#[must_use]
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    encode_into(text, &mut encoded);
    encoded
}

/// Appends a text percent-encoded.
pub(crate) fn encode_into(text: &str, encoded: &mut String) {
    encoded.extend(utf8_percent_encode(text, RESERVED));
}

/// Pairs of a query or form that was written with [`encode`].
pub(crate) fn decode_pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Names and texts, copied from parameters only where they differ.
pub(crate) type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Appends a parameter as text pairs: `Tag.1.Key=…`, `InstanceId.1=…`, `Labels.team=…`.
///
/// # Errors
/// The name of a parameter whose number is not finite.
pub(crate) fn flatten<'a>(name: Cow<'a, str>, value: &'a Value, pairs: &mut Pairs<'a>) -> Result<(), String> {
    let mut part = |part: &dyn Display, value| flatten(format!("{name}.{part}").into(), value, pairs);
    match value {
        Value::List(values) => (1_usize..)
            .zip(values)
            .try_for_each(|(number, value)| part(&number, value)),
        Value::Struct(params) => params.iter().try_for_each(|(member, value)| part(&member, value)),
        Value::Map(entries) => entries.iter().try_for_each(|(key, value)| part(key, value)),
        scalar => match text(scalar) {
            Some(text) => {
                pairs.push((name, text));
                Ok(())
            }
            None => Err(name.into_owned()),
        },
    }
}

/// Text of a scalar; nothing for a list, a structure or a number that is not finite.
pub(crate) fn text(value: &Value) -> Option<Cow<'_, str>> {
    let written = match value {
        Value::String(text) | Value::Json(Document::String(text)) => return Some(Cow::Borrowed(text)),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) if value.is_finite() => value.to_string(),
        Value::Boolean(value) => value.to_string(),
        Value::Json(value) => value.to_string(),
        Value::Float(_) | Value::List(_) | Value::Struct(_) | Value::Map(_) => return None,
    };
    Some(Cow::Owned(written))
}

/// JSON of a value; nothing if it holds a number that is not finite.
pub(crate) fn json(value: &Value) -> Option<Document> {
    Some(match value {
        Value::String(value) => Document::String(value.clone()),
        Value::Integer(value) => Document::from(*value),
        Value::Float(value) => Document::Number(serde_json::Number::from_f64(*value)?),
        Value::Boolean(value) => Document::Bool(*value),
        Value::List(values) => Document::Array(values.iter().map(json).collect::<Option<_>>()?),
        Value::Struct(params) => json_members(params)?,
        Value::Map(entries) => Document::Object(
            entries
                .iter()
                .map(|(key, value)| Some((key.clone(), json(value)?)))
                .collect::<Option<_>>()?,
        ),
        Value::Json(value) => value.clone(),
    })
}

fn json_members(params: &Params) -> Option<Document> {
    let members = params.iter().map(|(name, value)| Some((name.to_owned(), json(value)?)));
    Some(Document::Object(members.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json as doc;

    fn structure(members: &[(&'static str, Value)]) -> Params {
        let mut params = Params::new();
        members.iter().for_each(|(name, value)| params.set(name, value.clone()));
        params
    }

    #[test]
    fn flattening() {
        let tag = |key: &str, value: &str| structure(&[("Key", key.into()), ("Value", value.into())]);
        let disk = structure(&[
            ("Size", 40.into()),
            ("Encrypted", true.into()),
            ("Tag", Value::from(vec![tag("a", "1")])),
            ("Ids", Value::from(vec!["x", "y"])),
        ]);
        let table: Vec<(Value, &str)> = vec![
            (1.5.into(), "P=1.5"),
            (2.0.into(), "P=2"),
            (0.1_f32.into(), "P=0.1"),
            ("".into(), "P="),
            (false.into(), "P=false"),
            (i64::MAX.into(), "P=9223372036854775807"),
            (vec!["i-1", "i-2"].into(), "P.1=i-1&P.2=i-2"),
            (Value::List(vec![]), ""),
            (
                vec![tag("a", "1"), tag("b", "")].into(),
                "P.1.Key=a&P.1.Value=1&P.2.Key=b&P.2.Value=",
            ),
            (
                disk.into(),
                "P.Size=40&P.Encrypted=true&P.Tag.1.Key=a&P.Tag.1.Value=1&P.Ids.1=x&P.Ids.2=y",
            ),
            (vec![vec![1, 2], vec![3]].into(), "P.1.1=1&P.1.2=2&P.2.1=3"),
            (Value::map([("team", "x"), ("a.b", "y")]), "P.team=x&P.a.b=y"),
            (doc!({"a": [1, null]}).into(), r#"P={"a":[1,null]}"#),
            (doc!("text").into(), "P=text"),
        ];
        for (value, expected) in table {
            let mut pairs = Vec::new();
            flatten("P".into(), &value, &mut pairs).unwrap();
            let text: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(text.join("&"), expected, "{value:?}");
        }
        let value = Value::from(vec![f64::NAN]);
        let not_finite = flatten("P".into(), &value, &mut Vec::new());
        assert_eq!(not_finite, Err("P.1".to_owned()));
        assert_eq!(json(&f64::INFINITY.into()), None);
    }

    #[test]
    fn json_keeps_types() {
        let value = structure(&[
            ("Size", 40.into()),
            ("On", true.into()),
            ("Id", "1".into()),
            ("Ids", vec![1, 2].into()),
            ("Labels", Value::map([("a", 0.5)])),
        ]);
        assert_eq!(
            json(&value.into()),
            Some(doc!({"Size": 40, "On": true, "Id": "1", "Ids": [1, 2], "Labels": {"a": 0.5}}))
        );
    }

    #[test]
    fn encoding() {
        for (text, encoded) in [
            ("a b", "a%20b"),
            ("-_.~*+/", "-_.~%2A%2B%2F"),
            ("应用", "%E5%BA%94%E7%94%A8"),
            ("&=?#%", "%26%3D%3F%23%25"),
        ] {
            assert_eq!(encode(text), encoded);
        }
    }
}
