//! The second half: spec to crates. It starts from the YAML files alone.

use super::table::{Counts, Row};
use super::unwritten::Unwritten;
use super::{Run, Task, rooted};
use crate::progress::Progress;
use crate::workspace;
use crate::workspace::folders;
use alibabacloud_generator::changelog::beginning;
use alibabacloud_generator::codegen::{Generated, RuntimeDependency, library};
use alibabacloud_generator::diagnostics::Diagnostic;
use alibabacloud_generator::files::sync::{Scope, remove, sync};
use alibabacloud_generator::files::{GENERATED, OutputFile, SourceFile, read};
use alibabacloud_generator::spec::{folder, overrides, source_map};
use alibabacloud_generator::spec_to_code;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// The manifest of a crate.
const MANIFEST: &str = "Cargo.toml";

impl Run {
    /// Brings the crates to what the specs say.
    pub(super) fn spec_to_code(&mut self, progress: &Progress) -> anyhow::Result<()> {
        let products = self.products()?;
        self.refuse_one_name_for_two(&products);
        let wanted = |name: &&String| self.task.is_for(name) || self.results.rows.contains_key(name.as_str());
        let wanted = products
            .iter()
            .filter(wanted)
            .filter(|name| !self.refused.contains(*name));
        let wanted: Vec<&String> = wanted.collect();
        progress.says("writing crates");
        let make = |name: &&String| {
            let made = self.task.make_crate(name, self.unwritten.get(*name));
            progress.step();
            made
        };
        let made: Vec<_> = wanted.par_iter().map(make).collect();
        for (name, made) in wanted.into_iter().zip(made) {
            self.write_crate(name, made?)?;
        }
        let crates = if self.task.generated.is_dir() {
            folders(&self.task.generated)?
        } else {
            Vec::new()
        };
        if self.task.only.is_empty() {
            // What was generated for a product that has no spec any more.
            for orphan in crates.iter().filter(|name| !products.contains(*name)) {
                let report = remove(&self.task.generated, orphan, self.task.mode)?;
                self.results.rest.add(rooted(&self.task.generated, report));
            }
        }
        if !workspace::same(&self.task.generated, &workspace::root().join("generated")) {
            let mut members: BTreeSet<String> = crates.into_iter().collect();
            members.retain(|name| self.task.generated.join(name).join(MANIFEST).is_file());
            members.extend(self.unwritten_crates());
            let manifest = workspace_manifest(members);
            let report = sync(&self.task.generated, Scope::Outputs, &[manifest], self.task.mode)?;
            self.results.rest.add(rooted(&self.task.generated, report));
        }
        Ok(())
    }

    /// Of products whose folders' names give their crates one name, none is written.
    fn refuse_one_name_for_two(&mut self, products: &BTreeSet<String>) {
        let mut by_library: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for name in products {
            by_library.entry(library(name)).or_default().push(name);
        }
        for (library, names) in by_library.into_iter().filter(|(_, names)| names.len() > 1) {
            let folders: Vec<_> = names
                .iter()
                .map(|name| workspace::shown(&self.task.spec.join(name)))
                .collect();
            let folders = folders.join(" and ");
            self.results.errors.push(format!(
                "{folders}: the crate of each would be `{library}`; no crate of theirs is written"
            ));
            self.refused.extend(names.into_iter().cloned());
        }
    }

    /// The crates that a check would have made.
    fn unwritten_crates(&self) -> impl Iterator<Item = String> {
        let manifest_of = |name: &&String| self.task.generated.join(name).join(MANIFEST);
        let is_made = move |(name, row): &(&String, &Row)| row.files.written.contains(&manifest_of(name));
        self.results.rows.iter().filter(is_made).map(|(name, _)| name.clone())
    }

    /// The products that have a spec, or would have one.
    fn products(&self) -> anyhow::Result<BTreeSet<String>> {
        let mut products: BTreeSet<_> = self.unwritten.keys().cloned().collect();
        if self.task.spec.is_dir() {
            let spec = folders(&self.task.spec)?.into_iter();
            products.extend(spec.filter(|name| self.task.spec.join(name).join(folder::MANIFEST).is_file()));
        }
        Ok(products)
    }

