//! The hosts of a service.

/// Where a service can be reached. A host is looked for in this order: the region's own entry, the rule, the central host.
#[derive(Debug, Clone, Copy)]
pub struct Endpoints {
    rule: Option<&'static str>,
    regions: &'static [(&'static str, &'static str)],
    central: Option<&'static str>,
    vpc_rule: Option<&'static str>,
    vpc_regions: &'static [(&'static str, &'static str)],
}

impl Endpoints {
    /// No endpoint at all; add some with the other functions.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rule: None,
            regions: &[],
            central: None,
            vpc_rule: None,
            vpc_regions: &[],
        }
    }

    /// Host of any region, with `{region}` standing for its id: `multimediaai.{region}.aliyuncs.com`.
    #[must_use]
    pub const fn rule(mut self, host: &'static str) -> Self {
        self.rule = Some(host);
        self
    }

    /// Hosts of single regions, as pairs of region id and host. They win over the rule.
    #[must_use]
    pub const fn regions(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.regions = hosts;
        self
    }

    /// Host for every region that nothing else covers, and for clients without a region.
    #[must_use]
    pub const fn central(mut self, host: &'static str) -> Self {
        self.central = Some(host);
        self
    }

    /// Host of any region inside a VPC, where it is not the public one with `-vpc` behind its first label.
    #[must_use]
    pub const fn vpc_rule(mut self, host: &'static str) -> Self {
        self.vpc_rule = Some(host);
        self
    }

    /// Hosts of single regions inside a VPC, as pairs of region id and host. They win over the rule.
    #[must_use]
    pub const fn vpc_regions(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.vpc_regions = hosts;
        self
    }

    /// Host for a region that is reached from inside a VPC, if there is one: the region's own entry, the VPC rule, or the public rule
    /// (`kms.{region}.aliyuncs.com`) made into `kms-vpc.{region}.aliyuncs.com`. A central host has none.
    #[must_use]
    pub fn vpc_host(&self, region: &str) -> Option<String> {
        let own = self.vpc_regions.iter().find(|(id, _)| *id == region);
        if let Some((_, host)) = own {
            return Some((*host).to_owned());
        }
        let rule = self.vpc_rule.map(str::to_owned).or_else(|| {
            let (product, domain) = self.rule?.split_once('.')?;
            Some(format!("{product}-vpc.{domain}"))
        })?;
        Some(rule.replace("{region}", region))
    }

    /// Public host for a region, if there is one.
    #[must_use]
    pub fn host(&self, region: Option<&str>) -> Option<String> {
        let of_region = region.and_then(|region| {
            let own = self
                .regions
                .iter()
                .find(|(id, _)| *id == region)
                .map(|(_, host)| (*host).to_owned());
            own.or_else(|| self.rule.map(|rule| rule.replace("{region}", region)))
        });
        of_region.or_else(|| self.central.map(str::to_owned))
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        let both = Endpoints::new()
            .rule("ecs.{region}.aliyuncs.com")
            .regions(&[("cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")])
            .central("ecs.aliyuncs.com");
        let rule = Endpoints::new().rule("kms.{region}.aliyuncs.com");
        let central = Endpoints::new().central("ram.aliyuncs.com");
        for (endpoints, region, host) in [
            (both, Some("cn-hangzhou"), Some("ecs-cn-hangzhou.aliyuncs.com")),
            (both, Some("cn-beijing"), Some("ecs.cn-beijing.aliyuncs.com")),
            (both, None, Some("ecs.aliyuncs.com")),
            (rule, Some("cn-beijing"), Some("kms.cn-beijing.aliyuncs.com")),
            (rule, None, None),
            (central, Some("cn-beijing"), Some("ram.aliyuncs.com")),
            (central, None, Some("ram.aliyuncs.com")),
            (Endpoints::new(), Some("cn-beijing"), None),
        ] {
            assert_eq!(endpoints.host(region).as_deref(), host, "{endpoints:?} {region:?}");
        }
        let own = rule
            .vpc_rule("kms.vpc.{region}.aliyuncs.com")
            .vpc_regions(&[("cn-hangzhou", "kms-hz.aliyuncs.com")]);
        for (endpoints, region, host) in [
            (rule, "cn-beijing", Some("kms-vpc.cn-beijing.aliyuncs.com")),
            (both, "cn-hangzhou", Some("ecs-vpc.cn-hangzhou.aliyuncs.com")),
            (own, "cn-beijing", Some("kms.vpc.cn-beijing.aliyuncs.com")),
            (own, "cn-hangzhou", Some("kms-hz.aliyuncs.com")),
            (central, "cn-beijing", None),
        ] {
            assert_eq!(endpoints.vpc_host(region).as_deref(), host, "{endpoints:?} {region}");
        }
    }
}
