//! What the commands ask of an account: how its answers differ from the description (`drift`), and
//! the fields of its own (`fields`).
//!
//! They stand apart from `xtask`, because they need the client: `cargo xtask regen` must go on
//! working when the emitted crate does not compile. `cargo xtask drift` and `cargo xtask fields` run
//! the program of this crate.

pub mod drift;
pub mod fields;

// All commands write files and find the checkout in the same way, and `xtask` is no library.
#[path = "../../xtask/src/output.rs"]
mod output;
#[path = "../../xtask/src/root.rs"]
mod root;
