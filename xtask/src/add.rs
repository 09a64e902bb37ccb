//! `cargo xtask add`: takes a folder of docs up, so that `regen` makes specs and crates of its products.

use crate::diagnostics::line;
use crate::{Outcome, workspace};
use alibabacloud_generator::diagnostics::{Diagnostic, DiagnosticKind, counted, listed};
use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::files::path::is_product;
use alibabacloud_generator::files::read;
use alibabacloud_generator::files::sync::{Mode, create};
use alibabacloud_generator::spec::folder::MANIFEST;
use alibabacloud_generator::spec::product::{Product, Prose};
use alibabacloud_generator::spec::scaffold;
use alibabacloud_generator::survey::{Surveyed, Told, survey, survey_metadata};
use anyhow::{Context as _, bail};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

/// Arguments of `add`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of a product's pages or metadata, or a folder with such a folder for each product
    #[arg(value_name = "DIR")]
    docs: PathBuf,
    /// Only this product of several; or a name for the only one [default: as the folder or the pages call it]
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// Which words the spec keeps, of a product of metadata [default: all]
    #[arg(long, value_name = "WORDS")]
    prose: Option<Prose>,
    /// The folder of the specs [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// How many lines of a kind are shown; the rest is counted.
const SHOWN: usize = 10;
/// How many files that are no page are named.
const PASSED_OVER: usize = 5;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let spec = workspace::spec(arguments.spec.as_deref());
    let folder = workspace::real(&arguments.docs);
    let pages = read::tree(&folder, "md", "")?;
    let metadata = read::tree(&folder, "json", "")?;
    let mut out = String::new();
    let (mut told, mut diagnostics) = survey_metadata(&metadata.files);
    diagnostics.extend(metadata.diagnostics);
    if metadata.files.is_empty() {
        diagnostics.extend(pages.diagnostics);
    }
    if let Some(wanted) = arguments.product.as_ref().filter(|_| told.len() > 1) {
        let names: Vec<String> = told.iter().map(|told| told.product.name.clone()).collect();
        told.retain(|told| told.product.name == *wanted);
        // One that can't be read has a folder, too.
        let is_of = |file: &str| {
            let of_told = told.iter().any(|told| Path::new(file).starts_with(&told.folder));
            of_told || Path::new(file).iter().any(|part| part == wanted.as_str())
        };
        diagnostics.retain(|diagnostic| is_of(&diagnostic.file));
        if told.is_empty() && diagnostics.is_empty() && pages.files.is_empty() {
            let folder = workspace::shown(&folder);
            let names = listed(&names, SHOWN);
            bail!("{wanted}: no product of this name in {folder}, but {names}");
        }
    }
    let by_metadata = add_metadata(&mut out, arguments, &spec, &folder, told)?;
    for diagnostic in diagnostics.iter().take(SHOWN) {
        let _ = writeln!(out, "{}", line(diagnostic));
    }
    if diagnostics.len() > SHOWN {
        let _ = writeln!(
            out,
            "and {} more; `cargo xtask regen --diagnostics` shows them",
            diagnostics.len() - SHOWN
        );
    }
    let added = if !pages.files.is_empty() || metadata.files.is_empty() {
        add_pages(&mut out, arguments, &spec, &folder, &pages.files)
    } else if by_metadata > 0 {
        Ok(())
    } else {
        let message = "all of it is there already, or nothing of it can be read; nothing is written";
        Err(anyhow::anyhow!("{}: {message}", workspace::shown(&folder)))
    };
    if added.is_ok() {
        let quoted = |path: &Path| shlex::try_quote(&path.display().to_string()).map(|text| text.into_owned());
        let spec = arguments.spec.as_deref().map(quoted).transpose()?;
        let with = spec.map(|spec| format!(" --spec {spec}"));
        let _ = writeln!(out, "next: cargo xtask regen{}", with.unwrap_or_default());
    }
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    added.map(|()| Outcome::Fine)
}

