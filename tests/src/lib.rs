//! What the end-to-end tests share: the material beside the project, a cloud to talk to, and running commands.

pub mod cloud;
pub mod command;
pub mod official;
pub mod recorder;
pub mod shared;
pub mod values;

use std::path::Path;

/// The root of the workspace.
pub fn root() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}
