//! Generated crates compile: one of the real pages, called over a socket, and one of pages made to break the generator.

use alibabacloud_tests::cloud::Cloud;
use alibabacloud_tests::command::{cargo, run, xtask};
use alibabacloud_tests::root;
use alibabacloud_tests::shared::shared;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// Crates of one name lie in one target folder, and cargo takes what was built of another for its own unless its sources are newer:
/// one test at a time, from making its crates to running them.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Docs to crates, in a folder of their own.
fn regen(docs: &Path, product: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = xtask(&["regen", "--product", product, "--docs"]);
    command.arg(docs).arg("--spec").arg(folder.path().join("spec"));
    run(command.arg("--generated").arg(folder.path().join("generated"))).well();
    // The same versions of what they depend on, which are built already.
    fs::copy(root().join("Cargo.lock"), folder.path().join("generated/Cargo.lock")).expect("copy");
    folder
}

/// A cargo that works on the crates.
fn cargo_in(folder: &TempDir, subcommand: &str) -> Command {
    let mut command = cargo();
    command
        .current_dir(folder.path().join("generated"))
        .args([subcommand, "--offline", "--quiet"]);
    command
}

#[test]
fn from_the_real_pages_to_an_answered_call() {
    let Some(docs) = shared("docs") else { return };
    let _alone = alone();
    let folder = regen(&docs, "multimediaai");
    let example = "examples/list_tasks.rs";
    let to = folder.path().join("generated/multimediaai").join(example);
    fs::create_dir_all(to.parent().expect("a parent")).expect("folder");
    fs::copy(root().join("generated/multimediaai").join(example), to).expect("copy");
    let cloud = Cloud::start("multimediaai", &folder.path().join("log"));
    let mut command = cargo_in(&folder, "run");
    command.args([
        "--package",
        "alibabacloud-multimediaai",
        "--example",
        "list_tasks",
        "--",
        "--endpoint",
        cloud.endpoint(),
    ]);
    command
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret");
    let done = run(command.env_remove("ALIBABA_CLOUD_SECURITY_TOKEN")).well();
    assert!(done.stdout.ends_with("\ntotal 25\n"), "{}", done.stdout);
    // The samples of the real pages, as tests of the crate.
    run(cargo_in(&folder, "test").args(["--package", "alibabacloud-multimediaai", "--test", "samples"])).well();
}

/// What a description may hold that Rust would take for something else.
const NASTY: &str = "Ends with */ and ``` and ` and \" and \\ and {x} and #[x] and <b>b</b> and <http://x and [y](~~1~~) and [z] and //! and \\| ";

#[test]
fn whatever_the_pages_hold_the_crate_compiles() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let docs = folder.path().join("docs/nasty");
    fs::create_dir_all(&docs).expect("folder");
    let names = [
        "Type", "type", "Self", "self", "Fn", "Name", "name", "Na-me", "_", "1st", "Option", "String", "Vec", "Call",
        "Send", "send", "new", "Set", "Default",
    ];
    let rows = |cells: &str| names.map(|name| format!("|{name}|{cells}|{NASTY}|\n")).concat();
    let fields = "|Items|Array of Item| |Items. |\n|Option|Struct| |A struct. |\n|Default|String|x|A name. |\n|Vec|Array of String|x|More. |\n";
    for operation in [
        "fn",
        "Fn",
        "Client",
        "Option",
        "Error",
        "ListTasks",
        "Nasty",
        "SendError",
        "Default",
    ] {
        let page = format!(
            "# {operation}\n\n{NASTY}\n\n## Debugging\n\n[x](https://api.aliyun.com/#product=Nasty&api={operation}&type=RPC&version=2020-01-01)\n\n\
             ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|{operation}|x |\n{}{}\n\
             ## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n{}{fields}\n## Error codes\n\n\
             |HttpCode|Error code|Error message|Description|\n|--|--|--|--|\n|400|Bad\"%s|{NASTY}|{NASTY}|\n|400|unknown|x|x|\n|400|Unknown|x|x|\n\
             |400|{NASTY}|x|x|\n|404|Self|x|x|\n",
            rows("String|No|x"),
            "|Filter.N.Key|String|No|x|Key. |\n|Item.1.Option|String|Yes|x|An option. |\n|Size|Integer|No|1|Size. Valid values: -1: none, 0: Self, 1: self |\n",
            rows("String|x"),
        );
        fs::write(docs.join(format!("{operation}.md")), page).expect("write");
    }
    let folder = regen(&folder.path().join("docs"), "nasty");
    let operations = fs::read_dir(folder.path().join("generated/nasty/src/operation"))
        .expect("operations")
        .count();
    assert!(
        operations >= 8,
        "only {operations} files: the bad names took good ones with them"
    );
    let mut clippy = cargo_in(&folder, "clippy");
    let done = run(clippy.args(["--workspace", "--all-targets", "--", "--deny", "warnings"])).well();
    assert_eq!(done.stdout, "");
    run(cargo_in(&folder, "doc")
        .args(["--no-deps", "--workspace"])
        .env("RUSTDOCFLAGS", "--deny warnings"))
    .well();
    run(cargo_in(&folder, "test").args(["--workspace", "--doc"])).well();
}

#[test]
fn the_code_in_the_readme_runs() {
    let _alone = alone();
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    assert!(readme.lines().count() < 150);
    let code = readme
        .split("```rust\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a block of Rust");
    let (imports, body): (Vec<_>, Vec<_>) = code.lines().partition(|line| line.starts_with("use "));
    let program = format!(
        "//! The code in the README.\n{}\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}\nOk(())\n}}\n",
        imports.join("\n"),
        body.join("\n")
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = xtask(&["regen", "--code-only", "--product", "multimediaai"]);
    run(command.arg("--generated").arg(folder.path().join("generated"))).well();
    fs::copy(root().join("Cargo.lock"), folder.path().join("generated/Cargo.lock")).expect("copy");
    let examples = folder.path().join("generated/multimediaai/examples");
    fs::create_dir_all(&examples).expect("folder");
    fs::write(examples.join("readme.rs"), program).expect("write");
    let said = run(cargo_in(&folder, "run").args(["--example", "readme"]))
        .well()
        .stdout;
    assert!(
        said.contains("Some(7) Some(Succeeded)") && said.contains("gone: "),
        "{said}"
    );
}
