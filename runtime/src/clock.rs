//! The time as the service has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// A refused date this near to the service's own was refused for another reason than the clock's.
const NEAR: u64 = 5_000;

/// The local clock, corrected by what the service's says. Clones share the correction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// What to add to the local time, in milliseconds.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        self.correct(SystemTime::now())
    }

    /// A local time, corrected.
    pub(crate) fn correct(&self, ours: SystemTime) -> SystemTime {
        shifted(ours, self.ahead.load(Ordering::Relaxed))
    }

    /// Learns the service's time from its refusal of a request that was signed at a time. True if that was so far from the service's
    /// that it was why: what other calls have taught the clock meanwhile does not matter.
    pub(crate) fn learn(&self, theirs: SystemTime, signed_at: SystemTime) -> bool {
        let is_far = difference(theirs, signed_at).unsigned_abs() > NEAR;
        if is_far {
            self.ahead
                .store(difference(theirs, SystemTime::now()), Ordering::Relaxed);
        }
        is_far
    }
}

/// How far a time is ahead of another, in milliseconds.
fn difference(time: SystemTime, other: SystemTime) -> i64 {
    let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match time.duration_since(other) {
        Ok(ahead) => millis(ahead),
        Err(behind) => -millis(behind.duration()),
    }
}

fn shifted(time: SystemTime, millis: i64) -> SystemTime {
    let by = Duration::from_millis(millis.unsigned_abs());
    let shifted = if millis < 0 {
        time.checked_sub(by)
    } else {
        time.checked_add(by)
    };
    shifted.unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requests that were signed before the first refusal came are refused after it.
    #[test]
    fn what_counts_is_the_time_of_signing() {
        let (clock, now) = (Clock::default(), SystemTime::now());
        let theirs = now - Duration::from_secs(3600);
        assert!(clock.learn(theirs, now));
        assert!(clock.clone().learn(theirs, now), "signed before it was learnt");
        assert!(
            !clock.learn(theirs, clock.now()),
            "signed after, and refused for another reason"
        );
        let left = difference(theirs, clock.now()).unsigned_abs();
        assert!(left < NEAR, "{left}");
    }
}
