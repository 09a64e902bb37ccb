//! Bad input: a diagnostic or an error with file and line, and the rest is generated.

use crate::Bench;
use serde_json::Value;
use std::fs;

/// A page of an operation in the newer layout, one part of which is bad.
fn page(operation: &str, rows: &str) -> String {
    format!(
        "# {operation}\n\nDoes a thing.\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n\
         |---------|----|--------|-------|-----------|\n|Action|String|Yes|{operation}|The operation to perform. |\n{rows}\n\
         ## Response parameters\n\n|Parameter|Type|Example|Description|\n|---------|----|-------|-----------|\n\
         |RequestId|String|abc|ID of the request. |\n\n## Examples\n\nSample requests\n\n```\nhttp(s)://[Endpoint]/?Action={operation}\n```\n"
    )
}

/// A file, what it holds, the kind of diagnostic that it must give, and the operation that is generated all the same.
type BadPage = (&'static str, Vec<u8>, &'static str, Option<&'static str>);

fn bad_pages() -> Vec<BadPage> {
    let cut_off = page("CutOff", "|Name|String|Yes|x|Name. |\n|Other|Str");
    let cut_off = &cut_off[..cut_off.find("|Other|Str").expect("the row") + "|Other|Str".len()];
    let mut not_utf8 = page("NotUtf8", "|Name|String|Yes|x|Name@ of it. |\n").into_bytes();
    for byte in not_utf8.iter_mut().filter(|byte| **byte == b'@') {
        *byte = 0xff;
    }
    vec![
        ("NoTable.md", b"# NoTable\n\nDoes a thing.\n\n## Request parameters\n\nNone to speak of.\n\n## Response parameters\n\nNone.\n".to_vec(), "no-table", None),
        ("CutOff.md", cut_off.as_bytes().to_vec(), "table-cut-off", Some("CutOff")),
        ("NotUtf8.md", not_utf8, "not-utf8", Some("NotUtf8")),
        ("Dots.md", page("../../x", "|Name|String|Yes|x|Name. |\n").into_bytes(), "bad-name", None),
        (
            "Fn.md",
            page("fn", "|Name|String|Yes|x|Name. |
").into_bytes(),
            "bad-name",
            None,
        ),
        (
            "Collide.md", page("Collide", "|Name|String|Yes|x|Name. |\n|name|String|Yes|x|Name again. |\n").into_bytes(), "name-collision", Some("Collide")),
    ]
}

fn diagnostics(bench: &Bench, arguments: &[&str]) -> (Vec<Value>, String) {
    let done = bench
        .docs(&[arguments, &["--diagnostics", "--diagnostics-json", "diagnostics.json"]].concat())
        .well();
    let diagnostics: Value = serde_json::from_str(&bench.read("diagnostics.json")).expect("JSON");
    (diagnostics.as_array().expect("a list").clone(), done.stdout)
}

#[test]
fn each_bad_page_gets_a_diagnostic_and_the_rest_is_generated() {
    let bad: Vec<_> = bad_pages()
        .into_iter()
        .filter_map(|page| problem_with(page).err())
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// A run over our own pages and one bad page.
fn problem_with((file, contents, kind, operation): BadPage) -> Result<(), String> {
    let bench = Bench::new();
    bench.write(&format!("docs/multimediaai/{file}"), contents);
    let (diagnostics, stdout) = diagnostics(&bench, &[]);

    let mut expected = vec![
        "CreateGifTask",
        "CreateLabelTask",
        "GetTaskResult",
        "GetTaskStatus",
        "ListTasks",
    ];
    expected.extend(operation);
    let generated = bench.tree("spec/multimediaai/2019-08-10");
    for name in expected {
        assert!(
            generated.contains_key(&format!("{name}.yaml")),
            "{file}: {name} is missing"
        );
    }
    assert!(
        bench
            .path("generated/multimediaai/src/operation/list_tasks.rs")
            .exists()
    );
    let top = fs::read_dir(bench.folder.path()).expect("the folder");
    let mut top: Vec<_> = top.map(|entry| entry.expect("entry").file_name()).collect();
    top.sort_unstable();
    assert_eq!(
        top,
        ["diagnostics.json", "docs", "generated", "spec"],
        "{file}: nothing outside the output folders"
    );

    // What comes to light when code is made of the spec is told of the spec's file.
    let spec = format!("spec/multimediaai/2019-08-10/{}", file.replace(".md", ".yaml"));
    let of_page = |one: &&Value| {
        let place = one["file"].as_str().unwrap_or_default();
        place == format!("docs/multimediaai/{file}") || place.eq_ignore_ascii_case(&spec)
    };
    let own: Vec<_> = diagnostics.iter().filter(of_page).collect();
    let found = own
        .iter()
        .find(|one| one["kind"] == kind)
        .ok_or(format!("{file}: no {kind} among {own:?}"))?;
    let line = found["line"]
        .as_u64()
        .filter(|line| *line > 0)
        .ok_or(format!("{file}: no line in {found}"))?;
    let place = format!("--> {}:{line}:", found["file"].as_str().unwrap_or_default());
    if stdout.contains(&format!("warning[{kind}]: ")) && stdout.contains(&place) {
        Ok(())
    } else {
        Err(format!("{file}: {kind} at {place} is not in {stdout}"))
    }
}

#[test]
fn a_folder_without_operations_is_an_error_and_writes_nothing() {
    let bench = Bench::new();
    bench.write("empty/demo/README.md", "# Demo\n\nA product.\n");
    let done = bench.regen(&["--docs", "empty"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr
            .contains("error: empty/demo: no page of an operation among 1 page"),
        "{}",
        done.stderr
    );
    assert!(!bench.path("spec").exists() && !bench.path("generated").exists());

    // What was there already stays.
    bench.docs(&[]).well();
    let before = (bench.tree("spec"), bench.tree("generated"));
    fs::remove_dir_all(bench.path("docs/multimediaai")).expect("remove");
    bench.write("docs/multimediaai/README.md", "# Nothing\n");
    assert_eq!(bench.docs(&[]).code, 2);
    assert!(before == (bench.tree("spec"), bench.tree("generated")));
}

#[test]
fn a_broken_spec_file_is_an_error_and_other_products_go_on() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    for (path, contents) in bench.tree("spec/multimediaai") {
        bench.write(&format!("spec/second/{path}"), contents);
    }
    let path = "spec/multimediaai/2019-08-10/ListTasks.yaml";
    let broken = bench.read(path).replacen("type: Integer", "type: Number", 1);
    let line = 1 + broken
        .lines()
        .position(|line| line.contains("type: Number"))
        .expect("the line");
    bench.write(path, broken);
    let before = bench.tree("generated/multimediaai");
    let done = bench.regen(&["--code-only"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains(&format!("error: {path}:{line}: ")),
        "{}",
        done.stderr
    );
    assert!(
        bench.tree("generated/multimediaai") == before,
        "its crate stays as it was"
    );
    assert!(bench.path("generated/second/src/lib.rs").exists());
}

#[test]
fn names_that_cannot_be_a_folder() {
    let bench = Bench::new();
    bench.write(
        "docs/bad name/ListTasks.md",
        bench.read("docs/multimediaai/ListTasks.md"),
    );
    let done = bench.docs(&[]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr
            .contains("docs/bad name: the folder's name can't be a product's"),
        "{}",
        done.stderr
    );
    assert!(
        bench.path("generated/multimediaai/src/lib.rs").exists(),
        "the others go on"
    );
}

#[test]
fn overrides_that_do_not_fit_are_errors_with_their_line_and_nothing_is_written() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let page = bench.read("docs/multimediaai/ListTasks.md");
    let path = "spec/multimediaai/overrides.yaml";
    let before = (bench.tree("spec/multimediaai/2019-08-10"), bench.tree("generated"));
    // The page changed too: that must not be written either.
    bench.write(
        "docs/multimediaai/ListTasks.md",
        page.replace("Page to return", "Page that is returned"),
    );
    for (text, line, message) in [
        ("fields:\n- path: Status\n  type_nam: TaskStatus\n", 3, "type_nam"),
        ("fields: [\n", 2, ""),
        (
            "fields:\n- path: Statos\n  type_name: TaskStatus\n",
            2,
            "did you mean Status?",
        ),
        (
            "fields:\n- path: response.Tasks.Stat\n  type: Long\n",
            2,
            "matches nothing",
        ),
        (
            "fields:\n- path: Status\n  type: Long\n- path: Status\n  required: true\n",
            4,
            "two rules for one spot",
        ),
        (
            "operations:\n- operation: ListTask\n  hide: true\n",
            2,
            "matches nothing",
        ),
    ] {
        bench.write(path, text);
        for run in [bench.docs(&[]), bench.regen(&["--code-only"]), bench.docs(&["--check"])] {
            assert_eq!(run.code, 2, "{text}: {}", run.stderr);
            let start = format!("error: {path}:{line}: ");
            let told = run.stderr.lines().find(|told| told.starts_with(&start));
            assert!(
                told.is_some_and(|told| told.contains(message)),
                "{text}: {}",
                run.stderr
            );
        }
        let after = (bench.tree("spec/multimediaai/2019-08-10"), bench.tree("generated"));
        assert!(before == after, "{text}: something was written");
    }

    bench.write(
        path,
        "fields:\n- path: Status\n  type_name: TaskStatus\n  values: {0: Waiting}\n- path: request.PageNumber\n  type: Integer\n",
    );
    let done = bench.docs(&["--diagnostics"]).well();
    assert!(bench.read("generated/multimediaai/src/types.rs").contains("Waiting"));
    assert!(
        done.stdout
            .contains("the docs agree with `type` for request.PageNumber"),
        "{}",
        done.stdout
    );
    assert!(done.stdout.contains(&format!("--> {path}:6:")), "{}", done.stdout);
}
