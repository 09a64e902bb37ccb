//! What generated types can do, without a network.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::{
    CannedTransport, Client, Config, Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, Document,
    Error, ServiceErrorKind, UnknownFields, Value, decode, error_codes, shape, values,
};
use hand_written::{ListTasks, ListTasksError, SERVICE, Tag, TaskStatus};
use std::collections::BTreeMap;

#[derive(Clone)]
enum ChargeType {
    PrePaid,
    PostPaid,
    Unknown(String),
}

values!(ChargeType: String { "PrePaid" => PrePaid, "PostPaid" => PostPaid });

#[derive(Clone)]
enum NoCodes {
    Unknown(String),
}

error_codes!(NoCodes {});

#[derive(Clone)]
enum CommonKind {
    Busy,
    Throttled,
    Unknown(String),
}

error_codes!(CommonKind {
    "Busy" [503] "Come back later" => Busy,
    "Throttling.%s" [400, 429] "Slower" => Throttled,
});

#[derive(Clone)]
enum TaskKind {
    Gone,
    Busy,
    Common(CommonKind),
    Unknown(String),
}

error_codes!(TaskKind: CommonKind {
    "Task.%s" [404] "No such task" => Gone,
    "Busy" [409] "The task runs" => Busy,
});

#[derive(Debug, Clone, Default, PartialEq)]
struct Empty {
    unknown_fields: UnknownFields,
}

shape!(Empty {});

#[derive(Debug, Clone, Default, PartialEq)]
struct Everything {
    any: Option<Document>,
    anys: Vec<Document>,
    bools: Vec<bool>,
    charge: Option<ChargeType>,
    charges: Vec<ChargeType>,
    empty: Option<Empty>,
    floats: Vec<f64>,
    labels: BTreeMap<String, Document>,
    statuses: Vec<TaskStatus>,
    unknown_fields: UnknownFields,
}

shape!(Everything {
    "Any" => any: Any,
    "Anys" => anys: Anys,
    "Bools" => bools: Booleans,
    "Charge" => charge: Value,
    "Charges" / "Charge" => charges: Values,
    "Empty" => empty: Struct,
    "Floats" => floats: Floats,
    "Labels" => labels: Map,
    "Statuses" => statuses: Values,
});

#[test]
fn every_kind_of_field() {
    let json = br#"{"Any":{"a":[1]},"Anys":[1,null,""],"Bools":[true,"false"],"Charge":"PrePaid","Charges":{"Charge":["PostPaid","New"]},
        "Empty":{},"Floats":[1,"2.5"],"Labels":{"b":1,"a":null},"Statuses":[2,"0",77]}"#;
    let read: Everything = decode(json).unwrap();
    assert_eq!(read.any, Some(serde_json::json!({"a": [1]})));
    assert_eq!(read.anys, [serde_json::json!(1), serde_json::json!("")]);
    assert_eq!(read.bools, [true, false]);
    assert_eq!(read.charge, Some(ChargeType::PrePaid));
    assert_eq!(read.charges, [ChargeType::PostPaid, ChargeType::Unknown("New".into())]);
    assert_eq!(read.empty, Some(Empty::default()));
    assert_eq!(read.floats, [1.0, 2.5]);
    assert_eq!(read.labels.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        read.statuses,
        [TaskStatus::Succeeded, TaskStatus::Waiting, TaskStatus::Unknown(77)]
    );
    assert!(read.unknown_fields.is_empty());
}

#[test]
fn values_of_a_list() {
    assert_eq!(TaskStatus::from(2), TaskStatus::Succeeded);
    assert_eq!(TaskStatus::from(9), TaskStatus::Unknown(9));
    assert_eq!((TaskStatus::Failed.as_i64(), TaskStatus::Unknown(9).as_i64()), (3, 9));
    assert_eq!(TaskStatus::Running.to_string(), "1");
    assert_eq!("3".parse(), Ok(TaskStatus::Failed));
    assert!("x".parse::<TaskStatus>().is_err());
    assert_eq!(Value::from(TaskStatus::Running), Value::Integer(1));

    assert_eq!(ChargeType::from("PrePaid"), ChargeType::PrePaid);
    assert_eq!(ChargeType::from("New").as_str(), "New");
    assert_eq!(ChargeType::PostPaid.to_string(), "PostPaid");
    assert_eq!("PostPaid".parse(), Ok(ChargeType::PostPaid));
    assert_eq!(Value::from(ChargeType::PrePaid), Value::String("PrePaid".into()));
}

