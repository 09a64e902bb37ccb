//! A call: an operation with its parameters, and the future of its response.

use crate::client::Client;
use crate::decode::FromResponse;
use crate::details::DetailedFuture;
use crate::engine::Exchange;
use crate::error::{Error, Failure, ServiceErrorKind};
use crate::expected::Expected;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::paging::{Items, Page, Pages};
use crate::parameter::ParameterValue;
use crate::params::{Params, Value};
use crate::response::Response;
use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call in the making. Generated calls are thin covers over it.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    client: Client,
    operation: &'static Operation,
    params: Params,
    options: Option<Box<CallOptions>>,
}

impl Call {
    /// Call of an operation, without parameters.
    #[inline]
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            params: Params::new(),
            options: None,
        }
    }

    /// Sets a parameter, by its wire name.
    #[inline]
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.params.set(name, value);
    }

    /// Sets a parameter by a name that need not be documented.
    pub fn set_parameter(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.params.set_parameter(name, value);
    }

    /// Sets a parameter, and gives the call back.
    #[inline]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.params.set(name, value);
        self
    }

    /// Sets a parameter to what its setter was given.
    #[inline]
    pub fn put(&mut self, name: &'static str, value: ParameterValue) {
        self.params.put(name, value);
    }

    /// Names the parameters that must be set when the call is sent; for calls whose types don't know it.
    pub const fn require(&mut self, names: &'static [&'static str]) {
        self.params.require(names);
    }

    /// The parameters so far.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Sets what this call has different from its client. What was set before stays, where these options say nothing.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.set_options(options);
        self
    }

    /// Sets what this call has different from its client. What was set before stays, where these options say nothing.
    pub fn set_options(&mut self, options: CallOptions) {
        let before = self.options.take().map_or_else(CallOptions::new, |before| *before);
        self.options = Some(Box::new(options.or(before)));
    }

    /// Adds what the client knows, and looks whether anything is missing.
    ///
    /// # Errors
    /// Why the call can't be sent.
    fn complete(&mut self) -> Result<(), String> {
        if let Some(name) = self.operation.region_parameter()
            && self.params.get(name).is_none()
        {
            let engine = self.client.engine();
            let own = self.options.as_deref().and_then(CallOptions::own_region);
            match own.or(engine.region.as_deref()) {
                Some(region) => self.params.set(name, region),
                None => return Err(format!("{name} is not set, and the client has no region")),
            }
        }
        self.params.problem().map_or(Ok(()), Err)
    }

    /// Sends the call. Nothing happens before the future is polled.
    #[inline]
    pub fn send<R, E>(self) -> ResponseFuture<R, E> {
        ResponseFuture {
            state: State::Unsent(self),
            answer: PhantomData,
        }
    }

    /// Sends the call, for its response with status, headers, request id and attempts beside it.
    #[inline]
    pub fn send_with_details<R, E>(self) -> DetailedFuture<R, E> {
        self.send().with_details()
    }

    /// All pages, from the one that is set on the call on.
    #[inline]
    pub fn pages<R: Page, E>(self) -> Pages<R, E> {
        Pages::new(self)
    }

    /// The items of all pages, one at a time.
    #[inline]
    pub fn items<R: Page, E>(self) -> Items<R, E> {
        Items::new(self)
    }
}

/// Future of a response. Nothing is sent before it is polled; dropping it gives the call up, and nothing of it runs on.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<R, E> {
    state: State,
    answer: PhantomData<fn() -> (R, E)>,
}

enum State {
    Unsent(Call),
    Sent(Exchange),
    Over,
}

impl State {
    // Not generic, so that it is compiled once and not once an operation.
    fn poll(&mut self, context: &mut Context<'_>, expected: Expected) -> Poll<Result<Response, Failure>> {
        if let Self::Unsent(_) = self
            && let Self::Unsent(mut call) = std::mem::replace(self, Self::Over)
        {
            if let Err(problem) = call.complete() {
                return Poll::Ready(Err(Failure::build(problem)));
            }
            let engine = call.client.engine();
            *self = Self::Sent(engine.exchange(call.operation, call.params, call.options, expected));
        }
        let Self::Sent(exchange) = self else {
            return Poll::Ready(Err(Failure::build("the response was given already")));
        };
        let response = exchange.as_mut().poll(context);
        if response.is_ready() {
            *self = Self::Over;
        }
        response
    }
}

impl<R, E> ResponseFuture<R, E> {
    /// Sets what this call has different from its client: retries, timeouts, signature. Has no effect once the future was polled.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        if let State::Unsent(call) = &mut self.state {
            call.set_options(options);
        }
        self
    }

    /// Gives status, headers, request id and attempts beside the decoded response.
    pub const fn with_details(self) -> DetailedFuture<R, E> {
        DetailedFuture(self)
    }
}

impl<R: FromResponse, E: ServiceErrorKind> ResponseFuture<R, E> {
    pub(crate) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Result<Response, Failure>> {
        self.state.poll(context, Expected::of::<R, E>())
    }
}

impl<R: FromResponse, E: ServiceErrorKind> Future for ResponseFuture<R, E> {
    type Output = Result<R, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = self.poll_response(context);
        response.map(|response| {
            response
                .and_then(|response| response.decode())
                .map_err(|failure| failure.classify())
        })
    }
}

impl<R, E> fmt::Debug for ResponseFuture<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
