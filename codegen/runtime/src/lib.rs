//! The runtime of the generated client.
//!
//! Generated code is thin: all behaviour is in this crate, in ordinary tested code. This crate knows
//! no facts about an API. Generated code passes them as data, a [`Service`].
//!
//! - A [`Builder`] makes a client around a [`Transport`], with an [`ApiKey`].
//! - The transport sends a request with the key, recognizes errors, including those inside a
//!   successful response ([`Envelope`]), and decodes the response within the attempt.
//! - Every call returns a [`Result`] with an [`Error`], whose [`Outcome`] says whether the call may
//!   have taken effect. [`CallOptions`] are the options of one call; a [`ResponseSlot`]
//!   keeps the raw response.
//! - [`wire`] has the adapters that decode values leniently; [`Extra`] holds the undeclared members
//!   of an object.
//! - [`id!`], [`open_enum!`], [`closed_enum!`], [`setters!`], [`search_filter!`] and [`union!`] declare the types
//!   of generated code.
//! - [`filter`] has search conditions as query parameters.
//! - A [`Call`] is sent when it is awaited; [`page`] makes streams of paginated calls; a [`Batch`]
//!   sends many items in several requests; a [`Request`] is for what no method covers; [`webhook`]
//!   parses the calls that the service makes.
//! - [`drift`] reports differences between responses and the API description, which are found by
//!   [`schema`].
//! - An [`Operation`] is an operation of the API as data.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

pub mod blocking;
#[doc(hidden)]
pub mod decode;
pub mod drift;
pub mod filter;
pub mod page;
pub mod schema;
#[doc(hidden)]
pub mod union;
pub mod webhook;
pub mod wire;

mod base_url;
mod batch;
mod builder;
mod call;
mod credentials;
mod envelope;
mod error;
mod excerpt;
mod extra;
mod id;
mod key;
mod list_edit;
mod log_target;
mod macros;
mod multipart;
mod operation;
mod options;
mod request;
mod response;
mod runtime;
mod secret;
mod service;
mod style;
mod transport;
mod upsert;

pub use self::batch::{Batch, BatchOutcome, BatchPart, BatchProgress, BatchReport};
pub use self::builder::{Builder, MethodOverride};
pub use self::call::{BoxFuture, Call};
pub use self::drift::{Drift, DriftKind};
pub use self::envelope::Envelope;
pub use self::error::{Error, ErrorKind, KnownCode, Meaning, Outcome, Result};
pub use self::extra::Extra;
pub use self::key::ApiKey;
pub use self::macros::UnknownValue;
pub use self::multipart::{File, Multipart};
pub use self::operation::{Evidence, Idempotency, Method, Operation};
pub use self::options::CallOptions;
pub use self::page::{ItemStream, NumberedPage, Paged};
pub use self::request::Request;
pub use self::response::{RawResponse, ResponseSlot, WithRaw};
pub use self::service::{Credential, Service};
pub use self::transport::Transport;
pub use self::upsert::Upserted;

pub use bytes::Bytes;
pub use indexmap::IndexMap;
pub use jiff;
pub use rust_decimal::Decimal;
pub use serde_json::Value;

/// For generated code and for the macros.
#[doc(hidden)]
pub use self::list_edit::ListEdit;
#[doc(hidden)]
pub use self::macros::deserialize_closed_enum;
#[doc(hidden)]
pub use self::request::{PathValue, Styled};
#[doc(hidden)]
pub use self::style::ParameterStyle;
#[doc(hidden)]
pub use self::upsert::convert_body;
#[doc(hidden)]
pub use {reqwest, serde};
