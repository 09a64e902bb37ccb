//! TLS with the platform's trusted roots: straight, through a tunnel, and to a proxy that itself is behind TLS.

#[allow(
    dead_code,
    unreachable_pub,
    reason = "written as a generated crate, of which a test uses a part"
)]
mod hand_written;

use alibabacloud_runtime::{Client, Config, Credentials, Error, Proxy, RetryPolicy, Stage};
use bytes::Bytes;
use hand_written::{ListTasks, ListTasksError, ListTasksResponse, SERVICE};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

const FOLDER: &str = "TLS_TEST_FOLDER";

/// The trusted roots are read once a process, so the test runs in a process of its own that trusts one certificate.
#[test]
fn the_platforms_roots_decide() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["trusted", "stranger"] {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(folder.join(name).with_extension("pem"), made.cert.pem()).unwrap();
        std::fs::write(folder.join(name).with_extension("cert"), made.cert.der()).unwrap();
        std::fs::write(
            folder.join(name).with_extension("key"),
            made.signing_key.serialize_der(),
        )
        .unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "in_a_process_that_trusts_one", "--nocapture"])
        .env(FOLDER, &folder)
        .env("SSL_CERT_FILE", folder.join("trusted.pem"))
        .env_remove("SSL_CERT_DIR")
        // Nobody is there: what goes to this machine must not ask it.
        .env("ALL_PROXY", "http://127.0.0.1:9")
        .env("NO_PROXY", "nothing.example.com")
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("all was checked"), "{said}");
}

fn acceptor(folder: &Path, name: &str) -> TlsAcceptor {
    acceptor_of(folder, name, &[])
}

fn acceptor_of(folder: &Path, name: &str, protocols: &[&[u8]]) -> TlsAcceptor {
    let read = |extension: &str| std::fs::read(folder.join(name).with_extension(extension)).unwrap();
    let certificate = CertificateDer::from(read("cert"));
    let key = PrivateKeyDer::try_from(read("key")).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        read.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(read).unwrap()
}

/// Answers one request, and gives its head.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> String {
    let head = head(&mut stream).await;
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"TotalCount\":7}";
    stream.write_all(answer).await.unwrap();
    stream.flush().await.unwrap();
    head
}

async fn list(endpoint: &str, proxy: Proxy) -> Result<ListTasksResponse, Error<ListTasksError>> {
    let config = Config::new()
        .endpoint(endpoint)
        .credentials(Credentials::new("id", "secret"))
        .retry(RetryPolicy::NEVER)
        .proxy(proxy);
    let client = Client::new(&SERVICE, config).unwrap();
    ListTasks::new(&client).page_number(1).page_size(1).send().await
}

