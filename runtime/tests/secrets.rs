//! Nothing that a program may print or log holds a secret or a token.

#[allow(dead_code, reason = "a test uses a part")]
mod cloud;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;
mod shared;

use alibabacloud_runtime::{
    AssumeRoleProvider, Call, CallOptions, Canned, CannedTransport, Client, Config, Credentials, CredentialsChain,
    CredentialsProvider, EmptyResponse, Error, Middleware, Next, Operation, Params, Proxy, Signature, StaticProvider,
    TransportFuture, UndocumentedError, UriProvider, Value,
};
use bytes::Bytes;
use cloud::Loopback;
use hand_written::{ListTasks, SERVICE};
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Whether a place in the code logs is decided once for all threads, so a test without a subscriber must not run beside one with it.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A parameter's value is none in an error, where the service repeats it, but is none of a log's business.
const VALUE: &str = "parameter-value";
const SECRETS: [&str; 6] = [
    "testsecret",
    "wrong-secret",
    "test-token",
    "proxy-password",
    "file-secret",
    "uri-key",
];

/// Takes down everything of every crate, at every level.
#[derive(Debug, Clone, Default)]
struct Everything(Arc<Mutex<String>>);

struct Writer<'a>(&'a mut String);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Everything {
    fn line(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Writer<'_>)) {
        let mut log = self.0.lock().unwrap();
        let _ = write!(log, "{} {} {}", metadata.level(), metadata.target(), metadata.name());
        record(&mut Writer(&mut log));
        log.push('\n');
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(span.metadata(), |writer| span.record(writer));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut log = self.0.lock().unwrap();
        log.push_str("record");
        values.record(&mut Writer(&mut log));
        log.push('\n');
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.line(event.metadata(), |writer| event.record(writer));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn assert_no_secret(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {what}: {text}");
    }
}

fn shown(what: &str, value: &dyn Debug) {
    assert_no_secret(what, &format!("{value:?} {value:#?}"));
}

fn credentials() -> Credentials {
    Credentials::new("testid", "wrong-secret").with_security_token("test-token")
}

#[tokio::test]
async fn logs_and_errors() {
    let Some(server) = Loopback::start(None) else { return };
    let _turn = ONE_AT_A_TIME.lock().await;
    let everything = Everything::default();
    let guard = tracing::subscriber::set_default(everything.clone());
    for (signature, secret, fault, expected) in [
        // The server answers with what it would have signed, token and all.
        (
            Signature::V3,
            "wrong-secret",
            "",
            "SignatureDoesNotMatch: Specified signature is not matched",
        ),
        (
            Signature::V1,
            "wrong-secret",
            "",
            "SignatureDoesNotMatch: Specified signature is not matched",
        ),
        (Signature::V3, "testsecret", "fault:503", "ServiceUnavailable"),
        (Signature::V1, "testsecret", "fault:reset", "connection broke"),
        (Signature::V3, "testsecret", "fault:html", "502"),
        (Signature::V3, "testsecret", "fault:truncated", "broke off"),
        (Signature::V3, "testsecret", "fault:empty", "empty body"),
        (Signature::V3, "testsecret", "", ""),
    ] {
        let credentials = Credentials::new("testid", secret).with_security_token("test-token");
        let config = server.config().credentials(credentials).signature(signature);
        shown("config", &config);
        let client = Client::new(&SERVICE, config).unwrap();
        shown("client", &client);
        let list = ListTasks::new(&client)
            .page_number(1)
            .page_size(1)
            .application_name(fault)
            .instance_id([VALUE]);
        match list.send().await {
            Ok(_) => assert_eq!(expected, ""),
            Err(error) => {
                assert!(
                    error.to_string().starts_with(expected) || error.to_string().contains(expected),
                    "{error}"
                );
                assert_no_secret("error", &format!("{error} {error:?} {error:#?}"));
                let source = std::error::Error::source(&error);
                assert_no_secret("source", &format!("{source:?}"));
            }
        }
    }
    drop(guard);
    let log = everything.0.lock().unwrap().clone();
    assert!(
        log.contains("alibabacloud.call") && log.contains("operation=\"ListTasks\""),
        "{log}"
    );
    assert!(
        log.contains("alibabacloud.attempt") && log.contains("attempts=4") && log.contains("request_id="),
        "{log}"
    );
    // The code of a call that failed, and an event for each attempt.
    assert!(
        log.contains("record code=\"ServiceUnavailable\"") && log.contains("message=failed; trying again"),
        "{log}"
    );
    assert!(
        log.contains("message=answered") && log.contains("message=failed took="),
        "{log}"
    );
    assert_no_secret("log", &log);
    assert!(!log.contains(VALUE), "{log}");
    // Addresses are logged by every proxy on the way.
    for request in server.log() {
        let query = request["query"].to_string();
        assert!(
            !query.contains("test-token") && !query.contains("\"Signature\""),
            "{query}"
        );
    }
    assert!(tracing::level_filters::LevelFilter::current() >= Level::INFO);
}

/// The thread of blocking calls logs where the caller's does.
#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_are_logged() {
    let _turn = ONE_AT_A_TIME.blocking_lock();
    let everything = Everything::default();
    let guard = tracing::subscriber::set_default(everything.clone());
    let client = Client::mock(&SERVICE, &[("ListTasks", "{}")]);
    ListTasks::new(&client)
        .page_number(1)
        .page_size(1)
        .send()
        .wait()
        .unwrap();
    drop(guard);
    let log = everything.0.lock().unwrap().clone();
    assert!(log.contains("alibabacloud.call") && log.contains("attempts=1"), "{log}");
}

