//! The state of an account, to keep and to go back to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::state::State;
use crate::state::campaigns::Campaign;
use crate::state::clock::Clock;
use crate::state::columns::Columns;
use crate::state::contacts::{Contact, Contacts};
use crate::state::fields::Field;
use crate::state::groups::Group;
use crate::state::ids::{CampaignId, ContactId, FieldId, GroupId, ListId, NewsletterId, Table};
use crate::state::lists::List;
use crate::state::mails::Mail;
use crate::state::newsletters::Newsletter;
use crate::state::orders::Orders;

/// The state of an account at one time: everything in it, and nothing of how it is served. No key is
/// in it.
#[derive(Debug, Clone)]
pub struct Snapshot(pub(crate) State);

/// The form of the document. Another form gets another number.
const FORMAT: u32 = 1;

/// A snapshot as a document.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    format: u32,
    clock: Cow<'a, Clock>,
    fields: Cow<'a, Table<FieldId, Field>>,
    /// The columns that the values of contacts stand for, in order.
    columns: Vec<String>,
    next_contact: u32,
    contacts: Cow<'a, [Contact]>,
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
    /// Writes it as JSON.
    ///
    /// # Errors
    ///
    /// When `out` does not take it.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let state = &self.0;
        let document = Document {
            format: FORMAT,
            clock: Cow::Borrowed(&state.clock),
            fields: Cow::Borrowed(&state.fields),
            columns: state.contacts.columns.names(),
            next_contact: state.contacts.next(),
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

    /// Its JSON.
    #[must_use]
    #[allow(
        clippy::missing_panics_doc,
        reason = "memory takes all that is written"
    )]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        self.write(&mut json)
            .expect("memory takes all that is written");
        json
    }

    /// Reads it from JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] if it is no snapshot, [`Error::Unsound`] if it contradicts itself.
    pub fn read(json: impl Read) -> Result<Self, Error> {
        let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(json));
        let document: Document<'_> =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| Error::Json {
                place: error.path().to_string(),
                source: error.into_inner(),
            })?;
        let end = deserializer.end();
        end.map_err(|source| Error::Json {
            place: "the end".to_owned(),
            source,
        })?;
        document.state().map(Self).map_err(Error::Unsound)
    }

    /// Reads it from a file; none if there is no such file.
    ///
    /// # Errors
    ///
    /// As [`Snapshot::read`], and [`Error::File`] if the file cannot be read.
    pub fn load(path: &Path) -> Result<Option<Self>, Error> {
        let failed = |source| Error::File {
            action: "read",
            path: path.to_owned(),
            source,
        };
        match File::open(path) {
            Ok(file) => match Self::read(file) {
                Err(Error::Json { source, .. }) if source.is_io() => Err(failed(source.into())),
                read => read.map(Some),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(source)),
        }
    }

    /// Puts it into a file: aside first, and then in place of the old one, so that a failure leaves
    /// the old one as it was.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let failed = |source| Error::File {
            action: "write",
            path: path.to_owned(),
            source,
        };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let aside = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
        let aside = aside.map_err(failed)?;
        self.write(aside.as_file()).map_err(failed)?;
        aside.as_file().sync_all().map_err(failed)?;
        aside.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

impl Document<'_> {
    fn state(self) -> Result<State, String> {
        if self.format != FORMAT {
            return Err(format!(
                "its format is {}, and this emulator reads {FORMAT}",
                self.format
            ));
        }
        let columns = Columns::of(self.fields.iter().map(|(_, field)| field));
        if columns.names() != self.columns {
            return Err(format!("its fields have the columns {:?}", columns.names()));
        }
        let sound = self.fields.is_sound()
            && self.groups.is_sound()
            && self.lists.is_sound()
            && self.newsletters.is_sound()
            && self.campaigns.is_sound()
            && self.orders.is_sound();
        if !sound {
            return Err(
                "a table has an id that is not below its next, or an order number twice".to_owned(),
            );
        }
        let contacts = Contacts::restored(columns, self.next_contact, self.contacts.into_owned())?;
        if let Some(contact) = contacts.iter().find(|contact| {
            contact
                .groups
                .iter()
                .any(|group| self.groups.get(*group).is_none())
        }) {
            return Err(format!(
                "contact {} is in a group that there is not",
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
