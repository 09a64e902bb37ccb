//! The two specs that are compared: a folder, or the same folder in a revision of git.

use crate::diagnostics::line;
use crate::workspace;
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::spec::folder::MANIFEST;
use alibabacloud_generator::spec::snapshot::Snapshot;
use alibabacloud_generator::verdict::{self, Comparison};
use anyhow::{Context as _, bail};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// The files of a folder of specs, by product.
pub(super) struct Side {
    /// What it is called in messages: `spec`, or `HEAD~1:spec`.
    name: String,
    products: BTreeMap<String, Vec<SourceFile>>,
}

impl Side {
    /// What is compared with: a folder, if there is one of this name, or else a revision, in which the new folder is looked for.
    pub(super) fn old(name: &str, new: &Path) -> anyhow::Result<Self> {
        if Path::new(name).is_dir() {
            Self::folder(Path::new(name))
        } else {
            Self::revision(name, new)
        }
    }

    /// A folder of specs.
    pub(super) fn folder(folder: &Path) -> anyhow::Result<Self> {
        let tree = read::tree(folder, "yaml", "")?;
        if let Some(problem) = tree.diagnostics.first() {
            bail!("{}/{}", workspace::shown(folder), line(problem));
        }
        Self::of(workspace::shown(folder), tree.files)
    }

    fn revision(revision: &str, folder: &Path) -> anyhow::Result<Self> {
        let folder_name = workspace::shown(folder);
        let parsed = git(
            folder,
            &["rev-parse", "--verify", "--quiet", "--end-of-options"],
            &format!("{revision}^{{commit}}"),
        )
        .with_context(|| format!("{revision}: neither a folder nor a revision of git"))?;
        let commit = parsed.trim();
        let listed = git(folder, &["ls-tree", "-r", "-z"], commit).with_context(|| format!("{revision}: its files"))?;
        let mut names = Vec::new();
        let mut asked = tempfile::tempfile().context("a temporary file")?;
        for entry in listed.split('\0') {
            // `100644 blob <id>\t<path>`; symbolic links and submodules have other modes.
            if let Some((head, path)) = entry.split_once('\t')
                && let [mode, "blob", id] = head.split(' ').collect::<Vec<_>>()[..]
                && mode.starts_with("100")
                && path.ends_with(".yaml")
            {
                writeln!(asked, "{id}").context("a temporary file")?;
                names.push(path.to_owned());
            }
        }
        asked.rewind().context("a temporary file")?;
        let output = command(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::from(asked))
            .output()
            .context("git")?;
        let files =
            blobs(names, &output.stdout).with_context(|| format!("{revision}: git cat-file answers otherwise"))?;
        Self::of(format!("{revision}:{folder_name}"), files)
    }

    fn of(name: String, files: Vec<SourceFile>) -> anyhow::Result<Self> {
        let mut products: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
        for mut file in files {
            if let Some((product, below)) = file.path.split_once('/') {
                let product = product.to_owned();
                file.path = below.to_owned();
                products.entry(product).or_default().push(file);
            }
        }
        products.retain(|_, files| files.iter().any(|file| file.path == MANIFEST));
        if products.is_empty() {
            bail!("{name}: no folder of a product, with its {MANIFEST}");
        }
        Ok(Self { name, products })
    }

    fn snapshot(&self, product: &str) -> anyhow::Result<Option<Snapshot>> {
        let Some(files) = self.products.get(product) else {
            return Ok(None);
        };
        let read = Snapshot::read(product, files);
        read.map(Some).map_err(|errors| {
            let lines: Vec<_> = errors
                .iter()
                .map(|error| format!("{}/{product}/{}", self.name, line(error)))
                .collect();
            anyhow::anyhow!(lines.join("\nerror: "))
        })
    }
}

/// Compares the products that differ in some file; of those, only the ones asked for, if any are.
pub(super) fn compare(old: &Side, new: &Side, only: &[String]) -> anyhow::Result<Vec<Comparison>> {
    let names: BTreeSet<&String> = old.products.keys().chain(new.products.keys()).collect();
    if let Some(missing) = only.iter().find(|only| !names.contains(only)) {
        bail!("{missing}: no product of this name in {} or {}", old.name, new.name);
    }
    let compared = names
        .into_iter()
        .filter(|name| only.is_empty() || only.contains(name))
        .filter(|name| old.products.get(*name) != new.products.get(*name))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|name| {
            Ok(verdict::compare(
                name,
                old.snapshot(name)?.as_ref(),
                new.snapshot(name)?.as_ref(),
            ))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(compared
        .into_iter()
        .filter(|comparison| !comparison.changes.is_empty())
        .collect())
}

fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git
}

fn git(folder: &Path, arguments: &[&str], last: &str) -> anyhow::Result<String> {
    let output = command(folder).args(arguments).arg(last).output().context("git")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.lines().next().unwrap_or("git does not know it"));
    }
    String::from_utf8(output.stdout).context("a name that is not UTF-8")
}

/// Reads `<id> blob <size>\n<bytes>\n`, one for each name.
fn blobs(names: Vec<String>, mut bytes: &[u8]) -> Option<Vec<SourceFile>> {
    let mut files = Vec::new();
    for path in names {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let mut contents = Vec::new();
        bytes = &bytes[end + 1..];
        bytes.by_ref().take(size as u64).read_to_end(&mut contents).ok()?;
        bytes = bytes.get(1..)?;
        files.push(SourceFile { path, bytes: contents });
    }
    Some(files)
}
