//! The examples of the products: offline, against the cloud on this machine, and against answers of a test's own.

use alibabacloud_tests::cloud::Cloud;
use alibabacloud_tests::command::{Done, apart, built, run};
use alibabacloud_tests::recorder::Recorder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The programs of all examples, by product and name, built once.
fn programs() -> &'static BTreeMap<(String, String), PathBuf> {
    static PROGRAMS: OnceLock<BTreeMap<(String, String), PathBuf>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let packages =
            ["alidns", "cs", "dysmsapi", "ecs", "kms", "sts"].map(|name| format!("--package=alibabacloud-{name}"));
        let mut arguments = vec!["--examples"];
        arguments.extend(packages.iter().map(String::as_str));
        let program = |message: Value| {
            let name = message["target"]["name"].as_str()?.to_owned();
            let manifest = PathBuf::from(message["manifest_path"].as_str()?);
            let product = manifest.parent()?.file_name()?.to_str()?.to_owned();
            Some(((product, name), PathBuf::from(message["executable"].as_str()?)))
        };
        built(&arguments).into_iter().filter_map(program).collect()
    })
}

/// An example's program, apart from what the person at this machine has set up.
fn example(product: &str, name: &str) -> Command {
    apart(Command::new(&programs()[&(product.to_owned(), name.to_owned())]))
}

fn signed(product: &str, name: &str, secret: &str, endpoint: &str) -> Command {
    let mut command = example(product, name);
    command
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret)
        .args(["--endpoint", endpoint]);
    command
}

/// What each example is called with, and a part of what it prints offline and against the cloud.
const EXAMPLES: [(&str, &str, &[&str], &str, &str); 8] = [
    (
        "alidns",
        "acme_txt",
        &["--domain", "example.com", "--token", "x"],
        "removed",
        "removed",
    ),
    (
        "alidns",
        "ddns",
        &["--domain", "example.com", "--rr", "www", "--address", "192.0.2.1"],
        "www.example.com A 192.0.2.1: ",
        "www.example.com A 192.0.2.1: ",
    ),
    ("cs", "kubeconfig", &["--cluster", "c1"], "", ""),
    ("cs", "kubeconfig", &[], "\t", "\t"),
    (
        "dysmsapi",
        "send_sms",
        &[
            "--to",
            "13900000000",
            "--sign",
            "s",
            "--template",
            "SMS_1",
            "--parameter",
            "code=1",
        ],
        "taken as ",
        "taken as ",
    ),
    ("ecs", "instances", &["--start", "i-1"], "Running", "Running"),
    (
        "kms",
        "round_trip",
        // What the documentation's example decrypts to.
        &["--plaintext", "tRYXuCwgja12xxO1N/gZERDDCLw9doZEQiPDk/Bv****"],
        "decrypted again",
        "decrypted again",
    ),
    (
        "sts",
        "assume_role",
        &["--role", "acs:ram::123456789012****:role/adminrole"],
        "assumed acs:ram::",
        "now acs:ram::",
    ),
];

/// What must be said of a call that fails: one line.
fn assert_one_error(done: &Done, said: &str) {
    assert_eq!(done.code, 1, "{done:?}");
    let lines: Vec<_> = done
        .stderr
        .lines()
        .filter(|line| !line.starts_with("offline"))
        .collect();
    assert_eq!(lines.len(), 1, "{}", done.stderr);
    assert!(
        lines[0].starts_with("error: ") && lines[0].contains(said),
        "{}",
        done.stderr
    );
}

