//! Why there is no report.

use hellodialog_codegen::document::DocumentError;

use crate::output::OutputError;
use crate::root::RootError;

/// Why the command could not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no checkout to take the description from.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The description cannot be read, or a patch does not fit it.
    #[error(transparent)]
    Description(#[from] hellodialog_codegen::Error),
    /// An overlay that is no document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The description names no server, and no other was given.
    #[error("the description names no server; say with --base-url where the account is")]
    NoServer,
    /// There is no key, or the client cannot be built like this.
    #[error(transparent)]
    Client(#[from] hellodialog::Error),
    /// The runtime for the requests could not be started.
    #[error("the requests cannot be made")]
    Runtime(#[source] std::io::Error),
    /// The description has nothing that can be asked.
    #[error(
        "the description has no operation that can be asked: none is a GET with `x-idempotent: true`"
    )]
    NothingToAsk,
    /// An id for what no operation takes.
    #[error("no operation takes an id of the name `{name}`; those that one may give: {names}")]
    UnknownId {
        /// The name that was given.
        name: String,
        /// The names that there are.
        names: String,
    },
    /// The account does not take the key.
    #[error(
        "the account does not take the key: check HELLODIALOG_API_KEY, and that it is the key of this account"
    )]
    InvalidKey,
    /// No connection was made, or none that brought an answer.
    #[error("the account cannot be reached: {why}; check --base-url and the network")]
    Unreachable {
        /// What happened, without anything of an answer.
        why: String,
    },
    /// Nothing was answered as the API does.
    #[error(
        "none of {asked} requests brought an answer of the API; the first: {first}; check --base-url, \
         and what the key may do"
    )]
    NoAnswer {
        /// How many were asked.
        asked: u32,
        /// What became of the first.
        first: String,
    },
    /// The report could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}
