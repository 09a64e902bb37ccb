//! The file `~/.aliyun/config.json` of the `aliyun` command.

use super::cloud_sso::CloudSso;
use super::ecs::EcsRoleProvider;
use super::environment::Environment;
use super::external::External;
use super::oauth::OAuth;
use super::profile::{self, File};
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
    let lacks = |field: &str| profile.lacks(field);
    let key = || {
        access_key(
            profile.access_key_id.as_deref(),
            profile.access_key_secret.as_deref(),
            world,
        )
    };
    let sts = || world.sts(profile.sts_region.as_deref(), profile.enable_vpc);
    let role = |session_name: &Option<String>| -> Result<Role, String> {
        Ok(Role {
            arn: profile
                .ram_role_arn
                .clone()
                .or_else(|| world.var("ALIBABA_CLOUD_ROLE_ARN"))
                .ok_or_else(|| lacks("ram_role_arn"))?,
            session_name: session_name
                .clone()
                .or_else(|| world.var("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
            duration_seconds: profile.expired_seconds,
            policy: profile.policy.clone(),
            external_id: profile.external_id.clone(),
        })
    };
    let assume = |source| {
        let provider = AssumeRoleProvider::of(source, role(&profile.ram_session_name)?, &sts()?);
        provider.map_err(|error| error.to_string())
    };
    Ok(match profile.mode.as_deref().unwrap_or_default() {
        "AK" => Arc::new(key()?),
        "StsToken" => {
            let token = profile.sts_token.as_deref();
            let token = self::key(token, "sts_token", "ALIBABA_CLOUD_SECURITY_TOKEN", world)?;
            Arc::new(key()?.with_security_token(token))
        }
        "RamRoleArn" => Arc::new(assume(Arc::new(key()?))?),
        "ChainableRamRoleArn" => {
            let source = profile
                .source_profile
                .as_deref()
                .ok_or_else(|| lacks("source_profile"))?;
            Arc::new(assume(of_profile(file, path, source, world, passed)?)?)
        }
        "EcsRamRole" => Arc::new(EcsRoleProvider::of_environment(profile.ram_role_name.clone(), world)?),
        "OIDC" => {
            let oidc = Oidc {
                provider_arn: profile
                    .oidc_provider_arn
                    .clone()
                    .or_else(|| world.var("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"))
                    .ok_or_else(|| lacks("oidc_provider_arn"))?,
                token_file: profile
                    .oidc_token_file
                    .clone()
                    .or_else(|| world.var("ALIBABA_CLOUD_OIDC_TOKEN_FILE"))
                    .ok_or_else(|| lacks("oidc_token_file"))?
                    .into(),
            };
            // The command itself writes the name as for other roles.
            let session = profile
                .role_session_name
                .clone()
                .or_else(|| profile.ram_session_name.clone());
            let provider = OidcRoleProvider::of(role(&session)?, oidc, &sts()?);
            Arc::new(provider.map_err(|error| error.to_string())?)
        }
        "CredentialsURI" => {
            let address = profile
                .credentials_uri
                .clone()
                .ok_or_else(|| lacks("credentials_uri"))?;
            Arc::new(UriProvider::new(address).map_err(|error| error.to_string())?)
        }
        "CloudSSO" => {
            let now = world.client.get().map_or_else(SystemTime::now, ClientContext::now);
            Arc::new(Refreshing::new(CloudSso::new(profile, now)?))
        }
        "OAuth" => Arc::new(Refreshing::new(OAuth::new(
            path,
            profile,
            world.oauth_endpoint.as_deref(),
        )?)),
        "External" => {
            let command = profile
                .process_command
                .as_deref()
                .ok_or_else(|| lacks("process_command"))?;
            Arc::new(Refreshing::new(External::new(command)?))
        }
        mode => return Err(format!("profile {name:?} is of mode {mode:?}, which is not supported")),
    })
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
