//! The fields of a request's chosen reading: where each travels, its type, and what its words say; names such as `Tag.N.Key` become lists and structs.

use crate::infer::structure::elements::{Role, says_nothing};
use crate::infer::structure::parameters::{Parameters, is_body_name, position};
use crate::infer::structure::search::Reading;
use crate::infer::structure::types::{declared, is_wide};
use crate::infer::words::blanks::joined;
use crate::infer::words::{description, limits};
use crate::page::Row;
use crate::spec::model::{Field, Format, Position, Type};
use crate::spec::repeated::is_index;
use std::cell::RefCell;

/// The chosen reading, on its way to fields.
pub(super) struct RequestTree<'a> {
    pub(super) parameters: &'a Parameters<'a>,
    pub(super) reading: &'a Reading,
    pub(super) doubts: &'a [Option<String>],
    pub(super) route: Option<&'a (String, String)>,
    /// Whether descriptions are read too.
    pub(super) read_descriptions: bool,
    /// What was left out of what words say, by item.
    pub(super) dropped: RefCell<Vec<(usize, String)>>,
}

impl RequestTree<'_> {
    /// The fields below a parent; `in_body` says that they are members of the body itself.
    pub(super) fn members(&self, parent: Option<usize>, in_body: bool) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for at in (0..self.parameters.items.len()).filter(|at| self.reading.parents[*at] == parent) {
            let item = &self.parameters.items[at];
            if item.role == Role::Body && parent.is_none() {
                let members = self.members(Some(at), true);
                if !members.is_empty() {
                    fields.extend(members);
                    continue;
                }
            }
            let (row, default) = self.parameters.rows[at];
            let parts: Vec<&str> = item.name.split('.').filter(|part| !part.is_empty()).collect();
            let mut field = self.field(at, &parts, in_body);
            if parent.is_none() || in_body {
                let told = position(&row.position)
                    .or(default)
                    .or(in_body.then_some(Position::Body));
                let (place, doubt) = told.map_or_else(|| self.untold(at), |place| (place, None));
                field.position = Some(place).filter(|place| *place != Position::Query);
                field.inferred = field.inferred.or_else(|| doubt.map(str::to_owned));
            }
            place(&mut fields, &parts, field, row);
        }
        fields
    }

    /// Where a parameter travels that its page does not say of, and the other reading where that is a guess.
    fn untold(&self, at: usize) -> (Position, Option<&'static str>) {
        let Some((method, path)) = self.route else {
            return (Position::Query, None);
        };
        let items = &self.parameters.items;
        let name = &items[at].name;
        if path.contains(&format!("{{{name}}}")) {
            return (Position::Path, None);
        }
        if is_body_name(name) {
            // What is called so, and is no object, is the body itself.
            return (Position::Body, None);
        }
        let has_body = || items.iter().any(|item| is_body_name(&item.name));
        let told = matches!(method.as_str(), "GET" | "DELETE" | "HEAD") || self.parameters.positioned || has_body();
        (
            Position::Query,
            (!told).then_some("may travel in the body: the page does not tell"),
        )
    }

    /// The field of a row, under the last part of its name.
    fn field(&self, at: usize, parts: &[&str], in_body: bool) -> Field {
        let items = &self.parameters.items;
        let (item, row) = (&items[at], self.parameters.rows[at].0);
        let listed = parts.last().is_some_and(|last| parts.len() > 1 && is_index(last));
        let element =
            (at + 1 < items.len() && items[at + 1].role.names_element() && self.reading.parents[at + 1] == Some(at))
                .then_some(at + 1);
        let members = self.members(Some(element.unwrap_or(at)), false);
        let name = parts
            .iter()
            .rfind(|part| !is_index(part))
            .copied()
            .unwrap_or(&item.name);
        let in_body = in_body || position(&row.position) == Some(Position::Body);
        let (kind, of) = self.kind(at, element, listed, !members.is_empty(), in_body);
        let mut field = Field {
            name: name.to_owned(),
            kind,
            items: of,
            required: is_required(&row.required),
            example: Some(row.example.clone()).filter(|example| !example.is_empty()),
            ..Field::default()
        };
        let element = element.map(|element| self.parameters.rows[element].0);
        let element = element.filter(|_| of.is_some_and(Type::is_scalar));
        if let Some(element) = element.filter(|_| field.example.is_none()) {
            field.example = Some(element.example.clone()).filter(|example| !example.is_empty());
        }
        field.inferred = self.doubts.get(at).cloned().flatten();
        if !self.read_descriptions {
            field.fields = members;
            return field;
        }
        let own = row.description.text.as_str();
        let words = element.map_or(own, |element| {
            if says_nothing(own) {
                &element.description.text
            } else {
                own
            }
        });
        let dropped = description::describe(&mut field, words);
        self.dropped
            .borrow_mut()
            .extend(dropped.into_iter().map(|what| (at, what)));
        let is_json = match field.kind {
            Type::String => field.values.is_empty() && holds_json(row),
            // A map in a query is the text of one, wherever its keys are free: the wire has no other form for it.
            Type::Map => !in_body && self.reading.parents[at].is_none() && parts.len() == 1,
            _ => false,
        };
        field.format = is_json.then_some(Format::Json);
        field.fields = members;
        field
    }

    /// The type of a row's field, and of its elements if it is an array.
    fn kind(
        &self,
        at: usize,
        element: Option<usize>,
        listed: bool,
        has_members: bool,
        in_body: bool,
    ) -> (Type, Option<Type>) {
        let (item, row) = (&self.parameters.items[at], self.parameters.rows[at].0);
        let declared = &item.declared;
        let scalar = |kind: Option<Type>| kind.filter(|kind| kind.is_scalar()).unwrap_or(Type::String);
        let widened = |kind: Type| {
            if kind == Type::Integer && is_wide(&row.example) {
                Type::Long
            } else {
                kind
            }
        };
        let json = row.example.trim_start().starts_with(['[', '{']);
        let element = element.map(|element| &self.parameters.items[element]);
        if let Some(element) = element {
            let of = match element.declared.kind {
                _ if has_members => Type::Struct,
                Some(Type::Struct) | None => Type::Any,
                Some(kind) => widened(kind),
            };
            return match element.role {
                Role::Value => (Type::Map, None),
                _ => (Type::Array, Some(of)),
            };
        }
        if has_members {
            return match declared.kind {
                Some(Type::Array) => (Type::Array, Some(Type::Struct)),
                _ if listed => (Type::Array, Some(Type::Struct)),
                _ => (Type::Struct, None),
            };
        }
        match declared.kind {
            Some(Type::Array) if listed => (Type::Array, Some(scalar(declared.items))),
            // `List<Rule>` says that it is a list, and not the text of one.
            Some(Type::Array) if declared.name.is_some() => (Type::Array, Some(Type::Any)),
            Some(Type::Array) if json && declared.items.is_some_and(Type::is_scalar) => (Type::Array, declared.items),
            Some(Type::Array) if in_body && declared.items == Some(Type::Struct) => (Type::Array, Some(Type::Any)),
            Some(Type::Array) if json || declared.items == Some(Type::Struct) => (Type::String, None),
            Some(Type::Array) => (Type::Array, Some(scalar(declared.items))),
            kind if listed => (Type::Array, Some(widened(scalar(kind)))),
            Some(Type::Map) => (Type::Map, None),
            Some(Type::Struct | Type::Any) if in_body => (Type::Any, None),
            kind => (widened(scalar(kind)), None),
        }
    }
}

