//! The runtime of the generated client.
//!
//! Generated code stays thin: everything with behaviour is here, in ordinary code with tests of its
//! own. Nothing here knows the API; a [`Service`] holds its facts as data.
//!
//! - A [`Builder`] makes a client around a [`Transport`], with an [`ApiKey`].
//! - The transport sends a request, adds the key, and decodes the response within the attempt. A
//!   failure in the body of a successful response ([`Envelope`]) is an error, too.
//! - A [`Call`] is sent when it is awaited and returns a [`Result`] with an [`Error`], which knows
//!   the [`Outcome`] of the call. [`CallOptions`] are for one call; a [`ResponseSlot`] receives the
//!   raw response.
//! - [`page`] makes streams of paged calls, [`Batch`] splits many items into requests, [`Request`]
//!   is for what no method does, and [`webhook`] verifies the calls of the service.
//! - [`wire`] has the encodings of values; [`id!`], [`open_enum!`], [`closed_enum!`], [`setters!`]
//!   and [`search_filter!`] declare the types of generated code; [`Extra`] holds the members of an
//!   object that its type does not have.
//! - [`filter`] turns search conditions into query parameters.
//! - [`drift`] compares responses with their description.
//! - An [`Operation`] describes an operation as data.

#![warn(missing_docs)]

pub mod blocking;
#[doc(hidden)]
pub mod decode;
pub mod drift;
pub mod filter;
pub mod page;
pub mod webhook;
pub mod wire;

mod base_url;
mod batch;
mod builder;
mod call;
mod envelope;
mod error;
mod excerpt;
mod extra;
mod key;
mod macros;
mod operation;
mod options;
mod request;
mod response;
mod service;
mod transport;
mod upsert;

pub use self::batch::{Batch, BatchPart, BatchReport, Success};
pub use self::builder::{Builder, MethodOverride};
pub use self::call::{BoxFuture, Call};
pub use self::drift::{Drift, DriftKind};
pub use self::envelope::Envelope;
pub use self::error::{Error, ErrorKind, Outcome, Result};
pub use self::extra::Extra;
pub use self::key::ApiKey;
pub use self::operation::{Evidence, Idempotency, Method, Operation};
pub use self::options::CallOptions;
pub use self::page::{Items, Numbered, Paged};
pub use self::request::Request;
pub use self::response::{RawResponse, ResponseSlot, WithRaw};
pub use self::service::{KnownCode, Meaning, Service};
pub use self::transport::Transport;
pub use self::upsert::Upserted;

pub use indexmap::IndexMap;
pub use jiff;
pub use rust_decimal::Decimal;
pub use serde_json::Value;

/// For generated code and for the macros.
#[doc(hidden)]
pub use self::macros::deserialize_closed_enum;
#[doc(hidden)]
pub use self::request::path_segment;
#[doc(hidden)]
pub use self::upsert::convert_body;
#[doc(hidden)]
pub use {reqwest, serde};