/// Shows what a middleware sees of a request.
#[derive(Debug, Clone, Default)]
struct Shows(Arc<Mutex<String>>);

impl Middleware for Shows {
    fn handle<'a>(&'a self, request: http::Request<Bytes>, next: Next<'a>) -> TransportFuture<'a> {
        *self.0.lock().unwrap() = format!("{request:?}");
        next.run(request)
    }
}

static CREATE: Operation = Operation::rpc(&SERVICE, "CreateThing");

/// Where secrets travel, and who sees them: the address ends up in logs on the way, `Debug` in logs at home.
#[tokio::test]
async fn secrets_of_calls() {
    let _turn = ONE_AT_A_TIME.lock().await;
    for (signature, in_query, address) in [
        (Signature::V3, false, "KeyId=k"),
        (
            Signature::V3,
            true,
            "KeyId=k&Logins.1.PrivateKey=test-token&Password=wrong-secret",
        ),
        (Signature::V1, false, "Action=CreateThing&"),
        (Signature::V1, true, "Action=CreateThing&"),
    ] {
        let (cloud, shows) = (CannedTransport::new().answer("CreateThing", "{}"), Shows::default());
        let config = Config::new()
            .region("cn-beijing")
            .credentials(credentials())
            .signature(signature)
            .middleware(shows.clone())
            .transport(cloud.clone());
        let client = Client::new(&SERVICE, config).unwrap();
        let mut login = Params::new();
        login.set("PrivateKey", "test-token");
        let call = Call::new(&client, &CREATE)
            .with("KeyId", "k")
            .with("Password", "wrong-secret");
        let call = call.with("Logins", Value::List(vec![Value::Struct(login)]));
        shown("call", &call);
        let options = CallOptions::new().secrets_in_query(in_query);
        call.with_options(options)
            .send::<EmptyResponse, UndocumentedError>()
            .await
            .unwrap();
        let request = &cloud.requests()[0];
        let query = request.uri().query().unwrap();
        assert!(query.starts_with(address), "{query}");
        assert_eq!(query.contains("Password"), in_query && signature == Signature::V3);
        for (name, value) in [
            ("Password", "wrong-secret"),
            ("Logins.1.PrivateKey", "test-token"),
            ("KeyId", "k"),
        ] {
            assert_eq!(request.parameter(name).as_deref(), Some(value));
        }
    }
    // The session's token is in no request that a middleware can show.
    for signature in [Signature::V1, Signature::V3] {
        let (cloud, shows) = (CannedTransport::new().answer("ListTasks", "{}"), Shows::default());
        let config = Config::new()
            .region("cn-beijing")
            .credentials(credentials())
            .signature(signature)
            .middleware(shows.clone())
            .transport(cloud.clone());
        let list = ListTasks::new(&Client::new(&SERVICE, config).unwrap())
            .page_number(1)
            .page_size(1);
        list.send().await.unwrap();
        let seen = shows.0.lock().unwrap().clone();
        assert!(seen.contains("PageSize") && !seen.contains("Signature="), "{seen}");
        assert_no_secret("middleware", &seen);
        let sent = &cloud.requests()[0];
        let token = sent
            .headers()
            .get("x-acs-security-token")
            .and_then(|token| token.to_str().ok());
        let token = token.map(str::to_owned).or_else(|| sent.parameter("SecurityToken"));
        assert_eq!(token.as_deref(), Some("test-token"), "and yet it is sent");
    }
}