#[test]
fn error_kinds() {
    let kind = ListTasksError::from_code("OperationDenied");
    assert_eq!(kind, ListTasksError::OperationDenied);
    assert_eq!(
        (kind.code(), kind.http_status(), kind.description()),
        ("OperationDenied", Some(400), "Not allowed.")
    );
    assert_eq!(kind.http_statuses(), [400, 403]);
    assert_eq!(kind.to_string(), "OperationDenied: Not allowed.");
    assert_eq!(
        ListTasksError::from_code("InvalidTask.NotFound"),
        ListTasksError::InvalidNotFound
    );
    let unknown = ListTasksError::from_code("Odd");
    assert_eq!(
        (unknown.code(), unknown.http_status(), unknown.to_string()),
        ("Odd", None, "Odd".to_owned())
    );
    assert_eq!(NoCodes::from_code("Odd"), NoCodes::Unknown("Odd".into()));
}

fn client(transport: &CannedTransport) -> Client {
    let config = Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("id", "secret").with_security_token("token"))
        .transport(transport.clone());
    Client::new(&SERVICE, config).unwrap()
}

#[tokio::test]
async fn requests_carry_the_parameters() {
    let transport = CannedTransport::new().answer("ListTasks", r#"{"TotalCount":0}"#);
    let call = ListTasks::new(&client(&transport))
        .page_number(9)
        .page_number(1)
        .page_size(10)
        .status(TaskStatus::Succeeded)
        .application_name("应用 a")
        .instance_id(["i-1", "i-2"])
        .tag([Tag::new().key("team")])
        .labels([("x", "1")]);
    assert!(
        format!("{call:?}").contains(r#"{"PageNumber": 1, "PageSize": 10, "Status": 2"#),
        "{call:?}"
    );
    call.send().await.unwrap();

    let requests = transport.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!((request.operation(), request.method().as_str()), ("ListTasks", "POST"));
    assert_eq!(request.uri().host(), Some("multimediaai.cn-beijing.aliyuncs.com"));
    let parameters: Vec<_> = request
        .parameters()
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        parameters.join("&"),
        "ApplicationName=应用 a&InstanceId.1=i-1&InstanceId.2=i-2&Labels.x=1&PageNumber=1&PageSize=10&Status=2&Tag.1.Key=team"
    );
    let shown = format!("{request:?}");
    assert!(
        shown.contains("Sensitive") && !shown.contains("ACS3") && !shown.contains("\"token\""),
        "{shown}"
    );
}

#[tokio::test]
async fn long_queries_become_forms() {
    let transport = CannedTransport::new().answer("ListTasks", r#"{"TotalCount":0}"#);
    let name = "x".repeat(5000);
    ListTasks::new(&client(&transport))
        .page_number(1)
        .page_size(10)
        .application_name(&name)
        .send()
        .await
        .unwrap();
    let requests = transport.requests();
    assert_eq!(requests[0].uri().query(), None);
    assert_eq!(
        requests[0].headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(requests[0].parameter("ApplicationName"), Some(name));
    assert_eq!(requests[0].parameter("PageSize").as_deref(), Some("10"));
}

#[tokio::test]
async fn refusals_are_typed() {
    let refusal = r#"{"Code":"InvalidTask.NotFound","Message":"no such task","RequestId":"r-1","Recommend":"https://example.com"}"#;
    let transport = CannedTransport::new().answer_with_status("ListTasks", 404, refusal);
    let error = ListTasks::new(&client(&transport))
        .page_number(1)
        .page_size(10)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.http_status(), error.request_id()),
        (Some("InvalidTask.NotFound"), Some(404), Some("r-1"))
    );
    assert_eq!(
        error.to_string(),
        "InvalidTask.NotFound: no such task (HTTP 404, request id r-1)"
    );
    match error {
        Error::Service {
            kind: ListTasksError::InvalidNotFound,
            request_id,
            details,
            ..
        } => {
            assert_eq!(
                (request_id.as_deref(), details.recommend.as_deref()),
                (Some("r-1"), Some("https://example.com"))
            );
        }
        other => panic!("{other:?}"),
    }
}

/// Nothing of the engine itself needs a Tokio runtime: a mock client runs anywhere.
#[test]
fn mock_clients_need_no_runtime() {
    use std::task::{Context, Poll, Waker};
    let client = Client::mock(&SERVICE, &[("ListTasks", r#"{"Tasks":[{"TaskId":"7"}]}"#)]);
    let mut send = std::pin::pin!(ListTasks::new(&client).page_number(1).page_size(10).send());
    let Poll::Ready(answer) = send.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("pending")
    };
    assert_eq!(answer.unwrap().tasks[0].task_id, Some(7));
}

/// A machine without credentials.
#[derive(Debug)]
struct Nobody;

impl CredentialsProvider for Nobody {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Err(CredentialsError::not_found([
            "the moon (dark)",
        ]))))
    }
}

