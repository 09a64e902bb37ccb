//! The HTTP client.

use super::body::Body;
use super::connect::{ConnectTimeout, Connector};
use super::pool::Pools;
use super::{AttemptInfo, Proxy, Transport, TransportError, TransportFuture, tls};
use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HeaderValue, PROXY_AUTHORIZATION};
use http_body_util::{BodyExt, Full};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// Longest body that is read unless told otherwise, in bytes after unpacking: 64 MiB. Responses are held in memory, and no operation
/// documents one near it.
pub(crate) const BODY_LIMIT: usize = 64 << 20;

/// Servers close idle connections after a minute or so; one that is closed while a request is on its way costs an attempt.
const KEEP_IDLE: Duration = Duration::from_secs(50);

/// What an [`HttpTransport`] goes by.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HttpOptions {
    /// Time in which a connection must be established: name lookup, TCP, proxy and TLS together. The addresses of a host share it.
    pub connect_timeout: Duration,
    /// Longest body that is read, in bytes after unpacking. A longer one is refused while it arrives.
    pub body_limit: usize,
    /// Which proxy to go through.
    pub proxy: Proxy,
    /// How long an unused connection is kept.
    pub idle_timeout: Duration,
    /// How many unused connections are kept for each host.
    pub max_idle_connections: usize,
    /// After how much silence TCP asks whether the other side is still there; nothing for never.
    pub tcp_keepalive: Option<Duration>,
    /// Whether HTTP/2 is spoken with servers that offer it under TLS.
    pub http2: bool,
}

impl Default for HttpOptions {
    /// 5 seconds to connect, bodies of at most 64 MiB, the proxy of the environment; unused connections are kept for 50 seconds, TCP
    /// asks after 15, and HTTP/2 is spoken where it is offered.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            body_limit: BODY_LIMIT,
            proxy: Proxy::default(),
            idle_timeout: KEEP_IDLE,
            max_idle_connections: 256,
            tcp_keepalive: Some(Duration::from_secs(15)),
            http2: true,
        }
    }
}

/// Sends requests over HTTP/1.1, or HTTP/2 where the server offers it under TLS, with TLS by rustls and the trusted roots of the
/// platform. Connections are kept and reused; proxies of the environment are honoured; redirects are not followed.
///
/// Needs a Tokio runtime with time and I/O when used. It may be used from several: each has connections of its own, so that no call waits
/// for a runtime that sleeps or has ended. Cheap to clone, and clones share their connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    pools: Arc<Pools>,
    options: HttpOptions,
}

impl HttpTransport {
    /// Transport whose connections must be established within the given time.
    ///
    /// # Errors
    /// If TLS can't be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::with(HttpOptions {
            connect_timeout,
            ..HttpOptions::default()
        })
    }

    /// Transport with all options.
    ///
    /// # Errors
    /// If TLS can't be set up, or the proxy's address is none.
    pub fn with(options: HttpOptions) -> Result<Self, TransportError> {
        options.proxy.check()?;
        let mut tls = tls::platform().map_err(|error| TransportError::not_sent("TLS can't be set up", error))?;
        if !options.http2 {
            tls = tls.http1_only();
        }
        Ok(Self {
            pools: Arc::new(Pools::new(Connector::new(tls, &options), &options)),
            options,
        })
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(TransportError::no_runtime());
        };
        let is_fresh = request
            .extensions()
            .get()
            .is_some_and(|info: &AttemptInfo| info.is_fresh);
        let client = self.pools.of(runtime.id(), is_fresh);
        let response = client.request(self.prepare(request)).await;
        let (head, mut incoming) = response.map_err(|error| self.blame(error))?.into_parts();
        let mut body = Body::new(head.status, &head.headers, self.options.body_limit)?;
        while let Some(frame) = incoming.frame().await {
            let status = Some(head.status.as_u16());
            let frame = frame.map_err(|error| TransportError::failed("the response broke off", status, error))?;
            // Trailers are of no interest.
            if let Ok(piece) = frame.into_data() {
                body.add(piece)?;
            }
        }
        Ok(http::Response::from_parts(head, body.finish()?))
    }

    fn prepare(&self, request: http::Request<Bytes>) -> http::Request<Full<Bytes>> {
        let mut request = request.map(Full::new);
        let headers = request.headers_mut();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        // A tunnel tells the proxy itself; to one that forwards plain HTTP the request has to.
        if request.uri().scheme_str() == Some("http") {
            let proxy = self.pools.connector().proxy_for(request.uri());
            if let Some(authorization) = proxy.as_ref().and_then(|proxy| proxy.basic_auth()) {
                request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
            }
        }
        request
    }

    fn blame(&self, error: hyper_util::client::legacy::Error) -> TransportError {
        if !error.is_connect() {
            return TransportError::failed("the connection broke before a response came", None, error);
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(current) = cause.filter(|cause| !cause.is::<ConnectTimeout>()) {
            cause = current.source();
        }
        if cause.is_some() {
            return TransportError::Timeout {
                limit: self.options.connect_timeout,
                connecting: true,
            };
        }
        match tls::fault_of(&error) {
            Some(fault) => TransportError::tls(fault, &error),
            None => TransportError::not_sent("no connection to the service", error),
        }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}
