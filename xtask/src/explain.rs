//! `cargo xtask explain`: why an operation was read as it was.

use crate::diagnostics::line;
use crate::product::manifest;
use crate::{Outcome, workspace};
use alibabacloud_generator::diagnostics::{DiagnosticKind, catalogue, listed};
use alibabacloud_generator::files::read;
use alibabacloud_generator::infer::explain::{Explained, Explanation, held};
use alibabacloud_generator::spec::folder::operation_path;
use alibabacloud_generator::spec::nearest::nearest;
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
    #[arg(long, value_name = "KIND", conflicts_with_all = ["product", "operation"], value_parser = PossibleValuesParser::new(DiagnosticKind::ALL.iter().map(|kind| kind.name())))]
    diagnostic: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let What {
        product,
        operation,
        diagnostic,
    } = &arguments.what;
    if let Some(kind) = diagnostic.as_deref().and_then(DiagnosticKind::named) {
        let _ = std::io::stdout().write_all(catalogue::text(kind).as_bytes());
        return Ok(Outcome::Fine);
    }
    let (Some(product), Some(operation)) = (product, operation) else {
        bail!("name a product and an operation");
    };
    let spec = workspace::spec(arguments.spec.as_deref());
    let metadata = metadata(arguments, product, operation, &spec)?;
    let (facts, why_none) = match metadata {
        Some(Ok(facts)) => (Some(facts), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    let is_needed = facts.is_none() && why_none.is_none();
    let (found, looked) = by_pages(arguments, product, operation, &spec, is_needed)?;
    let out = match (found, facts) {
        (Some(explanation), facts) => {
            let joined = "its words, and what the metadata leaves open, are those of its pages, which by themselves are read so:";
            let facts = facts.map(|facts| format!("{facts}{joined}\n\n"));
            facts.unwrap_or_default() + &text(&explanation)
        }
        (None, Some(facts)) => format!("{facts}no page of it is at hand.\n"),
        (None, None) => {
            let problems = why_not(arguments, product, operation, &spec, why_none, &looked)?;
            bail!(problems.join("\nerror: "));
        }
    };
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(Outcome::Fine)
}

/// What pages tell of the operation; and the folders in which there is none of it. `is_needed` is that there be a folder of them.
fn by_pages(
    arguments: &Arguments,
    product: &str,
    operation: &str,
    spec: &Path,
    is_needed: bool,
) -> anyhow::Result<(Option<Explanation>, Vec<String>)> {
    let root = arguments.docs.as_deref().unwrap_or(spec);
    let mut folders = if root.is_dir() || is_needed {
        workspace::folders(root)?
    } else {
        Vec::new()
    };
    // Its own pages first; it may be found among another product's as well.
    folders.sort_by_key(|folder| folder != product);
    let mut looked = Vec::new();
    for folder in folders {
        let home = spec.join(&folder);
        let known = manifest(spec, &folder)?;
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
        if found.is_some() {
            return Ok((found, looked));
        }
        looked.push(workspace::shown(&docs));
    }
    Ok((None, looked))
}

/// Why there is nothing to tell: `why_none` of the metadata, and `looked` through are folders of pages.
fn why_not(
    arguments: &Arguments,
    product: &str,
    operation: &str,
    spec: &Path,
    why_none: Option<String>,
    looked: &[String],
) -> anyhow::Result<Vec<String>> {
    let mut problems: Vec<String> = why_none.into_iter().collect();
    if let Some(absent) = absent(arguments, product, spec)? {
        problems.push(format!(
            "{absent}: nothing to read here; `cargo xtask fetch --product {product}` brings it, or name another with --docs or --metadata"
        ));
    }
    if !looked.is_empty() && (problems.is_empty() || arguments.docs.is_some()) {
        let looked = listed(looked, FOLDERS);
        let meant = meant(&spec.join(product), operation)?;
        problems.push(format!("{looked}: no page of {product}'s {operation}{meant}"));
    }
    if problems.is_empty() {
        let home = workspace::shown(&spec.join(product));
        problems.push(format!(
            "{home}: no sources of {product} are named here; name their folder with --docs or --metadata"
        ));
    }
    Ok(problems)
}

/// The operation of the spec in a product's folder that may be meant by one that is not found.
fn meant(home: &Path, operation: &str) -> anyhow::Result<String> {
    if !home.is_dir() {
        return Ok(String::new());
    }
    let files = read::tree(home, "yaml", "")?.files;
    let names = files.iter().filter_map(|file| operation_path(&file.path));
    Ok(did_you_mean(operation, names.map(|(_, name)| name)))
}

fn did_you_mean<'n>(operation: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let nearest = nearest(operation, names).filter(|nearest| !nearest.eq_ignore_ascii_case(operation));
    nearest.map_or_else(String::new, |nearest| format!("; did you mean {nearest}?"))
}

