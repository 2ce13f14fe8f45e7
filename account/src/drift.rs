//! How an account's answers differ from the description.

use std::process::ExitCode;

/// Compare a live account with the description, reading only
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Why the command could not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such command yet.
    #[error("not done yet")]
    NotYet,
}

/// Runs the command.
///
/// # Errors
///
/// See [`Error`].
pub fn run(_: &Args) -> Result<ExitCode, Error> {
    Err(Error::NotYet)
}
