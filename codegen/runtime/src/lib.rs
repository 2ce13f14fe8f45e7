//! What the generated client calls.
//!
//! Generated code stays thin: whatever has behaviour is here, in ordinary code with tests of its
//! own. Nothing here knows the API that the client is for; its facts are handed in as data, a
//! [`Service`].
//!
//! - A client is made by a [`Builder`] around a [`Transport`], with an [`ApiKey`].
//! - The transport sends a request, adds the key and tells a failure from an answer, also one that
//!   arrives inside a successful answer ([`Envelope`]); [`seam`] brings it past progenitor.
//! - Every call returns a [`Result`] with an [`Error`], which says what became of the call
//!   ([`Outcome`]). [`CallOptions`] are for one call; [`Capture`] takes the answer as it came.
//! - [`wire`] is how values look on the wire; [`id!`] declares typed ids; [`Extra`] is what an
//!   object has beyond the fields of its type.
//! - [`filter`] is search conditions as parameters of a query.
//! - A [`Call`] is sent when it is awaited, with options of its own; [`page`] makes streams of calls
//!   whose answers come in pages, [`Batch`] cuts many items into requests, [`Request`] is for what
//!   no method does, and [`webhook`] reads the calls that the service makes.
//! - [`drift`] compares answers with what the description says of them.
//! - An [`Operation`] is what is known of a call, as data.

#![warn(missing_docs)]

pub mod blocking;
pub mod drift;
pub mod filter;
pub mod page;
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
mod key;
mod operation;
mod options;
mod request;
mod service;
mod transport;
mod upsert;

pub use self::batch::{Batch, BatchPart, BatchReport, Success};
pub use self::builder::{Builder, MethodOverride};
pub use self::call::{Answered, BoxFuture, Call};
pub use self::capture::{Capture, RawAnswer};
pub use self::drift::{Drift, DriftKind};
pub use self::envelope::Envelope;
pub use self::error::{Error, ErrorKind, Outcome, Result};
pub use self::extra::Extra;
pub use self::key::ApiKey;
pub use self::operation::{Evidence, Method, Operation, Retry};
pub use self::options::CallOptions;
pub use self::page::{Items, Numbered, Paged};
pub use self::request::Request;
pub use self::service::{KnownCode, Meaning, Service};
pub use self::transport::Transport;
pub use self::upsert::Upserted;

pub use indexmap::IndexMap;
pub use jiff;
pub use rust_decimal::Decimal;
pub use serde_json::Value;

/// For generated code, and for the code that [`id!`] writes.
#[doc(hidden)]
pub use {progenitor_client, reqwest, serde};
