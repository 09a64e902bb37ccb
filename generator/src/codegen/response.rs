//! Answers: structures with public fields, and the table by which the runtime fills them.

use crate::codegen::docs::{self, Doc};
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::names;
use crate::codegen::plan::{Holds, Kind, Member, Plan, Struct};

/// Whether an answer tells nothing but the id of the request. There are very many of these, and one type serves for all.
pub(super) fn is_acknowledgement(structure: &Struct<'_>) -> bool {
    let only = |member: &Member<'_>| {
        member.field.name == "RequestId" && member.name == "request_id" && member.holds == Holds::One(Kind::String)
    };
    structure.field.is_none() && matches!(structure.members.as_slice(), [member] if only(member))
}

/// Writes a structure of the answer.
pub(super) fn write(source: &mut Source, structure: &Struct<'_>, plan: &Plan<'_>) {
    source.gap();
    if is_acknowledgement(structure) {
        let name = &structure.name;
        return source.line(0, &format!("pub use alibabacloud_runtime::Acknowledgement as {name};"));
    }
    source.docs(0, &structure_docs(structure, plan));
    source.line(0, "#[derive(Debug, Clone, Default, PartialEq)]");
    source.line(0, "#[non_exhaustive]");
    source.line(0, &format!("pub struct {} {{", structure.name));
    for member in &structure.members {
        source.docs(1, &field_docs(member));
        source.field(1, &format!("pub {}", member.name), &held(member, plan));
    }
    source.docs(
        1,
        &Doc::own("Fields of the answer that the documentation does not mention."),
    );
    source.line(1, "pub unknown_fields: UnknownFields,");
    source.line(0, "}");
    source.gap();
    let rows = structure.members.iter().map(|member| {
        let wire = literal(&member.field.name);
        let wrapped = match &member.field.item_name {
            Some(item) if matches!(member.holds, Holds::Many(_)) => format!(" / {}", literal(item)),
            _ => String::new(),
        };
        format!("{wire}{wrapped} => {}: {}", member.name, slot(&member.holds))
    });
    source.table(&format!("shape!{}", structure.name), rows);
}

/// The runtime's kind of slot for a field.
fn slot(holds: &Holds) -> String {
    let of = |kind: &Kind| match kind {
        Kind::String => "String",
        Kind::Integer => "Integer",
        Kind::Float => "Float",
        Kind::Boolean => "Boolean",
        Kind::Any => "Any",
        Kind::Value { .. } => "Value",
        Kind::Struct(_) => "Struct",
    };
    match holds {
        Holds::One(kind) => of(kind).to_owned(),
        Holds::Many(kind) => format!("{}s", of(kind)),
        Holds::Map => "Map".to_owned(),
    }
}

/// The type of a field.
pub(super) fn held(member: &Member<'_>, plan: &Plan<'_>) -> String {
    match &member.holds {
        Holds::One(kind) => format!("Option<{}>", plan.type_of(&plan.answer, kind)),
        Holds::Many(kind) => format!("Vec<{}>", plan.type_of(&plan.answer, kind)),
        Holds::Map => "BTreeMap<String, Document>".to_owned(),
    }
}

fn structure_docs(structure: &Struct<'_>, plan: &Plan<'_>) -> Doc {
    let Some(field) = structure.field else {
        return Doc::own(format!("Answer to [`{}`].", plan.names.call));
    };
    let doc = Doc::prose(docs::first_sentence(&field.description));
    if doc.is_empty() {
        return Doc::own(format!(
            "Element of the answer: {}.",
            docs::code(&field.name).unwrap_or_default()
        ));
    }
    doc
}

fn field_docs(member: &Member<'_>) -> Doc {
    let field = member.field;
    let wire = docs::code(&field.name).unwrap_or_default();
    let mut doc = Doc::prose(&field.description);
    let bare = doc.is_empty();
    if bare {
        doc.push_own(format!("{wire}."));
    }
    docs::push_values(&mut doc, field);
    let mut facts = docs::facts(field);
    if field.deprecated {
        facts.insert(0, "Deprecated.".to_owned());
    }
    if !bare && names::type_name(&field.name) != field.name {
        facts.insert(0, format!("Wire name {wire}."));
    }
    if facts.is_empty() {
        return doc;
    }
    if doc.is_short() {
        doc.push_sentence(&facts.join(" "));
    } else {
        doc.push_own(facts.join(" "));
    }
    doc
}
