//! The first half: sources to spec.

use super::cache::Key;
use super::sources::Source;
use super::specs::{Corrections, Misfits, Spec, Specs, corrects_nothing};
use super::unwritten::Unwritten;
use super::{Run, Task, rooted};
use crate::product::{SourceFolder, written_manifest};
use crate::progress::Progress;
use crate::workspace::{self, folders};
use alibabacloud_generator::diagnostics::{Diagnostic, DiagnosticKind, listed};
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::files::path::is_product;
use alibabacloud_generator::files::read::{self, Tree};
use alibabacloud_generator::files::sync::{Mode, Scope, create, sync};
use alibabacloud_generator::infer::product::manifest::missing;
use alibabacloud_generator::spec::product::Manifest;
use alibabacloud_generator::spec::value_names::ValueNames;
use alibabacloud_generator::spec::{folder, overrides};
use alibabacloud_generator::{Extraction, Sources, sources_to_spec};
use anyhow::bail;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// What became of the pages of one folder, before anything is written.
struct Reading {
    /// How many files were read.
    files: usize,
    /// The versions that its `product.yaml` names.
    versions: Vec<String>,
    /// Of files that could not be read, and of a product without a `product.yaml`.
    diagnostics: Vec<Diagnostic>,
    outcome: Result<Specs, Misfits>,
    /// If it was worked out: by what the next run will look for it, but for the names of values in the specs, and those that it gave.
    next: Option<(Key, BTreeMap<String, ValueNames>)>,
    time: Duration,
}

/// The key with the names that values have in the specs of all products.
fn with_names(key: Key, names: &BTreeMap<String, ValueNames>) -> Key {
    names.iter().fold(key, |key, (product, names)| {
        key.with(product.as_bytes()).with(&names.bytes())
    })
}

impl Run {
    /// Brings the specs to what the pages say.
    pub(super) fn docs_to_spec(&mut self, sources: &[Source], progress: &Progress) -> anyhow::Result<()> {
        if sources.is_empty() {
            return Ok(());
        }
        progress.says("reading pages");
        let corrections = self.task.corrections()?;
        let names = self.task.value_names()?;
        let read = |source| {
            let reading = self.task.read_docs(source, &corrections, &names);
            progress.step();
            reading
        };
        let readings: Vec<_> = sources.par_iter().map(read).collect();
        self.task.keep(&readings, names);
        let mut among_others = Vec::new();
        for (source, reading) in sources.iter().zip(readings) {
            match reading {
                Ok(reading) => among_others.extend(self.write_specs(source, reading)?),
                Err(error) => self.results.errors.push(format!("{error:#}")),
            }
        }
        // A product's own folder comes before pages of it that lie among another's.
        for (source, spec) in among_others {
            let product = spec.name.clone();
            self.write_spec(source, spec)?;
            if let Some(row) = self.results.rows.get_mut(&product) {
                row.pages.get_or_insert(0);
            }
        }
        // Of a product's own folder it is told what is wrong with it.
        let is_told = |only: &&String| {
            let is_its = |source: &Source| source.product == **only;
            self.results.rows.contains_key(*only) || self.refused.contains(*only) || sources.iter().any(is_its)
        };
        if let Some(missing) = self.task.only.iter().find(|only| !is_told(only)) {
            self.results
                .errors
                .push(format!("{missing}: no page of this product in any folder"));
        }
        Ok(())
    }

