//! How a command ends: its exit code, and its error on stderr.

use std::error::Error;
use std::process::ExitCode;

use crate::output;

/// The exit code when the call or its input is wrong.
pub const FAILURE: u8 = 2;

/// The exit code of a command. An error is printed, and exits with [`FAILURE`].
#[must_use]
pub fn finish(result: Result<ExitCode, Box<dyn Error>>) -> ExitCode {
    result.unwrap_or_else(|error| {
        output::eprint_line(&format!("error: {}", with_causes(error.as_ref())));
        ExitCode::from(FAILURE)
    })
}

/// The message of an error, followed by those of its causes.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}
