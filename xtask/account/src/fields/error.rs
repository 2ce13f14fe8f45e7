//! Why there is no module.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use super::docs::visible;
use hellodialog_cli::output::OutputError;

/// Why the command could not do its work. Nothing is written then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no key, or it is malformed.
    #[error("a key is needed to ask the account, or a file to read with --from")]
    Key(#[source] hellodialog::Error),
    /// The account did not say what its fields are.
    // With its causes in the message, as the API's own words are in them.
    #[error("the account's fields cannot be had: {}", printable(.0))]
    Account(hellodialog::Error),
    /// The system has no resources left to make a call.
    #[error("a call cannot be made")]
    Runtime(#[source] io::Error),
    /// The file of --from cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file of --from does not hold definitions.
    #[error("{}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it holds.
        source: Box<Error>,
    },
    /// What should be the definitions is no JSON.
    #[error("expected the answer to GET /fields, found what is no JSON")]
    Json(#[source] serde_json::Error),
    /// What should be the definitions is JSON of another shape.
    #[error("expected the answer to GET /fields, an object of fields by their ids, {0}")]
    Shape(String),
    /// In the place of the definitions the API says that the call failed.
    #[error("expected the answer to GET /fields, found that the API refused it: {0}")]
    Refused(String),
    /// The module cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// An error with its causes, without what would be a command to the terminal.
fn printable(error: &hellodialog::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message.chars().map(visible).collect()
}
