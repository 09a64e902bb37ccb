//! TLS by rustls, with the trusted roots of the platform.

use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use std::sync::{Arc, OnceLock};

/// How TLS is done; and if it can't be, why.
#[derive(Debug, Clone)]
pub(super) struct Tls {
    pub(super) config: Arc<ClientConfig>,
    pub(super) problem: Option<Arc<str>>,
}

/// TLS of the platform. Reading the roots takes a while, and they are the same for every client, so it happens once.
///
/// A machine without trusted roots can still speak plain HTTP (to a proxy or a test server on it), so it is told at the first use of
/// TLS.
pub(super) fn platform() -> Result<Tls, rustls::Error> {
    static TLS: OnceLock<Result<Tls, rustls::Error>> = OnceLock::new();
    TLS.get_or_init(|| {
        let verified = versions().and_then(|builder| Ok(builder.with_platform_verifier()?.with_no_client_auth()));
        Ok(match verified {
            Ok(config) => Tls {
                config: Arc::new(config),
                problem: None,
            },
            Err(error) => Tls {
                config: Arc::new(no_roots()?),
                problem: Some(error.to_string().into()),
            },
        })
    })
    .clone()
}

fn no_roots() -> Result<ClientConfig, rustls::Error> {
    Ok(versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// The provider is named here because a library must not choose one for the whole process.
fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}
