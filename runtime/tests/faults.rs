//! Every fault that `loopback.py` can play, alone and for the first two attempts only: what a user gets, and how often the server was
//! asked.

#[allow(dead_code, reason = "a test uses a part")]
mod cloud;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;
mod shared;

use alibabacloud_runtime::{Call, CallOptions, Client, Error, Operation, Stage, UnknownFields, shape};
use cloud::Loopback;
use hand_written::{ListTasks, ListTasksError, ListTasksResponse, SERVICE, TaskStatus};
use std::time::Duration;

static CREATE: Operation = Operation::rpc(&SERVICE, "CreateGifTask");

#[derive(Debug, Clone, Default, PartialEq)]
struct Created {
    task_id: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(Created { "TaskId" => task_id: Integer });

/// What a call ends in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// The response, with all that is in it.
    Answer,
    ErrorBody(u16, &'static str),
    Timeout,
    Transport(Option<u16>, Stage, &'static str),
    Decode(&'static str),
}
use End::*;

/// What a fault does.
struct Row {
    fault: &'static str,
    /// When every attempt meets it.
    end: End,
    /// Attempts of a read, and of a call that creates something.
    attempts: [usize; 2],
    /// The same when only the first two attempts meet it: do they end in the response?
    passes: [bool; 2],
}

const fn row(fault: &'static str, end: End, attempts: [usize; 2], passes: [bool; 2]) -> Row {
    Row {
        fault,
        end,
        attempts,
        passes,
    }
}

const ALL: usize = 4;

const ROWS: &[Row] = &[
    // Refused for there being too many calls: everything is tried again.
    row("throttling", ErrorBody(400, "Throttling"), [ALL, ALL], [true, true]),
    row(
        "throttling-user",
        ErrorBody(400, "Throttling.User"),
        [ALL, ALL],
        [true, true],
    ),
    row("429", ErrorBody(429, "Throttling.Api"), [ALL, ALL], [true, true]),
    // It may have been done: only what reads is tried again.
    row("503", ErrorBody(503, "ServiceUnavailable"), [ALL, 1], [true, false]),
    row("internal", ErrorBody(500, "InternalError"), [ALL, 1], [true, false]),
    row(
        "reset",
        Transport(None, Stage::Sent, "broke before a response came"),
        [ALL, 1],
        [true, false],
    ),
    row("hang", Timeout, [ALL, 1], [true, false]),
    row(
        "truncated",
        Transport(Some(200), Stage::Sent, "broke off"),
        [ALL, 1],
        [true, false],
    ),
    row(
        "html",
        Transport(Some(502), Stage::Answered, "502 Bad Gateway"),
        [ALL, 1],
        [true, false],
    ),
    // It would be no better another time.
    row(
        "empty",
        Decode("expected a JSON object, found an empty body (HTTP 200)"),
        [1, 1],
        [false, false],
    ),
    row(
        "huge",
        Transport(Some(200), Stage::Answered, "longer than 1048576 bytes"),
        [1, 1],
        [false, false],
    ),
    row(
        "redirect",
        Transport(Some(302), Stage::Answered, "redirects elsewhere"),
        [1, 1],
        [false, false],
    ),
    // Odd, but a response.
    row("slow", Answer, [1, 1], [true, true]),
    row("gzip", Answer, [1, 1], [true, true]),
    row("bom", Answer, [1, 1], [true, true]),
    row("badtype", Answer, [1, 1], [true, true]),
    row("wrapped", Answer, [1, 1], [true, true]),
    row("bare", Answer, [1, 1], [true, true]),
    row("strings", Answer, [1, 1], [true, true]),
    row("nulls", Answer, [1, 1], [true, true]),
    row("unknown", Answer, [1, 1], [true, true]),
];

fn end_of<R>(result: &Result<R, Error<ListTasksError>>, expected: End) -> End {
    let error = match result {
        Ok(_) => return Answer,
        Err(error) => error,
    };
    let shown = error.to_string();
    match (error, expected) {
        (Error::Service { http_status, code, .. }, ErrorBody(_, expected)) if code == expected => {
            ErrorBody(*http_status, expected)
        }
        (Error::Timeout { connecting: false, .. }, _) => Timeout,
        (Error::Transport { http_status, stage, .. }, Transport(_, _, part)) if shown.contains(part) => {
            Transport(*http_status, *stage, part)
        }
        (Error::Decode { response, .. }, Decode(part)) if shown.contains(part) && response.body().is_empty() => {
            Decode(part)
        }
        _ => panic!("{error:?}, not {expected:?}"),
    }
}

/// Everything of the first page is there, as far as the fault leaves it.
fn check_page(fault: &str, page: &ListTasksResponse) {
    assert!(page.request_id.is_some(), "{fault}");
    if fault == "nulls" {
        assert_eq!((page.total_count, page.tasks.len()), (None, 0));
        return;
    }
    let ids: Vec<_> = page.tasks.iter().filter_map(|task| task.task_id).collect();
    assert_eq!(ids, (43_567_811..43_567_821).collect::<Vec<_>>(), "{fault}");
    assert_eq!(page.total_count, Some(25), "{fault}");
    let status = if fault == "unknown" {
        TaskStatus::Unknown(99)
    } else {
        TaskStatus::Failed
    };
    assert_eq!(page.tasks[3].status, Some(status), "{fault}");
    assert_eq!(page.unknown_fields.get("Surprise").is_some(), fault == "unknown");
}

/// What [`calls`] calls: one that reads, one that creates.
const OPERATIONS: [&str; 2] = ["ListTasks", "CreateGifTask"];

async fn calls(fault: &str, server: &Loopback) -> [Result<Option<ListTasksResponse>, Error<ListTasksError>>; 2] {
    let patience = Duration::from_millis(if fault.starts_with("hang") { 1_500 } else { 30_000 });
    let config = server.config().attempt_timeout(patience).body_limit(1 << 20);
    let client = Client::new(&SERVICE, config).unwrap();
    let list = ListTasks::new(&client).page_number(1).page_size(10).send().await;
    let create = Call::new(&client, &CREATE)
        .with("VideoName", "clip")
        .with("VideoUrl", "http://example.com/clip.mp4")
        .send::<Created, ListTasksError>();
    let create = create.await.map(|created| {
        assert!(created.task_id.is_none_or(|id| id == 400_000), "{created:?}");
        None
    });
    [list.map(Some), create]
}

/// Starts a server beside the runtime: its threads have other calls to look after.
async fn start(fault: String) -> Option<Loopback> {
    tokio::task::spawn_blocking(move || Loopback::start(Some(&fault)))
        .await
        .unwrap()
}

async fn play(row: &Row) {
    let Some(server) = start(row.fault.to_owned()).await else {
        return;
    };
    for (index, result) in calls(row.fault, &server).await.into_iter().enumerate() {
        let (operation, attempts) = (OPERATIONS[index], row.attempts[index]);
        assert_eq!(end_of(&result, row.end), row.end, "{}", row.fault);
        let seen = server.seen_in_time(operation, attempts).await;
        assert_eq!(seen, attempts, "requests: {}", row.fault);
        match &result {
            Ok(Some(page)) => check_page(row.fault, page),
            Ok(None) => {}
            Err(error) => {
                // After a decode error only the attempts before the response are listed.
                let listed = if matches!(row.end, Decode(_)) { 0 } else { attempts };
                assert_eq!(error.attempts().len(), listed, "{}: {error:?}", row.fault);
                assert_eq!(error.is_throttling(), row.attempts == [ALL, ALL], "{}", row.fault);
                assert_eq!(error.is_retryable(), row.attempts[0] == ALL, "{}", row.fault);
                assert_eq!(error.to_string().contains("4 attempts"), attempts == ALL, "{error}");
            }
        }
    }

    let fault = format!("{}:2", row.fault);
    let Some(server) = start(fault.clone()).await else {
        return;
    };
    for (index, result) in calls(&fault, &server).await.into_iter().enumerate() {
        let (operation, passes) = (OPERATIONS[index], row.passes[index]);
        assert_eq!(result.is_ok(), passes, "{fault}: {result:?}");
        let attempts = if row.end == Answer || !passes { 1 } else { 3 };
        let seen = server.seen_in_time(operation, attempts).await;
        assert_eq!(seen, attempts, "requests: {fault}");
        if let Ok(Some(page)) = &result {
            check_page(if row.end == Answer { row.fault } else { "" }, page);
        }
        if result.is_err() {
            assert_eq!(end_of(&result, row.end), row.end, "{fault}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault() {
    let plays: Vec<_> = ROWS.iter().map(|row| tokio::spawn(play(row))).collect();
    for play in plays {
        play.await.unwrap();
    }
}

/// A fault that `loopback.py` learns must get a row.
#[test]
fn no_fault_is_left_out() {
    let Some(folder) = shared::folder() else { return };
    let script = std::fs::read_to_string(folder.join("cloud/loopback.py")).unwrap();
    let (_, list) = script
        .split_once("requests (default: all): ")
        .expect("the help lists the faults");
    let (list, _) = list.split_once('.').unwrap();
    let listed: Vec<_> = list.split(',').map(str::trim).collect();
    for fault in &listed {
        assert!(ROWS.iter().any(|row| row.fault == *fault), "{fault} has no row");
    }
    assert_eq!(listed.len(), ROWS.len());
}

#[tokio::test]
async fn a_call_has_its_own_options() {
    let Some(server) = Loopback::start(Some("503")) else {
        return;
    };
    let client = server.client();
    let list = || ListTasks::new(&client).page_number(1).page_size(10).send();
    let error = list()
        .with_options(CallOptions::new().max_attempts(2))
        .await
        .unwrap_err();
    assert_eq!((error.attempts().len(), server.seen("ListTasks")), (2, 2));
    let error = list()
        .with_options(CallOptions::new().repeatable(false))
        .await
        .unwrap_err();
    assert_eq!((error.attempts().len(), server.seen("ListTasks")), (1, 3));
}

/// Each attempt has a nonce of its own: the server refuses one that was used.
#[tokio::test]
async fn every_try_is_signed_anew() {
    let Some(server) = Loopback::start(Some("503:3")) else {
        return;
    };
    ListTasks::new(&server.client())
        .page_number(1)
        .page_size(10)
        .send()
        .await
        .unwrap();
    let log = server.log();
    assert!(log.iter().all(|request| request["verdict"] == "ok"), "{log:?}");
    let nonces: std::collections::HashSet<_> = log
        .iter()
        .map(|request| request["headers"]["x-acs-signature-nonce"].as_str().unwrap())
        .collect();
    assert_eq!(nonces.len(), 4);
}

/// The limit of a call covers all its attempts.
#[tokio::test]
async fn timeouts() {
    let Some(server) = Loopback::start(Some("hang")) else {
        return;
    };
    let millis = Duration::from_millis;
    for (call, single, told, attempts) in [(300, 30_000, 300, 1), (600, 250, 250, 2), (30_000, 100, 100, 4)] {
        let options = CallOptions::new().timeout(millis(call)).attempt_timeout(millis(single));
        let list = ListTasks::new(&server.client()).page_number(1).page_size(10).send();
        let error = list.with_options(options).await.unwrap_err();
        let Error::Timeout {
            limit,
            connecting: false,
            attempts: ref listed,
            ..
        } = error
        else {
            panic!("{error:?}")
        };
        assert!(limit == millis(told) || limit == millis(call), "{error}");
        assert!(listed.len() >= attempts, "{error:?}");
    }
}
