//! The state file next to the table: the values of each row at the last sync.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Error;
use super::table::{Values, replace};

/// The state of the last run, updated during this run.
#[derive(Debug)]
pub(super) struct State {
    path: PathBuf,
    content: Content,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    /// Whether the run was completed.
    complete: bool,
    /// The values of the last sync, by e-mail address.
    synced: BTreeMap<String, Values>,
}

impl State {
    /// Reads the state file of a table: `contacts.csv.sync.json` for `contacts.csv`.
    pub(super) fn of(table: &Path) -> Result<Self, Error> {
        let mut name = table.as_os_str().to_owned();
        name.push(".sync.json");
        let path = PathBuf::from(name);
        let content = match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|source| Error::State {
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

    /// Whether the last run was interrupted.
    pub(super) fn is_interrupted(&self) -> bool {
        !self.content.complete
    }

    pub(super) fn synced(&self, key: &str) -> Option<&Values> {
        self.content.synced.get(key)
    }

    pub(super) fn set_synced(&mut self, key: String, values: Values) {
        self.content.synced.insert(key, values);
    }

    /// Writes the state file.
    pub(super) fn save(&mut self, progress: Progress) -> Result<(), Error> {
        self.content.complete = progress == Progress::Complete;
        let file_error = |source| Error::File {
            path: self.path.clone(),
            source,
        };
        let text =
            serde_json::to_vec_pretty(&self.content).map_err(|error| file_error(error.into()))?;
        replace(&self.path, &text).map_err(file_error)
    }
}

/// Whether a run is completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Incomplete,
    Complete,
}
