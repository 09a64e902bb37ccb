//! Decoding of answers, against `serde_json` into hand-written structures.

use crate::instances::{self, by_hand};
use crate::tasks;
use crate::timing::{Report, in_turns};
use alibabacloud_multimediaai::operation::list_tasks::ListTasksResponse;
use alibabacloud_runtime::decode;
use anyhow::Context as _;
use serde::de::DeserializeOwned;
use std::hint::black_box;

const ROUNDS: usize = 15;
/// Bytes to read in a round.
const ROUND: usize = 20_000_000;

pub(crate) fn run() -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut compare = |name, body: &[u8], ours: Way, yardstick: Way| compare(&mut report, name, body, ours, yardstick);
    compare(
        "ListTasks, 10 tasks",
        &tasks::body()?,
        |body| {
            black_box(decode::<ListTasksResponse>(body)?);
            Ok(())
        },
        by_serde::<tasks::ListTasksResponse>,
    )?;
    compare(
        "DescribeInstances, 100 instances",
        &instances::body()?,
        |body| {
            black_box(decode::<instances::DescribeInstancesResponse>(body)?);
            Ok(())
        },
        by_serde::<by_hand::DescribeInstancesResponse>,
    )?;
    Ok(report)
}

/// A way of decoding a body.
type Way = fn(&[u8]) -> anyhow::Result<()>;

fn by_serde<T: DeserializeOwned>(body: &[u8]) -> anyhow::Result<()> {
    black_box(serde_json::from_slice::<T>(body)?);
    Ok(())
}

fn compare(report: &mut Report, name: &str, body: &[u8], ours: Way, yardstick: Way) -> anyhow::Result<()> {
    let times = ROUND / body.len().max(1);
    let often = |way: Way| move || (0..times).try_for_each(|_| way(black_box(body)));
    let pair = in_turns(ROUNDS, often(ours), often(yardstick)).context(name.to_owned())?;
    let [own, other] = [ours, yardstick].map(|way| allocation_counter::measure(|| drop(way(body))).count_total);
    let speed = |time: std::time::Duration| (times * body.len()) as f64 / 1e6 / time.as_secs_f64();
    report.line(format!(
        "{name} ({:.1} KB): {:.0} MB/s, {own} allocations; serde_json {:.0} MB/s, {other} allocations",
        body.len() as f64 / 1e3,
        speed(pair.ours),
        speed(pair.yardstick),
    ));
    report.at_least(format!("{name}: MB/s / serde_json"), pair.ratio, 1.0);
    report.at_most(
        format!("{name}: allocations / serde_json"),
        own as f64 / other as f64,
        1.0,
    );
    Ok(())
}
