//! Credentials that expire: renewed in time, by one caller for all.

use super::{Credentials, CredentialsError, CredentialsFuture, CredentialsProvider};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// How long before they expire credentials are renewed; short-lived ones, when a quarter of their time is left.
const AHEAD: Duration = Duration::from_secs(15 * 60);
/// How long a failed renewal is left alone while the old credentials are still valid.
const PAUSE: Duration = Duration::from_secs(10);
/// Where temporary credentials come from.
pub(crate) trait Source: fmt::Debug + Send + Sync {
    /// What it is called in messages.
    fn place(&self) -> String;
    /// Asks for new ones; or says why there are none.
    fn fetch(&self) -> Fetch<'_>;
}

/// What [`Source::fetch`] returns.
pub(crate) type Fetch<'a> = Pin<Box<dyn Future<Output = Result<Credentials, String>> + Send + 'a>>;

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
            let fetched = self.source.fetch().await.and_then(|credentials| self.keep(credentials));
            fetched.map_err(|why| CredentialsError::not_found([format!("{} ({why})", self.source.place())]))
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

    /// Keeps new credentials, unless they are old ones, which must not replace others that are still valid.
    fn keep(&self, credentials: Credentials) -> Result<Credentials, String> {
        let now = (self.now)();
        let valid_until = credentials.expires_at();
        let renew_at = match valid_until.map(|at| at.duration_since(now)) {
            None => None,
            Some(Ok(left)) if !left.is_zero() => Some(now + left.saturating_sub(AHEAD.min(left / 4))),
            Some(_) => return Err("what it gives has expired already".to_owned()),
        };
        *self.kept() = Some(Kept {
            credentials: credentials.clone(),
            renew_at,
            valid_until,
        });
        Ok(credentials)
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

impl<S: Source> CredentialsProvider for Refreshing<S> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.get())
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
                        Ok(Credentials::new(number.to_string(), "s").with_expiration(expires_at))
                    }
                }
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
        for (now, lifetime, ids, asked, why) in [
            (0, 3600, "1", 1, "nothing is there at first"),
            (2_699, 3600, "1", 1, "three quarters of an hour later they are fresh"),
            (2_700, FAILS, "1", 2, "the renewal fails, and the old ones are kept"),
            (2_709, 3600, "1", 2, "it is left alone for a while"),
            (2_710, OLD, "1", 3, "others that have expired don't replace valid ones"),
            (2_720, 3600, "14", 4, "most don't wait for the renewal"),
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
            assert_eq!(seen.into_iter().collect::<String>(), ids, "{why}");
            assert_eq!(counter.asked.load(Ordering::SeqCst), asked, "{why}");
        }
    }

    #[tokio::test]
    async fn a_dropped_refresh_is_taken_over() {
        let counter = Arc::new(Counter::default());
        counter.lifetime.store(3600, Ordering::SeqCst);
        let refreshing = Refreshing {
            now: || at(0),
            ..Refreshing::new(counter.clone())
        };
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
