//! `cargo xtask check`: one line a problem.

use crate::Bench;
use alibabacloud_tests::command::{Done, run};
use std::fs;
use std::process::Command;

fn check(bench: &Bench, arguments: &[&str]) -> Done {
    let places = ["check", "--docs", "docs", "--spec", "spec", "--generated", "generated"];
    bench.other(&[&places[..], arguments].concat())
}

#[test]
fn each_problem_is_a_line() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    assert!(check(&bench, &[]).stdout.contains("is a guess"));
    bench.confirm_host();
    let done = check(&bench, &[]).well();
    assert_eq!(done.stdout, "");

    let (spec, code) = ("spec/multimediaai", "generated/multimediaai/src");
    let edited = |path: &str, from: &str, to: &str| {
        let text = bench.read(path);
        assert!(text.contains(from), "{path}: {from}");
        text.replacen(from, to, 1)
    };
    let list_tasks = format!("{spec}/2019-08-10/ListTasks.yaml");
    let lines_before = |path: &str, needle: &str| {
        1 + bench
            .read(path)
            .lines()
            .position(|line| line.contains(needle))
            .expect("the line")
    };
    let required = lines_before(&list_tasks, "required: true");
    let client = lines_before(&format!("{code}/client.rs"), "//! The client.");
    for (path, text, line) in [
        (
            list_tasks.clone(),
            Some(edited(&list_tasks, "  required: true\n", "")),
            format!("{list_tasks}:{required}: not what its page gives"),
        ),
        (
            format!("{code}/client.rs"),
            Some(edited(&format!("{code}/client.rs"), "//! The client.", "//! Mine.")),
            format!("{code}/client.rs:{client}: not what the spec gives"),
        ),
        (format!("{code}/client.rs"), None, format!("{code}/client.rs: missing")),
        (
            format!("{code}/client.rs"),
            Some("// Mine.\n".to_owned()),
            "there is a file without the generated header".to_owned(),
        ),
        (
            format!("{code}/mine.rs"),
            Some("// Mine.\n".to_owned()),
            format!("{code}/mine.rs:1: not generated"),
        ),
        (
            format!("{spec}/overrides.yaml"),
            Some("fields:\n- path: request.PageNumber\n  type: Integer\n".to_owned()),
            format!("{spec}/overrides.yaml:3: override: the docs agree with `type`"),
        ),
        (
            format!("{spec}/overrides.yaml"),
            Some("fields:\n- path: request.PageNumbr\n  type: Integer\n".to_owned()),
            format!("{spec}/overrides.yaml:2: override: `type` for request.PageNumbr"),
        ),
        (
            format!("{spec}/overrides.yaml"),
            Some("fields: [\n".to_owned()),
            format!("{spec}/overrides.yaml:2: spec: "),
        ),
        (
            format!("{spec}/product.yaml"),
            Some(edited(&format!("{spec}/product.yaml"), "style: RPC", "style: SOAP")),
            format!("{spec}/product.yaml:"),
        ),
        (
            "spec/product.schema.json".to_owned(),
            None,
            "spec/product.schema.json: missing".to_owned(),
        ),
    ] {
        let before = fs::read(bench.path(&path)).ok();
        match text {
            Some(text) => bench.write(&path, text),
            None => fs::remove_file(bench.path(&path)).expect("remove"),
        }
        let tampered = bench.tree(".");
        let done = check(&bench, &[]);
        assert_eq!(done.code, 1, "{path}: {}{}", done.stdout, done.stderr);
        assert!(
            done.stdout.lines().any(|told| told.contains(&line)),
            "{line} is not in {}",
            done.stdout
        );
        assert!(bench.tree(".") == tampered, "{path}: a check writes nothing");
        match before {
            Some(before) => bench.write(&path, before),
            None => fs::remove_file(bench.path(&path)).expect("remove"),
        }
    }
    check(&bench, &[]).well();
}

fn git(bench: &Bench, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(bench.folder.path())
        .args(["-c", "user.name=T", "-c", "user.email=t@example.com"])
        .args(arguments);
    run(&mut git).well();
}

#[test]
fn names_that_change_in_silence() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    bench.confirm_host();
    let path = "generated/multimediaai/src/operation/list_tasks.rs";
    // As an earlier generator might have called it.
    let text = bench.read(path);
    bench.write(path, text.replace("pub fn page_number(", "pub fn number_of_page("));
    git(&bench, &["init", "-q"]);
    git(&bench, &["add", "."]);
    git(&bench, &["commit", "-q", "-m", "one"]);
    bench.write(path, text);
    let done = check(&bench, &[]);
    assert_eq!(done.code, 1, "{}{}", done.stdout, done.stderr);
    assert!(
        done.stdout
            .contains(&format!("{path}: names in Rust are gone since HEAD"))
            && done.stdout.contains("ListTasks::number_of_page"),
        "{}",
        done.stdout
    );
    git(&bench, &["commit", "-q", "-a", "-m", "two"]);
    check(&bench, &[]).well();
    assert_eq!(check(&bench, &["--since", "HEAD~1"]).code, 1);
    let bad = check(&bench, &["--since", "nosuch"]);
    assert_eq!(bad.code, 2);
    assert!(
        bad.stderr.contains("nosuch: neither a folder nor a revision of git"),
        "{}",
        bad.stderr
    );
}
