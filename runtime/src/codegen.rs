//! The prelude of generated modules, and of nobody else: no part of it is stable.

pub use crate::Document;
pub use crate::call::{Call, ResponseFuture};
pub use crate::decode::{KnownValue, Scalar, Shape, Slot, Visited, Visitor};
pub use crate::enums::{common_kind, documented_code, show_kind};
pub use crate::error::{ErrorCode, ServiceErrorKind};
pub use crate::operation::{Format, Operation, Pager, Position};
pub use crate::paging::{Items, Page, Pages};
pub use crate::parameter::{IntoParameter, Json, ParameterValue};
pub use crate::params::{Params, Value};
pub use crate::required::{IsSet, Set};
pub use crate::serialize::serialize;

pub use crate::unknown::UnknownFields;
pub use serde::ser;
pub use std::borrow::Cow;
pub use std::collections::BTreeMap;
pub use std::marker::PhantomData;
pub use std::{fmt, hash};
