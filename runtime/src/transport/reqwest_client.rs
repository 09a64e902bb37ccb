//! A `reqwest::Client` of the user's own.

use super::body::Body;
use super::http_client::BODY_LIMIT;
use super::tls::fault_of;
use super::{Transport, TransportError, TransportFuture};
use bytes::Bytes;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Sends requests through a [`reqwest::Client`] of the user's own, with its connections, proxies, TLS and timeouts.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    body_limit: usize,
}

/// The `Client` of reqwest 0.13.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Client` of reqwest 0.13",
    note = "the client of another version of reqwest can't be used; depend on reqwest 0.13, or implement `Transport` over it"
)]
pub trait ReqwestClient: sealed::Sealed {
    #[doc(hidden)]
    fn into_client(self) -> reqwest::Client;
}

impl ReqwestClient for reqwest::Client {
    fn into_client(self) -> reqwest::Client {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for reqwest::Client {}
}

const FOLLOWS: &str = "the reqwest client follows redirects; build it with `redirect(Policy::none())`";

impl ReqwestTransport {
    /// Transport over a client that does not follow redirects. What it does with one is tried out here, against a server on this machine
    /// that lives for a moment.
    ///
    /// # Errors
    /// If the client follows redirects, as it does unless built with `redirect(reqwest::redirect::Policy::none())`: it would carry
    /// signatures to wherever a redirect points, and can't be told otherwise for a single request.
    pub fn new(client: impl ReqwestClient) -> Result<Self, TransportError> {
        let client = client.into_client();
        let asked = client.clone();
        // On a thread of its own, since this may be called inside of a runtime or outside.
        let tried = std::thread::spawn(move || follows_redirects(&asked)).join();
        // A client that can't be tried out (it speaks to nothing but HTTPS, or asks a proxy for this very machine) shows at its first
        // redirect.
        if tried.is_ok_and(|follows| follows == Some(true)) {
            return Err(TransportError::NotSent {
                message: FOLLOWS.to_owned(),
                source: None,
            });
        }
        Ok(Self {
            client,
            body_limit: BODY_LIMIT,
        })
    }

    /// Longest body that is read, in bytes: 64 MiB unless set.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::no_runtime());
        }
        let request = reqwest::Request::try_from(request)
            .map_err(|error| TransportError::not_sent("the request can't be sent", error.without_url()))?;
        let asked = request.url().clone();
        let mut response = self.client.execute(request).await.map_err(|error| {
            // The address is in the caller's hands already, and its query holds parameters that don't belong into logs.
            let error = error.without_url();
            if let Some(fault) = fault_of(&error) {
                TransportError::tls(fault, &error)
            } else if error.is_connect() {
                TransportError::not_sent("no connection to the service", error)
            } else {
                TransportError::failed("the connection broke before a response came", None, error)
            }
        })?;
        let status = response.status();
        if *response.url() != asked {
            return Err(TransportError::Unusable {
                message: FOLLOWS.to_owned(),
                http_status: Some(status.as_u16()),
            });
        }
        let broken = |error: reqwest::Error| {
            TransportError::failed("the response broke off", Some(status.as_u16()), error.without_url())
        };
        let mut body = Body::new(status, response.headers(), self.body_limit)?;
        while let Some(piece) = response.chunk().await.map_err(broken)? {
            body.add(piece)?;
        }
        let mut complete = http::Response::new(body.finish()?);
        *complete.status_mut() = status;
        *complete.headers_mut() = std::mem::take(response.headers_mut());
        Ok(complete)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// How long a client is tried out.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether a client follows a redirect; nothing if it can't be told.
fn follows_redirects(client: &reqwest::Client) -> Option<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .ok()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.ok()?;
        let address = listener.local_addr().ok()?;
        let server = async {
            // The second request is that of a client which follows.
            for answer in [
                "HTTP/1.1 307 X\r\nlocation: /there\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            ] {
                let Ok((mut stream, _)) = listener.accept().await else {
                    break;
                };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && head.len() < 8 << 10 {
                    match stream.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => break,
                    }
                }
                let _ = stream.write_all(answer.as_bytes()).await;
            }
            std::future::pending().await
        };
        let asked = client.get(format!("http://{address}/")).timeout(PATIENCE).send();
        let response = tokio::select! {
            response = asked => response.ok()?,
            () = server => return None,
        };
        match response.status().as_u16() {
            307 => Some(false),
            200 => Some(true),
            _ => None,
        }
    })
}
