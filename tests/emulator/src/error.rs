//! Errors of the emulator itself, not of the API that it serves.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::demo::MAX_CONTACTS;
use crate::state::FORMAT;

/// The emulator could not start, or a state could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot listen on {address}: {source}; choose another port, or 0 for any free port")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    /// The server's thread or runtime could not be started.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
    #[error(
        "invalid webhook URL {0:?}; expected http:// and a host, such as http://127.0.0.1:8080/hook (no TLS)"
    )]
    WebhookUrl(String),
    #[error("the API key must not be empty")]
    EmptyKey,
    #[error("a demo account has at most {MAX_CONTACTS} contacts, not {0}")]
    TooManyContacts(u32),
    /// The document is not JSON, or does not have the form of a snapshot.
    #[error("not an account state of format {FORMAT}: {source} (at {json_path})")]
    Json {
        /// The place in the document, such as `contacts[1].values`.
        json_path: String,
        source: serde_json::Error,
    },
    /// The parts of a snapshot contradict each other.
    #[error("inconsistent account state: {0}")]
    Inconsistent(String),
    #[error("cannot {action} {path}: {source}", path = path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
}
