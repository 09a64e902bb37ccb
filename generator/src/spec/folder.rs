//! A product's folder under `spec`: `product.yaml`, `<version>/<Operation>.yaml` and `<version>/common-errors.yaml`.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::files::path::{is_date, is_identifier};
use crate::files::{GENERATED, OutputFile, SourceFile};
use crate::spec::model::{CommonErrors, Operation};
use crate::spec::product::{Manifest, Product, Version};
use crate::spec::schema;
use crate::yaml::{self, YamlError};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// What is known of a product besides its operations; written once, then edited by people.
pub const MANIFEST: &str = "product.yaml";

/// The file of a version's common error codes, if it has any. No operation can have its name.
pub const COMMON_ERRORS: &str = "common-errors.yaml";

/// Takes out of a product what can't be a file: an operation or version whose name can't be a file's, and an operation that differs from
/// another only in case, as some file systems can't hold both. Says what it takes out.
pub fn leave_out_misnamed(product: &mut Product) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for version in product.versions.extract_if(.., |version| !is_date(&version.version)) {
        let file = version
            .operations
            .first()
            .map_or(MANIFEST, |operation| operation.source.as_str());
        let message = format!(
            "the version {:?} is not a date such as 2019-08-10; its operations are left out",
            version.version
        );
        diagnostics.push(Diagnostic::new(DiagnosticKind::BadName, file, 1, message));
    }
    for version in &mut product.versions {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        version.operations.retain(|operation| {
            let name = &operation.operation;
            let folded = name.to_ascii_lowercase();
            let problem = if !is_identifier(name) {
                format!("{name:?} can't be the name of an operation; it is left out")
            } else if let Some(other) = names.get(&folded) {
                format!("{name} differs from the operation {other} only in case; it is left out")
            } else {
                names.insert(folded, name.clone());
                return true;
            };
            diagnostics.push(Diagnostic::new(
                DiagnosticKind::BadName,
                operation.source.as_str(),
                1,
                problem,
            ));
            false
        });
    }
    diagnostics
}

/// The files of a product's versions, below the folder of all specs: one an operation, and one of the error codes they have in common.
///
/// Takes out of the product what can't be a file, as [`leave_out_misnamed`] does.
pub fn version_files(product: &mut Product) -> (Vec<OutputFile>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut diagnostics = leave_out_misnamed(product);
    for version in &product.versions {
        let place = |name: &str| Path::new(&product.name).join(&version.version).join(name);
        if version.common != CommonErrors::default() {
            match text(&version.common, &version.common.source, schema::COMMON_ERRORS) {
                Ok(contents) => files.push(OutputFile {
                    path: place(COMMON_ERRORS),
                    contents,
                }),
                Err(error) => {
                    let source = version.common.source.as_str();
                    diagnostics.push(Diagnostic::new(DiagnosticKind::Spec, source, 1, error.to_string()));
                }
            }
        }
        let written = version.operations.par_iter().map(|operation| {
            let text = text(operation, &operation.source, schema::OPERATION);
            let path = place(&format!("{}.yaml", operation.operation));
            let told =
                |error: YamlError| Diagnostic::new(DiagnosticKind::Spec, &operation.source, 1, error.to_string());
            text.map(|contents| OutputFile { path, contents }).map_err(told)
        });
        for written in written.collect::<Vec<_>>() {
            match written {
                Ok(file) => files.push(file),
                Err(error) => diagnostics.push(error),
            }
        }
    }
    (files, diagnostics)
}

/// The text of a file that was read from a page.
fn text(value: &impl serde::Serialize, source: &str, schema: &str) -> Result<String, YamlError> {
    let source: String = source.chars().filter(|letter| !letter.is_control()).collect();
    let source = if source.is_empty() { "the docs" } else { &source };
    let body = yaml::to_string(value)?;
    Ok(format!(
        "# {GENERATED} from {source}. Do not edit; correct it in overrides.yaml.\n{}{body}",
        schema::head(schema, 2)
    ))
}

