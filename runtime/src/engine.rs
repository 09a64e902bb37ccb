//! The one path that every call of every operation takes: lay out, sign, send, read, and try again.

use crate::address::{Address, Endpoint, Finder};
use crate::clock::Clock;
use crate::credentials::{Credentials, CredentialsError, CredentialsProvider};
use crate::error::{Failure, RetryClass, is_about_the_date, is_about_the_session};
use crate::expected::Expected;
use crate::hints::Hints;
use crate::options::{CallOptions, Settings};
use crate::params::Params;
use crate::random;
use crate::request::{self, Sender, Stamp, Unsigned};
use crate::response::{self, Response};
use crate::retry::RetryBudget;
use crate::service::{Operation, Service};
use crate::text::Excerpt;
use crate::transport::{AttemptInfo, Middleware, Next, Timeout, Transport};
use http::HeaderValue;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};
use tokio::time::Instant;
use tracing::{Instrument, Span, field};

/// Everything that the calls of a client share.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) service: &'static Service,
    pub(crate) address: Address,
    pub(crate) finder: Finder,
    pub(crate) region: Option<String>,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) settings: Settings,
    pub(crate) budget: RetryBudget,
    pub(crate) clock: Clock,
    pub(crate) user_agent: HeaderValue,
}

/// An exchange with the service under way. Dropping it gives it up: it runs in no task of its own.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send>>;

impl Engine {
    /// Starts an exchange. Not generic: every operation of every product shares it.
    pub(crate) fn exchange(
        self: Arc<Self>,
        operation: &'static Operation,
        params: Params,
        options: Option<Box<CallOptions>>,
        expected: Expected,
    ) -> Exchange {
        let place = options.as_deref().and_then(CallOptions::place);
        let region = place.and_then(|(region, _)| region).or(self.region.as_deref());
        // Parameters' values may be anyone's secrets, so no span or event has them.
        let span = tracing::info_span!(
            "alibabacloud.call",
            service = self.service.name(),
            operation = operation.name(),
            region,
            request_id = field::Empty,
            attempts = field::Empty,
            http_status = field::Empty,
            code = field::Empty,
        );
        let within = span.clone();
        Box::pin(async move { self.run(operation, params, options, expected, within).await }.instrument(span))
    }

