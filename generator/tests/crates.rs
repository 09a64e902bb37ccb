//! Crates of small specs: what stands in their files.

use alibabacloud_generator::codegen::{Generated, RuntimeDependency, generate};
use alibabacloud_generator::files::{SourceFile, is_generated, read};
use alibabacloud_generator::semver::api;
use alibabacloud_generator::spec::folder;
use alibabacloud_generator::spec::model::Operation;
use alibabacloud_generator::spec::overrides;
use alibabacloud_generator::spec::product::{Manifest, Product, Version};
use alibabacloud_generator::{spec_to_code, yaml};
use std::path::Path;

fn product(operations: &[&str]) -> Product {
    let operations = operations
        .iter()
        .map(|text| yaml::from_str::<Operation>(text).expect("an operation"));
    Product {
        name: "demo".into(),
        manifest: Manifest {
            code: "Demo".into(),
            ..Manifest::default()
        },
        versions: vec![Version {
            version: "2019-08-10".into(),
            operations: operations.collect(),
            ..Version::default()
        }],
    }
}

fn runtime() -> RuntimeDependency {
    RuntimeDependency {
        path: "../../runtime".into(),
        version: "0.1.0".into(),
    }
}

fn generated(product: &Product) -> Generated {
    generate(product, &runtime())
}

fn file<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let file = generated.files.iter().find(|file| file.path.to_str() == Some(path));
    file.map_or("", |file| file.contents.as_str())
}

/// The names of the types in an operation's module.
fn types(text: &str) -> Vec<&str> {
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")));
    names
        .map(|rest| rest.split([' ', '<']).next().unwrap_or_default())
        .collect()
}

#[test]
fn every_file_parses() {
    let operation = "operation: A\nresponse:\n- {name: B, type: Struct, fields: [{name: C, type: Any}]}\n";
    for file in generated(&product(&[operation])).files {
        if file.path.extension().is_some_and(|extension| extension == "rs") {
            assert!(syn::parse_file(&file.contents).is_ok(), "{}", file.path.display());
        }
        assert!(is_generated(file.contents.as_bytes()), "{}", file.path.display());
    }
}

#[test]
fn a_new_field_renames_nothing_above_or_beside_it() {
    let operation = |more: &str, deeper: &str| {
        format!(
            "operation: ListTasks\nresponse:\n- name: Tasks\n  type: Array\n  items: Struct\n  fields:\n  - name: Tags\n    type: Array\n    \
             items: Struct\n    fields: [{{name: Key, type: String}}]\n{deeper}- name: Status\n  type: Struct\n  fields: [{{name: A, type: String}}]\n{more}"
        )
    };
    let tag = "  - name: Template\n    type: Struct\n    fields:\n    - name: Tags\n      type: Array\n      items: Struct\n      fields: [{name: Other, type: String}]\n";
    let beside = "- {name: Extra, type: Struct, fields: [{name: B, type: String}]}\n";
    for (more, deeper, expected) in [
        ("", "", vec!["ListTasks", "ListTasksResponse", "Task", "Tag", "Status"]),
        (
            beside,
            tag,
            vec![
                "ListTasks",
                "ListTasksResponse",
                "Task",
                "Tag",
                "Template",
                "TemplateTag",
                "Status",
                "Extra",
            ],
        ),
    ] {
        let generated = generated(&product(&[&operation(more, deeper)]));
        assert_eq!(types(file(&generated, "src/operation/list_tasks.rs")), expected);
    }
}

#[test]
fn equal_structures_share_a_type() {
    let tags = "  fields: [{name: Key, type: String}, {name: Value, type: String}]\n";
    let text = format!(
        "operation: ListTags\nresponse:\n- name: One\n  type: Struct\n  fields:\n  - name: Tag\n    type: Struct\n  {tags}- name: Tag\n  type: Struct\n{tags}"
    );
    let generated = generated(&product(&[&text]));
    assert_eq!(
        types(file(&generated, "src/operation/list_tags.rs")),
        ["ListTags", "ListTagsResponse", "One", "Tag"]
    );
}

