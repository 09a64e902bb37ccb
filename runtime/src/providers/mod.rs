//! Where credentials are found, beside environment variables: what Alibaba's own credentials packages know, in their order.

mod chain;
mod cli;
mod cloud_sso;
mod ecs;
mod environment;
mod external;
mod file;
mod ini;
mod keys;
mod oauth;
mod profile;
mod provider_transport;
mod sts;
mod uri;

pub use chain::CredentialsChain;
pub use ecs::EcsRoleProvider;
pub use sts::{AssumeRoleProvider, OidcRoleProvider};
pub use uri::UriProvider;
