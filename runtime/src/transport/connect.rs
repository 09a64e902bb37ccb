//! Connections: straight, or through a proxy; TLS inside.

use super::HttpOptions;
use super::proxy::Proxy;
use super::tls::Tls;
use crate::BoxError;
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::dns::GaiResolver;
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

fn tcp<R>(resolver: R, options: &HttpOptions) -> HttpConnector<R> {
    let mut tcp = HttpConnector::new_with_resolver(resolver);
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    // Shared evenly by the addresses of a host, so that each of them gets its chance; what is left is for TLS.
    tcp.set_connect_timeout(Some(options.connect_timeout.mul_f64(TCP_SHARE)));
    tcp.set_keepalive(options.tcp_keepalive);
    tcp.set_keepalive_interval(options.tcp_keepalive.map(|_| PROBE));
    tcp.set_keepalive_retries(options.tcp_keepalive.map(|_| PROBES));
    tcp
}

impl Connector {
    pub(super) fn new(tls: Tls, options: &HttpOptions) -> Self {
        Self {
            tcp: tcp(GaiResolver::new(), options),
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

#[cfg(test)]
mod tests {
    use super::*;
    use hyper_util::client::legacy::connect::dns::Name;
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};
    use tokio::net::{TcpListener, TcpSocket, TcpStream};

    /// Gives a host these addresses, whatever its name.
    #[derive(Clone)]
    struct Addresses(Vec<SocketAddr>);

    impl Service<Name> for Addresses {
        type Response = std::vec::IntoIter<SocketAddr>;
        type Error = io::Error;
        type Future = std::future::Ready<io::Result<Self::Response>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Name) -> Self::Future {
            std::future::ready(Ok(self.0.clone().into_iter()))
        }
    }

    fn loopback(last: u8, port: u16) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)), port)
    }

    /// The second address of a host is there for when the first one refuses, or says nothing at all.
    #[tokio::test]
    async fn every_address_gets_its_chance() {
        let options = HttpOptions {
            connect_timeout: Duration::from_secs(3),
            ..HttpOptions::default()
        };
        // A listener that takes nobody from its queue, which is full: to the next one it is a host that doesn't answer.
        let silent = TcpSocket::new_v4().unwrap();
        silent.bind(loopback(2, 0)).unwrap();
        let silent = silent.listen(1).unwrap();
        let mut queue = Vec::new();
        let connect = || {
            tokio::time::timeout(
                Duration::from_millis(300),
                TcpStream::connect(silent.local_addr().unwrap()),
            )
        };
        while let (true, Ok(connected)) = (queue.len() < 100, connect().await) {
            queue.push(connected.unwrap());
        }
        let port = silent.local_addr().unwrap().port();
        let there = TcpListener::bind(loopback(3, port)).await.unwrap();
        for first in [4, 2] {
            let mut tcp = tcp(Addresses(vec![loopback(first, port), loopback(3, port)]), &options);
            let connecting = tcp.call(format!("http://two.invalid:{port}").parse().unwrap());
            let connected = tokio::time::timeout(options.connect_timeout, connecting).await;
            let stream = connected.expect("within the time for connecting").unwrap().into_inner();
            assert_eq!(
                stream.peer_addr().unwrap(),
                there.local_addr().unwrap(),
                "after 127.0.0.{first}"
            );
        }
    }
}
