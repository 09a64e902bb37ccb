//! The example at the head of a crate's documentation.

use crate::codegen::entry::Entry;
use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::plan::{Holds, Kind, Plan};
use crate::spec::model::Field;

/// A few lines of client code that compile.
pub(super) fn write(source: &mut Source, library: &str, entries: &[Entry<'_>]) {
    let Some((entry, setters)) = entries
        .iter()
        .filter_map(|entry| Some((entry, example(&entry.plan)?)))
        .min_by_key(|(entry, setters)| {
            let reads = ["List", "Describe", "Get", "Query"]
                .iter()
                .any(|verb| entry.plan.spec.operation.starts_with(verb));
            (!reads, entry.paging.is_none(), setters.len())
        })
    else {
        return;
    };
    let mut lines = vec![
        "```no_run".to_owned(),
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let client = {library}::Client::from_env(\"cn-beijing\").await?;"),
        "let answer = client".to_owned(),
        format!("    .{}()", entry.plan.names.method),
    ];
    lines.extend(setters.into_iter().map(|setter| format!("    {setter}")));
    lines.extend(
        [
            "    .send()",
            "    .await?;",
            "println!(\"{answer:?}\");",
            "# Ok(())",
            "# }",
            "```",
        ]
        .map(str::to_owned),
    );
    source.line(0, "//!");
    for line in lines {
        source.line(0, &format!("//! {line}"));
    }
}

/// The setters of a call's required parameters, with their examples; nothing if that takes more than scalars.
fn example(plan: &Plan<'_>) -> Option<Vec<String>> {
    if plan.spec.deprecated {
        return None;
    }
    let required = plan.request.members.iter().filter(|member| member.field.required);
    required
        .map(|member| {
            Some(format!(
                ".{}({})",
                member.name,
                example_value(member.field, &member.holds)?
            ))
        })
        .collect()
}

fn example_value(field: &Field, holds: &Holds) -> Option<String> {
    let example = field.example.as_deref().map(str::trim).unwrap_or_default();
    match holds {
        Holds::One(Kind::String) => {
            let plain = !example.is_empty()
                && example.len() <= 60
                && example.chars().all(|letter| letter.is_ascii_graphic() && letter != '`');
            Some(literal(if plain { example } else { "…" }))
        }
        Holds::One(Kind::Integer) => Some(example.parse::<i64>().unwrap_or(1).to_string()),
        Holds::One(Kind::Float) => Some(format!(
            "{:?}",
            example
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite())
                .unwrap_or(1.0)
        )),
        Holds::One(Kind::Boolean) => Some(example.to_ascii_lowercase().parse::<bool>().unwrap_or(true).to_string()),
        _ => None,
    }
}
