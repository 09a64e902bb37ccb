//! Which files a run writes, leaves and removes.

use crate::Bench;
use std::fs;

const TASKS: &str = "spec/multimediaai/2019-08-10/ListTasks.yaml";

#[test]
fn a_check_writes_nothing_and_says_what_a_run_would() {
    let bench = Bench::new();
    let check = bench.docs(&["--check"]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert!(!bench.path("spec").exists() && !bench.path("generated").exists());

    bench.docs(&[]).well();
    let would: Vec<_> = check
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("would write "))
        .collect();
    let mut is: Vec<_> = bench
        .tree("spec")
        .into_keys()
        .map(|path| format!("spec/{path}"))
        .collect();
    is.extend(
        bench
            .tree("generated")
            .into_keys()
            .map(|path| format!("generated/{path}")),
    );
    let mut sorted = would.clone();
    sorted.sort_unstable();
    is.sort_unstable();
    assert_eq!(sorted, is);
    bench.docs(&["--check"]).well();
}

#[test]
fn a_page_that_goes_takes_its_files_with_it() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    bench.write("generated/multimediaai/examples/own.rs", "fn main() {}\n");
    bench.write("spec/multimediaai/overrides.yaml", "{}\n");
    fs::remove_file(bench.path("docs/multimediaai/CreateGifTask.md")).expect("remove");

    let check = bench.docs(&["--check"]);
    assert_eq!(check.code, 1);
    assert!(
        check
            .stdout
            .contains("would remove spec/multimediaai/2019-08-10/CreateGifTask.yaml"),
        "{}",
        check.stdout
    );
    assert!(
        check
            .stdout
            .contains("would remove generated/multimediaai/src/operation/create_gif_task.rs"),
        "{}",
        check.stdout
    );

    bench.docs(&[]).well();
    assert!(!bench.path("spec/multimediaai/2019-08-10/CreateGifTask.yaml").exists());
    assert!(
        !bench
            .path("generated/multimediaai/src/operation/create_gif_task.rs")
            .exists()
    );
    assert!(bench.path("generated/multimediaai/examples/own.rs").exists());
    assert!(bench.path("spec/multimediaai/overrides.yaml").exists());
    assert!(bench.path("spec/multimediaai/product.yaml").exists());
    bench.docs(&["--check"]).well();
}

#[test]
fn a_page_of_common_error_codes_comes_and_goes() {
    const PAGE: &str = "docs/multimediaai/Common error codes.md";
    let common = "spec/multimediaai/2019-08-10/common-errors.yaml";
    let code = "generated/multimediaai/src/common_error.rs";
    let bench = Bench::new();
    bench.docs(&[]).well();
    bench.confirm_host();
    assert!(!bench.path(common).exists() && !bench.path(code).exists());
    let before = (bench.tree("spec"), bench.tree("generated/multimediaai/src"));

    let rows = "|500|InternalError|An error occurred while processing your request|It failed.|\n|429|Throttling|Slower.|Too many calls.|\n";
    bench.write(
        PAGE,
        format!("# Common error codes\n\n|HttpCode|Error code|Error message|Description|\n|--|--|--|--|\n{rows}"),
    );
    bench.docs(&[]).well();
    let codes = |path: &str| bench.read(path).matches("- code: ").count();
    assert_eq!(codes(common), 2, "{}", bench.read(common));
    assert!(!bench.read(TASKS).contains("InternalError"));
    assert!(bench.read(code).contains("    Throttling,\n"));
    let operation = bench.read("generated/multimediaai/src/operation/list_tasks.rs");
    assert!(operation.contains("    Common(crate::CommonError),\n") && !operation.contains("InternalError"));
    let places = ["--docs", "docs", "--spec", "spec"];
    let check = [&["check", "--generated", "generated"], &places[..]].concat();
    assert_eq!(bench.other(&check).well().stdout, "");

    let report = ["report", "--out", "report.html"];
    bench.other(&[&report[..], &places].concat()).well();
    let html = bench.read("report.html");
    assert_eq!(
        (
            html.matches("errors in common").count(),
            html.matches("Slower.").count()
        ),
        (1, 1)
    );

    bench.write(common, bench.read(common).replace("429", "430"));
    let edited = bench.other(&check);
    assert!(edited.stdout.starts_with(&format!("{common}:")), "{}", edited.stdout);

    fs::remove_file(bench.path(PAGE)).expect("remove");
    bench.docs(&[]).well();
    let after = (bench.tree("spec"), bench.tree("generated/multimediaai/src"));
    assert!(before == after, "as if it had never been there");
}

