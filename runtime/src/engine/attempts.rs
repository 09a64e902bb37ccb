//! The attempts of a call: one after the other, until one is answered or none is worth it.

use super::{Engine, RequestContext, no_random_numbers};
use crate::error::{Failure, RetryClass, is_about_the_date, is_about_the_session};
use crate::hints::Hints;
use crate::random;
use crate::request::{Sender, SigningParams};
use crate::response::{self, Response};
use crate::text::Excerpt;
use crate::transport::{AttemptInfo, Next, Timeout};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;
use tracing::{Instrument as _, field};

impl Engine {
    /// Makes attempts until one is answered, or no further one is worth it or allowed.
    pub(super) async fn attempt(&self, context: &mut RequestContext<'_>) -> Result<Response, Failure> {
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
            let mut attempt = AttemptState {
                number,
                is_fresh: done.is_fresh,
                start: Instant::now(),
                signed_at: self.clock.now(),
                hints: Hints::default(),
            };
            let outcome = self.attempt_once(context, &mut attempt).instrument(span.clone()).await;
            let mut failure = match outcome {
                Ok(mut response) => {
                    span.record("http_status", response.http_status);
                    context.note(&span, number, response.request_id.as_deref());
                    tracing::debug!(parent: &span, took = ?attempt.start.elapsed(), "answered");
                    self.budget.answered();
                    response.attempts = attempts;
                    response.strict = context.settings.strict;
                    response.credentials = context.credentials.clone();
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            // What it means is judged before anything in it is masked.
            failure.learn_of(context.expected.description);
            // Boxed, so that calls that are answered at once carry nothing of it.
            let next = Box::pin(self.next(context, &failure, attempts.len() + 1, &attempt, &mut done)).await;
            let failure = context.without_secrets(failure);
            span.record("http_status", failure.http_status());
            span.record("code", failure.code().map(|code| Excerpt(code).to_string()));
            context.note(&span, number, failure.request_id());
            attempts.push(failure.as_attempt(waited, attempt.start.elapsed()));
            waited = match next {
                Some(wait) => wait,
                None => {
                    tracing::debug!(parent: &span, took = ?attempt.start.elapsed(), "failed");
                    return Err(failure.after(attempts));
                }
            };
            done.is_fresh = failure.is_of_the_connection();
            tracing::debug!(parent: &span, took = ?attempt.start.elapsed(), wait = ?waited, "failed; trying again");
            if !waited.is_zero() {
                tokio::time::sleep(waited).await;
            }
        }
    }

    /// How long to wait before the next attempt; nothing if there is none. What can be put right is: the clock, and the credentials, each
    /// once.
    async fn next(
        &self,
        context: &mut RequestContext<'_>,
        failure: &Failure,
        attempts: usize,
        attempt: &AttemptState,
        done: &mut Corrections,
    ) -> Option<Duration> {
        let code = failure.code().unwrap_or_default();
        let skewed = is_about_the_date(code)
            && attempt
                .hints
                .date
                .is_some_and(|date| self.clock.learn(date, attempt.signed_at));
        let refused = match &context.credentials {
            Some(credentials) if is_about_the_session(code) && credentials.security_token().is_some() => {
                self.credentials.refused(credentials);
                true
            }
            _ => false,
        };
        let attempts_left =
            u32::try_from(attempts).is_ok_and(|attempts| attempts < context.settings.retry.max_attempts);
        if !attempts_left || context.deadline.left().is_zero() {
            return None;
        }
        if skewed && !done.clock {
            done.clock = true;
            return Some(Duration::ZERO);
        }
        if refused && !done.credentials {
            done.credentials = true;
            let others = self.credentials(context).await.ok()?;
            if others == context.credentials {
                return None;
            }
            context.credentials = others;
            return Some(Duration::ZERO);
        }
        self.wait_before_next(context, failure, attempts, &attempt.hints)
    }

    fn wait_before_next(
        &self,
        context: &RequestContext<'_>,
        failure: &Failure,
        attempts: usize,
        hints: &Hints,
    ) -> Option<Duration> {
        let retry_class = failure.retry_class();
        let worth_it = match retry_class {
            RetryClass::Throttled | RetryClass::NotSent | RetryClass::InProgress => true,
            RetryClass::MayHaveArrived => context.repeatable,
            RetryClass::Permanent => false,
        };
        if !worth_it || !context.deadline.has_timer {
            return None;
        }
        let mut wait = context
            .settings
            .retry
            .delay(attempts, hints.retry_after, random::fraction()?);
        if retry_class == RetryClass::InProgress {
            wait = wait.saturating_add(context.settings.retry.while_in_progress(attempts));
        }
        (wait < context.deadline.left() && self.budget.take()).then_some(wait)
    }

    async fn attempt_once(
        &self,
        context: &RequestContext<'_>,
        attempt: &mut AttemptState,
    ) -> Result<Response, Failure> {
        let signing_params = SigningParams {
            date: humantime::format_rfc3339_seconds(attempt.signed_at).to_string(),
            nonce: random::hex_id().ok_or_else(no_random_numbers)?,
        };
        let sender = Sender {
            address: context.address,
            user_agent: &self.user_agent,
        };
        let mut request =
            context
                .unsigned
                .sign(context.operation, &sender, context.credentials.as_ref(), signing_params)?;
        let attempt_timeout = context.settings.attempt_timeout;
        let extensions = request.extensions_mut();
        extensions.insert(Timeout(attempt_timeout.min(context.deadline.left_at(attempt.start))));
        extensions.insert(AttemptInfo {
            operation: context.operation.name(),
            number: attempt.number,
            is_fresh: attempt.is_fresh,
        });
        let next = Next::new(&self.middleware, self.transport.as_ref());
        let sent = context
            .deadline
            .within(attempt.start, attempt_timeout, next.run(request))
            .await;
        let response = sent.map_err(Failure::timeout)??;
        let success = context
            .settings
            .errors_in_responses
            .then(|| self.service.signs_of_success());
        match response::refusal(&response, &context.expected, success) {
            None => Ok(Response::of(response)),
            Some(refusal) => {
                attempt.hints = Hints::of(response.headers());
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
struct AttemptState {
    number: u32,
    is_fresh: bool,
    start: Instant,
    /// The date that it was signed with.
    signed_at: SystemTime,
    hints: Hints,
}