#[test]
fn each_does_its_job() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (product, name, arguments, offline, online) in EXAMPLES {
        let cloud = Cloud::start(product, &folder.path().join(product));
        let done = run(example(product, name).args(arguments));
        assert!(done.stderr.starts_with("offline"), "{name}: {}", done.stderr);
        assert!(done.code == 0 && done.stdout.contains(offline), "{name}: {done:?}");
        let done = run(signed(product, name, "testsecret", cloud.endpoint()).args(arguments));
        assert!(done.code == 0 && done.stdout.contains(online), "{name}: {done:?}");
        let refused = run(signed(product, name, "wrong", cloud.endpoint()).args(arguments));
        assert_one_error(&refused, "SignatureDoesNotMatch");
        let mut without = example(product, name);
        let without = run(without.args(["--endpoint", cloud.endpoint()]).args(arguments));
        assert_one_error(&without, "no credentials");
    }
}

/// A server that gives the answers of a test.
fn answering(answers: &[(&str, &str)]) -> Recorder {
    let answers = answers
        .iter()
        .map(|(operation, body)| ((*operation).to_owned(), (*body).to_owned()));
    Recorder::start(answers.collect())
}

/// An example, its arguments, what the server answers, and what is printed then.
type Case<'c> = (
    &'c str,
    &'c str,
    &'c [&'c str],
    &'c [(&'c str, &'c str)],
    Result<&'c str, &'c str>,
);

#[test]
fn what_came_of_it_is_told() {
    let record = |value: &str| {
        format!(
            r#"{{"TotalCount": 1, "DomainRecords": {{"Record": [{{"RR": "www", "Type": "A", "Value": "{value}", "RecordId": "7"}}]}}}}"#
        )
    };
    let (same, other) = (record("192.0.2.1"), record("192.0.2.9"));
    let ddns: &[&str] = &["--domain", "example.com", "--rr", "www", "--address", "192.0.2.1"];
    let sms: &[&str] = &["--to", "1", "--sign", "s", "--template", "t"];
    let none = r#"{"TotalCount": 0, "DomainRecords": {"Record": []}}"#;
    let cases: [Case<'_>; 7] = [
        (
            "alidns",
            "ddns",
            ddns,
            &[("DescribeDomainRecords", &same)],
            Ok("as it was"),
        ),
        (
            "alidns",
            "ddns",
            ddns,
            &[("DescribeDomainRecords", &other), ("UpdateDomainRecord", "{}")],
            Ok("changed from 192.0.2.9"),
        ),
        (
            "alidns",
            "ddns",
            ddns,
            &[("DescribeDomainRecords", none), ("AddDomainRecord", "{}")],
            Ok("added"),
        ),
        (
            "dysmsapi",
            "send_sms",
            sms,
            &[(
                "SendSms",
                r#"{"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "too many", "RequestId": "r"}"#,
            )],
            Err("isv.BUSINESS_LIMIT_CONTROL"),
        ),
        (
            "kms",
            "round_trip",
            &["--plaintext", "eA=="],
            &[
                ("Encrypt", r#"{"CiphertextBlob": "c"}"#),
                ("Decrypt", r#"{"Plaintext": "eA=="}"#),
            ],
            Ok("decrypted again: eA=="),
        ),
        (
            "kms",
            "round_trip",
            &["--plaintext", "eA=="],
            &[
                ("Encrypt", r#"{"CiphertextBlob": "c"}"#),
                ("Decrypt", r#"{"Plaintext": "eQ=="}"#),
            ],
            Err("something else"),
        ),
        (
            "ecs",
            "instances",
            &["--start", "i-1", "--within", "1"],
            &[
                (
                    "DescribeInstances",
                    r#"{"Instances": {"Instance": [{"InstanceId": "i-1", "Status": "Stopped"}]}}"#,
                ),
                ("StartInstance", "{}"),
            ],
            Err("not done within 1s"),
        ),
    ];
    for (product, name, arguments, answers, expected) in cases {
        let server = answering(answers);
        let endpoint = format!("http://{}", server.address);
        let done = run(signed(product, name, "testsecret", &endpoint).args(arguments));
        match expected {
            Ok(said) => assert!(done.code == 0 && done.stdout.contains(said), "{name}: {done:?}"),
            Err(said) => assert_one_error(&done, said),
        }
    }
}
