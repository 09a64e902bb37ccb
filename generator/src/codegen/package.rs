//! The files of a crate around its operations.

use crate::codegen::client;
use crate::codegen::docs::{self, Doc};
use crate::codegen::entry::{Entry, Gathered};
use crate::codegen::errors::{self, Common};
use crate::codegen::layout::Source;
use crate::codegen::literals::{literal, one_line, raw_literal};
use crate::codegen::operation::Home;
use crate::files::OutputFile;
use crate::spec::folder::COMMON_ERRORS;
use crate::spec::model::CommonErrors;
use crate::spec::product::Endpoints;
use std::collections::BTreeSet;
use std::path::Path;

mod example;
mod manifest;

pub(super) use manifest::manifest;

/// One version of a product, as a module tree of its own.
#[derive(Debug)]
pub(super) struct Module<'a> {
    /// The product's folder.
    pub(super) product: &'a str,
    /// Its code on the wire.
    pub(super) code: &'a str,
    pub(super) version: &'a str,
    pub(super) endpoints: &'a Endpoints,
    /// The module's own name; nothing for the newest version, which is the crate's root.
    pub(super) name: Option<&'a str>,
    /// Modules of older versions, at the root only.
    pub(super) older: &'a [String],
    /// The error codes that its operations have in common, as the spec says them.
    pub(super) common: &'a CommonErrors,
    pub(super) gathered: &'a Gathered<'a>,
}

impl Module<'_> {
    /// The files of the module tree below the crate's folder.
    pub(super) fn files(&self, home: Home<'_>) -> Vec<OutputFile> {
        let folder = self.name.map_or("src".to_owned(), |name| format!("src/{name}"));
        let file = |name: &str, contents: String| OutputFile {
            path: Path::new(&folder).join(name),
            contents,
        };
        let title = format!(
            "{}, API version {}",
            docs::code(self.code).unwrap_or_default(),
            one_line(self.version)
        );
        let mut files = vec![
            file(
                if self.name.is_some() { "mod.rs" } else { "lib.rs" },
                self.root(home, &title),
            ),
            file("client.rs", client::write(&self.gathered.entries, home, &title)),
            file("samples.rs", self.samples(home)),
            file("operation/mod.rs", self.modules(home)),
        ];
        if let Some(common) = home.common {
            files.push(file("common_error.rs", self.common_errors(common, home)));
        }
        let missing: BTreeSet<_> = self
            .gathered
            .entries
            .iter()
            .flat_map(|entry| &entry.written.missing)
            .collect();
        if !missing.is_empty() {
            files.push(file("missing.rs", markers(&missing, home)));
        }
        if self.gathered.known.iter().next().is_some() {
            files.push(file("types.rs", self.types(home)));
        }
        for entry in &self.gathered.entries {
            files.push(file(
                &format!("operation/{}.rs", entry.plan.names.module),
                entry.written.text.clone(),
            ));
        }
        files
    }

    /// `lib.rs`, or the `mod.rs` of an older version.
    fn root(&self, home: Home<'_>, title: &str) -> String {
        let mut source = Source::new(home.spec, None);
        source.gap();
        let mut doc = Doc::own(format!("Alibaba Cloud's {title}."));
        if self.name.is_none() {
            doc.push_own("Every operation is a method of [`Client`].");
        }
        source.inner_docs(&doc);
        if self.name.is_none() {
            example::write(&mut source, &library(self.product), &self.gathered.entries);
        }
        source.gap();
        let mut modules = vec![
            "mod client;".to_owned(),
            "pub mod operation;".to_owned(),
            "mod samples;".to_owned(),
        ];
        if self
            .gathered
            .entries
            .iter()
            .any(|entry| !entry.written.missing.is_empty())
        {
            modules.push("pub mod missing;".to_owned());
        }
        if self.gathered.known.iter().next().is_some() {
            modules.push("pub mod types;".to_owned());
        }
        if home.common.is_some() {
            modules.push("mod common_error;".to_owned());
        }
        modules.extend(self.older.iter().map(|version| format!("pub mod {version};")));
        let name = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
        modules.sort_by_key(|line| name(line));
        for module in modules {
            source.line(0, &module);
        }
        source.gap();
        source.line(0, &format!("pub use {}::client::Client;", home.root));
        if home.common.is_some() {
            source.line(0, &format!("pub use {}::common_error::{};", home.root, errors::COMMON));
        }
        if self.name.is_none() {
            source.import_as("pub use", "alibabacloud_runtime", &["Config", "Error"]);
            source.gap();
            source.docs(
                0,
                &Doc::own("What all products share: credentials, errors, transports and the like."),
            );
            source.line(0, "pub use alibabacloud_runtime as runtime;");
        }
        source.gap();
        source.import("alibabacloud_runtime", &["Endpoints", "Service"]);
        self.write_service(&mut source);
        source.finish()
    }

    fn write_service(&self, source: &mut Source) {
        let host = |host: &str| one_line(host).to_ascii_lowercase();
        let mut calls = Vec::new();
        match &self.endpoints.rule {
            Some(rule) if !rule.contains("{region}") => calls.push(format!(".central({})", literal(&host(rule)))),
            Some(rule) => calls.push(format!(".rule({})", literal(&host(rule)))),
            None => {
                let code: String = self
                    .code
                    .chars()
                    .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
                    .collect();
                calls.push(format!(
                    ".rule({})",
                    literal(&format!("{}.{{region}}.aliyuncs.com", code.to_ascii_lowercase()))
                ));
            }
        }
        if !self.endpoints.regions.is_empty() {
            let regions = self
                .endpoints
                .regions
                .iter()
                .map(|entry| (literal(&one_line(&entry.region)), literal(&host(&entry.public))));
            source.gap();
            source.pairs("const REGIONS: &[(&str, &str)]", &regions.collect::<Vec<_>>());
            calls.push(".regions(REGIONS)".to_owned());
        }
        source.gap();
        source.chain("const ENDPOINTS: Endpoints", "Endpoints::new", &[], &calls);
        source.gap();
        let arguments = [&literal(self.code), &literal(self.version), "ENDPOINTS"];
        source.chain("pub(crate) static SERVICE: Service", "Service::new", &arguments, &[]);
    }

    fn modules(&self, home: Home<'_>) -> String {
        let mut source = Source::new(home.spec, None);
        source.gap();
        source.inner_docs(&Doc::own("The operations, a module each."));
        source.gap();
        let mut modules: Vec<_> = self
            .gathered
            .entries
            .iter()
            .map(|entry| entry.plan.names.module.as_str())
            .collect();
        modules.sort_unstable();
        for module in modules {
            source.line(0, &format!("pub mod {module};"));
        }
        source.finish()
    }

    fn common_errors(&self, common: &Common, home: Home<'_>) -> String {
        let from = format!("{}/{COMMON_ERRORS}", home.spec);
        let mut source = Source::new(&from, Some(&self.common.source));
        source.gap();
        source.inner_docs(&Doc::own("Error codes that operations have in common."));
        source.gap();
        source.import("alibabacloud_runtime", &["error_codes"]);
        common.codes.write(&mut source);
        source.finish()
    }

    fn types(&self, home: Home<'_>) -> String {
        let mut source = Source::new(home.spec, None);
        source.gap();
        source.inner_docs(&Doc::own("Values that several operations share."));
        source.gap();
        source.import("alibabacloud_runtime", &["values"]);
        for values in self.gathered.known.iter() {
            values.write(&mut source);
        }
        source.finish()
    }

    fn samples(&self, home: Home<'_>) -> String {
        let mut source = Source::new(home.spec, None);
        source.gap();
        source.inner_docs(&Doc::own(
            "Answers for a client without a network: the samples of the pages, or else the examples of their tables.",
        ));
        let constant = |entry: &Entry<'_>| entry.plan.names.module.trim_end_matches('_').to_ascii_uppercase();
        for entry in &self.gathered.entries {
            source.gap();
            source.lines(&format!(
                "const {}: &str = {};\n",
                constant(entry),
                raw_literal(&entry.sample.canned)
            ));
        }
        source.gap();
        let pairs = self
            .gathered
            .entries
            .iter()
            .map(|entry| (literal(&entry.plan.spec.operation), constant(entry)));
        source.pairs("pub(crate) static SAMPLES: &[(&str, &str)]", &pairs.collect::<Vec<_>>());
        source.finish()
    }

    /// The tests of this module's samples.
    pub(super) fn write_tests(&self, source: &mut Source) {
        let path = self.name.map_or(library(self.product), |name| {
            format!("{}::{name}", library(self.product))
        });
        let prefix = self.name.map_or(String::new(), |name| format!("{name}_"));
        for entry in &self.gathered.entries {
            let Some(sample) = &entry.sample.test else { continue };
            let names = &entry.plan.names;
            source.gap();
            source.line(0, "#[test]");
            source.line(0, &format!("fn {prefix}{}() {{", names.module));
            source.line(
                1,
                &format!(
                    "use {path}::operation::{}::{} as Answer;",
                    names.module,
                    names.response()
                ),
            );
            for path in &entry.sample.left_out {
                source.line(1, &format!("// Left out: {path}."));
            }
            source.lines(&format!("    let sample = {};\n", raw_literal(sample)));
            source.line(1, "assert_eq!(check_sample::<Answer>(sample), Ok(()));");
            source.line(0, "}");
        }
    }
}

