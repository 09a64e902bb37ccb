//! Connections that are kept, apart for each runtime: a connection is driven by the one that it was made in.

use super::HttpOptions;
use super::connect::Connector;
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::{Builder, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Id;

/// How many runtimes have connections kept for them. Those of runtimes that have ended are forgotten in time.
const RUNTIMES: usize = 16;

pub(super) type HttpClient = Client<Connector, Full<Bytes>>;

/// The connections of a transport.
#[derive(Debug)]
pub(super) struct Pools {
    connector: Connector,
    builder: Builder,
    /// The one that was used last is last.
    clients: Mutex<Vec<(Id, Arc<HttpClient>)>>,
}

impl Pools {
    pub(super) fn new(connector: Connector, options: &HttpOptions) -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(options.idle_timeout)
            .pool_max_idle_per_host(options.max_idle_connections)
            // One connection for all: whether it is there is asked while answers are awaited.
            .http2_keep_alive_interval(options.tcp_keepalive);
        Self {
            connector,
            builder,
            clients: Mutex::new(Vec::new()),
        }
    }

    pub(super) const fn connector(&self) -> &Connector {
        &self.connector
    }

    /// What sends requests from a runtime. With `is_fresh` it starts without connections: one of them has just died in silence, and
    /// others may have.
    pub(super) fn of(&self, runtime: Id, is_fresh: bool) -> Arc<HttpClient> {
        // A panic elsewhere while the lock was held leaves nothing half done here.
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last, client)) = clients.last()
            && *last == runtime
            && !is_fresh
        {
            return client.clone();
        }
        let known = clients.iter().position(|(known, _)| *known == runtime);
        let kept = known.map(|index| clients.remove(index).1).filter(|_| !is_fresh);
        let client = kept.unwrap_or_else(|| Arc::new(self.builder.build(self.connector.clone())));
        if clients.len() == RUNTIMES {
            clients.remove(0);
        }
        clients.push((runtime, client.clone()));
        client
    }
}