/// Takes up the products of metadata; how many of them are new.
fn add_metadata(
    out: &mut String,
    arguments: &Arguments,
    spec: &Path,
    folder: &Path,
    told: Vec<Told>,
) -> anyhow::Result<usize> {
    let mut added = 0;
    for Told {
        mut product,
        folder: below,
    } in told
    {
        if let Some(wanted) = &arguments.product {
            wanted.clone_into(&mut product.name);
        }
        let manifest = spec.join(&product.name).join(MANIFEST);
        let files = from(&spec.join(&product.name), &folder.join(&below))?;
        if !is_product(&product.name) {
            bail!(
                "{:?} can't be a product's name; give another with --product",
                product.name
            );
        }
        if manifest.exists() {
            let _ = writeln!(
                out,
                "{}: there already, left as it is; `metadata: {files}` in {} adds this source\n",
                product.name,
                workspace::shown(&manifest)
            );
            continue;
        }
        product.manifest.metadata = Some(files);
        product.manifest.prose = arguments.prose;
        for file in [
            &scaffold::manifest_file(&product, &[])?,
            &scaffold::overrides_file(&product),
        ] {
            create(spec, file, Mode::Write)?;
        }
        let _ = writeln!(
            out,
            "{}: {}, {}, version {}\n  wrote {}\n",
            product.name,
            counted(product.operations(), "operation"),
            product.manifest.style,
            product.manifest.versions.join(" and "),
            workspace::shown(&manifest)
        );
        added += 1;
    }
    Ok(added)
}

/// Takes up the products of pages.
fn add_pages(
    out: &mut String,
    arguments: &Arguments,
    spec: &Path,
    docs: &Path,
    files: &[SourceFile],
) -> anyhow::Result<()> {
    let name = docs.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let found = survey(name, files, arguments.product.as_deref())
        .map_err(|problem| anyhow::anyhow!("{}: {problem}; nothing is written", workspace::shown(docs)))?;
    let is_known = |name: &str| spec.join(name).join(MANIFEST).exists();
    let (known, new): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| is_known(&one.name));
    if new.is_empty() {
        let names: Vec<_> = known
            .iter()
            .map(|one| workspace::shown(&spec.join(&one.name).join(MANIFEST)))
            .collect();
        bail!(
            "{} is there already; edit it, or run `cargo xtask regen`",
            names.join(", ")
        );
    }
    for one in &known {
        let _ = writeln!(out, "{}: there already, left as it is\n", one.name);
    }
    for mut one in new {
        let pages = docs.join(&one.folder);
        let remembered = from(&spec.join(&one.name), &pages)?;
        if !one.docs.passed_over.is_empty() {
            let (others, files) = (&one.docs.passed_over, one.docs.pages + one.docs.passed_over.len());
            let _ = writeln!(
                out,
                "{}: {} of {files} files are no page of an operation: {}\n",
                workspace::shown(&pages),
                others.len(),
                listed(others, PASSED_OVER)
            );
        }
        let products = std::mem::take(&mut one.docs.products);
        for (at, mut product) in products.iter().cloned().enumerate() {
            if at > 0 && (is_known(&product.name) || arguments.product.is_some()) {
                continue;
            }
            // The pages belong to the product that bears the folder's name; others are found among them.
            product.manifest.docs = (at == 0).then(|| remembered.clone());
            let guessed = one.docs.guessed.get(&product.name).map_or(&[][..], Vec::as_slice);
            let manifest = scaffold::manifest_file(&product, guessed)?;
            for file in [&manifest, &scaffold::overrides_file(&product)] {
                create(spec, file, Mode::Write)?;
            }
            let among = (at > 0).then_some(one.name.as_str());
            tell(out, spec, &pages, &one, &product, among);
        }
    }
    Ok(())
}

