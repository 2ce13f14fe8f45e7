//! The client and the emulator over real sockets: every operation, every fault, and programs as
//! users write them.
//!
//! The effects are checked in the account: its journal, its outbox and its state.

mod blocking;
mod consent;
mod drift;
mod examples;
mod fixture;
mod life;
mod matrix;
mod operations;
mod prism;
mod webhook;

/// The example `sync`, without its command line.
#[path = "../../examples/sync"]
mod sync_example {
    pub(crate) mod engine;
}
use sync_example::engine as sync_engine;

mod sync;

/// The other examples, without their `main`.
#[allow(dead_code, reason = "their `main` is not called here")]
#[path = "../../examples"]
mod example {
    pub(crate) mod custom_fields;
    pub(crate) mod quickstart;
    pub(crate) mod retries;
    pub(crate) mod webhook;
}
