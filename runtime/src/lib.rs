//! Engine under the generated Alibaba Cloud crates.
//!
//! A generated crate is tables: which operations there are, what their parameters are called, which fields a response has. Everything
//! that happens is here, once: [`Client`] and [`Config`], [`Credentials`] and where they are found ([`CredentialsChain`]), signing
//! ([`sign`]), the [`Transport`] and [`Middleware`] around it, attempts ([`RetryPolicy`], [`CallOptions`]), decoding, paging ([`Pages`],
//! [`Items`]), waiting ([`wait_until`]) and [`Error`].
//!
//! Users of a generated crate need little of it; most of the rest is for generated code.
//!
//! Calls run on a Tokio runtime with time and I/O enabled. Features, none of them on unless asked for:
//! - `blocking`: `.wait()` on calls, pages and items, and `Config::from_env_blocking`, for programs without async;
//! - `reqwest`: `ReqwestTransport`, which sends requests through a `reqwest::Client` of the user's own.
//!
//! What is logged goes through `tracing`: a span `alibabacloud.call` for each call (service, operation, region, request id, attempts; if
//! it failed, the error code and HTTP status) and in it a span `alibabacloud.attempt` for each attempt (number, HTTP status, request id,
//! error code) with an event at its end. Values of parameters are in none.

mod address;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod clock;
#[doc(hidden)]
pub mod codegen;
mod config;
mod config_error;
mod credentials;
mod decode;
mod details;
mod empty_response;
mod endpoints;
mod engine;
mod enums;
mod error;
mod error_body;
mod expected;
mod former_names;
mod hints;
mod operation;
mod options;
mod paging;
mod parameter;
mod params;
mod path;
mod providers;
mod random;
mod request;
mod required;
mod response;
mod retry;
mod secret;
mod serialize;
mod service;
pub mod sign;
pub mod testing;
mod text;
mod time;
mod transport;
mod unknown;
mod user_agent;
mod waiter;
mod wire;

#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use call::{Call, ResponseFuture};
pub use client::Client;
pub use config::Config;
pub use config_error::ConfigError;
pub use credentials::{
    ClientContext, Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, EnvProvider, StaticProvider,
};
pub use decode::{DecodeError, FromResponse, decode, decode_strictly};
pub use details::{Detailed, DetailedFuture};
pub use empty_response::EmptyResponse;
pub use endpoints::Endpoints;
pub use error::{Attempt, Error, RawResponse, ServiceDetails, ServiceErrorKind, Stage, UndocumentedError};
#[doc(hidden)]
pub use former_names::*;
pub use operation::{Format, Operation, Pager, Position, Style};
pub use options::{CallOptions, Signature};
pub use paging::{Items, Page, Pages};
pub use parameter::{IntoParameter, Json, ParameterValue};
pub use params::{Params, Value};
pub use providers::{AssumeRoleProvider, CredentialsChain, EcsRoleProvider, OidcRoleProvider, UriProvider};
pub use required::{IsSet, Set};
pub use retry::{RetryBudget, RetryPolicy};
pub use service::{Service, Sign};
pub use time::UtcTime;
pub use transport::{
    AttemptInfo, Canned, CannedTransport, HttpOptions, HttpTransport, Middleware, Next, Proxy, RecordedRequest,
    Timeout, Transport, TransportError, TransportFuture,
};
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestClient, ReqwestTransport};
pub use unknown::UnknownFields;
pub use waiter::{Progress, WaitError, Waiter, wait_until};

/// A source of an [`Error`].
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Free-form JSON, where the documentation gives no structure.
pub use serde_json::Value as Document;

/// For the macros only: no part of it is stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::decode::{
        Failure, Field, KnownValue, Scalar, Shape, Slot, StructList, StructMap, StructSlot, ValueSlot, Visited, Visitor,
    };
    pub use crate::enums::{common_kind, documented_code, show_kind, show_unknown};
    pub use crate::error::ErrorCode;
}