#[test]
fn overrides_make_shared_types() {
    let product = product(&[
        "operation: GetTask\nresponse:\n- {name: Status, type: Integer}\n",
        "operation: ListStates\nanswer: {type: Array, items: Struct}\nresponse:\n- {name: Status, type: Integer}\n",
        "operation: ListTasks\nrequest:\n- name: Status\n  type: Integer\n  values: [{value: 0, description: waiting}, {value: 9}]\n",
    ]);
    let text = "fields:\n- path: Status\n  type_name: TaskStatus\n  values: {0: Waiting, 1: Running}\n";
    let written = SourceFile {
        path: overrides::OVERRIDES.into(),
        bytes: text.into(),
    };
    let rules = overrides::read(&[written]).expect("rules");
    let generated = spec_to_code(product, &rules, &runtime()).expect("a crate");
    assert_eq!(generated.diagnostics, []);
    let shared = file(&generated, "src/types.rs");
    assert_eq!(types(shared), ["TaskStatus"]);
    assert!(
        shared.contains(
            "            0 => Self::Waiting,\n            1 => Self::Running,\n            9 => Self::Value9,\n"
        ),
        "{shared}"
    );
    assert!(shared.contains("/// `0`: waiting."), "{shared}");
    // Also in the elements of an answer that is a list.
    for module in ["src/operation/get_task.rs", "src/operation/list_states.rs"] {
        assert!(
            file(&generated, module).contains("Option<crate::types::TaskStatus>"),
            "{module}"
        );
    }
    assert!(file(&generated, "src/operation/list_tasks.rs").contains("IntoParameter<crate::types::TaskStatus, Form>"));
    assert_eq!(generated.diagnostics, []);
}

#[test]
fn a_shared_type_can_not_have_a_name_of_the_code() {
    let mut product =
        product(&["operation: GetTask\nresponse:\n- {name: Status, type: String, values: [{value: a}]}\n"]);
    let written = SourceFile {
        path: overrides::OVERRIDES.into(),
        bytes: "fields:\n- path: Status\n  type_name: Result\n".into(),
    };
    let rules = overrides::read(&[written]).expect("rules");
    assert_eq!(overrides::apply(&mut product, &rules), Ok(vec![]));
    let generated = generated(&product);
    assert_eq!(file(&generated, "src/types.rs"), "");
    assert!(types(file(&generated, "src/operation/get_task.rs")).contains(&"Status"));
    let told: Vec<_> = generated.diagnostics.iter().map(|told| told.message.as_str()).collect();
    assert!(
        matches!(told[..], [told] if told.contains("Result is a name that the code itself uses")),
        "{told:?}"
    );
}

