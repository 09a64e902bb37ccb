//! Credentials that expire: renewed in time, by one caller for all.

use super::single_flight::SingleFlight;
use super::{ClientContext, Credentials, CredentialsError, CredentialsFuture, CredentialsProvider};
use crate::clock::Clock;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before they expire credentials are renewed; short-lived ones, when a quarter of their time is left.
const AHEAD: Duration = Duration::from_secs(15 * 60);
/// How long a failed renewal is left alone while the old credentials are still valid.
const PAUSE: Duration = Duration::from_secs(10);
/// How long a renewal beside the calls may take. Every source has a shorter limit of its own; a user may have to confirm something.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(120);
/// Credentials that were given just now, and ended within this time by our clock: it is the clock that is wrong, more likely.
const DOUBT: Duration = Duration::from_secs(24 * 3600);

/// Where temporary credentials come from.
pub(crate) trait Source: fmt::Debug + Send + Sync + 'static {
    /// What it is called in messages.
    fn place(&self) -> String;
    /// Asks for new ones; or says why there are none.
    fn fetch(&self) -> Fetch<'_>;
    /// See [`CredentialsProvider::attach`].
    fn attach(&self, _client: &ClientContext) {}
}

/// What [`Source::fetch`] returns.
pub(crate) type Fetch<'a> = Pin<Box<dyn Future<Output = Result<Fetched, String>> + Send + 'a>>;

/// Credentials as a source gives them.
pub(crate) struct Fetched {
    pub(crate) credentials: Credentials,
    /// The time by the source's clock, if it said.
    pub(crate) at: Option<SystemTime>,
}

/// Keeps the credentials of a source and renews them.
#[derive(Debug)]
pub(crate) struct Refreshing<S> {
    cache: Arc<Cache<S>>,
}

/// Makes providers of types that hold their credentials in a field `refreshing`.
macro_rules! provides_refreshing {
    ($($provider:ident),+) => {$(
        impl $crate::credentials::CredentialsProvider for $provider {
            fn credentials(&self) -> $crate::credentials::CredentialsFuture<'_> {
                self.refreshing.credentials()
            }

            fn refused(&self, credentials: &$crate::credentials::Credentials) {
                self.refreshing.refused(credentials);
            }

            fn attach(&self, client: &$crate::credentials::ClientContext) {
                self.refreshing.attach(client);
            }
        }
    )+};
}
pub(crate) use provides_refreshing;

#[derive(Debug)]
struct Cache<S> {
    source: S,
    flight: SingleFlight,
    cached: Mutex<Option<CachedCredentials>>,
    clock: OnceLock<Clock>,
    now: fn() -> SystemTime,
}

/// Times are local ones, whatever the local clock is worth: what counts is what lies between them.
#[derive(Debug, Clone)]
struct CachedCredentials {
    credentials: Credentials,
    refresh_at: Option<SystemTime>,
    valid_until: Option<SystemTime>,
}

impl<S: Source> Refreshing<S> {
    pub(crate) fn new(source: S) -> Self {
        Self::at(source, SystemTime::now)
    }

    fn at(source: S, now: fn() -> SystemTime) -> Self {
        Self {
            cache: Arc::new(Cache {
                source,
                flight: SingleFlight::default(),
                cached: Mutex::new(None),
                clock: OnceLock::new(),
                now,
            }),
        }
    }

    /// Sets the source up, before it is asked for the first time.
    pub(crate) fn set_up(&mut self, change: impl FnOnce(&mut S)) {
        if let Some(cache) = Arc::get_mut(&mut self.cache) {
            change(&mut cache.source);
        }
    }

    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        let cache = &self.cache;
        if let Some(credentials) = cache.fresh() {
            return Ok(credentials);
        }
        let Some(valid) = cache.valid() else {
            return cache.refresh().await;
        };
        // While there are valid ones nobody waits: the renewal runs beside the calls, and may hang as long as it likes.
        match (cache.flight.start(), tokio::runtime::Handle::try_current()) {
            (None, _) => Ok(valid),
            (Some(started), Ok(runtime)) => {
                let cache = cache.clone();
                runtime.spawn(async move {
                    let _started = started;
                    if tokio::time::timeout(REFRESH_TIMEOUT, cache.refresh()).await.is_err() {
                        cache.pause();
                    }
                });
                Ok(valid)
            }
            (Some(_started), Err(_)) => cache.refresh().await,
        }
    }

    /// Drops credentials that the service has refused.
    pub(crate) fn drop_refused(&self, refused: &Credentials) {
        self.cache.cached().take_if(|cached| cached.credentials == *refused);
    }

    pub(crate) fn attach_to(&self, client: &ClientContext) {
        let _ = self.cache.clock.set(client.clock().clone());
        self.cache.source.attach(client);
    }
}

