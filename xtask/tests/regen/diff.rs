//! `cargo xtask diff`, by the binary itself.

use super::{Bench, xtask};
use alibabacloud_tests::command::{Done, run};
use serde_json::Value;

const PAGE: &str = "docs/multimediaai/GetTaskStatus.md";

impl Bench {
    fn diff(&self, arguments: &[&str]) -> Done {
        let mut command = xtask();
        run(command.current_dir(self.path("")).arg("diff").args(arguments))
    }
}

#[test]
fn a_revision_and_the_folder() {
    let bench = Bench::in_git();
    assert_eq!(bench.diff(&["HEAD", "spec"]).well().stdout, "no change\n");
    bench.edit(PAGE, "|TaskId|Long|", "|TaskId|String|");
    bench.docs(&[]).well();

    let text = bench.diff(&["HEAD", "spec"]).well().stdout;
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "multimediaai: 1 breaking; version 0.1.0 → 0.2.0");
    assert_eq!(lines[2], "  breaking: GetTaskStatus");
    assert_eq!(lines[3], "    request.TaskId: type Long → String");
    assert!(
        lines[4].contains("(multimediaai/2019-08-10/GetTaskStatus.yaml:"),
        "{text}"
    );

    let markdown = bench.diff(&["HEAD", "spec", "--format", "markdown"]).well().stdout;
    assert!(
        markdown.contains("| GetTaskStatus | `request.TaskId` | type Long → String | `GetTaskStatus::task_id` takes"),
        "{markdown}"
    );

    let json = bench.diff(&["HEAD", "spec", "--format", "json"]).well().stdout;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let (product, change) = (&json[0], &json[0]["changes"][0]);
    assert_eq!(
        (&product["breaking"], &product["next_version"]),
        (&1.into(), &"0.2.0".into())
    );
    for (key, value) in [
        ("operation", "GetTaskStatus"),
        ("path", "request.TaskId"),
        ("aspect", "type"),
        ("before", "Long"),
        ("after", "String"),
        ("class", "breaking"),
    ] {
        assert_eq!(change[key], value, "{change}");
    }

    assert_eq!(bench.diff(&["HEAD", "spec", "--deny", "breaking"]).code, 1);
    bench.commit();
    assert_eq!(bench.diff(&["HEAD", "spec", "--deny", "prose"]).code, 0);
    bench.edit(PAGE, "# GetTaskStatus", "# GetTaskStatus\n\nOther words.");
    bench.docs(&[]).well();
    assert_eq!(bench.diff(&["HEAD", "spec", "--deny", "compatible"]).code, 0);
    assert_eq!(bench.diff(&["HEAD", "spec", "--deny", "prose"]).code, 1);
}

#[test]
fn a_folder_outside_git_has_no_revisions() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    let done = bench.diff(&["HEAD", "spec"]);
    assert!(
        done.code == 2 && done.stderr.contains("spec: can't be compared with HEAD"),
        "{done:?}"
    );
}

#[test]
fn what_can_not_be_compared_is_said_with_its_place() {
    let bench = Bench::in_git();
    let yaml = "spec/multimediaai/2019-08-10/GetTaskStatus.yaml";
    let good = bench.read(yaml);
    for (arguments, broken, expected) in [
        (
            ["nowhere", "spec"],
            "",
            "nowhere: neither a folder nor a revision of git",
        ),
        (["HEAD~x^", "spec"], "", "neither a folder nor a revision of git"),
        (
            ["HEAD", "docs"],
            "",
            "docs: no folder of a product, with its product.yaml",
        ),
        (["HEAD", "gone"], "", "gone: no such folder"),
        (
            ["docs", "spec"],
            "",
            "docs: no folder of a product, with its product.yaml",
        ),
        (
            ["HEAD", "spec"],
            "operation: GetTaskStatus\nrequest:\n- nme: X\n",
            "spec/multimediaai/2019-08-10/GetTaskStatus.yaml:3: spec: ",
        ),
        (
            ["HEAD", "spec"],
            "operation: GetTaskStatus\nrequest: [\n",
            "spec/multimediaai/2019-08-10/GetTaskStatus.yaml:3: spec: ",
        ),
    ] {
        bench.write(yaml, if broken.is_empty() { good.as_str() } else { broken });
        let before = bench.tree("spec");
        let done = bench.diff(&arguments);
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (2, ""),
            "{arguments:?} {}",
            done.stderr
        );
        assert!(
            done.stderr.starts_with("error: ") && done.stderr.contains(expected),
            "{arguments:?}: {}",
            done.stderr
        );
        assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
        assert_eq!(bench.tree("spec"), before);
    }
    // The broken file of a revision is named with the revision.
    bench.write(yaml, "operation: GetTaskStatus\nrequest: [\n");
    bench.commit();
    bench.write(yaml, good);
    let done = bench.diff(&["HEAD", "spec"]);
    let expected = "HEAD:spec/multimediaai/2019-08-10/GetTaskStatus.yaml:3: spec: ";
    assert!(done.code == 2 && done.stderr.contains(expected), "{}", done.stderr);
}
