//! The file `~/.aliyun/config.json` of the `aliyun` command.

use super::ini::ecs;
use super::sts::{AssumeRoleProvider, Oidc, OidcRoleProvider, Role};
use super::surroundings::Surroundings;
use super::uri::UriProvider;
use crate::credentials::{Credentials, CredentialsProvider};
use crate::decode::decode;
use crate::shape;
use crate::unknown::UnknownFields;
use std::sync::Arc;
use zeroize::Zeroize;

#[derive(Default)]
struct File {
    current: Option<String>,
    profiles: Vec<Profile>,
    unknown_fields: UnknownFields,
}

shape!(File { "current" => current: String, "profiles" => profiles: Structs });

#[derive(Default)]
struct Profile {
    name: Option<String>,
    mode: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<String>,
    sts_token: Option<String>,
    sts_region: Option<String>,
    enable_vpc: Option<bool>,
    ram_role_name: Option<String>,
    ram_role_arn: Option<String>,
    ram_session_name: Option<String>,
    role_session_name: Option<String>,
    expired_seconds: Option<i64>,
    policy: Option<String>,
    external_id: Option<String>,
    oidc_provider_arn: Option<String>,
    oidc_token_file: Option<String>,
    source_profile: Option<String>,
    credentials_uri: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Profile {
    "name" => name: String,
    "mode" => mode: String,
    "access_key_id" => access_key_id: String,
    "access_key_secret" => access_key_secret: String,
    "sts_token" => sts_token: String,
    "sts_region" => sts_region: String,
    "enable_vpc" => enable_vpc: Boolean,
    "ram_role_name" => ram_role_name: String,
    "ram_role_arn" => ram_role_arn: String,
    "ram_session_name" => ram_session_name: String,
    "role_session_name" => role_session_name: String,
    "expired_seconds" => expired_seconds: Integer,
    "policy" => policy: String,
    "external_id" => external_id: String,
    "oidc_provider_arn" => oidc_provider_arn: String,
    "oidc_token_file" => oidc_token_file: String,
    "source_profile" => source_profile: String,
    "credentials_uri" => credentials_uri: String,
});

impl Drop for Profile {
    fn drop(&mut self) {
        self.access_key_secret.zeroize();
        self.sts_token.zeroize();
    }
}

/// Provider of a profile: the named one, or the file's current one.
///
/// # Errors
/// Why there is none.
pub(super) fn provider(
    json: &[u8],
    name: Option<&str>,
    world: &Surroundings,
) -> Result<Arc<dyn CredentialsProvider>, String> {
    // What was found there may be a secret, so the message leaves it out.
    let file = decode::<File>(json).map_err(|error| match error.path.as_str() {
        "" => "it is not a JSON object".to_owned(),
        path => format!("it can't be read at {path}"),
    })?;
    let name = name.or(file.current.as_deref()).ok_or("it names no current profile")?;
    let mut passed = Vec::new();
    of_profile(&file, name, world, &mut passed)
}

fn of_profile<'f>(
    file: &'f File,
    name: &'f str,
    world: &Surroundings,
    passed: &mut Vec<&'f str>,
) -> Result<Arc<dyn CredentialsProvider>, String> {
    if passed.contains(&name) {
        return Err(format!(
            "its profiles are each other's source: {} → {name}",
            passed.join(" → ")
        ));
    }
    passed.push(name);
    let named = |profile: &&Profile| profile.name.as_deref() == Some(name);
    let profile = file
        .profiles
        .iter()
        .find(named)
        .ok_or_else(|| format!("it has no profile {name:?}"))?;
    let lacks = |field: &str| format!("profile {name:?} has no {field}");
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
        let provider = AssumeRoleProvider::of(source, role(&profile.ram_session_name)?, &sts());
        provider.map_err(|error| error.to_string())
    };
    Ok(match profile.mode.as_deref().unwrap_or_default() {
        "AK" => Arc::new(key()?),
        "StsToken" => {
            let token = profile
                .sts_token
                .clone()
                .or_else(|| world.var("ALIBABA_CLOUD_SECURITY_TOKEN"))
                .ok_or_else(|| lacks("sts_token"))?;
            Arc::new(key()?.with_security_token(token))
        }
        "RamRoleArn" => Arc::new(assume(Arc::new(key()?))?),
        "ChainableRamRoleArn" => {
            let source = profile
                .source_profile
                .as_deref()
                .ok_or_else(|| lacks("source_profile"))?;
            Arc::new(assume(of_profile(file, source, world, passed)?)?)
        }
        "EcsRamRole" => Arc::new(ecs(profile.ram_role_name.clone(), world)?),
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
            let provider = OidcRoleProvider::of(role(&session)?, oidc, &sts());
            Arc::new(provider.map_err(|error| error.to_string())?)
        }
        "CredentialsURI" => {
            let address = profile
                .credentials_uri
                .clone()
                .ok_or_else(|| lacks("credentials_uri"))?;
            Arc::new(UriProvider::new(address).map_err(|error| error.to_string())?)
        }
        mode => return Err(format!("profile {name:?} is of mode {mode:?}, which is not supported")),
    })
}

/// A lasting access key of a file. What the file lacks is taken from the environment, as Alibaba's own packages do.
pub(super) fn access_key(id: Option<&str>, secret: Option<&str>, world: &Surroundings) -> Result<Credentials, String> {
    let part = |given: Option<&str>, field: &str, variable: &str| {
        let given = given.map(str::to_owned);
        given
            .or_else(|| world.var(variable))
            .ok_or_else(|| format!("it has no {field}"))
    };
    Ok(Credentials::new(
        part(id, "access_key_id", "ALIBABA_CLOUD_ACCESS_KEY_ID")?,
        part(secret, "access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")?,
    ))
}
