//! What generated crates say about a service and its operations, as constants.

/// A product at one API version.
#[derive(Debug)]
pub struct Service {
    name: &'static str,
    version: &'static str,
    endpoints: Endpoints,
    success: Success,
}

impl Service {
    /// A service of the given product code and API version (`YYYY-MM-DD`).
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, endpoints: Endpoints) -> Self {
        Self {
            name,
            version,
            endpoints,
            success: Success::USUAL,
        }
    }

    /// Says by which fields responses of a status of success tell errors, where the documentation gives them such a field: all of them
    /// have to say success. Unless said, that is a `Success` that is not false; with none at all, such responses are never errors.
    #[must_use]
    pub const fn success(mut self, signs: &'static [Sign]) -> Self {
        self.success = Success::of(signs);
        self
    }

    /// Product code, as in `multimediaai`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// API version, as in `2019-08-10`.
    #[must_use]
    pub const fn version(&self) -> &'static str {
        self.version
    }

    pub(crate) const fn signs_of_success(&self) -> Success {
        self.success
    }

    /// Where the service can be reached.
    #[must_use]
    pub const fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }
}

/// What a field at the top of a response says of success. Case does not matter, neither of the name nor of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    field: &'static str,
    values: &'static [&'static str],
    mean_success: bool,
}

impl Sign {
    /// The values of a field that mean success; any other means failure.
    #[must_use]
    pub const fn is(field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            field,
            values,
            mean_success: true,
        }
    }

    /// The values of a field that mean failure.
    #[must_use]
    pub const fn is_not(field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            field,
            values,
            mean_success: false,
        }
    }

    pub(crate) const fn field(&self) -> &'static str {
        self.field
    }

    pub(crate) fn says_success(&self, value: &str) -> bool {
        let is_listed = self.values.iter().any(|known| known.eq_ignore_ascii_case(value.trim()));
        is_listed == self.mean_success
    }
}

/// By which fields responses of a status of success tell errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Success(&'static [Sign]);

impl Success {
    pub(crate) const USUAL: Self = Self(&[Sign::is_not("Success", &["false", "0"])]);

    pub(crate) const fn of(signs: &'static [Sign]) -> Self {
        Self(signs)
    }

    pub(crate) const fn signs(self) -> &'static [Sign] {
        self.0
    }
}

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

/// Where a parameter travels in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// In the query string (of an RPC call that grows too long: in a form body).
    Query,
    /// In the path, where the template names it.
    Path,
    /// As a header of the parameter's name.
    Header,
    /// In the body: JSON of a ROA operation, a form field of an RPC operation.
    Body,
    /// As a field of a form in the body.
    Form,
}

/// How a list, structure or map is written where it does not travel as one parameter a part (`Tag.1.Key`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// As JSON text.
    Json,
    /// As values with commas between them.
    Comma,
}

/// How an operation's request is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// Everything is a parameter; the path is `/`.
    Rpc,
    /// HTTP method and path tell the resource.
    Roa {
        /// HTTP method, upper case.
        method: &'static str,
        /// Path, with `{Name}` or `[Name]` where a parameter stands.
        path: &'static str,
    },
}

/// How an operation hands out its pages. The names are wire names of request parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pager {
    /// By page number, counted from 1.
    PageNumber {
        /// Number of the page.
        page_number: &'static str,
        /// Items a page.
        page_size: Option<&'static str>,
    },
    /// By a token that each page gives for the next one.
    Token {
        /// The token.
        token: &'static str,
        /// Most items a page.
        max_results: Option<&'static str>,
    },
}

/// Verbs of RPC operations that change nothing.
const READS: &[&str] = &["Describe", "Get", "List", "Query"];

/// One operation of a service.
#[derive(Debug)]
pub struct Operation {
    service: &'static Service,
    name: &'static str,
    style: Style,
    /// Method and path of an RPC operation.
    rpc: (&'static str, &'static str),
    positions: &'static [(&'static str, Position)],
    formats: &'static [(&'static str, Format)],
    payload: Option<&'static str>,
    pager: Option<Pager>,
    repeatable: Option<bool>,
    client_token: Option<&'static str>,
    region: Option<&'static str>,
    anonymous: bool,
}

impl Operation {
    /// An operation of RPC style.
    #[must_use]
    pub const fn rpc(service: &'static Service, name: &'static str) -> Self {
        Self::of(service, name, Style::Rpc)
    }

    /// An operation of ROA style: an HTTP method on a path, which may hold `{Name}` or `[Name]` for its `Path` parameters.
    #[must_use]
    pub const fn roa(service: &'static Service, name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self::of(service, name, Style::Roa { method, path })
    }

    const fn of(service: &'static Service, name: &'static str, style: Style) -> Self {
        Self {
            service,
            name,
            style,
            rpc: ("POST", "/"),
            positions: &[],
            formats: &[],
            payload: None,
            pager: None,
            repeatable: None,
            client_token: None,
            region: None,
            anonymous: false,
        }
    }

