//! Which proxy requests go through.

use hyper_util::client::proxy::matcher::Matcher;
use std::fmt;
use std::sync::Arc;

/// Which proxy requests go through. `Debug` does not show a password.
#[derive(Clone)]
pub struct Proxy {
    matcher: Option<Arc<Matcher>>,
}

impl Proxy {
    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, upper or lower case, as curl reads them.
    #[must_use]
    pub fn from_env() -> Self {
        Self::of(Matcher::from_env())
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub const fn none() -> Self {
        Self { matcher: None }
    }

    /// One proxy for everything: `http://[user:password@]host:port`, or `socks5://` in its place.
    #[must_use]
    pub fn all(address: impl Into<String>) -> Self {
        Self::of(Matcher::builder().all(address.into()).build())
    }

    /// One proxy for everything but some hosts, given as `NO_PROXY` has them: `localhost,.internal,10.0.0.0/8`.
    #[must_use]
    pub fn all_but(address: impl Into<String>, no_proxy: impl Into<String>) -> Self {
        Self::of(Matcher::builder().all(address.into()).no(no_proxy.into()).build())
    }

    fn of(matcher: Matcher) -> Self {
        Self {
            matcher: Some(Arc::new(matcher)),
        }
    }

    pub(super) fn matcher(&self) -> Option<&Arc<Matcher>> {
        self.matcher.as_ref()
    }
}

impl Default for Proxy {
    fn default() -> Self {
        Self::from_env()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `Matcher` splits user and password off when it parses an address, and leaves them out of its own `Debug`.
        match &self.matcher {
            Some(matcher) => matcher.fmt(f),
            None => f.write_str("no proxy"),
        }
    }
}
