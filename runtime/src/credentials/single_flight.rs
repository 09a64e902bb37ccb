//! Work that many ask for and one does.

use super::CredentialsError;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Handle, Id};

/// How long a caller waits for one of another runtime, which may sleep, or never run again.
const ELSEWHERE: Duration = Duration::from_secs(1);

/// Work that many ask for and one does. It is done by the caller whose turn it is: if that one is dropped, the next takes over.
#[derive(Debug, Default)]
pub(crate) struct SingleFlight {
    turn: tokio::sync::Mutex<()>,
    /// The runtime of the one whose turn it is.
    pilot: Mutex<Option<Id>>,
    failures: Mutex<(u64, Option<CredentialsError>)>,
    started: Arc<AtomicBool>,
}

/// Held by work that runs beside its callers.
pub(crate) struct Started(Arc<AtomicBool>);

impl Drop for Started {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl SingleFlight {
    /// Claims the work, to be done beside the caller. Nothing if somebody is at it.
    pub(crate) fn start(&self) -> Option<Started> {
        let is_at_it = self.turn.try_lock().is_err() || self.started.swap(true, Ordering::AcqRel);
        (!is_at_it).then(|| Started(self.started.clone()))
    }

    /// What is `ready`, or else what `work` gives. Whoever waited while it failed shares the failure, and makes no attempt of its own.
    pub(crate) async fn join<T>(
        &self,
        ready: impl Fn() -> Option<T>,
        work: impl Future<Output = Result<T, CredentialsError>>,
    ) -> Result<T, CredentialsError> {
        let before = lock(&self.failures).0;
        let here = Handle::try_current().ok().map(|runtime| runtime.id());
        let _turn = self.turn_of(here).await;
        if let Some(ready) = ready() {
            return Ok(ready);
        }
        if let (failures, Some(error)) = &*lock(&self.failures)
            && *failures > before
        {
            return Err(error.clone());
        }
        *lock(&self.pilot) = here;
        let done = work.await;
        if let Err(error) = &done {
            let mut failures = lock(&self.failures);
            failures.0 += 1;
            failures.1 = Some(error.clone());
        }
        done
    }

    /// Waits for the turn; but not long for somebody in another runtime, who may never end it.
    async fn turn_of(&self, here: Option<Id>) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        if let Ok(turn) = self.turn.try_lock() {
            return Some(turn);
        }
        let is_elsewhere = here.is_some() && *lock(&self.pilot) != here;
        if is_elsewhere {
            return tokio::time::timeout(ELSEWHERE, self.turn.lock()).await.ok();
        }
        Some(self.turn.lock().await)
    }
}

/// A panic elsewhere while the lock was held leaves nothing half done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