/// Puts a row's field at the place that the parts of its name say.
fn place(fields: &mut Vec<Field>, parts: &[&str], mut field: Field, row: &Row) {
    let Some((name, rest)) = parts.split_first() else {
        return;
    };
    let at = fields.iter().position(|known| known.name == *name);
    let (indices, inner): (Vec<&str>, &[&str]) = match rest.split_first() {
        Some((index, inner)) if is_index(index) => (vec![index], inner),
        _ => (Vec::new(), rest),
    };
    let listed = !indices.is_empty();
    if inner.is_empty() {
        match at.map(|at| &mut fields[at]) {
            Some(known) if !known.fields.is_empty() => {
                known.description = field.description;
                known.required |= field.required;
            }
            Some(known) if listed && known.kind != Type::Array => {
                field.required |= known.required;
                *known = field;
            }
            Some(_) => {}
            None => fields.push(field),
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        fields.push(Field {
            name: (*name).to_owned(),
            kind: Type::Struct,
            ..Field::default()
        });
        fields.len() - 1
    });
    let known = &mut fields[at];
    if listed {
        known.kind = Type::Array;
        known.items = Some(Type::Struct);
        known.max_items = known
            .max_items
            .or_else(|| limits::max_items(&joined(&row.description.text)));
    } else if known.kind.is_scalar() {
        known.kind = Type::Struct;
    }
    place(&mut known.fields, inner, field, row);
    known.required |= known.fields.iter().any(|inner| inner.required);
}

/// Whether a parameter's text is a JSON value: its type says so, it would be a list or struct, its example is one, or its words say so.
fn holds_json(row: &Row) -> bool {
    const WORDS: [&str; 8] = [
        "JSON格式",
        "JSON字符串",
        "JSON数组",
        "JSON string",
        "JSON format",
        "JSON array",
        "JSON-formatted",
        "JSON object",
    ];
    let declared = declared(&row.kind);
    let by_type = row.kind.text.to_lowercase().contains("json")
        || matches!(declared.kind, Some(Type::Array | Type::Struct | Type::Map | Type::Any));
    let example = row.example.replace('\\', "");
    let by_example = || {
        example.starts_with(['{', '['])
            && serde_json::from_str::<serde_json::Value>(&example).is_ok_and(|value| !value.is_number())
    };
    let first = joined(row.description.text.lines().next().unwrap_or_default());
    by_type || by_example() || WORDS.iter().any(|word| first.contains(word))
}

fn is_required(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['*', '.', '。']).to_lowercase();
    matches!(
        cell.as_str(),
        "是" | "yes" | "y" | "true" | "必选" | "必须" | "必填" | "必需" | "required" | "mandatory" | "must"
    )
}
