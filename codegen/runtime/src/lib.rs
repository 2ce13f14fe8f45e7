//! The runtime of the generated client.
//!
//! Generated code is thin: all behaviour is in this crate, in ordinary tested code. This crate knows
//! no facts about an API. Generated code passes them as data, a [`Service`].
//!
//! - A [`Builder`] makes a client around a [`Transport`], with an [`ApiKey`].
//! - The transport sends a request with the key and recognizes errors, including those inside a
//!   successful response ([`Envelope`]); [`seam`] connects it with progenitor.
//! - Every call returns a [`Result`] with an [`Error`], whose [`Outcome`] says whether the call may
//!   have taken effect. [`CallOptions`] are the options of one call; [`Capture`] keeps the raw
//!   response.
//! - [`wire`] has the adapters that decode values leniently; [`id!`] declares typed ids; [`Extra`]
//!   holds the undeclared members of an object.
//! - [`filter`] has search conditions as query parameters.
//! - A [`Call`] is sent when it is awaited; [`page`] makes streams of paginated calls; a [`Batch`]
//!   sends many items in several requests; a [`Request`] is for what no method covers; [`webhook`]
//!   parses the calls that the service makes.
//! - [`drift`] reports differences between responses and the API description, which are found by
//!   [`schema`].
//! - An [`Operation`] is an operation of the API as data.

#![warn(missing_docs)]

pub mod blocking;
pub mod drift;
pub mod filter;
pub mod page;
pub mod schema;
pub mod seam;
pub mod webhook;
pub mod wire;

mod base_url;
mod batch;
mod builder;
mod call;
mod capture;
mod envelope;
mod error;
mod excerpt;
mod extra;
mod id;
mod key;
mod log_target;
mod operation;
mod options;
mod request;
mod secret;
mod service;
mod transport;
mod upsert;

pub use self::batch::{Batch, BatchOutcome, BatchPart, BatchReport};
pub use self::builder::{Builder, MethodOverride};
pub use self::call::{Answered, BoxFuture, Call};
pub use self::capture::{Capture, RawAnswer};
pub use self::drift::{Drift, DriftKind};
pub use self::envelope::Envelope;
pub use self::error::{Error, ErrorKind, Meaning, Outcome, Result};
pub use self::extra::Extra;
pub use self::key::ApiKey;
pub use self::operation::{Evidence, Method, Operation, Retry};
pub use self::options::CallOptions;
pub use self::page::{ItemStream, NumberedPage, Paged};
pub use self::request::Request;
pub use self::service::{KnownCode, Service};
pub use self::transport::Transport;
pub use self::upsert::Upserted;

pub use indexmap::IndexMap;
pub use jiff;
pub use rust_decimal::Decimal;
pub use serde_json::Value;

/// For generated code, and for the code that [`id!`] writes.
#[doc(hidden)]
pub use {progenitor_client, reqwest, serde};
