//! Layout of ROA requests.

mod empty_operation;

use alibabacloud_runtime::{
    Call, CannedTransport, Client, Config, Credentials, Endpoints, Operation, Params, Position, Service, Value,
};
use empty_operation::{Kind, Nothing};

static SERVICE: Service = Service::new("sae", "2019-05-06", Endpoints::new().rule("sae.{region}.aliyuncs.com"));
static UPDATE: Operation = Operation::roa(&SERVICE, "Update", "PUT", "/pop/v1/apps/{AppId}/[Name]").positions(&[
    ("AppId", Position::Path),
    ("Note", Position::Body),
    ("Rules", Position::Body),
    ("X-Zone", Position::Header),
    ("Host", Position::Header),
    ("Lost", Position::Path),
]);
static WHOLE: Operation = Operation::roa(&SERVICE, "Whole", "POST", "/whole").positions(&[("Body", Position::Body)]);

/// The request as text, or the error.
async fn sent(operation: &'static Operation, parameters: Vec<(&'static str, Value)>) -> String {
    let transport = CannedTransport::new().answer("Update", "").answer("Whole", "");
    let config = Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("i", "s"))
        .transport(transport.clone());
    let call = Call::new(&Client::new(&SERVICE, config).unwrap(), operation);
    let call = parameters
        .into_iter()
        .fold(call, |call, (name, value)| call.with(name, value));
    if let Err(error) = call.send::<Nothing, Kind>().await {
        assert!(transport.requests().is_empty(), "nothing may be sent");
        return error.to_string();
    }
    let request = transport.requests().remove(0);
    let header = |name| request.headers().get(name).map_or("-", |value| value.to_str().unwrap());
    let body = String::from_utf8_lossy(request.body());
    let target = request.uri().path_and_query().unwrap();
    format!(
        "{} {target} zone={} type={} {body}",
        request.method(),
        header("x-zone"),
        header("content-type")
    )
}

#[tokio::test]
async fn layout() {
    let names = || vec![("AppId", Value::from("a/b c")), ("Name", Value::from(7))];
    let with = |more: Vec<(&'static str, Value)>| names().into_iter().chain(more).collect::<Vec<_>>();
    let mut rule = Params::new();
    rule.set("Port", 80);
    for (operation, parameters, expected) in [
        (&UPDATE, names(), "PUT /pop/v1/apps/a%2Fb%20c/7 zone=- type=- "),
        (
            &UPDATE,
            with(vec![("Q", "x y".into()), ("Ids", vec!["1", "2"].into())]),
            "PUT /pop/v1/apps/a%2Fb%20c/7?Ids.1=1&Ids.2=2&Q=x%20y zone=- type=- ",
        ),
        (
            &UPDATE,
            with(vec![
                // In alphabetical order: other features of serde_json keep or sort members.
                ("Note", "n".into()),
                ("Rules", vec![rule].into()),
                ("X-Zone", "z".into()),
            ]),
            r#"PUT /pop/v1/apps/a%2Fb%20c/7 zone=z type=application/json {"Note":"n","Rules":[{"Port":80}]}"#,
        ),
        (
            &WHOLE,
            vec![("Body", r#"{"a": 1}"#.into())],
            r#"POST /whole zone=- type=application/json {"a": 1}"#,
        ),
        (
            &WHOLE,
            vec![("Body", Value::map([("a", 1)]))],
            r#"POST /whole zone=- type=application/json {"a":1}"#,
        ),
        (
            &UPDATE,
            vec![("AppId", "a".into())],
            "the path needs the parameter Name, which is not set",
        ),
        (
            &UPDATE,
            with(vec![("AppId", "..".into())]),
            r#"the parameter AppId stands in the path and can't be "..""#,
        ),
        (
            &UPDATE,
            with(vec![("Host", "evil".into())]),
            "the parameter Host can't be a header: the client sets it itself",
        ),
        (
            &UPDATE,
            with(vec![("X-Zone", "a\r\nb: c".into())]),
            "x-zone can't be a header: its name or value holds forbidden characters",
        ),
        (
            &UPDATE,
            with(vec![("Lost", "x".into())]),
            "the path has no place for the parameter Lost",
        ),
        (
            &UPDATE,
            with(vec![("Q", f64::NAN.into())]),
            "the parameter Q is not a finite number",
        ),
        (
            &UPDATE,
            with(vec![("Note", f64::NAN.into())]),
            "the parameter Note is not a finite number",
        ),
    ] {
        assert_eq!(sent(operation, parameters).await, expected);
    }
}
