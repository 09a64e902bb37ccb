//! The first half: docs to spec.

use super::table::Counts;
use super::{Run, Unwritten, rooted};
use crate::product::{Pages, manifest};
use crate::workspace;
use alibabacloud_generator::Docs;
use alibabacloud_generator::diagnostics::{Diagnostic, Kind};
use alibabacloud_generator::files::path::is_product;
use alibabacloud_generator::files::sync::{Mode, Scope, create, sync};
use alibabacloud_generator::files::{FileError, OutputFile, SourceFile, read};
use alibabacloud_generator::spec::product::Product;
use alibabacloud_generator::spec::{first, folder, overrides};
use anyhow::{Context as _, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The pages of a product.
pub(super) struct Source {
    /// The name of the product's folder.
    pub(super) product: String,
    /// Where its pages are.
    folder: PathBuf,
    /// What stands before the pages' paths: `docs/` where they are a part of the spec folder.
    prefix: String,
}

/// Where there are pages to read.
pub(super) fn sources(run: &mut Run, docs: Option<&Path>) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for product in selected(run, docs.unwrap_or(&run.spec))? {
        if let Some(docs) = docs {
            let folder = docs.join(&product);
            sources.push(Source {
                product,
                folder,
                prefix: String::new(),
            });
            continue;
        }
        match manifest(&run.spec, &product) {
            Ok(manifest) => {
                if let Some(docs) = manifest.and_then(|manifest| manifest.docs) {
                    let pages = Pages::named(&run.spec.join(&product), &docs);
                    if pages.are_elsewhere() && !pages.folder.is_dir() {
                        // Not everyone who has the spec has the pages.
                        let message = format!("the pages are not at hand, in {docs}; the spec stays as it is");
                        let absent = Diagnostic::new(Kind::Unreadable, folder::MANIFEST, 0, message);
                        let home = workspace::shown(&run.spec.join(&product));
                        run.diagnostics.add(&product, &home, vec![absent]);
                        continue;
                    }
                    let Pages { folder, prefix } = pages;
                    sources.push(Source {
                        product,
                        folder,
                        prefix,
                    });
                }
            }
            Err(error) => run.errors.push(error.to_string()),
        }
    }
    Ok(sources)
}

/// The folders of the products that were asked for.
fn selected(run: &Run, folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut products = folders(folder)?;
    if let Some(missing) = run.only.iter().find(|only| !products.contains(only)) {
        bail!("{missing}: no folder of this name in {}", workspace::shown(folder));
    }
    products.retain(|product| run.only.is_empty() || run.only.contains(product));
    if products.is_empty() {
        bail!("{}: no folder of a product", workspace::shown(folder));
    }
    Ok(products)
}

