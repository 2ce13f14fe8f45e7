//! The commands of `cargo xtask`, run as processes: what they write, what they print, and how they
//! exit.

mod adopt;
mod checkout;
mod diff;
mod documents;
mod lint;
mod overlay;
mod regen;
mod repository;
