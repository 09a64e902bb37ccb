//! Spec to Rust: the crate of a product.
//!
//! ```text
//! Operation ──plan──▶ names and types ──render──▶ tokens ──print──▶ text
//! ```
//!
//! The plan settles every name and is pure data; `render` has a template for each thing that is emitted; `print` is the only place that
//! knows text.

mod names;
mod package;
pub(crate) mod plan;
mod print;
mod problems;
mod render;

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::OutputFile;
use crate::files::path::{is_date, is_product};
use crate::spec::folder::COMMON_ERRORS;
use crate::spec::product::{Product, Style, Version};
pub use package::library;
use plan::errors::Common;
use plan::version::{Entry, Gathered, gather};
use print::Header;
use problems::Problems;
use proc_macro2::TokenStream;
use rayon::prelude::*;
use render::{ModuleContext, Root};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of generated crates, of which none was released yet.
pub(crate) const CRATE_VERSION: &str = "0.1.0";

/// How the generated crate names the runtime in its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeDependency {
    /// Where it lies, absolute or relative to the crate's folder.
    pub path: String,
    /// Its version.
    pub version: String,
}

/// A generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// Its files, below its own folder.
    pub files: Vec<OutputFile>,
    /// What should be mended in the spec or the docs.
    pub diagnostics: Vec<Diagnostic>,
}

/// Generates the crate of a product.
///
/// The newest version that has operations is the crate's root, each older one a module such as `v2014_11_11`. What can't be said in
/// Rust is left out, with a diagnostic; a product or version whose name can't be a path gives no files.
pub fn generate(product: &Product, runtime: &RuntimeDependency) -> Generated {
    let mut diagnostics = Vec::new();
    let print = |source: Source<'_>| OutputFile {
        path: Path::new("src").join(&source.path),
        contents: print::text(&source.header, source.file),
    };
    let versions = render_crate(product, &print, &mut diagnostics);
    let mut files = Vec::new();
    if !versions.is_empty() {
        files.extend(package::files(product, runtime, &versions[0].gathered.entries));
        if let Some(tests) = tests(&product.name, &versions) {
            files.extend([tests, package::unformatted("tests/samples/rustfmt.toml")]);
        }
        files.extend(versions.into_iter().flat_map(|version| version.files));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Generated { files, diagnostics }
}

/// A rendered file. It can't leave the thread that made it, as tokens can't.
pub(crate) struct Source<'a> {
    /// Its path below `src`.
    path: String,
    /// The path of its module below that of the version.
    pub(crate) module: String,
    /// The path of the version's module.
    pub(crate) root: &'a str,
    header: Header,
    pub(crate) file: syn::File,
}

/// A version of a product, with what was made of its files.
pub(crate) struct Rendered<'a, T> {
    pub(crate) version: &'a str,
    /// The name of its module, if it is not the crate's root.
    module: Option<String>,
    /// The codes that its operations have in common.
    pub(crate) common: Option<Common>,
    pub(crate) gathered: Gathered<'a>,
    pub(crate) files: Vec<T>,
}

