//! The page's sample of a response against the types: what decodes, what the types lack, and what to answer without a network.

use super::paging::Paging;
use super::{Holds, Kind, Member, Plan, Struct};
use crate::codegen::problems::Problems;
use crate::diagnostics::DiagnosticKind;
use crate::doc_text::is_hidden;
use crate::spec::coercion::{boolean, decimal, float, integer, is_nothing, named, says_something};
use serde_json::{Map, Value as Json};

/// The longest sample that becomes a test, in bytes.
const LONGEST: usize = 64 * 1024;

/// What becomes of an operation's sample.
#[derive(Debug)]
pub(crate) struct Sample {
    /// The sample as a test takes it, without what the types lack.
    pub(crate) test: Option<String>,
    /// The paths of what was left out, and why.
    pub(crate) left_out: Vec<String>,
    /// The response of a client without a network.
    pub(crate) canned: String,
}

impl Sample {
    /// Reads the sample of a planned operation.
    pub(crate) fn of(plan: &Plan<'_>, paging: Option<&Paging>, problems: &mut Problems) -> Self {
        let mut problem = |kind, message: String| problems.tell(kind, "samples", message);
        let mut left_out = Vec::new();
        let top = plan.response.get(0);
        let payload = top.and_then(|top| top.members.iter().find(|member| member.field.payload));
        let sample = plan
            .spec
            .samples
            .response
            .as_deref()
            .and_then(|text| match serde_json::from_str(text) {
                Ok(mut whole) if payload.is_some() => {
                    let mut check = Check {
                        plan,
                        left_out: &mut left_out,
                    };
                    let fits = payload.is_some_and(|member| check.member(&mut whole, member, &member.field.name));
                    fits.then_some(whole)
                }
                Ok(Json::Object(mut object)) if !object.is_empty() => {
                    if let Some(top) = top {
                        Check {
                            plan,
                            left_out: &mut left_out,
                        }
                        .object(&mut object, top, "");
                    }
                    Some(Json::Object(object))
                }
                Ok(Json::Object(_)) => None,
                Ok(other) => {
                    problem(
                        DiagnosticKind::SampleDiffers,
                        format!("the sample is {}, and not an object; it is not tested", named(&other)),
                    );
                    None
                }
                Err(error) => {
                    problem(
                        DiagnosticKind::SampleUnreadable,
                        format!("the sample does not parse: {error}; it is not tested"),
                    );
                    None
                }
            });
        let mut test = sample.as_ref().map(pretty);
        if let Some(text) = test.take_if(|text| text.len() > LONGEST) {
            problem(
                DiagnosticKind::TooLarge,
                format!("the sample has {} bytes; it is not tested", text.len()),
            );
        }
        let mut canned = match sample {
            Some(sample) if says_something(&sample) && test.is_some() => sample,
            _ => match payload {
                Some(member) => member_example(plan, member).unwrap_or(Json::Null),
                None => Json::Object(top.map(|top| example(plan, top)).unwrap_or_default()),
            },
        };
        if let Some(paging) = paging {
            paging.end(&mut canned);
        }
        Self {
            test,
            left_out,
            canned: match (&canned, payload.map(|member| &member.holds)) {
                // Text as a whole response is bare.
                (Json::String(text), Some(Holds::One(Kind::String))) => text.clone(),
                _ => pretty(&canned),
            },
        }
    }
}

