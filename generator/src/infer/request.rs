//! The request's parameters: rows with names such as `Tag.N.Key` become lists and structs.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::rows::wire_name;
use crate::infer::types::declared;
use crate::infer::{limits, meaning};
use crate::page::headings::Section;
use crate::page::{Page, Row, Table};
use crate::spec::model::{Field, Format, Position, Type};

/// Parameters that every call carries; the runtime sets them.
pub(crate) const COMMON: [&str; 12] = [
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
    "TimeStamp",
    "SignatureType",
    "ResourceOwnerAccount",
];

/// Infers the parameters of a page.
pub fn infer(page: &Page) -> (Vec<Field>, Vec<Diagnostic>) {
    let mut fields = Vec::new();
    let mut diagnostics = Vec::new();
    for (table, default) in tables(page) {
        for row in &table.rows {
            let Some(name) = wire_name(&row.name) else { continue };
            if COMMON.contains(&name.as_str()) && !name.contains('.') {
                continue;
            }
            if let Some(unknown) = declared(&row.kind).unknown {
                let message = format!("`{unknown}` is no type known here; taken as a String");
                diagnostics.push(
                    Diagnostic::new(Kind::UnknownType, page.file.as_str(), row.line, message).with_excerpt(&row.name),
                );
            }
            let parts: Vec<&str> = name.split('.').filter(|part| !part.is_empty()).collect();
            place(&mut fields, &parts, row, default);
        }
    }
    (fields, diagnostics)
}

/// The tables that list parameters, with the position of those that don't say theirs.
fn tables(page: &Page) -> Vec<(&Table, Option<Position>)> {
    let mut tables = Vec::new();
    for table in &page.tables {
        match table.section {
            Section::Headers => tables.push((table, Some(Position::Header))),
            // A further table describes the inside of a parameter that goes as JSON, unless it is the first that has any rows.
            Section::Request
                if !tables
                    .iter()
                    .any(|(known, _): &(&Table, _)| known.section == Section::Request && !only_common(known)) =>
            {
                tables.push((table, None))
            }
            _ => {}
        }
    }
    tables
}

fn only_common(table: &Table) -> bool {
    table
        .rows
        .iter()
        .all(|row| wire_name(&row.name).is_none_or(|name| COMMON.contains(&name.as_str())))
}

/// Whether a part of a name stands for an index: `N`, or a number.
pub(crate) fn is_index(part: &str) -> bool {
    matches!(part, "N" | "n" | "M" | "m" | "X" | "x")
        || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Puts a row at the place that the parts of its name say.
fn place(fields: &mut Vec<Field>, parts: &[&str], row: &Row, default: Option<Position>) {
    let Some((name, rest)) = parts.split_first() else {
        return;
    };
    let at = fields.iter().position(|field| field.name == *name);
    let (indices, inner): (Vec<&str>, &[&str]) = match rest.split_first() {
        Some((index, inner)) if is_index(index) => (vec![index], inner),
        _ => (Vec::new(), rest),
    };
    let listed = !indices.is_empty();
    if inner.is_empty() {
        let mut field = leaf(name, row, listed, default);
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
    let field = &mut fields[at];
    if listed {
        field.kind = Type::Array;
        field.items = Some(Type::Struct);
        field.max_items = field.max_items.or_else(|| limits::max_items(&row.description.text));
    } else if field.kind.is_scalar() {
        field.kind = Type::Struct;
    }
    place(&mut field.fields, inner, row, default);
    field.required |= field.fields.iter().any(|inner| inner.required);
}

/// The field of a row that has no parts.
fn leaf(name: &str, row: &Row, listed: bool, default: Option<Position>) -> Field {
    let declared = declared(&row.kind);
    let scalar = |kind: Option<Type>| kind.filter(|kind| kind.is_scalar()).unwrap_or(Type::String);
    let json = row.example.trim_start().starts_with(['[', '{']);
    let (kind, items) = match declared.kind {
        Some(Type::Array) if listed => (Type::Array, Some(scalar(declared.items))),
        Some(Type::Array) if json || declared.items == Some(Type::Struct) => (Type::String, None),
        Some(Type::Array) => (Type::Array, Some(scalar(declared.items))),
        kind if listed => (Type::Array, Some(scalar(kind))),
        Some(Type::Map) => (Type::Map, None),
        kind => (scalar(kind), None),
    };
    let mut field = Field {
        name: name.to_owned(),
        kind,
        items,
        required: is_required(&row.required),
        position: position(&row.position).or(default),
        example: Some(row.example.clone()).filter(|example| !example.is_empty()),
        ..Field::default()
    };
    meaning::describe(&mut field, &row.description.text);
    field.format = (field.kind == Type::String && field.values.is_empty() && holds_json(row)).then_some(Format::Json);
    field
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

fn position(cell: &str) -> Option<Position> {
    match cell.trim().to_lowercase().as_str() {
        "path" | "路径" | "url" => Some(Position::Path),
        "header" | "head" | "请求头" => Some(Position::Header),
        "body" | "form" | "formdata" | "请求体" => Some(Position::Body),
        _ => None,
    }
}

/// The method and path of an ROA operation: the first line of its request.
pub fn route(page: &Page) -> Option<(String, String)> {
    const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];
    page.samples.iter().find_map(|sample| {
        let mut words = sample.text.split_whitespace();
        let method = words.next().filter(|word| METHODS.contains(word))?;
        let path = words.next().filter(|word| word.starts_with('/'))?;
        let path = path.split(['?', '#']).next()?.replace('[', "{").replace(']', "}");
        (path.len() > 1).then(|| (method.to_owned(), path))
    })
}
