//! `cargo xtask cloud`: arguments and printing.

use anyhow::Context as _;
use clap::Parser;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use xtask_cloud::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Catalog, Cloud, Fault, Faults, SECURITY_TOKEN, server};

/// Plays the products of `spec/` on 127.0.0.1, for clients in any language: checks signatures and parameters, and answers from samples
/// and types. Prints where it listens and the keys it accepts, then a line a request.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask cloud", bin_name = "cargo xtask cloud")]
struct Arguments {
    /// A product to play, by the name of its folder; without any, all are played
    #[arg(long = "product", value_name = "NAME")]
    products: Vec<String>,
    /// The port; without one, one that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    #[arg(long, value_name = "KIND[:N]", help = faults())]
    fault: Option<Fault>,
    /// The folder of the specs, in place of this repository's
    #[arg(long, value_name = "FOLDER")]
    spec: Option<PathBuf>,
    /// A file to which each request is added whole, as a line of JSON
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Ends after so many seconds
    #[arg(long)]
    seconds: Option<u64>,
}

fn faults() -> String {
    let kinds: Vec<_> = Fault::names().collect();
    format!(
        "A fault that hits the first N requests of each operation, or all: {}. A value `fault:KIND[:N]` in a request asks for one too: \
         in its query, form, path or headers, or within JSON",
        kinds.join(", ")
    )
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
    let spec = arguments.spec.clone().unwrap_or_else(|| ours.into());
    let catalog = Catalog::open(&spec, &arguments.products)?;
    let products: Vec<String> = catalog.products().map(str::to_owned).collect();
    let cloud = Cloud::new(catalog, Faults::new(arguments.fault.clone()));
    let requests = arguments.log.as_deref().map(Requests::open).transpose()?;
    let (lines, printed) = printer();
    let note: server::Note = Arc::new(move |request, log| {
        lines.print(log.to_string());
        if let Some(requests) = &requests {
            requests.add(&log.json(request));
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (listener, address) = server::listen(arguments.port).await.context("can't listen")?;
        let _ = writeln!(
            std::io::stdout(),
            "listening on http://{address} with access key {ACCESS_KEY_ID}, secret {ACCESS_KEY_SECRET}, security token {SECURITY_TOKEN}; \
             playing {}",
            products.join(", ")
        );
        let serving = server::serve(listener, Arc::new(cloud), note);
        match arguments.seconds {
            Some(seconds) => drop(tokio::time::timeout(Duration::from_secs(seconds), serving).await),
            None => serving.await,
        }
        anyhow::Ok(())
    })?;
    drop(runtime);
    // The last lines, unless nobody reads.
    let _ = printed.recv_timeout(Duration::from_secs(1));
    Ok(())
}

/// The file of requests.
struct Requests {
    path: PathBuf,
    file: Mutex<File>,
    /// Whether it was said that lines are missing.
    said: AtomicBool,
}

impl Requests {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::options().create(true).append(true).open(path);
        Ok(Self {
            file: Mutex::new(file.with_context(|| path.display().to_string())?),
            path: path.to_owned(),
            said: AtomicBool::new(false),
        })
    }

    /// Adds a line. Clients are answered all the same where that fails, which is said once.
    fn add(&self, line: &str) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Err(error) = file.write_all(format!("{line}\n").as_bytes()) else {
            return;
        };
        if !self.said.swap(true, Ordering::Relaxed) {
            let path = self.path.display();
            // Where this goes may be gone as well.
            let _ = writeln!(std::io::stderr(), "warning: requests are missing in {path}: {error}");
        }
    }
}

/// The most lines that wait to be printed.
const WAITING: usize = 1000;

/// Lines on their way to a thread that prints them: a reader that stops, as of a pipe that is full, must not hold up the clients.
struct Lines {
    sender: SyncSender<String>,
    lost: AtomicU64,
}

impl Lines {
    fn print(&self, line: String) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        let line = if lost > 0 {
            format!("... {lost} requests were not shown: nobody read\n{line}")
        } else {
            line
        };
        if self.sender.try_send(line).is_err() {
            self.lost.fetch_add(lost + 1, Ordering::Relaxed);
        }
    }
}

/// A thread that prints, and what tells that it is done: when the lines are dropped, and all are printed.
fn printer() -> (Lines, Receiver<()>) {
    let (sender, lines) = sync_channel::<String>(WAITING);
    let (done, printed) = sync_channel(1);
    std::thread::spawn(move || {
        for line in lines {
            // Who reads the lines may go away before the clients do.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
        let _ = done.send(());
    });
    let lost = AtomicU64::new(0);
    (Lines { sender, lost }, printed)
}