/// JSON as people read it. What no one would see in it is escaped.
fn pretty(json: &Json) -> String {
    let text = serde_json::to_string_pretty(json).unwrap_or_default();
    let mut shown = String::with_capacity(text.len());
    let mut units = [0; 2];
    for letter in text.chars() {
        if is_hidden(letter) {
            let units = letter.encode_utf16(&mut units);
            shown.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Compares a sample with the types the way the runtime decodes, and takes out what does not fit.
struct Check<'a, 'p> {
    plan: &'a Plan<'p>,
    left_out: &'a mut Vec<String>,
}

impl Check<'_, '_> {
    fn leave_out(&mut self, path: &str, why: &str) {
        let shown: String = path.chars().filter(|letter| !letter.is_control()).take(200).collect();
        let text = format!("{shown} {why}");
        if !self.left_out.contains(&text) {
            self.left_out.push(text);
        }
    }

    fn object(&mut self, object: &mut Map<String, Json>, structure: &Struct<'_>, path: &str) {
        let keys: Vec<String> = object.keys().cloned().collect();
        object.retain(|key, value| {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            // A name in another case counts where the documented one is not there.
            let exact = structure.members.iter().find(|member| member.field.name == *key);
            let member = exact.or_else(|| {
                structure
                    .named_like(key)
                    .filter(|other| !keys.contains(&other.field.name))
            });
            match member {
                Some(member) => self.member(value, member, &path),
                None if says_something(value) => {
                    self.leave_out(&path, "is not in the table");
                    false
                }
                None => true,
            }
        });
    }

    /// Whether the value can stay.
    fn member(&mut self, value: &mut Json, member: &Member<'_>, path: &str) -> bool {
        match &member.holds {
            Holds::One(kind) | Holds::Boxed(kind) => self.one(value, kind, path),
            Holds::Many(kind) => self.many(value, kind, member.field.item_name.as_deref(), path),
            Holds::Map(kind) => match value {
                Json::Object(object) => {
                    object.retain(|key, value| self.one(value, kind, &format!("{path}.{key}")));
                    true
                }
                value if is_nothing(value) => true,
                value => {
                    self.leave_out(path, &format!("is {}, and not a map", named(value)));
                    false
                }
            },
        }
    }

    fn one(&mut self, value: &mut Json, kind: &Kind, path: &str) -> bool {
        if is_nothing(value) {
            return true;
        }
        if let (Kind::Struct(index), Json::Object(object)) = (kind, &mut *value) {
            if let Some(structure) = self.plan.response.get(*index) {
                self.object(object, structure, path);
            }
            return true;
        }
        let (fits, wanted) = match kind {
            Kind::Any => (true, ""),
            // A text that comes as JSON is that JSON.
            Kind::String => (!nests(value) || says_something(value), "text"),
            Kind::Value { text: true, .. } => (!nests(value), "text"),
            Kind::Integer | Kind::Value { text: false, .. } => (integer(value), "an integer"),
            Kind::Float => (float(value), "a number"),
            Kind::Boolean => (boolean(value), "a boolean"),
            Kind::Struct(_) => (false, "an object"),
        };
        if !fits {
            self.leave_out(path, &format!("is {}, and not {wanted}", named(value)));
        }
        fits
    }

    fn many(&mut self, value: &mut Json, kind: &Kind, item: Option<&str>, path: &str) -> bool {
        if is_nothing(value) {
            return true;
        }
        let fields = match kind {
            Kind::Struct(index) => self.plan.response.get(*index),
            _ => None,
        };
        match value {
            Json::Array(elements) => {
                elements.retain_mut(|element| self.one(element, kind, path));
                true
            }
            Json::Object(object) => match Meaning::of(object, item, fields) {
                Meaning::Element => self.one(value, kind, path),
                Meaning::Neither => {
                    self.leave_out(path, "is an object, and not a list");
                    false
                }
                meaning => {
                    object.retain(|key, value| {
                        let path = format!("{path}.{key}");
                        if meaning == Meaning::Only || wraps(item, key) {
                            // What is wrapped is a list, or an element in its place.
                            let bare = value.is_array() || is_nothing(value);
                            if bare {
                                self.many(value, kind, None, &path)
                            } else {
                                self.one(value, kind, &path)
                            }
                        } else if says_something(value) {
                            self.leave_out(&path, "is not in the table");
                            false
                        } else {
                            true
                        }
                    });
                    true
                }
            },
            _ if fields.is_some() => {
                self.leave_out(path, &format!("is {}, and not a list", named(value)));
                false
            }
            _ => self.one(value, kind, path),
        }
    }
}

fn nests(value: &Json) -> bool {
    value.is_array() || value.is_object()
}

/// Whether a key is the documented name between a list and its elements.
fn wraps(item: Option<&str>, key: &str) -> bool {
    item.is_some_and(|item| item.eq_ignore_ascii_case(key))
}

/// What an object in the place of a list is; the runtime decides the same way.
#[derive(PartialEq, Eq)]
enum Meaning {
    Documented,
    Only,
    Element,
    Neither,
}

impl Meaning {
    fn of(object: &Map<String, Json>, item: Option<&str>, element: Option<&Struct<'_>>) -> Self {
        if object.keys().any(|key| wraps(item, key)) {
            return Self::Documented;
        }
        let others = object.len().saturating_sub(1);
        let first = object.iter().next();
        let first_nests = first.is_some_and(|(_, value)| nests(value));
        let first_known = |structure: &Struct<'_>| first.is_some_and(|(key, _)| structure.named_like(key).is_some());
        match element {
            Some(structure) if others > 0 || !first_nests || first_known(structure) => Self::Element,
            None if others > 0 => Self::Neither,
            _ => Self::Only,
        }
    }
}

/// A response made of the examples in the table.
fn example(plan: &Plan<'_>, structure: &Struct<'_>) -> Map<String, Json> {
    let mut object = Map::new();
    for member in &structure.members {
        let Some(value) = member_example(plan, member) else {
            continue;
        };
        object.insert(member.field.name.clone(), value);
    }
    object
}

fn member_example(plan: &Plan<'_>, member: &Member<'_>) -> Option<Json> {
    let text = member
        .field
        .example
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    // What holds itself ends somewhere: here.
    if member.field.same_as.is_some() {
        return None;
    }
    match &member.holds {
        Holds::Map(_) => serde_json::from_str(text?).ok().filter(Json::is_object),
        Holds::One(Kind::Struct(index)) | Holds::Boxed(Kind::Struct(index)) => {
            let object = example(plan, plan.response.get(*index)?);
            (!object.is_empty()).then_some(Json::Object(object))
        }
        Holds::One(kind) | Holds::Boxed(kind) => scalar_example(kind, text?),
        Holds::Many(kind) => {
            let elements = match kind {
                Kind::Struct(index) => {
                    let object = example(plan, plan.response.get(*index)?);
                    if object.is_empty() {
                        vec![]
                    } else {
                        vec![Json::Object(object)]
                    }
                }
                kind => match shown_list(member, text?) {
                    Some(Json::Array(elements)) => {
                        let texts = elements.iter().filter_map(|element| match element {
                            Json::String(text) => Some(text.clone()),
                            other => says_something(other).then(|| other.to_string()),
                        });
                        texts.filter_map(|text| scalar_example(kind, &text)).collect()
                    }
                    _ => scalar_example(kind, text?).into_iter().collect(),
                },
            };
            if elements.is_empty() {
                return None;
            }
            let list = Json::Array(elements);
            Some(match &member.field.item_name {
                Some(item) => Json::Object(Map::from_iter([(item.clone(), list)])),
                None => list,
            })
        }
    }
}

/// The JSON that a list's example shows, without the wrapper that it may have there.
fn shown_list(member: &Member<'_>, text: &str) -> Option<Json> {
    match (serde_json::from_str(text).ok()?, &member.field.item_name) {
        (Json::Object(mut wrapper), Some(item)) if wrapper.contains_key(item) => wrapper.remove(item),
        (shown, _) => Some(shown),
    }
}

fn scalar_example(kind: &Kind, text: &str) -> Option<Json> {
    match kind {
        Kind::String | Kind::Value { text: true, .. } => Some(Json::from(text)),
        Kind::Integer | Kind::Value { text: false, .. } => text.parse::<i64>().ok().map(Json::from),
        Kind::Float => text.parse::<f64>().ok().filter(|_| decimal(text)).map(Json::from),
        Kind::Boolean => text.to_ascii_lowercase().parse::<bool>().ok().map(Json::from),
        Kind::Any | Kind::Struct(_) => None,
    }
}