    /// Says where parameters travel; any parameter not named here travels in the query.
    #[must_use]
    pub const fn positions(mut self, positions: &'static [(&'static str, Position)]) -> Self {
        self.positions = positions;
        self
    }

    /// Says by which method and on which path an RPC operation is called, where that is not `POST /`.
    #[must_use]
    pub const fn on(mut self, method: &'static str, path: &'static str) -> Self {
        self.rpc = (method, path);
        self
    }

    /// Says which parameters travel as one text each, although they have parts.
    #[must_use]
    pub const fn formats(mut self, formats: &'static [(&'static str, Format)]) -> Self {
        self.formats = formats;
        self
    }

    /// Names the parameter that is the whole body of the request, as JSON.
    #[must_use]
    pub const fn payload(mut self, parameter: &'static str) -> Self {
        self.payload = Some(parameter);
        self
    }

    /// Says how the operation hands out its pages.
    #[must_use]
    pub const fn paged(mut self, pager: Pager) -> Self {
        self.pager = Some(pager);
        self
    }

    /// Says whether it does no harm to repeat a call that may have reached the service already. Unless said, that is taken from the
    /// name, or from the HTTP method of a ROA operation: what reads may be repeated, what creates or changes may not.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Names the parameter by which the service knows a repeated call (`ClientToken`). A call that does not set it gets one, kept over
    /// all its attempts, and may be repeated.
    #[must_use]
    pub const fn client_token(mut self, parameter: &'static str) -> Self {
        self.client_token = Some(parameter);
        self
    }

    /// Names the parameter that holds the region (`RegionId`). A call that does not set it gets the client's.
    #[must_use]
    pub const fn region(mut self, parameter: &'static str) -> Self {
        self.region = Some(parameter);
        self
    }

    /// Says that calls are not signed: they prove who calls by a parameter of their own.
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The service it belongs to.
    #[must_use]
    pub const fn service(&self) -> &'static Service {
        self.service
    }

    /// Name, as in `ListTasks`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Layout of the request.
    #[must_use]
    pub const fn style(&self) -> Style {
        self.style
    }

    /// How pages are handed out, if they are.
    #[must_use]
    pub const fn pager(&self) -> Option<Pager> {
        self.pager
    }

    /// Whether it does no harm to repeat a call that may have reached the service already.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or_else(|| match self.style {
            Style::Roa { method, .. } => matches!(method, "GET" | "HEAD"),
            Style::Rpc => READS.iter().any(|verb| {
                let rest = self.name.strip_prefix(verb);
                rest.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_uppercase()))
            }),
        })
    }

    /// Name of the parameter by which the service knows a repeated call, if it has one.
    #[must_use]
    pub const fn token_parameter(&self) -> Option<&'static str> {
        self.client_token
    }

    /// Name of the parameter that is the client's region unless it is set, if there is one.
    #[must_use]
    pub const fn region_parameter(&self) -> Option<&'static str> {
        self.region
    }

    /// Whether calls are not signed.
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// Method and path, with places for parameters.
    pub(crate) const fn route(&self) -> (&'static str, &'static str) {
        match self.style {
            Style::Rpc => self.rpc,
            Style::Roa { method, path } => (method, path),
        }
    }

    /// How a parameter is written that travels as one text.
    pub(crate) fn format(&self, parameter: &str) -> Option<Format> {
        let mut formats = self.formats.iter();
        formats.find(|(name, _)| *name == parameter).map(|(_, format)| *format)
    }

    /// Whether a parameter is the whole body.
    pub(crate) fn is_payload(&self, parameter: &str) -> bool {
        self.payload == Some(parameter)
    }

    /// Where a parameter travels.
    #[must_use]
    pub fn position(&self, parameter: &str) -> Position {
        self.positions
            .iter()
            .find(|(name, _)| *name == parameter)
            .map_or(Position::Query, |(_, position)| *position)
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

    #[test]
    fn what_may_be_repeated() {
        static SERVICE: Service = Service::new("test", "2020-01-01", Endpoints::new());
        let rpc = |name| Operation::rpc(&SERVICE, name);
        let roa = |method| Operation::roa(&SERVICE, "Any", method, "/");
        for (operation, expected) in [
            (rpc("DescribeInstances"), true),
            (rpc("ListTasks"), true),
            (rpc("GetTaskResult"), true),
            (rpc("QueryMoney"), true),
            (rpc("Getaway"), false),
            (rpc("Listen"), false),
            (rpc("CreateTask"), false),
            (rpc("DeleteKey"), false),
            (rpc("CheckOut"), false),
            (rpc("CreateTask").repeatable(true), true),
            (rpc("GetNextNumber").repeatable(false), false),
            (roa("GET"), true),
            (roa("PUT"), false),
            (roa("POST"), false),
        ] {
            assert_eq!(operation.is_repeatable(), expected, "{operation:?}");
        }
    }
}
