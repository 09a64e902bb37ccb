//! Times as parameters take them.

use humantime::format_rfc3339_millis;
use std::fmt;
use std::time::SystemTime;

/// A time, in the forms that the documentation shows. Parameters of times are texts; which form one takes stands with it.
///
/// ```
/// use alibabacloud_runtime::UtcTime;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let time = UtcTime::from(UNIX_EPOCH + Duration::from_millis(1_571_000_000_500));
/// assert_eq!(time.to_string(), "2019-10-13T20:53:20Z");
/// assert_eq!(time.minutes(), "2019-10-13T20:53Z");
/// assert_eq!(time.plain(), "2019-10-13 20:53:20");
/// assert_eq!(time.date(), "2019-10-13");
/// assert_eq!(time.unix_millis(), 1_571_000_000_500);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime(SystemTime);

impl UtcTime {
    /// Now, by the clock of this machine.
    #[must_use]
    pub fn now() -> Self {
        Self(SystemTime::now())
    }

    /// `2019-10-13T20:53:20Z`, which [`Display`](fmt::Display) gives as well.
    #[must_use]
    pub fn seconds(self) -> String {
        self.part(19) + "Z"
    }

    /// `2019-10-13T20:53Z`.
    #[must_use]
    pub fn minutes(self) -> String {
        self.part(16) + "Z"
    }

    /// `2019-10-13 20:53:20`, in UTC.
    #[must_use]
    pub fn plain(self) -> String {
        self.part(19).replacen('T', " ", 1)
    }

    /// `2019-10-13`.
    #[must_use]
    pub fn date(self) -> String {
        self.part(10)
    }

    /// Milliseconds since 1970; negative before.
    #[must_use]
    pub fn unix_millis(self) -> i64 {
        let millis = |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        match self.0.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => millis(after),
            Err(before) => -millis(before.duration()),
        }
    }

    /// The beginning of `2019-10-13T20:53:20.500Z`. Times before 1970, which no parameter takes, count as 1970.
    fn part(self, length: usize) -> String {
        let text = format_rfc3339_millis(self.0.max(SystemTime::UNIX_EPOCH)).to_string();
        text.get(..length).unwrap_or(&text).to_owned()
    }
}

impl From<SystemTime> for UtcTime {
    fn from(time: SystemTime) -> Self {
        Self(time)
    }
}

impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.seconds())
    }
}
