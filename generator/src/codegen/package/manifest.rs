//! `Cargo.toml`.

use crate::codegen::{CRATE_VERSION, RuntimeDependency};
use crate::files::{GENERATED, OutputFile};
use std::path::Path;

/// The manifest of a product's crate. It inherits nothing, so that it means the same in any workspace.
pub(in crate::codegen) fn manifest(product: &str, code: &str, runtime: &RuntimeDependency) -> OutputFile {
    let quoted = |text: &str| {
        let mut quoted = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' | '\\' => quoted.extend(['\\', letter]),
                letter if letter.is_control() => {}
                letter => quoted.push(letter),
            }
        }
        quoted + "\""
    };
    let contents = format!(
        "# {GENERATED} from spec/{product}. Do not edit.

[package]
name = {name}
description = {description}
version = \"{CRATE_VERSION}\"
edition = \"2024\"
rust-version = \"1.88\"
license = \"MIT OR Apache-2.0\"

[dependencies]
alibabacloud-runtime = {{ path = {path}, version = {version} }}

[features]
# Calls that wait, for programs without async.
blocking = [\"alibabacloud-runtime/blocking\"]
# A `reqwest::Client` of the user's own to send with.
reqwest = [\"alibabacloud-runtime/reqwest\"]

[dev-dependencies]
clap = {{ version = \"4\", features = [\"derive\"] }}
tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}

[lints.rust]
unsafe_code = \"forbid\"
missing_docs = \"warn\"
",
        name = quoted(&format!("alibabacloud-{}", product.to_ascii_lowercase())),
        description = quoted(&format!(
            "Client of Alibaba Cloud's {code}, generated from its documentation"
        )),
        path = quoted(&runtime.path),
        version = quoted(&runtime.version),
    );
    OutputFile {
        path: Path::new("Cargo.toml").to_path_buf(),
        contents,
    }
}
