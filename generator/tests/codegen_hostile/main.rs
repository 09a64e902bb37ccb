//! The crate of a product that means no good: it must build, and cargo fmt, clippy and rustdoc must have nothing to say about it.

use alibabacloud_generator::codegen::{Generated, RuntimeDependency, generate};
use alibabacloud_generator::spec::product::Product;
use product::product;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

mod product;

fn generated() -> Generated {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let runtime = RuntimeDependency {
        path: runtime.display().to_string(),
        version: "0.1.0".into(),
    };
    generate(&product(), &runtime)
}

/// A workspace of its own, so that no other one claims the crate, with the versions that this one has.
fn write(generated: &Generated) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = fs::remove_dir_all(folder.join("crate"));
    for file in &generated.files {
        let path = folder.join("crate").join(&file.path);
        assert!(
            file.path
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_))),
            "{path:?}"
        );
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &file.contents).expect("a file");
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n";
    fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file");
    folder
}

fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) {
    let cargo = env::var("CARGO").unwrap_or("cargo".into());
    let offline = arguments.first() != Some(&"fmt");
    let output = Command::new(cargo)
        .args(offline.then_some("--offline"))
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo {arguments:?}:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn is_there(tool: &str) -> bool {
    let there = Command::new(tool)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("SKIPPED: {tool} can't be run, so it is not asked");
    }
    there
}

#[test]
fn nothing_is_said_about_a_hostile_crate() {
    let generated = generated();
    assert_eq!(generated, self::generated());
    let folder = write(&generated);
    if is_there("cargo-fmt") {
        // What is generated is left as it is printed.
        run(&folder, &["fmt", "--check"], &[]);
    }
    if is_there("cargo-clippy") {
        run(&folder, &["clippy", "--all-targets", "--", "-D", "warnings"], &[]);
    }
    run(&folder, &["test"], &[]);
    let strict = "-D warnings -D rustdoc::all";
    run(&folder, &["doc", "--no-deps"], &[("RUSTDOCFLAGS", strict)]);
}

#[test]
fn what_can_not_be_a_path_is_left_out() {
    let generated = generated();
    for part in [
        "\"../../x\" can't be the name of an operation",
        "the version \"../../x\"",
        "\"中文\" can't be",
    ] {
        assert!(
            generated
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.message.contains(part)),
            "{part}"
        );
    }
    let runtime = RuntimeDependency {
        path: "x".into(),
        version: "0.1.0".into(),
    };
    let product = Product {
        name: "../x".into(),
        ..product()
    };
    assert_eq!(generate(&product, &runtime).files, []);
    let product = Product {
        name: "empty".into(),
        ..Product::default()
    };
    assert_eq!(generate(&product, &runtime), Generated::default());
}
