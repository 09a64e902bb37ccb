//! Lists the instances of a region as a table; starts one, and waits until it runs.
//!
//! `cargo run -p alibabacloud-ecs --example instances -- [--region R] [--endpoint URL] [--start ID [--within SECONDS]]`

use alibabacloud_ecs::operation::describe_instances::{DescribeInstancesResponse, Instance};
use alibabacloud_ecs::runtime::{Progress, wait_until};
use alibabacloud_ecs::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// Lists the instances of a region: id, status, type, private address and name.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// Start this instance first, and wait until it runs.
    #[arg(long, value_name = "ID")]
    start: Option<String>,
    /// How many seconds to wait.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
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
    if let Some(id) = &arguments.start {
        start(&client, id, Duration::from_secs(arguments.within)).await?;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:24} {:10} {:20} {:16} NAME", "ID", "STATUS", "TYPE", "ADDRESS")?;
    let mut instances = client
        .describe_instances()
        .region_id(&arguments.region)
        .page_size(50)
        .items();
    while let Some(instance) = instances.try_next().await? {
        let address = instance
            .vpc_attributes
            .and_then(|vpc| vpc.private_ip_address.into_iter().next());
        writeln!(
            out,
            "{:24} {:10} {:20} {:16} {}",
            shown(instance.instance_id),
            shown(instance.status),
            shown(instance.instance_type),
            shown(address),
            shown(instance.instance_name),
        )?;
    }
    Ok(())
}

/// Starts an instance, if it does not run yet, and waits until it does.
async fn start(client: &Client, id: &str, within: Duration) -> Result<(), Box<dyn Error>> {
    let ids = serde_json::json!([id]).to_string();
    let look = || client.describe_instances().instance_ids(&ids).send();
    let status = |instances: &[Instance]| instances.first().and_then(|instance| instance.status.clone());
    match status(&look().await?.instances).as_deref() {
        None => return Err(format!("there is no instance {id}").into()),
        Some("Running") => return Ok(()),
        Some(_) => client.start_instance().instance_id(id).send().await?,
    };
    let progress = |response: &DescribeInstancesResponse| {
        match status(&response.instances).as_deref() {
            Some("Running") => Progress::Done,
            // It was released meanwhile.
            None => Progress::Failed,
            Some(_) => Progress::Pending,
        }
    };
    wait_until(look, progress, within).await?;
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

fn shown(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}
