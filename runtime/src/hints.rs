//! What the head of a response says about trying again.

use http::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// No clock is that wrong (2170), and much later times can't be written any more.
const FAR: Duration = Duration::from_secs(200 * 365 * 24 * 3600);

/// How long to wait, in milliseconds.
const ACS_RETRY_AFTER: HeaderName = HeaderName::from_static("x-acs-retry-after");

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// Time by the service's clock.
    pub(crate) date: Option<SystemTime>,
    /// How long to wait before another attempt.
    pub(crate) retry_after: Option<Duration>,
}

impl Hints {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
        let date = text(DATE)
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .filter(|date| *date < SystemTime::UNIX_EPOCH + FAR);
        // The services' own header is more exact.
        let millis = text(ACS_RETRY_AFTER).and_then(|millis| millis.parse().ok());
        let retry_after = millis.map(Duration::from_millis).or_else(|| {
            let after = text(RETRY_AFTER)?;
            if let Ok(seconds) = after.parse() {
                return Some(Duration::from_secs(seconds));
            }
            let until = httpdate::parse_http_date(after).ok()?;
            // By the service's own clock, which need not be ours.
            Some(
                until
                    .duration_since(date.unwrap_or_else(SystemTime::now))
                    .unwrap_or_default(),
            )
        });
        Self { date, retry_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after() {
        let date = Some("Tue, 24 Nov 2026 03:00:00 GMT");
        for (date, after, millis, expected) in [
            (None, "3", "", Some(3000)),
            (date, " 3 ", "", Some(3000)),
            (date, "Tue, 24 Nov 2026 03:00:09 GMT", "", Some(9000)),
            (date, "Tue, 24 Nov 2026 02:00:00 GMT", "", Some(0)),
            (date, "soon", "", None),
            (date, "-1", "", None),
            (None, "9", "1500", Some(1500)),
            (None, "9", "soon", Some(9000)),
            (None, "", "250", Some(250)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, after.parse().unwrap());
            headers.insert(ACS_RETRY_AFTER, millis.parse().unwrap());
            if let Some(date) = date {
                headers.insert(DATE, date.parse().unwrap());
            }
            let expected = expected.map(Duration::from_millis);
            assert_eq!(Hints::of(&headers).retry_after, expected, "{after} {millis}");
        }
        let headers = HeaderMap::from_iter([(DATE, "Fri, 31 Dec 9999 23:59:59 GMT".parse().unwrap())]);
        assert_eq!(Hints::of(&headers).date, None);
    }
}
