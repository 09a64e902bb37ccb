//! Where a service is.

use crate::config_error::ConfigError;
use crate::service::Service;
use http::HeaderValue;
use http::uri::{Authority, InvalidUriParts, Parts, PathAndQuery, Scheme, Uri};
use std::fmt;

/// Scheme and host of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) scheme: Scheme,
    /// Host, with the port if it is not the scheme's own.
    pub(crate) authority: Authority,
    /// The same as the `Host` header, for every request.
    pub(crate) host: HeaderValue,
}

impl Address {
    /// Where nothing can ever be: RFC 2606 reserves the name.
    pub(crate) fn of_nothing() -> Self {
        const HOST: &str = "mock.invalid";
        Self {
            scheme: Scheme::HTTPS,
            authority: Authority::from_static(HOST),
            host: HeaderValue::from_static(HOST),
        }
    }

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
        // The parser cuts it off without a word.
        if full.contains('#') {
            return Err(refuse("it must not have a fragment"));
        }
        let uri: Uri = full.parse().map_err(|_| refuse("it is not a host or an address"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(refuse("it has no host"));
        };
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(refuse("it needs a host, and no user"));
        }
        let has_port = authority.as_str().len() > authority.host().len();
        if has_port && authority.port_u16().is_none_or(|port| port == 0) {
            return Err(refuse("its port is not one"));
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
        let host = match authority.port_u16() {
            Some(port) if port != own_port => format!("{}:{port}", authority.host()),
            _ => authority.host().to_owned(),
        };
        match (Authority::try_from(host.as_str()), HeaderValue::try_from(host)) {
            (Ok(authority), Ok(host)) => Ok(Self {
                scheme: scheme.clone(),
                authority,
                host,
            }),
            _ => Err(refuse("it is not a host or an address")),
        }
    }
}

impl Address {
    /// Scheme and host of an address with any path.
    pub(crate) fn of_url(url: &str) -> Result<Self, ConfigError> {
        match url.parse::<Uri>().map(Uri::into_parts) {
            Ok(Parts {
                scheme: Some(scheme),
                authority: Some(authority),
                ..
            }) => Self::parse(&format!("{scheme}://{authority}"), false),
            _ => Self::parse(url, false),
        }
    }

    /// The address of a path there, for a request.
    pub(crate) fn with(&self, path: PathAndQuery) -> Result<Uri, InvalidUriParts> {
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Uri::from_parts(parts)
    }

    /// The address of a path there.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.authority)
    }
}

/// Whether a text can be part of a host name, as a region becomes one.
pub(crate) fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An endpoint as given. One with a user is refused later on, but its password is not shown before.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Endpoint(pub(crate) String);

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        without_user(&self.0).fmt(f)
    }
}

/// How the address of a service is found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EndpointResolver {
    /// Inside a VPC.
    pub(crate) vpc: bool,
    /// Whether an endpoint may be plain HTTP that is not on this machine.
    pub(crate) plain_http: bool,
}

impl EndpointResolver {
    /// Address of a service in a region, or at a given endpoint.
    pub(crate) fn address(
        self,
        service: &Service,
        region: Option<&str>,
        endpoint: Option<&Endpoint>,
    ) -> Result<Address, ConfigError> {
        if let Some(Endpoint(endpoint)) = endpoint {
            return Address::parse(endpoint, self.plain_http);
        }
        // A region becomes part of the host name: only what is a host label may get there.
        if let Some(region) = region.filter(|region| !is_label(region)) {
            return Err(ConfigError::Region {
                region: region.to_owned(),
            });
        }
        let endpoints = service.endpoints();
        let host = if self.vpc {
            region.and_then(|region| endpoints.vpc_host(region))
        } else {
            endpoints.host(region)
        };
        let host = host.ok_or_else(|| ConfigError::NoEndpoint {
            service: service.name(),
            region: region.map(str::to_owned),
        })?;
        Address::parse(&host, self.plain_http)
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
            ("https://kms.aliyuncs.com#x", Err("fragment")),
            ("kms.aliyuncs.com:443#@evil.com", Err("fragment")),
            ("kms.aliyuncs.com:99999", Err("port")),
            ("https://kms.aliyuncs.com:0", Err("port")),
            ("https://kms.aliyuncs.com:", Err("port")),
            ("http://[::1]:65536", Err("port")),
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
    fn regions() {
        use crate::endpoints::Endpoints;
        static SERVICE: Service = Service::new("kms", "2016-01-20", Endpoints::new().rule("kms.{region}.aliyuncs.com"));
        let vpc = EndpointResolver {
            vpc: true,
            ..EndpointResolver::default()
        };
        for (resolver, region, expected) in [
            (
                EndpointResolver::default(),
                Some("cn-beijing"),
                Ok("kms.cn-beijing.aliyuncs.com"),
            ),
            (vpc, Some("cn-beijing"), Ok("kms-vpc.cn-beijing.aliyuncs.com")),
            (vpc, None, Err("kms needs a region")),
            (EndpointResolver::default(), None, Err("kms needs a region")),
            (EndpointResolver::default(), Some(""), Err("not a region")),
            (EndpointResolver::default(), Some("x.evil.com/"), Err("not a region")),
        ] {
            match (resolver.address(&SERVICE, region, None), expected) {
                (Ok(address), Ok(host)) => assert_eq!(address.authority, host),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (got, _) => panic!("{region:?}: {got:?}"),
            }
        }
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
