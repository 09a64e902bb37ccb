//! Which proxy requests go through.

use super::TransportError;
use crate::address::is_loopback;
use crate::wire::encode_into;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use std::fmt;
use std::sync::Arc;

/// Which proxy requests go through. `Debug` does not show a password.
#[derive(Clone)]
pub struct Proxy {
    matcher: Option<Arc<Matcher>>,
    /// Hosts that are asked directly at one port only.
    by_port: Arc<[(u16, Matcher)]>,
    spares_loopback: bool,
    /// What is wrong with what was given.
    problem: Option<Arc<str>>,
}

impl Proxy {
    /// What `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` say, in lower or else in upper case, as curl reads them; but
    /// `HTTP_PROXY` only outside of CGI, where it is a header of the request. This machine itself is asked directly: its loopback
    /// address means another machine to a proxy.
    ///
    /// A misspelt address is an error when the client is made: requests must not go past a proxy.
    #[must_use]
    pub fn from_env() -> Self {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let is_cgi = lookup("REQUEST_METHOD").is_some();
        let variable = |lower: &str| {
            let upper = lower.to_ascii_uppercase();
            let names = [
                lower,
                if is_cgi && lower == "http_proxy" {
                    ""
                } else {
                    upper.as_str()
                },
            ];
            names.into_iter().filter(|name| !name.is_empty()).find_map(|name| {
                let value = lookup(name)?;
                (!value.trim().is_empty()).then(|| (name.to_owned(), value))
            })
        };
        let mut problem = None;
        let mut address = |lower: &str| -> String {
            let Some((name, value)) = variable(lower) else {
                return String::new();
            };
            normal(&value).unwrap_or_else(|what| {
                problem.get_or_insert_with(|| format!("{name}: {what}"));
                String::new()
            })
        };
        let (all, http, https) = (address("all_proxy"), address("http_proxy"), address("https_proxy"));
        let no = variable("no_proxy").map(|(_, value)| value).unwrap_or_default();
        let build = |no: String| {
            let builder = Matcher::builder().all(all.clone()).http(http.clone());
            builder.https(https.clone()).no(no).build()
        };
        Self {
            spares_loopback: true,
            problem: problem.map(Into::into),
            ..Self::of(&no, build)
        }
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub fn none() -> Self {
        Self {
            matcher: None,
            by_port: Arc::default(),
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

    /// One proxy for everything but some hosts, given as `NO_PROXY` has them: `localhost,.internal,*.test,10.0.0.0/8,host:8080`, or `*`
    /// for all.
    #[must_use]
    pub fn all_but(address: impl Into<String>, no_proxy: impl Into<String>) -> Self {
        let (address, problem) = match normal(&address.into()) {
            Ok(address) => (address, None),
            Err(problem) => (String::new(), Some(problem.into())),
        };
        Self {
            problem,
            ..Self::of(&no_proxy.into(), |no| Matcher::builder().all(address).no(no).build())
        }
    }

    fn of(no_proxy: &str, build: impl FnOnce(String) -> Matcher) -> Self {
        let exceptions = Exceptions::of(no_proxy);
        Self {
            matcher: Some(Arc::new(build(exceptions.anywhere))),
            by_port: exceptions.by_port.into(),
            spares_loopback: false,
            problem: None,
        }
    }

    /// Requests must not go past a proxy because its address is misspelt.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        self.problem.as_ref().map_or(Ok(()), |problem| {
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
        let usual = if address.scheme_str() == Some("http") { 80 } else { 443 };
        let port = address.port_u16().unwrap_or(usual);
        let mut of_port = self.by_port.iter().filter(|(known, _)| *known == port);
        if of_port.any(|(_, matcher)| matcher.intercept(address).is_none()) {
            return None;
        }
        self.matcher.as_ref()?.intercept(address)
    }
}

/// Hosts that are asked directly.
struct Exceptions {
    /// At every port.
    anywhere: String,
    /// At one port.
    by_port: Vec<(u16, Matcher)>,
}

impl Exceptions {
    fn of(no_proxy: &str) -> Self {
        let (mut anywhere, mut by_port) = (Vec::new(), Vec::new());
        let entries = no_proxy
            .split(|letter: char| letter == ',' || letter.is_whitespace())
            .filter(|entry| !entry.is_empty());
        for entry in entries {
            // The matcher takes a domain with its hosts, and `*` alone. A dot at the end only says that a name is whole.
            let host = |host: &str| match host.trim_end_matches('.').strip_prefix("*.") {
                Some(domain) => format!(".{domain}"),
                None => host.trim_matches(['[', ']']).trim_end_matches('.').to_owned(),
            };
            // The colons of a bare IPv6 address are not before a port.
            let split = entry
                .rsplit_once(':')
                .filter(|(host, _)| !host.contains(':') || host.ends_with(']'));
            match split.and_then(|(host, port)| Some((host, port.parse().ok()?))) {
                Some((name, port)) => {
                    // Whatever is not intercepted here is an exception.
                    let matcher = Matcher::builder().all("http://proxy.invalid").no(host(name)).build();
                    by_port.push((port, matcher));
                }
                None => anywhere.push(host(entry)),
            }
        }
        Self {
            anywhere: anywhere.join(","),
            by_port,
        }
    }
}

/// The address of a proxy as it is meant, with its user percent-encoded: a password may hold anything, `@` included.
///
/// # Errors
/// What is wrong with it. It may hold a password, so it is not repeated.
fn normal(address: &str) -> Result<String, &'static str> {
    let address = address.trim();
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let scheme = scheme.to_ascii_lowercase();
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    if !scheme.bytes().all(is_scheme) || rest.is_empty() {
        return Err("its address is not one");
    }
    if !matches!(scheme.as_str(), "http" | "https" | "socks5" | "socks5h") {
        return Err("its scheme is not http, https, socks5 or socks5h");
    }
    let (user, place) = match rest.rsplit_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, rest),
    };
    let place = place.trim_end_matches('/');
    let bare: http::Uri = format!("{scheme}://{place}")
        .parse()
        .map_err(|_| "its address is not one")?;
    let authority = bare.authority().ok_or("its address has no host")?;
    if authority.host().is_empty() {
        return Err("its address has no host");
    }
    if authority.as_str() != place
        || authority.as_str().len() > authority.host().len() && authority.port_u16().is_none()
    {
        return Err("its address is more than a host and a port");
    }
    let Some(user) = user else {
        return Ok(format!("{scheme}://{place}"));
    };
    let (name, password) = user
        .split_once(':')
        .map_or((user, None), |(name, password)| (name, Some(password)));
    let mut full = format!("{scheme}://");
    encode_rest(name, &mut full);
    if let Some(password) = password {
        full.push(':');
        encode_rest(password, &mut full);
    }
    full.push('@');
    full.push_str(place);
    Ok(full)
}

