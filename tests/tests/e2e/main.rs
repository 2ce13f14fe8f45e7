//! The client against an account on localhost, through real sockets: every operation, every fault,
//! and programs as users write them.
//!
//! What went out is proved by the account: its journal, its outbox and its state.

mod blocking;
mod drift;
mod examples;
mod fixture;
mod life;
mod matrix;
mod operations;
mod webhook;

/// What the example `sync` does, apart from its command line.
#[path = "../../examples/sync/engine/mod.rs"]
mod sync_engine;

mod sync;

#[allow(dead_code, reason = "its main is the program's")]
#[path = "../../examples/quickstart.rs"]
mod quickstart;
