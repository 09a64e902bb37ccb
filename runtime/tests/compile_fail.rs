//! Leaving out a required parameter does not compile, and the message names it.

use std::path::Path;
use std::process::Command;

#[test]
fn missing_parameters_are_named() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail/page_size_missing.rs");
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .args([
            "--edition=2024",
            "--emit=metadata",
            "--out-dir",
            env!("CARGO_TARGET_TMPDIR"),
        ])
        .arg(source)
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        message.contains("error[E0277]: required parameter `page_size` is not set"),
        "{message}"
    );
    assert!(message.contains("call its setter before this one"), "{message}");
    assert_eq!(message.matches("error[").count(), 1, "{message}");
}
