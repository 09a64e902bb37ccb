//! The products that a folder's files tell of.

use super::document::{Document, Style};
use super::schema::Problems;
use super::{endpoints, operations};
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::SourceFile;
use crate::files::path::is_date;
use crate::spec::common_errors;
use crate::spec::model::{CommonErrors, Operation};
use crate::spec::product::{Endpoints, Manifest, Product, Style as Layout, Version};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What files of metadata gave.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    /// By code, in lower case.
    pub(crate) products: BTreeMap<String, Product>,
    /// How many operations the files hold that are read.
    pub(crate) operations: usize,
    /// The files that are no metadata, or of protocols of their own.
    pub(crate) passed_over: Vec<String>,
    /// By code, in lower case: the operations that are in a file and can't be read, as `<version>/<operation>`.
    pub(crate) unread: BTreeMap<String, Vec<String>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the files of a folder.
pub(crate) fn products(files: &[SourceFile]) -> Metadata {
    let mut found = Metadata::default();
    let mut read: Vec<_> = files.par_iter().map(|file| (file, read(file))).collect();
    read.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    for (file, (part, diagnostics)) in read {
        found.diagnostics.extend(diagnostics);
        let Some(part) = part else {
            found.passed_over.push(file.path.clone());
            continue;
        };
        let Part { product: part, unread } = part;
        let code = part.manifest.code.to_lowercase();
        let version = part.versions[0].version.clone();
        let unread = unread.into_iter().map(|name| format!("{version}/{name}"));
        found.unread.entry(code.clone()).or_default().extend(unread);
        found.operations += part.versions[0].operations.len();
        let Some(product) = found.products.get_mut(&code) else {
            found.products.insert(code, part);
            continue;
        };
        if product.manifest.versions.contains(&version) {
            let message = format!("the version {version} of {code} is in another file already; this one is left out");
            found.diagnostics.push(Diagnostic::new(
                DiagnosticKind::Metadata,
                file.path.as_str(),
                0,
                message,
            ));
            continue;
        }
        // The newest file knows best where a product is called.
        if product.manifest.versions.last().is_none_or(|newest| *newest < version) {
            product.manifest.endpoints = part.manifest.endpoints;
            product.manifest.style = part.manifest.style;
        }
        product.manifest.versions.push(version);
        product.manifest.versions.sort();
        product.versions.extend(part.versions);
        product.versions.sort_by(|one, other| one.version.cmp(&other.version));
    }
    found.diagnostics.sort();
    found
}

/// What one file tells.
struct Part {
    /// The product, of one version.
    product: Product,
    /// The operations that can't be read.
    unread: Vec<String>,
}

/// One file; nothing if it can't be read as metadata.
fn read(file: &SourceFile) -> (Option<Part>, Vec<Diagnostic>) {
    let tell = |message: String| {
        vec![Diagnostic::new(
            DiagnosticKind::Metadata,
            file.path.as_str(),
            0,
            message,
        )]
    };
    let document: Document = match parse(&file.bytes) {
        Ok(document) => document,
        Err(error) => return (None, tell(format!("no API metadata: {error}"))),
    };
    let info = &document.info;
    if let Style::Own(style) = &info.style {
        let (code, count) = (&info.product, document.apis.len());
        let message = format!("{code} has a protocol of its own, {style}; its {count} operations are left out");
        return (None, tell(message));
    }
    if !is_date(&info.version) {
        return (
            None,
            tell(format!("info.version: {:?} is no version; left out", info.version)),
        );
    }
    if document.apis.is_empty() {
        return (None, tell("apis: there is no operation in it".to_owned()));
    }
    let mut problems = Problems::default();
    let mut operations = operations(&document, &file.path, &mut problems);
    tell_of_case(&operations, &mut problems);
    let is_read = |name: &&String| operations.iter().any(|operation| operation.operation == **name);
    let unread = document.apis.keys().filter(|name| !is_read(name)).cloned().collect();
    let style = match info.style {
        Style::Rpc => Layout::Rpc,
        Style::V3 if operations.iter().all(|operation| operation.path.is_none()) => Layout::Rpc,
        Style::Roa | Style::V3 | Style::Own(_) => Layout::Roa,
    };
    let mut endpoints = endpoints(&document.endpoints, &mut problems);
    if endpoints.is_empty() {
        let (guess, rule) = Endpoints::guess(&info.product);
        problems.tell("endpoints", format!("no host is told; assumed `{rule}`"));
        endpoints = guess;
    }
    let mut common = CommonErrors::default();
    common_errors::share(&mut common, &mut operations);
    operations.sort_by(|one, other| one.operation.cmp(&other.operation));
    let product = Product {
        name: info.product.to_lowercase(),
        manifest: Manifest {
            code: info.product.clone(),
            versions: vec![info.version.clone()],
            style,
            endpoints,
            ..Manifest::default()
        },
        versions: vec![Version {
            version: info.version.clone(),
            common,
            operations,
            ..Version::default()
        }],
    };
    let told = problems.into_found().into_iter();
    let told = told.map(|(path, message)| {
        Diagnostic::new(
            DiagnosticKind::Metadata,
            file.path.as_str(),
            0,
            format!("{path}: {message}"),
        )
    });
    (Some(Part { product, unread }), told.collect())
}

fn parse(bytes: &[u8]) -> Result<Document, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"<") {
        return Err("it is a web page".to_owned());
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let document = serde_path_to_error::deserialize(&mut json).map_err(|error| error.to_string())?;
    json.end().map_err(|error| error.to_string())?;
    Ok(document)
}

/// Operations whose files would be one where the case of names counts for nothing.
fn tell_of_case(operations: &[Operation], problems: &mut Problems) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for operation in operations {
        let name = operation.operation.as_str();
        if let Some(other) = seen.insert(name.to_lowercase(), name) {
            problems.tell(&format!("apis.{name}"), format!("differs from {other} in case alone"));
        }
    }
}
