//! The error of the command.

use std::io;
use std::path::PathBuf;

use hellodialog_cli::exit::with_causes;
use hellodialog_cli::output::OutputError;

use super::markdown::visible;
use crate::base_url::{ClientError, shown};

/// Why there is no module. Nothing is written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("an API key is needed to call the account, or a response in a file with --from")]
    Key(#[source] hellodialog::Error),
    #[error(transparent)]
    Client(#[from] ClientError),
    // The causes are part of the message because they may have text of the API, which must be escaped.
    #[error("cannot fetch the fields of {account}: {}; check {check}", printable(.cause))]
    Account {
        account: String,
        check: &'static str,
        cause: hellodialog::Error,
    },
    #[error("cannot start the async runtime")]
    Runtime(#[source] io::Error),
    /// The file of `--from` cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// The file of `--from` has no definitions.
    #[error("{}", path.display())]
    File { path: PathBuf, source: Box<Error> },
    #[error("expected the response to GET /fields, found invalid JSON")]
    Json(#[source] serde_json::Error),
    #[error("expected the response to GET /fields, an object of fields by their ids, {0}")]
    Shape(String),
    #[error("expected the response to GET /fields, found an error of the API: {0}")]
    Api(String),
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Error {
    /// The account at `base_url` cannot be called, or refused the call.
    pub(super) fn account(base_url: Option<&str>, cause: hellodialog::Error) -> Self {
        Self::Account {
            account: base_url.map_or_else(|| "the account".to_owned(), shown),
            check: if cause.is_invalid_key() {
                "that HELLODIALOG_API_KEY is the key of this account"
            } else {
                "--base-url and the network"
            },
            cause,
        }
    }
}

/// An error with its causes, without control characters for the terminal.
fn printable(error: &hellodialog::Error) -> String {
    with_causes(error).chars().map(visible).collect()
}
