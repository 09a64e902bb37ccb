//! A `reqwest::Client` of the user's own.

use super::body::Body;
use super::http_client::BODY_LIMIT;
use super::{Transport, TransportError, TransportFuture};
use bytes::Bytes;

/// Sends requests through a [`reqwest::Client`] of the user's own, with its connections, proxies, TLS and timeouts.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    body_limit: usize,
}

impl ReqwestTransport {
    /// Transport over a client that does not follow redirects.
    ///
    /// # Errors
    /// If the client was not built with `redirect(reqwest::redirect::Policy::none())`: it would carry signatures to wherever a
    /// redirect points, and can't be told otherwise for a single request.
    pub fn new(client: reqwest::Client) -> Result<Self, TransportError> {
        // There is no other way to ask. A reqwest that says it differently is refused, which is the safe side.
        let shown = format!("{client:?}");
        if !["redirect_policy: Policy(None)", "redirect_policy: \"Policy(None)\""]
            .iter()
            .any(|none| shown.contains(none))
        {
            return Err(TransportError::NotSent {
                message: "the reqwest client follows redirects; build it with `redirect(Policy::none())`".to_owned(),
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
        let mut response = self.client.execute(request).await.map_err(|error| {
            // The address is in the caller's hands already, and its query holds parameters that don't belong into logs.
            let error = error.without_url();
            if error.is_connect() {
                TransportError::not_sent("no connection to the service", error)
            } else {
                TransportError::failed("the connection broke before an answer came", None, error)
            }
        })?;
        let status = response.status();
        let broken = |error: reqwest::Error| {
            TransportError::failed("the answer broke off", Some(status.as_u16()), error.without_url())
        };
        let mut body = Body::new(status, response.headers(), self.body_limit)?;
        while let Some(piece) = response.chunk().await.map_err(broken)? {
            body.add(piece)?;
        }
        let mut answer = http::Response::new(body.finish()?);
        *answer.status_mut() = status;
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}
