//! Two-way sync of a table with an account, without the command line.
//!
//! Rows and contacts are matched by e-mail address. A file next to the table keeps the values of
//! the last sync, which shows on which side a value has changed:
//!
//! | case | action |
//! |---|---|
//! | a row without a contact | the contact is created, in state `Contact` |
//! | a contact without a row | a row is added |
//! | a value changed only in the account | the cell is updated |
//! | a value changed in the table, or on both sides | the contact is updated: the table wins |
//! | an empty cell without a value of the last sync | the cell is filled from the account |
//!
//! Nothing is deleted on either side. It is safe to rerun an interrupted sync: it reads the account
//! first, so nothing is sent twice. If both sides are equal, nothing is sent.

mod plan;
mod report;
mod run;
mod state;
mod table;

use std::path::PathBuf;

pub use self::report::Report;
pub use self::run::run;

/// Why a sync stopped. The changes made until then are recorded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table cannot be read.
    #[error("{path}: {source}")]
    Csv {
        /// The path of the file.
        path: PathBuf,
        /// The error of the CSV reader, with the line.
        source: csv::Error,
    },
    /// The table has invalid columns or rows.
    #[error("{path}{place}: {what}", place = line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Table {
        /// The path of the file.
        path: PathBuf,
        /// The line, if known.
        line: Option<u64>,
        /// The problem, and what to do about it.
        what: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The state file cannot be parsed.
    #[error(
        "{path}: {source}; delete the file to start over; the table then wins where both sides differ"
    )]
    State {
        /// The path of the file.
        path: PathBuf,
        /// The parse error, with the position.
        source: serde_json::Error,
    },
    /// The account cannot be reached, or rejects the key.
    #[error("{0}; rerun to resume")]
    Account(#[from] hellodialog::Error),
}
