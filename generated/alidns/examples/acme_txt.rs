//! What an ACME client needs for a DNS challenge: adds a TXT record, waits until it is in force, and removes it.
//!
//! `cargo run -p alibabacloud-alidns --example acme_txt -- --domain example.com --token TEXT [--within SECONDS] [--endpoint URL]`

use alibabacloud_alidns::operation::describe_domain_record_info::DescribeDomainRecordInfoResponse;
use alibabacloud_alidns::runtime::wait_until;
use alibabacloud_alidns::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

/// Adds the TXT record of a DNS challenge, waits until it is in force, and removes it.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// The domain.
    #[arg(long, value_name = "NAME")]
    domain: String,
    /// The text of the record.
    #[arg(long, value_name = "TEXT")]
    token: String,
    /// How many seconds to wait.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    within: u64,
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
    let add = client
        .add_domain_record()
        .domain_name(&arguments.domain)
        .rr("_acme-challenge")
        .r#type("TXT")
        .value(&arguments.token);
    let id = add.send().await?.record_id.ok_or("the record has no id")?;
    println!("_acme-challenge.{} TXT: added as {id}", arguments.domain);

    let look = || client.describe_domain_record_info().record_id(&id).send();
    let is_in_force = |record: &DescribeDomainRecordInfoResponse| {
        record
            .status
            .as_deref()
            .is_some_and(|status| status.eq_ignore_ascii_case("enable"))
    };
    let waited = wait_until(look, is_in_force, Duration::from_secs(arguments.within)).await;
    if waited.is_ok() {
        println!("in force: this is where the challenge would be answered");
    }
    // It is removed whatever came of it.
    client.delete_domain_record().record_id(&id).send().await?;
    println!("removed");
    waited?;
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
