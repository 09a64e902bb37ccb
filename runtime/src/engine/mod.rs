//! The one path that every call of every operation takes: build the request, then sign and send it, attempt after attempt.

mod attempts;
mod deadline;

use crate::address::{Address, Endpoint, EndpointResolver};
use crate::clock::Clock;
use crate::credentials::{Credentials, CredentialsError, CredentialsProvider};
use crate::error::Failure;
use crate::expected::Expected;
use crate::operation::Operation;
use crate::options::{CallOptions, Settings};
use crate::params::Params;
use crate::random;
use crate::request::{self, UnsignedRequest};
use crate::response::Response;
use crate::retry::RetryBudget;
use crate::service::Service;
use crate::text::Excerpt;
use crate::transport::{Middleware, Transport};
use deadline::Deadline;
use http::HeaderValue;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use tokio::time::Instant;
use tracing::{Instrument, Span, field};

/// Everything that the calls of a client share.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) service: &'static Service,
    pub(crate) address: Address,
    pub(crate) resolver: EndpointResolver,
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
        let deadline = Deadline::new(settings.timeout);
        let with_token = add_client_token(operation, &mut params)?;
        let unsigned = request::build(operation, &params, settings.signature, settings.secrets_in_query)?;
        let mut context = RequestContext {
            operation,
            settings,
            expected,
            address: address.as_ref().unwrap_or(&self.address),
            repeatable: settings
                .repeatable
                .unwrap_or_else(|| with_token || operation.is_repeatable()),
            unsigned,
            credentials: None,
            deadline,
            span,
        };
        let result = match self.credentials(&context).await {
            Ok(credentials) => {
                context.credentials = credentials;
                self.attempt(&mut context).await
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = &result {
            let code = failure.code().map(|code| Excerpt(code).to_string());
            context.span.record("code", code.as_deref());
            context.span.record("http_status", failure.http_status());
            tracing::debug!(code, http_status = failure.http_status(), "the call failed");
        }
        result
    }

    /// Another place for one call.
    fn address_of(&self, region: Option<&str>, endpoint: Option<&Endpoint>) -> Result<Address, Failure> {
        let region = region.or(self.region.as_deref());
        let address = self.resolver.address(self.service, region, endpoint);
        address.map_err(|error| Failure::build(error.to_string()))
    }

    async fn credentials(&self, context: &RequestContext<'_>) -> Result<Option<Credentials>, Failure> {
        if context.operation.is_anonymous() {
            return Ok(None);
        }
        let mut asked = self.credentials.credentials();
        // Mostly it knows some, which takes no timer.
        if let Poll::Ready(found) = poll_fn(|context| Poll::Ready(asked.as_mut().poll(context))).await {
            return found.map(Some).map_err(Failure::Credentials);
        }
        match context
            .deadline
            .within(Instant::now(), context.settings.timeout, asked)
            .await
        {
            Ok(found) => found.map(Some).map_err(Failure::Credentials),
            Err(limit) => Err(Failure::Credentials(CredentialsError::not_found([format!(
                "the credentials provider (no response within {limit:?})"
            )]))),
        }
    }
}

/// What the attempts of one call share.
struct RequestContext<'e> {
    operation: &'static Operation,
    settings: Settings,
    expected: Expected,
    address: &'e Address,
    repeatable: bool,
    unsigned: UnsignedRequest,
    credentials: Option<Credentials>,
    deadline: Deadline,
    span: Span,
}

impl RequestContext<'_> {
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
