//! The files of a product met for the first time. They are written once; from then on they are people's.

use crate::diagnostics::listed;
use crate::files::OutputFile;
use crate::spec::folder::MANIFEST;
use crate::spec::overrides::OVERRIDES;
use crate::spec::product::Product;
use crate::spec::schema;
use crate::yaml::{self, YamlError};
use std::path::Path;

/// The `product.yaml` of a product met for the first time, below the folder of all specs, with what is to be filled in.
///
/// `guessed` are the operations whose pages do not tell their version.
///
/// # Errors
/// If it can't be said in YAML.
pub fn manifest_file(product: &Product, guessed: &[String]) -> Result<OutputFile, YamlError> {
    let name = &product.name;
    let mut contents = schema::head(schema::PRODUCT, 1);
    contents += &format!(
        "# What is known of {name} besides its operations, as its sources tell it. Written once: look it over, complete it and keep it;\n\
         # `cargo xtask regen` reads it and never changes it.\n"
    );
    let mut manifest = product.manifest.clone();
    // A version that no page tells is there to be filled in.
    manifest.versions.retain(|version| !version.is_empty());
    let told = manifest.versions == product.manifest.versions;
    // One top-level key a block, each with its comment.
    for line in yaml::to_string(&manifest)?.lines() {
        let key = line.split(':').next().unwrap_or_default();
        let comment = match key {
            "code" => "The product's code, as in the API Explorer links of its pages.",
            "title" => "What people call it.",
            "keywords" => "What people look for who need it.",
            "versions" => "The versions of the API, oldest first. Pages that tell none are taken to be of the newest.",
            "style" => {
                "How operations are called: RPC (one path, the operation is a parameter) or ROA (a path and a method each)."
            }
            "endpoints" if manifest.endpoints.guessed => {
                "To fill in: no page tells where it is called, and this is assumed. Where it is right, take `guessed` out."
            }
            "endpoints" => "Where it is called: a rule for any region, and the hosts of regions that differ from it.",
            "success" => "By which fields an answer tells that the call failed, although its status is one of success.",
            "docs" => "The folder of its pages, relative to this file.",
            "metadata" => "The folder of its API metadata, relative to this file. What it tells wins over the pages.",
            "prose" => "Which words the spec keeps: all, or none.",
            _ => "",
        };
        if !comment.is_empty() {
            contents.push_str(&format!("\n# {comment}\n"));
        }
        if key == "versions" && !told {
            contents.push_str("# To fill in: no page tells the version, a date such as 2019-08-10; without it nothing is made of them.\n");
        } else if key == "versions" && !guessed.is_empty() {
            contents.push_str(&guess(guessed));
        }
        contents.push_str(line);
        contents.push('\n');
    }
    if manifest.docs.is_none() && manifest.metadata.is_none() {
        contents.push_str("\n# Its pages are not in a folder of their own, or `--docs` names it; else say here where they are:\n# docs: docs\n");
    }
    Ok(OutputFile {
        path: Path::new(name).join(MANIFEST),
        contents,
    })
}

/// A comment on operations whose version is a guess.
fn guess(operations: &[String]) -> String {
    let names = listed(operations, 5);
    format!("# To look over: guessed, from the pages near theirs, for {names}.\n")
}

/// The `overrides.yaml` of a product met for the first time, below the folder of all specs: nothing to correct yet.
pub fn overrides_file(product: &Product) -> OutputFile {
    let name = &product.name;
    let contents = format!(
        "{}# Corrections of what the docs say of {name}, by hand. `cargo xtask regen` reads this file and never changes it. For example:\n\
         #\n# fields:\n# - operation: ListTasks\n#   path: response.Tasks.Status\n#   type: Integer\n",
        schema::head(schema::OVERRIDES, 1)
    );
    OutputFile {
        path: Path::new(name).join(OVERRIDES),
        contents,
    }
}