/// Percent-encodes what is not encoded yet.
fn encode_rest(text: &str, encoded: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        encode_into(before, encoded);
        let is_encoded = after
            .get(..2)
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        encoded.push_str(if is_encoded { "%" } else { "%25" });
        rest = after;
    }
    encode_into(rest, encoded);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(proxy: &Proxy, address: &str) -> String {
        let intercept = proxy.of_address(&address.parse().unwrap());
        intercept.map_or("direct".to_owned(), |intercept| intercept.uri().to_string())
    }

    #[test]
    fn addresses() {
        for (address, expected) in [
            ("proxy:3128", Ok("http://proxy:3128")),
            (" HTTP://proxy:3128/ ", Ok("http://proxy:3128")),
            ("socks5h://[::1]:1080", Ok("socks5h://[::1]:1080")),
            ("http://user:p@ss@proxy", Ok("http://user:p%40ss@proxy")),
            ("http://user:p%40s%zs%@proxy", Ok("http://user:p%40s%25zs%25@proxy")),
            ("http://user:p/?#:ss@proxy:1", Ok("http://user:p%2F%3F%23%3Ass@proxy:1")),
            ("https://user@proxy", Ok("https://user@proxy")),
            ("htp://127.0.0.1:1", Err("scheme")),
            ("http://127.0.0.1 :1", Err("not one")),
            ("http://proxy:99999", Err("")),
            ("http://proxy/path", Err("more than")),
            ("http://", Err("")),
            ("user:pass@", Err("")),
        ] {
            match (normal(address), expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected),
                (Err(problem), Err(part)) => assert!(problem.contains(part), "{address}: {problem}"),
                (got, _) => panic!("{address}: {got:?}"),
            }
        }
    }

    #[test]
    fn exceptions() {
        for (no_proxy, address, spared) in [
            ("kms.test", "https://kms.test", true),
            ("kms.test", "https://a.kms.test:8443", true),
            ("kms.test", "https://akms.test", false),
            (".test, other", "https://kms.test", true),
            ("*.test", "https://a.kms.test", true),
            ("*.test", "https://kms.example", false),
            ("*", "https://kms.example", true),
            ("kms.test:8443", "https://kms.test:8443", true),
            ("kms.test:8443", "https://kms.test", false),
            ("kms.test:443", "https://kms.test", true),
            ("kms.test:80 a", "http://kms.test", true),
            ("*.test:443", "https://kms.test", true),
            ("10.0.0.0/8", "https://10.1.2.3", true),
            ("10.0.0.0/8", "https://11.1.2.3", false),
            ("::1", "http://[::1]:80", true),
            ("[::1]:8080", "http://[::1]:8080", true),
            ("[::1]:8080", "http://[::1]:8081", false),
            ("127.0.0.1:1", "http://127.0.0.1:2", false),
            ("10.0.0.0/8", "https://10.example", false),
            ("10.1.2.77/24", "https://10.1.2.3", true),
            ("10.0.0.0/33", "https://10.0.0.0", false),
            ("10.1.2.3", "https://10.1.2.3:8443", true),
            ("10.1.2.3:8443", "https://10.1.2.3", false),
            ("10.0.0.0/8:8443", "https://10.1.2.3:8443", true),
            ("fd00::/8", "https://[fd00::1]", true),
            ("[fd00::1]", "https://[fd00::1]", true),
            ("fd00::/8", "https://[fe80::1]", false),
            ("KMS.Test", "https://kms.test", true),
            ("kms.test", "https://KMS.Test", true),
            ("kms.test.", "https://kms.test", true),
            ("*:8443", "https://kms.test:8443", true),
            ("*:8443", "https://kms.test", false),
            ("kms.test\nb.test", "https://b.test", true),
            ("", "https://kms.test", false),
        ] {
            let proxy = Proxy::all_but("http://proxy:3128", no_proxy);
            let expected = if spared { "direct" } else { "http://proxy:3128/" };
            assert_eq!(decided(&proxy, address), expected, "{no_proxy:?} {address}");
        }
    }

    #[test]
    fn the_environment() {
        type Variables = &'static [(&'static str, &'static str)];
        let proxy = |variables: Variables| {
            Proxy::from_variables(|name| {
                let (_, value) = variables.iter().find(|(known, _)| *known == name)?;
                Some((*value).to_owned())
            })
        };
        for (variables, address, expected) in [
            (&[][..], "https://kms.test", "direct"),
            (&[("HTTPS_PROXY", "a:1")], "https://kms.test", "http://a:1/"),
            (&[("HTTPS_PROXY", "a:1")], "http://kms.test", "direct"),
            (
                &[("HTTPS_PROXY", "a:1"), ("https_proxy", "b:2")],
                "https://kms.test",
                "http://b:2/",
            ),
            (
                &[("HTTPS_PROXY", "a:1"), ("https_proxy", "")],
                "https://kms.test",
                "http://a:1/",
            ),
            (
                &[("ALL_PROXY", "a:1"), ("http_proxy", "b:2")],
                "http://kms.test",
                "http://b:2/",
            ),
            (
                &[("ALL_PROXY", "a:1"), ("http_proxy", "b:2")],
                "https://kms.test",
                "http://a:1/",
            ),
            (
                &[("all_proxy", "a:1"), ("NO_PROXY", "kms.test")],
                "https://kms.test",
                "direct",
            ),
            (&[("ALL_PROXY", "a:1")], "http://127.0.0.2:80", "direct"),
            (
                &[("HTTP_PROXY", "a:1"), ("REQUEST_METHOD", "GET")],
                "http://kms.test",
                "direct",
            ),
            (
                &[("http_proxy", "a:1"), ("REQUEST_METHOD", "GET")],
                "http://kms.test",
                "http://a:1/",
            ),
        ] {
            assert_eq!(decided(&proxy(variables), address), expected, "{variables:?} {address}");
            assert!(proxy(variables).check().is_ok());
        }
        for variables in [
            &[("HTTPS_PROXY", "htp://user:hidden@a:1")][..],
            &[("HTTPS_PROXY", "http://hidden@127.0.0.1 :1")],
            &[("HTTPS_PROXY", "http://a"), ("all_proxy", "http://a:hidden")],
        ] {
            let error = proxy(variables).check().unwrap_err().to_string();
            let (name, _) = variables[variables.len() - 1];
            assert!(error.contains(name) && !error.contains("hidden"), "{error}");
        }
    }
}
