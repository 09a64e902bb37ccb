//! Leaving out a required parameter of a generated crate does not compile, and the message names it.

use alibabacloud_tests::command::built;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library of a generated crate, compiled.
fn library() -> PathBuf {
    let messages = built(&["--package", "alibabacloud-multimediaai", "--lib"]);
    let mut meant = messages
        .iter()
        .filter(|message| message["target"]["name"] == "alibabacloud_multimediaai");
    let of_crate = |message: &Value| {
        let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
        files.find(|file| file.ends_with(".rlib")).map(PathBuf::from)
    };
    meant.find_map(of_crate).expect("the library")
}

#[test]
fn missing_parameters_are_named() {
    let library = library();
    let calls = "let all = client.list_tasks().page_number(1).page_size(2);\n    drop(all.send());";
    let without = calls.replace(".page_size(2)", "");
    for (calls, errors) in [(calls, 0), (without.as_str(), 1)] {
        let program = format!("pub fn call(client: &alibabacloud_multimediaai::Client) {{\n    {calls}\n}}\n");
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join("program.rs");
        std::fs::write(&source, program).expect("written");
        let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let dependencies = library.parent().unwrap_or(Path::new(".")).join("deps");
        let compiled = Command::new(compiler)
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
            .arg(folder.path())
            .args(["--extern", &format!("alibabacloud_multimediaai={}", library.display())])
            .args(["-L", &format!("dependency={}", dependencies.display())])
            .arg(&source)
            .output()
            .expect("the compiler starts");
        let message = String::from_utf8_lossy(&compiled.stderr);
        assert_eq!(
            (compiled.status.success(), message.matches("error[").count()),
            (errors == 0, errors),
            "{message}"
        );
        let named = "error[E0277]: required parameter `page_size` is not set";
        assert!(
            errors == 0 || message.contains(named) && message.contains("call its setter before this one"),
            "{message}"
        );
    }
}
