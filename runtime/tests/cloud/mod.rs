//! `loopback.py`: a server that checks signatures, and misbehaves on request.

use alibabacloud_runtime::{Client, Config, Credentials, Document, RetryPolicy};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub(crate) struct Loopback {
    process: Child,
    address: String,
    log: PathBuf,
}

impl Loopback {
    /// A server, with a fault for every operation if one is given.
    pub(crate) fn start(fault: Option<&str>) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let script = super::shared::folder()?.join("cloud/loopback.py");
        let name = format!(
            "loopback-{}-{}.log",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let mut process = Command::new("python3")
            .arg(script)
            .args(["--port", "0", "--log"])
            .arg(&log)
            .args(fault.into_iter().flat_map(|fault| ["--fault", fault]))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 runs");
        let mut line = String::new();
        let output = process.stdout.take().expect("stdout is piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("the server says where it listens");
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .expect("the address")
            .to_owned();
        Some(Self { process, address, log })
    }

    /// Configuration for it, with retries that take no time.
    pub(crate) fn config(&self) -> Config {
        Config::new()
            .endpoint(&self.address)
            .credentials(Credentials::new("testid", "testsecret"))
            .retry(
                RetryPolicy::STANDARD
                    .max_attempts(4)
                    .base_delay(Duration::from_millis(1)),
            )
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&super::hand_written::SERVICE, self.config()).unwrap()
    }

    /// Requests that it has seen.
    pub(crate) fn log(&self) -> Vec<Document> {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How many requests of an operation it has seen, when it has had the time to see so many: a client that gives up early can be
    /// faster than a busy server.
    pub(crate) async fn seen_in_time(&self, operation: &str, expected: usize) -> usize {
        for _ in 0..500 {
            if self.seen(operation) >= expected {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.seen(operation)
    }

    /// How many requests of an operation it has seen.
    pub(crate) fn seen(&self, operation: &str) -> usize {
        self.log()
            .iter()
            .filter(|request| request["action"] == operation)
            .count()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.log);
    }
}
