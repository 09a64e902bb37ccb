//! When a call is tried again, and after how long.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// When a call is tried again: exponential backoff with full jitter.
///
/// Tried again are calls that were throttled, calls that were never sent because there was no connection, calls on whose token an
/// earlier attempt is still at work, and, where repeating does no harm, calls that ended in HTTP 500, 502, 503 or 504, in a code that
/// says that it passes (`ServiceUnavailable`, or documented as such), in a broken connection or in a timeout of one attempt. Every
/// attempt is signed anew. A `Retry-After` or `x-acs-retry-after` of the service is honoured. An attempt that can't begin before the
/// call's time is over is not waited for.
///
/// A request that was signed with a wrong date, or with a session that is over, is put right and tried again at once, if the policy
/// allows a second attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a call is tried at most, the first time included; 1 means no repetition.
    pub max_attempts: u32,
    /// Longest wait before the second attempt; it doubles with each further one. The wait is drawn evenly between zero and this.
    pub base_delay: Duration,
    /// What the longest wait grows to at most.
    pub max_delay: Duration,
}

impl RetryPolicy {
    /// Five attempts; waits of up to 0.1, 0.2, 0.4 and 0.8 seconds between them.
    pub const STANDARD: Self = Self {
        max_attempts: 5,
        base_delay: Duration::from_millis(100),
        max_delay: Duration::from_secs(10),
    };

    /// One request, whatever happens.
    pub const NEVER: Self = Self {
        max_attempts: 1,
        ..Self::STANDARD
    };

    /// Another number of attempts.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Another longest wait before the second attempt.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Another bound of the longest wait.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// What to wait longer after a number of attempts while the service is still at work on an earlier one: there is no point in asking
    /// again at once.
    pub(crate) fn while_in_progress(&self, attempts: usize) -> Duration {
        let times = u32::try_from(attempts).unwrap_or(u32::MAX).saturating_mul(5);
        self.base_delay.saturating_mul(times).min(self.max_delay).min(CENTURY)
    }

    /// Wait after a number of attempts, of which the last one asked for `retry_after`. `jitter` is even between 0 and 1.
    pub(crate) fn delay(&self, attempts: usize, retry_after: Option<Duration>, jitter: f64) -> Duration {
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(31);
        let longest = self
            .base_delay
            .saturating_mul(1 << doublings)
            .min(self.max_delay)
            .min(CENTURY);
        // On top of what the service asks for, so that its clients don't all come back at once.
        retry_after.unwrap_or_default().saturating_add(longest.mul_f64(jitter))
    }
}

/// Longer waits can't be told from these, and arithmetic on them overflows.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// How many further attempts all calls of a client may make together, so that a service in trouble is not asked several times as often
/// as usual. Each further attempt takes one from the budget; each answered call gives a fifth of one back.
///
/// Clones share one budget, so several clients can be given the same.
#[derive(Clone)]
pub struct RetryBudget {
    /// In fifths of an attempt; nothing means no limit.
    left: Option<Arc<AtomicU32>>,
    capacity: u32,
}

/// Fifths in an attempt.
const ATTEMPT: u32 = 5;

impl RetryBudget {
    /// Budget of so many attempts, and full.
    #[must_use]
    pub fn new(attempts: u32) -> Self {
        let capacity = attempts.saturating_mul(ATTEMPT);
        Self {
            left: Some(Arc::new(AtomicU32::new(capacity))),
            capacity,
        }
    }

    /// No limit.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self {
            left: None,
            capacity: 0,
        }
    }

    /// Further attempts that are left; nothing means no limit.
    #[must_use]
    pub fn left(&self) -> Option<u32> {
        self.left.as_ref().map(|left| left.load(Ordering::Relaxed) / ATTEMPT)
    }

    pub(crate) fn take(&self) -> bool {
        self.left.as_ref().is_none_or(|left| {
            let take = |fifths: u32| fifths.checked_sub(ATTEMPT);
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
        })
    }

    pub(crate) fn answered(&self) {
        let Some(left) = &self.left else { return };
        // Mostly it is full, and then there is nothing to write.
        let give = |fifths: u32| (fifths < self.capacity).then(|| fifths + 1);
        let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }
}

impl Default for RetryBudget {
    /// 100 further attempts.
    fn default() -> Self {
        Self::new(100)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget").field("left", &self.left()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays() {
        let policy = RetryPolicy::STANDARD.max_delay(Duration::from_secs(1));
        let seconds = Duration::from_secs;
        for (attempts, retry_after, jitter, expected) in [
            (1, None, 1.0, Duration::from_millis(100)),
            (1, None, 0.0, Duration::ZERO),
            (2, None, 0.5, Duration::from_millis(100)),
            (4, None, 1.0, Duration::from_millis(800)),
            (5, None, 1.0, seconds(1)),
            (usize::MAX, None, 1.0, seconds(1)),
            (1, Some(seconds(7)), 0.0, seconds(7)),
            (5, Some(seconds(7)), 1.0, seconds(8)),
        ] {
            assert_eq!(
                policy.delay(attempts, retry_after, jitter),
                expected,
                "{attempts} {retry_after:?} {jitter}"
            );
        }
        let forever = policy.base_delay(Duration::MAX).max_delay(Duration::MAX);
        assert_eq!(forever.delay(9, Some(Duration::MAX), 1.0), Duration::MAX);
        assert_eq!(forever.delay(9, None, 1.0), CENTURY);
    }

    #[test]
    fn a_budget_runs_out_and_fills_up() {
        let budget = RetryBudget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        (0..4).for_each(|_| budget.answered());
        assert!(!budget.take(), "four fifths are not enough");
        budget.answered();
        assert!(budget.clone().take() && !budget.take(), "clones share it");
        (0..100).for_each(|_| budget.answered());
        assert_eq!(budget.left(), Some(2), "no more than full");
        assert!(RetryBudget::unlimited().take());
    }
}