/// `missing.rs`.
fn markers(missing: &BTreeSet<&String>, home: Home<'_>) -> String {
    let mut source = Source::new(home.spec, None);
    source.gap();
    source.inner_docs(&Doc::own(
        "Stand-ins for required parameters that are not set: the compiler names them where one is left out.",
    ));
    source.gap();
    source.line(
        0,
        "#![allow(non_camel_case_types, reason = \"they are named after setters\")]",
    );
    for name in missing {
        source.gap();
        source.docs(0, &Doc::own(format!("`{}` is not set.", name.trim_start_matches("r#"))));
        source.line(0, "#[derive(Debug, Clone)]");
        source.line(0, &format!("pub enum {name} {{}}"));
    }
    source.finish()
}

/// `tests/samples.rs`.
pub(super) fn tests(product: &str, modules: &[Module<'_>]) -> Option<OutputFile> {
    let any = modules
        .iter()
        .flat_map(|module| &module.gathered.entries)
        .any(|entry| entry.sample.test.is_some());
    let mut source = Source::new(&format!("spec/{product}"), None);
    source.gap();
    source.inner_docs(&Doc::own(
        "The samples of the pages decode, and every value in them is found again.",
    ));
    source.gap();
    source.import("alibabacloud_runtime::testing", &["check_sample"]);
    for module in modules {
        module.write_tests(&mut source);
    }
    any.then(|| OutputFile {
        path: Path::new("tests/samples.rs").to_path_buf(),
        contents: source.finish(),
    })
}

/// The library's name in Rust.
fn library(product: &str) -> String {
    format!("alibabacloud_{}", product.to_ascii_lowercase().replace('-', "_"))
}
