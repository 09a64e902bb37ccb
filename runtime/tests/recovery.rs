//! What goes wrong for many calls at once, or for the next ones too, is put right once: clocks, sessions, tokens at work, connections.

#[allow(dead_code, reason = "a test uses a part")]
mod credential_sources;

use alibabacloud_runtime::{
    Call, CallOptions, Canned, CannedTransport, Client, Config, Credentials, CredentialsProvider, EcsRoleProvider,
    Endpoints, Error, Operation, Proxy, RetryPolicy, Service, UndocumentedError, UnknownFields, UriProvider,
    error_codes, shape,
};
#[cfg(feature = "blocking")]
use alibabacloud_runtime::{CredentialsError, CredentialsFuture};
use credential_sources::{Server, keys};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

static SERVICE: Service = Service::new("ecs", "2014-05-26", Endpoints::new().central("ecs.aliyuncs.com"));
static READ: Operation = Operation::rpc(&SERVICE, "DescribeThings");
static CREATE: Operation = Operation::rpc(&SERVICE, "CreateThing");
static RUN: Operation = Operation::rpc(&SERVICE, "RunThings").client_token("ClientToken");

#[derive(Debug, Clone, Default, PartialEq)]
struct Answer {
    total: Option<i64>,
    unknown_fields: UnknownFields,
}

shape!(Answer { "Total" => total: Integer });

type Result<T, E = UndocumentedError> = std::result::Result<T, Error<E>>;

fn config() -> Config {
    Config::new()
        .credentials(Credentials::new("id", "secret"))
        .proxy(Proxy::none())
}

fn client(config: Config) -> Client {
    Client::new(&SERVICE, config).unwrap()
}

async fn call(client: &Client, operation: &'static Operation) -> Result<Answer> {
    Call::new(client, operation).send().await
}

/// Each of 200 concurrent calls is refused before any knows why, and all are answered.
#[tokio::test(start_paused = true)]
async fn all_calls_recover_from_a_wrong_clock() {
    const CALLS: usize = 200;
    let late = Canned::refusal(400, "InvalidTimeStamp.Expired", "m")
        .header("Date", "Tue, 24 Nov 2020 03:00:00 GMT")
        .after(Duration::from_millis(50));
    let cloud = (0..CALLS).fold(CannedTransport::new(), |cloud, _| {
        cloud.reply("DescribeThings", late.clone())
    });
    let cloud = cloud.answer("DescribeThings", "{}");
    let client = client(config().transport(cloud.clone()));
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, &READ).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(cloud.requests().len(), 2 * CALLS);
}

/// The service is still at work on our own first attempt: what counts is the token.
#[tokio::test(start_paused = true)]
async fn a_token_at_work_is_asked_for_again() {
    for (status, code) in [
        (403, "LastTokenProcessing"),
        (403, "IdempotentProcessing"),
        (400, "Idempotence.Processing"),
    ] {
        let cloud = CannedTransport::new()
            .reply("RunThings", Canned::broken())
            .reply("RunThings", Canned::refusal(status, code, "m"))
            .reply("RunThings", Canned::refusal(status, code, "m"))
            .answer("RunThings", "{}");
        let start = tokio::time::Instant::now();
        call(&client(config().transport(cloud.clone())), &RUN).await.unwrap();
        let tokens: Vec<_> = cloud
            .requests()
            .iter()
            .map(|request| request.parameter("ClientToken"))
            .collect();
        assert!(
            tokens.len() == 4 && tokens.iter().all(|token| *token == tokens[0]),
            "{tokens:?}"
        );
        assert!(
            start.elapsed() >= Duration::from_secs(2),
            "it takes its time: {:?}",
            start.elapsed()
        );
    }
}

#[derive(Clone)]
enum Documented {
    Busy,
    Wrong,
    Unknown(String),
}

error_codes!(Documented {
    "Thing.Busy" [409] "The thing is busy. Please try again later." => Busy,
    "Thing.Wrong" [400] "The thing is wrong." => Wrong,
});

