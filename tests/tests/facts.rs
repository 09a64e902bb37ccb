//! The facts of the committed pages and spec: those of the real pages, read right.

use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::files::read;
use alibabacloud_generator::spec::folder;
use alibabacloud_generator::spec::model::{Field, Operation, Pagination};
use alibabacloud_generator::yaml;
use alibabacloud_tests::command::{run, xtask};
use alibabacloud_tests::root;
use alibabacloud_tests::shared::shared;
use serde_json::Value;
use std::fmt::Write as _;

fn operation(name: &str) -> Operation {
    let path = root().join(format!("spec/multimediaai/2019-08-10/{name}.yaml"));
    let text = read::text(&path)
        .expect("readable")
        .unwrap_or_else(|| panic!("{}", path.display()));
    folder::parse(&SourceFile {
        path: path.display().to_string(),
        bytes: text.into_bytes(),
    })
    .expect("an operation")
}

/// Names, types and values of fields, as a tree.
fn outline(fields: &[Field]) -> String {
    fn add(fields: &[Field], depth: usize, text: &mut String) {
        for field in fields {
            let _ = write!(
                text,
                "{:depth$}{}{} {:?}",
                "",
                field.name,
                if field.required { "!" } else { "" },
                field.kind,
                depth = depth
            );
            for value in &field.values {
                let _ = write!(text, " {}={}", value.value, value.description);
            }
            text.push('\n');
            add(&field.fields, depth + 2, text);
        }
    }
    let mut text = String::new();
    add(fields, 0, &mut text);
    text
}

#[test]
fn list_tasks_is_nested_as_it_is_meant() {
    let operation = operation("ListTasks");
    assert_eq!(
        outline(&operation.request),
        "PageNumber! Integer\nPageSize! Integer\nRegionId String\nStatus Integer 0=waiting 1=running 2=succeeded 3=failed\n\
         ApplicationName String\nTaskId Long\nServiceType Integer 1=structured analysis 2=static cover 3=animated cover\n"
    );
    assert_eq!(
        outline(&operation.response),
        "PageNumber Integer\nPageSize Integer\nRequestId String\nTasks Array\n  ApplicationId String\n  ApplicationName String\n  \
         CreateTime String\n  ErrorCode String\n  ErrorMessage String\n  ErrorName String\n  ErrorReason String\n  ProcessResultUrl String\n  \
         ProcessingDuration Long\n  Status Integer\n  TaskId Long\n  Template Struct\n    Id String\n    Name String\n  VideoName String\n  \
         VideoUrl String\nTotalCount Long\n"
    );
    assert!(matches!(operation.pagination, Some(Pagination::PageNumber { ref items, .. }) if items == "Tasks"));
    assert_eq!(operation.errors.len(), 20, "OK is no error");
}

#[test]
fn the_older_layout_is_read_as_well() {
    let status = operation("GetTaskStatus");
    assert_eq!(outline(&status.request), "TaskId! Long\nRegionId String\n");
    assert_eq!(
        outline(&status.response),
        "RequestId String\nStatus Integer 0=submitted 1=running 2=succeeded 3=failed\n"
    );
    let create = operation("CreateLabelTask");
    assert_eq!(
        outline(&create.request),
        "ApplicationId! String\nVideoName! String\nVideoUrl! String\nRegionId String\n"
    );
    assert_eq!((status.errors.len(), create.errors.len()), (13, 13));
}

#[test]
fn value_lists_in_every_form_of_sentence() {
    let values = |operation: &Operation| {
        let status = operation
            .response
            .iter()
            .find(|field| field.name == "Status")
            .expect("Status");
        status
            .values
            .iter()
            .map(|value| value.value.to_string())
            .collect::<Vec<_>>()
    };
    for name in ["GetTaskResult", "GetTaskStatus"] {
        assert_eq!(values(&operation(name)), ["0", "1", "2", "3"], "{name}");
    }
}

#[test]
fn our_pages_say_what_the_real_ones_say() {
    let Some(docs) = shared("docs") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = xtask(&["regen", "--docs-only", "--product", "multimediaai", "--docs"]);
    run(command.arg(docs).arg("--spec").arg(folder.path())).well();
    let real = specs(&folder.path().join("multimediaai"));
    let own = specs(&root().join("spec/multimediaai"));
    assert_eq!(own.len(), 5);
    let names = |specs: &[(String, Value)]| specs.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&own), names(&real));
    for ((path, own), (_, real)) in own.into_iter().zip(real) {
        let text = |value| serde_json::to_string_pretty(&value).expect("JSON");
        assert_eq!(text(own), text(real), "{path}");
    }
}

