//! What a process costs.

use anyhow::{Context as _, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4 as _;

/// What a process used, with those that it waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// User and system time.
    pub(super) cpu: Duration,
    pub(super) wall: Duration,
    /// The most memory that was resident at once, in bytes.
    pub(super) peak: u64,
}

/// Runs a command to its end; what it prints is dropped, what it prints as errors is not.
pub(super) fn measure(command: &mut Command) -> anyhow::Result<Usage> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{command:?}"))?;
    let done = child.wait4().with_context(|| format!("{command:?}"))?;
    let wall = start.elapsed();
    if !done.status.success() {
        bail!("{command:?}: {}", done.status);
    }
    let rusage = done.rusage;
    Ok(Usage {
        cpu: rusage.utime + rusage.stime,
        wall,
        peak: rusage.maxrss,
    })
}

/// The medians of several runs.
pub(super) fn median(runs: &[Usage]) -> Usage {
    Usage {
        cpu: middle(runs.iter().map(|run| run.cpu)),
        wall: middle(runs.iter().map(|run| run.wall)),
        peak: middle(runs.iter().map(|run| run.peak)),
    }
}

fn middle<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort();
    let at = values.len() / 2;
    values.into_iter().nth(at).unwrap_or_default()
}

/// Builds this program as it is released, and tells where it is.
pub(super) fn release_build() -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(crate::workspace::root()).args([
        "build",
        "--release",
        "--package",
        "xtask",
        "--message-format=json-render-diagnostics",
    ]);
    let output = cargo.stderr(Stdio::inherit()).output().context("cargo")?;
    if !output.status.success() {
        bail!("{cargo:?}: {}", output.status);
    }
    let executable = |line: &[u8]| {
        let message: serde_json::Value = serde_json::from_slice(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    };
    let built = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(executable)
        .next_back();
    built.context("cargo built no program")
}

/// How many threads can run at once here.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_several() {
        for (values, is) in [(vec![], 0), (vec![7], 7), (vec![9, 1, 5], 5), (vec![4, 1, 3, 2], 3)] {
            assert_eq!(middle(values.clone().into_iter()), is, "{values:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_process_is_measured_with_what_it_starts() {
        // Two processes that count to some number, one below the other.
        let count = "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done";
        let of = |script: &str| measure(Command::new("sh").args(["-c", script]));
        let outer = of(&format!("sh -c '{count}'")).expect("sh");
        assert!(
            outer.cpu > Duration::ZERO && outer.peak > 0 && outer.wall > Duration::ZERO,
            "{outer:?}"
        );
        assert!(of("exit 3").is_err());
    }
}
