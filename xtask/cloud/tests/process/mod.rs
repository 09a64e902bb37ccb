//! The real binary, on a port of its own.

pub(crate) mod call;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// A running cloud; it ends with this value.
#[derive(Debug)]
pub(crate) struct Process {
    process: Child,
    /// What it printed first.
    pub(crate) first: String,
    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub(crate) endpoint: String,
    /// What it printed from then on.
    pub(crate) lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-cloud"));
        // Ends by itself, should the test be killed.
        command
            .args(["--seconds", "600"])
            .args(arguments)
            .stdout(Stdio::piped());
        let mut process = command.spawn().expect("the cloud starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output")).lines();
        let first = output.next().expect("a line").expect("text");
        let endpoint = first
            .strip_prefix("listening on ")
            .and_then(|rest| rest.split(' ').next());
        let endpoint = endpoint.expect("an address").to_owned();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let read = Arc::clone(&lines);
        // A pipe that nobody reads would fill up.
        std::thread::spawn(move || {
            output
                .map_while(Result::ok)
                .for_each(|line| read.lock().expect("lines").push(line))
        });
        Self {
            process,
            first,
            endpoint,
            lines,
        }
    }

    /// Its address, without the scheme.
    pub(crate) fn address(&self) -> &str {
        self.endpoint.trim_start_matches("http://")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