/// A source that the product's `product.yaml` names, no argument replaces, and is not here.
fn absent(arguments: &Arguments, product: &str, spec: &Path) -> anyhow::Result<Option<String>> {
    let known = manifest(spec, product)?.unwrap_or_default();
    let named = [
        (known.metadata.filter(|_| arguments.metadata.is_none()), "json"),
        (known.docs.filter(|_| arguments.docs.is_none()), "md"),
    ];
    let folders = named
        .into_iter()
        .filter_map(|(folder, extension)| Some((spec.join(product).join(folder?), extension)));
    let absent = folders
        .into_iter()
        .find(|(folder, extension)| !read::holds(folder, extension));
    Ok(absent.map(|(folder, _)| workspace::shown(&workspace::real(&folder))))
}

/// What the product's metadata tells of the operation: all but words, and nothing of that is inferred. Or else why it tells nothing;
/// `None` where there is none at hand and none is asked for.
fn metadata(
    arguments: &Arguments,
    product: &str,
    operation: &str,
    spec: &Path,
) -> anyhow::Result<Option<Result<String, String>>> {
    let known = manifest(spec, product)?;
    let named = known.as_ref().and_then(|manifest| manifest.metadata.as_ref());
    let folder = match (&arguments.metadata, named) {
        (Some(metadata), _) => metadata.join(product),
        (None, Some(metadata)) => spec.join(product).join(metadata),
        (None, None) => return Ok(None),
    };
    let shown = workspace::shown(&workspace::real(&folder));
    if !read::holds(&folder, "json") {
        let why = format!("{shown}: no metadata here");
        return Ok(arguments.metadata.is_some().then_some(Err(why)));
    }
    let tree = read::tree(&folder, "json", "").map_err(|error| anyhow::anyhow!("{error}"))?;
    let told = alibabacloud_generator::metadata_to_spec(product, &tree.files, known.as_ref());
    let versions = told.products.iter().flat_map(|product| &product.versions);
    let operations = versions.flat_map(|version| &version.operations);
    let Some(found) = operations
        .clone()
        .rfind(|known| known.operation.eq_ignore_ascii_case(operation))
    else {
        let meant = did_you_mean(operation, operations.map(|known| known.operation.as_str()));
        let mut why = format!("{shown}: no operation {operation} in the metadata{meant}");
        let unread = tree.diagnostics.iter().chain(&told.diagnostics);
        for diagnostic in unread.filter(|_| told.products.is_empty()).take(FOLDERS) {
            let _ = write!(why, "\n  {shown}/{}", line(diagnostic));
        }
        return Ok(Some(Err(why)));
    };
    let source = workspace::shown(&folder.join(&found.source));
    let head = "names, nesting, types, positions, limits, values and error codes are those of";
    Ok(Some(Ok(format!(
        "{}: {head} {source}; nothing of it is inferred\n",
        found.operation
    ))))
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
        let (place, held) = (other.place(), held(&other.against));
        let _ = writeln!(
            out,
            "      {indent}  second: {place}, worse by {:.1}; against that: {held}",
            other.margin
        );
    }
}