/// Plans and renders a product's versions, the newest first; `finish` makes something of each file.
pub(crate) fn render_crate<'a, T: Send>(
    product: &'a Product,
    finish: &(impl Fn(Source<'_>) -> T + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Rendered<'a, T>> {
    if !is_product(&product.name) {
        let message = format!(
            "{:?} can't be the name of a product; nothing is generated for it",
            product.name
        );
        diagnostics.push(Diagnostic::new(DiagnosticKind::BadName, "product.yaml", 0, message));
        return Vec::new();
    }
    let versions = versions(product, diagnostics);
    let module = |version: &Version| format!("v{}", version.version.replace('-', "_"));
    let older: Vec<String> = versions.iter().skip(1).map(|version| module(version)).collect();
    let library = package::library(&product.name);
    let mut rendered = Vec::new();
    for (age, version) in versions.into_iter().enumerate() {
        let module = (age > 0).then(|| module(version));
        let root = module
            .as_ref()
            .map_or("crate".to_owned(), |module| format!("crate::{module}"));
        let common = Common::of(&root, &version.version, &version.common, diagnostics);
        let place = Place {
            spec: format!("spec/{}/{}", product.name, version.version),
            version: &version.version,
            root,
            module,
            common: common.as_ref(),
            style: product.manifest.style,
        };
        let mut gathered = gather(version, product.manifest.style, common.as_ref(), diagnostics);
        let mut files = place.operations(&mut gathered, finish, diagnostics);
        let (library, older) = if age == 0 {
            (Some(library.as_str()), &older[..])
        } else {
            (None, &[][..])
        };
        files.extend(place.around(product, version, &gathered, (library, older), finish, diagnostics));
        let Place { version, module, .. } = place;
        rendered.push(Rendered {
            version,
            module,
            common,
            gathered,
            files,
        });
    }
    rendered
}

/// Where a version's module lies.
struct Place<'v, 'c> {
    version: &'v str,
    /// The folder of its spec.
    spec: String,
    /// The path of its module.
    root: String,
    /// The module's own name, if it is not the crate's root.
    module: Option<String>,
    common: Option<&'c Common>,
    style: Style,
}

impl Place<'_, '_> {
    fn context(&self) -> ModuleContext<'_> {
        ModuleContext {
            root: &self.root,
            common: self.common,
            style: self.style,
        }
    }

    /// Tokens as a file of the version; what is no Rust is told, and left out.
    fn source(&self, name: &str, header: Header, tokens: TokenStream, problems: &mut Problems) -> Option<Source<'_>> {
        let told = |error| {
            let message = format!("what it asks for can't be said in Rust: {error}; it is left out");
            problems.tell(DiagnosticKind::Spec, "", message);
        };
        let file = syn::parse2(tokens).map_err(told).ok()?;
        let module = match name.trim_end_matches(".rs") {
            // What is public there is so at the root.
            "lib" | "mod" | "client" | "common_error" => "",
            name => name.trim_end_matches("/mod"),
        };
        Some(Source {
            path: self
                .module
                .as_ref()
                .map_or(name.to_owned(), |module| format!("{module}/{name}")),
            module: module.replace('/', "::"),
            root: &self.root,
            header,
            file,
        })
    }

    /// The modules of the operations. One that can't be said in Rust is left out of all that follows.
    fn operations<'a, T: Send>(
        &self,
        gathered: &mut Gathered<'a>,
        finish: &(impl Fn(Source<'_>) -> T + Sync),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<T> {
        let render = |entry: Entry<'a>| {
            let spec = &entry.plan.spec;
            let mut problems = Problems::of(self.version, &spec.operation);
            let header = Header {
                from: format!("{}/{}.yaml", self.spec, spec.operation),
                page: Some(spec.source.clone()),
            };
            let name = format!("operation/{}.rs", entry.plan.names.module);
            let tokens = render::operation(&entry, self.context());
            let file = self.source(&name, header, tokens, &mut problems).map(finish);
            (file.map(|file| (entry, file)), problems.into_found())
        };
        let entries = std::mem::take(&mut gathered.entries);
        let rendered: Vec<_> = entries.into_par_iter().map(render).collect();
        let mut files = Vec::new();
        for (rendered, found) in rendered {
            diagnostics.extend(found);
            if let Some((entry, file)) = rendered {
                gathered.entries.push(entry);
                files.push(file);
            }
        }
        files
    }

    /// The files around the operations; those of the crate's root know its library's name and the modules of older versions.
    fn around<T>(
        &self,
        product: &Product,
        version: &Version,
        gathered: &Gathered<'_>,
        (library, older): (Option<&str>, &[String]),
        finish: &impl Fn(Source<'_>) -> T,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<T> {
        let (entries, context) = (&gathered.entries, self.context());
        let title = format!("{}, API version {}", package::called(&product.manifest), self.version);
        let crate_name = package::library(&product.name);
        let outside = self
            .module
            .as_ref()
            .map_or(crate_name.clone(), |module| format!("{crate_name}::{module}"));
        let of = Root {
            code: &product.manifest.code,
            version: self.version,
            title: &title,
            endpoints: &product.manifest.endpoints,
            success: product.manifest.success.as_deref(),
            library,
            older,
            gathered,
        };
        let root = if library.is_some() { "lib.rs" } else { "mod.rs" };
        let mut around = vec![
            (root, render::root(of, context)),
            ("client.rs", render::client(entries, context, &title, &outside)),
            ("samples.rs", render::samples(entries)),
            ("operation/mod.rs", render::modules(entries)),
        ];
        around.extend(render::unset(entries).map(|tokens| ("unset.rs", tokens)));
        if gathered.known.iter().next().is_some() {
            around.push(("types.rs", render::shared_values(&gathered.known)));
        }
        around.extend(
            self.common
                .map(|common| ("common_error.rs", render::common_errors(common))),
        );
        let mut problems = Problems::of_file(self.version, COMMON_ERRORS);
        let mut files = Vec::new();
        for (name, tokens) in around {
            let header = if name == "common_error.rs" {
                Header {
                    from: format!("{}/{COMMON_ERRORS}", self.spec),
                    page: Some(version.common.source.clone()),
                }
            } else {
                Header::of(&self.spec)
            };
            files.extend(self.source(name, header, tokens, &mut problems).map(finish));
        }
        diagnostics.extend(problems.into_found());
        files
    }
}

/// `tests/samples/main.rs`.
fn tests<T>(product: &str, versions: &[Rendered<'_, T>]) -> Option<OutputFile> {
    let library = package::library(product);
    let named = |version: &Rendered<'_, T>| match &version.module {
        None => (library.clone(), String::new()),
        Some(module) => (format!("{library}::{module}"), format!("{module}_")),
    };
    let versions: Vec<_> = versions
        .iter()
        .map(|version| {
            let (root, prefix) = named(version);
            (root, prefix, &version.gathered.entries[..])
        })
        .collect();
    let file = syn::parse2(render::tests(&versions)?).ok()?;
    Some(OutputFile {
        path: Path::new("tests/samples/main.rs").to_path_buf(),
        contents: print::text(&Header::of(format!("spec/{product}")), file),
    })
}

/// The versions that get into the crate, the newest first.
fn versions<'a>(product: &'a Product, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'a Version> {
    let mut versions: Vec<&Version> = Vec::new();
    for version in product.versions.iter().filter(|version| !version.operations.is_empty()) {
        if is_date(&version.version) && !versions.iter().any(|other| other.version == version.version) {
            versions.push(version);
        } else {
            let message = format!(
                "the version {:?} is no date such as 2019-08-10, or stands twice; it is left out",
                version.version
            );
            diagnostics.push(Diagnostic::new(DiagnosticKind::BadName, "product.yaml", 0, message));
        }
    }
    versions.sort_by(|one, other| other.version.cmp(&one.version));
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plan has only names that Rust takes; should it ever have another, that operation is left out, and the rest is written.
    #[test]
    fn what_is_no_rust_is_left_out_alone() {
        let texts = [
            "operation: A\n",
            "summary: The second.\noperation: B\n",
            "operation: C\n",
        ];
        let operations = texts.iter().map(|text| crate::yaml::from_str(text).unwrap());
        let product = Product {
            name: "demo".to_owned(),
            versions: vec![Version {
                version: "2019-08-10".to_owned(),
                operations: operations.collect(),
                ..Version::default()
            }],
            ..Product::default()
        };
        let version = &product.versions[0];
        let mut diagnostics = Vec::new();
        let mut gathered = gather(version, product.manifest.style, None, &mut diagnostics);
        gathered.entries[1].plan.request.name = "fn".to_owned();
        let place = Place {
            version: &version.version,
            spec: "spec/demo/2019-08-10".to_owned(),
            root: "crate".to_owned(),
            module: None,
            common: None,
            style: Style::Rpc,
        };
        let written = place.operations(&mut gathered, &|source: Source<'_>| source.path, &mut diagnostics);
        assert_eq!(written, ["operation/a.rs", "operation/c.rs"]);
        assert_eq!(gathered.entries.len(), 2, "nor does anything else speak of it");
        let yaml = crate::files::SourceFile {
            path: "2019-08-10/B.yaml".into(),
            bytes: texts[1].into(),
        };
        crate::spec::source_map::locate(&[yaml], &mut diagnostics);
        let [told] = &diagnostics[..] else {
            panic!("{diagnostics:?}")
        };
        assert_eq!((told.file.as_str(), told.line), ("2019-08-10/B.yaml", 2));
        assert!(told.message.contains("can't be said in Rust"), "{}", told.message);
    }
}
