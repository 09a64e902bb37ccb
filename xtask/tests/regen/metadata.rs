//! The second source: API metadata, alone and beside pages.

use crate::Bench;
use alibabacloud_tests::root;
use std::fs;

/// Metadata of two products, one of them in a protocol of its own.
fn bench() -> Bench {
    let bench = Bench::new();
    let invented = |name: &str| {
        fs::read_to_string(root().join(format!("generator/tests/metadata/{name}.json"))).expect("metadata")
    };
    bench.write("meta/harbour/2021-03-04/api-docs.json", invented("harbour"));
    bench.write("meta/pier/2022-01-02/api-docs.json", invented("pier"));
    bench.write(
        "meta/odd/2020-01-01/api-docs.json",
        r#"{"info": {"style": "OSS", "product": "Odd", "version": "2020-01-01"}, "apis": {"GetIt": {}}}"#,
    );
    bench
}

#[test]
fn metadata_alone() {
    let bench = bench();
    let done = bench.regen(&["--metadata", "meta", "--diagnostics"]).well();
    assert!(
        done.stdout
            .contains("protocol of its own, OSS; its 1 operations are left out"),
        "{}",
        done.stdout
    );
    for file in [
        "spec/harbour/2021-03-04/ListShips.yaml",
        "generated/pier/src/operation/mend_plank.rs",
    ] {
        assert!(bench.path(file).exists(), "{file}");
    }
    assert!(!bench.path("spec/odd").exists());
    let before = bench.tree("spec");
    let again = bench.regen(&["--metadata", "meta", "--check"]);
    assert_eq!(
        (again.code, &bench.tree("spec")),
        (0, &before),
        "{}{}",
        again.stdout,
        again.stderr
    );
}

