//! The two-way sync of a table with an account, apart from its command line.
//!
//! Rows and contacts belong together by their e-mail address. A file beside the table remembers
//! what both had when they last agreed. So it is known who has changed:
//!
//! | | what happens |
//! |---|---|
//! | a row whose contact does not exist | the contact is made, in state `Contact` |
//! | a contact that has no row | a row is added |
//! | a cell is as it was, and the account has something else | the cell is changed |
//! | a cell was changed, in the table or on both sides | the contact is changed: the table wins |
//! | a cell is empty, and nothing is remembered of it | the cell is filled from the account |
//!
//! Nothing is deleted on either side. A run that broke off is taken up by the next: the account is
//! looked at first, so nothing is sent twice. A run with nothing to do sends nothing.

mod memory;
mod plan;
mod report;
mod run;
mod table;

use std::path::PathBuf;

pub use self::report::Report;
pub use self::run::run;

/// Why a sync ended early. What it had done until then is remembered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table cannot be read.
    #[error("{path}: {source}")]
    Csv {
        /// The file.
        path: PathBuf,
        /// What the reader says, with the line.
        source: csv::Error,
    },
    /// The table is not one that can be synced.
    #[error("{path}{place}: {what}", place = line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Table {
        /// The file.
        path: PathBuf,
        /// Where in it.
        line: Option<u64>,
        /// What is wrong, and what to do.
        what: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file that remembers is not one.
    #[error(
        "{path}: {source}; delete the file to begin anew, in which case the table wins where they differ"
    )]
    Memory {
        /// The file.
        path: PathBuf,
        /// Where it is wrong.
        source: serde_json::Error,
    },
    /// The account cannot be reached, or does not take the key.
    #[error("{0}; run again to go on from here")]
    Account(#[from] hellodialog::Error),
}
