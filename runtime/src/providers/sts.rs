//! Roles: temporary credentials from STS, for other credentials or for an OIDC token. The calls go the way of all calls.

use super::keys::{self, Keys};
use crate::address::Address;
use crate::config_error::ConfigError;
use crate::credentials::{Credentials, CredentialsFuture, CredentialsProvider, Fetch, Refreshing, Source};
use crate::engine::Engine;
use crate::error::Failure;
use crate::options::{CallOptions, Settings, Signature};
use crate::params::Params;
use crate::service::{Endpoints, Operation, Service};
use crate::transport::{HttpTransport, Transport};
use crate::unknown::UnknownFields;
use crate::{decode, shape, user_agent};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

static STS: Service = Service::new("sts", "2015-04-01", Endpoints::new().central("sts.aliyuncs.com"));
static ASSUME_ROLE: Operation = Operation::rpc(&STS, "AssumeRole").repeatable(true);
static ASSUME_ROLE_WITH_OIDC: Operation = Operation::rpc(&STS, "AssumeRoleWithOIDC").repeatable(true).anonymous();

/// Shortest session that STS gives, in seconds.
const SHORTEST: i64 = 900;
const USUAL: i64 = 3600;

#[derive(Default)]
struct Assumed {
    credentials: Option<Keys>,
    unknown_fields: UnknownFields,
}

shape!(Assumed { "Credentials" => credentials: Struct });

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
    refreshing: Refreshing<Assume>,
}

/// Takes on a RAM role by `AssumeRoleWithOIDC`, with a token from a file, as Kubernetes puts it there for a service account. The file
/// is read anew each time.
#[derive(Debug)]
pub struct OidcRoleProvider {
    refreshing: Refreshing<Assume>,
}

#[derive(Debug)]
struct Assume {
    engine: Arc<Engine>,
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
    /// If the HTTP client can't be set up.
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
        self.refreshing.source_mut().role.duration_seconds = Some(seconds);
        self
    }

    /// A policy (JSON) that narrows what the sessions may do.
    #[must_use]
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.refreshing.source_mut().role.policy = Some(policy.into());
        self
    }

    /// The external id that the role asks for.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.refreshing.source_mut().role.external_id = Some(id.into());
        self
    }

    /// Another endpoint of STS: a host, or an address on this machine.
    ///
    /// # Errors
    /// If it is not an endpoint, or the HTTP client can't be set up.
    pub fn endpoint(mut self, endpoint: &str) -> Result<Self, ConfigError> {
        let assume = self.refreshing.source_mut();
        assume.engine = engine(assume.engine.credentials.clone(), endpoint)?;
        Ok(self)
    }

    pub(super) fn of(source: Arc<dyn CredentialsProvider>, role: Role, endpoint: &str) -> Result<Self, ConfigError> {
        let assume = Assume {
            engine: engine(source, endpoint)?,
            role,
            oidc: None,
        };
        Ok(Self {
            refreshing: Refreshing::new(assume),
        })
    }
}

impl OidcRoleProvider {
    /// Provider for the role of the given ARN, in sessions of an hour, from the central STS.
    ///
    /// # Errors
    /// If the HTTP client can't be set up.
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
            refreshing: Refreshing::new(Assume {
                engine: engine(nobody, endpoint)?,
                role,
                oidc: Some(oidc),
            }),
        })
    }
}

fn engine(credentials: Arc<dyn CredentialsProvider>, endpoint: &str) -> Result<Arc<Engine>, ConfigError> {
    let transport: Arc<dyn Transport> =
        Arc::new(HttpTransport::new(Duration::from_secs(5)).map_err(ConfigError::Transport)?);
    let options = CallOptions::new()
        .max_tries(3)
        .try_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(20))
        .signature(Signature::V1);
    Ok(Arc::new(Engine {
        service: &STS,
        address: Address::parse(endpoint, false)?,
        region: None,
        credentials,
        transport,
        middleware: Vec::new(),
        settings: Settings::STANDARD.with(&options),
        budget: Default::default(),
        clock: Default::default(),
        user_agent: user_agent::OWN.to_owned(),
    }))
}

impl Assume {
    async fn ask(&self) -> Result<Credentials, String> {
        let mut params = self.role.params()?;
        let operation = match &self.oidc {
            None => &ASSUME_ROLE,
            Some(Oidc {
                provider_arn,
                token_file,
            }) => {
                // A small file on a local disk: not worth a thread.
                let token = std::fs::read_to_string(token_file)
                    .map_err(|error| format!("the token file {} can't be read: {error}", token_file.display()))?;
                params.set("OIDCProviderArn", provider_arn.as_str());
                params.set("OIDCToken", token.trim());
                &ASSUME_ROLE_WITH_OIDC
            }
        };
        let answer = self.engine.clone().exchange(operation, params, None).await;
        let body = answer.map_err(|failure| self.told(&failure))?.into_body();
        let assumed =
            decode::<Assumed>(&body).map_err(|error| format!("STS: the answer can't be read at {:?}", error.path));
        keys::wipe(body);
        let keys = assumed?.credentials.ok_or("STS: the answer has no Credentials")?;
        keys.into_credentials().map_err(|why| format!("STS: {why}"))
    }

    fn told(&self, failure: &Failure) -> String {
        match failure {
            // The places that the credentials below were looked for at are worth knowing, and no more.
            Failure::Credentials(error) => error.looked_at().join(", "),
            other => format!("STS: {other}"),
        }
    }
}

impl Source for Assume {
    fn place(&self) -> String {
        let how = if self.oidc.is_some() { "OIDC role" } else { "role" };
        format!("{how} {}", self.role.arn)
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }
}

impl CredentialsProvider for AssumeRoleProvider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.refreshing.get())
    }
}

impl CredentialsProvider for OidcRoleProvider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.refreshing.get())
    }
}
