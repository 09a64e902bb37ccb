//! Canned responses, for tests that touch no network.

use super::recorded::RecordedRequest;
use super::{Transport, TransportError, TransportFuture};
use bytes::Bytes;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A response to give, or a failure to play.
#[derive(Debug, Clone)]
pub struct Canned {
    delay: Duration,
    outcome: Outcome,
}

#[derive(Debug, Clone)]
enum Outcome {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    },
    NoConnection,
    Broken,
}

impl Canned {
    /// A response of status 200.
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        Self::of(Outcome::Response {
            status: 200,
            headers: Vec::new(),
            body: Bytes::from(body.into()),
        })
    }

    /// A refusal in the service's form.
    #[must_use]
    pub fn refusal(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({"Code": code, "Message": message, "RequestId": "canned"});
        Self::json(body.to_string()).status(status)
    }

    /// No connection: the request is not sent.
    #[must_use]
    pub const fn no_connection() -> Self {
        Self::of(Outcome::NoConnection)
    }

    /// The connection breaks after the request was sent.
    #[must_use]
    pub const fn broken() -> Self {
        Self::of(Outcome::Broken)
    }

    /// Another HTTP status. Failures to connect have none.
    #[must_use]
    pub fn status(mut self, new: u16) -> Self {
        if let Outcome::Response { status, .. } = &mut self.outcome {
            *status = new;
        }
        self
    }

    /// A header, as `Retry-After`. Failures to connect have none.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Outcome::Response { headers, .. } = &mut self.outcome {
            headers.push((name.into(), value.into()));
        }
        self
    }

    /// Time until it comes. Needs a Tokio runtime; with time paused in it (`tokio::time::pause`), it takes none really.
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    const fn of(outcome: Outcome) -> Self {
        Self {
            delay: Duration::ZERO,
            outcome,
        }
    }

    fn play(self, operation: &str) -> Result<http::Response<Bytes>, TransportError> {
        match self.outcome {
            Outcome::Response { status, headers, body } => {
                let builder = http::Response::builder().status(status);
                let builder = headers
                    .into_iter()
                    .fold(builder, |builder, (name, value)| builder.header(name, value));
                builder.body(body).map_err(|error| {
                    TransportError::failed(&format!("bad canned response for {operation}"), None, error)
                })
            }
            Outcome::NoConnection => Err(TransportError::NotSent {
                message: "no connection, as canned".to_owned(),
                source: None,
            }),
            Outcome::Broken => Err(TransportError::Failed {
                message: "the connection broke, as canned".to_owned(),
                http_status: None,
                source: None,
            }),
        }
    }
}

/// Answers each operation with given JSON texts, and records the requests. Cheap to clone, and clones share everything: keep one to
/// look at the requests.
///
/// ```
/// use alibabacloud_runtime::{Canned, CannedTransport};
///
/// let cloud = CannedTransport::new()
///     .reply("ListTasks", Canned::refusal(400, "Throttling.User", "slower, please"))
///     .answer("ListTasks", r#"{"TotalCount": 0}"#);
/// // Config::new().transport(cloud.clone()), some calls, and then:
/// assert_eq!(cloud.requests().len(), 0);
/// ```
#[derive(Clone, Default)]
pub struct CannedTransport {
    samples: &'static [(&'static str, &'static str)],
    state: Arc<Mutex<State>>,
}

/// How much there is of each, and not all of it.
impl fmt::Debug for CannedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("CannedTransport")
            .field("samples", &self.samples.len())
            .field("responses", &state.responses.values().map(VecDeque::len).sum::<usize>())
            .field("requests", &state.requests.len())
            .finish()
    }
}

#[derive(Debug, Default)]
struct State {
    responses: HashMap<String, VecDeque<Canned>>,
    requests: Vec<RecordedRequest>,
}

impl CannedTransport {
    /// Transport without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Transport that answers operations with samples, given as pairs of operation name and JSON text.
    #[must_use]
    pub fn with_samples(samples: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            samples,
            state: Arc::default(),
        }
    }

    /// Adds a response of status 200 to an operation. Several are given out in order; the last one stays.
    #[must_use]
    pub fn answer(self, operation: impl Into<String>, json: impl Into<String>) -> Self {
        self.reply(operation, Canned::json(json))
    }

    /// Adds a response of the given HTTP status.
    #[must_use]
    pub fn answer_with_status(self, operation: impl Into<String>, status: u16, body: impl Into<String>) -> Self {
        self.reply(operation, Canned::json(body).status(status))
    }

    /// Adds any response or failure.
    #[must_use]
    pub fn reply(self, operation: impl Into<String>, canned: Canned) -> Self {
        self.state()
            .responses
            .entry(operation.into())
            .or_default()
            .push_back(canned);
        self
    }

    /// Requests so far, oldest first; each attempt is one.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let request = RecordedRequest::new(request);
        let operation = request.operation().to_owned();
        let canned = self.next(request).ok_or_else(|| TransportError::Unusable {
            message: format!("no canned response for {operation}"),
            http_status: None,
        })?;
        if !canned.delay.is_zero() {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(TransportError::no_runtime());
            }
            tokio::time::sleep(canned.delay).await;
        }
        canned.play(&operation)
    }

    fn next(&self, request: RecordedRequest) -> Option<Canned> {
        let mut state = self.state();
        let operation = request.operation().to_owned();
        state.requests.push(request);
        match state.responses.get_mut(&operation) {
            Some(responses) if responses.len() > 1 => responses.pop_front(),
            Some(responses) => responses.front().cloned(),
            None => {
                let sample = self.samples.iter().find(|(name, _)| *name == operation);
                sample.map(|(_, json)| Canned::json(*json))
            }
        }
    }

    /// A panic elsewhere while the lock was held leaves nothing half done here.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for CannedTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}
