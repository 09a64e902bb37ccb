//! Which proxy requests go through.

use super::TransportError;
use crate::address::is_loopback;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use std::fmt;
use std::sync::Arc;

/// Which proxy requests go through. `Debug` does not show a password.
#[derive(Clone)]
pub struct Proxy {
    matcher: Option<Arc<Matcher>>,
    spares_loopback: bool,
    /// What is wrong with the address that was given.
    problem: Option<&'static str>,
}

impl Proxy {
    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, upper or lower case, as curl reads them. This machine itself is
    /// asked directly: its loopback address means another machine to a proxy.
    #[must_use]
    pub fn from_env() -> Self {
        Self {
            spares_loopback: true,
            ..Self::of(Matcher::from_env())
        }
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            matcher: None,
            spares_loopback: false,
            problem: None,
        }
    }

    /// One proxy for everything: `http://[user:password@]host:port`, or `https://` (TLS to the proxy itself), `socks5://` or `socks5h://`
    /// (which looks names up) in its place. An address that is none of these is an error when the client is made.
    #[must_use]
    pub fn all(address: impl Into<String>) -> Self {
        Self::all_but(address, "")
    }

    /// One proxy for everything but some hosts, given as `NO_PROXY` has them: `localhost,.internal,10.0.0.0/8`.
    #[must_use]
    pub fn all_but(address: impl Into<String>, no_proxy: impl Into<String>) -> Self {
        let address = address.into();
        let problem = problem(&address);
        Self {
            problem,
            ..Self::of(Matcher::builder().all(address).no(no_proxy.into()).build())
        }
    }

    fn of(matcher: Matcher) -> Self {
        Self {
            matcher: Some(Arc::new(matcher)),
            spares_loopback: false,
            problem: None,
        }
    }

    /// Requests must not go past a proxy because its address is misspelt.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        self.problem.map_or(Ok(()), |problem| {
            Err(TransportError::NotSent {
                message: format!("the proxy can't be used: {problem}"),
                source: None,
            })
        })
    }

    /// The proxy for an address, if it goes through one.
    pub(super) fn of_address(&self, address: &http::Uri) -> Option<Intercept> {
        if self.spares_loopback && address.host().is_some_and(is_loopback) {
            return None;
        }
        self.matcher.as_ref()?.intercept(address)
    }
}

/// What is wrong with the address of a proxy. It may hold a password, so it is not repeated.
fn problem(address: &str) -> Option<&'static str> {
    let full = if address.contains("://") {
        address.to_owned()
    } else {
        format!("http://{address}")
    };
    match full.parse::<http::Uri>() {
        Ok(uri) if uri.host().is_none_or(str::is_empty) => Some("its address has no host"),
        Ok(uri) if !matches!(uri.scheme_str(), Some("http" | "https" | "socks5" | "socks5h")) => {
            Some("its scheme is not http, https, socks5 or socks5h")
        }
        Ok(_) => None,
        Err(_) => Some("its address is not one"),
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
