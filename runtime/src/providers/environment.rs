//! What the providers see of the world: variables, and where the services are. Tests give them another world.

use crate::address::is_label;
use crate::credentials::{ClientContext, Lookup};
use crate::text::Excerpt;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Link-local address of the metadata service, the same on every instance.
pub(super) const METADATA: &str = "http://100.100.100.200";

#[derive(Clone)]
pub(super) struct Environment {
    lookup: Lookup,
    pub(super) sts_endpoint: Option<String>,
    pub(super) metadata_endpoint: String,
    pub(super) oauth_endpoint: Option<String>,
    /// The client that asks.
    pub(super) client: Arc<OnceLock<ClientContext>>,
}

impl Environment {
    pub(super) fn of_process() -> Self {
        Self::with(|name| std::env::var(name).ok())
    }

    pub(super) fn with(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            lookup: Arc::new(lookup),
            sts_endpoint: None,
            metadata_endpoint: METADATA.to_owned(),
            oauth_endpoint: None,
            client: Arc::default(),
        }
    }

    /// Value of a variable. An empty one counts as not set.
    pub(super) fn var(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    /// Whether a variable says `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.var(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// A file in the home directory.
    pub(super) fn at_home(&self, path: &str) -> Option<PathBuf> {
        let home = self.var("HOME").or_else(|| self.var("USERPROFILE")).map(PathBuf::from);
        Some(home.or_else(std::env::home_dir)?.join(path))
    }

    /// Endpoint of STS: as given, or of a region, or the central one.
    ///
    /// # Errors
    /// If the region is none: it becomes a part of the host's name.
    pub(super) fn sts(&self, region: Option<&str>, vpc: Option<bool>) -> Result<String, String> {
        if let Some(endpoint) = &self.sts_endpoint {
            return Ok(endpoint.clone());
        }
        let vpc = vpc.unwrap_or_else(|| self.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"));
        let of_region = |region: &str| format!("sts{}.{region}.aliyuncs.com", if vpc { "-vpc" } else { "" });
        let given = region.filter(|region| !region.is_empty()).map(str::to_owned);
        match given.or_else(|| self.var("ALIBABA_CLOUD_STS_REGION")) {
            None => Ok("sts.aliyuncs.com".to_owned()),
            Some(region) if is_label(&region) => Ok(of_region(&region)),
            Some(region) => Err(format!(
                "{:?} is not a region of STS: letters, digits and `-` only",
                Excerpt(&region)
            )),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_of_sts() {
        for (variables, region, vpc, expected) in [
            (&[][..], None, None, "sts.aliyuncs.com"),
            (&[], Some(""), Some(true), "sts.aliyuncs.com"),
            (&[], Some("cn-beijing"), None, "sts.cn-beijing.aliyuncs.com"),
            (&[], Some("cn-beijing"), Some(true), "sts-vpc.cn-beijing.aliyuncs.com"),
            (
                &[("ALIBABA_CLOUD_STS_REGION", "cn-hangzhou")],
                None,
                None,
                "sts.cn-hangzhou.aliyuncs.com",
            ),
            (
                &[
                    ("ALIBABA_CLOUD_STS_REGION", "cn-hangzhou"),
                    ("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "True"),
                ],
                None,
                None,
                "sts-vpc.cn-hangzhou.aliyuncs.com",
            ),
            (
                &[("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true")],
                Some("x"),
                Some(false),
                "sts.x.aliyuncs.com",
            ),
        ] {
            let world = Environment::with(|name| {
                let (_, value) = variables.iter().find(|(known, _)| *known == name)?;
                Some((*value).to_owned())
            });
            assert_eq!(world.sts(region, vpc).as_deref(), Ok(expected));
        }
        for region in ["127.0.0.1:9#", "a.b", "x/", "evil.com?"] {
            let world = Environment::with(move |_| Some(region.to_owned()));
            assert!(world.sts(None, None).is_err() && world.sts(Some(region), None).is_err());
        }
    }
}