#[test]
fn two_commands_and_no_words() {
    let bench = bench();
    let added = bench
        .other(&["add", "meta", "--spec", "spec", "--prose", "none"])
        .well();
    assert!(
        added.stdout.contains("harbour: 4 operations, RPC, version 2021-03-04"),
        "{}",
        added.stdout
    );
    let manifest = bench.read("spec/harbour/product.yaml");
    assert!(
        manifest.contains("metadata: '../../meta/harbour'\n") && manifest.contains("prose: none\n"),
        "{manifest}"
    );
    bench.regen(&[]).well();
    let ships = bench.read("spec/harbour/2021-03-04/ListShips.yaml");
    assert!(
        !ships.contains("Lists the ships") && ships.contains("max_items: 20"),
        "{ships}"
    );
    let code = bench.read("generated/harbour/src/operation/list_ships.rs");
    assert!(
        code.contains("https://api.aliyun.com/document/Harbour/2021-03-04/ListShips"),
        "{code}"
    );
    // What is there already stays as it is.
    let again = bench.other(&["add", "meta", "--spec", "spec"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("there already"), "{}", again.stderr);
    // A clone without the sources keeps its spec.
    fs::rename(bench.path("meta"), bench.path("away")).expect("rename");
    let before = bench.tree("spec");
    let done = bench.regen(&["--diagnostics"]).well();
    assert!(done.stdout.contains("not at hand: metadata of "), "{}", done.stdout);
    assert_eq!(bench.tree("spec"), before);
}

#[test]
fn pages_beside_it_give_the_words() {
    let bench = bench();
    bench.write(
        "docs/harbour/ListShips.md",
        "# ListShips\n\nShows ships.\n\n[Try](https://api.aliyun.com/#product=Harbour&api=ListShips&version=2021-03-04&type=RPC)\n\n\
         ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n|Action|String|Yes|ListShips|The operation. |\n\
         |State|String|No|moored|What it does. |\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|r|ID. |\n",
    );
    bench.write("meta/harbour/2020-01-01/api-docs.json", "<html>Sign in</html>");
    let sources = ["--metadata", "meta", "--docs", "docs", "--product", "harbour"];
    let done = bench.regen(&[&sources[..], &["--diagnostics"]].concat()).well();
    assert!(
        done.stdout.contains("meta/harbour/2020-01-01/api-docs.json"),
        "a file is told with the folder it lies in: {}",
        done.stdout
    );
    let ships = bench.read("spec/harbour/2021-03-04/ListShips.yaml");
    assert!(
        ships.contains("summary: Shows ships.") && ships.contains("source: ListShips.md"),
        "{ships}"
    );
    assert!(
        ships.contains("description: What it does.") && ships.contains("format: Comma"),
        "{ships}"
    );
    let explained = |more: &[&str]| {
        let explain = [
            "explain",
            "harbour",
            "listships",
            "--spec",
            "spec",
            "--metadata",
            "meta",
        ];
        bench.other(&[&explain[..], more].concat()).well().stdout
    };
    let (alone, both) = (explained(&[]), explained(&["--docs", "docs"]));
    assert!(
        alone.starts_with("ListShips: names, nesting,") && alone.ends_with("no page of it is at hand.\n"),
        "{alone}"
    );
    assert!(
        both.contains("are those of its pages") && both.contains("followed ListShips.md"),
        "{both}"
    );
}

#[test]
fn a_file_that_is_not_the_products_is_told() {
    let harbour = fs::read_to_string(root().join("generator/tests/metadata/harbour.json")).expect("metadata");
    let replaced = |from: &str, to: &str| {
        assert!(harbour.contains(from), "{from}");
        harbour.replacen(from, to, 1)
    };
    let empty = r#"{"info": {"style": "RPC", "product": "Harbour", "version": "2021-03-04"}, "apis": {}}"#;
    // A file, whether it can be taken up by itself, and what is told of it beside a product.yaml.
    for (file, is_metadata, told) in [
        ("<html>Sign in</html>".to_owned(), false, "it is a web page"),
        (harbour[..harbour.len() / 2].to_owned(), false, "no API metadata: "),
        (empty.to_owned(), false, "there is no operation in it"),
        (
            replaced("\"Harbour\"", "\"Quay\""),
            true,
            "it is of Quay, and product.yaml says `code: Harbour`",
        ),
        (
            replaced("2021-03-04", "2022-05-06"),
            true,
            "2022-05-06 is not among the `versions`",
        ),
    ] {
        let bench = bench();
        bench.write("meta/harbour/2021-03-04/api-docs.json", &file);
        if !is_metadata {
            let added = bench.other(&["add", "meta/harbour", "--spec", "spec"]);
            assert_eq!(
                (added.code, added.stdout.contains(told)),
                (2, true),
                "{told}: {added:?}"
            );
        }
        bench.write("meta/harbour/2021-03-04/api-docs.json", &harbour);
        bench.other(&["add", "meta/harbour", "--spec", "spec"]).well();
        bench.regen(&[]).well();
        let before = bench.tree("spec");
        bench.write("meta/harbour/2021-03-04/api-docs.json", &file);
        let done = bench.regen(&["--diagnostics"]);
        assert!(
            done.code == 2
                && done.stdout.contains(told)
                && done.stderr.contains("no operation of harbour is in its metadata"),
            "{told}: {done:?}"
        );
        assert_eq!(bench.tree("spec"), before, "{told}: what was there stays");
    }
}

#[test]
fn a_version_whose_metadata_is_not_at_hand_keeps_its_spec() {
    let bench = bench();
    let harbour = bench.read("meta/harbour/2021-03-04/api-docs.json");
    let newer = "meta/harbour/2022-05-06/api-docs.json";
    bench.write(newer, harbour.replacen("2021-03-04", "2022-05-06", 1));
    bench.other(&["add", "meta/harbour", "--spec", "spec"]).well();
    bench.regen(&[]).well();
    let before = bench.tree("spec");
    assert!(before.contains_key("harbour/2022-05-06/ListShips.yaml"));
    fs::remove_file(bench.path(newer)).expect("it was there");
    let without = bench.regen(&[]).well();
    assert!(
        without.stdout.contains("not at hand: metadata of harbour 2022-05-06;"),
        "{without:?}"
    );
    bench.write(newer, "<html>Sign in</html>");
    let broken = bench.regen(&[]);
    assert!(
        broken.code == 2
            && broken
                .stderr
                .contains("2022-05-06: no operation of harbour 2022-05-06;"),
        "{broken:?}"
    );
    assert_eq!(bench.tree("spec"), before);
}

#[test]
fn an_operation_that_can_not_be_read_keeps_its_spec() {
    let bench = bench();
    bench.other(&["add", "meta/harbour", "--spec", "spec"]).well();
    bench.regen(&[]).well();
    let before = bench.tree("spec");
    let path = "meta/harbour/2021-03-04/api-docs.json";
    let mut metadata: serde_json::Value = serde_json::from_str(&bench.read(path)).expect("JSON");
    metadata["apis"]["ListShips"]["deprecated"] = "true".into();
    bench.write(path, metadata.to_string());
    let done = bench.regen(&[]);
    assert!(
        done.code == 2
            && done
                .stderr
                .contains("harbour: 2021-03-04/ListShips is in its metadata and can't be read"),
        "{done:?}"
    );
    assert_eq!(bench.tree("spec"), before);
    metadata["apis"]
        .as_object_mut()
        .expect("operations")
        .remove("ListShips");
    bench.write(path, metadata.to_string());
    bench.regen(&[]).well();
    assert!(
        !bench.path("spec/harbour/2021-03-04/ListShips.yaml").exists(),
        "it is gone"
    );
}

#[test]
fn a_style_that_the_metadata_contradicts_is_told() {
    let bench = bench();
    bench.other(&["add", "meta/harbour", "--spec", "spec"]).well();
    bench.edit("spec/harbour/product.yaml", "style: RPC", "style: ROA");
    let done = bench.regen(&["--diagnostics"]).well();
    assert!(
        done.stdout
            .contains("info.style: it is RPC, and product.yaml says `style: ROA`"),
        "{done:?}"
    );
}

#[test]
fn operations_whose_names_can_be_no_files_count_for_nothing() {
    let bench = bench();
    let file = |apis: &str| {
        format!(r#"{{"info": {{"style": "RPC", "product": "Reef", "version": "2021-03-04"}}, "apis": {{{apis}}}}}"#)
    };
    let path = "reef/reef/2021-03-04/api-docs.json";
    bench.write(path, file(r#""a b": {"methods": ["post"]}"#));
    let added = bench.other(&["add", "reef", "--spec", "spec"]);
    assert!(
        added.code == 2 && added.stdout.contains("\"a b\" can't be the name of an operation"),
        "{added:?}"
    );
    let done = bench.regen(&["--metadata", "reef", "--diagnostics"]);
    assert!(
        !bench.path("spec/reef").exists() && !bench.path("generated/reef").exists(),
        "{done:?}"
    );

    bench.write(path, file(r#""a b": {"methods": ["post"]}, "GetReef": {}"#));
    let added = bench.other(&["add", "reef", "--spec", "spec"]).well();
    assert!(added.stdout.contains("reef: 1 operation,"), "{added:?}");
    let done = bench.regen(&["--diagnostics"]).well();
    assert!(
        done.stdout
            .contains("apis.GetReef: no method, parameter or answer is told"),
        "{done:?}"
    );
    // A crate that can't be made is no member of the workspace, or the others could not be built.
    bench.edit(
        "spec/reef/2021-03-04/GetReef.yaml",
        "operation: GetReef",
        "operation: 'Get Reef'",
    );
    fs::remove_dir_all(bench.path("generated")).expect("it was there");
    let _ = bench.regen(&["--code-only"]);
    assert!(!bench.read("generated/Cargo.toml").contains("reef"));
}

#[test]
fn what_can_not_be_explained_is_said_with_its_reason() {
    let bench = bench();
    bench.write("broken/harbour/2021-03-04/api-docs.json", "<html>Sign in</html>");
    bench.write(
        "spec/bare/product.yaml",
        "code: Bare\nversions: ['2021-03-04']\nstyle: RPC\n",
    );
    for (arguments, told) in [
        (
            &["harbour", "Fish", "--metadata", "meta"][..],
            "meta/harbour: no operation Fish in the metadata\n",
        ),
        (
            &["harbour", "ListCrabs", "--metadata", "meta"],
            "meta/harbour: no operation ListCrabs in the metadata; did you mean ListShips?",
        ),
        (
            &["harbour", "ListShips", "--metadata", "nosuch"],
            "nosuch/harbour: no metadata here",
        ),
        (&["harbour", "ListShips", "--metadata", "broken"], "it is a web page"),
        (&["bare", "ListShips"], "no sources of bare are named here"),
    ] {
        let done = bench.other(&[&["explain", "--spec", "spec"], arguments].concat());
        assert!(done.code == 2 && done.stderr.contains(told), "{told}: {done:?}");
    }
}

#[test]
fn one_product_of_many() {
    let bench = bench();
    let add = |more: &[&str]| bench.other(&[&["add", "meta"], more].concat());
    let added = add(&["--product", "pier", "--spec", "elsewhere/spec"]).well();
    assert!(
        !added.stdout.contains("odd")
            && added
                .stdout
                .ends_with("next: cargo xtask regen --spec elsewhere/spec\n"),
        "{}",
        added.stdout
    );
    assert!(!bench.path("elsewhere/spec/harbour").exists());
    let none = add(&["--product", "nosuch", "--spec", "spec"]);
    assert!(
        none.code == 2
            && none
                .stderr
                .contains("nosuch: no product of this name in meta, but harbour, pier"),
        "{none:?}"
    );
    let spaced = add(&["--product", "pier", "--spec", "a place/spec"]).well();
    assert!(
        spaced
            .stdout
            .ends_with("next: cargo xtask regen --spec 'a place/spec'\n"),
        "{spaced:?}"
    );
    // A product in a protocol of its own: why there is nothing of it.
    let odd = add(&["--product", "odd", "--spec", "spec"]);
    assert_eq!(
        (odd.code, odd.stdout.contains("protocol of its own")),
        (2, true),
        "{odd:?}"
    );

    fs::remove_dir_all(bench.path("meta/pier")).expect("it was there");
    let explained = bench.other(&["explain", "pier", "MendPlank", "--spec", "elsewhere/spec"]);
    assert!(
        explained
            .stderr
            .contains("nothing to read here; `cargo xtask fetch --product pier` brings it"),
        "{explained:?}"
    );
}
