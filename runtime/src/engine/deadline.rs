//! How much time a call has left.

use std::future::Future;
use std::time::Duration;
use tokio::time::Instant;

/// When a call has to be over.
pub(super) struct Deadline {
    start: Instant,
    limit: Duration,
    /// Without a Tokio runtime, as mocks may be used, nothing can be waited for.
    pub(super) has_timer: bool,
}

impl Deadline {
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            start: Instant::now(),
            limit,
            has_timer: tokio::runtime::Handle::try_current().is_ok(),
        }
    }

    pub(super) fn left(&self) -> Duration {
        self.left_at(Instant::now())
    }

    pub(super) fn left_at(&self, moment: Instant) -> Duration {
        self.limit.saturating_sub(moment.duration_since(self.start))
    }

    /// Gives a future that starts at a moment the time that is left then, but no more than `limit`.
    ///
    /// # Errors
    /// The limit that was not kept.
    pub(super) async fn within<T>(
        &self,
        start: Instant,
        limit: Duration,
        future: impl Future<Output = T>,
    ) -> Result<T, Duration> {
        let left = self.left_at(start);
        match start.checked_add(limit.min(left)) {
            Some(deadline) if self.has_timer => {
                let told = if limit < left { limit } else { self.limit };
                let timed = tokio::time::timeout_at(deadline, future).await;
                timed.map_err(|_| told)
            }
            // Nothing can be waited for, or it would be for ever.
            _ => Ok(future.await),
        }
    }
}
