//! What the generated client calls.
//!
//! Generated code stays thin: whatever has behaviour is here, in ordinary code with tests of its
//! own. Nothing here knows the API that the client is for; its facts are handed in as data.
//!
//! - [`wire`]: how values look on the wire, and typed ids ([`id!`]).
//! - [`filter`]: search conditions as query parameters.
//! - [`Extra`]: what an object has beyond the fields of its type.

pub mod filter;
pub mod wire;

mod extra;

pub use self::extra::Extra;

/// For generated code and the code that [`id!`] writes.
#[doc(hidden)]
pub use {progenitor_client, reqwest, serde};

pub use indexmap::IndexMap;
pub use jiff;
pub use rust_decimal::Decimal;
pub use serde_json::Value;