    /// Adds what is to be mended in a product, each under the folder that its file's path is relative to.
    fn tell(&mut self, product: &str, source: &Source, diagnostics: Vec<Diagnostic>) {
        let home = self.task.spec.join(&source.product);
        let mut by_folder: BTreeMap<&Path, Vec<Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let folder = source.base(&home, &diagnostic.file);
            by_folder.entry(folder).or_default().push(diagnostic);
        }
        for (folder, diagnostics) in by_folder {
            self.results
                .diagnostics
                .add(product, &workspace::shown(folder), diagnostics);
        }
    }

    /// Brings the spec of a folder's product to what its pages say; gives those of other products among them.
    fn write_specs<'s>(&mut self, source: &'s Source, reading: Reading) -> anyhow::Result<Vec<(&'s Source, Spec)>> {
        let start = Instant::now();
        let name = &source.product;
        self.tell(name, source, reading.diagnostics);
        let specs = match reading.outcome {
            Ok(specs) => specs,
            Err(misfits) => {
                self.tell(name, source, misfits.diagnostics);
                for (product, errors) in misfits.errors {
                    self.results.fail(&product, &self.task.spec.join(&product), errors);
                }
                self.refused.extend(misfits.products);
                return Ok(Vec::new());
            }
        };
        self.tell(name, source, specs.diagnostics);
        if specs.products.iter().all(|spec| spec.counts.operations() == 0) {
            let files = reading.files;
            let problem = if source.docs.is_some() || files == 0 {
                Some(format!("no page of an operation among {files} pages"))
            } else {
                // Among all metadata there are products that have a protocol of their own; what a file says of itself is told already.
                let is_known = self.task.spec.join(name).join(folder::MANIFEST).exists();
                is_known.then(|| {
                    format!("no operation of {name} is in its metadata; `cargo xtask regen --diagnostics` tells why")
                })
            };
            if let Some(problem) = problem {
                let shown = source.shown();
                self.results
                    .errors
                    .push(format!("{shown}: {problem}; nothing is written"));
            }
            return Ok(Vec::new());
        }
        let all = self.task.is_for(name);
        let mut specs_of = specs.products.into_iter();
        let own = specs_of.next().filter(|_| all);
        let others = specs_of
            .filter(|spec| all || self.task.is_for(&spec.name))
            .map(|spec| (source, spec));
        let others: Vec<_> = others.collect();
        if let Some(mut own) = own {
            let results = &mut self.results;
            self.task
                .keep_untold_versions(source, &reading.versions, &mut own, results)?;
            self.task.keep_unread(&mut own, results)?;
            self.write_spec(source, own)?;
            // The pages of a folder are counted once, for the product that bears its name.
            let row = self.results.row(name);
            row.pages = Some(specs.pages);
            row.time += reading.time + start.elapsed();
        }
        Ok(others)
    }

    /// Says of a product that was read from another folder already which of its operations are left out.
    fn lost(&self, spec: &Spec) -> Option<String> {
        const NAMED: usize = 10;
        let read = self.read.get(&spec.name)?;
        let lost = spec.outputs.iter().filter(|output| !read.contains(&output.path));
        let lost: Vec<String> = lost
            .filter_map(|output| Some(output.path.file_stem()?.to_str()?.to_owned()))
            .collect();
        let what = if lost.is_empty() {
            "its pages here are copies".to_owned()
        } else {
            format!("left out here: {}", listed(&lost, NAMED))
        };
        Some(format!("was read from another folder already; {what}"))
    }

    fn write_spec(&mut self, source: &Source, spec: Spec) -> anyhow::Result<()> {
        let name = &spec.name;
        let problem = if is_product(name) {
            self.lost(&spec).map(|lost| (DiagnosticKind::PagesDisagree, lost))
        } else {
            Some((
                DiagnosticKind::BadName,
                "can't be the name of a folder; it is left out".to_owned(),
            ))
        };
        if let Some((kind, problem)) = problem {
            let message = format!("the product {name:?} {problem}");
            let diagnostic = Diagnostic::new(kind, "", 0, message);
            self.tell(&source.product, source, vec![diagnostic]);
            return Ok(());
        }
        if !spec.dated {
            let manifest = self.task.spec.join(name).join(folder::MANIFEST);
            self.results.errors.push(format!(
                "{}: no page tells the version of {name}; `cargo xtask add` writes a {} to say it in, under `versions`",
                workspace::shown(&manifest),
                folder::MANIFEST
            ));
            self.refused.insert(name.clone());
            return Ok(());
        }
        self.tell(name, source, spec.diagnostics);
        // A folder that is not there yet is made with all these files at once.
        let mut report = sync(&self.task.spec, Scope::Folder(name), &spec.outputs, self.task.mode)?;
        // Both are people's from then on, so each is written only where it is not there yet.
        let mut new = Vec::new();
        for file in &spec.first {
            if !create(&self.task.spec, file, self.task.mode)? {
                break;
            }
            new.push(file);
        }
        report.written.splice(0..0, new.iter().map(|file| file.path.clone()));
        if self.task.mode == Mode::Check {
            let outputs = spec.outputs.iter().chain(new);
            self.unwritten
                .insert(name.clone(), Unwritten::of(name, &report, outputs)?);
        }
        self.read.insert(
            name.clone(),
            spec.outputs.iter().map(|output| output.path.clone()).collect(),
        );
        let report = rooted(&self.task.spec, report);
        let row = self.results.row(name);
        row.counts = Some(spec.counts);
        row.files.add(report);
        Ok(())
    }
}

impl Task {
    /// Keeps what was worked out for the next run, which finds the names of values that this one writes.
    fn keep(&self, readings: &[anyhow::Result<Reading>], mut names: BTreeMap<String, ValueNames>) {
        let readings = || readings.iter().flatten();
        for (_, given) in readings().filter_map(|reading| reading.next.as_ref()) {
            names.extend(given.clone());
        }
        names.retain(|_, names| *names != ValueNames::default());
        for Reading { outcome, next, .. } in readings() {
            if let (Ok(specs), Some((key, _))) = (outcome, next) {
                self.cache.put(&with_names(key.clone(), &names), specs);
            }
        }
    }

