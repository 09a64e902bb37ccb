//! Quiet diffs: where the pages of an operation say the same, the spec says the same.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::{SourceFile, read};
use alibabacloud_generator::page;
use alibabacloud_generator::page::headings::Section;
use alibabacloud_generator::semver::{Change, compare, show};
use alibabacloud_generator::spec::folder;
use alibabacloud_generator::spec::product::Manifest;
use alibabacloud_generator::spec::snapshot::Snapshot;
use alibabacloud_tests::shared::shared;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn pages(folder: &Path) -> Vec<SourceFile> {
    read::tree(folder, "md", "").expect("a folder of pages").files
}

fn snapshot(product: &str, files: &[SourceFile]) -> Snapshot {
    let docs = docs_to_spec(product, files, None, None);
    Snapshot {
        product: docs.products.into_iter().next().unwrap_or_default(),
        ..Snapshot::default()
    }
}

/// The changes between two specs that are more than prose, by operation.
fn structural(old: &Snapshot, new: &Snapshot) -> BTreeMap<String, Vec<String>> {
    let comparison = compare("x", Some(old), Some(new));
    let mut changes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for change in comparison.structural() {
        changes
            .entry(change.difference.operation.clone())
            .or_default()
            .push(line(change));
    }
    changes
}

fn line(change: &Change) -> String {
    format!("{} {}: {}", change.class, change.difference.path, show::phrase(change))
}

/// The name of a page's file, which is that of its operation.
fn stem(file: &SourceFile) -> &str {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".md")
}

/// What the pages of each operation say, by the name of their file; copies, places and layout don't count.
fn said(files: &[SourceFile]) -> BTreeMap<String, BTreeSet<String>> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let stem = stem(file);
        if stem.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            said.entry(stem.to_owned())
                .or_default()
                .insert(words(&String::from_utf8_lossy(&file.bytes)));
        }
    }
    said
}

/// A page's text without white space, marks, and where its links lead.
fn words(text: &str) -> String {
    let mut words = String::new();
    for line in text.lines() {
        let head = line.trim_start_matches('\u{feff}').trim();
        // `## Heading {#section_x .section}`, and fences.
        let head = match head.rfind('{') {
            Some(at) if head.ends_with('}') && head.starts_with(['#', '`']) => &head[..at],
            _ => head,
        };
        let mut rest = head;
        while let Some((before, after)) = rest.split_once("](") {
            words.push_str(before);
            rest = after.split_once(')').map_or("", |(_, after)| after);
        }
        words.push_str(rest);
    }
    words.retain(|letter| {
        !letter.is_whitespace() && !matches!(letter, '\\' | '*' | '`' | '-' | '[' | ']' | '\u{feff}' | '\u{200b}')
    });
    words
}

const DAYS: [&str; 6] = [
    "2019-10-01",
    "2020-10-15",
    "2021-01-01",
    "2021-03-01",
    "2021-05-15",
    "2021-07-01",
];

#[test]
fn operations_whose_pages_say_the_same_stay_the_same() {
    let Some(history) = shared("history") else { return };
    let mut same = 0;
    for product in ["kms", "multimediaai"] {
        let days = DAYS.map(|day| {
            let files = pages(&history.join(product).join(day));
            (said(&files), snapshot(product, &files))
        });
        for (at, (said_then, then)) in days.iter().enumerate() {
            for (day, (said_now, now)) in DAYS.iter().zip(&days).skip(at + 1) {
                let changes = structural(then, now);
                for (operation, texts) in said_then {
                    if said_now.get(operation) == Some(texts) {
                        same += 1;
                        assert_eq!(
                            changes.get(operation),
                            None,
                            "{product} {operation}, {} to {day}",
                            DAYS[at]
                        );
                    }
                }
            }
        }
    }
    eprintln!("{same} pairs say the same");
    assert!(same > 100, "{same}");
}

/// The rows of a page's tables, as far as they are more than prose, by side; and the rows of its errors.
fn rows(file: &SourceFile) -> BTreeSet<[String; 4]> {
    let page = page::read(&file.path, &file.bytes);
    let plain = |text: &str| text.replace(['\\', '*', '`'], "").trim().to_lowercase();
    let tables = page
        .tables
        .iter()
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let fields = tables.map(|(table, row)| {
        let side = if table.section == Section::Request {
            "request"
        } else {
            "response"
        };
        [
            side.to_owned(),
            plain(&row.name),
            plain(&row.kind.text),
            plain(&row.required),
        ]
    });
    let errors = page
        .errors
        .iter()
        .map(|row| ["errors".to_owned(), plain(&row.code), plain(&row.status), String::new()]);
    fields.filter(|[_, name, ..]| name != "action").chain(errors).collect()
}

