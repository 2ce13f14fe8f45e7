//! The error of the command.

use hellodialog_cli::checkout::CheckoutError;
use hellodialog_cli::output::OutputError;
use hellodialog_codegen::document::DocumentError;

use super::compare::PlacesError;
use super::failure::Failure;
use crate::base_url::ClientError;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    /// The document cannot be read, or a patch does not apply to it.
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error(transparent)]
    Schemas(#[from] PlacesError),
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("the description has no server; give the base URL with --base-url")]
    NoServer,
    /// The key is missing.
    #[error(transparent)]
    Key(#[from] hellodialog::Error),
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The account at a base URL.
    #[error("{url}")]
    At { url: String, source: Box<Error> },
    #[error("cannot start the async runtime")]
    Runtime(#[source] std::io::Error),
    #[error("the description has no operation to call: no GET has `x-idempotent: true`")]
    NothingToCall,
    #[error("no operation takes an id named `{name}`; expected one of: {names}")]
    UnknownId { name: String, names: String },
    #[error(
        "the account rejects the API key: check HELLODIALOG_API_KEY, and that it is the key of \
         this account"
    )]
    InvalidKey,
    #[error("the account cannot be reached: {0}; check --base-url and the network")]
    Unreachable(Failure),
    #[error(
        "none of {requests} requests got a response of the API; the first failure: {first}; check \
         --base-url, and the permissions of the key"
    )]
    NoResponse { requests: u32, first: Failure },
    #[error(transparent)]
    Output(#[from] OutputError),
}
