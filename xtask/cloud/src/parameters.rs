//! From what travelled to the values of an operation's parameters, as JSON: what clients flatten is put together again.

use crate::refusal::Wrong;
use crate::request::Request;
use alibabacloud_generator::spec::model::{Field, Format, Operation, Position, Type};
use alibabacloud_generator::spec::product::Style;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs a query and a form may hold together.
const MOST: usize = 10_000;

type Pairs = BTreeMap<String, String>;

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
    ) -> Result<(), (Wrong, &'static str)> {
        self.path = path;
        let takes_json = operation
            .request
            .iter()
            .any(|field| field.position == Some(Position::Body));
        match request.json().filter(|_| takes_json) {
            None => {}
            Some(Ok(json)) => self.json = Some(json),
            Some(Err(_)) => return Err((Wrong::Malformed, "body")),
        }
        Ok(())
    }

    /// The value of a parameter, if it was sent.
    pub(crate) fn value(&self, field: &Field, operation: &Operation, style: Style) -> Option<Value> {
        let mut bodies = operation
            .request
            .iter()
            .filter(|field| field.position == Some(Position::Body));
        let is_lone = bodies.next().is_some() && bodies.next().is_none();
        match field.position.unwrap_or_default() {
            Position::Path => self.path.get(&field.name).map(|text| of_text(field, text)),
            Position::Header => self
                .headers
                .get(&field.name.to_ascii_lowercase())
                .map(|text| of_text(field, text)),
            // The whole body; of ROA operations so is a lone one that is called so.
            Position::Body
                if field.payload || (style == Style::Roa && is_lone && field.name.eq_ignore_ascii_case("body")) =>
            {
                self.json.clone()
            }
            Position::Body => {
                let member = self.json.as_ref().and_then(|body| body.get(&field.name)).cloned();
                member
                    .filter(|value| !value.is_null())
                    .or_else(|| gather(field, &field.name, &self.pairs))
            }
            Position::Query | Position::Form => gather(field, &field.name, &self.pairs),
        }
    }
}

/// Puts a parameter together of pairs such as `Tag.1.Key`.
fn gather(field: &Field, name: &str, pairs: &Pairs) -> Option<Value> {
    if let Some(text) = pairs.get(name) {
        return Some(of_text(field, text));
    }
    match field.kind {
        Type::Array => {
            let indices: BTreeSet<u32> = children(name, pairs)
                .into_iter()
                .filter_map(|index| index.parse().ok())
                .collect();
            let elements: Vec<Value> = indices
                .into_iter()
                .filter_map(|index| {
                    let name = format!("{name}.{index}");
                    match pairs.get(&name) {
                        Some(text) => Some(Value::String(text.clone())),
                        None if field.items == Some(Type::Struct) => members(&field.fields, &name, pairs),
                        None => free(&name, pairs),
                    }
                })
                .collect();
            (!elements.is_empty()).then_some(Value::Array(elements))
        }
        Type::Struct if !field.fields.is_empty() => members(&field.fields, name, pairs),
        Type::Struct | Type::Map | Type::Any => free(name, pairs),
        _ => None,
    }
}

/// A structure of the pairs that begin with its name.
fn members(fields: &[Field], name: &str, pairs: &Pairs) -> Option<Value> {
    below(name, pairs).next()?;
    let found = fields.iter().filter_map(|field| {
        let value = gather(field, &format!("{name}.{}", field.name), pairs)?;
        Some((field.name.clone(), value))
    });
    Some(Value::Object(found.collect()))
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

fn children<'p>(name: &str, pairs: &'p Pairs) -> BTreeSet<&'p str> {
    below(name, pairs)
        .filter_map(|(rest, _)| rest.split('.').next())
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