/// Pages by operation and locale, one for each text, of the older and of the newer layout.
type Layouts = BTreeMap<(String, String), [BTreeMap<String, SourceFile>; 2]>;

fn layouts(history: &Path, product: &str) -> Layouts {
    let mut layouts = Layouts::new();
    for day in DAYS {
        for file in pages(&history.join(product).join(day)) {
            let page = page::read(&file.path, &file.bytes);
            let locale = file.path.split('/').next().unwrap_or_default().to_owned();
            if page.rows() > 0 && stem(&file).is_ascii() {
                let key = (stem(&file).to_owned(), locale);
                let text = words(&String::from_utf8_lossy(&file.bytes));
                layouts.entry(key).or_default()[usize::from(page.vintage != page::Vintage::Older)].insert(text, file);
            }
        }
    }
    layouts
}

#[test]
fn another_layout_of_the_same_rows_is_no_change() {
    let Some(history) = shared("history") else { return };
    let (mut same, mut loud) = (0, Vec::new());
    for (product, version) in [("kms", "2016-01-20"), ("multimediaai", "2019-08-10")] {
        let known = Manifest {
            code: product.to_owned(),
            versions: vec![version.to_owned()],
            ..Manifest::default()
        };
        let alone = |file: &SourceFile| {
            let mut docs = docs_to_spec(product, std::slice::from_ref(file), Some(&known), None);
            Snapshot {
                product: docs.products.pop().unwrap_or_default(),
                ..Snapshot::default()
            }
        };
        for ((operation, locale), [olds, news]) in layouts(&history, product) {
            for (old, new) in olds.values().flat_map(|old| news.values().map(move |new| (old, new))) {
                if rows(old) != rows(new) {
                    continue;
                }
                same += 1;
                let changes = structural(&alone(old), &alone(new));
                if !changes.is_empty() {
                    loud.push(format!("{operation} {locale}: {changes:?}"));
                }
            }
        }
    }
    eprintln!(
        "{same} pairs of pages state the same rows, {} of them differ",
        loud.len()
    );
    assert!(same > 10, "{same}");
    assert!(loud.len() * 100 <= same, "{} of {same}: {loud:#?}", loud.len());
}

type Retold = fn(&str) -> String;

/// Changes of a page that say nothing new.
const RETOLD: &[(&str, Retold)] = &[
    ("white space at the ends of lines", |text| text.replace('\n', "  \n")),
    ("line ends of Windows", |text| text.replace('\n', "\r\n")),
    ("blank lines between blocks", |text| text.replace("\n## ", "\n\n\n## ")),
    ("ids of links", |text| text.replace("](~~", "](~~9")),
    ("a byte order mark", |text| format!("\u{feff}{text}")),
];

#[test]
fn what_says_nothing_new_changes_nothing() {
    let Some(docs) = shared("docs") else { return };
    for product in ["kms", "multimediaai", "slb"] {
        let files = pages(&docs.join(product));
        let before = snapshot(product, &files);
        let check = |what: &str, files: &[SourceFile]| {
            let changes = structural(&before, &snapshot(product, files));
            assert!(changes.is_empty(), "{product}, {what}: {changes:#?}");
        };
        for (what, retell) in RETOLD {
            let retold: Vec<_> = files
                .iter()
                .map(|file| SourceFile {
                    path: file.path.clone(),
                    bytes: retell(&String::from_utf8_lossy(&file.bytes)).into_bytes(),
                })
                .collect();
            check(what, &retold);
        }
        let mut shuffled = files.clone();
        shuffled.reverse();
        shuffled.rotate_left(files.len() / 3);
        assert_eq!(
            before.product,
            snapshot(product, &shuffled).product,
            "{product}, another order of files"
        );
        // Each page moves to another folder, so that those of one operation come in another order.
        let elsewhere: Vec<_> = files
            .iter()
            .enumerate()
            .map(|(at, file)| {
                let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
                let (locale, below) = folder.split_once('/').unwrap_or((folder, ""));
                let first = ["0", "~"][at % 2];
                SourceFile {
                    path: format!("{locale}/{first}/{below}/{at}/{name}"),
                    bytes: file.bytes.clone(),
                }
            })
            .collect();
        check("pages moved", &elsewhere);
        let mut twice = files.clone();
        twice.extend(elsewhere);
        check("copies of pages", &twice);
    }
}

