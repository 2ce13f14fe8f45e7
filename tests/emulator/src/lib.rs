//! An account of the Hellodialog API on localhost, to test against.
//!
//! ```
//! # fn main() -> Result<(), hellodialog_emulator::Error> {
//! use hellodialog_emulator::{Emulator, Fault, Operation};
//!
//! let account = Emulator::builder().contacts(250).start()?;
//! account.fault(Fault::reset_in_body().on(Operation::GetContact).nth(2));
//! println!("{}/contacts/1?token={}", account.url(), account.key());
//! assert!(account.outbox().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! What the docs of the API leave open is settled in `ASSUMPTIONS.md`, beside the manifest. The same
//! account runs beside a program in any language as `hellodialog-emulator`; see its `--help`.

mod account;
mod builder;
mod connection;
mod emulator;
mod error;
mod exchange;
mod fault;
mod handlers;
mod journal;
mod key;
mod operation;
mod query;
mod random;
mod reply;
mod search;
mod seed;
mod server;
mod snapshot;
mod state;
mod sync;
mod webhook;
mod wire;

pub use self::account::{Access, SingleContact};
pub use self::builder::{Builder, DEFAULT_KEY};
pub use self::emulator::Emulator;
pub use self::error::Error;
pub use self::fault::{Bend, Calls, Fault, FaultError, Kind, Moment, Replacement, ServerError};
pub use self::handlers::Effect;
pub use self::journal::{Answered, Entry, REDACTED};
pub use self::operation::{Method, Operation, UnknownOperation};
pub use self::search::{Operator, UnknownOperator};
pub use self::snapshot::Snapshot;
pub use self::state::ids::ContactId;
pub use self::state::mails::{Mail, OptinMail, TransactionalMail};
pub use self::webhook::Delivery;
