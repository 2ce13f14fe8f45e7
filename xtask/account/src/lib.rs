//! The commands that call a live account: `drift` compares its responses with the description, and
//! `fields` writes a Rust module for its custom fields.
//!
//! This is a crate of its own because it needs the client: `cargo xtask regen` must work when the
//! emitted client does not compile. `cargo xtask drift` and `cargo xtask fields` run its binary.

mod base_url;
pub mod drift;
pub mod fields;
