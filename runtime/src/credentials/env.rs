//! Credentials from environment variables.

use super::{Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, key_part};
use std::fmt;
use std::future::ready;
use std::sync::Arc;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if set, `ALIBABA_CLOUD_SECURITY_TOKEN`.
#[derive(Clone, Default)]
pub struct EnvProvider {
    lookup: Option<Lookup>,
}

/// Where variables come from, if not from the process.
pub(crate) type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

impl fmt::Debug for EnvProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvProvider").finish_non_exhaustive()
    }
}

impl EnvProvider {
    /// Provider that reads the process environment at every call.
    #[must_use]
    pub const fn new() -> Self {
        Self { lookup: None }
    }

    /// Provider over other variables.
    pub(crate) fn over(lookup: Lookup) -> Self {
        Self { lookup: Some(lookup) }
    }
}

impl CredentialsProvider for EnvProvider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(ready(match &self.lookup {
            Some(lookup) => read(|name| lookup(name)),
            None => read(|name| std::env::var(name).ok()),
        }))
    }
}

/// The lookup is an argument because a test can't safely change the environment of its process.
fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Credentials, CredentialsError> {
    let found = |name: &str| match lookup(name).map(|value| key_part(&value)) {
        None | Some(Ok(None)) => Err("not set or empty".to_owned()),
        Some(Ok(Some(value))) => Ok(value),
        Some(Err(problem)) => Err(problem.to_owned()),
    };
    let place = |name: &str, why: &str| format!("environment variable {name} ({why})");
    match (found(ID), found(SECRET)) {
        (Ok(id), Ok(secret)) => {
            let credentials = Credentials::new(id, secret);
            match lookup(TOKEN).map(|token| key_part(&token)) {
                None | Some(Ok(None)) => Ok(credentials),
                Some(Ok(Some(token))) => Ok(credentials.with_security_token(token)),
                Some(Err(problem)) => Err(CredentialsError::not_found([place(TOKEN, problem)])),
            }
        }
        (id, secret) => Err(CredentialsError::not_found(
            [(ID, id), (SECRET, secret)].map(|(name, found)| place(name, found.err().as_deref().unwrap_or("set"))),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_names_what_is_missing() {
        let with = |set: &'static [(&str, &str)]| {
            read(move |name| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        let full = with(&[(ID, "i"), (SECRET, "s"), (TOKEN, "t")]).unwrap();
        assert_eq!(
            (full.access_key_id(), full.access_key_secret(), full.security_token()),
            ("i", "s", Some("t"))
        );
        assert_eq!(
            with(&[(ID, "i"), (SECRET, "s"), (TOKEN, "")]).unwrap().security_token(),
            None
        );
        assert_eq!(
            with(&[(ID, "i"), (SECRET, "")]).unwrap_err().to_string(),
            "no credentials found; looked at: environment variable ALIBABA_CLOUD_ACCESS_KEY_ID (set), \
             environment variable ALIBABA_CLOUD_ACCESS_KEY_SECRET (not set or empty)"
        );
        assert_eq!(with(&[]).unwrap_err().looked_at().len(), 2);

        let spaced = with(&[(ID, " i\n"), (SECRET, "\ts "), (TOKEN, " ")]).unwrap();
        assert_eq!(
            (
                spaced.access_key_id(),
                spaced.access_key_secret(),
                spaced.security_token()
            ),
            ("i", "s", None)
        );
        for (set, named) in [
            (&[(ID, "i"), (SECRET, "a b")][..], SECRET),
            (&[(ID, "\u{200b}i"), (SECRET, "s")], ID),
            (&[(ID, "i"), (SECRET, "s"), (TOKEN, "t\nt")], TOKEN),
        ] {
            let error = read(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            });
            let error = error.unwrap_err().to_string();
            assert!(error.contains(&format!("{named} (it holds ")), "{error}");
        }
    }
}
