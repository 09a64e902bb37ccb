//! The second half: spec to crates. It starts from the YAML files alone.

use super::docs::folders;
use super::locate::locate;
use super::table::Counts;
use super::{Run, rooted};
use crate::progress::Progress;
use crate::workspace;
use alibabacloud_generator::codegen::{Generated, RuntimeDependency};
use alibabacloud_generator::files::sync::{Scope, remove, sync};
use alibabacloud_generator::files::{GENERATED, OutputFile, read};
use alibabacloud_generator::spec::{folder, overrides};
use alibabacloud_generator::spec_to_code;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

impl Run {
    /// Brings the crates to what the specs say.
    pub(super) fn spec_to_code(&mut self, progress: &Progress) -> anyhow::Result<()> {
        let products = self.products()?;
        for name in &products {
            let wanted = self.only.is_empty() || self.only.contains(name) || self.rows.contains_key(name);
            if wanted {
                progress.says(format!("{name}: writing the crate"));
                let start = Instant::now();
                self.crate_of(name)?;
                self.row(name).time += start.elapsed();
                progress.step();
            }
        }
        let mut crates = if self.generated.is_dir() {
            folders(&self.generated)?
        } else {
            Vec::new()
        };
        if self.only.is_empty() {
            // What was generated for a product that has no spec any more.
            for orphan in crates.iter().filter(|name| !products.contains(*name)) {
                let report = remove(&self.generated, orphan, self.mode)?;
                self.rest.add(rooted(&self.generated, report));
            }
        }
        if !workspace::same(&self.generated, &workspace::root().join("generated")) {
            crates.retain(|name| products.contains(name) || self.generated.join(name).join("Cargo.toml").is_file());
            crates.extend(self.rows.keys().filter(|name| products.contains(*name)).cloned());
            let manifest = workspace_manifest(crates.into_iter().collect());
            let report = sync(&self.generated, Scope::Outputs, &[manifest], self.mode)?;
            self.rest.add(rooted(&self.generated, report));
        }
        Ok(())
    }

    /// The products that have a spec, or would have one.
    fn products(&self) -> anyhow::Result<BTreeSet<String>> {
        let mut products: BTreeSet<_> = self.unwritten.keys().cloned().collect();
        if self.spec.is_dir() {
            let spec = folders(&self.spec)?.into_iter();
            products.extend(spec.filter(|name| self.spec.join(name).join(folder::MANIFEST).is_file()));
        }
        Ok(products)
    }

    fn crate_of(&mut self, name: &str) -> anyhow::Result<()> {
        if self.refused.contains(name) {
            return Ok(());
        }
        let folder = self.spec.join(name);
        let mut files = if folder.is_dir() {
            read::tree(&folder, "yaml", "")?.files
        } else {
            Vec::new()
        };
        if let Some(unwritten) = self.unwritten.remove(name) {
            files = unwritten.over(files);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let mut changelog = None;
        let made = folder::product(name, &files)
            .and_then(|product| Ok((product, overrides::read(&files)?)))
            .and_then(|(product, corrections)| {
                self.row(name).counts.get_or_insert(Counts::of(&product));
                changelog = Some(self.recorded.changelog(&self.generated, &product, &files));
                spec_to_code(product, &corrections, &runtime(&self.generated))
            });
        let Generated { mut files, diagnostics } = match made {
            Ok(made) => made,
            Err(errors) => {
                self.fail(name, &folder, errors);
                return Ok(());
            }
        };
        // About pages, as far as this run read them; else about what lies in the spec folder.
        let pages = self.pages.get(name).unwrap_or(&folder);
        let (own, mut of_pages): (Vec<_>, Vec<_>) = diagnostics
            .into_iter()
            .partition(|diagnostic| [folder::MANIFEST, overrides::OVERRIDES].contains(&diagnostic.file.as_str()));
        locate(pages, &mut of_pages);
        self.diagnostics.add(name, &workspace::shown(pages), of_pages);
        self.diagnostics.add(name, &workspace::shown(&folder), own);
        for file in &mut files {
            file.path = Path::new(name).join(&file.path);
        }
        if let Some((file, problem)) = changelog.transpose()? {
            files.extend(file);
            let folder = workspace::shown(&self.generated.join(name));
            self.diagnostics.add(name, &folder, problem.into_iter().collect());
        }
        let report = sync(&self.generated, Scope::Folder(name), &files, self.mode)?;
        let report = rooted(&self.generated, report);
        self.row(name).files.add(report);
        Ok(())
    }
}

/// How a crate in the folder names the runtime.
fn runtime(generated: &Path) -> RuntimeDependency {
    let root = workspace::root();
    let path = if workspace::same(generated, &root.join("generated")) {
        "../../runtime".to_owned()
    } else {
        workspace::real(&root.join("runtime")).display().to_string()
    };
    // All of the workspace is of one version.
    RuntimeDependency {
        path,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The manifest that makes a workspace of the crates in a folder of their own.
fn workspace_manifest(crates: BTreeSet<String>) -> OutputFile {
    let members: String = crates.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let contents = format!("# {GENERATED}. Do not edit.\n[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    OutputFile {
        path: "Cargo.toml".into(),
        contents,
    }
}