/// Codes that pass under a status that does not say so: by the table, or by what the documentation says.
#[tokio::test(start_paused = true)]
async fn codes_that_pass() {
    for (status, code, read, create) in [
        (400, "ServiceUnavailable", true, false),
        (400, "OperationBusy", true, false),
        (449, "SystemBusy", true, false),
        (409, "Thing.Busy", true, false),
        (400, "Throttling", true, true),
        (400, "Thing.Wrong", false, false),
        (400, "InvalidParameter", false, false),
    ] {
        for (operation, passes) in [(&READ, read), (&CREATE, create)] {
            let cloud = CannedTransport::new()
                .reply(operation.name(), Canned::refusal(status, code, "m"))
                .answer(operation.name(), "{}");
            let client = client(config().transport(cloud));
            let result: Result<Answer, Documented> = Call::new(&client, operation).send().await;
            assert_eq!(result.is_ok(), passes, "{code} {operation:?}");
            if let Err(error) = result {
                assert_eq!(error.is_retryable(), read, "{code}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_services_own_header_is_honoured() {
    let busy = Canned::refusal(429, "Throttling.User", "m").header("x-acs-retry-after", "1500");
    let cloud = CannedTransport::new()
        .reply("DescribeThings", busy)
        .answer("DescribeThings", "{}");
    let start = tokio::time::Instant::now();
    call(&client(config().transport(cloud)), &READ).await.unwrap();
    let (least, most) = (Duration::from_millis(1500), Duration::from_millis(1601));
    assert!((least..most).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// A code is judged, and told, as it came, whatever short secrets it contains.
#[tokio::test(start_paused = true)]
async fn short_secrets_do_not_spoil_codes() {
    let cloud = CannedTransport::new()
        .reply("DescribeThings", Canned::refusal(400, "Throttling", "m"))
        .reply("DescribeThings", Canned::refusal(400, "Thing.Wrong", "t"));
    let credentials = Credentials::new("id", "i").with_security_token("t");
    let error = call(&client(config().credentials(credentials).transport(cloud)), &READ)
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.attempts()[0].problem.as_str()),
        (Some("Thing.Wrong"), "Throttling")
    );
}

fn session(number: usize) -> String {
    let id = format!("STS.{number}");
    keys(&id, Duration::from_secs(3600))
}

/// A session that the service does not take is dropped, and another one asked for, once.
#[tokio::test]
async fn refused_sessions_are_dropped() {
    for (refusals, policy, found, asked, requests) in [
        (1, RetryPolicy::STANDARD, true, 2, 3),
        (2, RetryPolicy::STANDARD, false, 2, 3),
        (1, RetryPolicy::NEVER, false, 2, 3),
    ] {
        let sessions = Server::start(|number| (200, session(number)));
        let refusal = Canned::refusal(400, "InvalidSecurityToken.Expired", "m");
        let cloud = CannedTransport::new().answer("DescribeThings", "{}");
        let cloud = (0..refusals).fold(cloud, |cloud, _| cloud.reply("DescribeThings", refusal.clone()));
        let cloud = cloud.answer("DescribeThings", "{}");
        let provider = UriProvider::new(sessions.at("/")).unwrap();
        let client = client(config().credentials(provider).retry(policy).transport(cloud.clone()));
        call(&client, &READ).await.unwrap();
        assert_eq!(call(&client, &READ).await.is_ok(), found);
        assert_eq!(
            sessions.all().len(),
            if policy == RetryPolicy::NEVER { 1 } else { asked }
        );
        if policy == RetryPolicy::NEVER {
            call(&client, &READ).await.unwrap();
            assert_eq!(sessions.all().len(), asked, "asked by the next call");
        }
        assert_eq!(cloud.requests().len(), requests);
    }
    // Lasting keys are what they are.
    let cloud = CannedTransport::new().reply(
        "DescribeThings",
        Canned::refusal(404, "InvalidAccessKeyId.NotFound", "m"),
    );
    let error = call(&client(config().transport(cloud.clone())), &READ)
        .await
        .unwrap_err();
    assert_eq!((error.attempts().len(), cloud.requests().len()), (1, 1));
}

/// Says when it was by its own clock, which is behind ours by years, and hands out sessions that end soon after.
fn behind() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            use std::io::{Read, Write};
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let body = session(1);
            let (head, _) = body.split_once("\"Expiration\"").unwrap();
            let body = format!(r#"{head}"Expiration":"2020-11-24T04:00:00Z"}}"#);
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ndate: Tue, 24 Nov 2020 03:00:00 GMT\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    });
    url
}

#[tokio::test]
async fn a_session_ends_by_the_clock_of_its_source() {
    let provider = UriProvider::new(behind()).unwrap();
    assert_eq!(provider.credentials().await.unwrap().access_key_id(), "STS.1");
    let role = EcsRoleProvider::at(behind(), Some("role".to_owned()), true).unwrap();
    assert_eq!(role.credentials().await.unwrap().access_key_id(), "STS.1");
}

/// Hangs from the second time on.
#[tokio::test]
async fn a_hanging_renewal_fails_no_call_while_keys_are_valid() {
    let server = Server::start(|number| {
        if number > 1 {
            std::thread::sleep(Duration::from_secs(30));
        }
        (200, keys("id-1", Duration::from_millis(2_400)))
    });
    let cloud = CannedTransport::new().answer("DescribeThings", "{}");
    let provider = UriProvider::new(server.at("/")).unwrap();
    let config = config()
        .credentials(provider)
        .timeout(Duration::from_millis(300))
        .transport(cloud);
    let client = client(config);
    call(&client, &READ).await.unwrap();
    // Three quarters of their time are over.
    tokio::time::sleep(Duration::from_millis(1_900)).await;
    for _ in 0..3 {
        call(&client, &READ).await.unwrap();
    }
    for _ in 0..100 {
        if server.all().len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(server.all().len(), 2, "one renewal, beside the calls");
    tokio::time::sleep(Duration::from_millis(600)).await;
    let error = call(&client, &READ).await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error}");
    assert!(error.to_string().contains("no response within 300ms"), "{error}");
}

/// A server whose connections die in silence when told so, and which counts the later ones.
struct Mortal {
    address: String,
    dead: Arc<AtomicBool>,
    connections: Arc<AtomicUsize>,
}

impl Mortal {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (dead, connections) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let this = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            dead: dead.clone(),
            connections: connections.clone(),
        };
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                connections.fetch_add(1, SeqCst);
                let (is_old, dead) = (!dead.load(SeqCst), dead.clone());
                tokio::spawn(async move {
                    let mut read = [0; 8192];
                    while stream.read(&mut read).await.is_ok_and(|length| length > 0) {
                        if is_old && dead.load(SeqCst) {
                            std::future::pending::<()>().await;
                        }
                        // So that calls at the same time need connections of their own.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        let _ = stream
                            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                            .await;
                    }
                });
            }
        });
        this
    }
}

