//! The parameters of an operation, and where each travels.

use super::document::{Api, In, Parameter, ParameterStyle};
use super::dotted;
use super::schema::Reader;
use crate::spec::model::{Field, Format, Operation, Position, Type};
use crate::spec::path_template::places;

/// The parameters, of an operation that is laid out as ROA or as RPC.
pub(super) fn request(api: &Api, is_roa: bool, reader: &mut Reader<'_>) -> Vec<Field> {
    let inside = reader.problems.enter("parameters");
    let mut request = Vec::new();
    let mut bodies = Vec::new();
    for (at, parameter) in api.parameters.iter().enumerate() {
        let inside = reader.problems.enter(&format!("[{at}]"));
        match parameter.place {
            In::Body => bodies.push(parameter),
            In::Host | In::Other => {
                let message = format!(
                    "{} travels in the host, or nobody knows where; left out",
                    parameter.name
                );
                reader.problems.tell("in", message);
            }
            // What a path names is a name whole.
            In::Path if parameter.name.contains('.') => request.push(travelling(parameter, reader)),
            _ => {
                let field = travelling(parameter, reader);
                if !dotted::put(&mut request, field) {
                    let name = &parameter.name;
                    let message = format!(
                        "{name} stands twice, and not alike; it is one, where it stands first, and required if either is"
                    );
                    reader.problems.tell("", message);
                }
            }
        }
        reader.problems.leave(inside);
    }
    for body in bodies {
        add_body(&mut request, body, is_roa, reader);
    }
    if let Some(path) = api.path.as_deref() {
        add_places(&mut request, path, reader);
    }
    reader.problems.leave(inside);
    request
}

fn travelling(parameter: &Parameter, reader: &mut Reader<'_>) -> Field {
    let mut field = reader.field(&parameter.name, &parameter.schema);
    // A path without one of its parts leads elsewhere.
    field.required |= parameter.place == In::Path;
    field.position = match parameter.place {
        In::FormData => Some(Position::Form),
        In::Path => Some(Position::Path),
        In::Header => Some(Position::Header),
        In::Query | In::Body | In::Host | In::Other => None,
    };
    field.format = match (parameter.style, field.kind) {
        (Some(ParameterStyle::Json), Type::Array | Type::Struct | Type::Map) => Some(Format::Json),
        (Some(ParameterStyle::Simple), Type::Array) => Some(Format::Comma),
        // In a path or header, a list has no other form.
        (_, Type::Array) if matches!(parameter.place, In::Path | In::Header) => Some(Format::Comma),
        _ => None,
    };
    field
}

/// The body's members are what a caller sets, as long as their names are no other parameters'; a body that is no structure is one
/// parameter.
fn add_body(request: &mut Vec<Field>, parameter: &Parameter, is_roa: bool, reader: &mut Reader<'_>) {
    let body = reader.field(Operation::BODY, &parameter.schema);
    let is_free = |member: &Field| request.iter().all(|known| known.name != member.name);
    let apart = is_roa && body.kind == Type::Struct && body.same_as.is_none() && body.fields.iter().all(is_free);
    if apart {
        request.extend(body.fields.into_iter().map(|member| Field {
            position: Some(Position::Body),
            ..member
        }));
        return;
    }
    // The name is nobody else's, so it is only in the way if another parameter has it.
    let name = [Operation::BODY, "request_body", "whole_body"]
        .into_iter()
        .find(|name| request.iter().all(|known| known.name != *name));
    request.push(Field {
        name: name.unwrap_or(Operation::BODY).to_owned(),
        position: Some(Position::Body),
        payload: true,
        ..body
    });
}

/// Parameters that only the path names.
fn add_places(request: &mut Vec<Field>, path: &str, reader: &mut Reader<'_>) {
    for name in places(path) {
        let known = request
            .iter_mut()
            .find(|field| field.name.eq_ignore_ascii_case(name) && field.position == Some(Position::Path));
        match known {
            Some(field) => name.clone_into(&mut field.name),
            None => {
                reader.problems.tell(
                    "",
                    format!("the path has a place for {name}, which is no parameter; it is taken as text"),
                );
                request.push(Field {
                    name: name.to_owned(),
                    required: true,
                    position: Some(Position::Path),
                    ..Field::default()
                });
            }
        }
    }
}
