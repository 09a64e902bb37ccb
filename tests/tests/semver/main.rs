//! What the comparison of two specs says, and whether the compiler agrees: code that was written for the old crate against the new.

mod cases;

use alibabacloud_generator::codegen::{RuntimeDependency, generate};
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::semver::{Bump, Change, Class, compare, show};
use alibabacloud_generator::spec::snapshot::Snapshot;
use alibabacloud_tests::command::{cargo, run};
use alibabacloud_tests::root;
use cases::{CASES, CLIENT, COMMON_CASES, COMMON_CLIENT, CommonCase, OLD};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const MANIFEST: &str = "code: Demo
versions:
- 2019-08-10
style: RPC
endpoints:
  rule: demo.{region}.example.com
";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    Snapshot::read("demo", &files).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn demo(operation: &str) -> Snapshot {
    snapshot(&[("product.yaml", MANIFEST), ("2019-08-10/ListTasks.yaml", operation)])
}

/// `breaking response.Tasks.TaskId: type Integer → String`
fn line(change: &Change) -> String {
    format!("{} {}: {}", change.class, change.difference.path, show::phrase(change))
}

#[test]
fn each_change_has_its_class() {
    for (from, to, expected) in CASES {
        assert!(OLD.contains(from), "{from}");
        let comparison = compare("demo", Some(&demo(OLD)), Some(&demo(&OLD.replacen(from, to, 1))));
        let lines: Vec<_> = comparison.changes.iter().map(line).collect();
        assert_eq!(lines, *expected, "{from:?} → {to:?}: {:#?}", comparison.changes);
    }
}

