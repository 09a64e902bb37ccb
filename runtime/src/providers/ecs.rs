//! Credentials of the role of the ECS instance that the program runs on, from the instance's metadata service.

use super::environment::{Environment, METADATA};
use super::keys::{self, Keys, SourceError, SourceRequest, SourceResponse};
use super::provider_transport::ProviderTransport;
use crate::credentials::{ClientContext, Fetch, Fetched, Refreshing, Source, provides_refreshing};
use crate::transport::{HttpOptions, Proxy, TransportError};
use crate::wire::encode;
use std::time::Duration;

/// The service is on the machine's own link: it answers at once, or is not there. For a connection as for a response.
const LIMIT: Duration = Duration::from_secs(1);
const TOKEN: &str = "/latest/api/token";
const ROLES: &str = "/latest/meta-data/ram/security-credentials/";

/// Asks the metadata service of an ECS instance for the credentials of its RAM role, and again before they expire. It speaks IMDSv2
/// first, and v1 where v2 is not there.
#[derive(Debug)]
pub struct EcsRoleProvider {
    refreshing: Refreshing<Ecs>,
}

#[derive(Debug)]
struct Ecs {
    endpoint: String,
    role: Option<String>,
    v1: bool,
    transport: ProviderTransport,
}

impl EcsRoleProvider {
    /// Provider for a role, or for the one that the instance has. `v1` allows falling back to IMDSv1.
    ///
    /// # Errors
    /// None: the HTTP client is set up when it is first needed, and what is wrong is told then.
    pub fn new(role: Option<String>, v1: bool) -> Result<Self, TransportError> {
        Self::at(METADATA, role, v1)
    }

    /// Provider for a role, or for the one that the instance has, unless the environment forbids it.
    pub(super) fn of_environment(role: Option<String>, world: &Environment) -> Result<Self, String> {
        if world.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            return Err("disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED".to_owned());
        }
        let role = role.or_else(|| world.var("ALIBABA_CLOUD_ECS_METADATA"));
        let v1 = !world.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED");
        Self::at(&world.metadata_endpoint, role, v1).map_err(|error| error.to_string())
    }

    /// The same with the metadata service at another address (`http://host[:port]`).
    ///
    /// # Errors
    /// None: the HTTP client is set up when it is first needed, and what is wrong is told then.
    pub fn at(endpoint: impl Into<String>, role: Option<String>, v1: bool) -> Result<Self, TransportError> {
        // Whatever anybody says of proxies: this address means another machine to each of them.
        let transport = ProviderTransport::adapted(|options| HttpOptions {
            connect_timeout: LIMIT,
            proxy: Proxy::none(),
            ..options
        });
        Ok(Self {
            refreshing: Refreshing::new(Ecs {
                endpoint: keys::stripped(&endpoint.into()),
                role,
                v1,
                transport,
            }),
        })
    }
}

provides_refreshing!(EcsRoleProvider);

impl Ecs {
    async fn ask(&self) -> Result<Fetched, String> {
        let header = [("x-aliyun-ecs-metadata-token-ttl-seconds", "21600")];
        let token = self.request("PUT", TOKEN, &header).await;
        let token = match token {
            Ok(token) => Some(String::from_utf8_lossy(&token.body).trim().to_owned()),
            // Nobody will be there for v1 either.
            Err(SourceError { why, is_absent: true }) => return Err(why),
            Err(SourceError { why, .. }) if !self.v1 => return Err(format!("IMDSv2: {why}")),
            // Answers to v2 may not get through to containers, while those to v1 do.
            Err(_) => None,
        };
        let with_token = self.ask_with(token.as_deref()).await;
        match with_token {
            Err(_) if token.is_some() && self.v1 => self.ask_with(None).await,
            done => done,
        }
    }

    async fn ask_with(&self, token: Option<&str>) -> Result<Fetched, String> {
        let header = token.map(|token| ("x-aliyun-ecs-metadata-token", token));
        let role = match &self.role {
            Some(role) => role.clone(),
            None => {
                let roles = self.request("GET", ROLES, header.as_slice()).await;
                let roles = roles.map_err(|error| error.why)?;
                let roles = String::from_utf8_lossy(&roles.body);
                let first = roles.lines().map(str::trim).find(|role| !role.is_empty());
                first.ok_or("the instance has no role")?.to_owned()
            }
        };
        let keys = self
            .request("GET", &format!("{ROLES}{}", encode(&role)), header.as_slice())
            .await;
        keys.map_err(|error| error.why)?.keys(Keys::read)
    }

    async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Result<SourceResponse, SourceError> {
        let address = format!("{}{path}", self.endpoint.trim_end_matches('/'));
        let request = SourceRequest {
            method,
            address: &address,
            headers,
            body: bytes::Bytes::new(),
        };
        request.send(&self.transport, LIMIT * 2).await
    }
}

impl Source for Ecs {
    fn place(&self) -> String {
        format!("ECS metadata {}", keys::shown(&self.endpoint))
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }

    fn attach(&self, client: &ClientContext) {
        self.transport.attach(client);
    }
}
