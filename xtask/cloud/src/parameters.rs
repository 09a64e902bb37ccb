//! From what travelled to the values of an operation's parameters, as JSON: what clients flatten is put together again.

use crate::check::Problem;
use crate::refusal::Wrong;
use crate::request::Request;
use alibabacloud_generator::spec::model::{Field, Format, Operation, Position, Type};
use alibabacloud_generator::spec::product::Style;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs a query and a form may hold together.
const MOST: usize = 10_000;

type Pairs = BTreeMap<String, String>;

/// A value, where there is one; or what can't be a part of it.
type Gathered = Result<Option<Value>, Problem>;

/// The places in a request where parameters are.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    /// Query and form together: front ends read parameters from either.
    pub(crate) pairs: Pairs,
    path: Pairs,
    headers: Pairs,
    json: Option<Value>,
}

impl Parameters {
    /// Those of a request.
    ///
    /// # Errors
    /// The name of what can't be read.
    pub(crate) fn of(request: &Request) -> Result<Self, (Wrong, &'static str)> {
        let form = request.form();
        if request.query.len() + form.len() > MOST {
            return Err((Wrong::Malformed, "parameters"));
        }
        Ok(Self {
            pairs: request.query.iter().cloned().chain(form).collect(),
            headers: request.headers.clone(),
            ..Self::default()
        })
    }

    /// Adds what only an operation's route and style tell: the path's values, and the body.
    ///
    /// # Errors
    /// The name of what can't be read.
    pub(crate) fn route(
        &mut self,
        operation: &Operation,
        request: &Request,
        path: Pairs,
        style: Style,
    ) -> Result<(), (Wrong, &'static str)> {
        self.path = path;
        let mut bodies = bodies(operation).peekable();
        if bodies.peek().is_none() {
            return Ok(());
        }
        let whole = bodies.find(|field| is_whole(field, operation, style));
        let Some(json) = request.json() else { return Ok(()) };
        let json = json.map_err(|_| (Wrong::Malformed, "body"))?;
        let fits = match whole {
            Some(field) => field.kind == Type::Any || !json.is_null(),
            None => json.is_object(),
        };
        // What does not fit is kept as well: a fault may stand in it.
        self.json = Some(json);
        if fits { Ok(()) } else { Err((Wrong::Malformed, "body")) }
    }

    /// All texts in a request, those within JSON too. Of parameters with parts, that is what was read as the operation's `values`.
    pub(crate) fn texts<'v>(&self, values: impl Iterator<Item = &'v Value>) -> Vec<String> {
        let places = [&self.pairs, &self.path, &self.headers];
        let mut texts: Vec<String> = places.into_iter().flat_map(BTreeMap::values).cloned().collect();
        self.json.iter().for_each(|json| texts_in(json, &mut texts));
        values.for_each(|value| texts_in(value, &mut texts));
        texts
    }

    /// The value of a parameter, if it was sent.
    ///
    /// # Errors
    /// The name of what can be no part of it.
    pub(crate) fn value(&self, field: &Field, operation: &Operation, style: Style) -> Gathered {
        let of = |place: &Pairs, name: &str| Ok(place.get(name).map(|text| of_text(field, text)));
        match field.position.unwrap_or_default() {
            Position::Path => of(&self.path, &field.name),
            Position::Header => of(&self.headers, &field.name.to_ascii_lowercase()),
            Position::Body if is_whole(field, operation, style) => Ok(self.json.clone()),
            Position::Body => {
                let member = self.json.as_ref().and_then(|body| body.get(&field.name));
                match member.filter(|value| !value.is_null()) {
                    Some(value) => Ok(Some(value.clone())),
                    None => gather(field, &field.name, &self.pairs),
                }
            }
            Position::Query | Position::Form => gather(field, &field.name, &self.pairs),
        }
    }
}

