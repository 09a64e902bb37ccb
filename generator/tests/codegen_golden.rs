//! The generated code of a few operations, as reviewers read it. `UPDATE_GOLDEN=1` writes it anew.

use alibabacloud_generator::codegen::{RuntimeDependency, generate};
use alibabacloud_generator::spec::model::Operation;
use alibabacloud_generator::spec::product::{Manifest, Product, Version};
use alibabacloud_generator::yaml;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The operation's own module, what it answers without a network, and the diagnostics; then the crate around them. `common` are the error
/// codes that it has in common with others.
fn generated(yaml: &str, common: &str) -> [String; 2] {
    let operation: Operation = yaml::from_str(yaml).expect("an operation");
    let product = Product {
        name: "demo".into(),
        manifest: Manifest {
            code: "Demo".into(),
            versions: vec!["2019-08-10".into()],
            ..Manifest::default()
        },
        versions: vec![Version {
            version: "2019-08-10".into(),
            common: yaml::from_str(common).expect("common error codes"),
            operations: vec![operation],
            ..Version::default()
        }],
    };
    let runtime = RuntimeDependency {
        path: "../../runtime".into(),
        version: "0.1.0".into(),
    };
    let generated = generate(&product, &runtime);
    let (mut own, mut around) = (String::new(), String::new());
    for file in &generated.files {
        let path = file.path.display().to_string();
        if path.starts_with("src/operation/") && !path.ends_with("/mod.rs") {
            own.push_str(&file.contents);
        } else {
            let _ = writeln!(around, "==== {path}\n\n{}", file.contents);
        }
    }
    for diagnostic in &generated.diagnostics {
        let _ = write!(own, "\n// DIAGNOSTIC {diagnostic}");
    }
    [own, around]
}

#[test]
fn golden_files() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    for name in ["list_tasks", "nested_request", "roa", "hostile_names"] {
        let yaml = fs::read_to_string(folder().join(format!("{name}.yaml"))).expect("the YAML");
        let common = fs::read_to_string(folder().join(format!("{name}.common-errors.yaml")));
        let common = common.unwrap_or_else(|_| "{}".to_owned());
        let texts = generated(&yaml, &common);
        assert_eq!(
            texts,
            generated(&yaml, &common),
            "{name} comes out different the second time"
        );
        for (text, path) in texts.iter().zip([format!("{name}.rs"), format!("{name}.crate.txt")]) {
            if update {
                fs::write(folder().join(&path), text).expect("the golden file");
            } else if fs::read_to_string(folder().join(&path)).unwrap_or_default() != *text {
                stale.push(path);
            }
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} come out different; look at the diff that UPDATE_GOLDEN=1 makes"
    );
}
