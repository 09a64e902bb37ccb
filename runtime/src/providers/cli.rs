//! The file `~/.aliyun/config.json` of the `aliyun` command.

use super::cloud_sso::CloudSso;
use super::ecs::EcsRoleProvider;
use super::environment::Environment;
use super::external::External;
use super::oauth::OAuth;
use super::profile::{self, File, Profile};
use super::sts::{AssumeRoleProvider, Oidc, OidcRoleProvider, Role};
use super::uri::UriProvider;
use crate::credentials::{ClientContext, Credentials, CredentialsProvider, Refreshing, key_part};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Provider of a profile: the named one, or the file's current one.
///
/// # Errors
/// Why there is none.
pub(super) fn provider(
    path: &Path,
    name: Option<&str>,
    world: &Environment,
) -> Result<Arc<dyn CredentialsProvider>, String> {
    let file = profile::read(path)?;
    let name = name.or(file.current.as_deref()).ok_or("it names no current profile")?;
    let mut passed = Vec::new();
    of_profile(&file, path, name, world, &mut passed)
}

fn of_profile<'f>(
    file: &'f File,
    path: &Path,
    name: &'f str,
    world: &Environment,
    passed: &mut Vec<&'f str>,
) -> Result<Arc<dyn CredentialsProvider>, String> {
    if passed.contains(&name) {
        return Err(format!(
            "its profiles are each other's source: {} → {name}",
            passed.join(" → ")
        ));
    }
    passed.push(name);
    let profile = file.profile(name)?;
    let mode = Mode { profile, world };
    Ok(match profile.mode.as_deref().unwrap_or_default() {
        "AK" => Arc::new(mode.key()?),
        "StsToken" => {
            let token = profile.sts_token.as_deref();
            let token = key(token, "sts_token", "ALIBABA_CLOUD_SECURITY_TOKEN", world)?;
            Arc::new(mode.key()?.with_security_token(token))
        }
        "RamRoleArn" => Arc::new(mode.assumed(Arc::new(mode.key()?))?),
        "ChainableRamRoleArn" => {
            let source = profile.source_profile.as_deref();
            let source = source.ok_or_else(|| profile.lacks("source_profile"))?;
            Arc::new(mode.assumed(of_profile(file, path, source, world, passed)?)?)
        }
        "EcsRamRole" => Arc::new(EcsRoleProvider::of_environment(profile.ram_role_name.clone(), world)?),
        "OIDC" => Arc::new(mode.by_oidc()?),
        "CredentialsURI" => {
            let address = mode.needed(&profile.credentials_uri, "credentials_uri", None)?;
            Arc::new(UriProvider::new(address).map_err(|error| error.to_string())?)
        }
        "CloudSSO" => {
            let now = world.client.get().map_or_else(SystemTime::now, ClientContext::now);
            Arc::new(Refreshing::new(CloudSso::new(profile, now)?))
        }
        "OAuth" => {
            let oauth = OAuth::new(path, profile, world.oauth_endpoint.as_deref())?;
            Arc::new(Refreshing::new(oauth))
        }
        "External" => {
            let command = profile.process_command.as_deref();
            let command = command.ok_or_else(|| profile.lacks("process_command"))?;
            Arc::new(Refreshing::new(External::new(command)?))
        }
        mode => return Err(format!("profile {name:?} is of mode {mode:?}, which is not supported")),
    })
}

/// How a profile finds credentials; what it lacks is taken from the environment.
struct Mode<'a> {
    profile: &'a Profile,
    world: &'a Environment,
}

impl Mode<'_> {
    /// The value of a field, else that of a variable.
    fn needed(&self, value: &Option<String>, field: &str, variable: Option<&str>) -> Result<String, String> {
        let from_world = || self.world.var(variable?);
        let value = value.clone().or_else(from_world);
        value.ok_or_else(|| self.profile.lacks(field))
    }

    fn key(&self) -> Result<Credentials, String> {
        let (id, secret) = (&self.profile.access_key_id, &self.profile.access_key_secret);
        access_key(id.as_deref(), secret.as_deref(), self.world)
    }

    fn sts(&self) -> Result<String, String> {
        self.world
            .sts(self.profile.sts_region.as_deref(), self.profile.enable_vpc)
    }

    fn role(&self, session_name: Option<&String>) -> Result<Role, String> {
        let profile = self.profile;
        let of_world = || self.world.var("ALIBABA_CLOUD_ROLE_SESSION_NAME");
        Ok(Role {
            arn: self.needed(&profile.ram_role_arn, "ram_role_arn", Some("ALIBABA_CLOUD_ROLE_ARN"))?,
            session_name: session_name.cloned().or_else(of_world),
            duration_seconds: profile.expired_seconds,
            policy: profile.policy.clone(),
            external_id: profile.external_id.clone(),
        })
    }

    fn assumed(&self, source: Arc<dyn CredentialsProvider>) -> Result<AssumeRoleProvider, String> {
        let role = self.role(self.profile.ram_session_name.as_ref())?;
        AssumeRoleProvider::of(source, role, &self.sts()?).map_err(|error| error.to_string())
    }

    fn by_oidc(&self) -> Result<OidcRoleProvider, String> {
        let profile = self.profile;
        let provider = Some("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
        let file = Some("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        let oidc = Oidc {
            provider_arn: self.needed(&profile.oidc_provider_arn, "oidc_provider_arn", provider)?,
            token_file: self.needed(&profile.oidc_token_file, "oidc_token_file", file)?.into(),
        };
        // The command itself writes the name as for other roles.
        let session = profile.role_session_name.as_ref().or(profile.ram_session_name.as_ref());
        let provider = OidcRoleProvider::of(self.role(session)?, oidc, &self.sts()?);
        provider.map_err(|error| error.to_string())
    }
}

/// A lasting access key of a file. What the file lacks is taken from the environment, as Alibaba's own packages do.
pub(super) fn access_key(id: Option<&str>, secret: Option<&str>, world: &Environment) -> Result<Credentials, String> {
    Ok(Credentials::new(
        key(id, "access_key_id", "ALIBABA_CLOUD_ACCESS_KEY_ID", world)?,
        key(secret, "access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", world)?,
    ))
}

/// A part of a key, from a file or else from a variable.
pub(super) fn key(given: Option<&str>, field: &str, variable: &str, world: &Environment) -> Result<String, String> {
    let part = |value: &str, name: &str| key_part(value).map_err(|problem| format!("{name}: {problem}"));
    if let Some(part) = given.map(|given| part(given, field)).transpose()?.flatten() {
        return Ok(part);
    }
    let from_variable = world.var(variable).map(|value| part(&value, variable)).transpose()?;
    from_variable.flatten().ok_or_else(|| format!("it has no {field}"))
}