#[test]
fn codes_in_common_change() {
    let manifest = ("product.yaml".to_owned(), MANIFEST.to_owned());
    for (at, case) in COMMON_CASES.iter().enumerate() {
        let states = [false, true].map(|changed| {
            let files = [vec![manifest.clone()], common_files(at, case, changed)].concat();
            snapshot(&borrowed(&files))
        });
        let comparison = compare("demo", Some(&states[0]), Some(&states[1]));
        let lines: Vec<_> = comparison.changes.iter().map(line).collect();
        assert_eq!(lines, case.lines, "{case:#?}: {:#?}", comparison.changes);
        for change in &comparison.changes {
            let Some(file) = &change.file else {
                assert_eq!(change.class, Class::Prose, "{change:#?}");
                continue;
            };
            let common = change.difference.operation.is_empty();
            assert_eq!(file.ends_with("/common-errors.yaml"), common, "{change:#?}");
        }
        for reason in comparison.of(Class::Breaking).map(|change| &change.reason) {
            assert!(reason.contains("CommonError"), "{reason}");
        }
    }
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    let files = files.iter();
    files.map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// A version of its own a case: codes in common are in common to all operations of one.
fn common_files(at: usize, case: &CommonCase, changed: bool) -> Vec<(String, String)> {
    let version = format!("2000-01-{:02}", at + 1);
    let mut own = OLD.replace("operation: ListTasks", &format!("operation: Common{at}"));
    if changed {
        own = own.replacen(case.own.0, case.own.1, 1);
    }
    let mut files = vec![(format!("{version}/Common{at}.yaml"), own)];
    let common = case.common[usize::from(changed)];
    if !common.is_empty() {
        files.push((format!("{version}/common-errors.yaml"), common.to_owned()));
    }
    files
}

/// The crate of an operation a case, each called by its case's number; its changes made, if asked for.
fn write_crate(folder: &Path, name: &str, changed: bool) -> Snapshot {
    let mut files = vec![("product.yaml".to_owned(), MANIFEST.to_owned())];
    for (at, (from, to, _)) in CASES.iter().enumerate() {
        let text = if changed {
            OLD.replacen(from, to, 1)
        } else {
            OLD.to_owned()
        };
        let text = text.replace("operation: ListTasks", &format!("operation: Case{at}"));
        files.push((format!("2019-08-10/Case{at}.yaml"), text));
    }
    for (at, case) in COMMON_CASES.iter().enumerate() {
        files.extend(common_files(at, case, changed));
    }
    let mut snapshot = snapshot(&borrowed(&files));
    snapshot.product.name = name.to_owned();
    let runtime = RuntimeDependency {
        path: root().join("runtime").display().to_string(),
        version: "0.1.0".to_owned(),
    };
    for file in generate(&snapshot.product, &runtime).files {
        let path = folder.join(name).join(file.path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
        fs::write(path, file.contents).expect("write");
    }
    snapshot
}

/// The names of the operations of all cases, and the code that uses each.
fn clients() -> Vec<(String, String)> {
    let of = |name: String, code: &str| {
        let code = code.replace("Demo", &name).replace("demo", &name.to_lowercase());
        (name, code)
    };
    let mut clients: Vec<_> = (0..CASES.len()).map(|at| of(format!("Case{at}"), CLIENT)).collect();
    for (at, case) in COMMON_CASES.iter().enumerate() {
        let more = if case.common[0].is_empty() { "" } else { COMMON_CLIENT };
        let module = format!("cloud::v2000_01_{:02}::", at + 1);
        let mut code = format!("{CLIENT}{more}");
        for item in ["operation", "Client", "CommonError"] {
            code = code.replace(&format!("cloud::{item}"), &format!("{module}{item}"));
        }
        clients.push(of(format!("Common{at}"), &code));
    }
    clients
}

/// A crate with a program for each named one, of the code of some operations, over the crate `over`.
fn write_client(folder: &Path, name: &str, over: &str, programs: &[(String, Vec<(String, String)>)]) {
    let src = folder.join(name).join("src/bin");
    fs::create_dir_all(&src).expect("folder");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n\
         cloud = {{ package = \"alibabacloud-{over}\", path = \"../{over}\" }}\n"
    );
    fs::write(folder.join(name).join("Cargo.toml"), manifest).expect("write");
    for (program, clients) in programs {
        let mut text = "#![allow(dead_code)]\nfn main() {}\n".to_owned();
        for (operation, code) in clients {
            text.push_str(&format!("mod of_{} {{{code}}}\n", operation.to_lowercase()));
        }
        fs::write(src.join(format!("{program}.rs")), text).expect("write");
    }
}

#[test]
fn the_compiler_agrees() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let old = write_crate(folder.path(), "old", false);
    let new = write_crate(folder.path(), "new", true);
    let comparison = compare("demo", Some(&old), Some(&new));
    let breaks = |(name, _): &(String, String)| {
        let common = name
            .strip_prefix("Common")
            .and_then(|at| at.parse::<usize>().ok())
            .map(|at| (format!("2000-01-{:02}", at + 1), &COMMON_CASES[at]));
        let seen = common.as_ref().is_none_or(|(_, case)| !case.compiles);
        comparison.of(Class::Breaking).any(|change| match &common {
            Some((version, _)) => change.difference.version == *version,
            None => change.difference.operation == *name,
        }) && seen
    };
    let (breaking, rest): (Vec<_>, Vec<_>) = clients().into_iter().partition(breaks);
    let one = |client: &(String, String)| (client.0.to_lowercase(), vec![client.clone()]);
    write_client(folder.path(), "before", "old", &[("all".to_owned(), clients())]);
    let mut programs: Vec<_> = breaking.iter().map(one).collect();
    programs.push(("rest".to_owned(), rest.clone()));
    write_client(folder.path(), "after", "new", &programs);
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"old\", \"new\", \"before\", \"after\"]\n";
    fs::write(folder.path().join("Cargo.toml"), workspace).expect("write");
    // The same versions of what they depend on, which are built already.
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).expect("copy");

    let arguments = [
        "check",
        "--offline",
        "--quiet",
        "--workspace",
        "--bins",
        "--keep-going",
        "--message-format=json",
    ];
    let done = run(cargo().current_dir(folder.path()).args(arguments));
    let mut failed: BTreeSet<String> = BTreeSet::new();
    let mut checked = 0;
    for message in done
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let target = message["target"]["name"].as_str().unwrap_or_default();
        checked += usize::from(message["reason"] == "compiler-artifact" && ["all", "rest"].contains(&target));
        if message["reason"] == "compiler-message" && message["message"]["level"] == "error" {
            failed.insert(target.to_owned());
        }
    }
    let expected: BTreeSet<String> = breaking.iter().map(|(name, _)| name.to_lowercase()).collect();
    let shown = |names: Vec<&String>| -> Vec<String> {
        let case = |name: &String| match (name.strip_prefix("case"), name.strip_prefix("common")) {
            (Some(at), _) => format!("{:?}", CASES[at.parse::<usize>().expect("a number")]),
            (_, Some(at)) => format!("{:?}", COMMON_CASES[at.parse::<usize>().expect("a number")]),
            _ => name.clone(),
        };
        names.into_iter().map(case).collect()
    };
    assert_eq!(
        failed,
        expected,
        "called breaking, and compiles: {:#?}",
        shown(expected.difference(&failed).collect())
    );
    assert_eq!(checked, 2, "{}", done.stderr);
    eprintln!(
        "{} breaking changes do not compile, {} others do",
        breaking.len(),
        rest.len()
    );
}