impl<S: Source> Cache<S> {
    async fn refresh(&self) -> Result<Credentials, CredentialsError> {
        let renewed = self.flight.join(|| self.fresh(), async {
            let fetched = self.source.fetch().await.and_then(|fetched| self.keep(fetched));
            fetched.map_err(|why| CredentialsError::not_found([format!("{} ({why})", self.source.place())]))
        });
        renewed.await.or_else(|error| {
            let valid = self.valid().ok_or_else(|| error.clone())?;
            tracing::warn!(%error, "credentials were not renewed; the old ones are still valid");
            self.pause();
            Ok(valid)
        })
    }

    fn fresh(&self) -> Option<Credentials> {
        self.cached_if(|cached, now| cached.refresh_at.is_none_or(|at| now < at))
    }

    fn valid(&self) -> Option<Credentials> {
        self.cached_if(|cached, now| cached.valid_until.is_none_or(|until| now < until))
    }

    fn cached_if(&self, condition: impl Fn(&CachedCredentials, SystemTime) -> bool) -> Option<Credentials> {
        let now = (self.now)();
        let cached = self.cached();
        let cached = cached.as_ref().filter(|cached| condition(cached, now))?;
        Some(cached.credentials.clone())
    }

    /// Keeps new credentials, unless they are old ones, which must not replace others that are still valid.
    fn keep(&self, Fetched { credentials, at }: Fetched) -> Result<Credentials, String> {
        let ours = (self.now)();
        let theirs = at.unwrap_or_else(|| self.clock.get().map_or(ours, |clock| clock.correct(ours)));
        let left = match credentials.expires_at().map(|end| end.duration_since(theirs)) {
            None => None,
            Some(Ok(left)) if !left.is_zero() => Some(left),
            // The service will tell what is wrong, the keys or the clock.
            Some(Err(past)) if at.is_none() && past.duration() < DOUBT && self.valid().is_none() => Some(PAUSE),
            Some(_) => return Err("what it gives has expired already".to_owned()),
        };
        *self.cached() = Some(CachedCredentials {
            credentials: credentials.clone(),
            refresh_at: left.map(|left| ours + left.saturating_sub(AHEAD.min(left / 4))),
            valid_until: left.map(|left| ours + left),
        });
        Ok(credentials)
    }

    fn pause(&self) {
        let until = (self.now)() + PAUSE;
        if let Some(cached) = self.cached().as_mut() {
            cached.refresh_at = cached.refresh_at.map(|at| at.max(until)).min(cached.valid_until);
        }
    }

