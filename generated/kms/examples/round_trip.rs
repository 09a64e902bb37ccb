//! Encrypts a text by a key that never leaves the service, and decrypts it again.
//!
//! `cargo run -p alibabacloud-kms --example round_trip -- --key ID [--plaintext BASE64] [--endpoint URL]`
//!
//! `cargo xtask cloud` has no keys to encrypt with: it answers with the documentation's example, which is to be given as the plaintext.

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
    /// What to encrypt, up to 6 KiB, in Base64, as the service takes and gives it [default: a greeting]
    #[arg(long, value_name = "BASE64")]
    plaintext: Option<String>,
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
    let (client, offline) = client(&arguments).await?;
    let plaintext = match arguments.plaintext {
        Some(plaintext) => plaintext,
        // Whatever is encrypted offline, the documentation's example comes back.
        None if offline => {
            let decrypted = client.decrypt().ciphertext_blob("any").send().await?;
            decrypted.plaintext.unwrap_or_default()
        }
        None => "SGVsbG8gd29ybGQ=".to_owned(),
    };
    // What was said here must be said again to decrypt.
    let context = serde_json::json!({"purpose": "example"});
    let encrypted = client
        .encrypt()
        .key_id(&arguments.key)
        .plaintext(&plaintext)
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
    if decrypted.plaintext.as_ref() != Some(&plaintext) {
        return Err(format!(
            "decrypted to something else: {}",
            decrypted.plaintext.unwrap_or_default()
        )
        .into());
    }
    println!("decrypted again: {plaintext}");
    Ok(())
}

/// A client of the account whose credentials are found; without any, and without an endpoint, one that makes its responses up. And whether
/// it does.
async fn client(arguments: &Arguments) -> Result<(Client, bool), Box<dyn Error>> {
    match (Config::from_env(&arguments.region).await, &arguments.endpoint) {
        (Ok(config), None) => Ok((Client::new(config)?, false)),
        (Ok(config), Some(endpoint)) => Ok((Client::new(config.endpoint(endpoint))?, false)),
        (Err(error), None) => {
            eprintln!("offline, on the examples of the documentation: {error}");
            Ok((Client::mock(), true))
        }
        (Err(error), Some(_)) => Err(error.into()),
    }
}
