//! Encrypts a text by a key that never leaves the service, and decrypts it again.
//!
//! `cargo run -p alibabacloud-kms --example round_trip -- --key ID [--plaintext BASE64] [--endpoint URL]`

use alibabacloud_kms::{Client, Config};
use clap::Parser;
use std::error::Error;
use std::process::ExitCode;

/// Encrypts a text, decrypts it again, and compares.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to send the calls, in place of the region's endpoint.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region.
    #[arg(long, value_name = "R", default_value = "cn-beijing")]
    region: String,
    /// The key's id, or its alias.
    #[arg(long, value_name = "ID", default_value = "alias/example")]
    key: String,
    /// What to encrypt, up to 6 KiB, in Base64, as the service takes and gives it.
    #[arg(long, value_name = "BASE64", default_value = "SGVsbG8gd29ybGQ=")]
    plaintext: String,
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
    // What was said here must be said again to decrypt.
    let context = serde_json::json!({"purpose": "example"});
    let encrypted = client
        .encrypt()
        .key_id(&arguments.key)
        .plaintext(&arguments.plaintext)
        .encryption_context(&context)
        .send()
        .await?;
    let ciphertext = encrypted.ciphertext_blob.ok_or("there is no ciphertext")?;
    println!("encrypted by {}: {ciphertext}", encrypted.key_id.unwrap_or_default());

    let decrypted = client
        .decrypt()
        .ciphertext_blob(&ciphertext)
        .encryption_context(&context)
        .send()
        .await?;
    if decrypted.plaintext.as_ref() != Some(&arguments.plaintext) {
        return Err(format!(
            "decrypted to something else: {}",
            decrypted.plaintext.unwrap_or_default()
        )
        .into());
    }
    println!("decrypted again: {}", arguments.plaintext);
    Ok(())
}

/// A client of the account whose credentials are found; without any, and without an endpoint, one that makes its answers up.
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
