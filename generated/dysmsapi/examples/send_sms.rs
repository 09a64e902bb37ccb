//! Sends a text message made of a template, and tells whether the service took it.
//!
//! `cargo run -p alibabacloud-dysmsapi --example send_sms -- --to 13900000000 --sign NAME --template SMS_1 [--parameter code=1234]…
//! [--endpoint URL]`

use alibabacloud_dysmsapi::{Client, Config};
use clap::Parser;
use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

/// Sends a text message made of a template.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// The number to send to.
    #[arg(long, value_name = "NUMBER")]
    to: String,
    /// The name of the signature.
    #[arg(long, value_name = "NAME")]
    sign: String,
    /// The template's code.
    #[arg(long, value_name = "CODE")]
    template: String,
    /// A value of a variable in the template; may be given several times.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has no `=`")?;
    Ok((name.to_owned(), value.to_owned()))
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
    let parameters: BTreeMap<_, _> = arguments.parameters.into_iter().collect();
    let call = client
        .send_sms()
        .phone_numbers(&arguments.to)
        .sign_name(&arguments.sign)
        .template_code(&arguments.template)
        .template_param((!parameters.is_empty()).then(|| serde_json::json!(parameters).to_string()));
    // A message that was not taken is an error, although its status is 200: what `Code` says of it is in spec/dysmsapi/product.yaml.
    let response = call.send().await?;
    println!("taken as {}", response.biz_id.unwrap_or_default());
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
