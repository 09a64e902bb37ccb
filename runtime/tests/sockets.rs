//! The HTTP client against servers that a test plays itself.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::{
    Call, Client, Config, Credentials, Error, HttpTransport, Operation, Proxy, RetryPolicy, Stage, Transport,
};
use bytes::Bytes;
use hand_written::{ListTasks, ListTasksError, ListTasksResponse, SERVICE};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => read.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(read).unwrap()
}

fn config(endpoint: &str) -> Config {
    Config::new()
        .endpoint(format!("http://{endpoint}"))
        .credentials(Credentials::new("id", "secret"))
        .proxy(Proxy::none())
        .retry(RetryPolicy::NEVER)
}

async fn list(config: Config) -> Result<ListTasksResponse, Error<ListTasksError>> {
    let client = Client::new(&SERVICE, config).unwrap();
    ListTasks::new(&client).page_number(1).page_size(1).send().await
}

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"TotalCount\":7}";

/// Answers one connection with some bytes, and gives the head of its request.
async fn answer_once(listener: TcpListener, answer: &'static [u8]) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let head = head(&mut stream).await;
    stream.write_all(answer).await.unwrap();
    head
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_running() {
    let (listener, address) = listen().await;
    let client = Client::new(&SERVICE, config(&address)).unwrap();
    let call = tokio::spawn(ListTasks::new(&client).page_number(1).page_size(1).send());
    let (mut stream, _) = listener.accept().await.unwrap();
    assert!(
        head(&mut stream)
            .await
            .starts_with("POST /?PageNumber=1&PageSize=1 HTTP/1.1\r\n")
    );
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0, "the connection is closed");
    let more = tokio::time::timeout(Duration::from_millis(300), listener.accept()).await;
    assert!(more.is_err(), "nobody tries again");

    // The same while the connection is being made, and between two attempts.
    let (listener, address) = listen().await;
    let secure = config(&address).endpoint(format!("https://{address}"));
    let call = tokio::spawn(list(secure));
    let (mut stream, _) = listener.accept().await.unwrap();
    assert!(stream.read(&mut [0; 1]).await.unwrap() > 0, "the handshake has begun");
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    // The rest of the handshake's first message, and then the end.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.unwrap();

    let (listener, address) = listen().await;
    let patient = config(&address).retry(RetryPolicy::STANDARD);
    let call = tokio::spawn(list(patient));
    let busy = b"HTTP/1.1 503 X\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let (mut stream, _) = listener.accept().await.unwrap();
    head(&mut stream).await;
    stream.write_all(busy).await.unwrap();
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.unwrap();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let more = tokio::time::timeout(Duration::from_millis(1_300), listener.accept()).await;
    assert!(more.is_err(), "nobody tries again");
}

/// A connection that the server closed while nobody used it costs nothing, not even a call that must not be repeated.
#[tokio::test]
async fn closed_connections_are_not_used() {
    static CREATE: Operation = Operation::rpc(&SERVICE, "CreateGifTask");
    let (listener, address) = listen().await;
    let client = Client::new(&SERVICE, config(&address)).unwrap();
    for _ in 0..2 {
        let call = Call::new(&client, &CREATE).send::<ListTasksResponse, ListTasksError>();
        let served = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            head(&mut stream).await;
            stream.write_all(ANSWER).await.unwrap();
            stream
        };
        let (result, stream) = tokio::join!(call, served);
        assert_eq!(result.unwrap().total_count, Some(7));
        drop(stream);
        // The client hears of it when it next listens.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn broken_answers() {
    for (answer, status, stage, part) in [
        (
            &b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}"[..],
            Some(200),
            Stage::Sent,
            "broke off",
        ),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
            Some(200),
            Stage::Sent,
            "broke off",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
            Some(200),
            Stage::Sent,
            "gzip",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 2\r\n\r\n{}",
            Some(200),
            Stage::Answered,
            "packed as",
        ),
        (
            b"HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
            Some(307),
            Stage::Answered,
            "redirects",
        ),
        (
            b"SSH-2.0-OpenSSH\r\n",
            None,
            Stage::Sent,
            "broke before a response came",
        ),
        (b"", None, Stage::Sent, "broke before a response came"),
    ] {
        let (listener, address) = listen().await;
        let (error, _) = tokio::join!(list(config(&address)), answer_once(listener, answer));
        let error = error.unwrap_err();
        let Error::Transport {
            stage: got,
            http_status,
            ..
        } = &error
        else {
            panic!("{error:?}")
        };
        assert_eq!((*got, *http_status), (stage, status), "{error:?}");
        assert!(error.to_string().contains(part), "{error}");
    }
    // A body that ends with the connection can only be seen to be cut by its JSON.
    let (listener, address) = listen().await;
    let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"RequestId\":\"r-1\",\"Tasks\":[{";
    let (error, _) = tokio::join!(list(config(&address)), answer_once(listener, answer));
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!((error.http_status(), error.request_id()), (Some(200), Some("r-1")));
}

