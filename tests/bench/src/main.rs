//! Decoding and calling, against `serde_json` into hand-written structures and bare `reqwest`, on this machine and in one run.
//!
//! `cargo xtask bench` runs this program and shows what it prints: lines for people, and figures as JSON.

mod call;
mod decode;
mod instances;
mod tasks;
mod timing;

use std::process::ExitCode;
use timing::Report;

fn main() -> ExitCode {
    let report = match std::env::args().nth(1).as_deref() {
        Some("decode") => decode::run(),
        Some("call") => call::run(),
        _ => Err(anyhow::anyhow!("decode or call")),
    };
    match report {
        Ok(report) => {
            println!("{}", Report::json(&report));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
