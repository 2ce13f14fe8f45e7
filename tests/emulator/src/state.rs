//! The state of an account: everything that a snapshot saves.

mod built_in;
pub(crate) mod campaigns;
pub(crate) mod clock;
pub(crate) mod columns;
pub(crate) mod contact;
pub(crate) mod contacts;
pub(crate) mod date;
mod email_index;
pub(crate) mod fields;
pub(crate) mod groups;
pub(crate) mod ids;
pub(crate) mod lists;
pub(crate) mod mails;
pub(crate) mod newsletters;
pub(crate) mod orders;
pub(crate) mod row;
pub(crate) mod search;

use std::collections::BTreeMap;

use self::built_in::built_in_fields;
use self::campaigns::Campaign;
use self::clock::Clock;
use self::columns::{Columns, column};
use self::contact::{Contact, ContactChanges};
use self::contacts::Contacts;
use self::fields::Field;
use self::groups::Group;
use self::ids::{CampaignId, ContactId, FieldId, GroupId, ListId, NewsletterId, Table};
use self::lists::List;
use self::mails::{Mail, OptinMail};
use self::newsletters::Newsletter;
use self::orders::Orders;

/// The version of a saved state. Increase it when the form of the document changes.
pub(crate) const FORMAT: u32 = 1;

#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) fields: Table<FieldId, Field>,
    pub(crate) contacts: Contacts,
    pub(crate) groups: Table<GroupId, Group>,
    pub(crate) lists: Table<ListId, List>,
    pub(crate) newsletters: Table<NewsletterId, Newsletter>,
    pub(crate) orders: Orders,
    pub(crate) campaigns: Table<CampaignId, Campaign>,
    /// All mail that the account sent, in order.
    pub(crate) outbox: Vec<Mail>,
    /// The contacts that get a second optin mail, and the day on which it is due.
    pub(crate) optins_due: BTreeMap<ContactId, i64>,
    /// The number of login links that were created.
    pub(crate) logins: u32,
}

/// Days until an optin mail without a click is repeated.
const OPTIN_REPEAT_DAYS: i64 = 3;

impl State {
    /// An account with the built-in fields and nothing else.
    pub(crate) fn empty() -> Self {
        let fields = built_in_fields();
        let columns = Columns::for_fields(fields.iter().map(|(_, field)| field));
        Self {
            clock: Clock::default(),
            contacts: Contacts::new(columns),
            fields,
            groups: Table::starting_at(1),
            lists: Table::starting_at(1),
            newsletters: Table::starting_at(1),
            orders: Orders::default(),
            campaigns: Table::starting_at(1),
            outbox: Vec::new(),
            optins_due: BTreeMap::new(),
            logins: 0,
        }
    }

    /// Updates the columns after a change of the fields.
    pub(crate) fn update_columns(&mut self) {
        let columns = Columns::for_fields(self.fields.iter().map(|(_, field)| field));
        self.contacts.set_columns(columns);
    }

    /// Sends an optin mail in `language`, else in the contact's language.
    pub(crate) fn send_optin(&mut self, id: ContactId, language: Option<&str>) {
        let Some(contact) = self.contacts.get(id) else {
            return;
        };
        let language = language
            .or(contact.row.get(column::LANGUAGE))
            .unwrap_or("NL")
            .to_owned();
        let mail = OptinMail {
            contact: id,
            to: contact.email().to_owned(),
            language,
        };
        self.outbox.push(Mail::Optin(mail));
    }

    /// Sends the optin mail of a new contact, and schedules its repetition.
    pub(crate) fn send_first_optin(&mut self, id: ContactId) {
        self.send_optin(id, None);
        self.optins_due
            .insert(id, self.clock.day() + OPTIN_REPEAT_DAYS);
    }

    /// Clicks the link in the optin mail of a contact. Returns false if the contact cannot have one.
    pub(crate) fn click_optin(&mut self, id: ContactId) -> bool {
        let contact = self.contacts.get(id);
        if !contact.is_some_and(Contact::can_get_optin) {
            return false;
        }
        let mut changes = ContactChanges::default();
        changes.set(column::STATE, "Contact");
        changes.set(column::CHANGED, self.clock.date_time());
        self.contacts.update(id, changes);
        self.optins_due.remove(&id);
        true
    }

    /// Moves the clock forward and sends the optin mails that are due.
    pub(crate) fn advance(&mut self, days: u32) {
        self.clock.advance(days);
        let today = self.clock.day();
        let due: Vec<_> = self
            .optins_due
            .iter()
            .filter(|&(_, &day)| day <= today)
            .map(|(&id, _)| id)
            .collect();
        for id in due {
            self.optins_due.remove(&id);
            if self
                .contacts
                .get(id)
                .is_some_and(|contact| contact.state() == "Optin")
            {
                self.send_optin(id, None);
            }
        }
    }
}