#[tokio::test]
async fn proxies() {
    // One that forwards is told the whole address, and who asks.
    let (listener, address) = listen().await;
    let proxy = Proxy::all(format!("http://user:pass@{address}"));
    let config = config("localhost:9").proxy(proxy);
    let (result, head) = tokio::join!(list(config.clone()), answer_once(listener, ANSWER));
    assert_eq!(result.unwrap().total_count, Some(7));
    assert!(head.starts_with("POST http://localhost:9/?PageNumber=1"), "{head}");
    assert!(head.contains("proxy-authorization: Basic dXNlcjpwYXNz\r\n"), "{head}");

    // Through one that makes tunnels only the host can be seen.
    let (listener, address) = listen().await;
    let proxy = Proxy::all(format!("http://user:pass@{address}"));
    let secure = config.clone().endpoint("https://kms.example.com").proxy(proxy);
    let (error, head) = tokio::join!(list(secure), answer_once(listener, b"HTTP/1.1 403 Forbidden\r\n\r\n"));
    assert!(head.starts_with("CONNECT kms.example.com:443 HTTP/1.1\r\n"), "{head}");
    assert!(
        head.contains("Basic dXNlcjpwYXNz") && !head.contains("ListTasks"),
        "{head}"
    );
    assert!(matches!(
        error.unwrap_err(),
        Error::Transport {
            stage: Stage::NotSent,
            ..
        }
    ));

    // Hosts that are excepted are asked directly.
    let (listener, address) = listen().await;
    let proxy = Proxy::all_but("http://127.0.0.1:9", "127.0.0.0/8");
    let direct = config.endpoint(format!("http://{address}")).proxy(proxy);
    let (result, head) = tokio::join!(list(direct), answer_once(listener, ANSWER));
    assert!(result.is_ok() && head.starts_with("POST /?"), "{head}");
}

#[tokio::test]
async fn socks_proxies() {
    let (listener, address) = listen().await;
    let own = config("localhost:9").proxy(Proxy::all(format!("socks5h://{address}")));
    let proxy = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        let mut wanted = [0; 16];
        stream.read_exact(&mut wanted).await.unwrap();
        assert_eq!(&wanted, b"\x05\x01\x00\x03\x09localhost\x00\x09");
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
        let head = head(&mut stream).await;
        stream.write_all(ANSWER).await.unwrap();
        head
    };
    let (result, head) = tokio::join!(list(own), proxy);
    assert_eq!(result.unwrap().total_count, Some(7));
    assert!(head.starts_with("POST /?"), "{head}");
}