    async fn run(
        &self,
        operation: &'static Operation,
        mut params: Params,
        options: Option<Box<CallOptions>>,
        expected: Expected,
        span: Span,
    ) -> Result<Response, Failure> {
        let address = match options.as_deref().and_then(CallOptions::place) {
            Some((region, endpoint)) => Some(self.address_of(region, endpoint)?),
            None => None,
        };
        let settings = options.map_or(self.settings, |options| self.settings.with(&options));
        let time = Time::new(settings.timeout);
        let with_token = add_client_token(operation, &mut params)?;
        let unsigned = request::lay_out(operation, &params, settings.signature, settings.secrets_in_query)?;
        let mut call = Call {
            operation,
            settings,
            expected,
            address: address.as_ref().unwrap_or(&self.address),
            repeatable: settings
                .repeatable
                .unwrap_or_else(|| with_token || operation.is_repeatable()),
            unsigned,
            credentials: None,
            time,
            span,
        };
        let result = match self.credentials(&call).await {
            Ok(credentials) => {
                call.credentials = credentials;
                self.keep_attempting(&mut call).await
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = &result {
            let code = failure.code().map(|code| Excerpt(code).to_string());
            call.span.record("code", code.as_deref());
            call.span.record("http_status", failure.http_status());
            tracing::debug!(code, http_status = failure.http_status(), "the call failed");
        }
        result
    }

    /// Another place for one call.
    fn address_of(&self, region: Option<&str>, endpoint: Option<&Endpoint>) -> Result<Address, Failure> {
        let region = region.or(self.region.as_deref());
        let address = self.finder.address(self.service, region, endpoint);
        address.map_err(|error| Failure::build(error.to_string()))
    }

    async fn credentials(&self, call: &Call<'_>) -> Result<Option<Credentials>, Failure> {
        if call.operation.is_anonymous() {
            return Ok(None);
        }
        let mut asked = self.credentials.credentials();
        // Mostly it knows some, which takes no timer.
        if let Poll::Ready(found) = poll_fn(|context| Poll::Ready(asked.as_mut().poll(context))).await {
            return found.map(Some).map_err(Failure::Credentials);
        }
        match call.time.within(Instant::now(), call.settings.timeout, asked).await {
            Ok(found) => found.map(Some).map_err(Failure::Credentials),
            Err(limit) => Err(Failure::Credentials(CredentialsError::not_found([format!(
                "the credentials provider (no response within {limit:?})"
            )]))),
        }
    }

    async fn keep_attempting(&self, call: &mut Call<'_>) -> Result<Response, Failure> {
        let (mut attempts, mut waited) = (Vec::new(), Duration::ZERO);
        let mut done = Corrections::default();
        loop {
            let number = u32::try_from(attempts.len() + 1).unwrap_or(u32::MAX);
            let span = tracing::info_span!(
                "alibabacloud.attempt",
                number,
                http_status = field::Empty,
                request_id = field::Empty,
                code = field::Empty,
            );
            let mut round = Round {
                number,
                is_fresh: done.is_fresh,
                start: Instant::now(),
                signed_at: self.clock.now(),
                hints: Hints::default(),
            };
            let outcome = self.attempt_once(call, &mut round).instrument(span.clone()).await;
            let mut failure = match outcome {
                Ok(mut response) => {
                    span.record("http_status", response.http_status);
                    call.note(&span, number, response.request_id.as_deref());
                    tracing::debug!(parent: &span, took = ?round.start.elapsed(), "answered");
                    self.budget.answered();
                    response.attempts = attempts;
                    response.strict = call.settings.strict;
                    response.credentials = call.credentials.clone();
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            // What it means is judged before anything in it is masked.
            failure.learn_of(call.expected.description);
            // Boxed, so that calls that are answered at once carry nothing of it.
            let next = Box::pin(self.next(call, &failure, attempts.len() + 1, &round, &mut done)).await;
            let failure = call.without_secrets(failure);
            span.record("http_status", failure.http_status());
            span.record("code", failure.code().map(|code| Excerpt(code).to_string()));
            call.note(&span, number, failure.request_id());
            attempts.push(failure.as_attempt(waited, round.start.elapsed()));
            waited = match next {
                Some(wait) => wait,
                None => {
                    tracing::debug!(parent: &span, took = ?round.start.elapsed(), "failed");
                    return Err(failure.after(attempts));
                }
            };
            done.is_fresh = failure.is_of_the_connection();
            tracing::debug!(parent: &span, took = ?round.start.elapsed(), wait = ?waited, "failed; trying again");
            if !waited.is_zero() {
                tokio::time::sleep(waited).await;
            }
        }
    }

    /// How long to wait before the next attempt; nothing if there is none. What can be put right is: the clock, and the credentials, each
    /// once.
    async fn next(
        &self,
        call: &mut Call<'_>,
        failure: &Failure,
        attempts: usize,
        round: &Round,
        done: &mut Corrections,
    ) -> Option<Duration> {
        let code = failure.code().unwrap_or_default();
        let skewed = is_about_the_date(code)
            && round
                .hints
                .date
                .is_some_and(|date| self.clock.learn(date, round.signed_at));
        let refused = match &call.credentials {
            Some(credentials) if is_about_the_session(code) && credentials.security_token().is_some() => {
                self.credentials.refused(credentials);
                true
            }
            _ => false,
        };
        let attempts_left = u32::try_from(attempts).is_ok_and(|attempts| attempts < call.settings.retry.max_attempts);
        if !attempts_left || call.time.left().is_zero() {
            return None;
        }
        if skewed && !done.clock {
            done.clock = true;
            return Some(Duration::ZERO);
        }
        if refused && !done.credentials {
            done.credentials = true;
            let others = self.credentials(call).await.ok()?;
            if others == call.credentials {
                return None;
            }
            call.credentials = others;
            return Some(Duration::ZERO);
        }
        self.wait_before_next(call, failure, attempts, &round.hints)
    }

    fn wait_before_next(&self, call: &Call<'_>, failure: &Failure, attempts: usize, hints: &Hints) -> Option<Duration> {
        let retry_class = failure.retry_class();
        let worth_it = match retry_class {
            RetryClass::Throttled | RetryClass::NotSent | RetryClass::AtWork => true,
            RetryClass::MayHaveArrived => call.repeatable,
            RetryClass::Lasting => false,
        };
        if !worth_it || !call.time.has_timer {
            return None;
        }
        let mut wait = call
            .settings
            .retry
            .delay(attempts, hints.retry_after, random::fraction()?);
        if retry_class == RetryClass::AtWork {
            wait = wait.saturating_add(call.settings.retry.while_at_work(attempts));
        }
        (wait < call.time.left() && self.budget.take()).then_some(wait)
    }

    async fn attempt_once(&self, call: &Call<'_>, round: &mut Round) -> Result<Response, Failure> {
        let stamp = Stamp {
            date: humantime::format_rfc3339_seconds(round.signed_at).to_string(),
            nonce: random::hex_id().ok_or_else(no_random_numbers)?,
        };
        let sender = Sender {
            address: call.address,
            user_agent: &self.user_agent,
        };
        let mut request = call
            .unsigned
            .sign(call.operation, &sender, call.credentials.as_ref(), stamp)?;
        let attempt_timeout = call.settings.attempt_timeout;
        let extensions = request.extensions_mut();
        extensions.insert(Timeout(attempt_timeout.min(call.time.left_at(round.start))));
        extensions.insert(AttemptInfo {
            operation: call.operation.name(),
            number: round.number,
            is_fresh: round.is_fresh,
        });
        let next = Next::new(&self.middleware, self.transport.as_ref());
        let sent = call.time.within(round.start, attempt_timeout, next.run(request)).await;
        let response = sent.map_err(Failure::timeout)??;
        let success = call
            .settings
            .errors_in_responses
            .then(|| self.service.signs_of_success());
        match response::refusal(&response, &call.expected, success) {
            None => Ok(Response::of(response)),
            Some(refusal) => {
                round.hints = Hints::of(response.headers());
                Err(refusal)
            }
        }
    }
}

/// What was put right during a call.
#[derive(Default)]
struct Corrections {
    clock: bool,
    credentials: bool,
    /// Whether the next attempt should not trust a connection that has been there for a while.
    is_fresh: bool,
}

/// One attempt.
struct Round {
    number: u32,
    is_fresh: bool,
    start: Instant,
    /// The date that it was signed with.
    signed_at: SystemTime,
    hints: Hints,
}

/// A call that is ready to be tried.
struct Call<'e> {
    operation: &'static Operation,
    settings: Settings,
    expected: Expected,
    address: &'e Address,
    repeatable: bool,
    unsigned: Unsigned,
    credentials: Option<Credentials>,
    time: Time,
    span: Span,
}

impl Call<'_> {
    /// Refusals of signatures repeat what the service would have signed, with the security token in it.
    fn without_secrets(&self, failure: Failure) -> Failure {
        match &self.credentials {
            Some(credentials) => failure.masked(credentials),
            None => failure,
        }
    }

    fn note(&self, attempt_span: &Span, number: u32, request_id: Option<&str>) {
        attempt_span.record("request_id", request_id);
        self.span.record("attempts", number);
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
        self.left_at(Instant::now())
    }

    fn left_at(&self, moment: Instant) -> Duration {
        self.limit.saturating_sub(moment.duration_since(self.start))
    }

    /// Gives a future that starts at a moment the time that is left then, but no more than `limit`.
    ///
    /// # Errors
    /// The limit that was not kept.
    async fn within<T>(&self, start: Instant, limit: Duration, future: impl Future<Output = T>) -> Result<T, Duration> {
        let left = self.left_at(start);
        match start.checked_add(limit.min(left)) {
            Some(deadline) if self.has_timer => {
                let told = if limit < left { limit } else { self.limit };
                let timed = tokio::time::timeout_at(deadline, future).await;
                timed.map_err(|_| told)
            }
            // Nothing can be waited for, or it would be for ever.
            _ => Ok(future.await),
        }
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
