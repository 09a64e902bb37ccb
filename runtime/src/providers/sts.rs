//! Roles: temporary credentials from STS, for other credentials or for an OIDC token. The calls go through the engine, as all calls do.

use super::file::{self, off_thread};
use super::keys::{self, Keys, SourceResponse};
use super::provider_transport::ProviderTransport;
use crate::address::{Address, EndpointResolver};
use crate::config_error::ConfigError;
use crate::credentials::{
    ClientContext, Credentials, CredentialsProvider, Fetch, Fetched, Refreshing, Source, provides_refreshing,
};
use crate::endpoints::Endpoints;
use crate::engine::Engine;
use crate::error::Failure;
use crate::expected::Expected;
use crate::operation::Operation;
use crate::options::{CallOptions, Settings, Signature};
use crate::params::Params;
use crate::retry::RetryBudget;
use crate::service::Service;
use crate::unknown::UnknownFields;
use crate::{decode_strictly, shape, user_agent};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

static STS: Service = Service::new("sts", "2015-04-01", Endpoints::new().central("sts.aliyuncs.com"));
static ASSUME_ROLE: Operation = Operation::rpc(&STS, "AssumeRole").repeatable(true);
static ASSUME_ROLE_WITH_OIDC: Operation = Operation::rpc(&STS, "AssumeRoleWithOIDC").repeatable(true).anonymous();

/// Shortest session that STS gives, in seconds.
const SHORTEST: i64 = 900;
const USUAL: i64 = 3600;

#[derive(Default)]
struct AssumeRoleResponse {
    credentials: Option<Keys>,
    unknown_fields: UnknownFields,
}

shape!(AssumeRoleResponse { "Credentials" => credentials: Struct });

/// A role, and how it is taken on.
#[derive(Debug, Clone, Default)]
pub(super) struct Role {
    pub(super) arn: String,
    pub(super) session_name: Option<String>,
    pub(super) duration_seconds: Option<i64>,
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
}

impl Role {
    fn params(&self) -> Result<Params, String> {
        let duration = self.duration_seconds.filter(|seconds| *seconds != 0).unwrap_or(USUAL);
        if duration < SHORTEST {
            return Err(format!(
                "a session of {duration} s is too short: {SHORTEST} s is the least"
            ));
        }
        let mut params = Params::new();
        params.set("RoleArn", self.arn.as_str());
        params.set(
            "RoleSessionName",
            self.session_name.as_deref().unwrap_or("alibabacloud-rs"),
        );
        params.set("DurationSeconds", duration);
        for (name, value) in [("Policy", &self.policy), ("ExternalId", &self.external_id)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                params.set(name, value);
            }
        }
        Ok(params)
    }
}

/// Takes on a RAM role by `AssumeRole`, with the credentials of another provider, and again before the session ends.
#[derive(Debug)]
pub struct AssumeRoleProvider {
    refreshing: Refreshing<AssumeRole>,
}

/// Takes on a RAM role by `AssumeRoleWithOIDC`, with a token from a file, as Kubernetes puts it there for a service account. The file
/// is read anew each time.
#[derive(Debug)]
pub struct OidcRoleProvider {
    refreshing: Refreshing<AssumeRole>,
}

#[derive(Debug)]
struct AssumeRole {
    source: Arc<dyn CredentialsProvider>,
    endpoint: Address,
    /// What was made, and whether there was a client then.
    engine: Mutex<Option<(Arc<Engine>, bool)>>,
    transport: ProviderTransport,
    role: Role,
    oidc: Option<Oidc>,
}

#[derive(Debug, Clone)]
pub(super) struct Oidc {
    pub(super) provider_arn: String,
    pub(super) token_file: PathBuf,
}

impl AssumeRoleProvider {
    /// Provider for the role of the given ARN, in sessions of an hour, from the central STS.
    ///
    /// # Errors
    /// None: the HTTP client is set up when it is first needed, and what is wrong is told then.
    pub fn new(
        source: impl CredentialsProvider + 'static,
        role_arn: impl Into<String>,
        session_name: impl Into<String>,
    ) -> Result<Self, ConfigError> {
        let role = Role {
            arn: role_arn.into(),
            session_name: Some(session_name.into()),
            ..Role::default()
        };
        Self::of(Arc::new(source), role, "sts.aliyuncs.com")
    }

    /// Another length of the sessions, in whole seconds, 15 minutes at least.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        self.refreshing
            .set_up(|assume| assume.role.duration_seconds = Some(seconds));
        self
    }

    /// A policy (JSON) that narrows what the sessions may do.
    #[must_use]
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.refreshing
            .set_up(|assume| assume.role.policy = Some(policy.into()));
        self
    }

    /// The external id that the role asks for.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.refreshing
            .set_up(|assume| assume.role.external_id = Some(id.into()));
        self
    }

    /// Another endpoint of STS: a host, or an address on this machine.
    ///
    /// # Errors
    /// If it is not an endpoint.
    pub fn endpoint(mut self, endpoint: &str) -> Result<Self, ConfigError> {
        let endpoint = Address::parse(endpoint, false)?;
        self.refreshing.set_up(|assume| assume.endpoint = endpoint);
        Ok(self)
    }

    pub(super) fn of(source: Arc<dyn CredentialsProvider>, role: Role, endpoint: &str) -> Result<Self, ConfigError> {
        Ok(Self {
            refreshing: Refreshing::new(AssumeRole::new(source, endpoint, role, None)?),
        })
    }
}

