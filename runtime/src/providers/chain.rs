//! All places, one after the other.

use super::ecs::EcsRoleProvider;
use super::environment::Environment;
use super::file::{self, off_thread};
use super::sts::{Oidc, OidcRoleProvider, Role};
use super::uri::UriProvider;
use super::{cli, ini};
use crate::credentials::{
    ClientContext, Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, EnvProvider, SingleFlight,
};
use std::sync::{Arc, OnceLock};

/// Looks for credentials where Alibaba's own packages look, in their order, and stays with the first place that has any:
///
/// 1. the environment: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN`;
/// 2. OIDC: `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_OIDC_TOKEN_FILE`, and if set
///    `ALIBABA_CLOUD_ROLE_SESSION_NAME`;
/// 3. `~/.aliyun/config.json`, the profile named by `ALIBABA_CLOUD_PROFILE` or the current one, of mode `AK`, `StsToken`, `RamRoleArn`,
///    `ChainableRamRoleArn`, `EcsRamRole`, `OIDC`, `CredentialsURI`, `CloudSSO`, `OAuth` (whose new tokens are written back) or
///    `External` (whose command is run); not if `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is `true`;
/// 4. `~/.alibabacloud/credentials.ini` or the file of `ALIBABA_CLOUD_CREDENTIALS_FILE`, the section named by `ALIBABA_CLOUD_PROFILE`
///    or `[default]`, of type `access_key`, `sts`, `ram_role_arn`, `oidc_role_arn` or `ecs_ram_role`;
/// 5. the role of the ECS instance, named by `ALIBABA_CLOUD_ECS_METADATA` or as the instance says; not if
///    `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is `true`, and without IMDSv1 if `ALIBABA_CLOUD_IMDSV1_DISABLED` is;
/// 6. the address in `ALIBABA_CLOUD_CREDENTIALS_URI`.
///
/// Roles are taken on at the central STS, or that of `ALIBABA_CLOUD_STS_REGION`, inside a VPC if `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is
/// `true`. Temporary credentials are renewed before they expire, by one caller for all; if that fails, those still valid are kept.
///
/// If nothing is found the error lists every place, and why it gave nothing.
#[derive(Debug)]
pub struct CredentialsChain {
    world: Environment,
    chosen: OnceLock<Arc<dyn CredentialsProvider>>,
    flight: SingleFlight,
}

/// A place: its name in messages, and what is there.
type ChainEntry = (String, Result<Arc<dyn CredentialsProvider>, String>);

impl CredentialsChain {
    /// Chain over the variables and files of this process.
    #[must_use]
    pub fn new() -> Self {
        Self::over(Environment::of_process())
    }

    /// Chain over other variables, for tests: a program can't safely change its own. `HOME` is one of them.
    #[must_use]
    pub fn with_variables(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::over(Environment::with(lookup))
    }

    fn over(world: Environment) -> Self {
        Self {
            world,
            chosen: OnceLock::new(),
            flight: SingleFlight::default(),
        }
    }

    /// Another endpoint of STS for every role that is found.
    #[must_use]
    pub fn sts_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.world.sts_endpoint = Some(endpoint.into());
        self
    }

    /// Another endpoint for OAuth logins of the `aliyun` command.
    #[must_use]
    pub fn oauth_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.world.oauth_endpoint = Some(endpoint.into());
        self
    }

    /// Another address of the ECS metadata service.
    #[must_use]
    pub fn metadata_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.world.metadata_endpoint = endpoint.into();
        self
    }

    async fn get(&self) -> Result<Credentials, CredentialsError> {
        if let Some(chosen) = self.chosen.get() {
            return chosen.credentials().await;
        }
        let chosen = || self.chosen.get().cloned();
        let chosen = self.flight.join(chosen, self.choose()).await?;
        chosen.credentials().await
    }

    async fn choose(&self) -> Result<Arc<dyn CredentialsProvider>, CredentialsError> {
        let mut looked_at = Vec::new();
        for find in [environment, oidc, cli_profile, ini_file, instance, uri] {
            // Files are read in it.
            let world = self.world.clone();
            let (place, provider) = off_thread(move || find(&world))
                .await
                .map_err(|why| CredentialsError::not_found([why]))?;
            if let (Ok(provider), Some(client)) = (&provider, self.world.client.get()) {
                provider.attach(client);
            }
            let why = match provider {
                Err(why) => vec![format!("{place} ({why})")],
                Ok(provider) => match provider.credentials().await {
                    Ok(_) => {
                        tracing::debug!(place, "credentials found");
                        return Ok(self.chosen.get_or_init(|| provider).clone());
                    }
                    Err(error) => error.looked_at().to_vec(),
                },
            };
            looked_at.extend(why);
        }
        Err(CredentialsError::not_found(looked_at))
    }
}

