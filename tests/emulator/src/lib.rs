//! An emulator of the Hellodialog API on localhost, for tests.
//!
//! ```
//! # fn main() -> Result<(), hellodialog_emulator::Error> {
//! use hellodialog_emulator::{Emulator, Fault, Operation};
//!
//! let account = Emulator::builder().contacts(250).start()?;
//! account.inject_fault(Fault::reset_in_body().on(Operation::GetContact).nth(2));
//! println!("{}/contacts/1?token={}", account.url(), account.key());
//! assert!(account.outbox().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Where the API's docs are silent the emulator guesses; `ASSUMPTIONS.md`, next to the manifest, lists
//! each guess. The program `hellodialog-emulator` serves the same account for clients in any language;
//! see its `--help`.

/// The Rust examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod accept_state;
mod account;
mod builder;
mod connection;
mod control;
mod cors;
mod demo;
mod described;
mod did_you_mean;
mod emulator;
mod error;
mod fault;
mod handlers;
mod http_response;
mod journal;
mod key;
mod listener;
mod operation;
mod query;
mod random;
mod server;
mod service;
mod snapshot;
mod state;
mod state_file;
mod sync;
mod webhook;
mod wire;

pub use self::account::{Access, SingleContact};
pub use self::builder::{Builder, DEFAULT_KEY};
#[doc(hidden)]
pub use self::described::filled_members;
pub use self::emulator::Emulator;
pub use self::error::Error;
pub use self::fault::{
    Calls, Fault, FaultKind, FaultPhase, ParseFaultError, Replacement, ResponseFault, ServerError,
};
pub use self::handlers::response::Effect;
pub use self::journal::{JournalEntry, REDACTED};
pub use self::operation::{Method, Operation, UnknownOperation};
pub use self::snapshot::Snapshot;
pub use self::state::ids::ContactId;
pub use self::state::mails::{Mail, OptinMail, TransactionalMail};
pub use self::state::search::{Operator, UnknownOperator};
pub use self::webhook::WebhookDelivery;
