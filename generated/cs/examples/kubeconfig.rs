//! Prints the kubeconfig of a cluster; without one, lists the clusters there are.
//!
//! `cargo run -p alibabacloud-cs --example kubeconfig -- [--cluster ID] [--minutes N] [--private] [--endpoint URL]`

use alibabacloud_cs::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::process::ExitCode;

/// Prints the kubeconfig of a cluster, or which clusters there are.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// The cluster's id.
    #[arg(long, value_name = "ID")]
    cluster: Option<String>,
    /// For how many minutes it is to be good, 15 or more.
    #[arg(long, value_name = "N")]
    minutes: Option<i64>,
    /// For use inside the cluster's VPC.
    #[arg(long)]
    private: bool,
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
    let Some(id) = &arguments.cluster else {
        let call = client.describe_clusters_v1().region_id(&arguments.region);
        let mut clusters = call.page_number(1).page_size(50).items();
        while let Some(cluster) = clusters.try_next().await? {
            let [id, state, name] = [cluster.cluster_id, cluster.state, cluster.name].map(Option::unwrap_or_default);
            println!("{id}\t{state}\t{name}");
        }
        return Ok(());
    };
    let response = client
        .describe_cluster_user_kubeconfig()
        .cluster_id(id)
        .private_ip_address(arguments.private)
        .temporary_duration_minutes(arguments.minutes)
        .send()
        .await?;
    println!("{}", response.config.ok_or("there is no kubeconfig in the response")?);
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