/// Does nothing but in the process that the other test starts.
#[tokio::test]
async fn in_a_process_that_trusts_one() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let (trusted, stranger) = (acceptor(&folder, "trusted"), acceptor(&folder, "stranger"));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accept = async || listener.accept().await.unwrap().0;
    let (here, by_number) = (format!("https://localhost:{port}"), format!("https://127.0.0.1:{port}"));

    let served = async { answer(trusted.accept(accept().await).await.unwrap()).await };
    let (result, head_) = tokio::join!(list(&here, Proxy::from_env()), served);
    assert_eq!(result.unwrap().total_count, Some(7));
    assert!(head_.starts_with("POST /?"), "{head_}");
    let elsewhere = list("https://kms.example.com", Proxy::from_env()).await.unwrap_err();
    assert!(elsewhere.to_string().contains("refused"), "{elsewhere}");

    // A certificate of nobody's, and one of another host: nothing is sent, and nothing would be another time.
    for (acceptor, endpoint) in [(&stranger, &here), (&trusted, &by_number)] {
        let refused = async { acceptor.accept(accept().await).await.is_err() };
        let (result, refused) = tokio::join!(list(endpoint, Proxy::none()), refused);
        let error = result.unwrap_err();
        assert!(
            matches!(&error, Error::Transport { stage: Stage::Answered, message, .. } if message.contains("certificate is not trusted")),
            "{error:?}"
        );
        assert!(!error.is_retryable() && error.attempts().len() == 1, "{error:?}");
        assert!(refused, "the handshake was not ended");
    }

    // No TLS at all, which is said in words and asked for once.
    let served = async {
        let mut stream = accept().await;
        let _ = stream.read_u8().await;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    };
    let (result, ()) = tokio::join!(list(&here, Proxy::none()), served);
    let error = result.unwrap_err();
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
    assert!(!error.is_retryable() && error.attempts().len() == 1, "{error:?}");

    // TLS to a proxy that forwards, and through one that makes a tunnel, where there is TLS inside TLS.
    let proxy = || Proxy::all(format!("https://user:pass@localhost:{port}"));
    let served = async { answer(trusted.accept(accept().await).await.unwrap()).await };
    let (result, head_) = tokio::join!(list("http://localhost:9", proxy()), served);
    assert_eq!(result.unwrap().total_count, Some(7));
    assert!(head_.starts_with("POST http://localhost:9/?"), "{head_}");
    assert!(head_.contains("proxy-authorization: Basic dXNlcjpwYXNz\r\n"), "{head_}");

    for plain in [true, false] {
        let served = async {
            let mut outer: Box<dyn Duplex> = match plain {
                true => Box::new(accept().await),
                false => Box::new(trusted.accept(accept().await).await.unwrap()),
            };
            let asked = head(&mut outer).await;
            outer.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            outer.flush().await.unwrap();
            let inside = answer(trusted.accept(outer).await.unwrap()).await;
            (asked, inside)
        };
        let proxy = match plain {
            true => Proxy::all(format!("http://user:pass@localhost:{port}")),
            false => proxy(),
        };
        let (result, (asked, inside)) = tokio::join!(list("https://localhost:9", proxy), served);
        assert_eq!(result.unwrap().total_count, Some(7));
        assert!(asked.starts_with("CONNECT localhost:9 HTTP/1.1\r\n"), "{asked}");
        assert!(
            asked.contains("Basic dXNlcjpwYXNz") && !inside.contains("Basic dXNlcjpwYXNz"),
            "{asked}{inside}"
        );
        assert!(inside.starts_with("POST /?"), "{inside}");
    }

    // A proxy that is not the one it says it is.
    let refused = async { stranger.accept(accept().await).await.is_err() };
    let (result, refused) = tokio::join!(list("https://localhost:9", proxy()), refused);
    assert!(
        refused
            && matches!(
                result,
                Err(Error::Transport {
                    stage: Stage::Answered,
                    ..
                })
            ),
        "{result:?}"
    );

    // HTTP/2 where it is offered, on one connection; and HTTP/1.1 where it is not wanted.
    let config = |http2| {
        let config = Config::new()
            .endpoint(&here)
            .credentials(Credentials::new("id", "secret"));
        config.proxy(Proxy::none()).max_attempts(1).http2(http2)
    };
    let both = acceptor_of(&folder, "trusted", &[b"h2", b"http/1.1"]);
    for (http2, version) in [(true, http::Version::HTTP_2), (false, http::Version::HTTP_11)] {
        let client = Client::new(&SERVICE, config(http2)).unwrap();
        let list = || ListTasks::new(&client).page_number(1).page_size(1).send();
        let served = async {
            let stream = TokioIo::new(both.accept(accept().await).await.unwrap());
            let answer = service_fn(move |request: hyper::Request<Incoming>| async move {
                assert_eq!(request.version(), version);
                // What was signed is what arrives.
                let host = request.uri().host().map(str::to_owned);
                let header = request.headers().get("host").and_then(|host| host.to_str().ok());
                assert!(header.is_some_and(|header| header.starts_with("localhost:")) || host.is_some());
                Ok::<_, std::convert::Infallible>(hyper::Response::new(Full::new(Bytes::from("{\"TotalCount\":7}"))))
            });
            let server = auto::Builder::new(TokioExecutor::new());
            let _ = server.serve_connection(stream, answer).await;
        };
        let calls = async {
            let first = list().await;
            if http2 {
                let (one, two) = tokio::join!(list(), list());
                assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
            }
            first
        };
        tokio::select! {
            result = calls => assert_eq!(result.unwrap().total_count, Some(7)),
            () = served => panic!("the connection was closed"),
        }
    }
    println!("all was checked");
}

trait Duplex: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Duplex for T {}
