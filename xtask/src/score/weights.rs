//! `cargo xtask score --weights`: what changes where a weight of the inference is another.

use super::compare_json;
use crate::workspace;
use alibabacloud_generator::docs_to_spec_by;
use alibabacloud_generator::files::sync::{Mode, create};
use alibabacloud_generator::files::{OutputFile, SourceFile, read};
use alibabacloud_generator::infer::structure::weights::Weights;
use alibabacloud_generator::spec::{folder, scaffold};
use anyhow::{Context as _, bail};
use std::fmt;
use std::path::Path;

/// So many times as large each weight is tried.
const FACTORS: [f64; 4] = [0.5, 0.8, 1.25, 2.0];
/// Columns of a name, and of what a factor changes.
const NAME: usize = 20;
const CELL: usize = 44;

/// Prints a row for each of the weights asked for, or for all. `script` holds specs against metadata.
pub(super) fn run(asked: &[String], docs: &Path, script: &Path) -> anyhow::Result<()> {
    let all = asked.iter().any(|name| name == "all");
    if let Some(name) = asked
        .iter()
        .find(|name| !all && !Weights::NAMES.contains(&name.as_str()))
    {
        bail!(
            "no weight is called {name}; there are all, {}",
            Weights::NAMES.join(", ")
        );
    }
    let asked = Weights::NAMES
        .iter()
        .filter(|name| all || asked.iter().any(|one| one == *name));
    let products: Vec<(String, Vec<SourceFile>)> = workspace::folders(docs)?
        .into_iter()
        .map(|name| Ok((read::tree(&docs.join(&name), "md", "")?.files, name)))
        .map(|read: anyhow::Result<_>| read.map(|(files, name)| (name, files)))
        .collect::<Result<_, _>>()?;
    let usual = specs(&products, &Weights::STANDARD)?;
    let figures = Figures::of(&usual, script)?;
    println!("as it is: {figures}");
    println!("what changes with a weight so many times as large; . is nothing");
    print!("{:NAME$}", "");
    FACTORS
        .iter()
        .for_each(|factor| print!("{:>CELL$}", format!("x{factor}")));
    println!();
    for name in asked {
        print!("{name:NAME$}");
        for factor in FACTORS {
            let weights = Weights::STANDARD
                .scaled(name, factor)
                .context("a weight that was listed")?;
            let changed = specs(&products, &weights)?;
            let cell = if changed == usual {
                ".".to_owned()
            } else {
                Figures::of(&changed, script)?.less(&figures)
            };
            print!("{cell:>CELL$}");
        }
        println!();
    }
    Ok(())
}

/// The files of all specs.
fn specs(products: &[(String, Vec<SourceFile>)], weights: &Weights) -> anyhow::Result<Vec<OutputFile>> {
    let mut outputs = Vec::new();
    for (name, files) in products {
        let mut docs = docs_to_spec_by(weights, name, files, None, None);
        for product in &mut docs.products {
            outputs.push(scaffold::manifest_file(product, &[]).with_context(|| product.name.clone())?);
            outputs.extend(folder::version_files(product).0);
        }
    }
    Ok(outputs)
}

/// What is wrong with specs.
struct Figures {
    /// Answers whose tree differs from the metadata's.
    trees: i64,
    /// Those of them without a mark.
    silent: i64,
    /// Parameters that the metadata does not have there.
    parameters: i64,
    /// Marked spots, right or wrong.
    marks: i64,
}

impl Figures {
    fn of(specs: &[OutputFile], script: &Path) -> anyhow::Result<Self> {
        let made = tempfile::tempdir().context("a folder for the spec")?;
        for output in specs {
            create(made.path(), output, Mode::Write)?;
        }
        let told = compare_json(script, made.path())?;
        let figure = |name: &str| told["total"][name].as_i64().unwrap_or(0);
        let marks = specs
            .iter()
            .map(|file| file.contents.matches("inferred: ").count())
            .sum::<usize>();
        Ok(Self {
            trees: figure("trees") - figure("tree"),
            silent: figure("silent"),
            parameters: figure("params") - figure("known"),
            marks: i64::try_from(marks).unwrap_or(i64::MAX),
        })
    }

    /// What differs from others.
    fn less(&self, other: &Self) -> String {
        let differences = [
            ("trees", self.trees - other.trees),
            ("silent", self.silent - other.silent),
            ("params", self.parameters - other.parameters),
            ("marks", self.marks - other.marks),
        ];
        let told = differences.iter().filter(|(_, by)| *by != 0);
        let told: Vec<String> = told.map(|(what, by)| format!("{what} {by:+}")).collect();
        if told.is_empty() {
            "other fields".to_owned()
        } else {
            told.join(" ")
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            trees,
            silent,
            parameters,
            marks,
        } = self;
        write!(
            f,
            "{trees} answers wrong, {silent} of them without a mark; {parameters} parameters wrong; {marks} spots marked"
        )
    }
}
