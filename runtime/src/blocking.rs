//! Calls without async: the same calls, waited for.

use crate::call::ResponseFuture;
use crate::client::Client;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::credentials::CredentialsError;
use crate::decode::FromResponse;
use crate::details::{Detailed, DetailedFuture};
use crate::error::{Error, ServiceErrorKind};
use crate::paging::{Items, Page, Pages};
use crate::service::Service;
use std::future::Future;
use std::sync::{Arc, OnceLock, mpsc};
use tokio::runtime::{Builder, Handle, Runtime};
use tracing::instrument::{Instrument, WithSubscriber};

/// One worker thread for all blocking calls of the process, started at the first of them.
fn runtime() -> Result<&'static Runtime, Arc<str>> {
    static RUNTIME: OnceLock<Result<Runtime, Arc<str>>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let builder = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("alibabacloud")
            .enable_all()
            .build();
        builder.map_err(|error| error.to_string().into())
    });
    runtime.as_ref().map_err(Arc::clone)
}

/// Runs a future on the worker and waits for it. Unlike `block_on` it is only slow, and no panic, inside another runtime.
///
/// # Errors
/// Why there is no result of it.
fn run<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> Result<T, String> {
    let runtime = runtime().map_err(|error| format!("no thread for blocking calls: {error}"))?;
    let (sender, receiver) = mpsc::sync_channel(1);
    // The worker's thread knows nothing of the caller's span and subscriber.
    let future = future.in_current_span().with_current_subscriber();
    runtime.spawn(async move {
        // The receiver waits for as long as this runs.
        let _ = sender.send(future.await);
    });
    let is_worker = Handle::try_current().is_ok_and(|here| here.id() == runtime.handle().id());
    let received = if is_worker {
        // A provider or middleware waits for a call inside of another one: somebody else must be the worker meanwhile.
        tokio::task::block_in_place(|| receiver.recv())
    } else {
        receiver.recv()
    };
    received.map_err(|_| "the call was broken off by a panic in a transport or provider".to_owned())
}

fn wait<T, E>(future: impl Future<Output = Result<T, Error<E>>> + Send + 'static) -> Result<T, Error<E>>
where
    T: Send + 'static,
    E: Send + 'static,
{
    run(future).unwrap_or_else(|message| Err(Error::Build { message }))
}

impl Config {
    /// What [`from_env`](Self::from_env) gives, for programs without async; needs the feature `blocking`.
    ///
    /// # Errors
    /// [`ConfigError::Credentials`] if there are none.
    pub fn from_env_blocking(region: impl Into<String>) -> Result<Self, ConfigError> {
        let told = |why| Err(ConfigError::Credentials(CredentialsError::not_found([why])));
        run(Self::from_env(region.into())).unwrap_or_else(told)
    }
}

impl Client {
    /// What [`from_env`](Self::from_env) gives, for programs without async; needs the feature `blocking`.
    ///
    /// # Errors
    /// If there are no credentials, and those of [`new`](Self::new).
    pub fn from_env_blocking(service: &'static Service, region: impl Into<String>) -> Result<Self, ConfigError> {
        Self::new(service, Config::from_env_blocking(region)?)
    }
}

impl<R: FromResponse + Send + 'static, E: ServiceErrorKind + Send + 'static> DetailedFuture<R, E> {
    /// Sends the call, and blocks until it is answered. For programs without async; needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of the call.
    pub fn wait(self) -> Result<Detailed<R>, Error<E>> {
        wait(self)
    }
}

impl<R: FromResponse + Send + 'static, E: ServiceErrorKind + Send + 'static> ResponseFuture<R, E> {
    /// Sends the call, and blocks until it is answered. For programs without async; needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of the call.
    pub fn wait(self) -> Result<R, Error<E>> {
        wait(self)
    }
}

/// Pages as an ordinary iterator, which blocks for each. Ends after an error.
#[derive(Debug)]
pub struct BlockingPages<R: Page, E>(Option<Pages<R, E>>);

/// Items as an ordinary iterator, which blocks for each page. Ends after an error.
#[derive(Debug)]
pub struct BlockingItems<R: Page, E>(Option<Items<R, E>>);

impl<R: Page, E> Pages<R, E> {
    /// The pages as an ordinary iterator. For programs without async; needs the feature `blocking`.
    pub const fn wait(self) -> BlockingPages<R, E> {
        BlockingPages(Some(self))
    }
}

impl<R: Page, E> Items<R, E> {
    /// The items as an ordinary iterator. For programs without async; needs the feature `blocking`.
    pub const fn wait(self) -> BlockingItems<R, E> {
        BlockingItems(Some(self))
    }
}

macro_rules! iterator {
    ($blocking:ident $item:ty) => {
        impl<R, E> Iterator for $blocking<R, E>
        where
            R: Page + Send + 'static,
            R::Item: 'static,
            E: ServiceErrorKind + Send + 'static,
        {
            type Item = Result<$item, Error<E>>;

            fn next(&mut self) -> Option<Self::Item> {
                let mut stream = self.0.take()?;
                let next = wait(async move {
                    let next = stream.try_next().await?;
                    Ok(next.map(|next| (next, stream)))
                });
                match next {
                    Ok(Some((next, stream))) => {
                        self.0 = Some(stream);
                        Some(Ok(next))
                    }
                    Ok(None) => None,
                    Err(error) => Some(Err(error)),
                }
            }
        }
    };
}

iterator!(BlockingPages R);
iterator!(BlockingItems R::Item);
