//! Credentials that expire: renewed in time, by one caller for all.

use super::{Credentials, CredentialsError, CredentialsFuture};
use std::fmt;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before they expire credentials are renewed; short-lived ones, when a quarter of their time is left.
const AHEAD: Duration = Duration::from_secs(15 * 60);
/// How long a failed renewal is left alone while the old credentials are still valid.
const PAUSE: Duration = Duration::from_secs(10);
/// How long credentials are used that seem to have expired before they came: it may be our clock that is wrong.
const GRACE: Duration = Duration::from_secs(60);

/// Where temporary credentials come from.
pub(crate) trait Source: fmt::Debug + Send + Sync {
    /// Asks for new ones.
    fn fetch(&self) -> CredentialsFuture<'_>;
}

/// Work that many ask for and one does. It is done by the caller whose turn it is, in no task of its own: if that one is dropped, the
/// next takes over.
#[derive(Debug, Default)]
pub(crate) struct Flight {
    turn: tokio::sync::Mutex<()>,
    failures: Mutex<(u64, Option<CredentialsError>)>,
}

impl Flight {
    /// What is `ready`, or else what `work` gives. Whoever waited while it failed shares the failure, and does not try once more.
    pub(crate) async fn join<T>(
        &self,
        ready: impl Fn() -> Option<T>,
        work: impl Future<Output = Result<T, CredentialsError>>,
    ) -> Result<T, CredentialsError> {
        let before = self.failures().0;
        let _turn = self.turn.lock().await;
        if let Some(ready) = ready() {
            return Ok(ready);
        }
        if let (failures, Some(error)) = &*self.failures()
            && *failures > before
        {
            return Err(error.clone());
        }
        let done = work.await;
        if let Err(error) = &done {
            let mut failures = self.failures();
            failures.0 += 1;
            failures.1 = Some(error.clone());
        }
        done
    }

    fn is_busy(&self) -> bool {
        self.turn.try_lock().is_err()
    }

    fn failures(&self) -> MutexGuard<'_, (u64, Option<CredentialsError>)> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the credentials of a source and renews them.
#[derive(Debug)]
pub(crate) struct Refreshing<S> {
    source: S,
    flight: Flight,
    kept: Mutex<Option<Kept>>,
    now: fn() -> SystemTime,
}

#[derive(Debug, Clone)]
struct Kept {
    credentials: Credentials,
    renew_at: Option<SystemTime>,
    valid_until: Option<SystemTime>,
}

impl<S: Source> Refreshing<S> {
    pub(crate) fn new(source: S) -> Self {
        Self {
            source,
            flight: Flight::default(),
            kept: Mutex::new(None),
            now: SystemTime::now,
        }
    }

    /// The source, to be set up before it is asked.
    pub(crate) const fn source_mut(&mut self) -> &mut S {
        &mut self.source
    }

    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        let fresh = || self.kept_if(|kept, now| kept.renew_at.is_none_or(|at| now < at));
        if let Some(credentials) = fresh() {
            return Ok(credentials);
        }
        if let Some(valid) = self.valid()
            && self.flight.is_busy()
        {
            return Ok(valid);
        }
        let renewed = self.flight.join(fresh, async {
            let credentials = self.source.fetch().await?;
            self.keep(credentials.clone());
            Ok(credentials)
        });
        renewed.await.or_else(|error| {
            let valid = self.valid().ok_or_else(|| error.clone())?;
            tracing::warn!(%error, "credentials were not renewed; the old ones are still valid");
            self.pause();
            Ok(valid)
        })
    }

    fn valid(&self) -> Option<Credentials> {
        self.kept_if(|kept, now| kept.valid_until.is_none_or(|until| now < until))
    }

    fn kept_if(&self, condition: impl Fn(&Kept, SystemTime) -> bool) -> Option<Credentials> {
        let now = (self.now)();
        let kept = self.kept();
        let kept = kept.as_ref().filter(|kept| condition(kept, now))?;
        Some(kept.credentials.clone())
    }

    fn keep(&self, credentials: Credentials) {
        let now = (self.now)();
        let times = credentials.expires_at().map(|at| match at.duration_since(now) {
            Ok(left) => (now + left.saturating_sub(AHEAD.min(left / 4)), at),
            Err(_) => (now + GRACE, now + GRACE),
        });
        let (renew_at, valid_until) = times.unzip();
        *self.kept() = Some(Kept {
            credentials,
            renew_at,
            valid_until,
        });
    }

    fn pause(&self) {
        let until = (self.now)() + PAUSE;
        if let Some(kept) = self.kept().as_mut() {
            kept.renew_at = kept.renew_at.map(|at| at.max(until)).min(kept.valid_until);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Gives credentials for an hour, each with its number as the id, or fails.
    #[derive(Debug, Default)]
    struct Counter {
        asked: AtomicU64,
        fails: AtomicU64,
    }

    impl Source for Arc<Counter> {
        fn fetch(&self) -> CredentialsFuture<'_> {
            Box::pin(async {
                let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::task::yield_now().await;
                if self.fails.load(Ordering::SeqCst) > 0 {
                    return Err(CredentialsError::not_found(["the counter (fails)"]));
                }
                Ok(Credentials::new(number.to_string(), "s").with_expiration(at(NOW.load(Ordering::SeqCst) + 3600)))
            })
        }
    }

    /// One walk through time, for all callers at once: the clock is shared.
    #[tokio::test]
    async fn two_hundred_callers_cause_one_refresh() {
        let counter = Arc::new(Counter::default());
        let refreshing = Arc::new(Refreshing {
            now: || at(NOW.load(Ordering::SeqCst)),
            ..Refreshing::new(counter.clone())
        });
        for (now, fails, ids, asked, why) in [
            (0, 0, "1", 1, "nothing is there at first"),
            (2_699, 0, "1", 1, "three quarters of an hour later they are fresh"),
            (2_700, 1, "1", 2, "the renewal fails, and the old ones are kept"),
            (2_709, 0, "1", 2, "it is left alone for a while"),
            (2_710, 0, "13", 3, "most don't wait for the renewal"),
            (2_711, 0, "3", 3, "and then they are new"),
            (9_999, 0, "4", 4, "at expiry all wait for one"),
            (99_999, 1, "", 5, "a failure with nothing left is everyone's, at once"),
            (99_999, 0, "6", 6, "and it passes"),
        ] {
            NOW.store(now, Ordering::SeqCst);
            counter.fails.store(fails, Ordering::SeqCst);
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
            assert_eq!(seen.into_iter().collect::<String>(), ids, "{why}");
            assert_eq!(counter.asked.load(Ordering::SeqCst), asked, "{why}");
        }
    }

    #[tokio::test]
    async fn a_dropped_refresh_is_taken_over() {
        let counter = Arc::new(Counter::default());
        let refreshing = Refreshing::new(counter.clone());
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
}