impl Default for CredentialsChain {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for CredentialsChain {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.get())
    }

    fn refused(&self, credentials: &Credentials) {
        if let Some(chosen) = self.chosen.get() {
            chosen.refused(credentials);
        }
    }

    fn attach(&self, client: &ClientContext) {
        let _ = self.world.client.set(client.clone());
        if let Some(chosen) = self.chosen.get() {
            chosen.attach(client);
        }
    }
}

fn environment(world: &Environment) -> ChainEntry {
    let world = world.clone();
    let provider = EnvProvider::over(Arc::new(move |name| world.var(name)));
    ("environment".to_owned(), Ok(Arc::new(provider)))
}

fn oidc(world: &Environment) -> ChainEntry {
    let names = [
        "ALIBABA_CLOUD_ROLE_ARN",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    ];
    let [Some(arn), Some(provider_arn), Some(token_file)] = names.map(|name| world.var(name)) else {
        let missing: Vec<_> = names.into_iter().filter(|name| world.var(name).is_none()).collect();
        return ("OIDC role".to_owned(), Err(format!("{} not set", missing.join(", "))));
    };
    let role = Role {
        arn,
        session_name: world.var("ALIBABA_CLOUD_ROLE_SESSION_NAME"),
        ..Role::default()
    };
    let oidc = Oidc {
        provider_arn,
        token_file: token_file.into(),
    };
    let provider = world
        .sts(None, None)
        .and_then(|sts| done(OidcRoleProvider::of(role, oidc, &sts)));
    ("OIDC role".to_owned(), provider)
}

fn cli_profile(world: &Environment) -> ChainEntry {
    let Some(path) = world.at_home(".aliyun/config.json") else {
        return (
            "~/.aliyun/config.json".to_owned(),
            Err("there is no home directory".to_owned()),
        );
    };
    let provider = if world.is_true("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
        Err("disabled by ALIBABA_CLOUD_CLI_PROFILE_DISABLED".to_owned())
    } else {
        let name = world.var("ALIBABA_CLOUD_PROFILE");
        cli::provider(&path, name.as_deref(), world)
    };
    (path.display().to_string(), provider)
}

fn ini_file(world: &Environment) -> ChainEntry {
    let given = world.var("ALIBABA_CLOUD_CREDENTIALS_FILE").map(Into::into);
    let Some(path) = given.or_else(|| world.at_home(".alibabacloud/credentials.ini")) else {
        return (
            "~/.alibabacloud/credentials.ini".to_owned(),
            Err("there is no home directory".to_owned()),
        );
    };
    let section = world
        .var("ALIBABA_CLOUD_PROFILE")
        .unwrap_or_else(|| "default".to_owned());
    let provider = file::read(&path).and_then(|text| {
        let text = str::from_utf8(&text).map_err(|_| "it is not UTF-8")?;
        ini::provider(text, &section, world)
    });
    (path.display().to_string(), provider)
}

fn instance(world: &Environment) -> ChainEntry {
    (
        "ECS metadata".to_owned(),
        done(EcsRoleProvider::of_environment(None, world)),
    )
}

fn uri(world: &Environment) -> ChainEntry {
    const NAME: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";
    let provider = match world.var(NAME) {
        Some(address) => done(UriProvider::new(address)),
        None => Err("not set".to_owned()),
    };
    (format!("environment variable {NAME}"), provider)
}

fn done<P: CredentialsProvider + 'static, E: std::fmt::Display>(
    provider: Result<P, E>,
) -> Result<Arc<dyn CredentialsProvider>, String> {
    match provider {
        Ok(provider) => Ok(Arc::new(provider)),
        Err(error) => Err(error.to_string()),
    }
}
