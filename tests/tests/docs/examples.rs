//! Every example in the docs of the client runs, and the account accepts what it sends.

use std::cell::RefCell;
use std::error::Error;
use std::pin::Pin;

use hellodialog::{ApiKey, Client, Result};
use hellodialog_emulator::{Effect, JournalEntry};

use crate::account;
use crate::documented::EXAMPLES;

pub(crate) type Running = Pin<Box<dyn Future<Output = std::result::Result<(), Box<dyn Error>>>>>;

thread_local! {
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
}

pub(crate) fn print(line: &str) {
    PRINTED.with_borrow_mut(|printed| {
        printed.push_str(line);
        printed.push('\n');
    });
}

pub(crate) fn client() -> Client {
    CLIENT.with_borrow(Clone::clone).expect("a client")
}

/// In place of a client that has the key of the environment.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it has the type of what it stands for"
)]
pub(crate) fn connected() -> Result<Client> {
    Ok(client())
}

pub(crate) fn key() -> ApiKey {
    ApiKey::new(hellodialog_emulator::DEFAULT_KEY).expect("a key")
}

/// The body of a webhook call about a contact: the hash is that of [`key`] and `the webhook's secret`.
pub(crate) fn body() -> &'static [u8] {
    b"id=1&hash=c829bafe67dbf7c415e060f7c42599b6"
}

/// What an example may say when all went well: the arms for failures print other lines.
fn is_failure(line: &str) -> bool {
    let starts = ["refused: ", "look again", "was gone already"];
    starts.iter().any(|start| line.starts_with(start))
        || line.ends_with("to be looked at")
        || line.starts_with("to be sent again: ") && !line.ends_with("[]")
}

fn is_accepted(entry: &JournalEntry) -> bool {
    let is_read = entry.method == "GET";
    let had_effect = is_read || entry.effect == Effect::Done;
    entry.status == Some(200) && entry.ignored.is_empty() && had_effect
}

#[tokio::test]
async fn every_example_is_accepted() {
    let state = account::state().await;
    let mut wrong = Vec::new();
    for (place, example) in EXAMPLES {
        let account = account::start(&state);
        CLIENT.set(Some(account::client(&account)));
        PRINTED.take();
        if let Err(error) = example().await {
            wrong.push(format!("{place}: {error}"));
        }
        let printed = PRINTED.take();
        let lines = printed.lines().filter(|line| is_failure(line));
        wrong.extend(lines.map(|line| format!("{place} prints: {line}")));
        let journal = account.journal();
        let refused = journal.iter().filter(|entry| !is_accepted(entry));
        wrong.extend(refused.map(|entry| format!("{place} sends: {entry}\n{}", entry.body)));
        assert!(
            !place.contains("/resources/") || !journal.is_empty(),
            "{place}"
        );
    }
    assert!(EXAMPLES.len() > 20, "{}", EXAMPLES.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
