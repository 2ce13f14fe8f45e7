//! Runs the commands of `cargo xtask` as processes, and checks their files, output and exit codes.

mod adopt;
mod benchmarks;
mod checkout;
mod diff;
mod documents;
mod lint;
mod overlay;
mod regen;
mod release;
mod repository;