/// The parameters in the body.
fn bodies(operation: &Operation) -> impl Iterator<Item = &Field> {
    let mut request = operation.request.iter();
    std::iter::from_fn(move || request.find(|field| field.position == Some(Position::Body)))
}

/// Whether a parameter is the whole body; of ROA operations so is a lone one that is called so.
fn is_whole(field: &Field, operation: &Operation, style: Style) -> bool {
    let is_lone = || bodies(operation).nth(1).is_none();
    field.payload || (style == Style::Roa && field.name.eq_ignore_ascii_case("body") && is_lone())
}

/// The texts in a value. What is read as JSON is no deeper than its reader goes.
fn texts_in(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(elements) => elements.iter().for_each(|element| texts_in(element, texts)),
        Value::Object(members) => members.values().for_each(|member| texts_in(member, texts)),
        _ => {}
    }
}

/// Puts a parameter together of pairs such as `Tag.1.Key`.
fn gather(field: &Field, name: &str, pairs: &Pairs) -> Gathered {
    if let Some(text) = pairs.get(name) {
        return Ok(Some(of_text(field, text)));
    }
    match field.kind {
        Type::Array => {
            let mut elements = Vec::new();
            for index in indices(name, pairs)? {
                let name = format!("{name}.{index}");
                elements.extend(match pairs.get(&name) {
                    Some(text) => Some(Value::String(text.clone())),
                    None if field.items == Some(Type::Struct) => members(&field.fields, &name, pairs)?,
                    None => free(&name, pairs),
                });
            }
            Ok((!elements.is_empty()).then_some(Value::Array(elements)))
        }
        Type::Struct if !field.fields.is_empty() => members(&field.fields, name, pairs),
        Type::Struct | Type::Map | Type::Any => Ok(free(name, pairs)),
        _ => Ok(None),
    }
}

/// A structure of the pairs that begin with its name.
fn members(fields: &[Field], name: &str, pairs: &Pairs) -> Gathered {
    if below(name, pairs).next().is_none() {
        return Ok(None);
    }
    let mut found = Map::new();
    for field in fields {
        if let Some(value) = gather(field, &format!("{name}.{}", field.name), pairs)? {
            found.insert(field.name.clone(), value);
        }
    }
    Ok(Some(Value::Object(found)))
}

/// A map of the pairs that begin with its name.
fn free(name: &str, pairs: &Pairs) -> Option<Value> {
    let found: Map<String, Value> = below(name, pairs)
        .map(|(rest, text)| (rest.to_owned(), text.into()))
        .collect();
    (!found.is_empty()).then_some(Value::Object(found))
}

/// The pairs below a name, without it.
fn below<'p>(name: &str, pairs: &'p Pairs) -> impl Iterator<Item = (&'p str, &'p str)> {
    let prefix = format!("{name}.");
    let from = pairs.range(prefix.clone()..);
    from.map_while(move |(name, text)| Some((name.strip_prefix(&prefix)?, text.as_str())))
}

/// The indices of a list's elements, in order.
fn indices(name: &str, pairs: &Pairs) -> Result<BTreeSet<u32>, Problem> {
    let parts = below(name, pairs).filter_map(|(rest, _)| rest.split('.').next());
    // One that is written in another way, such as `01`, is none either: its element would not be found again.
    let index = |part: &str| part.parse().ok().filter(|index: &u32| index.to_string() == part);
    parts
        .map(|part| index(part).ok_or_else(|| (Wrong::Malformed, format!("{name}.{part}"))))
        .collect()
}

/// A parameter that is one text; one with parts is JSON in it, or stands between commas.
fn of_text(field: &Field, text: &str) -> Value {
    let text_itself = || Value::String(text.to_owned());
    if field.kind.is_scalar() {
        return text_itself();
    }
    if field.format == Some(Format::Comma) {
        return text.split(',').map(|part| Value::String(part.to_owned())).collect();
    }
    serde_json::from_str(text).unwrap_or_else(|_| text_itself())
}
