//! The account that operations are tested with.

use hellodialog::types::{ContactState, NewContact};
use hellodialog::{Client, ClientBuilder};
use hellodialog_emulator::{Effect, Emulator, JournalEntry, Operation, Snapshot};
use hellodialog_operations::Row;
use hellodialog_operations::account::{ADDED, DEMO_CONTACTS};

/// The state of the account that the [table](hellodialog_operations) assumes.
pub(crate) async fn state() -> Snapshot {
    let account = Emulator::builder().contacts(DEMO_CONTACTS).start();
    let account = account.expect("a port");
    let client = client(&account);
    for (email, name, state) in ADDED {
        let contact = NewContact::new().email(email).voornaam(name);
        let contact = contact.state(ContactState::from(state));
        client.contacts().create(&contact).await.expect("a contact");
    }
    account.stop()
}

/// The emulator's name for the operation of a row.
pub(crate) fn operation(row: &Row) -> Operation {
    let mut operations = Operation::ALL.iter();
    let operation = operations.find(|operation| operation.id() == row.operation);
    *operation.expect("the emulator has every operation")
}

pub(crate) fn account(state: &Snapshot) -> Emulator {
    let builder = Emulator::builder().snapshot(state.clone());
    builder.start().expect("a port")
}

pub(crate) fn builder(account: &Emulator) -> ClientBuilder {
    Client::builder(account.key()).base_url(account.url())
}

pub(crate) fn client(account: &Emulator) -> Client {
    builder(account).build().expect("a valid key and base URL")
}

/// How many of the requests took effect.
pub(crate) fn effects(journal: &[JournalEntry]) -> usize {
    let effects = journal.iter().map(|entry| entry.effect);
    effects.filter(|effect| *effect == Effect::Done).count()
}

/// The content of an account as JSON text, without the times at which it was created. It is not
/// parsed: the matrix compares thousands of accounts.
pub(crate) fn content(account: &Emulator) -> String {
    let json = String::from_utf8(account.snapshot().to_json()).expect("JSON is UTF-8");
    let mut content = String::with_capacity(json.len());
    let mut before = "";
    for part in json.split('"') {
        if !is_date_time(part) && before != "imported_on" {
            content.push_str(part);
        }
        content.push('"');
        before = part;
    }
    content
}

/// Whether the text is a date-time in the form of the account: `2019-02-25 10:39:49`.
fn is_date_time(text: &str) -> bool {
    text.len() == 19 && text.parse::<hellodialog::jiff::civil::DateTime>().is_ok()
}
