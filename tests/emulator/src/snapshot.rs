//! Saves the state of an account and restores it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Error;
use crate::state::campaigns::Campaign;
use crate::state::clock::Clock;
use crate::state::columns::{Columns, MAX_COLUMNS};
use crate::state::contact::Contact;
use crate::state::contacts::Contacts;
use crate::state::fields::Field;
use crate::state::groups::Group;
use crate::state::ids::{CampaignId, ContactId, FieldId, GroupId, ListId, NewsletterId, Table};
use crate::state::lists::List;
use crate::state::mails::Mail;
use crate::state::newsletters::Newsletter;
use crate::state::orders::Orders;
use crate::state::{FORMAT, State};
use crate::state_file;

/// The state of an account at one time. It contains no key, settings, faults or journal.
#[derive(Debug, Clone)]
pub struct Snapshot(pub(crate) State);

/// The JSON form of a snapshot.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    format: Format,
    clock: Cow<'a, Clock>,
    fields: Cow<'a, Table<FieldId, Field>>,
    /// The names of the columns in `contacts`, in order.
    columns: Vec<String>,
    next_contact: u32,
    contacts: Cow<'a, [Arc<Contact>]>,
    groups: Cow<'a, Table<GroupId, Group>>,
    lists: Cow<'a, Table<ListId, List>>,
    newsletters: Cow<'a, Table<NewsletterId, Newsletter>>,
    orders: Cow<'a, Orders>,
    campaigns: Cow<'a, Table<CampaignId, Campaign>>,
    outbox: Cow<'a, [Mail]>,
    optins_due: Cow<'a, BTreeMap<ContactId, i64>>,
    logins: u32,
}

impl Snapshot {
    /// Writes the snapshot as JSON.
    ///
    /// # Errors
    ///
    /// Returns the error of `out`.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let state = &self.0;
        let document = Document {
            format: Format(FORMAT),
            clock: Cow::Borrowed(&state.clock),
            fields: Cow::Borrowed(&state.fields),
            columns: state.contacts.columns.names(),
            next_contact: state.contacts.next_id(),
            contacts: Cow::Borrowed(state.contacts.all()),
            groups: Cow::Borrowed(&state.groups),
            lists: Cow::Borrowed(&state.lists),
            newsletters: Cow::Borrowed(&state.newsletters),
            orders: Cow::Borrowed(&state.orders),
            campaigns: Cow::Borrowed(&state.campaigns),
            outbox: Cow::Borrowed(&state.outbox),
            optins_due: Cow::Borrowed(&state.optins_due),
            logins: state.logins,
        };
        let mut out = BufWriter::new(out);
        serde_json::to_writer(&mut out, &document)?;
        out.flush()
    }

    /// Returns the snapshot as JSON.
    #[must_use]
    #[allow(clippy::missing_panics_doc, reason = "writing to memory does not fail")]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        self.write(&mut json)
            .expect("writing to memory does not fail");
        json
    }

    /// Reads a snapshot from JSON.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Json`] if the document is not a snapshot, and [`Error::Inconsistent`] if its
    /// parts contradict each other.
    pub fn read(json: impl Read) -> Result<Self, Error> {
        let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(json));
        let document: Document<'_> =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| Error::Json {
                json_path: error.path().to_string(),
                source: error.into_inner(),
            })?;
        let end = deserializer.end();
        end.map_err(|source| Error::Json {
            json_path: "the end".to_owned(),
            source,
        })?;
        document.into_state().map(Self).map_err(Error::Inconsistent)
    }

    /// Reads a snapshot from a file. Returns `None` if the file does not exist.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Snapshot::read`], and [`Error::File`] if the file cannot be read.
    pub fn load(path: &Path) -> Result<Option<Self>, Error> {
        let failed = |source| Error::File {
            action: "read",
            path: path.to_owned(),
            source,
        };
        if fs::metadata(path).is_ok_and(|file| !file.is_file()) {
            return Err(failed(io::Error::other("it is not a regular file")));
        }
        // Without the place of an error, reading is faster. So the place is found in a second try.
        let is_valid = |file| {
            let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(file));
            let document = Document::deserialize(&mut deserializer).ok()?;
            deserializer.end().ok()?;
            document.into_state().ok().map(Self)
        };
        if let Some(snapshot) = File::open(path).ok().and_then(is_valid) {
            return Ok(Some(snapshot));
        }
        match File::open(path) {
            Ok(file) => match Self::read(file) {
                Err(Error::Json { source, .. }) if source.is_io() => Err(failed(source.into())),
                result => result.map(Some),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(source)),
        }
    }

    /// Writes the snapshot to a file. It writes a temporary file first and then renames it, so a
    /// failure leaves the old file unchanged. Symbolic links and the mode of the file are kept.
    ///
    /// # Errors
    ///
    /// Returns [`Error::File`] if the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        state_file::replace(path, |file| self.write(file))
            .map_err(|source| not_written(path, source))
    }

    /// Checks that [`Snapshot::save`] can write a file, and removes temporary files that a killed
    /// process left next to it. The file does not change.
    ///
    /// # Errors
    ///
    /// Returns [`Error::File`] if the file cannot be written.
    pub fn check_writable(path: &Path) -> Result<(), Error> {
        state_file::check_writable(path).map_err(|source| not_written(path, source))
    }
}

fn not_written(path: &Path, source: io::Error) -> Error {
    Error::File {
        action: "write",
        path: path.to_owned(),
        source,
    }
}

/// The version of a document. A document of another version is not read further.
#[derive(Serialize)]
#[serde(transparent)]
struct Format(u32);

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let format = u32::deserialize(deserializer)?;
        if format == FORMAT {
            return Ok(Self(format));
        }
        Err(D::Error::custom(format!(
            "format is {format}; this emulator reads format {FORMAT}"
        )))
    }
}

impl Document<'_> {
    fn into_state(self) -> Result<State, String> {
        let columns = Columns::for_fields(self.fields.iter().map(|(_, field)| field));
        if self.columns.len() > MAX_COLUMNS {
            return Err(format!("there are more than {MAX_COLUMNS} columns"));
        }
        if columns.names() != self.columns {
            let found = columns.names();
            return Err(format!(
                "`columns` does not match the fields, which have {found:?}"
            ));
        }
        let consistent = self.fields.is_consistent()
            && self.groups.is_consistent()
            && self.lists.is_consistent()
            && self.newsletters.is_consistent()
            && self.campaigns.is_consistent()
            && self.orders.is_consistent();
        if !consistent {
            return Err(
                "a table has an id that is not below `next`, or two orders have the same number"
                    .to_owned(),
            );
        }
        let contacts =
            Contacts::from_saved(columns, self.next_contact, self.contacts.into_owned())?;
        if let Some(contact) = contacts.iter().find(|contact| {
            contact
                .groups
                .iter()
                .any(|group| self.groups.get(*group).is_none())
        }) {
            return Err(format!(
                "contact {} is in a group that does not exist",
                contact.id
            ));
        }
        Ok(State {
            clock: self.clock.into_owned(),
            fields: self.fields.into_owned(),
            contacts,
            groups: self.groups.into_owned(),
            lists: self.lists.into_owned(),
            newsletters: self.newsletters.into_owned(),
            orders: self.orders.into_owned(),
            campaigns: self.campaigns.into_owned(),
            outbox: self.outbox.into_owned(),
            optins_due: self.optins_due.into_owned(),
            logins: self.logins,
        })
    }
}
