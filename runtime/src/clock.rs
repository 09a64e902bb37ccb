//! The time as the service has it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// A refused date this near to the service's own was refused for another reason than the clock's.
const NEAR: u64 = 5_000;

/// The local clock, corrected by what the service's says.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// What to add to the local time, in milliseconds.
    ahead: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        shifted(SystemTime::now(), self.ahead.load(Ordering::Relaxed))
    }

    /// Learns the service's time. True if it is so far from ours that this was why it refused a date.
    pub(crate) fn learn(&self, theirs: SystemTime) -> bool {
        let ours = SystemTime::now();
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let ahead = match theirs.duration_since(ours) {
            Ok(ahead) => millis(ahead),
            Err(behind) => -millis(behind.duration()),
        };
        let before = self.ahead.swap(ahead, Ordering::Relaxed);
        ahead.abs_diff(before) > NEAR
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
