//! Connections: straight, or through a proxy; TLS inside.

use super::HttpOptions;
use super::proxy::Proxy;
use super::tls::Tls;
use crate::BoxError;
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use std::fmt;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// Share of the time for connecting that TCP may take, for all addresses of a host together.
const TCP_SHARE: f64 = 0.8;
/// How a connection that says nothing is asked whether it is there, once it is time to.
const PROBE: Duration = Duration::from_secs(10);
const PROBES: u32 = 3;

/// Makes connections, each within the time allowed for name lookup, TCP, proxy and TLS together.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: Tls,
    proxy: Proxy,
    timeout: Duration,
}

/// Connecting took too long.
#[derive(Debug)]
pub(super) struct ConnectTimeout;

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connecting took too long")
    }
}

impl std::error::Error for ConnectTimeout {}

impl Connector {
    pub(super) fn new(tls: Tls, options: &HttpOptions) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // Shared evenly by the addresses of a host, so that each of them gets its chance; what is left is for TLS.
        tcp.set_connect_timeout(Some(options.connect_timeout.mul_f64(TCP_SHARE)));
        tcp.set_keepalive(options.tcp_keepalive);
        tcp.set_keepalive_interval(options.tcp_keepalive.map(|_| PROBE));
        tcp.set_keepalive_retries(options.tcp_keepalive.map(|_| PROBES));
        Self {
            tcp,
            tls,
            proxy: options.proxy.clone(),
            timeout: options.connect_timeout,
        }
    }

    /// The proxy for an address, if it goes through one.
    pub(super) fn proxy_for(&self, address: &Uri) -> Option<Intercept> {
        self.proxy.of_address(address)
    }

    async fn connect(self, address: Uri) -> Result<Stream, BoxError> {
        let secure = address.scheme_str() == Some("https");
        let proxy = self.proxy_for(&address);
        let to_proxy = proxy.as_ref().and_then(|proxy| proxy.uri().scheme_str());
        if let (true, Some(problem)) = (secure || to_proxy == Some("https"), &self.tls.problem) {
            return Err(format!("TLS can't be used: {problem}").into());
        }
        let Some(proxy) = proxy else {
            return self.finish(self.tcp.clone(), address).await;
        };
        let host = proxy.uri().clone();
        match (host.scheme_str(), secure) {
            (Some("http" | "https"), true) => {
                // To a proxy behind TLS there is TLS inside TLS. The outer one is for HTTP/1.1, which tunnels are asked for in.
                let to_proxy = HttpsConnector::from((self.tcp.clone(), self.tls.http1.clone()));
                let mut tunnel = Tunnel::new(host, to_proxy);
                if let Some(authorization) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                self.finish(tunnel, address).await
            }
            (Some("http" | "https"), false) => {
                let to_proxy = HttpsConnector::from((self.tcp.clone(), self.tls.http1.clone()));
                let mut stream = Self::open(to_proxy, host).await?;
                stream.forwarded = true;
                Ok(stream)
            }
            (Some(scheme @ ("socks5" | "socks5h")), _) => {
                let mut socks = SocksV5::new(host.clone(), self.tcp.clone()).local_dns(scheme == "socks5");
                if let Some((user, password)) = proxy.raw_auth() {
                    socks = socks.with_auth(user.to_owned(), password.to_owned());
                }
                self.finish(socks, address).await
            }
            (scheme, _) => Err(format!("a proxy of scheme {} is not supported", scheme.unwrap_or("?")).into()),
        }
    }

    async fn finish<C>(&self, connector: C, address: Uri) -> Result<Stream, BoxError>
    where
        C: Service<Uri, Response: Io + 'static, Error: Into<BoxError>, Future: Send + 'static>,
    {
        Self::open(HttpsConnector::from((connector, self.tls.config.clone())), address).await
    }

    /// Opens a connection, with TLS to addresses that say so.
    async fn open<C>(mut connector: HttpsConnector<C>, address: Uri) -> Result<Stream, BoxError>
    where
        C: Service<Uri, Response: Io + 'static, Error: Into<BoxError>, Future: Send + 'static>,
    {
        std::future::poll_fn(|context| connector.poll_ready(context)).await?;
        Ok(Stream {
            inner: Box::new(connector.call(address).await?),
            forwarded: false,
        })
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move {
            let timeout = connector.timeout;
            let connected = tokio::time::timeout(timeout, connector.connect(address)).await;
            connected.map_err(|_| ConnectTimeout)?
        })
    }
}

/// Plain TCP, or TLS over it, or that over such again.
trait Io: Connection + Read + Write + Send + Unpin {}

impl<T: Connection + Read + Write + Send + Unpin> Io for T {}

/// A connection.
pub(super) struct Stream {
    inner: Box<dyn Io>,
    /// To a proxy that forwards: requests then name the whole address.
    forwarded: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.inner.connected().proxy(self.forwarded)
    }
}

impl Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buf)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, bufs)
    }
}
