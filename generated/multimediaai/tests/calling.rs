//! What a user writes: calls half set, values that may be there or not, and what is not documented.

use alibabacloud_multimediaai::operation::list_tasks::{CompleteListTasks, ServiceType};
use alibabacloud_multimediaai::runtime::{CannedTransport, Credentials, Document};
use alibabacloud_multimediaai::types::TaskStatus;
use alibabacloud_multimediaai::{Client, Config, Error};
use std::borrow::Cow;

fn client(cloud: &CannedTransport) -> Client {
    let config = Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("id", "secret"));
    Client::new(config.transport(cloud.clone())).expect("a client")
}

/// A call with all that it needs has a short name, and can stand in a structure.
struct Search {
    call: CompleteListTasks,
}

impl Search {
    fn narrowed(self, status: Option<TaskStatus>, names: &[String]) -> Self {
        let mut call = self.call.status(status).application_name(names.first());
        if let [_, id] = names {
            call = call.task_id(id.len());
        }
        Self { call }
    }
}

#[tokio::test]
async fn values_and_options_of_them() {
    let cloud = CannedTransport::new()
        .answer("ListTasks", "{}")
        .answer("ListTasks", "{}");
    let call = client(&cloud).list_tasks().page_number(1_u8).page_size(10_usize);
    let search = Search { call };
    let search = search.narrowed(Some(TaskStatus::Succeeded), &["app".to_owned(), "seven".to_owned()]);
    let call = search
        .call
        .service_type(2)
        .region_id(Cow::from("cn-hangzhou"))
        .set_parameter("Undocumented", true);
    let set: Vec<_> = call
        .parameters()
        .iter()
        .map(|(name, value)| format!("{name}={value:?}"))
        .collect();
    assert_eq!(
        set,
        [
            "PageNumber=1",
            "PageSize=10",
            "Status=2",
            r#"ApplicationName="app""#,
            "TaskId=5",
            "ServiceType=2",
            r#"RegionId="cn-hangzhou""#,
            "Undocumented=true"
        ]
    );
    // What was set is taken back.
    let call = call.status(None::<TaskStatus>).service_type(ServiceType::StaticCover);
    assert!(call.parameters().get("Status").is_none());
    call.send().await.expect("a response");
    let sent = cloud.requests()[0].parameters();
    assert!(sent.contains(&("Undocumented".into(), "true".into())), "{sent:?}");
}

#[tokio::test]
async fn what_is_missing_at_run_time_is_named_before_anything_is_sent() {
    let cloud = CannedTransport::new();
    let call = client(&cloud).list_tasks().page_size(1).unchecked();
    let error = call.send().await.expect_err("something is missing");
    assert!(matches!(&error, Error::Build { .. }), "{error:?}");
    assert_eq!(error.to_string(), "PageNumber is not set, and required");
    assert_eq!(cloud.requests().len(), 0);
}

#[tokio::test]
async fn a_response_as_it_is() {
    let cloud = CannedTransport::new().answer("GetTaskStatus", r#"{"Status": "x", "New": [1]}"#);
    let raw: Document = client(&cloud)
        .get_task_status()
        .task_id(7)
        .send_raw()
        .await
        .expect("a response");
    assert_eq!(raw["New"][0], 1);
}

#[test]
fn debug_is_one_line() {
    let cloud = CannedTransport::new().answer("ListTasks", "{}");
    assert_eq!(
        format!("{:?} {cloud:?}", client(&cloud)),
        "Client { inner: Client { service: \"multimediaai\", region: Some(\"cn-beijing\"), .. } } CannedTransport { samples: 0, responses: 1, requests: 0 }"
    );
}

#[cfg(feature = "serde")]
#[tokio::test]
async fn responses_serialise_under_wire_names() {
    let response = Client::mock()
        .get_task_status()
        .task_id(7)
        .send()
        .await
        .expect("a response");
    let json = serde_json::to_value(&response).expect("JSON");
    assert!(json.get("Status").is_some_and(Document::is_number), "{json}");
}
