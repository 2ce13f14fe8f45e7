//! The account that operations are tried on.

use hellodialog::{Client, ClientBuilder};
use hellodialog_emulator::{Effect, Emulator, JournalEntry, Snapshot};
use serde_json::Value;

/// Contacts of the demo account. It has two orders then.
const DEMO: u32 = 20;

/// A contact in state `Optin`.
pub(crate) const OPTIN: u64 = 21;
/// One in state `Unsubscriber`, `gone@example.com`.
pub(crate) const UNSUBSCRIBED: u64 = 22;
/// One in state `Contact`, `kevin@example.com`.
pub(crate) const KEVIN: u64 = 23;
/// The id that the next contact gets.
pub(crate) const NEXT: u64 = 24;
/// What has no such id.
pub(crate) const NOBODY: u64 = 999_999;

/// An account with something of everything in it.
pub(crate) async fn state() -> Snapshot {
    use hellodialog::types::{ContactState, NewContact};
    let account = Emulator::builder().contacts(DEMO).start().expect("a port");
    let client = client(&account);
    for (email, name, state) in [
        ("optin@example.com", "Olga", ContactState::Optin),
        ("gone@example.com", "Gone", ContactState::Unsubscriber),
        ("kevin@example.com", "Kevin", ContactState::Contact),
    ] {
        let contact = NewContact::new().email(email).voornaam(name).state(state);
        client.contacts().create(&contact).await.expect("a contact");
    }
    account.stop()
}

pub(crate) fn account(state: &Snapshot) -> Emulator {
    let builder = Emulator::builder().snapshot(state.clone());
    builder.start().expect("a port")
}

pub(crate) fn builder(account: &Emulator) -> ClientBuilder {
    Client::builder(account.key()).base_url(account.url())
}

pub(crate) fn client(account: &Emulator) -> Client {
    builder(account)
        .build()
        .expect("the key and the address are right")
}

/// How many of the requests took effect.
pub(crate) fn effects(journal: &[JournalEntry]) -> usize {
    let effects = journal.iter().map(|entry| entry.effect);
    effects.filter(|effect| *effect == Effect::Done).count()
}

/// All that is in an account, but for when it was put there.
pub(crate) fn content(account: &Emulator) -> Value {
    let mut state = serde_json::from_slice(&account.snapshot().to_json()).expect("it is JSON");
    without_times(&mut state);
    state
}

fn without_times(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_times),
        Value::Object(members) => {
            members.remove("imported_on");
            members.values_mut().for_each(without_times);
        }
        Value::String(text) if is_moment(text) => *value = Value::Null,
        _ => {}
    }
}

/// Whether it is a moment as the account writes it: `2019-02-25 10:39:49`.
fn is_moment(text: &str) -> bool {
    text.len() == 19 && text.parse::<hellodialog::jiff::civil::DateTime>().is_ok()
}
