//! Engine under the generated Alibaba Cloud crates.
//!
//! A generated crate is tables: which operations there are, what their parameters are called, which fields an answer has. Everything
//! that happens is here, once: [`Client`] and [`Config`], [`Credentials`], signing ([`sign`]), the [`Transport`], decoding, paging
//! ([`Pages`], [`Items`]) and [`Error`].
//!
//! Users of a generated crate need little of it; most of the rest is for generated code.

mod answer;
mod call;
mod client;
mod config;
mod credentials;
mod decode;
mod error;
mod given;
mod known;
mod paging;
mod params;
mod path;
mod request;
mod service;
pub mod sign;
pub mod testing;
mod text;
mod transport;
mod unknown;
mod wire;

pub use call::{Call, ResponseFuture};
pub use client::Client;
pub use config::{Config, ConfigError};
pub use credentials::{
    Credentials, CredentialsError, CredentialsFuture, CredentialsProvider, EnvProvider, StaticProvider,
};
pub use decode::{DecodeError, decode};
pub use error::{BoxError, Error, RawAnswer, ServiceErrorKind};
pub use given::{Given, IsGiven};
pub use paging::{Items, Page, Pages};
pub use params::{Params, Value};
pub use service::{Endpoints, Operation, Pager, Position, Service, Style};
pub use transport::{
    CannedTransport, HttpTransport, RecordedRequest, Timeout, Transport, TransportError, TransportFuture,
};
pub use unknown::UnknownFields;

/// Free-form JSON, where the documentation gives no structure.
pub use serde_json::Value as Document;

/// For the macros only: no part of it is stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::decode::{
        AsSlot, Element, Failure, Field, KnownValue, Scalar, Shape, Slot, StructList, StructSlot, ValueSlot, Visitor,
    };
    pub use crate::known::{ErrorCode, code_of, integer_of, kind_of, known_of, show_kind, text_of, wire_of};
}