#[test]
fn products_versions_and_operations() {
    let small = "operation: GetTask\nresponse:\n- name: Id\n  type: String\n";
    let one = demo(OLD);
    let both = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2019-08-10/GetTask.yaml", small),
    ]);
    let newer = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2020-01-01/GetTask.yaml", small),
    ]);
    let older = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2014-01-01/GetTask.yaml", small),
    ]);
    let moved = snapshot(&[
        ("product.yaml", &MANIFEST.replace("demo.{region}", "new.{region}")),
        ("2019-08-10/ListTasks.yaml", OLD),
    ]);
    let (one, both, newer, older, moved) = (Some(&one), Some(&both), Some(&newer), Some(&older), Some(&moved));
    for (old, new, expected) in [
        (one, one, vec![]),
        (one, both, vec!["compatible : operation added"]),
        (both, one, vec!["breaking : operation removed"]),
        (one, newer, vec!["breaking : version added: 1 operation"]),
        (one, older, vec!["compatible : version added: 1 operation"]),
        (older, one, vec!["breaking : version removed: 1 operation"]),
        (
            one,
            moved,
            vec!["compatible endpoints.rule: endpoint demo.{region}.example.com → new.{region}.example.com"],
        ),
        (None, one, vec!["compatible : product added: 1 operation"]),
        (one, None, vec!["breaking : product removed: 1 operation"]),
    ] {
        let comparison = compare("demo", old, new);
        let lines: Vec<_> = comparison.changes.iter().map(line).collect();
        assert_eq!(lines, expected, "{:#?}", comparison.changes);
        let first = old.is_none() && new.is_some();
        assert_eq!(comparison.bump() == Bump::First, first);
    }
}

#[test]
fn the_next_version_follows() {
    for (bump, version, next) in [
        (Bump::Major, "0.1.0", "0.2.0"),
        (Bump::Minor, "0.1.3", "0.1.4"),
        (Bump::Patch, "0.1.3", "0.1.4"),
        (Bump::Major, "0.0.3", "0.0.4"),
        (Bump::Major, "1.2.3", "2.0.0"),
        (Bump::Minor, "1.2.3", "1.3.0"),
        (Bump::Patch, "1.2.3", "1.2.4"),
        (Bump::None, "1.2.3", "1.2.3"),
        (Bump::First, "0.1.0", "0.1.0"),
    ] {
        assert_eq!(bump.next(version).as_deref(), Some(next), "{bump:?} of {version}");
    }
    assert_eq!(Bump::Patch.next("1.2"), None);
    for (bump, shown) in [
        (Bump::None, None),
        (Bump::First, Some("0.1.0, its first")),
        (Bump::Major, Some("0.1.0 → 0.2.0")),
    ] {
        assert_eq!(bump.shown("0.1.0").as_deref(), shown);
    }
    assert_eq!(Class::Breaking.to_string(), "breaking");
}
