//! The real binary at a real socket: a generated client calls it, and clients that mean no good do.

#[allow(dead_code, reason = "a test uses a part")]
mod process;

use alibabacloud_multimediaai::operation::get_task_result::GetTaskResultError;
use alibabacloud_multimediaai::runtime::{CallOptions, Credentials, RetryPolicy, Signature};
use alibabacloud_multimediaai::{Client, Config, Error};
use process::Process;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

fn cloud(arguments: &[&str]) -> Process {
    Process::start(&[&["--product", "multimediaai"], arguments].concat())
}

fn client(cloud: &Process, key: &str, secret: &str) -> Client {
    let retry = RetryPolicy::STANDARD
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(2));
    let config = Config::new()
        .region("cn-beijing")
        .endpoint(cloud.endpoint.clone())
        .credentials(Credentials::new(key, secret))
        .retry(retry);
    Client::new(config).expect("a client")
}

#[tokio::test]
async fn a_client_walks_all_pages_under_either_signature() {
    let cloud = cloud(&[]);
    assert!(
        cloud.first.contains("testid") && cloud.first.contains("multimediaai"),
        "{}",
        cloud.first
    );
    for signature in [Signature::V1, Signature::V3] {
        let options = CallOptions::new().signature(signature);
        let call = client(&cloud, "testid", "testsecret")
            .list_tasks()
            .page_number(1)
            .page_size(10);
        let mut items = call.items().with_options(options);
        let (mut ids, mut count) = (BTreeSet::new(), 0);
        while let Some(task) = items.try_next().await.expect("a task") {
            ids.insert(task.task_id);
            count += 1;
        }
        assert_eq!((count, ids.len()), (25, 25), "{signature:?}");
    }
    let lines = cloud.lines.lock().expect("lines").clone();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("multimediaai ListTasks v3 POST / 200")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn who_signs_wrongly_is_refused() {
    let cloud = cloud(&[]);
    for (key, secret, expected) in [
        ("testid", "wrong", "SignatureDoesNotMatch"),
        ("nobody", "testsecret", "InvalidAccessKeyId.NotFound"),
    ] {
        match client(&cloud, key, secret).get_task_result().task_id(1).send().await {
            Err(Error::Service { code, request_id, .. }) => {
                assert_eq!((code.as_str(), request_id.is_some()), (expected, true))
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn faults_hit_as_often_as_was_said() {
    // The kind, and whether a client that tries twice gets its answer.
    for (fault, answered) in [
        ("throttling:1", true),
        ("throttling", false),
        ("503:1", true),
        ("reset:1", true),
        ("truncated:1", true),
        ("gzip", true),
        ("bom", true),
        ("bare", true),
        ("strings", true),
        ("nulls", true),
        ("unknown", true),
        ("html:1", true),
        ("redirect", false),
    ] {
        let cloud = cloud(&["--fault", fault]);
        let call = client(&cloud, "testid", "testsecret")
            .list_tasks()
            .page_number(1)
            .page_size(3);
        let answer = call.send().with_options(CallOptions::new().max_attempts(2)).await;
        assert_eq!(answer.is_ok(), answered, "{fault}: {answer:?}");
    }
}

#[tokio::test]
async fn no_client_brings_it_down() {
    let cloud = cloud(&[]);
    let connect = || TcpStream::connect(cloud.address()).expect("a connection");
    let long = format!("GET /?{} HTTP/1.1\r\n", "x".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X-A: b\r\n".repeat(5000));
    let garbage: [&[u8]; 7] = [
        b"\0\xff\xfe garbage\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        b"GET /%ff%00?Action=%ff&Action=&=&& HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: ACS3-HMAC-SHA256 ,,,=\r\nx-acs-date: never\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ];
    for bytes in garbage {
        let mut stream = connect();
        // It may hang up before it has read all.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a bound");
        let _ = stream.read(&mut [0; 512]);
    }
    // A thousand that say nothing; it takes as many as it has places for.
    let idle: Vec<TcpStream> = (0..1000)
        .filter_map(|_| TcpStream::connect(cloud.address()).ok())
        .collect();
    assert!(idle.len() > 900, "{}", idle.len());
    drop(idle);
    let client = client(&cloud, "testid", "testsecret");
    let result = client.get_task_result().task_id(1).send().await;
    assert!(
        result.is_ok()
            || matches!(
                result,
                Err(Error::Service {
                    kind: GetTaskResultError::ResourceNotFound,
                    ..
                })
            ),
        "{result:?}"
    );
}

#[test]
fn lines_that_nobody_reads_hold_up_no_client() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-cloud"));
    let mut cloud = command
        .args(["--seconds", "600"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the cloud starts");
    let mut unread = BufReader::new(cloud.stdout.take().expect("its output"));
    let mut first = String::new();
    unread.read_line(&mut first).expect("a line");
    let address = first
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .expect("an address");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a bound");
    let mut answers = BufReader::new(stream.try_clone().expect("the connection"));
    // More than a pipe and what waits for it hold.
    for _ in 0..3000 {
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            .expect("a request");
        let mut length = 0;
        loop {
            let mut line = String::new();
            answers.read_line(&mut line).expect("an answer");
            match line.to_lowercase().strip_prefix("content-length: ") {
                Some(said) => length = said.trim().parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        answers.read_exact(&mut vec![0; length]).expect("a body");
    }
    cloud.kill().expect("it runs");
    let _ = cloud.wait();
}