/// Reads a product's folder back. The files' paths are relative to it; those that are neither `product.yaml` nor a version's are passed
/// over.
///
/// # Errors
/// All that is wrong with the files, with file and line.
pub fn product(name: &str, files: &[SourceFile]) -> Result<Product, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut manifest = None;
    let mut versions: BTreeMap<&str, Version> = BTreeMap::new();
    for file in files {
        if file.path == MANIFEST {
            manifest = parse::<Manifest>(file).map_err(|error| errors.push(error)).ok();
            continue;
        }
        if let Some((version, COMMON_ERRORS)) = file.path.split_once('/').filter(|(version, _)| is_date(version)) {
            match parse::<CommonErrors>(file) {
                Ok(common) => versions.entry(version).or_default().common = common,
                Err(error) => errors.push(error),
            }
        }
    }
    let parsed = files.par_iter().filter_map(|file| {
        let (version, name) = operation_path(&file.path)?;
        let parsed = parse::<Operation>(file).and_then(|operation| {
            if operation.operation == name {
                return Ok((version, operation));
            }
            let message = format!("the file holds the operation {:?}, not {name:?}", operation.operation);
            Err(Diagnostic::new(DiagnosticKind::Spec, file.path.as_str(), 1, message))
        });
        Some(parsed)
    });
    for parsed in parsed.collect::<Vec<_>>() {
        match parsed {
            Ok((version, operation)) => versions.entry(version).or_default().operations.push(operation),
            Err(error) => errors.push(error),
        }
    }
    if manifest.is_none() && errors.is_empty() {
        errors.push(Diagnostic::new(
            DiagnosticKind::Spec,
            MANIFEST,
            0,
            "there is no product.yaml",
        ));
    }
    match manifest {
        Some(manifest) if errors.is_empty() => {
            let versions = versions.into_iter().map(|(name, mut version)| {
                name.clone_into(&mut version.version);
                version
                    .operations
                    .sort_by(|one, other| one.operation.cmp(&other.operation));
                version
            });
            Ok(Product {
                name: name.to_owned(),
                manifest,
                versions: versions.collect(),
            })
        }
        _ => Err(errors),
    }
}

/// Version and operation of a path such as `2019-08-10/ListTasks.yaml`.
pub fn operation_path(path: &str) -> Option<(&str, &str)> {
    let (version, file) = path.split_once('/')?;
    let operation = file.strip_suffix(".yaml")?;
    (is_date(version) && is_identifier(operation)).then_some((version, operation))
}