#[tokio::test]
async fn missing_answers_and_credentials() {
    let transport = CannedTransport::new();
    let error = ListTasks::new(&client(&transport))
        .page_number(1)
        .page_size(10)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "no canned response for ListTasks");

    let config = Config::new()
        .region("cn-beijing")
        .credentials(Nobody)
        .transport(transport.clone());
    let client = Client::new(&SERVICE, config).unwrap();
    let error = ListTasks::new(&client)
        .page_number(1)
        .page_size(10)
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Credentials(_)));
    assert_eq!(error.to_string(), "no credentials found; looked at: the moon (dark)");
    assert_eq!(transport.requests().len(), 1, "nothing is sent unsigned");
}

/// An operation's own codes go before those in common, and these before `Unknown`.
#[test]
fn codes_of_its_own_and_in_common() {
    for (came, code, statuses, description) in [
        ("Busy", "Busy", &[409][..], "The task runs"),
        ("Task.Gone", "Task.%s", &[404], "No such task"),
        ("Throttling.User", "Throttling.%s", &[400, 429], "Slower"),
        ("Other", "Other", &[], ""),
    ] {
        let kind = TaskKind::from_code(came);
        assert_eq!(
            (kind.code(), kind.http_statuses(), kind.description()),
            (code, statuses, description),
            "{came}"
        );
        assert_eq!(format!("{kind:?}"), code);
    }
    let busy = CommonKind::from_code("Busy");
    assert!(matches!(busy, CommonKind::Busy));
    // The same code, but what the operation says of it is another thing.
    let common = TaskKind::Common(busy);
    assert_eq!(
        (common.http_status(), common.description()),
        (Some(503), "Come back later")
    );
    assert_eq!(common.to_string(), "Busy: Come back later");
    assert_eq!(TaskKind::from_code("Busy"), TaskKind::Busy);
    assert!(matches!(
        TaskKind::from_code("Throttling.User"),
        TaskKind::Common(CommonKind::Throttled)
    ));
    assert!(matches!(TaskKind::from_code("Task."), TaskKind::Gone));
    assert!(matches!(TaskKind::from_code(""), TaskKind::Unknown(code) if code.is_empty()));
    assert!(matches!(CommonKind::from_code("Other"), CommonKind::Unknown(code) if code == "Other"));
}

fn assert_send<T: Send>(_: T) {}

#[test]
fn futures_and_errors_are_fit_for_threads() {
    let client = Client::mock(&SERVICE, &[]);
    let call = || ListTasks::new(&client).page_number(1).page_size(1);
    assert_send(call().send());
    assert_send(call().pages());
    assert_send(call().items());
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_error::<Error<ListTasksError>>();
    assert!(
        size_of::<Error<ListTasksError>>() < 128,
        "{}",
        size_of::<Error<ListTasksError>>()
    );
}