/// Nothing goes past a proxy that can't be used.
#[tokio::test]
async fn proxies_that_are_none() {
    for (address, said) in [
        ("", "no"),
        ("http://", "not one"),
        ("ht!tp://user:password@host", "not one"),
        ("ftp://user:password@host", "its scheme"),
    ] {
        let error = Client::new(&SERVICE, config("localhost:9").proxy(Proxy::all(address))).unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains("the proxy can't be used") && error.contains(said),
            "{error}"
        );
        assert!(!error.contains("password"), "{error}");
    }
}

/// A server that takes connections and never says a word of TLS.
#[tokio::test]
async fn connecting_has_a_limit() {
    let (_listener, address) = listen().await;
    let limit = Duration::from_millis(200);
    let config = config(&address)
        .endpoint(format!("https://{address}"))
        .connect_timeout(limit);
    let error = list(config).await.unwrap_err();
    assert!(
        matches!(error, Error::Timeout { connecting: true, limit: told, .. } if told == limit),
        "{error:?}"
    );
    assert!(error.is_retryable());
}

/// Outside of a runtime there is an error, and no panic.
#[test]
fn no_runtime() {
    let transport = HttpTransport::new(Duration::from_secs(1)).unwrap();
    let request = http::Request::post("http://127.0.0.1:9/").body(Bytes::new()).unwrap();
    let mut sent = transport.send(request);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = sent.as_mut().poll(&mut context) else {
        panic!("pending")
    };
    assert_eq!(error.to_string(), "there is no Tokio runtime to send the request from");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_reqwest_client_of_ones_own() {
    use alibabacloud_runtime::ReqwestTransport;
    use reqwest::redirect::Policy;

    for (policy, follows) in [
        (Policy::default(), true),
        (Policy::limited(3), true),
        (Policy::custom(|attempt| attempt.follow()), true),
        (Policy::custom(|attempt| attempt.stop()), false),
    ] {
        let client = reqwest::Client::builder().redirect(policy).no_proxy().build().unwrap();
        match ReqwestTransport::new(client) {
            Ok(_) => assert!(!follows),
            Err(error) => assert!(follows && error.to_string().contains("follows redirects"), "{error}"),
        }
    }
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let transport = ReqwestTransport::new(client).unwrap();
    for (answer, expected) in [
        (ANSWER, Ok(Some(7))),
        (
            b"HTTP/1.1 302 X\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
            Err("redirects"),
        ),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}", Err("broke off")),
    ] {
        let (listener, address) = listen().await;
        let own = config(&address).transport(transport.clone());
        let (result, head) = tokio::join!(list(own), answer_once(listener, answer));
        assert!(head.contains("x-acs-action: ListTasks"), "{head}");
        match (result, expected) {
            (Ok(page), Ok(total)) => assert_eq!(page.total_count, total),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }
    let (listener, address) = listen().await;
    drop(listener);
    let error = list(config(&address).transport(transport)).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                stage: Stage::NotSent,
                ..
            }
        ),
        "{error:?}"
    );
}

#[cfg(feature = "blocking")]
#[test]
fn calls_without_async() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = std::thread::spawn(move || {
        for page in 1..=3 {
            let (mut stream, _) = listener.accept().unwrap();
            assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
            let body = if page == 3 {
                "{}".to_owned()
            } else {
                format!(r#"{{"TotalCount":2,"Tasks":[{{"TaskId":{page}}}]}}"#)
            };
            let answer = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let client = Client::new(&SERVICE, config(&address)).unwrap();
    let call = || ListTasks::new(&client).page_number(1).page_size(1);
    let ids: Vec<_> = call()
        .items()
        .wait()
        .map(|task| task.unwrap().task_id.unwrap())
        .collect();
    assert_eq!(ids, [1, 2]);
    // Even inside a runtime, where `block_on` would panic.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(
        runtime.block_on(async { call().send().wait() }).unwrap(),
        ListTasksResponse::default()
    );
    server.join().unwrap();
    let refused: Vec<_> = call().pages().wait().collect();
    assert!(
        matches!(refused.as_slice(), [Err(Error::Transport { .. })]),
        "{refused:?}"
    );
}
