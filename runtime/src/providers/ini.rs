//! The file `~/.alibabacloud/credentials.ini`.

use super::environment::Environment;
use super::sts::{AssumeRoleProvider, Oidc, OidcRoleProvider, Role};
use super::{EcsRoleProvider, cli};
use crate::credentials::{CredentialsProvider, key_part};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Provider of a section.
///
/// # Errors
/// Why there is none.
pub(super) fn provider(text: &str, section: &str, world: &Environment) -> Result<Arc<dyn CredentialsProvider>, String> {
    let section = Section::find(text, section).ok_or_else(|| format!("it has no section [{section}]"))?;
    let kind = section.get("type").ok_or("the section has no type")?;
    let key = || cli::access_key(section.get("access_key_id"), section.get("access_key_secret"), world);
    let role = || -> Result<Role, String> {
        Ok(Role {
            arn: section
                .owned("role_arn")
                .or_else(|| world.var("ALIBABA_CLOUD_ROLE_ARN"))
                .ok_or("the section has no role_arn")?,
            session_name: section
                .owned("role_session_name")
                .or_else(|| world.var("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
            policy: section.owned("policy"),
            ..Role::default()
        })
    };
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    Ok(match kind {
        "access_key" => Arc::new(key()?),
        "sts" => {
            let token = section.get("security_token").map(key_part).transpose();
            let token = token.map_err(|problem| format!("security_token: {problem}"))?.flatten();
            Arc::new(key()?.with_security_token(token.ok_or("the section has no security_token")?))
        }
        "ram_role_arn" => {
            let key: Arc<dyn CredentialsProvider> = Arc::new(key()?);
            Arc::new(AssumeRoleProvider::of(key, role()?, &world.sts(None, None)?).map_err(|error| failed(&error))?)
        }
        "oidc_role_arn" => {
            let oidc = Oidc {
                provider_arn: section
                    .owned("oidc_provider_arn")
                    .or_else(|| world.var("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"))
                    .ok_or("the section has no oidc_provider_arn")?,
                token_file: section
                    .owned("oidc_token_file_path")
                    .or_else(|| world.var("ALIBABA_CLOUD_OIDC_TOKEN_FILE"))
                    .ok_or("the section has no oidc_token_file_path")?
                    .into(),
            };
            Arc::new(OidcRoleProvider::of(role()?, oidc, &world.sts(None, None)?).map_err(|error| failed(&error))?)
        }
        "ecs_ram_role" => {
            let role = section.owned("role_name");
            Arc::new(EcsRoleProvider::of_environment(role, world)?)
        }
        other => return Err(format!("its type {other:?} is not supported")),
    })
}

/// Names and values of a section. What follows a `#` in a value is a comment.
struct Section {
    entries: Vec<(String, Zeroizing<String>)>,
}

impl Section {
    fn find(text: &str, wanted: &str) -> Option<Self> {
        let mut found: Option<Self> = None;
        let mut inside = false;
        for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
            if let Some((name, _)) = line.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
                inside = name == wanted;
                if inside {
                    found.get_or_insert_with(|| Self { entries: Vec::new() });
                }
            } else if let (true, Some(section), Some((name, value))) = (
                inside && !line.starts_with(['#', ';']),
                &mut found,
                line.split_once(['=', ':']),
            ) {
                let value = value.split('#').next().unwrap_or_default().trim();
                let name = name.trim().to_ascii_lowercase();
                section.entries.push((name, Zeroizing::new(value.to_owned())));
            }
        }
        found
    }

    fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.entries.iter().rfind(|(known, _)| known == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections() {
        let text = "a = 0\n[other]\na=1\n[default]  \n# a = 2\n; a = 3\nA = 4 # four\nb : x=y\nempty =\nodd line\n[last] # fifth\na=5\n";
        let section = Section::find(text, "default").unwrap();
        assert_eq!(
            (
                section.get("a"),
                section.get("b"),
                section.get("empty"),
                section.get("odd line")
            ),
            (Some("4"), Some("x=y"), None, None)
        );
        assert_eq!(Section::find(text, "last").unwrap().get("a"), Some("5"));
        assert!(Section::find(text, "none").is_none());
    }
}