/// The names of the folders in a folder, sorted; hidden ones are passed over.
pub(crate) fn folders(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry.with_context(|| folder.display().to_string())?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().is_dir()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

impl Run {
    /// Reads the pages of one folder and brings the spec of its product, or products, to what they say.
    pub(super) fn docs_to_spec(&mut self, source: &Source) -> anyhow::Result<()> {
        let start = Instant::now();
        let name = &source.product;
        if !is_product(name) {
            self.errors.push(format!(
                "{}: the folder's name can't be a product's",
                workspace::shown(&source.folder)
            ));
            return Ok(());
        }
        let known = match manifest(&self.spec, name) {
            Ok(known) => known,
            Err(error) => {
                self.errors.push(error.to_string());
                return Ok(());
            }
        };
        let tree = match read::tree(&source.folder, "md", &source.prefix) {
            Ok(tree) => tree,
            Err(error) => {
                self.errors.push(error.to_string());
                return Ok(());
            }
        };
        // Diagnostics name pages by their path below this folder.
        let shown = if source.prefix.is_empty() {
            source.folder.clone()
        } else {
            self.spec.join(name)
        };
        let read = tree.files.len();
        self.diagnostics.add(name, &workspace::shown(&shown), tree.diagnostics);
        let mut docs = alibabacloud_generator::docs_to_spec(name, &tree.files, known.as_ref(), self.locale.as_deref());
        drop(tree.files);
        let refused = !self.correctable(&mut docs)?;
        self.diagnostics.add(name, &workspace::shown(&shown), docs.diagnostics);
        if refused {
            return Ok(());
        }
        if docs
            .products
            .iter()
            .all(|product| product.versions.iter().all(|version| version.operations.is_empty()))
        {
            self.errors.push(format!(
                "{}: no page of an operation among {read} pages; nothing is written",
                workspace::shown(&source.folder)
            ));
            return Ok(());
        }
        let mut pages = Some(docs.pages);
        for product in docs.products {
            let guessed = docs.guessed.get(&product.name).map_or(&[][..], Vec::as_slice);
            self.write_spec(name, &shown, &product, guessed)?;
            let row = self.row(&product.name);
            // The pages of a folder are counted once, for the product that bears its name.
            row.pages = Some(pages.take().unwrap_or_default());
        }
        self.row(name).time += start.elapsed();
        Ok(())
    }

    /// Whether what was corrected by hand still fits what the docs say; else nothing of the folder's products may be written.
    fn correctable(&mut self, docs: &mut Docs) -> anyhow::Result<bool> {
        let mut fits = true;
        for product in &docs.products {
            let home = self.spec.join(&product.name);
            let Some(text) = read::text(&home.join(overrides::OVERRIDES))? else {
                continue;
            };
            let file = SourceFile {
                path: overrides::OVERRIDES.to_owned(),
                bytes: text.into_bytes(),
            };
            let applied = overrides::read(&[file]).and_then(|corrections| {
                overrides::quiet(product, &corrections, &mut docs.diagnostics);
                overrides::apply(&mut product.clone(), &corrections)
            });
            if let Err(errors) = applied {
                self.fail(&product.name, &home, errors);
                fits = false;
            }
        }
        if !fits {
            self.refused
                .extend(docs.products.iter().map(|product| product.name.clone()));
        }
        Ok(fits)
    }

    fn write_spec(
        &mut self,
        folder_name: &str,
        shown: &Path,
        product: &Product,
        guessed: &[String],
    ) -> anyhow::Result<()> {
        let name = &product.name;
        let problem = if !is_product(name) {
            Some("can't be the name of a folder")
        } else if self.rows.get(name).is_some_and(|row| row.counts.is_some()) {
            Some("was read from another folder already")
        } else {
            None
        };
        if let Some(problem) = problem {
            let message = format!("the product {name:?} {problem}; it is left out");
            let diagnostic = Diagnostic::new(Kind::Version, "", 0, message);
            self.diagnostics
                .add(folder_name, &workspace::shown(shown), vec![diagnostic]);
            return Ok(());
        }
        if product.versions.iter().all(|version| version.version.is_empty()) {
            let manifest = self.spec.join(name).join(folder::MANIFEST);
            self.errors.push(format!(
                "{}: no page tells the version of {name}; `cargo xtask add` writes a {} to say it in, under `versions`",
                workspace::shown(&manifest),
                folder::MANIFEST
            ));
            self.refused.insert(name.clone());
            return Ok(());
        }
        let (outputs, diagnostics) = folder::version_files(product);
        self.diagnostics.add(name, &workspace::shown(shown), diagnostics);
        let manifest =
            first::manifest_file(product, guessed).with_context(|| format!("{name}: {}", folder::MANIFEST))?;
        // Both are people's from then on, so each is written only where it is not there yet.
        let mut new = Vec::new();
        if create(&self.spec, &manifest, self.mode)? {
            new.push(manifest);
            let corrections = first::overrides_file(product);
            if create(&self.spec, &corrections, self.mode)? {
                new.push(corrections);
            }
        }
        let mut report = sync(&self.spec, Scope::Folder(name), &outputs, self.mode)?;
        report.written.splice(0..0, new.iter().map(|file| file.path.clone()));
        if self.mode == Mode::Check {
            let outputs = outputs.iter().chain(&new);
            self.unwritten
                .insert(name.clone(), Unwritten::of(name, &report, outputs)?);
        }
        self.pages.insert(name.clone(), shown.to_owned());
        let report = rooted(&self.spec, report);
        let row = self.row(name);
        row.counts = Some(Counts::of(product));
        row.files.add(report);
        Ok(())
    }
}

impl Unwritten {
    fn of<'a>(
        product: &str,
        report: &alibabacloud_generator::files::sync::SyncReport,
        outputs: impl Iterator<Item = &'a OutputFile>,
    ) -> Result<Self, FileError> {
        let relative = |path: &Path| -> Result<String, FileError> {
            let below = path
                .strip_prefix(product)
                .map_err(|error| FileError::new(path, error))?;
            Ok(below.to_string_lossy().replace('\\', "/"))
        };
        let mut unwritten = Self::default();
        for output in outputs.filter(|output| report.written.contains(&output.path)) {
            unwritten.written.push(SourceFile {
                path: relative(&output.path)?,
                bytes: output.contents.clone().into_bytes(),
            });
        }
        for path in &report.removed {
            unwritten.removed.insert(relative(path)?);
        }
        Ok(unwritten)
    }

    /// The files as they would be.
    pub(super) fn over(self, mut files: Vec<SourceFile>) -> Vec<SourceFile> {
        files.retain(|file| !self.removed.contains(&file.path) && self.written.iter().all(|new| new.path != file.path));
        files.extend(self.written);
        files
    }
}
