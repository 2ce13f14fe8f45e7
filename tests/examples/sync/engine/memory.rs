//! What table and account had when they last agreed, in a file beside the table.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Error;
use super::table::{Values, replace};

/// The memory of the last run, kept as this one goes on.
#[derive(Debug)]
pub(super) struct Memory {
    path: PathBuf,
    content: Content,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    /// Whether the run came to its end.
    complete: bool,
    /// By address.
    agreed: BTreeMap<String, Values>,
}

impl Memory {
    /// The memory that belongs to a table: `contacts.csv` has `contacts.csv.sync.json`.
    pub(super) fn of(table: &Path) -> Result<Self, Error> {
        let mut name = table.as_os_str().to_owned();
        name.push(".sync.json");
        let path = PathBuf::from(name);
        let content = match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|source| Error::Memory {
                path: path.clone(),
                source,
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Content {
                complete: true,
                ..Content::default()
            },
            Err(source) => return Err(Error::File { path, source }),
        };
        Ok(Self { path, content })
    }

    /// Whether the last run broke off.
    pub(super) fn is_interrupted(&self) -> bool {
        !self.content.complete
    }

    pub(super) fn agreed(&self, key: &str) -> Option<&Values> {
        self.content.agreed.get(key)
    }

    pub(super) fn agree(&mut self, key: String, values: Values) {
        self.content.agreed.insert(key, values);
    }

    /// Keeps what is known so far; `complete` at the end of a run.
    pub(super) fn save(&mut self, progress: Progress) -> Result<(), Error> {
        self.content.complete = progress == Progress::Complete;
        let failed = |source| Error::File {
            path: self.path.clone(),
            source,
        };
        let text =
            serde_json::to_vec_pretty(&self.content).map_err(|error| failed(error.into()))?;
        replace(&self.path, &text).map_err(failed)
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    UnderWay,
    Complete,
}
