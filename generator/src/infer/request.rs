//! The request's parameters: the cheapest reading of its rows, names such as `Tag.N.Key` as lists and structs.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::elements::{Role, says_nothing};
use crate::infer::knowledge::Knowledge;
use crate::infer::nesting::{Found, Reading, Witness, search};
use crate::infer::parameters::{Parameters, is_body_name, is_index, position};
use crate::infer::request_sample;
use crate::infer::request_witness::{ExampleWitness, HabitWitness, RequestKnowledge};
use crate::infer::response::{WeighedShape, doubts, opens};
use crate::infer::shape::Shape;
use crate::infer::types::{declared, is_wide};
use crate::infer::witness::{FormWitness, SampleWitness, TypeWitness};
use crate::infer::wording::WordingWitness;
use crate::infer::{limits, meaning};
use crate::page::{Page, Row};
use crate::spec::model::{Field, Format, Position, Type};
use std::cell::RefCell;

/// Infers the parameters of a page. `route` is that of an operation which is called by path and method.
pub(crate) fn infer(
    operation: &str,
    page: &Page,
    route: Option<&(String, String)>,
    by_path: bool,
    knowledge: &Knowledge,
) -> (Vec<Field>, Vec<Diagnostic>) {
    let samples = request_sample::shapes(page);
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    let parameters = Parameters::of(page, by_path, &shapes);
    let items = &parameters.items;
    let mut diagnostics = Vec::new();
    for (item, (row, _)) in items.iter().zip(&parameters.rows) {
        if let Some(unknown) = &item.declared.unknown {
            let message = format!("`{unknown}` is no type known here; taken as a String");
            diagnostics.push(
                Diagnostic::new(Kind::UnknownType, page.file.as_str(), row.line, message).with_excerpt(&row.name),
            );
        }
    }
    let found = read(operation, page, &parameters, &samples, knowledge);
    let flat = Reading {
        parents: vec![None; items.len()],
        cost: 0.0,
    };
    let doubts = doubts(items, &found, &[]);
    for (item, doubt) in items.iter().zip(&doubts) {
        if let Some(other) = doubt {
            let message = format!("the place of `{}` is doubtful: {other}", item.name);
            diagnostics.push(Diagnostic::new(
                Kind::StructureDoubtful,
                page.file.as_str(),
                item.line,
                message,
            ));
        }
    }
    let tree = Tree {
        parameters: &parameters,
        reading: found.readings.first().unwrap_or(&flat),
        doubts: &doubts,
        route,
        dropped: RefCell::default(),
    };
    let fields = tree.members(None, false);
    diagnostics.extend(tree.dropped.take().into_iter().map(|(at, what)| {
        let message = format!("`{}`: {what}", items[at].name);
        Diagnostic::new(Kind::WordsDisagree, page.file.as_str(), items[at].line, message)
    }));
    (fields, diagnostics)
}

/// The readings of a request's rows, cheapest first.
fn read(
    operation: &str,
    page: &Page,
    parameters: &Parameters<'_>,
    samples: &[WeighedShape],
    knowledge: &Knowledge,
) -> Found {
    let items = &parameters.items;
    let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
    // A row without a type is a text, and what is typed as text holds structures as text.
    let opens: Vec<bool> = opens(items, &[])
        .into_iter()
        .zip(items)
        .map(|(opens, item)| opens && (item.declared.kind.is_some() || item.role != Role::Field))
        .collect();
    if !opens.contains(&true) {
        return Found::default();
    }
    let texts = items.iter().map(|item| item.description.as_str());
    let texts = texts.chain(
        page.errors
            .iter()
            .flat_map(|error| [error.message.as_str(), error.code.as_str()]),
    );
    let mut witnesses: Vec<Box<dyn Witness + '_>> = vec![
        Box::new(TypeWitness::new(items, &shapes)),
        Box::new(FormWitness::new(items)),
        Box::new(ExampleWitness::new(items)),
        Box::new(HabitWitness::new(parameters)),
        Box::new(WordingWitness::new(items, &opens, texts)),
        Box::new(RequestKnowledge::new(knowledge, operation, items, &opens)),
    ];
    for sample in samples {
        witnesses.push(Box::new(SampleWitness::new(&sample.shape, items, sample.weight)));
    }
    search(items, &opens, &witnesses)
}

/// The chosen reading, on its way to fields.
struct Tree<'a> {
    parameters: &'a Parameters<'a>,
    reading: &'a Reading,
    doubts: &'a [Option<String>],
    route: Option<&'a (String, String)>,
    /// What was left out of what words say, by item.
    dropped: RefCell<Vec<(usize, String)>>,
}

impl Tree<'_> {
    /// The fields below a parent; `in_body` says that they are members of the body itself.
    fn members(&self, parent: Option<usize>, in_body: bool) -> Vec<Field> {
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
            return (Position::Body, Some("is the body itself, and no member of one"));
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
        let own = row.description.text.as_str();
        let words = element.map_or(own, |element| {
            if says_nothing(own) {
                &element.description.text
            } else {
                own
            }
        });
        let dropped = meaning::describe(&mut field, words);
        self.dropped
            .borrow_mut()
            .extend(dropped.into_iter().map(|what| (at, what)));
        field.format =
            (field.kind == Type::String && field.values.is_empty() && holds_json(row)).then_some(Format::Json);
        field.inferred = self.doubts.get(at).cloned().flatten();
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
        known.max_items = known.max_items.or_else(|| limits::max_items(&row.description.text));
    } else if known.kind.is_scalar() {
        known.kind = Type::Struct;
    }
    place(&mut known.fields, inner, field, row);
    known.required |= known.fields.iter().any(|inner| inner.required);
}

/// Whether a parameter's text is a JSON value: its type says so, it would be a list or struct, its example is one, or its words say so.
fn holds_json(row: &Row) -> bool {
    const WORDS: [&str; 10] = [
        "JSON格式",
        "JSON 格式",
        "JSON字符串",
        "JSON 字符串",
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
    let first = row.description.text.lines().next().unwrap_or_default();
    by_type || by_example() || WORDS.iter().any(|word| first.contains(word))
}

fn is_required(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['*', '.', '。']).to_lowercase();
    matches!(
        cell.as_str(),
        "是" | "yes" | "y" | "true" | "必选" | "必须" | "必填" | "必需" | "required" | "mandatory" | "must"
    )
}
