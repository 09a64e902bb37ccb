//! How well the shared docs are read, by the real binary against shapes read off official SDKs: no figure may fall back.

use alibabacloud_tests::command::run;
use alibabacloud_tests::shared::shared;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A figure: its share of another, in thousandths, that must be reached.
const SHARES: &[(&str, &str, u64)] = &[
    ("named", "ops", 935),
    ("named ok", "named", 990),
    ("nested ok", "nested", 980),
    ("hard ok", "hard", 960),
    ("arrays ok", "arrays", 975),
    ("scalars ok", "scalars", 990),
    ("request", "ops", 950),
];

/// How many operations of the truth are found.
const FOUND: &[(&str, u64)] = &[
    ("kms", 54),
    ("ram", 59),
    ("ecs", 239),
    ("cdn", 138),
    ("slb", 80),
    ("sae", 70),
    ("multimediaai", 4),
];

#[test]
fn the_figures_of_the_shared_docs_are_kept() {
    let (Some(docs), Some(truth), Some(script)) = (shared("docs"), shared("truth"), shared("tools/score.py")) else {
        return;
    };
    let spec = tempfile::tempdir().expect("a temporary folder");
    let mut regen = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run(regen
        .args(["regen", "--docs-only", "--docs"])
        .arg(docs)
        .arg("--spec")
        .arg(spec.path()))
    .well();
    let mut score = Command::new("python3");
    let score = run(score
        .arg(script)
        .arg("--truth")
        .arg(truth)
        .arg("--spec")
        .arg(spec.path())
        .arg("--json"))
    .well();
    let score: Value = serde_json::from_str(&score.stdout).expect("the score is JSON");
    let total = |name: &str| score["total"][name].as_u64().unwrap_or(0);
    for (part, whole, least) in SHARES {
        let (part_count, whole_count) = (total(part), total(whole));
        assert!(
            part_count * 1000 >= whole_count * least,
            "{part}: {part_count} of {whole_count}, less than {least} in 1000"
        );
    }
    assert_eq!(total("silent"), 0, "a wrong tree is not marked");
    for (product, least) in FOUND {
        let found = score["products"][product]["ops"].as_u64().unwrap_or(0);
        assert!(found >= *least, "{product}: {found} operations found, not {least}");
    }
    // A mark on everything is no mark. Some say that a table calls text what the sample shows with parts: right as the place may be.
    let (marked, all) = marked(spec.path());
    let wrong = total("named") - total("named ok");
    assert!(
        (marked - wrong) * 100 < all * 6,
        "{marked} of {all} operations are marked, {wrong} of them wrong"
    );
}

/// How many operations have a mark in their answer, and how many there are.
fn marked(folder: &Path) -> (u64, u64) {
    let (mut marked, mut all) = (0, 0);
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let (below, count) = self::marked(&path);
            marked += below;
            all += count;
        } else if path.file_name().is_some_and(|name| name != "product.yaml") {
            all += 1;
            marked += u64::from(
                fs::read_to_string(&path)
                    .expect("YAML")
                    .lines()
                    .any(|line| line.trim_start().starts_with("inferred:")),
            );
        }
    }
    (marked, all)
}
