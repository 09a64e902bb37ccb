//! Lists the tasks of an account, one a line, then how many there are.
//!
//! `cargo run -p alibabacloud-multimediaai --example list_tasks -- [--endpoint URL] [--page-size N] [--status S] [--application-name A]
//! [--max-tries N] [--timeout SECONDS] [--signature v1|v3]`

use alibabacloud_multimediaai::runtime::Signature;
use alibabacloud_multimediaai::{Client, Config};
use clap::{Parser, ValueEnum};
use std::error::Error;
use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// Lists the tasks of an account: TaskId, Status and VideoName, tab separated; then their total.
///
/// Credentials are taken from ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN. Without
/// them, and without an endpoint, it runs offline on the examples of the documentation.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Region whose tasks to list.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// How many tasks to ask for at a time.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(i64).range(1..))]
    page_size: i64,
    /// Only tasks in this state, as the service numbers it: 2 for those that succeeded.
    #[arg(long, value_name = "S")]
    status: Option<i64>,
    /// Only tasks of this application.
    #[arg(long, value_name = "A")]
    application_name: Option<String>,
    /// How often a call is tried at most, the first time included.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_tries: Option<u32>,
    /// Time for a call, with all its attempts.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// How calls are signed: v1 is HMAC-SHA1, v3 is ACS3-HMAC-SHA256.
    #[arg(long, value_enum, default_value_t = Version::V3)]
    signature: Version,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Version {
    V1,
    V3,
}

fn seconds(text: &str) -> Result<Duration, Box<dyn Error + Send + Sync>> {
    Ok(Duration::try_from_secs_f64(text.parse()?)?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match list(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Code, message and request id are in it; one line, whatever the service wrote.
            let text = error.to_string();
            eprintln!("error: {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
            ExitCode::FAILURE
        }
    }
}

async fn list(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let client = client(&arguments).await?;
    let call = client
        .list_tasks()
        .page_number(1)
        .page_size(arguments.page_size)
        .status(arguments.status)
        .application_name(arguments.application_name);

    let mut out = std::io::stdout().lock();
    let mut total = 0_u64;
    let mut tasks = call.items();
    while let Some(task) = tasks.try_next().await? {
        let (id, status, video) = (shown(task.task_id), shown(task.status), shown(task.video_name));
        writeln!(out, "{id}\t{status}\t{video}")?;
        total += 1;
    }
    writeln!(out, "total {total}")?;
    Ok(())
}

async fn client(arguments: &Arguments) -> Result<Client, Box<dyn Error>> {
    let config = match (&arguments.endpoint, Config::from_env(&arguments.region).await) {
        (Some(endpoint), config) => config?.endpoint(endpoint),
        (None, Ok(config)) => config,
        (None, Err(error)) => {
            eprintln!("offline, on the examples of the documentation: {error}");
            return Ok(Client::mock());
        }
    };
    let mut config = config.signature(match arguments.signature {
        Version::V1 => Signature::V1,
        Version::V3 => Signature::V3,
    });
    if let Some(attempts) = arguments.max_tries {
        config = config.max_attempts(attempts);
    }
    if let Some(timeout) = arguments.timeout {
        config = config.timeout(timeout);
    }
    Ok(Client::new(config)?)
}

fn shown(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