#[test]
fn samples_are_cut_to_what_fits() {
    for (fields, sample, left_out) in [
        ("{name: A, type: Long}", r#"{"A": "7"}"#, None),
        ("{name: A, type: Long}", r#"{"A": 7.0}"#, None),
        ("{name: A, type: Long}", r#"{"A": ""}"#, None),
        (
            "{name: A, type: Long}",
            r#"{"A": "abc"}"#,
            Some("A is \"abc\", and not an integer"),
        ),
        (
            "{name: A, type: Long}",
            r#"{"A": true}"#,
            Some("A is true, and not an integer"),
        ),
        (
            "{name: A, type: Float}",
            r#"{"A": "1.5%"}"#,
            Some("A is \"1.5%\", and not a number"),
        ),
        ("{name: A, type: Boolean}", r#"{"A": "TRUE"}"#, None),
        (
            "{name: A, type: Boolean}",
            r#"{"A": "yes"}"#,
            Some("A is \"yes\", and not a boolean"),
        ),
        (
            "{name: A, type: String}",
            r#"{"A": [[], {}]}"#,
            Some("A is a list, and not text"),
        ),
        ("{name: A, type: String}", r#"{"A": {"B": 1}}"#, None),
        ("{name: Ab, type: String}", r#"{"aB": "x"}"#, None),
        (
            "{name: Ab, type: String}",
            r#"{"Ab": "x", "aB": "y"}"#,
            Some("aB is not in the table"),
        ),
        ("{name: A, type: String}", r#"{"A": {}}"#, None),
        ("{name: A, type: String}", r#"{"B": 1}"#, Some("B is not in the table")),
        ("{name: A, type: String}", r#"{"B": ""}"#, None),
        ("{name: A, type: String}", "[1]", Some("the sample is a list")),
        ("{name: A, type: Map}", r#"{"A": {"x": 1}}"#, None),
        ("{name: A, type: Map}", r#"{"A": 1}"#, Some("A is 1, and not a map")),
        (
            "{name: A, type: Array, items: Long}",
            r#"{"A": [1, "2", "x"]}"#,
            Some("A is \"x\", and not an integer"),
        ),
        ("{name: A, type: Array, items: Long}", r#"{"A": {"B": [1]}}"#, None),
        (
            "{name: A, type: Array, items: Long}",
            r#"{"A": {"B": [1], "C": 1}}"#,
            Some("A is an object, and not a list"),
        ),
        (
            "{name: A, type: Array, items: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": {"B": "x", "C": "y"}}"#,
            Some("A.C is not in the table"),
        ),
        (
            "{name: A, type: Array, items: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": {"X": [{"B": "x"}]}}"#,
            None,
        ),
        (
            "{name: A, type: Array, item_name: X, items: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": {"X": [{"B": "x"}], "Y": 1}}"#,
            Some("A.Y is not in the table"),
        ),
        (
            "{name: A, type: Array, item_name: X, items: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": {"x": [{"b": "x"}], "Y": ""}}"#,
            None,
        ),
        (
            "{name: A, type: Array, items: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": "x"}"#,
            Some("A is \"x\", and not a list"),
        ),
        (
            "{name: A, type: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": [1]}"#,
            Some("A is a list, and not an object"),
        ),
        (
            "{name: A, type: Struct, fields: [{name: B, type: String}]}",
            r#"{"A": null}"#,
            None,
        ),
    ] {
        // Something is always left, so that there is a test.
        let whole = match sample.strip_prefix('{') {
            Some(rest) => format!("{{\"Z\": \"z\", {rest}"),
            None => sample.to_owned(),
        };
        let text = format!(
            "operation: Get\nresponse:\n- {fields}\n- {{name: Z, type: String}}\nsamples: {{response: '{whole}'}}\n"
        );
        let generated = generated(&product(&[&text]));
        // The docs half tells of it with the page's line; the test says what it leaves out.
        let tests = file(&generated, "tests/samples/main.rs");
        let left = tests
            .lines()
            .filter_map(|line| line.trim().strip_prefix("/// - Left out: "));
        let told = generated
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.message.as_str());
        let said: Vec<_> = left.chain(told).collect();
        match left_out {
            None => assert_eq!(said, Vec::<&str>::new(), "{fields} {sample}"),
            Some(expected) => assert!(
                said.len() == 1 && said[0].contains(expected),
                "{fields} {sample}: {said:?}"
            ),
        }
    }
}

#[test]
fn a_mock_answers_from_examples_where_the_sample_is_empty() {
    let text = "operation: List\nrequest:\n- {name: Page, type: Integer}\nresponse:\n\
        - {name: Total, type: Long, example: '100000'}\n- {name: Bad, type: Long, example: many}\n\
        - {name: Names, type: Array, items: String, item_name: Name, example: '[\"a\", \"b\"]'}\n\
        - {name: Hosts, type: Array, items: String, item_name: Host, example: '{\"Host\": [\"c\"]}'}\n\
        pagination: {style: PageNumber, page_number: Page, total_count: Total, items: Names}\n\
        samples: {response: '{\"Total\": \"\", \"Names\": {\"Name\": []}}'}\n";
    let generated = generated(&product(&[text]));
    let compact: String = file(&generated, "src/samples.rs").split_whitespace().collect();
    // One page: a walk over a mock must end.
    assert!(
        compact.contains(r#"{"Total":2,"Names":{"Name":["a","b"]},"Hosts":{"Host":["c"]}}"#),
        "{compact}"
    );
    assert!(file(&generated, "tests/samples/main.rs").contains("\"Total\": \"\""));
}

#[test]
fn older_versions_are_modules() {
    let mut product = product(&["operation: A\n"]);
    let older = yaml::from_str::<Operation>("operation: B\nrequest:\n- {name: X, type: String, required: true}\n")
        .expect("an operation");
    product.versions.insert(
        0,
        Version {
            version: "2014-11-11".into(),
            operations: vec![older],
            ..Version::default()
        },
    );
    let generated = generated(&product);
    assert!(file(&generated, "src/lib.rs").contains("pub mod v2014_11_11;"));
    assert!(file(&generated, "src/v2014_11_11/mod.rs").contains("\"2014-11-11\""));
    assert!(file(&generated, "src/v2014_11_11/operation/b.rs").contains("crate::v2014_11_11::unset::x"));
}

#[test]
fn a_required_region_is_the_clients() {
    for (field, tracked, by_client) in [
        ("{name: RegionId, type: String, required: true}", false, true),
        ("{name: RegionId, type: String}", false, false),
        // Only a text can be the name of a region, and only at the top it is that of the call.
        ("{name: RegionId, type: Long, required: true}", true, false),
        (
            "{name: A, type: Struct, fields: [{name: RegionId, type: String, required: true}]}",
            true,
            false,
        ),
    ] {
        let generated = generated(&product(&[&format!("operation: Get\nrequest:\n- {field}\n")]));
        let text = file(&generated, "src/operation/get.rs");
        assert_eq!(text.contains("unset::region_id"), tracked, "{field}");
        assert_eq!(text.contains(".region(\"RegionId\")"), by_client, "{field}");
        assert!(text.contains("pub fn region_id"), "it can be set to differ: {field}");
    }
}

#[test]
fn a_host_is_made_up_only_where_none_is_told() {
    for (endpoints, rule, central) in [
        ("{}", Some("demo.{region}.aliyuncs.com"), None),
        (
            "{regions: [{region: cn-a, public: demo.cn-a.aliyuncs.com}]}",
            None,
            None,
        ),
        ("{central: demo.aliyuncs.com}", None, Some("demo.aliyuncs.com")),
        ("{rule: Demo-x.aliyuncs.com}", None, Some("demo-x.aliyuncs.com")),
    ] {
        let mut product = product(&["operation: A\n"]);
        product.manifest.endpoints = yaml::from_str(endpoints).expect("endpoints");
        let generated = generated(&product);
        let compact: String = file(&generated, "src/lib.rs").split_whitespace().collect();
        for (set, host) in [("rule", rule), ("central", central)] {
            let host = host.map(|host| format!(".{set}(\"{host}\")"));
            let found = compact.contains(&host.clone().unwrap_or(format!(".{set}(")));
            assert_eq!(found, host.is_some(), "{endpoints}: {compact}");
        }
    }
}

#[test]
fn the_page_online_is_linked() {
    for (online, shown) in [
        (
            "https://api.aliyun.com/document/Demo/2019-08-10/Get",
            "/// Online: <https://api.aliyun.com/document/Demo/2019-08-10/Get>",
        ),
        // Whatever a hand may write there, it is text.
        ("javascript:<b>[x](y)", "/// Online: javascript:\\<b>\\[x](y)"),
    ] {
        let generated = generated(&product(&[&format!("operation: Get\nonline: '{online}'\n")]));
        let text = file(&generated, "src/operation/get.rs");
        assert!(text.contains(shown), "{text}");
    }
}

#[test]
fn methods_are_those_of_the_client() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    for name in ["ecs", "multimediaai", "sae"] {
        let tree = read::tree(&specs.join(name), "yaml", "").expect(name);
        let product = folder::product(name, &tree.files).expect(name);
        let generated = generated(&product);
        let client = file(&generated, "src/client.rs");
        let methods = api::methods(&product);
        assert_eq!(methods.len(), product.operations(), "{name}");
        for method in methods {
            assert!(
                client.contains(&format!("pub fn {}(", method.name)),
                "{name}: {method:?}"
            );
            let module = method.name.trim_start_matches("r#").trim_end_matches('_');
            let call = file(&generated, &format!("src/operation/{module}.rs"));
            let unspaced: String = call.split_whitespace().collect();
            assert_eq!(
                unspaced.contains("self.call.require("),
                method.needs,
                "{name}: {}",
                method.operation
            );
        }
    }
}