impl OidcRoleProvider {
    /// Provider for the role of the given ARN, in sessions of an hour, from the central STS.
    ///
    /// # Errors
    /// None: the HTTP client is set up when it is first needed, and what is wrong is told then.
    pub fn new(
        role_arn: impl Into<String>,
        provider_arn: impl Into<String>,
        token_file: impl Into<PathBuf>,
        session_name: impl Into<String>,
    ) -> Result<Self, ConfigError> {
        let role = Role {
            arn: role_arn.into(),
            session_name: Some(session_name.into()),
            ..Role::default()
        };
        let oidc = Oidc {
            provider_arn: provider_arn.into(),
            token_file: token_file.into(),
        };
        Self::of(role, oidc, "sts.aliyuncs.com")
    }

    pub(super) fn of(role: Role, oidc: Oidc, endpoint: &str) -> Result<Self, ConfigError> {
        // Nothing is signed, so whose credentials these are doesn't matter.
        let nobody = Arc::new(Credentials::new("", ""));
        Ok(Self {
            refreshing: Refreshing::new(AssumeRole::new(nobody, endpoint, role, Some(oidc))?),
        })
    }
}

impl AssumeRole {
    fn new(
        source: Arc<dyn CredentialsProvider>,
        endpoint: &str,
        role: Role,
        oidc: Option<Oidc>,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            source,
            endpoint: Address::parse(endpoint, false)?,
            engine: Mutex::new(None),
            transport: ProviderTransport::of_client(),
            role,
            oidc,
        })
    }

    /// What calls STS, over the client's transport.
    fn engine(&self) -> Result<Arc<Engine>, String> {
        let is_attached = self.transport.is_attached();
        let mut made = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((engine, was_attached)) = made.as_ref()
            && *was_attached == is_attached
        {
            return Ok(engine.clone());
        }
        let options = CallOptions::new()
            .max_attempts(3)
            .attempt_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(20))
            .signature(Signature::V1);
        let engine = Arc::new(Engine {
            service: &STS,
            address: self.endpoint.clone(),
            resolver: EndpointResolver::default(),
            region: None,
            credentials: self.source.clone(),
            transport: self.transport.get()?,
            middleware: Vec::new(),
            settings: Settings::STANDARD.with(&options),
            budget: RetryBudget::default(),
            clock: self.transport.client().clock().clone(),
            user_agent: user_agent::own(),
        });
        *made = Some((engine.clone(), is_attached));
        Ok(engine)
    }

    async fn ask(&self) -> Result<Fetched, String> {
        let mut params = self.role.params()?;
        let operation = match &self.oidc {
            None => &ASSUME_ROLE,
            Some(Oidc {
                provider_arn,
                token_file,
            }) => {
                let path = token_file.clone();
                let token = off_thread(move || file::read(&path)).await.and_then(|read| read);
                let token =
                    token.map_err(|why| format!("the token file {} can't be read: {why}", token_file.display()))?;
                let token = str::from_utf8(&token)
                    .map_err(|_| format!("the token file {} is not UTF-8", token_file.display()))?;
                params.set("OIDCProviderArn", provider_arn.as_str());
                params.set("OIDCToken", token.trim());
                &ASSUME_ROLE_WITH_OIDC
            }
        };
        let exchange = self.engine()?.exchange(operation, params, None, Expected::NOTHING);
        let response = exchange.await.map_err(|failure| self.told(&failure))?;
        let response = SourceResponse {
            at: response.date(),
            body: response.body,
        };
        let fetched = response.keys(|body| {
            let assumed = decode_strictly::<AssumeRoleResponse>(&body).map_err(|error| keys::unreadable(&error));
            keys::wipe(body);
            Ok(assumed?.credentials.ok_or("the response has no Credentials")?)
        });
        fetched.map_err(|why| format!("STS: {why}"))
    }

    fn told(&self, failure: &Failure) -> String {
        match failure {
            // The places that the credentials below were looked for at are worth knowing, and no more.
            Failure::Credentials(error) => error.looked_at().join(", "),
            other => format!("STS: {other}"),
        }
    }
}

impl Source for AssumeRole {
    fn place(&self) -> String {
        let how = if self.oidc.is_some() { "OIDC role" } else { "role" };
        format!("{how} {}", self.role.arn)
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }

    fn attach(&self, client: &ClientContext) {
        self.transport.attach(client);
        self.source.attach(client);
    }
}

provides_refreshing!(AssumeRoleProvider, OidcRoleProvider);
