//! Error codes of real pages: each is in the spec, with its operation or in common, and none that no page has.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::read;
use alibabacloud_generator::infer::product::common_errors::is_common;
use alibabacloud_generator::infer::words::errors;
use alibabacloud_generator::page::{self, Page};
use alibabacloud_generator::spec::model::ErrorCode;
use alibabacloud_tests::shared::shared;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

type Row = (String, Option<u16>);

fn rows(errors: &[ErrorCode]) -> BTreeSet<Row> {
    errors
        .iter()
        .map(|error| (error.code.clone(), error.http_status))
        .collect()
}

#[test]
fn no_code_is_lost_and_none_is_new() {
    let Some(docs) = shared("docs") else { return };
    let (mut own_rows, mut common_rows, mut common_pages) = (0, 0, 0);
    for folder in fs::read_dir(docs).expect("a folder") {
        let folder = folder.expect("an entry").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let files = read::tree(&folder, "md", "").expect("a folder of pages").files;
        let products = docs_to_spec(&name, &files, None, None).products;
        let pages: Vec<Page> = files.iter().map(|file| page::read(&file.path, &file.bytes)).collect();
        let by_file: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.file.as_str(), page)).collect();
        let mut in_common: BTreeSet<Row> = BTreeSet::new();
        let on_common_pages: BTreeSet<Row> = pages
            .iter()
            .filter(|page| is_common(page))
            .flat_map(|page| rows(&errors::infer(page)))
            .collect();
        for version in products.iter().flat_map(|product| &product.versions) {
            let common = rows(&version.common.errors);
            let mut listed: BTreeMap<Row, usize> = BTreeMap::new();
            for operation in &version.operations {
                let own = rows(&operation.errors);
                let page = rows(&errors::infer(by_file[operation.source.as_str()]));
                let lost: Vec<_> = page
                    .iter()
                    .filter(|row| !own.contains(row) && !common.contains(row))
                    .collect();
                assert!(lost.is_empty(), "{name} {}: {lost:?}", operation.operation);
                assert!(own.is_subset(&page), "{name} {}: {own:?}", operation.operation);
                for row in page {
                    *listed.entry(row).or_default() += 1;
                }
                own_rows += operation.errors.len();
                let said = |error: &ErrorCode| (error.code.clone(), error.http_status, error.message.clone());
                let shared: BTreeSet<_> = version.common.errors.iter().map(said).collect();
                let own = operation.errors.iter().map(said);
                let twice: Vec<_> = own.filter(|row| shared.contains(row)).collect();
                assert!(twice.is_empty(), "{name} {}: {twice:?}", operation.operation);
            }
            for row in &common {
                let many = listed.get(row).is_some_and(|count| *count >= 5);
                assert!(
                    many || on_common_pages.contains(row),
                    "{name} {}: {row:?}",
                    version.version
                );
            }
            common_rows += version.common.errors.len();
            in_common.extend(common);
        }
        let lost: Vec<_> = on_common_pages.difference(&in_common).collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
        common_pages += pages.iter().filter(|page| is_common(page)).count();
    }
    eprintln!("{own_rows} rows of operations, {common_rows} in common, of {common_pages} pages");
    assert!(own_rows > 3_000 && common_rows > 200 && common_pages > 10);
}
