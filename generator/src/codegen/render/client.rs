//! `client.rs`: a method an operation.

use super::example::Example;
use super::setters::needs;
use super::{ModuleContext, docs, ident, own_docs};
use crate::codegen::plan::version::Entry;
use crate::doc_text::Doc;
use proc_macro2::TokenStream;
use quote::quote;

/// `library` is the path of the version's module as others see it.
pub(in crate::codegen) fn client(
    entries: &[Entry<'_>],
    context: ModuleContext<'_>,
    title: &str,
    library: &str,
) -> TokenStream {
    let about = own_docs(format!(
        "Client of {title}. Cheap to clone; clones share connections and credentials."
    ));
    let tour = Example::of(entries).map(|example| example.tour(library));
    let root = context.root();
    let methods = entries.iter().map(method);
    quote! {
        //! The client.

        use #root::{SERVICE, operation, samples};
        use alibabacloud_runtime::{Config, ConfigError};

        #about
        #tour
        #[derive(Debug, Clone)]
        pub struct Client {
            inner: alibabacloud_runtime::Client,
        }

        impl Client {
            /// Client for a region, with credentials from the environment.
            ///
            /// # Errors
            /// If there are no credentials, or the HTTP client can't be set up.
            pub async fn from_env(region: impl Into<String>) -> Result<Self, ConfigError> {
                let config = Config::from_env(region).await?;
                Self::new(config)
            }

            /// Client of a given configuration.
            ///
            /// # Errors
            /// If nothing says where the service is, or the HTTP client can't be set up.
            pub fn new(config: Config) -> Result<Self, ConfigError> {
                let inner = alibabacloud_runtime::Client::new(&SERVICE, config)?;
                Ok(Self { inner })
            }

            /// Client that never touches the network: it answers with the samples of the documentation.
            #[must_use]
            pub fn mock() -> Self {
                Self {
                    inner: alibabacloud_runtime::Client::mock(&SERVICE, samples::SAMPLES),
                }
            }

            #(#methods)*
        }
    }
}

fn method(entry: &Entry<'_>) -> TokenStream {
    let plan = &entry.plan;
    let (method, module, call) = (
        ident(&plan.names.method),
        ident(&plan.names.module),
        ident(&plan.names.call),
    );
    let mut doc = Doc::prose(&plan.spec.summary);
    if doc.is_empty() {
        doc.push_own(format!("Calls `{}`.", plan.spec.operation));
    }
    let path = format!("operation::{}::{}", plan.names.module, plan.names.call);
    if let Some(needs) = needs(&path, &plan.request) {
        doc.push_own(needs);
    }
    let docs = docs(&doc);
    let deprecated = plan.spec.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub fn #method(&self) -> operation::#module::#call {
            operation::#module::#call::new(&self.inner)
        }
    }
}
