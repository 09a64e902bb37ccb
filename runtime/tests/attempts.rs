//! When calls are tried again, and how. Time is paused, so waits take none.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::{
    AttemptInfo, Call, CallOptions, Canned, CannedTransport, Client, Config, Credentials, Error, Middleware, Next,
    Operation, RetryBudget, RetryPolicy, Signature, TransportFuture, UnknownFields, shape,
};
use bytes::Bytes;
use hand_written::{ListTasks, ListTasksError, SERVICE};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

static LIST: Operation = Operation::rpc(&SERVICE, "ListTasks");
static CREATE: Operation = Operation::rpc(&SERVICE, "CreateTask");
static CREATE_ONCE: Operation = Operation::rpc(&SERVICE, "CreateTask").client_token("ClientToken");

#[derive(Debug, Clone, Default, PartialEq)]
struct Answer {
    request_id: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Answer { "RequestId" => request_id: String });

type Result<T> = std::result::Result<T, Error<ListTasksError>>;

fn config(cloud: &CannedTransport) -> Config {
    Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("id", "secret"))
        .transport(cloud.clone())
}

async fn call(config: Config, operation: &'static Operation) -> Result<Answer> {
    Call::new(&Client::new(&SERVICE, config).unwrap(), operation)
        .send()
        .await
}

fn busy() -> Canned {
    Canned::refusal(400, "Throttling.User", "slower")
}

fn down() -> Canned {
    Canned::refusal(503, "ServiceUnavailable", "down")
}

fn cloud(replies: impl IntoIterator<Item = Canned>) -> CannedTransport {
    let both =
        |cloud: CannedTransport, canned: Canned| cloud.reply("ListTasks", canned.clone()).reply("CreateTask", canned);
    replies.into_iter().fold(CannedTransport::new(), both)
}

