//! Calls over a real socket, against a server that checks signatures and misbehaves on request.

#[allow(dead_code, reason = "a test uses a part")]
mod cloud;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;
mod shared;

use alibabacloud_runtime::{Client, Config, Credentials, Endpoints, Error, Operation, Service, Signature};
use cloud::Loopback;
use hand_written::{ListTasks, ListTasksError, ListTasksResponse, SERVICE, TaskStatus};

type Answer = Result<ListTasksResponse, Error<ListTasksError>>;

async fn list(client: &Client, application_name: &str) -> Answer {
    ListTasks::new(client)
        .page_number(1)
        .page_size(10)
        .application_name(application_name)
        .send()
        .await
}

fn ids(answer: &ListTasksResponse) -> Vec<i64> {
    answer.tasks.iter().filter_map(|task| task.task_id).collect()
}

const FIRST_PAGE: std::ops::Range<i64> = 43_567_811..43_567_821;

#[tokio::test]
async fn signatures() {
    for signature in [Signature::V3, Signature::V1] {
        check_signature(signature).await;
    }
}

async fn check_signature(signature: Signature) {
    let Some(server) = Loopback::start(None) else { return };
    let config = || server.config().signature(signature);
    let client = || Client::new(&SERVICE, config()).unwrap();
    let answer = list(&client(), "应用 名称~*+/?&=").await.unwrap();
    assert_eq!(ids(&answer), FIRST_PAGE.collect::<Vec<_>>());
    assert_eq!(
        (answer.total_count, answer.tasks[2].status.clone()),
        (Some(25), Some(TaskStatus::Succeeded))
    );
    assert!(answer.request_id.is_some() && answer.unknown_fields.is_empty());

    // a form body in place of a long query
    assert_eq!(
        ids(&list(&client(), &"长 ".repeat(2000)).await.unwrap()),
        FIRST_PAGE.collect::<Vec<_>>()
    );

    let temporary = Credentials::new("testid", "testsecret").with_security_token("test-token");
    let client = Client::new(&SERVICE, config().credentials(temporary)).unwrap();
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
        let client = Client::new(&SERVICE, config().credentials(credentials)).unwrap();
        let error = list(&client, "").await.unwrap_err();
        assert_eq!(
            (error.code(), error.http_status()),
            (Some(code), Some(status)),
            "{error}"
        );
        let Error::Service {
            message,
            request_id,
            details,
            ..
        } = error
        else {
            panic!("{error}")
        };
        assert!(
            message.starts_with("Specified") || message.starts_with("The specified"),
            "{message}"
        );
        assert!(
            request_id.is_some_and(|id| id.len() == 36) && details.recommend.is_some_and(|page| page.contains(code))
        );
    }
}

#[tokio::test]
async fn roa_signatures() {
    static SAE: Service = Service::new("sae", "2019-05-06", Endpoints::new());
    static OPERATION: Operation = Operation::roa(&SAE, "DescribeThing", "PUT", "/pop/v1/{Group}/things")
        .positions(&[("Note", alibabacloud_runtime::Position::Body)]);
    let Some(server) = Loopback::start(None) else { return };
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
    let Some(server) = Loopback::start(None) else { return };
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
    let Some(server) = Loopback::start(None) else { return };
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

/// A host without a server needs no shared material.
#[tokio::test]
async fn no_server() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let config = Config::new()
        .endpoint(address)
        .credentials(Credentials::new("testid", "testsecret"))
        .max_attempts(2);
    let error = list(&Client::new(&SERVICE, config).unwrap(), "").await.unwrap_err();
    assert!(matches!(error, Error::Transport { http_status: None, .. }), "{error:?}");
    assert!(
        error.to_string().starts_with("no connection to the service: "),
        "{error}"
    );
    assert_eq!(error.attempts().len(), 2, "what was never sent is tried again");
}
