//! The changelog of a crate, over runs and commits.

use super::Bench;
use alibabacloud_tests::command::run;
use std::process::Command;

const CHANGELOG: &str = "generated/multimediaai/CHANGELOG.md";
const PAGE: &str = "docs/multimediaai/GetTaskStatus.md";

impl Bench {
    /// With everything in a repository of git.
    pub(super) fn in_git() -> Self {
        let bench = Self::new();
        bench.git(&["init", "--quiet"]);
        bench.docs(&[]).well();
        bench.commit();
        bench
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path(""))
            .args([
                "-c",
                "user.name=T",
                "-c",
                "user.email=t@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments);
        run(&mut git).well();
    }

    pub(super) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }

    /// Replaces a text that stands in a file.
    pub(super) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path}: {from}");
        self.write(path, text.replacen(from, to, 1));
    }
}

#[test]
fn entries_gather_over_commits_and_no_run_repeats_them() {
    let bench = Bench::in_git();
    let begun = bench.read(CHANGELOG);
    assert!(
        begun.contains("- API version 2019-08-10, with 5 operations."),
        "{begun}"
    );

    bench.edit(PAGE, "|TaskId|Long|", "|TaskId|String|");
    for _ in 0..2 {
        bench.docs(&[]).well();
        let text = bench.read(CHANGELOG);
        let entry = "**Breaking:** `GetTaskStatus`, `request.TaskId`: type Long → String; `GetTaskStatus::task_id` takes `String`";
        assert_eq!(text.matches(entry).count(), 1, "{text}");
        assert!(text.contains("the next version after 0.1.0 is 0.2.0"), "{text}");
    }
    let changed = bench.read(CHANGELOG);
    bench.edit(PAGE, "|TaskId|String|", "|TaskId|Long|");
    bench.docs(&[]).well();
    assert_eq!(bench.read(CHANGELOG), begun, "what was taken back is no change");
    bench.edit(PAGE, "|TaskId|Long|", "|TaskId|String|");
    bench.docs(&[]).well();
    assert_eq!(bench.read(CHANGELOG), changed);

    bench.commit();
    assert_eq!(bench.docs(&["--check"]).code, 0);
    // A correction by hand is a change of the crate.
    bench.write(
        "spec/multimediaai/overrides.yaml",
        "fields:\n- path: request.TaskId\n  operation: GetTaskStatus\n  type: Long\n",
    );
    bench.edit(
        CHANGELOG,
        "## [Unreleased]\n",
        "## [Unreleased]\n\nWords of a person's own.\n",
    );
    bench.docs(&[]).well();
    let text = bench.read(CHANGELOG);
    assert!(
        text.contains("type String → Long") && text.contains("Words of a person's own."),
        "{text}"
    );
    bench.commit();
    assert_eq!(bench.docs(&["--check"]).code, 0);

    // A release, and what comes after it.
    bench.edit(CHANGELOG, "## [Unreleased]", "## [0.2.0] - 2026-11-24");
    assert_eq!(
        bench.docs(&["--check"]).code,
        0,
        "renaming the section is all of a release"
    );
    bench.commit();
    bench.edit(PAGE, "# GetTaskStatus", "# GetTaskStatus\n\nOther words.");
    bench.docs(&[]).well();
    let text = bench.read(CHANGELOG);
    let (next, released) = (text.find("## [Unreleased]"), text.find("## [0.2.0]"));
    assert!(
        next.is_some() && next < released && text.contains("- Documentation."),
        "{text}"
    );
}

#[test]
fn without_a_repository_runs_tell_what_they_did() {
    let bench = Bench::new();
    bench.docs(&[]).well();
    bench.edit(PAGE, "|TaskId|Long|", "|TaskId|String|");
    bench.docs(&[]).well();
    bench.docs(&[]).well();
    assert_eq!(bench.read(CHANGELOG).matches("type Long → String").count(), 1);

    bench.write(CHANGELOG, "Mine.\n");
    let done = bench.docs(&["--diagnostics"]).well();
    assert_eq!(bench.read(CHANGELOG), "Mine.\n");
    assert!(done.stdout.contains("nothing is added to it"), "{}", done.stdout);
}