#[tokio::test(start_paused = true)]
async fn what_is_tried_again() {
    let ok = || Canned::json("{}");
    for (first, operation, requests) in [
        (busy(), &LIST, 2),
        (busy(), &CREATE, 2),
        (down(), &LIST, 2),
        (down(), &CREATE, 1),
        (down(), &CREATE_ONCE, 2),
        (Canned::no_connection(), &CREATE, 2),
        (Canned::broken(), &LIST, 2),
        (Canned::broken(), &CREATE, 1),
        (Canned::broken(), &CREATE_ONCE, 2),
        (ok().after(Duration::from_secs(31)), &LIST, 2),
        (ok().after(Duration::from_secs(31)), &CREATE, 1),
        (Canned::refusal(400, "InvalidParameter", "no"), &LIST, 1),
        (Canned::json("<html>").status(502), &LIST, 2),
        (Canned::json("<html>").status(404), &LIST, 1),
    ] {
        let cloud = cloud([first.clone(), ok()]);
        let result = call(config(&cloud), operation).await;
        assert_eq!(cloud.requests().len(), requests, "{first:?} {operation:?}");
        assert_eq!(result.is_ok(), requests == 2, "{first:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn waits() {
    let seconds = Duration::from_secs;
    let policy = RetryPolicy::STANDARD.base_delay(seconds(1)).max_delay(seconds(4));
    let asks = |after: &str| down().header("Retry-After", after);
    for (canned, policy, attempts, least, most) in [
        (down(), policy, 5, 0, 1 + 2 + 4 + 4),
        (down(), policy.max_attempts(1), 1, 0, 0),
        (down(), RetryPolicy::NEVER, 1, 0, 0),
        // What the service asks for comes on top.
        (asks("7"), policy.max_attempts(3), 3, 14, 14 + 1 + 2),
        // The call would be over by then: nobody waits for nothing.
        (asks("600"), policy, 1, 0, 0),
    ] {
        let (cloud, start) = (cloud([canned]), Instant::now());
        let error = call(config(&cloud).retry(policy), &LIST).await.unwrap_err();
        assert_eq!(
            (error.attempts().len(), cloud.requests().len()),
            (attempts, attempts),
            "{error:?}"
        );
        let waited: Duration = error.attempts().iter().map(|one| one.waited).sum();
        assert!(waited >= seconds(least) && waited <= seconds(most), "{waited:?}");
        assert!(start.elapsed() >= waited);
        assert_eq!(error.attempts()[0].waited, Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_all_calls() {
    let (cloud, budget) = (cloud([down()]), RetryBudget::new(6));
    let client = Client::new(&SERVICE, config(&cloud).retry_budget(budget.clone())).unwrap();
    let mut attempts = Vec::new();
    for _ in 0..4 {
        let error = Call::new(&client, &LIST)
            .send::<Answer, ListTasksError>()
            .await
            .unwrap_err();
        attempts.push(error.attempts().len());
    }
    assert_eq!((attempts, budget.left()), (vec![5, 3, 1, 1], Some(0)));
}

#[tokio::test(start_paused = true)]
async fn a_client_token_is_kept_over_all_attempts() {
    let tokens = |cloud: &CannedTransport| -> Vec<_> {
        let token = |request: &alibabacloud_runtime::RecordedRequest| request.parameter("ClientToken");
        cloud.requests().iter().map(token).collect()
    };
    let cloud = cloud([down(), Canned::broken(), Canned::json("{}")]);
    call(config(&cloud), &CREATE_ONCE).await.unwrap();
    let seen = tokens(&cloud);
    assert!(
        seen.len() == 3 && seen[0].as_ref().is_some_and(|token| token.len() == 32),
        "{seen:?}"
    );
    assert!(seen.iter().all(|token| *token == seen[0]), "{seen:?}");

    call(config(&cloud), &CREATE_ONCE).await.unwrap();
    assert_ne!(tokens(&cloud)[3], seen[0], "another call, another token");

    let client = Client::new(&SERVICE, config(&cloud)).unwrap();
    let given = Call::new(&client, &CREATE_ONCE).with("ClientToken", "mine");
    given.send::<Answer, ListTasksError>().await.unwrap();
    assert_eq!(tokens(&cloud)[4].as_deref(), Some("mine"));
}

/// A token that the caller knows of, and the tables of the operation do not.
#[tokio::test(start_paused = true)]
async fn a_given_client_token_is_enough() {
    let cloud = cloud([down(), Canned::json("{}")]);
    let client = Client::new(&SERVICE, config(&cloud)).unwrap();
    let given = Call::new(&client, &CREATE).with("ClientToken", "mine");
    given.send::<Answer, ListTasksError>().await.unwrap();
    assert_eq!(cloud.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_services_clock_is_learnt_once() {
    let late = |date: &str| Canned::refusal(400, "InvalidTimeStamp.Expired", "too old").header("Date", date);
    let date = "Sun, 09 Sep 2001 01:46:40 GMT";
    let dates = |cloud: &CannedTransport| -> Vec<_> {
        let date = |request: &alibabacloud_runtime::RecordedRequest| {
            request.headers()["x-acs-date"].to_str().unwrap()[..13].to_owned()
        };
        cloud.requests().iter().map(date).collect()
    };
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();

    // Even a call that is not to be repeated: it was refused. But one request is one request.
    let once = cloud([late(date), Canned::json("{}")]);
    call(config(&once).retry(RetryPolicy::NEVER), &CREATE)
        .await
        .unwrap_err();
    assert_eq!(once.requests().len(), 1);
    let cloud_ = cloud([late(date), Canned::json("{}")]);
    let client = Client::new(&SERVICE, config(&cloud_).max_attempts(2)).unwrap();
    for _ in 0..2 {
        Call::new(&client, &CREATE)
            .send::<Answer, ListTasksError>()
            .await
            .unwrap();
    }
    assert_eq!(dates(&cloud_), [&now[..13], "2001-09-09T01", "2001-09-09T01"]);

    for (canned, requests) in [(late(date), 2), (late("nonsense"), 1)] {
        let cloud = cloud([canned]);
        let error = call(config(&cloud), &LIST).await.unwrap_err();
        assert_eq!(
            (cloud.requests().len(), error.attempts().len()),
            (requests, requests),
            "{error}"
        );
    }
}

/// Records attempts, adds a header, and answers for the service the first time.
#[derive(Debug, Default, Clone)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Middleware for Recorder {
    fn handle<'a>(&'a self, mut request: http::Request<Bytes>, next: Next<'a>) -> TransportFuture<'a> {
        let info = *request.extensions().get::<AttemptInfo>().unwrap();
        request.headers_mut().insert("x-trace", "7".parse().unwrap());
        Box::pin(async move {
            let answer = if info.number == 1 {
                Ok(http::Response::builder()
                    .status(503)
                    .body(Bytes::from("{\"Code\":\"Mine\"}"))
                    .unwrap())
            } else {
                next.run(request).await
            };
            let status = answer.as_ref().map(|answer| answer.status().as_u16());
            self.0
                .lock()
                .unwrap()
                .push(format!("{} {} {status:?}", info.operation, info.number));
            answer
        })
    }
}

#[tokio::test(start_paused = true)]
async fn middleware_sees_every_attempt() {
    let (cloud, recorder) = (cloud([Canned::json("{}")]), Recorder::default());
    let config = config(&cloud).middleware(recorder.clone()).middleware(recorder.clone());
    call(config, &LIST).await.unwrap();
    assert_eq!(
        *recorder.0.lock().unwrap(),
        ["ListTasks 1 Ok(503)", "ListTasks 2 Ok(200)", "ListTasks 2 Ok(200)"]
    );
    assert_eq!(cloud.requests()[0].headers()["x-trace"], "7");
}

#[tokio::test]
async fn the_caller_has_room_in_the_user_agent() {
    let own = concat!("alibabacloud-rs/", env!("CARGO_PKG_VERSION"));
    for (caller, expected) in [
        ("", own.to_owned()),
        (" my-app/1.2 (x) ", format!("{own} my-app/1.2 (x)")),
    ] {
        let cloud = cloud([Canned::json("{}")]);
        call(config(&cloud).user_agent(caller), &LIST).await.unwrap();
        assert_eq!(cloud.requests()[0].headers()["user-agent"], expected.as_str());
    }
    let refused = Client::new(&SERVICE, config(&cloud([])).user_agent("a\r\nb: c"));
    assert!(refused.unwrap_err().to_string().contains("user agent"));
}

/// Under signature 1.0 nothing of the caller's and nothing secret is in the address.
#[tokio::test]
async fn signature_1_travels_in_the_form() {
    let cloud = cloud([Canned::json("{}")]);
    let config = config(&cloud)
        .signature(Signature::V1)
        .credentials(Credentials::new("id", "secret").with_security_token("token"));
    let client = Client::new(&SERVICE, config).unwrap();
    ListTasks::new(&client)
        .page_number(1)
        .page_size(2)
        .application_name("a b")
        .send()
        .await
        .unwrap();
    let request = &cloud.requests()[0];
    assert_eq!(request.operation(), "ListTasks");
    let query = request.uri().query().unwrap();
    assert!(
        query.contains("Action=ListTasks") && !query.contains("token") && !query.contains("PageNumber"),
        "{query}"
    );
    for (name, value) in [
        ("PageSize", "2"),
        ("ApplicationName", "a b"),
        ("SecurityToken", "token"),
        ("AccessKeyId", "id"),
    ] {
        assert_eq!(request.parameter(name).as_deref(), Some(value));
    }
    assert!(request.headers().get("authorization").is_none());

    static ROA: Operation = Operation::roa(&SERVICE, "DescribeApp", "GET", "/app");
    let roa = Call::new(&client, &ROA)
        .send::<Answer, ListTasksError>()
        .await
        .unwrap_err();
    assert_eq!(roa.to_string(), "signature 1.0 is for RPC operations; this one is ROA");
}

#[tokio::test(start_paused = true)]
async fn a_page_is_tried_again_on_its_own() {
    let cloud = CannedTransport::new()
        .answer("ListTasks", r#"{"TotalCount":2,"Tasks":[{"TaskId":1}]}"#)
        .reply("ListTasks", down())
        .answer("ListTasks", r#"{"TotalCount":2,"Tasks":[{"TaskId":2}]}"#);
    let client = Client::new(&SERVICE, config(&cloud)).unwrap();
    let list = || ListTasks::new(&client).page_number(1).page_size(1).items();
    let mut items = list();
    let mut ids = Vec::new();
    while let Some(task) = items.try_next().await.unwrap() {
        ids.extend(task.task_id);
    }
    assert_eq!((ids, cloud.requests().len()), (vec![1, 2], 3));

    let cloud_down = CannedTransport::new().reply("ListTasks", down());
    let client = Client::new(&SERVICE, config(&cloud_down)).unwrap();
    let mut items = ListTasks::new(&client)
        .page_number(1)
        .page_size(1)
        .items()
        .with_options(CallOptions::new().max_attempts(2));
    assert_eq!(items.try_next().await.unwrap_err().attempts().len(), 2);
    assert_eq!(items.try_next().await.unwrap(), None);
}
