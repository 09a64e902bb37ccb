//! The files of a crate that are no Rust.

use super::plan::version::Entry;
use super::render::Example;
use crate::codegen::{CRATE_VERSION, RuntimeDependency};
use crate::diagnostics::listed;
use crate::doc_text;
use crate::files::{GENERATED, OutputFile};
use crate::spec::product::{Manifest, Product};
use std::path::Path;

/// The oldest Rust that the crates compile with; hosted CI tries it.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");
const MOST_VERSIONS: usize = 3;

/// The files of a product's crate; `entries` are the operations of its newest version.
pub(super) fn files(product: &Product, runtime: &RuntimeDependency, entries: &[Entry<'_>]) -> [OutputFile; 3] {
    [
        manifest(product, runtime),
        readme(product, entries),
        unformatted("src/rustfmt.toml"),
    ]
}

/// The name in Rust of a product's crate.
pub fn library(product: &str) -> String {
    format!("alibabacloud_{}", product.to_ascii_lowercase().replace('-', "_"))
}

/// What documentation calls a product.
pub(super) fn called(manifest: &Manifest) -> String {
    let code = doc_text::code(&manifest.code).unwrap_or_default();
    match &manifest.title {
        Some(title) => format!("{} ({code})", doc_text::line(title)),
        None => code,
    }
}

/// What a product's spec is made of.
fn source(manifest: &Manifest) -> &'static str {
    match (&manifest.metadata, &manifest.docs) {
        (Some(_), None) => "API metadata",
        (Some(_), Some(_)) => "API metadata and documentation",
        (None, _) => "documentation",
    }
}

/// `README.md`; its program is compiled with the crate's tests.
fn readme(product: &Product, entries: &[Entry<'_>]) -> OutputFile {
    let called = called(&product.manifest);
    let name = product.name.to_ascii_lowercase();
    let versions = listed(&product.manifest.versions, MOST_VERSIONS);
    let source = source(&product.manifest);
    let program = Example::of(entries).map(|example| {
        let lines = example.program(&library(&product.name)).join("\n");
        format!("\n```rust,no_run\n{lines}\n```\n")
    });
    let contents = format!(
        "<!-- {GENERATED} from spec/{}. Do not edit. -->
# alibabacloud-{name}

Client of Alibaba Cloud's {called}, API version {versions}, generated from its {source}: {} operations, each a method of `Client`. A required
parameter left out does not compile, and what is not documented arrives nevertheless.

```toml
[dependencies]
alibabacloud-{name} = \"{}\"
tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}
```
{}
`Client::from_env` finds credentials where Alibaba Cloud's own tools look: variables, `~/.aliyun/config.json`, the role of an ECS instance.
`Client::mock()` needs neither an account nor a network: it answers with documented samples, or with responses made of the documented types.

| feature | |
|--|--|
| `blocking` | calls that wait, for programs without async |
| `serde` | responses serialise, under their wire names |
| `reqwest` | sends through a `reqwest::Client` of your own |

Needs Rust {RUST_VERSION}. Licence: MIT or Apache-2.0, as you like.
",
        product.name,
        entries.len(),
        CRATE_VERSION.trim_end_matches(".0"),
        program.unwrap_or_default(),
    );
    OutputFile {
        path: Path::new("README.md").to_path_buf(),
        contents,
    }
}

/// Has `cargo fmt` leave the sources beside it as they are printed.
pub(super) fn unformatted(path: &str) -> OutputFile {
    OutputFile {
        path: Path::new(path).to_path_buf(),
        contents: format!("# {GENERATED}. Do not edit.\ndisable_all_formatting = true\n"),
    }
}

/// The manifest of a product's crate. It inherits nothing, so that it means the same in any workspace.
fn manifest(product: &Product, runtime: &RuntimeDependency) -> OutputFile {
    let (name, manifest) = (&product.name, &product.manifest);
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
        "# {GENERATED} from spec/{spec}. Do not edit.

[package]
name = {name}
description = {description}
version = \"{CRATE_VERSION}\"
edition = \"2024\"
rust-version = \"{RUST_VERSION}\"
license = \"MIT OR Apache-2.0\"
readme = \"README.md\"
keywords = {keywords}
categories = [\"api-bindings\", \"web-programming::http-client\"]

[package.metadata.docs.rs]
all-features = true

[dependencies]
alibabacloud-runtime = {{ path = {path}, version = {version} }}

[features]
# Calls that wait, for programs without async.
blocking = [\"alibabacloud-runtime/blocking\"]
# Responses serialise, under their wire names.
serde = []
# A `reqwest::Client` of the user's own to send with.
reqwest = [\"alibabacloud-runtime/reqwest\"]

[dev-dependencies]
clap = {{ version = \"4\", features = [\"derive\"] }}
serde_json = \"1\"
tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}

[lints.rust]
unsafe_code = \"forbid\"
missing_docs = \"warn\"
",
        spec = name,
        name = quoted(&format!("alibabacloud-{}", name.to_ascii_lowercase())),
        description = quoted(&format!(
            "Client of Alibaba Cloud's {}, generated from its {}",
            manifest.title.as_ref().unwrap_or(&manifest.code),
            source(manifest)
        )),
        keywords = keywords(name, &manifest.keywords),
        path = quoted(&runtime.path),
        version = quoted(&runtime.version),
    );
    OutputFile {
        path: Path::new("Cargo.toml").to_path_buf(),
        contents,
    }
}

/// At most five words that the Rust registry takes for keywords, the product's own first.
fn keywords(product: &str, own: &[String]) -> String {
    let name = product.to_ascii_lowercase();
    let name = Some(name.as_str())
        .filter(|name| name.len() <= 20 && name.starts_with(|first: char| first.is_ascii_alphanumeric()));
    let mut words: Vec<&str> = Vec::new();
    for word in own
        .iter()
        .map(String::as_str)
        .chain(name)
        .chain(["alibaba", "aliyun", "cloud", "sdk"])
    {
        if words.len() < 5 && !words.contains(&word) {
            words.push(word);
        }
    }
    format!(
        "[{}]",
        words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(", ")
    )
}
