//! The one path that every call of every operation takes: lay out, sign, send, read, and try again.

use crate::address::Address;
use crate::answer::{self, Answer};
use crate::clock::Clock;
use crate::credentials::{Credentials, CredentialsProvider};
use crate::error::{Failure, Nature, Try, is_about_the_date};
use crate::hints::Hints;
use crate::options::{CallOptions, Settings};
use crate::params::Params;
use crate::random;
use crate::request::{self, Sender, Stamp, Unsigned};
use crate::retry::RetryBudget;
use crate::service::{Operation, Service};
use crate::transport::{Middleware, Next, Timeout, Transport, TryInfo};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::{Instrument, Span, field};

/// Everything that the calls of a client share.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) service: &'static Service,
    pub(crate) address: Address,
    pub(crate) region: Option<String>,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) settings: Settings,
    pub(crate) budget: RetryBudget,
    pub(crate) clock: Clock,
    pub(crate) user_agent: String,
}

/// An exchange with the service under way. Dropping it gives it up: it runs in no task of its own.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send>>;

impl Engine {
    /// Starts an exchange. Not generic: every operation of every product shares it.
    pub(crate) fn exchange(
        self: Arc<Self>,
        operation: &'static Operation,
        params: Params,
        options: Option<Box<CallOptions>>,
    ) -> Exchange {
        // Parameters' values may be anyone's secrets, so no span or event has them.
        let span = tracing::info_span!(
            "alibabacloud.call",
            service = self.service.name(),
            operation = operation.name(),
            region = self.region.as_deref(),
            request_id = field::Empty,
            tries = field::Empty,
        );
        let within = span.clone();
        Box::pin(async move { self.run(operation, params, options, within).await }.instrument(span))
    }

    async fn run(
        &self,
        operation: &'static Operation,
        mut params: Params,
        options: Option<Box<CallOptions>>,
        span: Span,
    ) -> Result<Answer, Failure> {
        let settings = options.map_or(self.settings, |options| self.settings.with(&options));
        let time = Time::new(settings.timeout);
        let with_token = add_client_token(operation, &mut params)?;
        let unsigned = request::lay_out(operation, &params, settings.signature)?;
        let credentials = if operation.is_anonymous() {
            None
        } else {
            let asked = time.within(settings.timeout, self.credentials.credentials()).await;
            Some(asked?.map_err(Failure::Credentials)?)
        };
        let call = Call {
            operation,
            settings,
            repeatable: settings
                .repeatable
                .unwrap_or_else(|| with_token || operation.is_repeatable()),
            unsigned,
            credentials,
            time,
            span,
        };
        let result = self.keep_trying(&call).await;
        if let Err(failure) = &result {
            tracing::debug!(
                code = failure.code(),
                http_status = failure.http_status(),
                "the call failed"
            );
        }
        result
    }

    async fn keep_trying(&self, call: &Call) -> Result<Answer, Failure> {
        let (mut tries, mut waited, mut corrected) = (Vec::new(), Duration::ZERO, false);
        loop {
            let (start, mut hints) = (Instant::now(), Hints::default());
            let number = u32::try_from(tries.len() + 1).unwrap_or(u32::MAX);
            let span = tracing::info_span!(
                "alibabacloud.try",
                number,
                http_status = field::Empty,
                request_id = field::Empty
            );
            let outcome = self.try_once(call, number, &mut hints).instrument(span.clone()).await;
            let failure = match outcome {
                Ok(answer) => {
                    span.record("http_status", answer.http_status());
                    call.note(&span, number, answer.request_id());
                    self.budget.answered();
                    return Ok(answer.after(tries));
                }
                Err(failure) => call.without_secrets(failure),
            };
            span.record("http_status", failure.http_status());
            call.note(&span, number, failure.request_id());
            tries.push(failure.as_try(waited, start.elapsed()));

            let skewed = !corrected && failure.code().is_some_and(is_about_the_date);
            waited = if skewed && hints.date.is_some_and(|date| self.clock.learn(date)) {
                corrected = true;
                Duration::ZERO
            } else {
                match self.wait_before_next(call, &failure, &tries, &hints) {
                    Some(wait) => wait,
                    None => return Err(failure.after(tries)),
                }
            };
            tracing::debug!(parent: &span, wait = ?waited, "trying again");
            if !waited.is_zero() {
                tokio::time::sleep(waited).await;
            }
        }
    }

