//! The JSON Schemas against real files: what we read is valid, and what we refuse is not.

use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::spec::{overrides, schema};
use serde_json::Value;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn validator(name: &str) -> jsonschema::Validator {
    let files = schema::files();
    let file = files
        .iter()
        .find(|file| file.path == Path::new(name))
        .expect("a schema");
    let schema: Value = serde_json::from_str(&file.contents).expect("JSON");
    jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// YAML as the editor sees it: keys are texts.
fn yaml(text: &str) -> Value {
    alibabacloud_generator::yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn files_of_this_repository_are_valid() {
    let names = [
        schema::OPERATION,
        schema::COMMON_ERRORS,
        schema::OVERRIDES,
        schema::PRODUCT,
    ];
    let validators = names.map(|name| (name, validator(name)));
    let mut seen = [0; 4];
    for file in read::tree(&root().join("spec"), "yaml", "").expect("the specs").files {
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        let named = text
            .lines()
            .find_map(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let named = named.unwrap_or_else(|| panic!("{} names no schema", file.path));
        let beside = root().join("spec").join(&file.path).with_file_name(named);
        assert!(beside.is_file(), "{}: {named} is not there", file.path);
        let at = validators
            .iter()
            .position(|(name, _)| named.ends_with(name))
            .expect("one of ours");
        seen[at] += 1;
        let errors: Vec<_> = validators[at]
            .1
            .iter_errors(&yaml(&text))
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", file.path);
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn what_is_committed_is_what_the_model_says() {
    for file in schema::files() {
        let committed = std::fs::read_to_string(root().join("spec").join(&file.path)).expect("committed");
        assert_eq!(
            committed,
            file.contents,
            "{}: run `cargo xtask regen`",
            file.path.display()
        );
    }
}

#[test]
fn mistakes_are_told() {
    for (name, text, good) in [
        (
            schema::OPERATION,
            "operation: A\nrequest: [{name: X, type: Long}]\n",
            true,
        ),
        (
            schema::OPERATION,
            "operation: A\nrequest: [{name: X, type: Number}]\n",
            false,
        ),
        (schema::OPERATION, "operation: A\nrequests: []\n", false),
        (
            schema::OPERATION,
            "operation: A\npagination: {style: PageNumber, page_number: P, items: I}\n",
            true,
        ),
        (
            schema::OPERATION,
            "operation: A\npagination: {style: Token, page_number: P, items: I}\n",
            false,
        ),
        (
            schema::OPERATION,
            "operation: A\nresponse: [{name: X, type: Long, values: [{value: 1}, {value: a}]}]\n",
            true,
        ),
        (
            schema::OPERATION,
            "operation: A\nresponse: [{name: X, type: Long, type_name: Y}]\n",
            false,
        ),
        (schema::COMMON_ERRORS, "errors: [{code: A, http_status: 400}]\n", true),
        (schema::COMMON_ERRORS, "errors: [{cod: A}]\n", false),
        (schema::COMMON_ERRORS, "operation: A\n", false),
        (schema::PRODUCT, "code: A\nversions: []\nstyle: RPC\n", true),
        (schema::PRODUCT, "code: A\nversions: []\nstyle: SOAP\n", false),
        (
            schema::OVERRIDES,
            "fields: [{path: A, type: Long, values: {x: Y}}]\n",
            true,
        ),
        (schema::OVERRIDES, "fields: [{path: A, values: {x: bad name}}]\n", false),
        (schema::OVERRIDES, "fields: [{type: Long}]\n", false),
        (
            schema::OVERRIDES,
            "operations: [{operation: A, hide: true}]\nendpoints: {rule: a.b}\n",
            true,
        ),
        (schema::OVERRIDES, "errors: [{code: A, corect: B}]\n", false),
    ] {
        assert_eq!(validator(name).is_valid(&yaml(text)), good, "{name}: {text}");
    }
}

#[test]
fn the_readme_shows_yaml_that_can_be_read() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let shown: Vec<&str> = readme
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(!shown.is_empty());
    for text in shown {
        // A part of a product.yaml, and otherwise of an overrides.yaml.
        if text.contains("metadata:") {
            let whole = format!("code: Ecs\nversions: ['2014-05-26']\nstyle: RPC\n{text}");
            assert!(validator(schema::PRODUCT).is_valid(&yaml(&whole)), "{text}");
            continue;
        }
        let errors: Vec<_> = validator(schema::OVERRIDES)
            .iter_errors(&yaml(text))
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}: {text}");
        let file = SourceFile {
            path: overrides::OVERRIDES.into(),
            bytes: text.into(),
        };
        overrides::read(&[file]).unwrap_or_else(|errors| panic!("{errors:?}: {text}"));
    }
}
