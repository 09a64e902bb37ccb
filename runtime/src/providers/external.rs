//! Credentials from a command that prints them, as a helper for a company's own login does.

use crate::credentials::{Credentials, Fetch, Source};
use crate::decode::decode;
use crate::shape;
use crate::unknown::UnknownFields;
use std::fmt;
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use tokio::process::Command;
use zeroize::Zeroize;

/// The user may have to confirm something.
const LIMIT: Duration = Duration::from_secs(60);
/// How long a token is used for which the command names no end.
const USUAL: Duration = Duration::from_secs(15 * 60);

/// The command of a profile of mode `External`. It stands in the user's own file, and is run without a shell.
pub(super) struct External {
    program: String,
    arguments: Vec<String>,
}

impl fmt::Debug for External {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The arguments may be keys.
        f.debug_struct("External")
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}

/// What the command prints.
#[derive(Default)]
struct Printed {
    mode: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<String>,
    sts_token: Option<String>,
    expiration: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(Printed {
    "mode" => mode: String,
    "access_key_id" => access_key_id: String,
    "access_key_secret" => access_key_secret: String,
    "sts_token" => sts_token: String,
    "expiration" => expiration: String,
});

impl Drop for Printed {
    fn drop(&mut self) {
        self.access_key_secret.zeroize();
        self.sts_token.zeroize();
    }
}

impl External {
    /// The command in words, quoted as for a shell.
    ///
    /// # Errors
    /// If there is none in it.
    pub(super) fn new(command: &str) -> Result<Self, String> {
        let mut words = shlex::split(command).ok_or("its process_command has a quote that is not closed")?;
        if words.is_empty() {
            return Err("its process_command is empty".to_owned());
        }
        let arguments = words.split_off(1);
        Ok(Self {
            program: words.remove(0),
            arguments,
        })
    }

    async fn ask(&self) -> Result<Credentials, String> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err("there is no Tokio runtime to run it from".to_owned());
        }
        let mut command = Command::new(&self.program);
        // What it has to say to the user must not get into a log; dropping the future ends it.
        command
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let output = tokio::time::timeout(LIMIT, command.output()).await;
        let mut output = output
            .map_err(|_| format!("no answer within {LIMIT:?}"))?
            .map_err(|error| format!("it can't be run: {error}"))?;
        let printed = decode::<Printed>(&output.stdout);
        output.stdout.zeroize();
        if !output.status.success() {
            return Err(format!("it ended with {}", output.status));
        }
        printed
            .map_err(|error| format!("what it prints can't be read at {:?}", error.path))?
            .into_credentials()
    }
}

impl Printed {
    fn into_credentials(mut self) -> Result<Credentials, String> {
        let lacks = |name: &str| format!("what it prints has no {name}");
        let id = self.access_key_id.take().ok_or_else(|| lacks("access_key_id"))?;
        let secret = self
            .access_key_secret
            .take()
            .ok_or_else(|| lacks("access_key_secret"))?;
        let credentials = Credentials::new(id, secret);
        let expires_at = match &self.expiration {
            Some(text) => Some(
                humantime::parse_rfc3339_weak(text)
                    .map_err(|_| format!("the expiration it prints, {text:?}, is not a time"))?,
            ),
            None => None,
        };
        let credentials = match self.sts_token.take() {
            Some(token) => credentials
                .with_security_token(token)
                .with_expiration(expires_at.unwrap_or_else(|| SystemTime::now() + USUAL)),
            None if self.mode.as_deref() == Some("StsToken") => return Err(lacks("sts_token")),
            None => match expires_at {
                Some(at) => credentials.with_expiration(at),
                None => credentials,
            },
        };
        Ok(credentials)
    }
}

impl Source for External {
    fn place(&self) -> String {
        format!("command {}", self.program)
    }

    fn fetch(&self) -> Fetch<'_> {
        Box::pin(self.ask())
    }
}
