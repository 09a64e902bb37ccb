//! What a product has and its sources do not give this time: versions whose metadata is not at hand, operations that can't be read. Their
//! spec stays as it is.

use super::Task;
use super::results::Results;
use super::sources::{METADATA, Source};
use super::specs::Spec;
use crate::workspace;
use alibabacloud_generator::files::path::below;
use alibabacloud_generator::files::{OutputFile, is_generated, read};
use std::path::Path;

impl Task {
    /// Adds the files of such versions, of those that `named` are in its `product.yaml`, to the spec, so that they are not taken for
    /// files without a source.
    pub(super) fn keep_untold_versions(
        &self,
        source: &Source,
        named: &[String],
        spec: &mut Spec,
        results: &mut Results,
    ) -> anyhow::Result<()> {
        let Some(metadata) = &source.metadata else {
            return Ok(());
        };
        for version in named {
            let home = Path::new(&spec.name).join(version);
            let is_told = spec.outputs.iter().any(|output| output.path.starts_with(&home));
            if is_told {
                continue;
            }
            let files = metadata.folder.join(version);
            if read::holds(&files, "json") {
                let (files, name) = (workspace::shown(&files), &spec.name);
                results.errors.push(format!(
                    "{files}: no operation of {name} {version}; its spec stays as it is, and `cargo xtask regen --diagnostics` tells why"
                ));
            } else {
                let absent = results.absent.entry(METADATA).or_default();
                absent.push(format!("{} {version}", spec.name));
            }
            let folder = self.spec.join(&home);
            if !folder.is_dir() {
                continue;
            }
            let there = read::tree(&folder, "yaml", "")?.files.into_iter();
            let generated = there.filter(|file| is_generated(&file.bytes)).filter_map(|file| {
                let contents = String::from_utf8(file.bytes).ok()?;
                Some(OutputFile {
                    path: home.join(file.path),
                    contents,
                })
            });
            spec.outputs.extend(generated);
        }
        Ok(())
    }

    /// Adds the files of operations that are in a source and can't be read.
    pub(super) fn keep_unread(&self, spec: &mut Spec, results: &mut Results) -> anyhow::Result<()> {
        for place in std::mem::take(&mut spec.unread) {
            let relative = Path::new(&spec.name).join(format!("{place}.yaml"));
            let Ok(path) = below(&self.spec, &relative) else {
                continue;
            };
            let Some(contents) = read::text(&path)?.filter(|text| is_generated(text.as_bytes())) else {
                continue;
            };
            let name = &spec.name;
            results.errors.push(format!(
                "{name}: {place} is in its metadata and can't be read; its spec stays as it is, and `cargo xtask regen --diagnostics` tells why"
            ));
            spec.outputs.push(OutputFile {
                path: relative,
                contents,
            });
        }
        Ok(())
    }
}