#[test]
fn only_what_changed_is_written() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let before = fs::metadata(bench.path(TASKS))
        .and_then(|file| file.modified())
        .expect("a time");
    let page = bench.read("docs/multimediaai/GetTaskResult.md");
    bench.write(
        "docs/multimediaai/GetTaskResult.md",
        page.replace("Name of the video.", "What the video is called."),
    );
    let done = bench.docs(&["--docs-only"]).well();
    let row: Vec<_> = done.stdout.lines().nth(1).expect("a row").split_whitespace().collect();
    assert_eq!(row[7..10], ["1", "4", "0"], "{}", done.stdout);
    let after = fs::metadata(bench.path(TASKS))
        .and_then(|file| file.modified())
        .expect("a time");
    assert_eq!(before, after);
}

#[test]
fn the_second_half_needs_no_docs() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let generated = bench.tree("generated");
    fs::remove_dir_all(bench.path("docs")).expect("remove");
    fs::remove_dir_all(bench.path("generated")).expect("remove");
    bench.regen(&["--code-only"]).well();
    assert_eq!(bench.tree("generated"), generated);
}

#[test]
fn specs_and_crates_that_would_remove_each_other_are_refused() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let before = (bench.tree("spec"), bench.tree("generated"));
    for (spec, generated) in [
        ("spec", "spec"),
        ("spec", "spec/crates"),
        ("generated/spec", "generated"),
    ] {
        let done = bench.other(&["regen", "--docs", "docs", "--spec", spec, "--generated", generated]);
        assert!(
            done.code == 2 && done.stderr.contains("neither may lie in the other"),
            "{spec} {generated}: {done:?}"
        );
    }
    assert_eq!((bench.tree("spec"), bench.tree("generated")), before);
    // Two folders whose crates would be one.
    for name in ["multi-media", "multi_media"] {
        let manifest = bench.read("spec/multimediaai/product.yaml");
        bench.write(&format!("spec/{name}/product.yaml"), manifest);
    }
    let done = bench.regen(&["--code-only"]);
    assert!(
        done.code == 2
            && done
                .stderr
                .contains("the crate of each would be `alibabacloud_multi_media`"),
        "{done:?}"
    );
    assert!(!bench.path("generated/multi-media").exists() && !bench.path("generated/multi_media").exists());
}

#[test]
fn a_product_without_spec_loses_its_crate() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    fs::remove_dir_all(bench.path("spec/multimediaai")).expect("remove");
    bench.write("spec/other/README", "not a product");
    bench.regen(&["--code-only"]).well();
    let left: Vec<_> = bench.tree("generated").into_keys().collect();
    assert_eq!(left, ["Cargo.toml"]);
}

#[test]
fn a_persons_file_is_left_alone_and_said() {
    let bench = Bench::new();
    bench.write(TASKS, "operation: ListTasks\n");
    bench.write("generated/multimediaai/src/lib.rs", "// mine\n");
    let done = bench.docs(&[]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    for path in [TASKS, "generated/multimediaai/src/lib.rs"] {
        let said = format!("error: {path}: there is a file without the generated header");
        assert!(done.stderr.contains(&said), "{}", done.stderr);
    }
    assert_eq!(bench.read(TASKS), "operation: ListTasks\n");
    assert_eq!(bench.read("generated/multimediaai/src/lib.rs"), "// mine\n");
}

#[test]
fn a_new_product_gets_a_manifest_that_is_then_a_persons() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let manifest = bench.read("spec/multimediaai/product.yaml");
    for line in ["code: multimediaai", "- 2019-08-10", "style: RPC"] {
        assert!(
            manifest.replace('\'', "").lines().any(|own| own == line),
            "{line}: {manifest}"
        );
    }
    let edited = format!("{manifest}# edited\n");
    bench.write("spec/multimediaai/product.yaml", &edited);
    bench.docs(&[]).well();
    assert_eq!(bench.read("spec/multimediaai/product.yaml"), edited);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("outside")).expect("folder");
    fs::create_dir_all(bench.path("spec")).expect("folder");
    std::os::unix::fs::symlink(bench.path("outside"), bench.path("spec/multimediaai")).expect("link");
    let done = bench.docs(&[]);
    assert_ne!(done.code, 0);
    assert!(done.stderr.contains("symbolic link"), "{}", done.stderr);
    assert!(bench.tree("outside").is_empty());
}
