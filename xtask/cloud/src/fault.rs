//! Faults: what goes wrong on the way, or in an answer, on purpose.

use crate::answer::{Answer, Body};
use crate::made;
use crate::refusal::Refusal;
use alibabacloud_generator::spec::model::{Field, Type};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::str::FromStr;

/// How many counts are kept.
const COUNTS: usize = 1000;

/// A fault, and how many of the first requests of an operation it hits; unless said, all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    kind: Kind,
    first: Option<u32>,
}

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Kind {
            $($kind,)*
        }

        impl Kind {
            const ALL: &[Self] = &[$(Self::$kind),*];

            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    Throttling = "throttling",
    ThrottlingUser = "throttling-user",
    Flow = "429",
    Unavailable = "503",
    Internal = "internal",
    Reset = "reset",
    Hang = "hang",
    Slow = "slow",
    Truncated = "truncated",
    Html = "html",
    Empty = "empty",
    Gzip = "gzip",
    Bom = "bom",
    BadType = "badtype",
    Huge = "huge",
    Wrapped = "wrapped",
    Bare = "bare",
    Strings = "strings",
    Nulls = "nulls",
    Unknown = "unknown",
    Redirect = "redirect",
}

impl Fault {
    /// The names of all kinds.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Kind::ALL.iter().map(|kind| kind.name())
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, first) = text
            .split_once(':')
            .map_or((text, None), |(name, first)| (name, Some(first)));
        let Some(kind) = Kind::ALL.iter().find(|kind| kind.name().eq_ignore_ascii_case(name)) else {
            let names: Vec<_> = Self::names().collect();
            return Err(format!("no fault; there are {}", names.join(", ")));
        };
        let first = first.map(str::parse).transpose();
        Ok(Self {
            kind: *kind,
            first: first.map_err(|_| "no number of requests behind the colon".to_owned())?,
        })
    }
}

/// Which faults hit which requests.
#[derive(Debug, Default)]
pub struct Faults {
    always: Option<Fault>,
    /// By fault and operation.
    seen: BTreeMap<(Fault, String), u32>,
}

impl Faults {
    /// With a fault that hits all requests that don't bring their own.
    #[must_use]
    pub fn new(always: Option<Fault>) -> Self {
        Self {
            always,
            ..Self::default()
        }
    }

    /// The fault that hits a request: one that a value in it asks for, `fault:KIND[:N]`, or that of all requests.
    ///
    /// # Errors
    /// A value asks for a fault that there is not.
    pub(crate) fn hit<'v>(
        &mut self,
        operation: &str,
        mut values: impl Iterator<Item = &'v String>,
    ) -> Result<Option<Kind>, Refusal> {
        let asked = values.find_map(|value| value.strip_prefix("fault:"));
        let asked = asked.map(str::parse).transpose();
        let asked: Option<Fault> = asked.map_err(|problem| Refusal::new(400, "InvalidFault", problem))?;
        let Some(fault) = asked.or_else(|| self.always.clone()) else {
            return Ok(None);
        };
        let Some(first) = fault.first else {
            return Ok(Some(fault.kind));
        };
        let kind = fault.kind;
        if self.seen.len() >= COUNTS {
            self.seen.clear();
        }
        let seen = self.seen.entry((fault, operation.to_owned())).or_default();
        *seen = seen.saturating_add(1);
        Ok((*seen <= first).then_some(kind))
    }
}