#[tokio::test]
async fn one_dead_connection_is_enough_to_distrust_the_others() {
    let server = Mortal::start().await;
    let options = CallOptions::new().attempt_timeout(Duration::from_millis(500));
    let client = client(config().endpoint(&server.address).options(options));
    let (one, two, three) = tokio::join!(call(&client, &READ), call(&client, &READ), call(&client, &READ));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(server.connections.load(SeqCst), 3);
    server.dead.store(true, SeqCst);
    let detailed = Call::new(&client, &READ)
        .send_with_details::<Answer, UndocumentedError>()
        .await
        .unwrap();
    assert_eq!((detailed.attempts(), server.connections.load(SeqCst)), (2, 4));
    call(&client, &READ).await.unwrap();
    assert_eq!(server.connections.load(SeqCst), 4, "the new one is kept");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// A connection is driven by the runtime that it was made in: one that sleeps, or has ended, is nobody's to wait for.
#[test]
fn clients_are_shared_by_runtimes() {
    let servers = runtime();
    let server = servers.block_on(Mortal::start());
    std::thread::spawn(move || servers.block_on(std::future::pending::<()>()));
    let client = client(
        config()
            .endpoint(&server.address)
            .max_attempts(1)
            .timeout(Duration::from_secs(5)),
    );
    let (sleeping, ended) = (runtime(), runtime());
    for runtime in [&sleeping, &ended] {
        runtime.block_on(call(&client, &CREATE)).unwrap();
    }
    drop(ended);
    runtime().block_on(call(&client, &CREATE)).unwrap();
    assert_eq!(server.connections.load(SeqCst), 3);
    sleeping.block_on(call(&client, &CREATE)).unwrap();
    assert_eq!(server.connections.load(SeqCst), 3, "and each has its own again");
}

/// Gives credentials after a call that blocks, as one that wraps a blocking library does.
#[cfg(feature = "blocking")]
#[derive(Debug)]
struct Blocking(Client);

#[cfg(feature = "blocking")]
impl CredentialsProvider for Blocking {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let answered: Result<Answer> = Call::new(&self.0, &READ).send().wait();
            match answered {
                Ok(_) => Ok(Credentials::new("id", "secret")),
                Err(error) => Err(CredentialsError::not_found([error.to_string()])),
            }
        })
    }
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_may_wait_for_each_other() {
    let servers = runtime();
    let server = servers.block_on(Mortal::start());
    std::thread::spawn(move || servers.block_on(std::future::pending::<()>()));
    let inner = client(config().endpoint(&server.address));
    let outer = client(config().endpoint(&server.address).credentials(Blocking(inner.clone())));
    let calls: Vec<_> = [&outer, &inner, &outer, &inner]
        .map(Clone::clone)
        .into_iter()
        .map(|client| {
            std::thread::spawn(move || {
                let answered: Result<Answer> = Call::new(&client, &READ).send().wait();
                answered.map_err(|error| error.to_string())
            })
        })
        .collect();
    for call in calls {
        call.join().unwrap().unwrap();
    }
}