/// What a service repeats in a response that can't be read.
#[tokio::test]
async fn secrets_in_unreadable_answers() {
    let _turn = ONE_AT_A_TIME.lock().await;
    for body in [
        r#"{"TotalCount":"test-token"}"#,
        r#"{"TotalCount":1,"Tasks":[{"test-token":"#,
        r#"["test-token","wrong-secret"]"#,
    ] {
        let cloud = CannedTransport::new().answer("ListTasks", body);
        let config = Config::new()
            .region("cn-beijing")
            .credentials(credentials())
            .transport(cloud);
        let list = ListTasks::new(&Client::new(&SERVICE, config).unwrap())
            .page_number(1)
            .page_size(1);
        let error = list.send().await.unwrap_err();
        let Error::Decode { response, .. } = &error else {
            panic!("{error:?}")
        };
        let kept = String::from_utf8_lossy(response.body()).into_owned();
        assert_no_secret("error", &format!("{error} {error:?} {kept}"));
        assert!(kept.contains("***"), "{kept}");
    }
}

fn config_error(endpoint: &str) -> String {
    let config = Config::new().endpoint(endpoint);
    let error = Client::new(&SERVICE, config.clone()).unwrap_err();
    format!("{config:?} {error} {error:?}")
}

#[tokio::test]
async fn debug_of_everything() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let cloud = CannedTransport::new().reply("ListTasks", Canned::json("{}"));
    for signature in [Signature::V1, Signature::V3] {
        let config = Config::new()
            .region("cn-beijing")
            .credentials(credentials())
            .signature(signature)
            .proxy(Proxy::all("http://user:proxy-password@localhost:1"))
            .transport(cloud.clone());
        shown("config", &config);
        let client = Client::new(&SERVICE, config).unwrap();
        let call = ListTasks::new(&client).page_number(1).page_size(1);
        shown("call", &call);
        shown("pages", &call.clone().pages());
        let answer = call.send();
        shown("future", &answer);
        answer.await.unwrap();
    }
    // A service that repeats what it should not.
    let echo = r#"{"Code":"test-token","Message":"test-token","Recommend":"https://x/?t=test-token","AccessDeniedDetail":{"A":["test-token"]}}"#;
    let repeats = CannedTransport::new().reply("ListTasks", Canned::json(echo).status(403));
    let config = Config::new()
        .region("cn-beijing")
        .credentials(credentials())
        .transport(repeats);
    let client = Client::new(&SERVICE, config).unwrap();
    let error = ListTasks::new(&client)
        .page_number(1)
        .page_size(1)
        .send()
        .await
        .unwrap_err();
    assert!(
        error.access_denied().is_some() && error.code() == Some("***"),
        "{error:?}"
    );
    shown("refusal", &error);
    shown("requests", &cloud.requests());
    shown("transport", &cloud);
    shown("credentials", &credentials());
    shown("provider", &StaticProvider::new(credentials()));
    let uri = UriProvider::new("http://user:uri-key@127.0.0.1:9/keys?key=uri-key").unwrap();
    shown("URI", &uri);
    shown("URI's error", &uri.credentials().await.unwrap_err());
    let endpoint = config_error("https://user:proxy-password@host");
    assert_no_secret("endpoint", &endpoint);
    assert!(endpoint.contains("https://***@host"), "{endpoint}");
    shown("role", &AssumeRoleProvider::new(credentials(), "arn", "name").unwrap());

    // Found in a file, and then broken there.
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("secrets-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".aliyun")).unwrap();
    for (json, found) in [
        (
            r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"i","access_key_secret":"file-secret"}]}"#,
            true,
        ),
        (
            r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_secret":"file-secret","expired_seconds":"file-secret"}]}"#,
            false,
        ),
        (r#"{"current":"a","profiles":"file-secret"}"#, false),
        (
            r#"{"current":"a","profiles":[{"name":"a","mode":"CloudSSO","cloud_sso_sign_in_url":"http://127.0.0.1:9/","cloud_sso_account_id":"c","cloud_sso_access_config":"c","access_token":"file-secret","cloud_sso_access_token_expire":4102444800}]}"#,
            false,
        ),
        (
            r#"{"current":"a","profiles":[{"name":"a","mode":"External","process_command":"echo file-secret"}]}"#,
            false,
        ),
        (r#"file-secret"#, false),
    ] {
        std::fs::write(home.join(".aliyun/config.json"), json).unwrap();
        let dir = home.display().to_string();
        let chain = CredentialsChain::with_variables(move |name| match name {
            "HOME" => Some(dir.clone()),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED" => Some("true".to_owned()),
            _ => None,
        });
        let result = chain.credentials().await;
        assert_eq!(result.is_ok(), found, "{result:?}");
        shown("chain", &chain);
        shown("result", &result);
        assert_no_secret(
            "error",
            &result.err().map(|error| error.to_string()).unwrap_or_default(),
        );
    }
    std::fs::remove_dir_all(home).unwrap();
}