    /// Brings the crate of a product to what its spec says.
    fn write_crate(&mut self, name: &str, made: Made) -> anyhow::Result<()> {
        let start = Instant::now();
        let folder = self.task.spec.join(name);
        let Code { counts, generated, .. } = match made.outcome {
            Ok(code) => code,
            Err(Unmade { counts, errors }) => {
                let row = self.results.row(name);
                row.counts = row.counts.or(counts);
                self.results.fail(name, &folder, errors);
                return Ok(());
            }
        };
        self.results.row(name).counts.get_or_insert(counts);
        let Generated { mut files, diagnostics } = generated;
        self.results
            .diagnostics
            .add(name, &workspace::shown(&folder), diagnostics);
        for file in &mut files {
            file.path = Path::new(name).join(&file.path);
        }
        if let Some((file, problem)) = made.changelog {
            files.extend(file);
            let folder = workspace::shown(&self.task.generated.join(name));
            self.results
                .diagnostics
                .add(name, &folder, problem.into_iter().collect());
        }
        let report = sync(&self.task.generated, Scope::Folder(name), &files, self.task.mode)?;
        let report = rooted(&self.task.generated, report);
        let row = self.results.row(name);
        row.files.add(report);
        row.time += made.time + start.elapsed();
        Ok(())
    }
}

impl Task {
    /// Works out the crate of a product, or remembers it.
    fn make_crate(&self, name: &str, unwritten: Option<&Unwritten>) -> anyhow::Result<Made> {
        let start = Instant::now();
        let folder = self.spec.join(name);
        let mut files = if folder.is_dir() {
            read::tree(&folder, "yaml", "")?.files
        } else {
            Vec::new()
        };
        if let Some(unwritten) = unwritten {
            files = unwritten.over(files);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let runtime = runtime(&self.generated);
        let key = self.cache.key("code").with(name.as_bytes());
        let key = key.with(runtime.path.as_bytes()).with(runtime.version.as_bytes());
        let key = key.with_files(&files);
        let outcome = match self.cache.get(&key) {
            Some(code) => Ok(code),
            None => Code::of(name, &files, &runtime).inspect(|code| self.cache.put(&key, code)),
        };
        let changelog = match &outcome {
            // What can't be said in Rust at all has no crate.
            Ok(code) if code.generated.files.is_empty() => None,
            Ok(code) => Some(
                self.recorded
                    .changelog(&self.generated, name, &code.beginning, &files)?,
            ),
            Err(_) => None,
        };
        Ok(Made {
            outcome,
            changelog,
            time: start.elapsed(),
        })
    }
}

/// What a product's spec gives.
#[derive(Serialize, Deserialize)]
struct Code {
    counts: Counts,
    generated: Generated,
    /// The changelog of the crate as it begins.
    beginning: String,
}

/// Why a spec gives no crate.
struct Unmade {
    counts: Option<Counts>,
    errors: Vec<Diagnostic>,
}

/// What became of a product's spec, before anything is written.
struct Made {
    outcome: Result<Code, Unmade>,
    changelog: Option<(Option<OutputFile>, Option<Diagnostic>)>,
    time: Duration,
}

impl Code {
    fn of(name: &str, files: &[SourceFile], runtime: &RuntimeDependency) -> Result<Self, Unmade> {
        let unread = |errors| Unmade { counts: None, errors };
        let product = folder::product(name, files).map_err(unread)?;
        let corrections = overrides::read(files).map_err(unread)?;
        let (counts, beginning) = (Counts::of(&product), beginning(&product));
        let unmade = |errors| Unmade {
            counts: Some(counts),
            errors,
        };
        let mut generated = spec_to_code(product, &corrections, runtime).map_err(unmade)?;
        source_map::locate(files, &mut generated.diagnostics);
        Ok(Self {
            counts,
            generated,
            beginning,
        })
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
