//! What comes back from a call: refusals inside of answers, details, odd values by choice; and where a call goes.

#[allow(dead_code, reason = "a test uses a part")]
mod credential_sources;

use alibabacloud_runtime::{
    AssumeRoleProvider, Call, CallOptions, Canned, CannedTransport, Client, Config, Credentials, CredentialsChain,
    Endpoints, Error, Operation, Proxy, Service, Sign, UndocumentedError, UnknownFields, shape,
};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

static SERVICE: Service = Service::new(
    "test",
    "2020-01-01",
    Endpoints::new().rule("test.{region}.aliyuncs.com"),
);
static BY_CODE: Service = Service::new("test", "2020-01-01", Endpoints::new().central("test.aliyuncs.com"))
    .success(&[Sign::is("Code", &["OK"]), Sign::is_not("Failed", &["true"])]);
static READ: Operation = Operation::rpc(&SERVICE, "GetThing");

#[derive(Debug, Clone, Default, PartialEq)]
struct Answer {
    request_id: Option<String>,
    code: Option<String>,
    success: Option<bool>,
    size: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(Answer { "RequestId" => request_id: String, "Code" => code: String, "Success" => success: Boolean, "Size" => size: Integer });

/// A response whose documentation gives it no such fields.
#[derive(Debug, Clone, Default, PartialEq)]
struct Bare {
    size: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(Bare { "Size" => size: Integer });

fn config() -> Config {
    Config::new()
        .region("cn-beijing")
        .credentials(Credentials::new("id", "secret"))
}

async fn answer(
    service: &'static Service,
    cloud: CannedTransport,
    options: CallOptions,
) -> Result<Answer, Error<UndocumentedError>> {
    let client = Client::new(service, config().transport(cloud)).unwrap();
    Call::new(&client, &READ).with_options(options).send().await
}

#[tokio::test(start_paused = true)]
async fn errors_in_responses() {
    let usual = CallOptions::new;
    for (service, body, options, refused) in [
        (
            &SERVICE,
            r#"{"Success":false,"Code":"Thing.Gone","Message":"gone","RequestId":"r-1"}"#,
            usual(),
            Some("Thing.Gone: gone (HTTP 200, request id r-1)"),
        ),
        (
            &SERVICE,
            r#"{"Success":"FALSE"}"#,
            usual(),
            Some("Success=FALSE:  (HTTP 200)"),
        ),
        (&SERVICE, r#"{"Success":true,"Code":"Any"}"#, usual(), None),
        (&SERVICE, r#"{"Code":"Any"}"#, usual(), None),
        (
            &SERVICE,
            r#"{"Success":false,"Code":"Thing.Gone"}"#,
            usual().errors_in_responses(false),
            None,
        ),
        (&BY_CODE, r#"{"Code":"OK","Success":false}"#, usual(), None),
        (
            &BY_CODE,
            r#"{"Code":"isv.LIMIT","Message":"too many","Success":true}"#,
            usual(),
            Some("isv.LIMIT: too many (HTTP 200)"),
        ),
        // A field that the response's documentation does not have says nothing.
        (&BY_CODE, r#"{"Code":"OK","Failed":true}"#, usual(), None),
    ] {
        let cloud = CannedTransport::new().answer("GetThing", body);
        let result = answer(service, cloud.clone(), options).await;
        assert_eq!(
            result.err().map(|error| error.to_string()).as_deref(),
            refused,
            "{body}"
        );
        assert_eq!(cloud.requests().len(), 1);
    }
    let cloud = CannedTransport::new().answer("GetThing", r#"{"Success":false,"Code":"A","Size":1}"#);
    let client = Client::new(&SERVICE, config().transport(cloud)).unwrap();
    let bare: Result<Bare, Error<UndocumentedError>> = Call::new(&client, &READ).send().await;
    assert_eq!(bare.unwrap().size, Some(1));

    // It is a refusal like any other: throttling is tried again.
    let cloud = CannedTransport::new()
        .answer("GetThing", r#"{"Success":false,"Code":"Throttling.User"}"#)
        .answer("GetThing", r#"{"Success":true,"Size":1}"#);
    assert_eq!(answer(&SERVICE, cloud, usual()).await.unwrap().size, Some(1));
}

#[tokio::test(start_paused = true)]
async fn details() {
    let cloud = CannedTransport::new()
        .reply("GetThing", Canned::refusal(400, "Throttling", "m"))
        .reply(
            "GetThing",
            Canned::json(r#"{"Size":7,"RequestId":"r-1"}"#).header("x-quota", "3"),
        );
    let client = Client::new(&SERVICE, config().transport(cloud)).unwrap();
    let sent = Call::new(&client, &READ)
        .send::<Answer, UndocumentedError>()
        .with_details();
    let detailed = sent.await.unwrap();
    assert_eq!(
        (detailed.value.size, detailed.http_status, detailed.attempts()),
        (Some(7), 200, 2)
    );
    assert_eq!(detailed.request_id.as_deref(), Some("r-1"));
    assert_eq!(detailed.headers["x-quota"], "3");
    assert_eq!(detailed.failed_attempts[0].problem, "Throttling");
    assert_eq!(detailed.body, r#"{"Size":7,"RequestId":"r-1"}"#);
}

#[tokio::test]
async fn strictness_is_a_choice() {
    for (options, expected) in [
        (CallOptions::new(), None),
        (
            CallOptions::new().strict(true),
            Some("Size: expected an integer, found \"N/A\" (HTTP 200, request id r-1)"),
        ),
    ] {
        let cloud = CannedTransport::new().answer("GetThing", r#"{"Size":"N/A","RequestId":"r-1"}"#);
        let result = answer(&SERVICE, cloud, options).await;
        assert_eq!(result.as_ref().err().map(ToString::to_string).as_deref(), expected);
        if let Ok(answer) = result {
            assert_eq!(answer.unknown_fields.get("Size"), Some(&"N/A".into()));
        }
    }
}

#[tokio::test]
async fn one_call_can_go_elsewhere() {
    let at_client = || config().options(CallOptions::new());
    for (config, options, host) in [
        (at_client(), CallOptions::new(), Ok("test.cn-beijing.aliyuncs.com")),
        (
            at_client(),
            CallOptions::new().region("cn-hangzhou"),
            Ok("test.cn-hangzhou.aliyuncs.com"),
        ),
        (
            at_client(),
            CallOptions::new().endpoint("127.0.0.1:9"),
            Ok("127.0.0.1:9"),
        ),
        (
            at_client().endpoint("test.example.com"),
            CallOptions::new().region("cn-hangzhou"),
            Ok("test.cn-hangzhou.aliyuncs.com"),
        ),
        (
            config().options(CallOptions::new().region("cn-hangzhou")),
            CallOptions::new(),
            Ok("test.cn-hangzhou.aliyuncs.com"),
        ),
        (at_client(), CallOptions::new().region("evil.com/"), Err("not a region")),
        (
            at_client(),
            CallOptions::new().endpoint("http://test.example.com"),
            Err("plain HTTP"),
        ),
    ] {
        let cloud = CannedTransport::new().answer("GetThing", "{}");
        let client = Client::new(&SERVICE, config.transport(cloud.clone())).unwrap();
        let sent = Call::new(&client, &READ)
            .send::<Answer, UndocumentedError>()
            .with_options(options);
        match (sent.await, host) {
            (Ok(_), Ok(host)) => assert_eq!(cloud.requests()[0].uri().authority().unwrap().as_str(), host),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }
}

/// A proxy that notes what it is asked, and answers plain requests itself.
async fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = vec![0; 8192];
            let length = stream.read(&mut read).await.unwrap_or(0);
            log.lock()
                .unwrap()
                .push(String::from_utf8_lossy(&read[..length]).into_owned());
            let answer = if read.starts_with(b"CONNECT") {
                &b"HTTP/1.1 403 X\r\ncontent-length: 0\r\n\r\n"[..]
            } else {
                b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"
            };
            let _ = stream.write_all(answer).await;
        }
    });
    (address, asked)
}

/// The way of the client is the way of what gives it credentials.
#[tokio::test]
async fn roles_are_taken_on_through_the_clients_proxy() {
    let (address, asked) = proxy().await;
    let role = || AssumeRoleProvider::new(Credentials::new("i", "s"), "acs:ram::1:role/r", "me").unwrap();
    let nested = AssumeRoleProvider::new(role(), "acs:ram::1:role/s", "me").unwrap();
    let home = credential_sources::Home::new(
        &[(
            ".alibabacloud/credentials.ini",
            "[default]\ntype=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_arn=arn".to_owned(),
        )],
        &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")],
    );
    let chain: CredentialsChain = home.chain();
    for config in [
        config().credentials(role()),
        config().credentials(nested),
        config().credentials(chain),
    ] {
        asked.lock().unwrap().clear();
        let client = Client::new(&SERVICE, config.proxy(Proxy::all(&address)).max_attempts(1)).unwrap();
        let error = Call::new(&client, &READ)
            .send::<Answer, UndocumentedError>()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Credentials(_)), "{error}");
        let asked = asked.lock().unwrap().clone();
        assert!(
            asked
                .iter()
                .all(|head| head.starts_with("CONNECT sts.aliyuncs.com:443")),
            "{asked:?}"
        );
        assert!(!asked.is_empty());
    }
}

#[tokio::test]
async fn a_password_with_a_sign_in_it_reaches_the_proxy_whole() {
    let (address, asked) = proxy().await;
    let config = config()
        .endpoint("http://test.example.com")
        .allow_plain_http(true)
        .proxy(Proxy::all(format!("http://user:p@ss@{address}")));
    let client = Client::new(&SERVICE, config).unwrap();
    Call::new(&client, &READ)
        .send::<Answer, UndocumentedError>()
        .await
        .unwrap();
    // user:p@ss
    assert!(
        asked.lock().unwrap()[0].contains("proxy-authorization: Basic dXNlcjpwQHNz\r\n"),
        "{asked:?}"
    );
}

/// A region that the documentation has every call name is the client's, or that of this call; a call sets it only to differ.
#[tokio::test(start_paused = true)]
async fn a_region_as_a_parameter() {
    static LIST: Operation = Operation::rpc(&SERVICE, "ListThings").region("RegionId");
    for (set, options, expected) in [
        (None, CallOptions::new(), "RegionId=cn-beijing"),
        (None, CallOptions::new().region("cn-hangzhou"), "RegionId=cn-hangzhou"),
        (Some("eu-central-1"), CallOptions::new(), "RegionId=eu-central-1"),
    ] {
        let cloud = CannedTransport::new().answer("ListThings", "{}");
        let client = Client::new(&SERVICE, config().transport(cloud.clone())).unwrap();
        let mut call = Call::new(&client, &LIST);
        if let Some(region) = set {
            call = call.with("RegionId", region);
        }
        let answer: Result<Answer, Error<UndocumentedError>> = call.with_options(options).send().await;
        answer.unwrap();
        assert_eq!(cloud.requests()[0].uri().query(), Some(expected));
    }
    let cloud = CannedTransport::new();
    let nowhere = Config::new()
        .endpoint("https://test.example")
        .credentials(Credentials::new("id", "secret"));
    let client = Client::new(&SERVICE, nowhere.transport(cloud.clone())).unwrap();
    let answer: Result<Answer, Error<UndocumentedError>> = Call::new(&client, &LIST).send().await;
    let error = answer.unwrap_err().to_string();
    assert!(
        error.contains("RegionId is not set, and the client has no region"),
        "{error}"
    );
    assert_eq!(cloud.requests().len(), 0);
}
