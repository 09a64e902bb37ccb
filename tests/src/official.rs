//! The official Python SDK: what it makes of calls and answers.

use crate::command::run;
use crate::{root, values};
use alibabacloud_generator::files::read;
use alibabacloud_generator::spec::corrected;
use alibabacloud_generator::spec::model::{Operation, Position, Type};
use alibabacloud_generator::spec::product::Product;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The Python that has the SDKs: `OFFICIAL_PYTHON`, or `None`, which is said.
pub fn python() -> Option<PathBuf> {
    let python = env::var_os("OFFICIAL_PYTHON").map(PathBuf::from);
    if python.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: OFFICIAL_PYTHON is not set");
    }
    python
}

/// The SDK's module of a product's newest version, if it is installed.
pub fn module(python: &Path, product: &Product) -> Option<String> {
    let version = product.manifest.versions.last()?.replace('-', "");
    let module = format!("alibabacloud_{}{version}", product.name.replace('-', "_"));
    let found = run(Command::new(python).args(["-c", &format!("import {module}.client")]));
    (found.code == 0).then_some(module)
}

/// A call made of types: what either side is given.
pub fn call(operation: &Operation) -> Value {
    let is_in_path = |name: &str| {
        let mut request = operation.request.iter();
        request.any(|field| field.name == name && field.position == Some(Position::Path))
    };
    let plain: Map<String, Value> = operation
        .request
        .iter()
        .filter(|field| field.position != Some(Position::Header))
        .map(|field| (field.name.clone(), values::value(field)))
        .collect();
    let (path, request): (Map<_, _>, Map<_, _>) = plain.into_iter().partition(|(name, _)| is_in_path(name));
    let free = |name: &String| {
        let mut request = operation.request.iter();
        request.any(|field| field.name == *name && field.kind == Type::Any)
    };
    let any: Vec<&String> = request.keys().filter(|name| free(name)).collect();
    json!({"operation": operation.operation, "path": path, "any": any, "request": request})
}

/// Runs the official client over the calls; what it made of the answers, by operation.
pub fn calls(python: &Path, module: &str, endpoint: &str, calls: &[Value]) -> BTreeMap<String, Value> {
    let lines = calls.iter().cloned().map(|mut call| {
        call["module"] = json!(module);
        call["endpoint"] = json!(endpoint);
        call.to_string()
    });
    let mut command = Command::new(python);
    command.arg(root().join("tests/official/client.py"));
    fed(&mut command, lines)
}

/// Feeds lines to a command; the lines it prints, by operation.
///
/// # Panics
/// If it can't be run, or fails.
pub fn fed(command: &mut Command, lines: impl Iterator<Item = String>) -> BTreeMap<String, Value> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a command that runs");
    let mut input = child.stdin.take().expect("its input");
    let text: String = lines.map(|line| line + "\n").collect();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("its output");
    // It may end before it has read all.
    let _ = writer.join();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = printed
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .map(|line| (line["operation"].as_str().unwrap_or_default().to_owned(), line))
        .collect()
}

/// The products of a folder of specs, by name.
///
/// # Panics
/// If it can't be read.
pub fn products(spec: &Path) -> Vec<Product> {
    let mut products = Vec::new();
    for entry in fs::read_dir(spec)
        .expect("specs")
        .flatten()
        .filter(|entry| entry.path().is_dir())
    {
        let files = read::tree(&entry.path(), "yaml", "").expect("a spec").files;
        let name = entry.file_name().to_string_lossy().into_owned();
        products.push(corrected(&name, &files).expect("a spec").0);
    }
    products.sort_by(|one, other| one.name.cmp(&other.name));
    products
}
