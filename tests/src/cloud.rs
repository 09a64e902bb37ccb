//! A cloud on this machine: `cloud/loopback.py` of the shared material.

use crate::shared::shared;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running loopback server; it ends with this value.
#[derive(Debug)]
pub struct Cloud {
    server: Child,
    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub endpoint: String,
}

impl Cloud {
    /// Starts a server that logs its requests to a file; `None` without the shared material.
    ///
    /// # Panics
    /// If the server does not start.
    pub fn start(log: &Path) -> Option<Self> {
        let script = shared("cloud/loopback.py")?;
        let mut command = Command::new("python3");
        // Ends by itself, should the test be killed.
        command
            .arg(script)
            .args(["--seconds", "300", "--log"])
            .arg(log)
            .stdout(Stdio::piped());
        let mut server = match command.spawn() {
            Ok(server) => server,
            Err(error) => panic!("{command:?}: {error}"),
        };
        let mut line = String::new();
        if let Some(stdout) = server.stdout.take() {
            let _ = BufReader::new(stdout).read_line(&mut line);
        }
        let Some(endpoint) = line.trim().strip_prefix("listening on ") else {
            panic!("the loopback server said {line:?}");
        };
        Some(Self {
            endpoint: endpoint.to_owned(),
            server,
        })
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