    /// Reads the pages of one folder, and works out what they say or remembers it.
    ///
    /// `corrections` and `names` are those of all products: which of them are found in the folder shows only then.
    fn read_docs(
        &self,
        source: &Source,
        corrections: &Corrections,
        names: &BTreeMap<String, ValueNames>,
    ) -> anyhow::Result<Reading> {
        let start = Instant::now();
        let name = &source.product;
        if !is_product(name) {
            bail!("{}: the folder's name can't be a product's", source.shown());
        }
        let known = written_manifest(&self.spec, name)?;
        let read = |pages: &Option<SourceFolder>, extension: &str| match pages {
            Some(pages) => read::tree(&pages.folder, extension, &pages.prefix).map(Some),
            None => Ok(None),
        };
        let tree = read(&source.docs, "md")?;
        let metadata = read(&source.metadata, "json")?;
        let both = || [&tree, &metadata].into_iter().flatten();
        let files = both().map(|tree| tree.files.len()).sum();
        let mut diagnostics: Vec<_> = both().flat_map(|tree| tree.diagnostics.iter().cloned()).collect();
        let of_these = |manifest: &[u8]| {
            let key = self.key_of(source, manifest, corrections);
            both().fold(key, |key, tree| key.with_files(&tree.files))
        };
        let key = known.as_ref().map(|(file, _)| of_these(&file.bytes));
        let named = key.clone().map(|key| with_names(key, names));
        let remembered = named.as_ref().and_then(|key| self.cache.get(key));
        let mut next = None;
        let outcome = match remembered {
            Some(specs) => Ok(specs),
            None => {
                let known_manifest = known.as_ref().map(|(_, manifest)| manifest);
                let docs = self.work_out(source, [&tree, &metadata], known_manifest, names);
                if let Some(product) = docs.products.first().filter(|_| known.is_none() && metadata.is_none()) {
                    diagnostics.extend(missing(&product.manifest));
                }
                let products = docs.products.iter();
                let given = products
                    .map(|product| (product.name.clone(), ValueNames::of(product)))
                    .collect();
                let outcome = Specs::of(docs, corrections)?;
                if let Ok(specs) = &outcome {
                    // The next run finds the product.yaml that this one writes.
                    let first = specs
                        .products
                        .first()
                        .map(|spec| of_these(spec.first[0].contents.as_bytes()));
                    next = key.or(first).map(|key| (key, given));
                }
                outcome
            }
        };
        Ok(Reading {
            files,
            versions: known.map(|(_, manifest)| manifest.versions).unwrap_or_default(),
            diagnostics,
            outcome,
            next,
            time: start.elapsed(),
        })
    }

    /// What the specs of a folder's products are made of, but for its files and the names of values.
    fn key_of(&self, source: &Source, manifest: &[u8], corrections: &Corrections) -> Key {
        let key = self.cache.key("spec").with(source.product.as_bytes());
        let locale = self.locale.as_deref().unwrap_or_default();
        let key = key.with(locale.as_bytes()).with(manifest);
        let key = corrections.iter().fold(key, |key, (product, file)| {
            key.with(product.as_bytes()).with(&file.bytes)
        });
        key.with(format!("{:?} {}", source.prose, source.docs.is_some()).as_bytes())
    }

    /// Works out what a folder's pages and metadata say.
    fn work_out(
        &self,
        source: &Source,
        [docs, metadata]: [&Option<Tree>; 2],
        known: Option<&Manifest>,
        names: &BTreeMap<String, ValueNames>,
    ) -> Extraction {
        fn files(tree: &Option<Tree>) -> Option<&[SourceFile]> {
            Some(&tree.as_ref()?.files)
        }
        let sources = Sources {
            folder: &source.product,
            docs: files(docs),
            metadata: files(metadata),
            known,
            locale: self.locale.as_deref(),
            prose: source.prose,
        };
        sources_to_spec(sources, names)
    }

    /// The names of values in the specs as they are: these stay.
    fn value_names(&self) -> anyhow::Result<BTreeMap<String, ValueNames>> {
        if !self.spec.is_dir() {
            return Ok(BTreeMap::new());
        }
        let named = folders(&self.spec)?.into_par_iter().map(|product| {
            let files = read::tree(&self.spec.join(&product), "yaml", "")?.files;
            Ok((product, ValueNames::read(&files)))
        });
        let named: Vec<_> = named.collect::<anyhow::Result<_>>()?;
        Ok(named
            .into_iter()
            .filter(|(_, names)| *names != ValueNames::default())
            .collect())
    }

    /// The `overrides.yaml` of each product whose one corrects anything.
    fn corrections(&self) -> anyhow::Result<Corrections> {
        let mut corrections = Corrections::new();
        let products = if self.spec.is_dir() {
            folders(&self.spec)?
        } else {
            Vec::new()
        };
        for product in products {
            if let Some(text) = read::text(&self.spec.join(&product).join(overrides::OVERRIDES))? {
                let file = SourceFile {
                    path: overrides::OVERRIDES.to_owned(),
                    bytes: text.into_bytes(),
                };
                if !corrects_nothing(&file) {
                    corrections.insert(product, file);
                }
            }
        }
        Ok(corrections)
    }
}
