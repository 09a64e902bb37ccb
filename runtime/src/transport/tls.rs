//! TLS by rustls, with the trusted roots of the platform.

use rustls::{ClientConfig, ConfigBuilder, InvalidMessage, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;
use std::error::Error;
use std::io;
use std::sync::{Arc, OnceLock};

/// How TLS is done; and if it can't be, why.
#[derive(Debug, Clone)]
pub(super) struct Tls {
    /// Offers HTTP/2, and HTTP/1.1.
    pub(super) config: Arc<ClientConfig>,
    /// Offers nothing, which means HTTP/1.1.
    pub(super) http1: Arc<ClientConfig>,
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
        let (config, problem) = match verified {
            Ok(config) => (config, None),
            Err(error) => (no_roots()?, Some(error.to_string().into())),
        };
        let mut both = config.clone();
        both.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Tls {
            config: Arc::new(both),
            http1: Arc::new(config),
            problem,
        })
    })
    .clone()
}

fn no_roots() -> Result<ClientConfig, rustls::Error> {
    Ok(versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

impl Tls {
    /// The same without HTTP/2.
    pub(super) fn http1_only(self) -> Self {
        Self {
            config: self.http1.clone(),
            ..self
        }
    }
}

/// Why TLS failed, where another attempt would find the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Certificate,
    /// The server answers in something else.
    NoTls,
}

/// The fault of TLS that a connection failed by, if it did.
pub(super) fn fault_of(error: &(dyn Error + 'static)) -> Option<Fault> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        match error.downcast_ref() {
            Some(
                rustls::Error::InvalidCertificate(_)
                | rustls::Error::NoCertificatesPresented
                | rustls::Error::UnsupportedNameType
                | rustls::Error::InvalidCertRevocationList(_),
            ) => return Some(Fault::Certificate),
            Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => return Some(Fault::NoTls),
            _ => {}
        }
        // An I/O error that wraps another one gives the source of that one, and not itself.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// The provider is named here because a library must not choose one for the whole process.
fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}
