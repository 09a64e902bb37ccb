//! Many calls at once, with faults mixed in: each ends once, in its response or a typed error, and what creates something is not done
//! twice.

#[allow(dead_code, reason = "a test uses a part")]
mod cloud;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;
mod shared;

use alibabacloud_runtime::{Call, Client, Document, Error, Operation, RetryBudget, UnknownFields, shape};
use cloud::Loopback;
use hand_written::{ListTasks, ListTasksError, SERVICE};
use std::collections::HashMap;
use std::time::Duration;

static CREATE: Operation = Operation::rpc(&SERVICE, "CreateGifTask");

#[derive(Debug, Clone, Default, PartialEq)]
struct Created {
    task_id: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(Created { "TaskId" => task_id: Integer });

const TASKS: usize = 64;
const CALLS: usize = 100;
/// Every so many calls one meets a fault: not all at once, or there would be nothing but retries.
const EVERY: usize = 4;
const FAULTS: &[&str] = &[
    "throttling:40",
    "throttling-user:40",
    "429:40",
    "503:40",
    "internal:40",
    "reset:40",
    "truncated:40",
    "html:40",
    "empty",
    "redirect",
    "slow",
    "bare",
    "gzip",
    "bom",
    "strings",
    "wrapped",
    "nulls",
    "unknown",
    "badtype",
];

/// Fault of a call, by its number.
fn fault(number: usize) -> Option<&'static str> {
    number
        .is_multiple_of(EVERY)
        .then(|| FAULTS[number / EVERY % FAULTS.len()])
}

#[derive(Debug, PartialEq)]
enum End {
    Response,
    Error(String),
}

async fn call(client: &Client, number: usize) -> End {
    let application = fault(number).map_or_else(String::new, |fault| format!("fault:{fault}"));
    // The video's name tells the calls apart in the server's log.
    let video = format!("call-{number}");
    let result = if (number / (EVERY * FAULTS.len())).is_multiple_of(2) {
        let list = ListTasks::new(client)
            .page_number(1)
            .page_size(1)
            .application_name(application);
        list.instance_id([video]).send().await.map(|_| ())
    } else {
        let create = Call::new(client, &CREATE)
            .with("VideoName", video)
            .with("VideoUrl", "u")
            .with("ApplicationName", application);
        create.send::<Created, ListTasksError>().await.map(|_| ())
    };
    match result {
        Ok(()) => End::Response,
        Err(Error::Build { message, .. }) => panic!("{message}"),
        Err(error) => End::Error(error.to_string()),
    }
}

/// Memory of this process, in KiB; nothing where that can't be asked.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

async fn round(client: &Client) -> HashMap<usize, End> {
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut ends = Vec::new();
                for number in task * CALLS..(task + 1) * CALLS {
                    ends.push((number, call(&client, number).await));
                }
                ends
            })
        })
        .collect();
    let mut ends = HashMap::new();
    for task in tasks {
        ends.extend(task.await.expect("no call panics"));
    }
    ends
}

fn video(request: &Document) -> String {
    let parameters = request["query"].as_array().unwrap();
    let named = |name: &str| {
        let pair = parameters.iter().find(|pair| pair[0] == name)?;
        Some(pair[1].as_str()?.to_owned())
    };
    named("VideoName").or_else(|| named("InstanceId.1")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_or_doubled() {
    let Some(server) = Loopback::start(None) else { return };
    let config = server
        .config()
        .retry_budget(RetryBudget::unlimited())
        .timeout(Duration::from_secs(120));
    let client = Client::new(&SERVICE, config).unwrap();

    let first = round(&client).await;
    assert_eq!(first.len(), TASKS * CALLS, "every call has an end");
    let answered = first.values().filter(|end| **end == End::Response).count();
    assert!(answered > TASKS * CALLS / 2, "{answered} responses");

    let mut requests: HashMap<String, (usize, bool)> = HashMap::new();
    for request in server.log() {
        assert_eq!(request["verdict"], "ok", "{request}");
        let (seen, done) = requests.entry(video(&request)).or_default();
        *seen += 1;
        // These faults refuse before anything is done.
        let refused = ["throttling", "throttling-user", "429"]
            .iter()
            .any(|fault| request["fault"] == *fault);
        assert!(
            !(*done && request["action"] == "CreateGifTask"),
            "done twice: {request}"
        );
        *done |= !refused;
    }
    let mut unheard = 0;
    for (number, end) in &first {
        // The server's queue of connections holds five: on a busy machine it drops some that their client takes for made.
        let timed_out = matches!(end, End::Error(error) if error.starts_with("no response within"));
        let seen = requests.get(&format!("call-{number}"));
        assert!(seen.is_some() || timed_out, "call {number}: {end:?} without a request");
        let Some(&(seen, done)) = seen else {
            unheard += 1;
            continue;
        };
        assert!((1..=4).contains(&seen), "call {number}: {seen} requests");
        let is_meant = match end {
            End::Response => done,
            End::Error(_) => timed_out || fault(*number).is_some(),
        };
        assert!(is_meant, "call {number}: {end:?}");
    }
    assert!(unheard < TASKS, "{unheard} calls did not reach the server");

    let Some(before) = memory() else { return };
    let again = round(&client).await;
    assert_eq!(again.len(), TASKS * CALLS);
    let after = memory().unwrap();
    println!(
        "{answered} of {} answered; memory {before} KiB after one round, {after} KiB after two",
        TASKS * CALLS
    );
    assert!(
        after < before + before / 8 + 2048,
        "memory grew from {before} to {after} KiB"
    );
}
