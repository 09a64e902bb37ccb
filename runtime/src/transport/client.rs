//! The HTTP client.

use super::{Timeout, Transport, TransportError, TransportFuture};
use crate::error::BoxError;
use bytes::{Bytes, BytesMut};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Longest body that is read, in bytes after decompression: 64 MiB. Answers are held in memory, and no operation documents one near it.
const BODY_LIMIT: usize = 64 << 20;

/// Sends requests over HTTP/1.1, with TLS by rustls and the trusted roots of the platform. Connections are kept and reused; proxies
/// of the environment are honoured; redirects are not followed.
///
/// Needs a Tokio runtime when used. Cheap to clone, and clones share their connections.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    connect_timeout: Duration,
    tls_problem: Option<Arc<str>>,
}

impl HttpTransport {
    /// Transport whose connections must be established within the given time.
    ///
    /// # Errors
    /// If the HTTP client can't be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        // A machine without trusted roots can still speak plain HTTP (to a proxy or a test server on it): it is told at first use of TLS.
        let (tls, tls_problem) = match platform_tls() {
            Ok(tls) => (tls, None),
            Err(problem) => (
                no_roots().map_err(|error| failed("TLS can't be set up", error))?,
                Some(problem),
            ),
        };
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|error| failed("the HTTP client can't be set up", error))?;
        Ok(Self {
            client,
            connect_timeout,
            tls_problem,
        })
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        if let (Some(problem), Some("https")) = (&self.tls_problem, request.uri().scheme_str()) {
            let message = format!("TLS can't be used: {problem}");
            return Err(TransportError::Failed {
                message,
                http_status: None,
                source: None,
            });
        }
        let timeout = request.extensions().get::<Timeout>().copied();
        let limits = Limits {
            connect: self.connect_timeout,
            total: timeout.map(|timeout| timeout.0),
        };
        let mut request =
            reqwest::Request::try_from(request).map_err(|error| failed("the request can't be sent", error))?;
        *request.timeout_mut() = limits.total;
        let mut response = self
            .client
            .execute(request)
            .await
            .map_err(|error| limits.blame(error, None))?;

        let status = response.status();
        let mut body = BytesMut::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| limits.blame(error, Some(status)))?
        {
            if body.len() + chunk.len() > BODY_LIMIT {
                let message = format!("the answer is longer than {BODY_LIMIT} bytes");
                return Err(TransportError::Failed {
                    message,
                    http_status: Some(status.as_u16()),
                    source: None,
                });
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = http::Response::new(body.freeze());
        *answer.status_mut() = status;
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

struct Limits {
    connect: Duration,
    total: Option<Duration>,
}

impl Limits {
    fn blame(&self, error: reqwest::Error, status: Option<http::StatusCode>) -> TransportError {
        // The address is in the caller's hands already, and its query holds parameters that don't belong into logs.
        let error = error.without_url();
        let connecting = error.is_connect();
        if error.is_timeout() {
            let limit = if connecting {
                self.connect
            } else {
                self.total.unwrap_or(self.connect)
            };
            return TransportError::Timeout { limit, connecting };
        }
        let what = match (connecting, status) {
            (true, _) => "no connection to the service",
            (false, None) => "the connection broke before an answer came",
            (false, Some(_)) => "the answer broke off, or can't be decompressed",
        };
        let http_status = status.map(|status| status.as_u16());
        TransportError::Failed {
            message: format!("{what}: {}", innermost(&error)),
            http_status,
            source: Some(error.into()),
        }
    }
}

fn failed(message: &str, error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let message = format!("{message}: {}", innermost(error.as_ref()));
    TransportError::Failed {
        message,
        http_status: None,
        source: Some(error),
    }
}

/// The first cause: what an HTTP client wraps around it is of no help to a reader.
fn innermost<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}

/// Reading the platform's roots takes a while, and they are the same for every client.
fn platform_tls() -> Result<rustls::ClientConfig, Arc<str>> {
    static TLS: OnceLock<Result<rustls::ClientConfig, Arc<str>>> = OnceLock::new();
    TLS.get_or_init(|| {
        let config = versions().and_then(|builder| Ok(builder.with_platform_verifier()?.with_no_client_auth()));
        config.map_err(|error| error.to_string().into())
    })
    .clone()
}

fn no_roots() -> Result<rustls::ClientConfig, rustls::Error> {
    Ok(versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}

/// The provider is named here because a library must not choose one for the whole process.
fn versions() -> Result<rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}
