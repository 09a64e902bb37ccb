//! Calls over a real socket, against a server that checks signatures and misbehaves on request.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod list_tasks;
mod shared;

use alibabacloud_runtime::{Client, Config, Credentials, Endpoints, Error, Operation, Service};
use list_tasks::{ListTasks, ListTasksError, ListTasksResponse, SERVICE, TaskStatus};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Loopback {
    process: Child,
    address: String,
}

impl Loopback {
    fn start() -> Option<Self> {
        let script = shared::folder()?.join("cloud/loopback.py");
        let mut process = Command::new("python3")
            .arg(script)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 runs");
        let mut line = String::new();
        let output = process.stdout.take().expect("stdout is piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("the server says where it listens");
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .expect("the address")
            .to_owned();
        Some(Self { process, address })
    }

    fn config(&self) -> Config {
        Config::new()
            .endpoint(&self.address)
            .credentials(Credentials::new("testid", "testsecret"))
    }

    fn client(&self) -> Client {
        Client::new(&SERVICE, self.config()).unwrap()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

type Answer = Result<ListTasksResponse, Error<ListTasksError>>;

async fn list(client: &Client, application_name: &str) -> Answer {
    ListTasks::new(client)
        .page_number(1)
        .page_size(10)
        .application_name(application_name)
        .send()
        .await
}

async fn with_fault(client: &Client, fault: &str) -> Answer {
    list(client, &format!("fault:{fault}")).await
}

fn ids(answer: &ListTasksResponse) -> Vec<i64> {
    answer.tasks.iter().filter_map(|task| task.task_id).collect()
}

const FIRST_PAGE: std::ops::Range<i64> = 43_567_811..43_567_821;

#[tokio::test]
async fn signatures() {
    let Some(server) = Loopback::start() else { return };
    let answer = list(&server.client(), "应用 名称~*+/?&=").await.unwrap();
    assert_eq!(ids(&answer), FIRST_PAGE.collect::<Vec<_>>());
    assert_eq!(
        (answer.total_count, answer.tasks[2].status.clone()),
        (Some(25), Some(TaskStatus::Succeeded))
    );
    assert!(answer.request_id.is_some() && answer.unknown_fields.is_empty());

    // a form body in place of a long query
    assert_eq!(
        ids(&list(&server.client(), &"长 ".repeat(2000)).await.unwrap()),
        FIRST_PAGE.collect::<Vec<_>>()
    );

    let temporary = Credentials::new("testid", "testsecret").with_security_token("test-token");
    let client = Client::new(&SERVICE, server.config().credentials(temporary)).unwrap();
    assert_eq!(list(&client, "").await.unwrap().tasks.len(), 10);

    for (credentials, code, status) in [
        (Credentials::new("testid", "wrong"), "SignatureDoesNotMatch", 400),
        (
            Credentials::new("nobody", "testsecret"),
            "InvalidAccessKeyId.NotFound",
            404,
        ),
        (
            Credentials::new("testid", "testsecret").with_security_token("x"),
            "InvalidSecurityToken.Malformed",
            400,
        ),
    ] {
        let client = Client::new(&SERVICE, server.config().credentials(credentials)).unwrap();
        let error = list(&client, "").await.unwrap_err();
        assert_eq!(
            (error.code(), error.http_status()),
            (Some(code), Some(status)),
            "{error}"
        );
        let Error::Service {
            message,
            request_id,
            recommend,
            ..
        } = error
        else {
            panic!("{error}")
        };
        assert!(
            message.starts_with("Specified") || message.starts_with("The specified"),
            "{message}"
        );
        assert!(request_id.is_some_and(|id| id.len() == 36) && recommend.is_some_and(|page| page.contains(code)));
    }
}

#[tokio::test]
async fn roa_signatures() {
    static SAE: Service = Service::new("sae", "2019-05-06", Endpoints::new());
    static OPERATION: Operation = Operation::roa(&SAE, "DescribeThing", "PUT", "/pop/v1/{Group}/things")
        .positions(&[("Note", alibabacloud_runtime::Position::Body)]);
    let Some(server) = Loopback::start() else { return };
    let client = Client::new(&SAE, server.config()).unwrap();
    let call = alibabacloud_runtime::Call::new(&client, &OPERATION)
        .with("Group", "组 a~b")
        .with("PageSize", 10)
        .with("Note", "hello");
    let answer: ListTasksResponse = call.send::<_, ListTasksError>().await.unwrap();
    assert!(answer.request_id.is_some());
}

#[tokio::test]
async fn refusals() {
    let Some(server) = Loopback::start() else { return };
    let client = server.client();
    static GET_TASK_RESULT: Operation = Operation::rpc(&SERVICE, "GetTaskResult");
    let call = || alibabacloud_runtime::Call::new(&client, &GET_TASK_RESULT);
    let error = call().send::<ListTasksResponse, ListTasksError>().await.unwrap_err();
    assert_eq!(error.kind(), Some(&ListTasksError::MissingParameter));
    assert!(
        error.to_string().contains("You must specify the parameter TaskId."),
        "{error}"
    );
    let error = call()
        .with("TaskId", "x")
        .send::<ListTasksResponse, ListTasksError>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Some(&ListTasksError::InvalidParameter));
}

#[tokio::test]
async fn pages_and_items() {
    let Some(server) = Loopback::start() else { return };
    let client = server.client();
    let call = |page| ListTasks::new(&client).page_number(page).page_size(10);

    let mut pages = call(1).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.tasks.len());
    }
    assert_eq!(sizes, [10, 10, 5]);

