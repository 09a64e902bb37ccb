//! The samples of a request: what its query and its body show.

use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::samples::{lenient_json, starts_request};
use crate::page::{Page, Sample};
use crate::spec::repeated::is_index;
use serde_json::{Map, Value};

/// The shapes of a page's request samples.
pub(crate) fn shapes(page: &Page) -> Vec<WeighedShape> {
    let values: Vec<Value> = page.samples.iter().filter_map(request).collect();
    let weight = 1.0 / values.len().max(1) as f64;
    let weigh = |value: &Value| WeighedShape {
        shape: Shape::of(value),
        weight,
        json: true,
    };
    values.iter().map(weigh).collect()
}

/// What a code block sends, if it is a request.
fn request(sample: &Sample) -> Option<Value> {
    let text = sample.text.trim();
    let line = text.lines().next()?;
    if !starts_request(line) {
        return None;
    }
    let (head, body) = match text.find("\n{").or_else(|| text.find("\n\n[")) {
        Some(at) => (&text[..at], text[at..].trim()),
        None => (text, ""),
    };
    let mut sent = Map::new();
    // The query may go over several lines, a parameter a line.
    let query = head.split_once('?').map_or("", |(_, query)| query);
    let query = query.split(" HTTP/").next().unwrap_or_default();
    for pair in query.split('&') {
        let Some((name, value)) = pair.trim().split_once('=') else {
            continue;
        };
        let parts: Vec<&str> = name.trim().split('.').filter(|part| !is_index(part)).collect();
        if parts.iter().all(|part| !part.is_empty()) {
            put(&mut sent, &parts, told(value.trim()));
        }
    }
    if let Ok(Value::Object(body)) = serde_json::from_str(body).or_else(|_| lenient_json::read(body).ok_or(())) {
        sent.extend(body);
    }
    (!sent.is_empty()).then_some(Value::Object(sent))
}

/// A value of a query: JSON where it is a structure.
fn told(value: &str) -> Value {
    let structure = value
        .starts_with(['{', '['])
        .then(|| serde_json::from_str(value).ok())
        .flatten();
    structure.unwrap_or_else(|| Value::String(value.to_owned()))
}

fn put(into: &mut Map<String, Value>, parts: &[&str], value: Value) {
    match parts {
        [] => {}
        [name] => {
            into.entry(*name).or_insert(value);
        }
        [name, rest @ ..] => {
            let inner = into.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_requests_send() {
        for (text, expected) in [
            (
                "http(s)://[Endpoint]/?Action=SetRules\n&Rules.1.Name=a\n&Rules.1.Ports.1=80\n&<公共请求参数>",
                Some(json!({"Action": "SetRules", "Rules": {"Name": "a", "Ports": "80"}})),
            ),
            (
                "POST /orchards/o/fence?Force=true HTTP/1.1\nHost: x\n\n{\n \"fence\": {\"posts\": [1]}\n}",
                Some(json!({"Force": "true", "fence": {"posts": [1]}})),
            ),
            ("https://x/?Rules=[{\"Port\":1}]", Some(json!({"Rules": [{"Port": 1}]}))),
            ("GET /orchards HTTP/1.1", None),
            ("{\"A\": 1}", None),
        ] {
            let sample = Sample {
                line: 1,
                section: crate::page::headings::Section::Examples,
                label: String::new(),
                text: text.to_owned(),
            };
            assert_eq!(request(&sample), expected, "{text}");
        }
    }
}
