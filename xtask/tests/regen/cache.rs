//! What is remembered from one run to the next: it makes runs faster, and nothing else of them different.

use crate::Bench;
use alibabacloud_tests::command::{Done, run};
use std::fs;

const TASKS: &str = "docs/multimediaai/ListTasks.md";

/// A run that remembers in a folder of the bench's own.
fn remembering(bench: &Bench) -> Done {
    let mut command = bench.command(&["--docs", "docs", "--diagnostics-json", "diagnostics.json"]);
    run(command.env("CARGO_TARGET_DIR", bench.path("target")))
}

/// The pieces that are remembered.
fn pieces(bench: &Bench) -> Vec<String> {
    bench.tree("target/regen").into_keys().collect()
}

#[test]
fn a_run_over_what_is_the_same_adds_nothing_to_the_memory_and_changes_nothing() {
    let bench = Bench::new();
    remembering(&bench).well();
    let (spec, generated, kept) = (bench.tree("spec"), bench.tree("generated"), pieces(&bench));
    assert_eq!(kept.len(), 2, "a spec and a crate: {kept:?}");
    remembering(&bench).well();
    assert_eq!(pieces(&bench), kept);
    let remembered = bench.read("diagnostics.json");
    assert!(remembered.contains("sample-differs"), "{remembered}");

    // Forgotten, or damaged: worked out again, to the same.
    for piece in &kept {
        bench.write(&format!("target/regen/{piece}"), "not what was kept");
    }
    remembering(&bench).well();
    assert_eq!(bench.read("diagnostics.json"), remembered);
    assert_eq!((bench.tree("spec"), bench.tree("generated")), (spec, generated));
}

/// The names of values in the spec of one product are among what another's pieces are made of: pages of it may lie there.
#[test]
fn products_with_named_values_are_remembered_at_once() {
    let bench = Bench::new();
    bench.write(
        "docs/harbour/GetShip.md",
        "# GetShip\n\n[Try](https://api.aliyun.com/#product=Harbour&api=GetShip&version=2021-03-04&type=RPC)\n\n\
         ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|GetShip|The operation. |\n\
         |State|Integer|No|1|State 0: moored 1: under way |\n\n\
         ## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|r-1|The request. |\n",
    );
    remembering(&bench).well();
    let state = bench.read("spec/harbour/2021-03-04/GetShip.yaml");
    assert!(state.contains("name: UnderWay"), "{state}");
    let kept = pieces(&bench);
    assert_eq!(kept.len(), 4, "two specs and two crates: {kept:?}");
    remembering(&bench).well();
    assert_eq!(pieces(&bench), kept);
}

#[test]
fn what_changes_is_worked_out_again() {
    let bench = Bench::new();
    remembering(&bench).well();
    let page = bench.read(TASKS);
    let changes: [(&str, String, &str); 3] = [
        (
            TASKS,
            page.replace("|TotalCount|Long|", "|TotalCount|String|"),
            "generated/multimediaai/src/operation/list_tasks.rs",
        ),
        (
            "spec/multimediaai/overrides.yaml",
            "operations:\n- {operation: ListTasks, rust_name: FetchTasks}\n".to_owned(),
            "generated/multimediaai/src/operation/fetch_tasks.rs",
        ),
        (
            "spec/multimediaai/product.yaml",
            bench
                .read("spec/multimediaai/product.yaml")
                .replace("rule: multimediaai.", "rule: other."),
            "generated/multimediaai/src/lib.rs",
        ),
    ];
    for (file, contents, shows) in changes {
        let before = fs::read_to_string(bench.path(shows)).ok();
        bench.write(file, contents);
        remembering(&bench).well();
        assert_ne!(Some(bench.read(shows)), before, "{file}");
    }
    bench.write(TASKS, page);
    remembering(&bench).well();
    assert!(
        bench
            .read("spec/multimediaai/2019-08-10/ListTasks.yaml")
            .contains("type: Long")
    );
}