    for (page, expected) in [(1, 25), (2, 15), (3, 5), (4, 0)] {
        let mut items = call(page).items();
        let mut ids = Vec::new();
        while let Some(task) = items.try_next().await.unwrap() {
            ids.extend(task.task_id);
        }
        assert_eq!(
            ids,
            (43_567_836 - expected..43_567_836).collect::<Vec<_>>(),
            "from page {page}"
        );
    }

    let mut refused = call(1).application_name("fault:internal").items();
    assert_eq!(refused.try_next().await.unwrap_err().http_status(), Some(500));
    assert_eq!(refused.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn odd_answers_are_read_as_meant() {
    let Some(server) = Loopback::start() else { return };
    let client = server.client();
    for fault in ["bom", "gzip", "badtype", "strings", "wrapped", "bare", "slow"] {
        let answer = with_fault(&client, fault)
            .await
            .unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!(ids(&answer), FIRST_PAGE.collect::<Vec<_>>(), "{fault}");
        assert_eq!(answer.total_count, Some(25), "{fault}");
        assert_eq!(answer.tasks[3].status, Some(TaskStatus::Failed), "{fault}");
        assert!(answer.unknown_fields.is_empty(), "{fault}");
    }
    let answer = with_fault(&client, "unknown").await.unwrap();
    assert_eq!(answer.tasks[0].status, Some(TaskStatus::Unknown(99)));
    assert_eq!(answer.tasks[0].unknown_fields.get("NewField"), Some(&"?".into()));
    assert_eq!(
        answer.unknown_fields.get("Surprise"),
        Some(&serde_json::json!({"Deep": [1, {"x": null}]}))
    );
    let answer = with_fault(&client, "nulls").await.unwrap();
    assert!(answer.tasks.is_empty() && answer.total_count.is_none() && answer.request_id.is_some());
}

#[tokio::test]
async fn broken_answers_are_errors() {
    let Some(server) = Loopback::start() else { return };
    let client = server.client();
    for (fault, status, part) in [
        ("html", Some(502), "502 Bad Gateway"),
        ("redirect", Some(302), "redirects"),
        ("truncated", Some(200), "broke off"),
        ("huge", Some(200), "longer than 67108864 bytes"),
        ("reset", None, "broke before an answer came"),
    ] {
        let error = with_fault(&client, fault).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{fault}: {error:?}");
        assert_eq!(error.http_status(), status, "{fault}: {error:?}");
        assert!(error.to_string().contains(part), "{fault}: {error}");
    }
    let error = with_fault(&client, "empty").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a JSON object, found an empty body (HTTP 200)"
    );
    for (fault, status, code) in [
        ("throttling", 400, "Throttling"),
        ("429", 429, "Throttling.Api"),
        ("503", 503, "ServiceUnavailable"),
        ("internal", 500, "InternalError"),
    ] {
        let error = with_fault(&client, fault).await.unwrap_err();
        assert_eq!(
            (error.http_status(), error.code()),
            (Some(status), Some(code)),
            "{fault}"
        );
    }
}

#[tokio::test]
async fn timeouts() {
    let Some(server) = Loopback::start() else { return };
    let limit = Duration::from_millis(300);
    let client = Client::new(&SERVICE, server.config().timeout(limit)).unwrap();
    for fault in ["hang", "slow"] {
        let start = Instant::now();
        let error = with_fault(&client, fault).await.unwrap_err();
        assert!(
            matches!(error, Error::Timeout { limit: told, connecting: false, .. } if told == limit),
            "{error:?}"
        );
        assert!(start.elapsed() < Duration::from_secs(3), "{fault}");
    }
}

/// A host without a server needs no shared material.
#[tokio::test]
async fn no_server() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let config = Config::new()
        .endpoint(address)
        .credentials(Credentials::new("testid", "testsecret"));
    let error = list(&Client::new(&SERVICE, config).unwrap(), "").await.unwrap_err();
    assert!(matches!(error, Error::Transport { http_status: None, .. }), "{error:?}");
    assert!(
        error.to_string().starts_with("no connection to the service: "),
        "{error}"
    );
}
