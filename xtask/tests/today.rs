//! How well pages of today are read, by the real binary: pages made of shared metadata in each layout, held against that metadata, and the
//! real ones at hand. No figure may fall back.

use alibabacloud_tests::command::run;
use alibabacloud_tests::shared::shared;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A figure of all layouts: its share of another, in ten thousandths, that must be reached.
const SHARES: &[(&str, &str, u64)] = &[
    ("place", "fields", 9980),
    ("tree", "trees", 9950),
    ("type", "scalars", 9980),
    ("known", "params", 9830),
    ("required", "reqs", 9980),
    ("roa ok", "roa", 10_000),
];

fn regen(docs: &Path, spec: &Path) {
    let mut regen = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run(regen
        .args(["regen", "--docs-only", "--docs"])
        .arg(docs)
        .arg("--spec")
        .arg(spec))
    .well();
}

#[test]
fn the_figures_of_every_layout_are_kept() {
    let (Some(metadata), Some(render), Some(script)) = (
        shared("metadata"),
        shared("tools/render_pages.py"),
        shared("tools/meta_truth.py"),
    ) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    for layout in [
        "markdown",
        "markdown1",
        "english",
        "english1",
        "table",
        "plain",
        "clipped",
    ] {
        let (pages, spec) = (folder.path().join(layout), folder.path().join(format!("{layout}-spec")));
        let mut python = Command::new("python3");
        let python = python.arg(&render).arg("--metadata").arg(&metadata);
        run(python.arg("--out").arg(&pages).args(["--layout", layout])).well();
        regen(&pages, &spec);
        let mut python = Command::new("python3");
        let python = python
            .arg(&script)
            .arg("--meta")
            .arg(&metadata)
            .arg("--spec")
            .arg(&spec);
        let told = run(python.arg("--json")).well();
        let told: Value = serde_json::from_str(&told.stdout).expect("JSON");
        let total = |name: &str| told["total"][name].as_u64().unwrap_or(0);
        assert_eq!((total("ops"), total("spec")), (1684, 1684), "{layout}: operations");
        assert_eq!(total("silent"), 0, "{layout}: wrong and unmarked");
        for (part, whole, least) in SHARES {
            let (count, all) = (total(part), total(whole));
            assert!(
                count * 10_000 >= all * least,
                "{layout}: {part}: {count} of {all}, less than {least} in 10,000"
            );
        }
        fs::remove_dir_all(&pages).expect("remove");
    }
}

/// Real pages: operation, parameters, fields of the answer, errors; counted by hand on the pages.
const REAL: &[(&str, usize, usize, usize)] = &[
    ("anytrans/2025-07-07/TermEdit", 11, 11, 1),
    // Its body is called `body`; the members are what is set.
    ("edututor/2025-07-07/AnswerSSE", 8, 9, 0),
    ("bailian/2023-12-29/ApplyFileUploadLease", 7, 12, 0),
    ("ocr-api/2021-07-07/RecognizeBusinessLicense", 2, 4, 0),
    ("ocr-api/2021-07-07/RecognizeGeneral", 2, 4, 0),
    ("ocr-api/2021-07-07/RecognizeHousehold", 3, 4, 0),
    ("ocr-api/2021-07-07/RecognizeMultiLanguage", 7, 4, 0),
    ("ocr-api/2021-07-07/RecognizeTableOcr", 6, 4, 0),
    ("ocr-api/2021-07-07/RecognizeTaxClearanceCertificate", 2, 4, 0),
    ("ocr-api/2021-07-07/RecognizeVehicleLicense", 2, 4, 0),
    ("sae/2019-05-06/ListChangeOrders", 8, 25, 3),
    ("vpc/2016-04-28/ListGatewayRouteTableEntries", 5, 15, 2),
];

fn fields(value: &serde_yaml::Value) -> usize {
    let fields = value.as_sequence().into_iter().flatten();
    fields.map(|field| 1 + fields_below(field)).sum()
}

fn fields_below(field: &serde_yaml::Value) -> usize {
    field.get("fields").map_or(0, fields)
}

#[test]
fn real_pages_of_today_are_read_whole() {
    let Some(docs) = shared("docs-today") else { return };
    let spec = tempfile::tempdir().expect("a temporary folder");
    regen(&docs, spec.path());
    for (operation, request, response, errors) in REAL {
        let yaml = fs::read_to_string(spec.path().join(format!("{operation}.yaml"))).expect(operation);
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect(operation);
        let count = |key: &str| read.get(key).map_or(0, fields);
        let codes = read
            .get("errors")
            .and_then(|errors| errors.as_sequence())
            .map_or(0, Vec::len);
        assert_eq!(
            (count("request"), count("response"), codes),
            (*request, *response, *errors),
            "{operation}"
        );
    }
}
