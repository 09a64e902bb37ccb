//! A call: an operation with its parameters, and the future of its answer.

use crate::client::{Client, Exchange};
use crate::decode::Shape;
use crate::error::{Error, ServiceErrorKind};
use crate::paging::{Items, Page, Pages};
use crate::params::{Params, Value};
use crate::service::Operation;
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
}

impl Call {
    /// Call of an operation, without parameters.
    #[inline]
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            params: Params::new(),
        }
    }

    /// Sets a parameter, by its wire name.
    #[inline]
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.params.set(name, value);
    }

    /// Sets a parameter, and gives the call back.
    #[inline]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.params.set(name, value);
        self
    }

    /// Sets a repeated parameter.
    #[inline]
    pub fn set_list<V: Into<Value>>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.params.set_list(name, values);
    }

    /// Sets a parameter that holds names of the caller's choosing.
    #[inline]
    pub fn set_map<K: Into<String>, V: Into<Value>>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = (K, V)>,
    ) {
        self.params.set_map(name, values);
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

    /// Sends the call. Nothing happens before the future is polled.
    #[inline]
    pub fn send<R, E>(self) -> ResponseFuture<R, E> {
        ResponseFuture {
            exchange: self.client.exchange(self.operation, self.params),
            answer: PhantomData,
        }
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

/// Future of an answer. Dropping it gives the call up.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<R, E> {
    exchange: Exchange,
    answer: PhantomData<fn() -> (R, E)>,
}

impl<R: Shape + Default, E: ServiceErrorKind> Future for ResponseFuture<R, E> {
    type Output = Result<R, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.exchange.as_mut().poll(context);
        answer.map(|answer| {
            answer
                .and_then(|answer| answer.decode())
                .map_err(|failure| failure.classify())
        })
    }
}

impl<R, E> fmt::Debug for ResponseFuture<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
