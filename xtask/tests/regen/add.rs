//! `cargo xtask add`: from docs that nobody here has seen to a crate, in two commands.

use crate::Bench;
use std::fs;

/// A page in the newer layout that tells nothing of its product but what it is given.
fn page(operation: &str, sample: &str) -> String {
    format!(
        "# {operation}\n\nDoes a thing.\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
         |Action|String|Yes|{operation}|The operation. |\n|Name|String|Yes|x|Name of it. |\n\n## Response parameters\n\n\
         |Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|abc|ID of the request. |\n\n## Examples\n\n\
         Sample requests\n\n```\n{sample}\n```\n"
    )
}

#[test]
fn two_commands_make_a_crate_and_remember_the_docs() {
    let (added, direct) = (Bench::new(), Bench::new());
    let done = added.other(&["add", "docs", "--spec", "spec"]).well();
    assert!(
        done.stdout
            .contains("multimediaai: 5 operations, RPC, version 2019-08-10"),
        "{}",
        done.stdout
    );
    assert!(
        done.stdout.contains("wrote spec/multimediaai/product.yaml"),
        "{}",
        done.stdout
    );
    assert!(
        done.stdout.contains("fill in: no page tells where it is called"),
        "{}",
        done.stdout
    );
    assert!(
        added
            .read("spec/multimediaai/product.yaml")
            .contains("\ndocs: '../../docs/multimediaai'\n")
    );
    assert!(!added.path("generated").exists());
    added.regen(&[]).well();
    direct.docs(&[]).well();
    assert_eq!(
        added.tree("spec/multimediaai/2019-08-10"),
        direct.tree("spec/multimediaai/2019-08-10")
    );
    assert_eq!(added.tree("generated"), direct.tree("generated"));

    // What is there is a person's.
    let before = added.tree("spec");
    let again = added.other(&["add", "docs", "--spec", "spec"]);
    assert_eq!(again.code, 2);
    assert!(
        again.stderr.contains("spec/multimediaai/product.yaml is there already"),
        "{}",
        again.stderr
    );
    assert_eq!(added.tree("spec"), before);

    // Who has no pages at hand still has the spec, and gets the crate.
    fs::remove_dir_all(added.path("docs")).expect("remove");
    fs::remove_dir_all(added.path("generated")).expect("remove");
    let without = added.regen(&["--diagnostics"]).well();
    assert!(without.stdout.contains("not at hand: pages of "), "{}", without.stdout);
    assert_eq!(added.tree("generated"), direct.tree("generated"));
}

#[test]
fn a_single_product_gets_the_name_that_is_asked_for() {
    let bench = Bench::new();
    let add = |name: &[&str]| bench.other(&[&["add", "docs/multimediaai", "--spec", "spec"], name].concat());
    add(&[]).well();
    add(&["--product", "mine"]).well();
    assert!(bench.path("spec/multimediaai/product.yaml").exists() && bench.path("spec/mine/product.yaml").exists());
    let bad = add(&["--product", "../mine"]);
    assert_eq!(bad.code, 2);
    assert!(
        bad.stderr.contains("\"../mine\" can't be a product's name"),
        "{}",
        bad.stderr
    );
    bench.regen(&["--product", "mine"]).well();
    assert!(bench.path("generated/mine/src/lib.rs").exists());
}

#[test]
fn what_no_page_tells_is_to_be_filled_in() {
    let bench = Bench::new();
    bench.write(
        "unknown/ListThings.md",
        page("ListThings", "http(s)://[Endpoint]/?Action=ListThings"),
    );
    let done = bench.other(&["add", "unknown", "--spec", "spec"]).well();
    assert!(
        done.stdout.contains("fill in: no page tells the version"),
        "{}",
        done.stdout
    );
    let manifest = bench.read("spec/unknown/product.yaml");
    assert!(
        manifest.contains("# To fill in: no page tells the version") && manifest.contains("versions: []"),
        "{manifest}"
    );
    let without = bench.regen(&[]);
    assert_eq!(without.code, 2);
    assert!(
        without
            .stderr
            .contains("spec/unknown/product.yaml: no page tells the version"),
        "{}",
        without.stderr
    );
    assert!(!bench.path("generated/unknown").exists());
    bench.write(
        "spec/unknown/product.yaml",
        manifest.replace("versions: []", "versions: ['2020-01-02']"),
    );
    bench.regen(&[]).well();
    assert!(bench.path("spec/unknown/2020-01-02/ListThings.yaml").exists());
    assert!(bench.path("generated/unknown/src/operation/list_things.rs").exists());
}

#[test]
fn docs_without_operations_are_an_error_and_nothing_is_written() {
    let bench = Bench::new();
    bench.write("empty/demo/README.md", "# Demo\n\nA product.\n");
    for (folder, problem) in [
        (
            "empty",
            "empty: no page of an operation among 1 pages; nothing is written",
        ),
        ("nosuch", "nosuch: no such folder"),
    ] {
        let done = bench.other(&["add", folder, "--spec", "spec"]);
        assert_eq!(done.code, 2);
        assert!(done.stderr.contains(problem), "{}", done.stderr);
        assert!(!bench.path("spec").exists());
    }
    let done = bench.other(&["add", "docs", "--product", "nosuch", "--spec", "spec"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("nosuch: no folder of this name"),
        "{}",
        done.stderr
    );
    assert!(!bench.path("spec").exists());
}
