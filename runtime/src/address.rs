//! Where a service is.

use crate::config_error::ConfigError;

/// Scheme and host of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) scheme: http::uri::Scheme,
    /// Host, with the port if it is not the scheme's own; goes into the `Host` header as it is.
    pub(crate) authority: String,
}

impl Address {
    pub(crate) fn parse(endpoint: &str, plain_http: bool) -> Result<Self, ConfigError> {
        let refuse = |problem| ConfigError::Endpoint {
            endpoint: without_user(endpoint),
            problem,
        };
        let full = if endpoint.contains("://") {
            endpoint.to_owned()
        } else {
            format!("https://{endpoint}")
        };
        let uri: http::Uri = full.parse().map_err(|_| refuse("it is not a host or an address"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(refuse("it has no host"));
        };
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(refuse("it needs a host, and no user"));
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(refuse("it must not have a path or a query"));
        }
        let own_port = match scheme.as_str() {
            "https" => 443,
            "http" if plain_http || is_loopback(authority.host()) => 80,
            "http" => {
                return Err(refuse(
                    "plain HTTP is for this machine only, unless allowed by `allow_plain_http`",
                ));
            }
            _ => return Err(refuse("its scheme is not http or https")),
        };
        let authority = match authority.port_u16() {
            Some(port) if port != own_port => format!("{}:{port}", authority.host()),
            _ => authority.host().to_owned(),
        };
        Ok(Self {
            scheme: scheme.clone(),
            authority,
        })
    }
}

impl Address {
    /// Scheme and host of an address with any path.
    pub(crate) fn of_url(url: &str) -> Result<Self, ConfigError> {
        match url.parse::<http::Uri>().map(http::Uri::into_parts) {
            Ok(http::uri::Parts {
                scheme: Some(scheme),
                authority: Some(authority),
                ..
            }) => Self::parse(&format!("{scheme}://{authority}"), false),
            _ => Self::parse(url, false),
        }
    }

    /// The address of a path there.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.authority)
    }
}

/// An address as it may be shown: without a user, who may have a password.
pub(crate) fn without_user(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").map_or(("", address), |(_, rest)| {
        (address.strip_suffix(rest).unwrap_or_default(), rest)
    });
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match host.rsplit_once('@') {
        Some((user, _)) => format!("{scheme}***{}", rest.strip_prefix(user).unwrap_or_default()),
        None => address.to_owned(),
    }
}

/// Whether a host is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints() {
        for (endpoint, expected) in [
            ("kms.cn-beijing.aliyuncs.com", Ok("https kms.cn-beijing.aliyuncs.com")),
            ("https://kms.aliyuncs.com:443/", Ok("https kms.aliyuncs.com")),
            ("https://kms.aliyuncs.com:8443", Ok("https kms.aliyuncs.com:8443")),
            ("http://127.0.0.1:8080", Ok("http 127.0.0.1:8080")),
            ("http://[::1]:8080", Ok("http [::1]:8080")),
            ("http://localhost", Ok("http localhost")),
            ("http://kms.aliyuncs.com", Err("plain HTTP")),
            ("http://127.0.0.1.example.com", Err("plain HTTP")),
            ("ftp://kms.aliyuncs.com", Err("scheme")),
            ("https://user@kms.aliyuncs.com", Err("no user")),
            ("https://kms.aliyuncs.com/path", Err("path")),
            ("https://kms.aliyuncs.com?x=1", Err("query")),
            ("", Err("not a host")),
            ("a b", Err("not a host")),
        ] {
            match (Address::parse(endpoint, false), expected) {
                (Ok(address), Ok(text)) => assert_eq!(format!("{} {}", address.scheme, address.authority), text),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{endpoint}: {error}"),
                (got, _) => panic!("{endpoint}: {got:?}"),
            }
        }
        assert!(Address::parse("http://kms.aliyuncs.com", true).is_ok());
    }

    #[test]
    fn users_are_not_shown() {
        for (address, shown) in [
            ("https://user:password@host:1/a@b?c@d", "https://***@host:1/a@b?c@d"),
            ("user@host", "***@host"),
            ("https://a@b@host", "https://***@host"),
            ("https://host/a@b", "https://host/a@b"),
            ("host", "host"),
            ("", ""),
        ] {
            assert_eq!(without_user(address), shown);
        }
    }
}
