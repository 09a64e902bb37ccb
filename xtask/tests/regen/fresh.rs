//! What is committed is what a run makes.

use crate::{Bench, xtask};
use alibabacloud_tests::command::run;
use alibabacloud_tests::root;

#[test]
fn spec_and_crates_are_fresh() {
    // From a folder deep inside, as it works from any.
    let done = run(xtask()
        .current_dir(root().join("spec/multimediaai/docs"))
        .args(["regen", "--check"]))
    .well();
    let table: Vec<_> = done
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    assert_eq!(
        table[0],
        [
            "product",
            "pages",
            "operations",
            "fields",
            "values",
            "errors",
            "diagnostics",
            "written",
            "unchanged",
            "removed",
            "time"
        ]
    );
    let found = table.iter().find(|row| row.first() == Some(&"multimediaai"));
    assert_eq!(found.map(|row| &row[1..3]), Some(&["5", "5"][..]), "{}", done.stdout);
    let all = table.iter().find(|row| row.first() == Some(&"all")).expect("a sum");
    assert_eq!((all[7], all[9]), ("0", "0"), "{}", done.stdout);
}

#[test]
fn any_number_of_jobs_makes_the_same() {
    let (one, many) = (Bench::new(), Bench::new());
    one.docs(&["--jobs", "1"]).well();
    many.docs(&["--jobs", "5"]).well();
    assert!(!one.tree("spec").is_empty());
    assert_eq!(one.tree("spec"), many.tree("spec"));
    assert_eq!(one.tree("generated"), many.tree("generated"));
}

#[test]
fn arguments_that_make_no_sense() {
    let bench = Bench::new();
    let cases: [(&[&str], &str); 7] = [
        (
            &["--docs", "docs", "--product", "nosuch"],
            "nosuch: no page of this product in any folder",
        ),
        (&["--docs", "nodocs"], "nodocs"),
        (&["--docs-only", "--code-only"], "cannot be used with"),
        (&["--docs", "docs", "--code-only"], "cannot be used with"),
        (&["--jobs", "0"], "--jobs"),
        (&["--docs", "docs", "--diagnostics-json", "docs"], "docs"),
        (&["--frobnicate"], "--frobnicate"),
    ];
    for (arguments, said) in cases {
        let done = bench.regen(arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.stderr);
        assert!(done.stderr.contains(said), "{arguments:?}: {}", done.stderr);
    }
}

#[test]
fn two_runs_at_once_lose_nothing() {
    let (alone, shared) = (Bench::new(), Bench::new());
    alone.docs(&[]).well();
    let start = || shared.command(&["--docs", "docs"]).spawn().expect("a run");
    let runs = [start(), start(), start()];
    for mut run in runs {
        assert!(run.wait().expect("its end").success());
    }
    assert_eq!(alone.tree("spec"), shared.tree("spec"));
    assert_eq!(alone.tree("generated"), shared.tree("generated"));
}
