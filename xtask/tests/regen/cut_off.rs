//! Runs that are cut off: the next one repairs what they left.

use crate::Bench;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn the_next_run_repairs_a_run_killed_at_any_time() {
    let whole = Bench::new();
    whole.docs(&[]).well();
    let bench = Bench::new();
    for milliseconds in (0..60).step_by(4) {
        let mut command = bench.command(&["--docs", "docs"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xtask");
        sleep(Duration::from_millis(milliseconds));
        child.kill().expect("kill -9");
        child.wait().expect("its end");
        // What a run leaves is whole: each file is as it should be, or not there, or a temporary one.
        for folder in ["spec", "generated"] {
            let good = whole.tree(folder);
            for (path, contents) in bench.tree(folder) {
                let temporary = path.split('/').any(|name| name.starts_with(".regen-"));
                assert!(
                    temporary || good.get(&path) == Some(&contents),
                    "{folder}/{path} after {milliseconds} ms"
                );
            }
        }
    }
    repaired(&bench, &whole);
}

#[test]
fn the_next_run_repairs_what_a_full_disk_left() {
    let whole = Bench::new();
    whole.docs(&[]).well();
    let bench = Bench::new();
    bench.docs(&[]).well();
    // Cut short, emptied, gone, left over.
    let cut = |path: &str, keep: usize| bench.write(path, &bench.read(path)[..keep]);
    cut("spec/multimediaai/2019-08-10/ListTasks.yaml", 200);
    cut("spec/multimediaai/2019-08-10/GetTaskResult.yaml", 7);
    cut("generated/multimediaai/src/lib.rs", 0);
    cut("generated/multimediaai/Cargo.toml", 90);
    std::fs::remove_file(bench.path("generated/multimediaai/src/client.rs")).expect("remove");
    for folder in [
        "spec/multimediaai",
        "spec/multimediaai/2019-08-10",
        "generated",
        "generated/multimediaai/src/operation",
    ] {
        bench.write(&format!("{folder}/.regen-abc123.tmp"), "half a fi");
    }
    repaired(&bench, &whole);
}

fn repaired(bench: &Bench, whole: &Bench) {
    bench.docs(&[]).well();
    for folder in ["spec", "generated"] {
        let (left, right) = (bench.tree(folder), whole.tree(folder));
        assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
        assert!(left == right, "{folder} differs");
    }
}