/// The files of a product's operations as they are written.
fn yaml(product: &str, files: &[SourceFile]) -> BTreeMap<String, String> {
    let (outputs, _) = folder::version_files(&mut snapshot(product, files).product);
    outputs
        .into_iter()
        .map(|file| (file.path.display().to_string(), file.contents))
        .collect()
}

#[test]
fn a_changed_word_is_a_changed_line() {
    let Some(docs) = shared("docs") else { return };
    let all = pages(&docs.join("kms"));
    let stems: BTreeSet<&str> = all.iter().map(stem).filter(|stem| stem.is_ascii()).collect();
    let mut edits = 0;
    for name in stems {
        let files: Vec<SourceFile> = all.iter().filter(|file| stem(file) == name).cloned().collect();
        let before = yaml("kms", &files);
        let Some((path, old)) = before.iter().next() else {
            continue;
        };
        // Words of the spec's prose that one page has, and has once.
        let words = old
            .split(|letter: char| !letter.is_ascii_lowercase())
            .filter(|word| word.len() > 7);
        for word in words.collect::<BTreeSet<_>>().into_iter().take(3) {
            let has = |file: &&SourceFile| String::from_utf8_lossy(&file.bytes).contains(word);
            let Some(at) = files.iter().position(|file| has(&file)) else {
                continue;
            };
            let text = String::from_utf8_lossy(&files[at].bytes).into_owned();
            if text.matches(word).count() != 1
                || files.iter().filter(has).count() != 1
                || old.matches(word).count() != 1
            {
                continue;
            }
            let mut edited = files.clone();
            edited[at].bytes = text.replace(word, "reworded").into_bytes();
            let after = yaml("kms", &edited);
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            let (old, new) = (lines(old), lines(&after[path]));
            let changed = old.iter().zip(&new).filter(|(old, new)| old != new).count();
            assert_eq!((old.len(), changed), (new.len(), 1), "{path}: {word}");
            edits += 1;
        }
    }
    assert!(edits > 20, "{edits}");
}

/// What changed in kms between the last two days, each confirmed by a reading of the pages.
const KMS: &[&str] = &[
    "DescribeKey: compatible errors.Forbidden.KeyNotFound: error code Forbidden.KeyNotFound added",
    "DescribeKey: compatible response.KeyMetadata.AutomaticRotation: field added: String",
    "DescribeKey: compatible response.KeyMetadata.DeletionProtection: field added: String",
    "DescribeKey: compatible response.KeyMetadata.DeletionProtectionDescription: field added: String",
    "DescribeKey: compatible response.KeyMetadata.KeySpec: field added: String",
    "DescribeKey: compatible response.KeyMetadata.LastRotationDate: field added: String",
    "DescribeKey: compatible response.KeyMetadata.NextRotationDate: field added: String",
    "DescribeKey: compatible response.KeyMetadata.PrimaryKeyVersion: field added: String",
    "DescribeKey: compatible response.KeyMetadata.RotationInterval: field added: String",
    "GenerateDataKey: breaking errors.Forbidden.KeyNotFound: error code Forbidden.KeyNotFound removed",
    "GenerateDataKey: breaking errors.Throttling: error code Throttling removed",
    "SetDeletionProtection: compatible : operation added",
    "TagResource: compatible request.CertificateId: field added: String",
    "TagResource: compatible request.KeyId: no longer required",
    "TagResource: compatible request.SecretName: field added: String",
    "UntagResource: compatible request.CertificateId: field added: String",
];

#[test]
fn what_changed_in_kms_is_told_and_nothing_else() {
    let Some(history) = shared("history") else { return };
    let [old, new] = [DAYS[4], DAYS[5]].map(|day| snapshot("kms", &pages(&history.join("kms").join(day))));
    let changes = structural(&old, &new);
    let told: BTreeSet<String> = changes
        .iter()
        .flat_map(|(operation, lines)| lines.iter().map(move |line| format!("{operation}: {line}")))
        // The words of a summary are not repeated here.
        .map(|line| match line.find(": operation added") {
            Some(at) => line[..at].to_owned() + ": operation added",
            None => line,
        })
        .collect();
    assert_eq!(told, KMS.iter().map(|line| (*line).to_owned()).collect());
}