/// The operations of a spec folder without their prose.
fn specs(product: &std::path::Path) -> Vec<(String, Value)> {
    let files = read::tree(product, "yaml", "").expect("a spec").files;
    let operations = files.into_iter().filter(|file| file.path.contains('/'));
    operations
        .map(|file| {
            let mut value: Value = yaml::from_str(std::str::from_utf8(&file.bytes).expect("UTF-8")).expect("YAML");
            strip_prose(&mut value);
            (file.path, value)
        })
        .collect()
}

fn strip_prose(value: &mut Value) {
    match value {
        Value::Object(map) => {
            // What a value is called in Rust comes of its words.
            let is_value = map.contains_key("value");
            let words = ["summary", "description", "source"];
            map.retain(|key, _| !(words.contains(&key.as_str()) || is_value && key == "name"));
            map.values_mut().for_each(strip_prose);
        }
        Value::Array(list) => list.iter_mut().for_each(strip_prose),
        _ => {}
    }
}

#[test]
fn our_pages_hold_no_sentence_of_the_real_ones() {
    for page in read::tree(&root().join("spec/multimediaai/docs"), "md", "")
        .expect("our pages")
        .files
    {
        let text = String::from_utf8(page.bytes).expect("UTF-8");
        let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let longest = text
            .split(|letter| !is_han(letter))
            .map(|run| run.chars().count())
            .max();
        assert!(longest.unwrap_or_default() < 10, "{}", page.path);
    }
}

/// Specs made of the provider's metadata are committed without a sentence of it.
#[test]
fn products_without_prose_hold_nothing_but_facts() {
    let is_cjk =
        |letter: char| matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    let mut operations = 0;
    for product in read::tree(&root().join("spec"), "yaml", "").expect("specs").files {
        let Some(folder) = product.path.strip_suffix("/product.yaml") else {
            continue;
        };
        if !String::from_utf8_lossy(&product.bytes).contains("\nprose: none\n") {
            continue;
        }
        let spec = root().join("spec").join(folder);
        for file in read::tree(&spec, "yaml", "").expect("a spec").files {
            if !file.path.contains('/') {
                continue;
            }
            let text = String::from_utf8_lossy(&file.bytes);
            for (number, line) in text.lines().enumerate() {
                let key = line.trim_start_matches([' ', '-']);
                let is_prose = ["summary:", "description:", "message:", "samples:"]
                    .iter()
                    .any(|prose| key.starts_with(prose));
                assert!(
                    !is_prose && !line.contains(is_cjk),
                    "{folder}/{}:{}: {line}",
                    file.path,
                    number + 1
                );
            }
            operations += usize::from(text.contains("\noperation: "));
        }
        let generated = root().join("generated").join(folder);
        for file in read::tree(&generated, "rs", "").expect("a crate").files {
            assert!(
                !String::from_utf8_lossy(&file.bytes).contains(is_cjk),
                "{folder}/{}",
                file.path
            );
        }
    }
    assert!(operations >= 1_600, "{operations}");
}

#[test]
fn the_readme_counts_the_operations_that_there_are() {
    let readme = read::text(&root().join("README.md"))
        .expect("readable")
        .expect("a README");
    let mut told = std::collections::BTreeMap::new();
    for row in readme.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, crates, _, counts, _] = cells[..] else {
            continue;
        };
        let names = crates.split_whitespace().map(|name| name.trim_matches('`').to_owned());
        // Rows of other tables have no numbers there.
        let counts: Result<Vec<usize>, _> = counts.split(", ").map(str::parse).collect();
        told.extend(names.zip(counts.unwrap_or_default()));
    }
    let mut counted = std::collections::BTreeMap::new();
    for file in read::tree(&root().join("spec"), "yaml", "").expect("specs").files {
        let Some((product, _)) = file.path.split_once('/') else {
            continue;
        };
        if String::from_utf8_lossy(&file.bytes).contains("\noperation: ") {
            *counted.entry(product.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(told, counted);
}