/// Reads one YAML file of a spec.
///
/// # Errors
/// If it is not UTF-8, or not of the form.
pub fn parse<T: serde::de::DeserializeOwned>(file: &SourceFile) -> Result<T, Diagnostic> {
    let at = |line, message: &str| Diagnostic::new(DiagnosticKind::Spec, file.path.as_str(), line, message);
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let line = 1 + file.bytes[..error.valid_up_to()]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        at(line, "not UTF-8")
    })?;
    yaml::from_str(text).map_err(|error| {
        let excerpt = text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
        at(error.line, &error.message).with_excerpt(excerpt)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::model::{ErrorCode, Field, Scalar, Type, Value};
    use crate::spec::scaffold::manifest_file;

    /// Texts that a careless writer of YAML would turn into something else.
    const NASTY: &[&str] = &[
        "1",
        "-1",
        "1.5",
        "1e3",
        "0x1F",
        "0o7",
        "0123",
        "1_000",
        "true",
        "False",
        "yes",
        "no",
        "on",
        "off",
        "null",
        "~",
        ".",
        "-",
        "2019-08-10",
        "a: b",
        "a #b",
        "# a",
        "- a",
        "*/",
        "```",
        "\"",
        "'",
        "{a}",
        "[a]",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        " leading",
        "trailing ",
        "two\nlines",
        "two\n\nparagraphs\n",
        "\ttab",
        "a\r\nb",
        "\u{feff}bom",
        "\u{a0}nbsp",
        "\u{2028}",
        "应用名称",
        "\u{7}",
        "...",
        "---",
        "",
    ];

    fn product_of(operations: Vec<Operation>) -> Product {
        product_with(CommonErrors::default(), operations)
    }

    fn product_with(common: CommonErrors, operations: Vec<Operation>) -> Product {
        Product {
            name: "demo".into(),
            manifest: Manifest {
                code: "Demo".into(),
                versions: vec!["2019-08-10".into()],
                ..Manifest::default()
            },
            versions: vec![Version {
                version: "2019-08-10".into(),
                common,
                operations,
                ..Version::default()
            }],
        }
    }

    fn sources(product: &Product) -> Vec<SourceFile> {
        let (mut files, diagnostics) = version_files(&mut product.clone());
        assert_eq!(diagnostics, []);
        files.push(manifest_file(product, &[]).expect("a manifest"));
        files
            .into_iter()
            .map(|file| SourceFile {
                path: file
                    .path
                    .strip_prefix("demo")
                    .expect("below the product")
                    .display()
                    .to_string(),
                bytes: file.contents.into_bytes(),
            })
            .collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let texts = || NASTY.iter().map(|text| (*text).to_owned());
        let field = |text: String| Field {
            name: "Name".into(),
            kind: Type::String,
            example: Some(text.clone()),
            description: text.clone(),
            values: vec![Value {
                value: Scalar::String(text.clone()),
                description: text,
                name: None,
            }],
            ..Field::default()
        };
        let errors = || {
            let error = |text: String| ErrorCode {
                code: text.clone(),
                message: text,
                ..ErrorCode::default()
            };
            texts().map(error).collect()
        };
        let operation = Operation {
            operation: "ListTasks".into(),
            source: "docs/List\nTasks.md".into(),
            request: texts().map(field).collect(),
            errors: errors(),
            ..Operation::default()
        };
        let common = CommonErrors {
            source: "docs/Common\nerrors.md".into(),
            errors: errors(),
        };
        for written in [
            product_of(vec![operation.clone()]),
            product_with(common, vec![operation.clone()]),
            product_with(
                CommonErrors {
                    errors: errors(),
                    ..CommonErrors::default()
                },
                vec![operation],
            ),
        ] {
            let files = sources(&written);
            let has_common = files.iter().any(|file| file.path.ends_with(COMMON_ERRORS));
            assert_eq!(has_common, written.versions[0].common != CommonErrors::default());
            assert_eq!(product("demo", &files), Ok(written));
        }
    }

    #[test]
    fn bad_names_never_become_paths() {
        let names = ["../../x", "", "a b", "ListTasks", "listtasks", "/etc/passwd", "fn"];
        let operations = names.map(|name| Operation {
            operation: name.into(),
            source: "docs/x.md".into(),
            ..Operation::default()
        });
        let (files, diagnostics) = version_files(&mut product_of(operations.to_vec()));
        let paths: Vec<_> = files.iter().map(|file| file.path.display().to_string()).collect();
        assert_eq!(paths, ["demo/2019-08-10/ListTasks.yaml", "demo/2019-08-10/fn.yaml"]);
        assert_eq!(diagnostics.len(), 5);
        assert!(
            diagnostics
                .iter()
                .all(|diagnostic| diagnostic.kind == DiagnosticKind::BadName && diagnostic.line == 1)
        );

        let mut product = product_of(vec![Operation {
            operation: "A".into(),
            ..Operation::default()
        }]);
        product.versions[0].version = "../..".into();
        let (files, diagnostics) = version_files(&mut product);
        assert_eq!((files.len(), diagnostics.len()), (0, 1));
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let common = CommonErrors {
            errors: vec![ErrorCode::default()],
            ..CommonErrors::default()
        };
        let good = sources(&product_with(
            common,
            vec![Operation {
                operation: "ListTasks".into(),
                ..Operation::default()
            }],
        ));
        let cases: [(&str, &[u8], usize); 6] = [
            ("2019-08-10/common-errors.yaml", b"errors:\n- cod: Busy\n", 2),
            (
                "2019-08-10/ListTasks.yaml",
                b"# x\noperation: ListTasks\nrequest: [\n",
                4,
            ),
            (
                "2019-08-10/ListTasks.yaml",
                b"# x\noperation: ListTasks\nsumary: typo\n",
                3,
            ),
            ("2019-08-10/ListTasks.yaml", b"operation: Other\n", 1),
            ("2019-08-10/ListTasks.yaml", b"operation: ListTasks\nsummary: \xff\n", 2),
            ("product.yaml", b"code: x\nversions: []\nstyle: SOAP\n", 3),
        ];
        for (path, bytes, line) in cases {
            let mut files = good.clone();
            for file in files.iter_mut().filter(|file| file.path == path) {
                file.bytes = bytes.to_vec();
            }
            let errors = product("demo", &files).expect_err("broken");
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!((errors[0].file.as_str(), errors[0].line), (path, line), "{errors:?}");
        }
        assert!(product("demo", &[]).is_err());
    }

    #[test]
    fn a_new_manifest_says_what_to_fill_in() {
        let mut product = product_of(vec![]);
        product.manifest.endpoints.rule = Some("demo.{region}.aliyuncs.com".into());
        product.manifest.endpoints.guessed = true;
        let file = manifest_file(&product, &[]).expect("a manifest");
        assert!(
            file.contents.contains("# To fill in: no page tells where"),
            "{}",
            file.contents
        );
        assert!(!file.contents.contains(GENERATED), "it is never overwritten");
    }
}