    fn cached(&self) -> MutexGuard<'_, Option<CachedCredentials>> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Source> CredentialsProvider for Refreshing<S> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.get())
    }

    fn refused(&self, credentials: &Credentials) {
        self.drop_refused(credentials);
    }

    fn attach(&self, client: &ClientContext) {
        self.attach_to(client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    static NOW: AtomicU64 = AtomicU64::new(0);

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// Gives credentials, each with its number as the id, for so many seconds; or fails.
    #[derive(Debug, Default)]
    struct Counter {
        asked: AtomicU64,
        lifetime: AtomicU64,
    }

    /// No lifetime at all.
    const FAILS: u64 = u64::MAX;
    const OLD: u64 = 0;

    impl Source for Arc<Counter> {
        fn place(&self) -> String {
            "the counter".to_owned()
        }

        fn fetch(&self) -> Fetch<'_> {
            Box::pin(async {
                let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::task::yield_now().await;
                match self.lifetime.load(Ordering::SeqCst) {
                    FAILS => Err("fails".to_owned()),
                    lifetime => {
                        let expires_at = at(NOW.load(Ordering::SeqCst) + lifetime);
                        Ok(Fetched {
                            credentials: Credentials::new(number.to_string(), "s").with_expiration(expires_at),
                            at: None,
                        })
                    }
                }
            })
        }
    }

    /// One walk through time, for all callers at once: the clock is shared.
    #[tokio::test]
    async fn two_hundred_callers_cause_one_refresh() {
        let counter = Arc::new(Counter::default());
        let refreshing = Arc::new(Refreshing::at(counter.clone(), || at(NOW.load(Ordering::SeqCst))));
        for (now, lifetime, ids, asked, why) in [
            (0, 3600, "1", 1, "nothing is there at first"),
            (2_699, 3600, "1", 1, "three quarters of an hour later they are fresh"),
            (2_700, FAILS, "1", 2, "the renewal fails, and the old ones are cached"),
            (2_709, 3600, "1", 2, "it is left alone for a while"),
            (2_710, OLD, "1", 3, "others that have expired don't replace valid ones"),
            (2_720, 3600, "1", 4, "nobody waits for the renewal"),
            (2_721, 3600, "4", 4, "and then they are new"),
            (9_999, 3600, "5", 5, "at expiry all wait for one"),
            (
                99_999,
                FAILS,
                "",
                6,
                "a failure with nothing left is everyone's, at once",
            ),
            (99_999, OLD, "", 7, "and so is what has expired"),
            (99_999, 3600, "8", 8, "and it passes"),
        ] {
            NOW.store(now, Ordering::SeqCst);
            counter.lifetime.store(lifetime, Ordering::SeqCst);
            let callers: Vec<_> = (0..200)
                .map(|_| {
                    let refreshing = refreshing.clone();
                    tokio::spawn(async move { refreshing.get().await })
                })
                .collect();
            let mut seen = std::collections::BTreeSet::new();
            for caller in callers {
                seen.extend(
                    caller
                        .await
                        .unwrap()
                        .map(|credentials| credentials.access_key_id().to_owned())
                        .ok(),
                );
            }
            // What runs beside the calls ends, too.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            assert_eq!(seen.into_iter().collect::<String>(), ids, "{why}");
            assert_eq!(counter.asked.load(Ordering::SeqCst), asked, "{why}");
        }
    }

    #[tokio::test]
    async fn a_dropped_refresh_is_taken_over() {
        let counter = Arc::new(Counter::default());
        counter.lifetime.store(3600, Ordering::SeqCst);
        let refreshing = Refreshing::at(counter.clone(), || at(0));
        let mut dropped = Box::pin(refreshing.get());
        let waker = std::task::Waker::noop();
        assert!(
            dropped
                .as_mut()
                .poll(&mut std::task::Context::from_waker(waker))
                .is_pending()
        );
        drop(dropped);
        assert_eq!(refreshing.get().await.unwrap().access_key_id(), "2");
    }

    /// Gives one pair of credentials, which ends at a second, at a second by its own clock.
    #[derive(Debug)]
    struct Once(u64, Option<u64>);

    impl Source for Once {
        fn place(&self) -> String {
            "once".to_owned()
        }

        fn fetch(&self) -> Fetch<'_> {
            Box::pin(std::future::ready(Ok(Fetched {
                credentials: Credentials::new("i", "s").with_expiration(at(self.0)),
                at: self.1.map(at),
            })))
        }
    }

    /// Whose clock tells when credentials end: the source's, the service's, and our own only where nothing else is known.
    #[tokio::test]
    async fn whose_clock_counts() {
        const DAY: u64 = 24 * 3600;
        for (end, theirs, service_is_behind, found) in [
            (10 * DAY + 60, None, false, true),
            // Within a day it may be our clock.
            (9 * DAY + 60, None, false, true),
            (8 * DAY, None, false, false),
            (8 * DAY, Some(8 * DAY - 60), false, true),
            (10 * DAY + 60, Some(10 * DAY + 61), false, false),
            (8 * DAY, None, true, true),
        ] {
            let refreshing = Refreshing::at(Once(end, theirs), || at(10 * DAY));
            let clock = Clock::default();
            if service_is_behind {
                let now = SystemTime::now();
                clock.learn(now - Duration::from_secs(3 * DAY), now);
            }
            refreshing.attach_to(&ClientContext::new(Default::default(), clock));
            assert_eq!(refreshing.get().await.is_ok(), found, "{end} {theirs:?}");
        }
    }

    #[tokio::test]
    async fn refused_credentials_are_dropped() {
        let counter = Arc::new(Counter::default());
        counter.lifetime.store(3600, Ordering::SeqCst);
        let refreshing = Refreshing::at(counter.clone(), || at(0));
        let first = refreshing.get().await.unwrap();
        refreshing.drop_refused(&Credentials::new("other", "s"));
        assert_eq!(refreshing.get().await.unwrap(), first);
        refreshing.drop_refused(&first);
        assert_eq!(refreshing.get().await.unwrap().access_key_id(), "2");
        refreshing.drop_refused(&first);
        assert_eq!(
            refreshing.get().await.unwrap().access_key_id(),
            "2",
            "refused once, dropped once"
        );
    }
}
