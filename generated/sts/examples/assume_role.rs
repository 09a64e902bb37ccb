//! Assumes a role, and makes a client of the credentials that come of it.
//!
//! `cargo run -p alibabacloud-sts --example assume_role -- --role ARN [--session NAME] [--endpoint URL]`

use alibabacloud_sts::runtime::Credentials;
use alibabacloud_sts::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::process::ExitCode;

/// Assumes a role, and asks who one is then.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// The role: `acs:ram::123456789012****:role/name`.
    #[arg(long, value_name = "ARN")]
    role: String,
    /// What the session is called in the account's logs.
    #[arg(long, value_name = "NAME", default_value = "example")]
    session: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, whatever the service wrote.
            let text = error.to_string();
            eprintln!("error: {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let client = client(&arguments).await?;
    let response = client
        .assume_role()
        .role_arn(&arguments.role)
        .role_session_name(&arguments.session)
        .duration_seconds(900)
        .send()
        .await?;
    let keys = response.credentials.ok_or("there are no credentials")?;
    println!(
        "assumed {} until {}",
        arguments.role,
        keys.expiration.unwrap_or_default()
    );

    let credentials = Credentials::new(
        keys.access_key_id.unwrap_or_default(),
        keys.access_key_secret.unwrap_or_default(),
    );
    let credentials = credentials.with_security_token(keys.security_token.unwrap_or_default());
    let config = Config::new().region(&arguments.region).credentials(credentials);
    let config = match &arguments.endpoint {
        Some(endpoint) => config.endpoint(endpoint),
        // Offline, no call leaves this machine with made-up credentials.
        None if Config::from_env(&arguments.region).await.is_err() => return Ok(()),
        None => config,
    };
    let me = Client::new(config)?.get_caller_identity().send().await?;
    println!("now {}", me.arn.unwrap_or_default());
    Ok(())
}

/// A client of the account whose credentials are found; without any, and without an endpoint, one that makes its responses up.
async fn client(arguments: &Arguments) -> Result<Client, Box<dyn Error>> {
    match (Config::from_env(&arguments.region).await, &arguments.endpoint) {
        (Ok(config), None) => Ok(Client::new(config)?),
        (Ok(config), Some(endpoint)) => Ok(Client::new(config.endpoint(endpoint))?),
        (Err(error), None) => {
            eprintln!("offline, on the examples of the documentation: {error}");
            Ok(Client::mock())
        }
        (Err(error), Some(_)) => Err(error.into()),
    }
}
