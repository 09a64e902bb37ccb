//! From API metadata to an answered call: the commands a user gives, the crate they make, and a socket at the end.

use alibabacloud_tests::command::{cargo, run, xtask};
use alibabacloud_tests::recorder::Recorder;
use alibabacloud_tests::root;
use alibabacloud_tests::shared::shared;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn with_spec(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = xtask(arguments);
    command.arg("--spec").arg(folder.path().join("spec"));
    command
}

/// What two commands make of metadata.
fn made(metadata: &Path, product: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = metadata.to_str().expect("UTF-8");
    let said = run(&mut with_spec(&folder, &["add", path, "--product", product]))
        .well()
        .stdout;
    assert!(said.contains("next: cargo xtask regen"), "{said}");
    let mut regen = with_spec(&folder, &["regen", "--product", product]);
    run(regen.arg("--generated").arg(folder.path().join("generated"))).well();
    fs::copy(root().join("Cargo.lock"), folder.path().join("generated/Cargo.lock")).expect("copy");
    folder
}

fn cargo_in(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(folder.path().join("generated")).args(arguments);
    command
}

/// Runs a program against the crate; what it prints.
fn program(folder: &TempDir, product: &str, body: &str, cloud: &Recorder) -> String {
    let examples = folder.path().join("generated").join(product).join("examples");
    fs::create_dir_all(&examples).expect("folder");
    let text = format!(
        "//! A user's program.\nuse alibabacloud_{product}::{{Client, Config}};\n\n#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    let keys = alibabacloud_{product}::runtime::Credentials::new(\"id\", \"secret\");\n    \
         let config = Config::new().region(\"cn-hangzhou\").credentials(keys).endpoint(\"http://{}\");\n    let client = Client::new(config)?;\n{body}\n    Ok(())\n}}\n",
        cloud.address
    );
    fs::write(examples.join("user.rs"), text).expect("write");
    run(&mut cargo_in(
        folder,
        &["run", "--offline", "--quiet", "--example", "user"],
    ))
    .well()
    .stdout
}

fn answers(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter()
        .map(|(operation, body)| ((*operation).to_owned(), (*body).to_owned()))
        .collect()
}

/// Metadata of a product that does not exist, in the layout of the provider's files.
fn invented(name: &str, version: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = folder.path().join(name).join(version);
    fs::create_dir_all(&home).expect("folder");
    let text = root().join("generator/tests/metadata").join(format!("{name}.json"));
    fs::copy(text, home.join("api-docs.json")).expect("copy");
    folder
}

#[test]
fn what_metadata_can_say_compiles_and_travels() {
    let folder = made(invented("harbour", "2021-03-04").path(), "harbour");
    for arguments in [
        &[
            "clippy",
            "--offline",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ][..],
        &["test", "--offline", "--quiet", "--workspace", "--features", "serde"],
    ] {
        run(&mut cargo_in(&folder, arguments)).well();
    }
    run(cargo_in(&folder, &["doc", "--offline", "--quiet", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings")).well();
    let cloud = Recorder::start(answers(&[
        (
            "ListShips",
            r#"{"TotalCount": 1, "Ships": {"Ship": [{"ShipId": "s-1", "Labels": {"a": "b"}, "Holds": {"x": {"Depth": 3}},
                "Cargo": {"Weight": 5, "Inside": [{"Lid": {"Weight": 7}}]}}]}}"#,
        ),
        ("Anchor", r#"[{"Chain": "c-1"}]"#),
        ("Odd", "just text"),
    ]));
    let said = program(
        &folder,
        "harbour",
        r#"    let mut ships = client.list_ships().ship_id(["a", "b"]).ports(["x", "y"]).page_size(10).items();
    while let Some(ship) = ships.try_next().await? {
        let cargo = ship.cargo.unwrap_or_default();
        let lid = cargo.inside[0].lid.as_ref().and_then(|lid| lid.weight);
        println!("{:?} {:?} {:?} {lid:?}", ship.ship_id, ship.labels, ship.holds["x"].depth);
    }
    let depth = alibabacloud_harbour::operation::anchor::Body::new().depth(9);
    println!("{:?}", client.anchor().body(depth).send().await?.body[0].chain);
    println!("{:?}", client.odd().send().await?.body);
    #[allow(deprecated, reason = "it is there")]
    client.whistle().tune("t").x_loud(true).send().await?;"#,
        &cloud,
    );
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            r#"Some("s-1") {"a": "b"} Some(3) Some(7)"#,
            r#"Some("c-1")"#,
            r#"Some("just text")"#
        ]
    );
    let requests = cloud.requests();
    for (operation, line, body) in [
        (
            "ListShips",
            "POST /?PageSize=10&Ports=x%2Cy&RegionId=cn-hangzhou&ShipId.1=a&ShipId.2=b",
            "",
        ),
        ("Anchor", "POST /V2/Anchor", r#"{"Depth":9}"#),
        ("Whistle", "GET /", "Tune=t"),
    ] {
        let request = &requests[operation];
        assert_eq!(format!("{} {}", request.method, request.target), line);
        assert_eq!(request.body, body, "{operation}");
    }
    let whistle = &requests["Whistle"].headers;
    assert!(
        !whistle.contains_key("authorization") && whistle["x-loud"] == "true",
        "{whistle:?}"
    );
}

#[test]
fn from_the_real_metadata_to_pages() {
    let Some(metadata) = shared("metadata") else { return };
    let folder = made(&metadata, "alidns");
    let cloud = Recorder::start(answers(&[(
        "DescribeDomainRecords",
        r#"{"TotalCount": 2, "PageNumber": 1, "DomainRecords": {"Record": [{"RR": "www"}, {"RR": "mail"}]}}"#,
    )]));
    let said = program(
        &folder,
        "alidns",
        "    let mut records = client.describe_domain_records().domain_name(\"example.com\").page_size(2).items();\n    \
         while let Some(record) = records.try_next().await? {\n        println!(\"{}\", record.rr.unwrap_or_default());\n    }",
        &cloud,
    );
    assert_eq!(said, "www\nmail\n");
}
