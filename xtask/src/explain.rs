//! `cargo xtask explain`: why an operation was read as it was.

use crate::product::manifest;
use crate::{Outcome, workspace};
use alibabacloud_generator::diagnostics::{Kind, catalogue, listed};
use alibabacloud_generator::files::read;
use alibabacloud_generator::infer::explain::{Explained, Explanation};
use anyhow::bail;
use clap::builder::PossibleValuesParser;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    what: What,
    /// A folder with a folder of pages for each product [default: the docs that the product's product.yaml names]
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// A folder with a folder of API metadata for each product [default: the metadata that the product's product.yaml names]
    #[arg(long, value_name = "DIR")]
    metadata: Option<PathBuf>,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// An operation, or a kind of diagnostic.
#[derive(Debug, clap::Args)]
struct What {
    /// The product: the name of its folder.
    #[arg(required_unless_present = "diagnostic")]
    product: Option<String>,
    /// The operation, such as `ListTasks`.
    #[arg(required_unless_present = "diagnostic")]
    operation: Option<String>,
    /// Instead of an operation, what a kind of diagnostic means, with an example and its cure
    #[arg(long, value_name = "KIND", conflicts_with_all = ["product", "operation"], value_parser = PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.name())))]
    diagnostic: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let What {
        product,
        operation,
        diagnostic,
    } = &arguments.what;
    if let Some(kind) = diagnostic.as_deref().and_then(Kind::named) {
        let _ = std::io::stdout().write_all(catalogue::text(kind).as_bytes());
        return Ok(Outcome::Fine);
    }
    let (Some(product), Some(operation)) = (product, operation) else {
        bail!("name a product and an operation");
    };
    let spec = workspace::spec(arguments.spec.as_deref());
    let facts = facts(arguments, product, operation, &spec)?;
    // Its own pages first; it may be found among another product's as well.
    let root = arguments.docs.as_deref().unwrap_or(&spec);
    let mut folders = if facts.is_some() && !root.is_dir() {
        Vec::new()
    } else {
        workspace::folders(root)?
    };
    folders.sort_by_key(|folder| folder != product);
    let mut looked = Vec::new();
    for folder in folders {
        let home = spec.join(&folder);
        let known = manifest(&spec, &folder)?;
        let remembered = known.as_ref().and_then(|manifest| manifest.docs.as_ref());
        let docs = match (&arguments.docs, remembered) {
            (Some(docs), _) => docs.join(&folder),
            (None, Some(docs)) => home.join(docs),
            (None, None) => continue,
        };
        if !docs.is_dir() {
            continue;
        }
        let tree = read::tree(&docs, "md", "").map_err(|error| anyhow::anyhow!("{error}"))?;
        let found = alibabacloud_generator::explain(&folder, &tree.files, known.as_ref(), product, operation);
        if let Some(explanation) = found {
            // A reader that has seen enough, such as `head`, is no failure.
            let mut out = text(&explanation);
            if let Some(facts) = &facts {
                out.insert_str(0, &format!("{facts}its words, and what the metadata leaves open, are those of its pages, which by themselves are read so:\n\n"));
            }
            let _ = std::io::stdout().write_all(out.as_bytes());
            return Ok(Outcome::Fine);
        }
        looked.push(workspace::shown(&docs));
    }
    if let Some(facts) = facts {
        let _ = std::io::stdout().write_all(format!("{facts}no page of it is at hand.\n").as_bytes());
        return Ok(Outcome::Fine);
    }
    if let Some(absent) = absent(arguments, product, &spec)? {
        bail!(
            "{absent}: no such folder; `cargo xtask fetch --product {product}` brings it, or name another with --docs or --metadata"
        );
    }
    if looked.is_empty() {
        let home = workspace::shown(&spec.join(product));
        bail!("{home}: no pages here; name their folder with --docs");
    }
    bail!("{}: no page of {product}'s {operation}", listed(&looked, FOLDERS))
}

/// A source that the product's `product.yaml` names, no argument replaces, and is not here.
fn absent(arguments: &Arguments, product: &str, spec: &Path) -> anyhow::Result<Option<String>> {
    let known = manifest(spec, product)?.unwrap_or_default();
    let named = [
        known.metadata.filter(|_| arguments.metadata.is_none()),
        known.docs.filter(|_| arguments.docs.is_none()),
    ];
    let folders = named
        .into_iter()
        .flatten()
        .map(|folder| spec.join(product).join(folder));
    let absent = folders.into_iter().find(|folder| !folder.is_dir());
    Ok(absent.map(|folder| workspace::shown(&folder)))
}

/// What the product's metadata tells of the operation, if it has it: all but words, and nothing of that is inferred.
fn facts(arguments: &Arguments, product: &str, operation: &str, spec: &Path) -> anyhow::Result<Option<String>> {
    let known = manifest(spec, product)?;
    let named = known.as_ref().and_then(|manifest| manifest.metadata.as_ref());
    let folder = match (&arguments.metadata, named) {
        (Some(metadata), _) => metadata.join(product),
        (None, Some(metadata)) => spec.join(product).join(metadata),
        (None, None) => return Ok(None),
    };
    if !folder.is_dir() {
        return Ok(None);
    }
    let tree = read::tree(&folder, "json", "").map_err(|error| anyhow::anyhow!("{error}"))?;
    let told = alibabacloud_generator::metadata_to_spec(product, &tree.files, known.as_ref());
    let mut operations = told
        .products
        .iter()
        .flat_map(|product| &product.versions)
        .flat_map(|version| &version.operations);
    let found = operations.rfind(|known| known.operation.eq_ignore_ascii_case(operation));
    Ok(found.map(|found| {
        format!(
            "{}: names, nesting, types, positions, limits, values and error codes are those of {}; nothing of it is inferred\n",
            found.operation,
            workspace::shown(&folder.join(&found.source))
        )
    }))
}

/// How many folders that were looked through are named.
const FOLDERS: usize = 5;

fn text(explanation: &Explanation) -> String {
    let mut out = String::new();
    let operation = &explanation.operation;
    let _ = writeln!(out, "{} ({})", operation.operation, operation.summary);
    for (at, page) in explanation.pages.iter().enumerate() {
        let _ = writeln!(out, "{} {page}", if at == 0 { "followed" } else { "also    " });
    }
    const HEAD: &str = "line, name, type; what speaks against its place; the place that came second, and by how much";
    for (side, rows) in [("request", &explanation.request), ("response", &explanation.fields)] {
        let _ = writeln!(out, "\n{side}: {HEAD}");
        for field in rows {
            row(&mut out, field);
        }
    }
    if let Some(pagination) = &operation.pagination {
        let _ = writeln!(out, "\npages by {pagination:?}");
    }
    out
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
