//! The example, offline and against a cloud on this machine, over a real socket.

use alibabacloud_tests::cloud::Cloud;
use alibabacloud_tests::command::{Done, apart, built, run};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The example's program, built once.
fn example() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let messages = built(&["--package", "alibabacloud-multimediaai", "--example", "list_tasks"]);
        let executable = |message: &Value| Some(PathBuf::from(message["executable"].as_str()?));
        messages.iter().find_map(executable).expect("the example's program")
    });
    apart(Command::new(program))
}

fn signed(secret: &str) -> Command {
    let mut command = example();
    command
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret);
    command
}

fn requests(log: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of the log"))
        .collect()
}

/// What a refused call must say: one line with all that support asks for.
fn assert_one_error(done: &Done, code: &str) {
    assert_eq!(done.code, 1, "{done:?}");
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    assert!(
        done.stderr.starts_with("error: ") && done.stderr.contains(code),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("request id "), "{}", done.stderr);
}

#[test]
fn offline_it_says_so_and_answers_from_the_documentation() {
    let done = run(&mut example()).well();
    assert!(done.stderr.starts_with("offline"), "{}", done.stderr);
    let lines: Vec<_> = done.stdout.lines().collect();
    assert_eq!(lines, ["43567811\t2\t视频名称", "total 1"]);
}

#[test]
fn twenty_five_tasks_over_three_pages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let cloud = Cloud::start("multimediaai", &log);
    let done = run(signed("testsecret").args(["--endpoint", cloud.endpoint()])).well();
    let lines: Vec<_> = done.stdout.lines().collect();
    assert_eq!(lines.len(), 26, "{}", done.stdout);
    for (i, line) in lines[..25].iter().enumerate() {
        assert!(line.starts_with(&format!("{}\t", 43_567_811 + i)), "{line}");
    }
    assert_eq!(lines[25], "total 25");

    let requests = requests(&log);
    assert_eq!(requests.len(), 3);
    for (i, request) in requests.iter().enumerate() {
        assert_eq!(request["verdict"], "ok", "the server checked the signature");
        assert!(
            request["headers"]["authorization"]
                .as_str()
                .is_some_and(|header| header.starts_with("ACS3-HMAC-SHA256 "))
        );
        assert_eq!(request["headers"]["x-acs-version"], "2019-08-10");
        let sent = |name: &str| {
            let all = ["query", "form"]
                .into_iter()
                .filter_map(|place| request[place].as_array())
                .flatten();
            all.filter(|pair| pair[0] == name)
                .map(|pair| pair[1].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(sent("PageNumber"), [Value::from((i + 1).to_string())]);
        assert_eq!(sent("PageSize"), ["10"]);
    }
}

#[test]
fn what_is_asked_for_is_sent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let cloud = Cloud::start("multimediaai", &log);
    let name = "应用 名称&=+/%~*'\"";
    let arguments = [
        "--endpoint",
        cloud.endpoint(),
        "--page-size",
        "50",
        "--status",
        "2",
        "--application-name",
        name,
    ];
    let done = run(signed("testsecret").args(arguments)).well();
    assert!(done.stdout.ends_with("total 25\n"), "{}", done.stdout);
    let request = &requests(&log)[0];
    assert_eq!(request["verdict"], "ok");
    let all: Vec<_> = ["query", "form"]
        .into_iter()
        .filter_map(|place| request[place].as_array())
        .flatten()
        .cloned()
        .collect();
    for pair in [["PageSize", "50"], ["Status", "2"], ["ApplicationName", name]] {
        assert!(
            all.iter().any(|sent| sent[0] == pair[0] && sent[1] == pair[1]),
            "{pair:?}: {all:?}"
        );
    }
}

#[test]
fn a_security_token_is_sent_and_signed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cloud = Cloud::start("multimediaai", &folder.path().join("log"));
    let with = |token| {
        run(signed("testsecret")
            .env("ALIBABA_CLOUD_SECURITY_TOKEN", token)
            .args(["--endpoint", cloud.endpoint()]))
    };
    with("test-token").well();
    assert_one_error(&with("another"), "InvalidSecurityToken.Malformed");
}

#[test]
fn refusals_are_one_clear_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cloud = Cloud::start("multimediaai", &folder.path().join("log"));
    let endpoint = ["--endpoint", cloud.endpoint()];
    assert_one_error(&run(signed("wrong").args(endpoint)), "SignatureDoesNotMatch");
    assert_one_error(
        &run(signed("testsecret")
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "nobody")
            .args(endpoint)),
        "InvalidAccessKeyId.NotFound",
    );
}

/// How often, how long and by which signature: the server tells what came of it.
#[test]
fn how_calls_are_made_is_set() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let cloud = Cloud::start("multimediaai", &log);
    let v1 = |request: &Value| request["form"].to_string().contains("\"Signature\"");
    let mut seen = 0;
    for (fault, options, said, attempts, is_v1) in [
        ("", &["--signature", "v1"][..], "total 25", 3, true),
        ("", &["--signature", "v3"], "total 25", 3, false),
        ("fault:503", &["--max-tries", "2"], "ServiceUnavailable", 2, false),
        (
            "fault:503",
            &["--max-tries", "1", "--signature", "v1"],
            "ServiceUnavailable",
            1,
            true,
        ),
        ("fault:429:2", &["--max-tries", "3"], "total 25", 5, false),
        (
            "fault:hang",
            &["--timeout", "0.5"],
            "no response within 500ms",
            1,
            false,
        ),
    ] {
        let endpoint = ["--endpoint", cloud.endpoint(), "--application-name", fault];
        let done = run(signed("testsecret").args(endpoint).args(options));
        let well = said.starts_with("total");
        assert_eq!(done.code, i32::from(!well), "{options:?}: {done:?}");
        let lines = if well { done.stdout } else { done.stderr };
        assert!(lines.contains(said), "{options:?}: {lines}");
        let all = requests(&log);
        assert_eq!(all.len() - seen, attempts, "{options:?}");
        assert!(
            all[seen..]
                .iter()
                .all(|request| request["verdict"] == "ok" && v1(request) == is_v1),
            "{options:?}"
        );
        seen = all.len();
    }
}

#[test]
fn what_keeps_a_call_from_being_sent_is_said() {
    let cases: [(&[&str], bool, i32, &str); 8] = [
        (&["--endpoint", "http://127.0.0.1:9"], false, 1, "no credentials"),
        (&["--endpoint", "http://127.0.0.1:9"], true, 1, "error: "),
        (&["--endpoint", "http://example.com"], true, 1, "plain HTTP"),
        (&["--endpoint", "nonsense://x"], true, 1, "scheme"),
        (&["--page-size", "0"], true, 2, "page-size"),
        (&["--max-tries", "0"], true, 2, "max-tries"),
        (&["--timeout", "soon"], true, 2, "timeout"),
        (&["--signature", "v2"], true, 2, "v1, v3"),
    ];
    for (arguments, has_credentials, code, said) in cases {
        let mut command = if has_credentials {
            signed("testsecret")
        } else {
            example()
        };
        let done = run(command.args(arguments));
        assert_eq!(done.code, code, "{arguments:?}: {}", done.stderr);
        assert!(done.stderr.contains(said), "{arguments:?}: {}", done.stderr);
        assert!(
            code == 2 || done.stderr.lines().count() == 1,
            "{arguments:?}: {}",
            done.stderr
        );
    }
}
