//! Two ways of doing the same, timed in turns.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What a bench found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<String>,
    figures: Vec<Value>,
}

impl Report {
    /// A line for people.
    pub(crate) fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    /// A figure that is to be at least so much.
    pub(crate) fn at_least(&mut self, name: impl Into<String>, value: f64, bound: f64) {
        self.figures
            .push(json!({"name": name.into(), "value": value, "at_least": bound}));
    }

    /// A figure that is to be at most so much.
    pub(crate) fn at_most(&mut self, name: impl Into<String>, value: f64, bound: f64) {
        self.figures
            .push(json!({"name": name.into(), "value": value, "at_most": bound}));
    }

    pub(crate) fn json(&self) -> Value {
        json!({"lines": self.lines, "figures": self.figures})
    }
}

/// Times of two ways of doing the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) ours: Duration,
    pub(crate) yardstick: Duration,
    /// How many times as fast as the yardstick ours is.
    pub(crate) ratio: f64,
}

/// Medians over so many rounds, of each way one after the other: what else the machine does meets both alike.
pub(crate) fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> anyhow::Result<()>,
    mut yardstick: impl FnMut() -> anyhow::Result<()>,
) -> anyhow::Result<Pair> {
    let mut rows = Vec::new();
    for round in 0..=rounds {
        let ours = time(&mut ours)?;
        let yardstick = time(&mut yardstick)?;
        // The first warms up.
        if round > 0 {
            rows.push((ours, yardstick));
        }
    }
    let ratio = |(ours, yardstick): &(Duration, Duration)| yardstick.as_secs_f64() / ours.as_secs_f64();
    let mut ratios: Vec<f64> = rows.iter().map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    Ok(Pair {
        ours: median(rows.iter().map(|row| row.0).collect()),
        yardstick: median(rows.iter().map(|row| row.1).collect()),
        ratio: ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN),
    })
}

fn time(work: &mut impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
