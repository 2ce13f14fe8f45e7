//! Everything that an account holds.

pub(crate) mod campaigns;
pub(crate) mod clock;
pub(crate) mod columns;
pub(crate) mod contacts;
pub(crate) mod fields;
pub(crate) mod groups;
pub(crate) mod ids;
pub(crate) mod lists;
pub(crate) mod mails;
pub(crate) mod newsletters;
pub(crate) mod orders;
pub(crate) mod row;

use std::collections::BTreeMap;

use self::campaigns::Campaign;
use self::clock::Clock;
use self::columns::{Columns, at};
use self::contacts::Contacts;
use self::fields::Field;
use self::groups::Group;
use self::ids::{CampaignId, ContactId, FieldId, GroupId, ListId, NewsletterId, Table};
use self::lists::List;
use self::mails::{Mail, OptinMail};
use self::newsletters::Newsletter;
use self::orders::Orders;

/// The state of an account.
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
    /// Every mail that went out, in order.
    pub(crate) outbox: Vec<Mail>,
    /// Contacts whose second optin mail is still to come, and the day on which it is due.
    pub(crate) optins_due: BTreeMap<ContactId, i64>,
    /// How many login links were made.
    pub(crate) logins: u32,
}

/// After how many days an optin mail that nobody answered goes out again.
const OPTIN_REPEATS_AFTER_DAYS: i64 = 3;

impl State {
    /// An account with the fields that every account has, and nothing else.
    pub(crate) fn empty() -> Self {
        let fields = fields::built_in();
        let columns = Columns::of(fields.iter().map(|(_, field)| field));
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

    /// Follows a change of the fields; `removed` is the column that went.
    pub(crate) fn fields_changed(&mut self, removed: Option<&str>) {
        let position = removed.and_then(|name| self.contacts.columns.position(name));
        let columns = Columns::of(self.fields.iter().map(|(_, field)| field));
        self.contacts.set_columns(columns, position);
    }

    /// Sends an optin mail in `language`, or in the contact's own.
    pub(crate) fn send_optin(&mut self, id: ContactId, language: Option<&str>) {
        let Some(contact) = self.contacts.get(id) else {
            return;
        };
        let language = language
            .or(contact.row.get(at::LANGUAGE))
            .unwrap_or("NL")
            .to_owned();
        let mail = OptinMail {
            contact: id,
            to: contact.email().to_owned(),
            language,
        };
        self.outbox.push(Mail::Optin(mail));
    }

    /// Sends the optin mail of a new contact, and notes that another follows.
    pub(crate) fn send_first_optin(&mut self, id: ContactId) {
        self.send_optin(id, None);
        self.optins_due
            .insert(id, self.clock.day() + OPTIN_REPEATS_AFTER_DAYS);
    }

    /// Lets days go by: optin mails that are due go out for the second time.
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
