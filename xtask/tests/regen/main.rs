//! `cargo xtask regen`, by the binary itself.

mod add;
mod among;
mod bad_input;
mod cache;
mod changelog;
mod check;
mod cut_off;
mod diff;
mod fetch;
mod files;
mod fresh;
mod metadata;
mod report;

use alibabacloud_tests::command::{Done, run};
use alibabacloud_tests::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A place to try things in: a folder of docs with the pages of this repository's product, and nothing else yet.
struct Bench {
    folder: TempDir,
}

impl Bench {
    /// With our own pages.
    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for page in fs::read_dir(root().join("spec/multimediaai/docs")).expect("our pages") {
            let page = page.expect("a page").path();
            let name = page.file_name().expect("a name").to_string_lossy().into_owned();
            bench.write(&format!("docs/multimediaai/{name}"), fs::read(&page).expect("a page"));
        }
        bench
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn write(&self, relative: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, contents).expect("write");
    }

    fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// A run over the docs of the bench, into its folders `spec` and `generated`.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = xtask();
        command
            .current_dir(self.folder.path())
            .args(["regen", "--spec", "spec", "--generated", "generated"])
            .args(arguments);
        command
    }

    fn regen(&self, arguments: &[&str]) -> Done {
        run(&mut self.command(arguments))
    }

    /// Another of our commands, in the bench.
    fn other(&self, arguments: &[&str]) -> Done {
        run(xtask().current_dir(self.folder.path()).args(arguments))
    }

    fn docs(&self, arguments: &[&str]) -> Done {
        self.regen(&[&["--docs", "docs"], arguments].concat())
    }

    /// Says of the product that it is called where that was guessed.
    fn confirm_host(&self) {
        self.edit("spec/multimediaai/product.yaml", "  guessed: true\n", "");
        // The crate's docs say it too.
        self.regen(&["--code-only"]).well();
    }

    /// All files of a folder with what they hold.
    fn tree(&self, relative: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(relative), "", &mut files);
        files
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
}

fn xtask() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}
