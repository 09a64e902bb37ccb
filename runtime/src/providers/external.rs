//! Credentials from a command that prints them, as a helper for a company's own login does.

use crate::credentials::{Credentials, Fetch, Fetched, Source};
use crate::decode::decode_strictly;
use crate::shape;
use crate::text::Excerpt;
use crate::unknown::UnknownFields;
use std::fmt;
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use zeroize::{Zeroize, Zeroizing};

/// The user may have to confirm something.
const LIMIT: Duration = Duration::from_secs(60);
/// Longest output that is read, in bytes.
const LONGEST: u64 = 1 << 20;
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
struct PrintedCredentials {
    mode: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<String>,
    sts_token: Option<String>,
    expiration: Option<String>,
    unknown_fields: UnknownFields,
}

shape!(PrintedCredentials {
    "mode" => mode: String,
    "access_key_id" => access_key_id: String,
    "access_key_secret" => access_key_secret: String,
    "sts_token" => sts_token: String,
    "expiration" => expiration: String,
});

impl Drop for PrintedCredentials {
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

    async fn ask(&self) -> Result<Fetched, String> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err("there is no Tokio runtime to run it from".to_owned());
        }
        let mut command = Command::new(&self.program);
        // What it has to say to the user must not get into a log; dropping the future ends it.
        command
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| format!("it can't be run: {error}"))?;
        let mut group = ProcessGroup::of(&child);
        let run = async {
            let mut printed = Zeroizing::new(Vec::new());
            if let Some(output) = child.stdout.take() {
                let read = output.take(LONGEST + 1).read_to_end(&mut printed).await;
                read.map_err(|error| format!("what it prints can't be read: {error}"))?;
            }
            if u64::try_from(printed.len()).unwrap_or(u64::MAX) > LONGEST {
                return Err(format!("it prints more than {LONGEST} bytes"));
            }
            let status = child
                .wait()
                .await
                .map_err(|error| format!("it can't be waited for: {error}"))?;
            Ok((printed, status))
        };
        let ended = tokio::time::timeout(LIMIT, run).await;
        let (printed, status) = ended.map_err(|_| format!("it has not ended within {LIMIT:?}"))??;
        group.let_go();
        if !status.success() {
            return Err(format!("it ended with {status}"));
        }
        let credentials = decode_strictly::<PrintedCredentials>(&printed)
            .map_err(|error| format!("what it prints can't be read at {:?}", Excerpt(&error.path)))?
            .into_credentials()?;
        Ok(Fetched { credentials, at: None })
    }
}

/// A command and all that it has started, which are ended together unless it ends by itself.
struct ProcessGroup {
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

impl ProcessGroup {
    #[cfg_attr(not(unix), expect(unused_variables, reason = "there are no process groups"))]
    fn of(child: &Child) -> Self {
        Self {
            #[cfg(unix)]
            group: child
                .id()
                .and_then(|id| i32::try_from(id).ok())
                .and_then(rustix::process::Pid::from_raw),
        }
    }
}

impl ProcessGroup {
    /// The command has ended: whatever it left is meant to stay, and its number may soon be another's.
    fn let_go(&mut self) {
        #[cfg(unix)]
        {
            self.group = None;
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group {
            // None of them may be left.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

impl PrintedCredentials {
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
                    .map_err(|_| format!("the expiration it prints, {:?}, is not a time", Excerpt(text)))?,
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
