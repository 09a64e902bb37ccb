//! A file over http, by `curl`: bounded in size and time, and gone on with where it was cut off.

use anyhow::{Context as _, bail};
use std::fs::{self, OpenOptions};
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// The most bytes a file may hold; what is read later may be no larger.
const LARGEST: u64 = 64 << 20;
/// What curl ends with where the server can't go on from the middle of a file.
const NO_RANGES: [i32; 2] = [33, 36];
/// What curl ends with where the server refuses, as it does where there is nothing more to send.
const REFUSED: i32 = 22;

/// Fetches a file to `part`, and goes on from what is there.
pub(super) fn fetch(address: &str, part: &Path) -> anyhow::Result<()> {
    if !address.starts_with("https://") && !address.starts_with("http://") {
        bail!("{address:?} is no address of the web");
    }
    eprintln!("fetching {address}");
    let there = fs::metadata(part).map_or(0, |file| file.len());
    match curl(address, part, there)? {
        (Some(0), _) => Ok(()),
        (Some(code), _) if there > 0 && (NO_RANGES.contains(&code) || code == REFUSED) => {
            fs::remove_file(part).with_context(|| part.display().to_string())?;
            done(address, curl(address, part, 0)?)
        }
        ended => done(address, ended),
    }
}

fn done(address: &str, (code, said): (Option<i32>, String)) -> anyhow::Result<()> {
    if code == Some(0) {
        return Ok(());
    }
    bail!("{address}: {}", said.trim())
}

/// Runs curl from a byte on; how it ended, and what it said.
fn curl(address: &str, part: &Path, from: u64) -> anyhow::Result<(Option<i32>, String)> {
    let mut child = curl_command(address, from)
        .spawn()
        .context("curl, which fetches over https, can't be started")?;
    if let Some(mut body) = child.stdout.take()
        && !append(&mut body, part, from)?
    {
        let _ = child.kill();
        let _ = child.wait();
        fs::remove_file(part).with_context(|| part.display().to_string())?;
        return Ok((None, format!("more than {} MiB", LARGEST >> 20)));
    }
    let mut said = String::new();
    if let Some(errors) = child.stderr.take() {
        errors
            .take(4 << 10)
            .read_to_string(&mut said)
            .context("what curl says")?;
    }
    Ok((child.wait().context("curl")?.code(), said))
}

fn curl_command(address: &str, from: u64) -> Command {
    let protocols = if address.starts_with("https") {
        "=https"
    } else {
        "=http,https"
    };
    let mut command = Command::new("curl");
    command
        .args([
            "--disable",
            "--fail",
            "--silent",
            "--show-error",
            "--location",
            "--max-redirs",
            "3",
        ])
        .args(["--proto", protocols, "--proto-redir", protocols])
        .args([
            "--connect-timeout",
            "10",
            "--max-time",
            "600",
            "--speed-limit",
            "1000",
            "--speed-time",
            "30",
        ]);
    if from > 0 {
        command.args(["--continue-at", &from.to_string()]);
    }
    command
        .args(["--", address])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Appends what comes to a file that has some bytes; false if it is too much, for it may go on for ever.
fn append(body: &mut impl Read, part: &Path, from: u64) -> anyhow::Result<bool> {
    let open = OpenOptions::new().create(true).append(true).open(part);
    let mut file = open.with_context(|| part.display().to_string())?;
    let mut bytes = from;
    let mut chunk = vec![0; 64 << 10];
    loop {
        let read = body.read(&mut chunk).context("what curl gives")?;
        bytes += read as u64;
        if bytes > LARGEST {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
        file.write_all(chunk.get(..read).unwrap_or_default())
            .with_context(|| part.display().to_string())?;
    }
}