impl Kind {
    /// The answer under the fault.
    pub(crate) fn play(self, mut body: Value, fields: &[Field], request_id: &str) -> Answer {
        let refused = |status, code, message| Answer::refused(&Refusal::new(status, code, message), request_id);
        let whole = |body: &Value| Answer::json(200, request_id, body.to_string());
        let comes = |body: &Value, how: fn(bytes::Bytes) -> Body| {
            let mut answer = whole(body);
            answer.body = how(body.to_string().into());
            answer
        };
        match self {
            Self::Throttling => refused(400, "Throttling", "Request was denied due to request throttling."),
            Self::ThrottlingUser => refused(400, "Throttling.User", "Request was denied due to user flow control."),
            Self::Flow => refused(429, "Throttling.Api", "Request was denied due to api flow control."),
            Self::Unavailable => refused(
                503,
                "ServiceUnavailable",
                "The request has failed due to a temporary failure of the server.",
            ),
            Self::Internal => refused(500, "InternalError", "An error occurred while processing your request."),
            Self::Reset => comes(&body, |_| Body::Reset),
            Self::Hang => comes(&body, |_| Body::Hang),
            Self::Huge => comes(&body, |_| Body::Huge),
            Self::Slow => comes(&body, Body::Slow),
            Self::Truncated => comes(&body, Body::Truncated),
            Self::Html => Answer::new(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
            Self::Empty => Answer::json(200, request_id, ""),
            Self::Gzip => {
                Answer::json(200, request_id, gzip(body.to_string().as_bytes())).with("content-encoding", "gzip")
            }
            Self::Bom => Answer::json(200, request_id, format!("\u{feff}{body}")),
            Self::BadType => Answer::new(200, "text/plain", body.to_string()),
            Self::Redirect => Answer::new(302, "text/plain", "").with("location", "http://127.0.0.1:9/elsewhere"),
            Self::Wrapped => {
                lists(&mut body, fields, &|field, list| match &field.item_name {
                    Some(_) => {}
                    None => *list = json!({ (field.name.trim_end_matches('s')): list.take() }),
                });
                whole(&body)
            }
            Self::Bare => {
                lists(&mut body, fields, &|field, list| {
                    if let Some(inside) = field.item_name.as_ref().and_then(|item| list.get_mut(item)) {
                        *list = inside.take();
                    }
                });
                whole(&body)
            }
            Self::Strings => {
                as_texts(&mut body);
                whole(&body)
            }
            Self::Nulls => {
                let members = body.as_object_mut().into_iter().flatten();
                for (_, value) in members.filter(|(name, _)| !made::is_request_id(name)) {
                    *value = Value::Null;
                }
                whole(&body)
            }
            Self::Unknown => {
                unknown(&mut body, fields);
                if let Some(members) = body.as_object_mut() {
                    members.insert("Surprise".to_owned(), json!({"Deep": [1, {"x": null}]}));
                }
                whole(&body)
            }
        }
    }
}

/// Never fails: it writes to memory.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Changes each list, the innermost first.
fn lists(level: &mut Value, fields: &[Field], change: &dyn Fn(&Field, &mut Value)) {
    for field in fields {
        let Some(value) = level.get_mut(&field.name) else {
            continue;
        };
        for inside in elements(field, value) {
            lists(inside, &field.fields, change);
        }
        if field.kind == Type::Array {
            change(field, value);
        }
    }
}

/// The structures in a field's value.
fn elements<'v>(field: &Field, value: &'v mut Value) -> Vec<&'v mut Value> {
    let inside = match &field.item_name {
        Some(item) => value.get_mut(item),
        None => Some(value),
    };
    match inside {
        Some(Value::Array(elements)) => elements.iter_mut().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// Values and members that no documentation has.
fn unknown(level: &mut Value, fields: &[Field]) {
    for field in fields {
        let Some(value) = level.get_mut(&field.name) else {
            continue;
        };
        if field.kind == Type::Array && field.items == Some(Type::Struct) {
            for element in elements(field, value) {
                unknown(element, &field.fields);
                if let Some(members) = element.as_object_mut() {
                    members.insert("NewField".to_owned(), json!("?"));
                }
            }
        } else if !field.values.is_empty() && field.kind.is_scalar() {
            *value = if field.kind == Type::String {
                json!("Surprise")
            } else {
                json!(99)
            };
        }
    }
}

fn as_texts(value: &mut Value) {
    match value {
        Value::Number(number) => *value = number.to_string().into(),
        Value::Array(elements) => elements.iter_mut().for_each(as_texts),
        Value::Object(members) => members.values_mut().for_each(as_texts),
        _ => {}
    }
}
