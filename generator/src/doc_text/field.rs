//! What a field's rows say besides its description.

use super::{Doc, code, end_sentence, line};
use crate::spec::model::{Field, Format, Type};

/// What a field's rows say besides its description, a sentence each.
pub(crate) fn facts(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>| facts.extend(value.map(|value| format!("{name}: {value}.")));
    let shown = |text: &Option<String>| text.as_deref().and_then(code);
    let format = field.format.map(|format| match format {
        Format::Json => "JSON, as text",
        Format::Comma => "values with commas between them",
    });
    fact("Format", format.map(str::to_owned));
    fact("Default", shown(&field.default));
    fact("Minimum", shown(&field.minimum));
    fact("Maximum", shown(&field.maximum));
    fact(
        "Longest text",
        field.max_length.map(|length| format!("{length} characters")),
    );
    fact("Most elements", field.max_items.map(|count| count.to_string()));
    fact("Example", shown(&field.example));
    facts
}

/// Lists the values of a field that has no enum for them, if the prose does not name them already.
pub(crate) fn push_values(doc: &mut Doc, field: &Field) {
    let listed = matches!(field.kind, Type::String | Type::Integer | Type::Long) || field.values.is_empty();
    if listed
        || field
            .values
            .iter()
            .all(|value| field.description.contains(&value.value.to_string()))
    {
        return;
    }
    for value in &field.values {
        let Some(mut text) = code(&value.value.to_string()) else {
            continue;
        };
        let description = line(&value.description);
        if !description.is_empty() {
            text = format!("{text}: {description}");
        }
        end_sentence(&mut text);
        doc.push_item(text);
    }
}