    /// How long to wait before the next try; nothing if there is none.
    fn wait_before_next(&self, call: &Call, failure: &Failure, tries: &[Try], hints: &Hints) -> Option<Duration> {
        let worth_it = match failure.nature() {
            Nature::Throttled | Nature::NotSent => true,
            Nature::MayHaveArrived => call.repeatable,
            Nature::Lasting => false,
        };
        let policy = &call.settings.retry;
        let tries_left = u32::try_from(tries.len()).is_ok_and(|tries| tries < policy.max_tries);
        if !worth_it || !tries_left || !call.time.has_timer {
            return None;
        }
        let wait = policy.delay(tries.len(), hints.retry_after, random::fraction()?);
        (wait < call.time.left() && self.budget.take()).then_some(wait)
    }

    async fn try_once(&self, call: &Call, number: u32, hints: &mut Hints) -> Result<Answer, Failure> {
        let date = humantime::format_rfc3339_seconds(self.clock.now()).to_string();
        let nonce = random::hex_id().ok_or_else(no_random_numbers)?;
        let stamp = Stamp {
            date: &date,
            nonce: &nonce,
        };
        let sender = Sender {
            address: &self.address,
            user_agent: &self.user_agent,
        };
        let mut request = call
            .unsigned
            .sign(call.operation, &sender, call.credentials.as_ref(), &stamp)?;
        let limit = call.settings.try_timeout.min(call.time.left());
        let extensions = request.extensions_mut();
        extensions.insert(Timeout(limit));
        extensions.insert(TryInfo {
            operation: call.operation.name(),
            number,
        });
        let next = Next::new(&self.middleware, self.transport.as_ref());
        let response = call.time.within(call.settings.try_timeout, next.run(request)).await??;
        *hints = Hints::of(response.headers());
        answer::read(response)
    }
}

/// A call that is ready to be tried.
struct Call {
    operation: &'static Operation,
    settings: Settings,
    repeatable: bool,
    unsigned: Unsigned,
    credentials: Option<Credentials>,
    time: Time,
    span: Span,
}

impl Call {
    /// Refusals of signatures repeat what the service would have signed, with the security token in it.
    fn without_secrets(&self, failure: Failure) -> Failure {
        match &self.credentials {
            Some(credentials) => failure.map_texts(|text| credentials.mask(text)),
            None => failure,
        }
    }

    fn note(&self, try_span: &Span, number: u32, request_id: Option<&str>) {
        try_span.record("request_id", request_id);
        self.span.record("tries", number);
        self.span.record("request_id", request_id);
    }
}

/// The time of a call.
struct Time {
    start: Instant,
    limit: Duration,
    /// Without a Tokio runtime, as mocks may be used, nothing can be waited for.
    has_timer: bool,
}

impl Time {
    fn new(limit: Duration) -> Self {
        Self {
            start: Instant::now(),
            limit,
            has_timer: tokio::runtime::Handle::try_current().is_ok(),
        }
    }

    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    /// Gives a future the time that is left, but no more than `limit`.
    async fn within<T>(&self, limit: Duration, future: impl Future<Output = T>) -> Result<T, Failure> {
        if !self.has_timer {
            return Ok(future.await);
        }
        let left = self.left();
        let told = if limit < left { limit } else { self.limit };
        let timed = tokio::time::timeout(limit.min(left), future).await;
        timed.map_err(|_| Failure::timeout(told))
    }
}

/// Makes a call known to the service by a token of its own, if the operation has one. True if the call has a token now.
fn add_client_token(operation: &Operation, params: &mut Params) -> Result<bool, Failure> {
    let Some(name) = operation.token_parameter() else {
        // The caller knows of one that the documentation does not mention.
        return Ok(params.get("ClientToken").is_some());
    };
    if params.get(name).is_none() {
        params.set(name, random::hex_id().ok_or_else(no_random_numbers)?);
    }
    Ok(true)
}

fn no_random_numbers() -> Failure {
    Failure::build("the system gives no random numbers, which a signature needs")
}
