//! `cargo xtask explain`: why an operation was read as it was.

use crate::product::manifest;
use crate::{Outcome, workspace};
use alibabacloud_generator::files::read;
use alibabacloud_generator::infer::explain::{Explained, Explanation};
use alibabacloud_generator::spec::model::Field;
use anyhow::{Context as _, bail};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The product: the name of its folder.
    product: String,
    /// The operation, such as `ListTasks`.
    operation: String,
    /// A folder with a folder of pages for each product [default: the docs that the product's product.yaml names]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let spec = workspace::spec(arguments.spec.as_deref());
    let home = spec.join(&arguments.product);
    let known = manifest(&spec, &arguments.product)?;
    let docs = match (
        &arguments.docs,
        known.as_ref().and_then(|manifest| manifest.docs.as_ref()),
    ) {
        (Some(docs), _) => docs.join(&arguments.product),
        (None, Some(docs)) => home.join(docs),
        (None, None) => bail!(
            "{}: no pages here; name their folder with --docs",
            workspace::shown(&home)
        ),
    };
    let tree = read::tree(&docs, "md", "").map_err(|error| anyhow::anyhow!("{error}"))?;
    let explanation =
        alibabacloud_generator::explain(&arguments.product, &tree.files, known.as_ref(), &arguments.operation)
            .with_context(|| format!("{}: no page of {}", workspace::shown(&docs), arguments.operation))?;
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(text(&explanation).as_bytes());
    Ok(Outcome::Fine)
}

fn text(explanation: &Explanation) -> String {
    let mut out = String::new();
    let operation = &explanation.operation;
    let _ = writeln!(out, "{} ({})", operation.operation, operation.summary);
    for (at, page) in explanation.pages.iter().enumerate() {
        let _ = writeln!(out, "{} {page}", if at == 0 { "followed" } else { "also    " });
    }
    out.push_str("\nrequest\n");
    for field in &operation.request {
        parameter(&mut out, field, 1);
    }
    out.push_str(
        "\nresponse: line, field, type; what speaks against its place; the place that came second, and by how much\n",
    );
    for field in &explanation.fields {
        row(&mut out, field);
    }
    if let Some(pagination) = &operation.pagination {
        let _ = writeln!(out, "\npages by {pagination:?}");
    }
    out
}

fn parameter(out: &mut String, field: &Field, depth: usize) {
    let items = field.items.map_or(String::new(), |items| format!(" of {items:?}"));
    let required = if field.required { ", required" } else { "" };
    let _ = writeln!(
        out,
        "{}{}: {:?}{items}{required}{}",
        "  ".repeat(depth),
        field.name,
        field.kind,
        values(
            &field
                .values
                .iter()
                .map(|value| value.value.to_string())
                .collect::<Vec<_>>()
        )
    );
    for inner in &field.fields {
        parameter(out, inner, depth + 1);
    }
}

fn values(values: &[String]) -> String {
    if values.is_empty() {
        String::new()
    } else {
        format!("; values {}", values.join(", "))
    }
}

fn row(out: &mut String, field: &Explained) {
    let indent = "  ".repeat(field.depth + 1);
    let element = if field.names_element { " names the element" } else { "" };
    let _ = writeln!(
        out,
        "{:>5} {indent}{}{element}: {}{}",
        field.line,
        field.name,
        field.kind,
        values(&field.values)
    );
    if !field.against.is_empty() {
        let _ = writeln!(out, "      {indent}  against it: {}", held(&field.against));
    }
    if let Some(other) = &field.runner_up {
        let place = other
            .parent
            .as_deref()
            .map_or("at the top".to_owned(), |parent| format!("in {parent}"));
        let held = if other.against.is_empty() {
            "nothing, by itself".to_owned()
        } else {
            held(&other.against)
        };
        let _ = writeln!(
            out,
            "      {indent}  second: {place}, worse by {:.1}; against that: {held}",
            other.margin
        );
    }
}

fn held(against: &[(String, f64)]) -> String {
    against
        .iter()
        .map(|(name, cost)| format!("{name} {cost:.1}"))
        .collect::<Vec<_>>()
        .join(", ")
}
