//! Sets a record to this machine's address, only if it differs.
//!
//! `cargo run -p alibabacloud-alidns --example ddns -- --domain example.com --rr home [--address IP] [--endpoint URL]`

use alibabacloud_alidns::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::net::{IpAddr, UdpSocket};
use std::process::ExitCode;

/// Sets an A or AAAA record to an address, only if it differs.
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
    /// The record's name below the domain: `@` for the domain itself.
    #[arg(long, value_name = "NAME", default_value = "@")]
    rr: String,
    /// The address; unless given, the one by which this machine sends to the internet.
    #[arg(long, value_name = "IP")]
    address: Option<IpAddr>,
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
    let address = match arguments.address {
        Some(address) => address,
        None => {
            own_address().map_err(|error| format!("this machine's address is not known ({error}): give --address"))?
        }
    };
    let kind = if address.is_ipv4() { "A" } else { "AAAA" };
    let (rr, value) = (&arguments.rr, address.to_string());
    let name = format!("{rr}.{}", arguments.domain);

    let mut records = client
        .describe_domain_records()
        .domain_name(&arguments.domain)
        .rr_key_word(rr)
        .r#type(kind)
        .items();
    // The search is for a part of the name.
    let mut found = None;
    while let Some(record) = records.try_next().await? {
        if record.rr.as_deref() == Some(rr) && record.r#type.as_deref() == Some(kind) {
            found = Some(record);
            break;
        }
    }
    match found {
        Some(record) if record.value.as_deref() == Some(&value) => println!("{name} {kind} {value}: as it was"),
        Some(record) => {
            let id = record.record_id.ok_or("the record has no id")?;
            let update = client
                .update_domain_record()
                .record_id(id)
                .rr(rr)
                .r#type(kind)
                .value(&value);
            update.send().await?;
            println!(
                "{name} {kind} {value}: changed from {}",
                record.value.unwrap_or_default()
            );
        }
        None => {
            let add = client
                .add_domain_record()
                .domain_name(&arguments.domain)
                .rr(rr)
                .r#type(kind)
                .value(&value);
            add.send().await?;
            println!("{name} {kind} {value}: added");
        }
    }
    Ok(())
}

/// The address by which packets would leave; none is sent.
fn own_address() -> std::io::Result<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect("223.5.5.5:53")?;
    Ok(socket.local_addr()?.ip())
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
