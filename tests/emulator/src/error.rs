//! What keeps an emulator from starting or from reading its state.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why an emulator could not start, or a state could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose another port, or 0 for any that is free")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The thread or runtime of the server cannot be started.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
    /// The webhook's URL will not do.
    #[error("a webhook needs a URL such as http://127.0.0.1:8080/hook (without TLS), not {0:?}")]
    WebhookUrl(String),
    /// The key will not do.
    #[error("a key must not be empty")]
    EmptyKey,
    /// The text is no snapshot.
    #[error("this is no state of an account, at {place}: {source}")]
    Json {
        /// Where in the document.
        place: String,
        /// What is wrong there.
        source: serde_json::Error,
    },
    /// The snapshot contradicts itself.
    #[error("this is no state that an account can have: {0}")]
    Unsound(String),
    /// A file cannot be read or written.
    #[error("cannot {action} {path}: {source}", path = path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}
