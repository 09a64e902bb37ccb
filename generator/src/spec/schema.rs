//! JSON Schemas of the YAML files, so that editors complete and check them.
//!
//! They are made of the model, lie beside the products' folders, and each YAML file names its own at its head.

use crate::files::{GENERATED, OutputFile};
use crate::spec::model::{CommonErrors, Operation};
use crate::spec::overrides::Overrides;
use crate::spec::product::Manifest;
use schemars::Schema;
use schemars::generate::SchemaSettings;

/// The schema of an operation's file.
pub const OPERATION: &str = "operation.schema.json";
/// The schema of the file of a version's common error codes.
pub const COMMON_ERRORS: &str = "common-errors.schema.json";
/// The schema of `product.yaml`.
pub const PRODUCT: &str = "product.schema.json";
/// The schema of `overrides.yaml`.
pub const OVERRIDES: &str = "overrides.schema.json";

/// The schemas, to be written into the folder of all specs.
pub fn files() -> Vec<OutputFile> {
    // Draft 7 is what the YAML plugins of editors know best.
    let of = |path: &str, generator: fn(SchemaSettings) -> Schema| OutputFile {
        path: path.into(),
        contents: text(generator(SchemaSettings::draft07())),
    };
    vec![
        of(COMMON_ERRORS, |settings| {
            settings.into_generator().into_root_schema_for::<CommonErrors>()
        }),
        of(OPERATION, |settings| {
            settings.into_generator().into_root_schema_for::<Operation>()
        }),
        of(OVERRIDES, |settings| {
            settings.into_generator().into_root_schema_for::<Overrides>()
        }),
        of(PRODUCT, |settings| {
            settings.into_generator().into_root_schema_for::<Manifest>()
        }),
    ]
}

fn text(schema: Schema) -> String {
    let mut object = serde_json::Map::new();
    object.insert("$comment".into(), format!("{GENERATED}. Do not edit.").into());
    if let serde_json::Value::Object(keys) = schema.to_value() {
        object.extend(keys);
    }
    // An object of JSON values is always JSON.
    format!("{:#}\n", serde_json::Value::Object(object))
}

/// The line at the head of a YAML file that names its schema; `above` is how many folders lie between the two.
pub fn head(schema: &str, above: usize) -> String {
    format!("# yaml-language-server: $schema={}{schema}\n", "../".repeat(above))
}