/// Says of a product what was found, and what to look at first.
fn tell(out: &mut String, spec: &Path, pages: &Path, one: &Surveyed, product: &Product, among: Option<&str>) {
    let operations = || product.versions.iter().flat_map(|version| &version.operations);
    let versions: Vec<_> = product
        .versions
        .iter()
        .map(|version| version.version.as_str())
        .collect();
    let known = !versions.contains(&"");
    let manifest = workspace::shown(&spec.join(&product.name).join(MANIFEST));
    let _ = writeln!(
        out,
        "{}: {}, {}, {}",
        product.name,
        counted(operations().count(), "operation"),
        product.manifest.style,
        if known {
            format!("version {}", versions.join(" and "))
        } else {
            "no version".to_owned()
        },
    );
    if let Some(among) = among {
        let _ = writeln!(out, "  found among the pages of {among}");
    }
    let _ = writeln!(out, "  wrote {manifest}");
    if !known {
        let _ = writeln!(
            out,
            "  fill in: no page tells the version; say it in {manifest}, under `versions`"
        );
    }
    if product.manifest.endpoints.guessed {
        let rule = product.manifest.endpoints.rule.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "  fill in: no page tells where it is called; {rule} is assumed until {manifest} says otherwise"
        );
    }
    if let Some(guessed) = one
        .docs
        .guessed
        .get(&product.name)
        .filter(|guessed| known && !guessed.is_empty())
    {
        let _ = writeln!(
            out,
            "  look at first: the version is guessed for {}, whose pages do not tell it: {}",
            counted(guessed.len(), "operation"),
            listed(guessed, SHOWN)
        );
    }
    let doubtful = one.docs.diagnostics.iter().filter(|diagnostic| {
        diagnostic.kind == DiagnosticKind::StructureDoubtful
            && operations().any(|operation| operation.source == diagnostic.file)
    });
    tell_doubts(out, pages, &doubtful.collect::<Vec<_>>());
    out.push('\n');
}

fn tell_doubts(out: &mut String, pages: &Path, doubtful: &[&Diagnostic]) {
    if doubtful.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "  look at first: {} where the page leaves open which structure a field belongs to",
        counted(doubtful.len(), "spot")
    );
    for diagnostic in doubtful.iter().take(SHOWN) {
        let page = workspace::shown(&pages.join(&diagnostic.file));
        let _ = writeln!(out, "    {page}:{}: {}", diagnostic.line, diagnostic.message);
    }
    if doubtful.len() > SHOWN {
        let more = doubtful.len() - SHOWN;
        let _ = writeln!(
            out,
            "    and {more} more; `cargo xtask report` shows them beside their rows"
        );
    }
}

/// The way from a product's spec folder to its pages: relative where the two have a folder in common, as a clone may lie anywhere.
fn from(home: &Path, pages: &Path) -> anyhow::Result<String> {
    let home = std::path::absolute(home).context("the folder of the specs")?;
    let home = home
        .ancestors()
        .find_map(|above| Some(above.canonicalize().ok()?.join(home.strip_prefix(above).ok()?)))
        .unwrap_or(home);
    let common = home
        .components()
        .zip(pages.components())
        .take_while(|(one, other)| one == other)
        .count();
    let shares = home
        .components()
        .take(common)
        .any(|part| matches!(part, Component::Normal(_)));
    let way: PathBuf = if shares {
        let up = home.components().skip(common).map(|_| Component::ParentDir);
        up.chain(pages.components().skip(common)).collect()
    } else {
        pages.to_path_buf()
    };
    let way = way.to_str().context("the docs folder's name is not UTF-8")?;
    Ok(if std::path::MAIN_SEPARATOR == '\\' {
        way.replace('\\', "/")
    } else {
        way.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_the_pages() {
        for (home, pages, way) in [
            ("/none/repo/spec/kms", "/none/repo/docs/kms", "../../docs/kms"),
            (
                "/none/repo/spec/kms",
                "/none/shared/docs/kms",
                "../../../shared/docs/kms",
            ),
            ("/none/repo/spec/kms", "/other/kms", "/other/kms"),
            ("/none/repo/spec/kms", "/none/repo/spec/kms/docs", "docs"),
        ] {
            assert_eq!(from(Path::new(home), Path::new(pages)).expect("a way"), way);
        }
    }
}
