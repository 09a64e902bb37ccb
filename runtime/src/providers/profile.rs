//! What the file of the `aliyun` command holds, and how a login in it is kept.

use crate::Document;
use crate::decode::decode_strictly;
use crate::random;
use crate::shape;
use crate::text::Excerpt;
use crate::unknown::UnknownFields;
use std::io::Write as _;
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// The file.
#[derive(Default)]
pub(super) struct File {
    pub(super) current: Option<String>,
    pub(super) profiles: Vec<Profile>,
    unknown_fields: UnknownFields,
}

shape!(File { "current" => current: String, "profiles" => profiles: Structs });

/// A profile in it, of any mode.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) name: Option<String>,
    pub(super) mode: Option<String>,
    pub(super) access_key_id: Option<String>,
    pub(super) access_key_secret: Option<String>,
    pub(super) sts_token: Option<String>,
    pub(super) sts_region: Option<String>,
    pub(super) enable_vpc: Option<bool>,
    pub(super) ram_role_name: Option<String>,
    pub(super) ram_role_arn: Option<String>,
    pub(super) ram_session_name: Option<String>,
    pub(super) role_session_name: Option<String>,
    pub(super) expired_seconds: Option<i64>,
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) oidc_provider_arn: Option<String>,
    pub(super) oidc_token_file: Option<String>,
    pub(super) source_profile: Option<String>,
    pub(super) credentials_uri: Option<String>,
    pub(super) process_command: Option<String>,
    pub(super) cloud_sso_sign_in_url: Option<String>,
    pub(super) cloud_sso_account_id: Option<String>,
    pub(super) cloud_sso_access_config: Option<String>,
    pub(super) access_token: Option<String>,
    pub(super) cloud_sso_access_token_expire: Option<i64>,
    pub(super) oauth_site_type: Option<String>,
    pub(super) oauth_access_token: Option<String>,
    pub(super) oauth_access_token_expire: Option<i64>,
    pub(super) oauth_refresh_token: Option<String>,
    pub(super) sts_expiration: Option<i64>,
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
    "process_command" => process_command: String,
    "cloud_sso_sign_in_url" => cloud_sso_sign_in_url: String,
    "cloud_sso_account_id" => cloud_sso_account_id: String,
    "cloud_sso_access_config" => cloud_sso_access_config: String,
    "access_token" => access_token: String,
    "cloud_sso_access_token_expire" => cloud_sso_access_token_expire: Integer,
    "oauth_site_type" => oauth_site_type: String,
    "oauth_access_token" => oauth_access_token: String,
    "oauth_access_token_expire" => oauth_access_token_expire: Integer,
    "oauth_refresh_token" => oauth_refresh_token: String,
    "sts_expiration" => sts_expiration: Integer,
});

impl Drop for Profile {
    fn drop(&mut self) {
        for secret in [
            &mut self.access_key_secret,
            &mut self.sts_token,
            &mut self.access_token,
            &mut self.oauth_access_token,
            &mut self.oauth_refresh_token,
        ] {
            secret.zeroize();
        }
    }
}

impl File {
    /// The first profile of a name.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn profile(&self, name: &str) -> Result<&Profile, String> {
        let named = |profile: &&Profile| profile.name.as_deref() == Some(name);
        let found = self.profiles.iter().find(named);
        found.ok_or_else(|| format!("it has no profile {name:?}"))
    }
}

impl Profile {
    pub(super) fn lacks(&self, field: &str) -> String {
        format!("profile {:?} has no {field}", self.name.as_deref().unwrap_or_default())
    }
}

/// Reads the file.
///
/// # Errors
/// Why it can't be read, without what was found in it: that may be a secret.
pub(super) fn read(path: &Path) -> Result<File, String> {
    let json = super::file::read(path)?;
    decode_strictly::<File>(&json).map_err(|error| match error.path.as_str() {
        "" => "it is not a JSON object".to_owned(),
        path => format!("it can't be read at {}", Excerpt(path)),
    })
}

/// Changes members of a profile in the file. The file is replaced as a whole, so that nobody ever reads half of one.
///
/// # Errors
/// What went wrong.
pub(super) fn change(path: &Path, name: &str, changes: Vec<(&str, Document)>) -> Result<(), String> {
    // It may be a link to a file elsewhere.
    let path = &path.canonicalize().map_err(|error| error.to_string())?;
    let json = super::file::read(path)?;
    let mut file: Document = serde_json::from_slice(&json).map_err(|_| "it is not JSON")?;
    let profiles = file.get_mut("profiles").and_then(Document::as_array_mut);
    let mut profiles = profiles.into_iter().flatten();
    let profile = profiles
        .find(|profile| profile.get("name").and_then(Document::as_str) == Some(name))
        .and_then(Document::as_object_mut)
        .ok_or("the profile is gone")?;
    profile.extend(changes.into_iter().map(|(name, value)| (name.to_owned(), value)));
    let text = Zeroizing::new(format!("{file:#}"));

    let beside = path.with_extension(format!(
        "json.{}",
        random::hex_id().ok_or("the system gives no random numbers")?
    ));
    let written = std::fs::metadata(path)
        .and_then(|old| {
            // Nobody but the user may read it, not even for a moment.
            let mut new = create(&beside)?;
            new.set_permissions(old.permissions())?;
            new.write_all(text.as_bytes())
        })
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // What was there before is somebody else's.
        if error.kind() != std::io::ErrorKind::AlreadyExists {
            let _ = std::fs::remove_file(&beside);
        }
        error.to_string()
    })
}

fn create(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
