//! The example `sync`: table and account converge, and nothing is created twice.

use std::fs;
use std::path::PathBuf;

use hellodialog::Client;
use hellodialog::types::{Contact, ContactId, ContactState, ContactUpdate, Filter, NewContact};
use hellodialog_emulator::{Emulator, Fault, FaultPhase, Method, Operation, ServerError};
use indicatif::ProgressBar;
use tempfile::TempDir;

use crate::fixture::client;
use crate::sync_engine::{self, Error, Report};

/// A table in a temporary folder, and an account with two contacts.
struct Sync {
    folder: TempDir,
    account: Emulator,
    client: Client,
}

impl Sync {
    async fn new(table: &str) -> Self {
        let account = Emulator::start().expect("a port");
        let client = client(&account);
        for (email, name) in [("a@example.com", "Anna"), ("b@example.com", "Bert")] {
            let contact = NewContact::new().email(email).voornaam(name);
            let contact = contact.state(ContactState::Contact);
            client.contacts().create(&contact).await.expect("created");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let sync = Self {
            folder,
            account,
            client,
        };
        sync.write_table(table);
        sync
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("contacts.csv")
    }

    fn write_table(&self, table: &str) {
        fs::write(self.file(), table).expect("the file is written");
    }

    fn table(&self) -> String {
        fs::read_to_string(self.file()).expect("it exists")
    }

    async fn run(&self) -> Result<Report, Error> {
        sync_engine::run(&self.client, &self.file(), &ProgressBar::hidden()).await
    }

    async fn report(&self) -> Report {
        self.run().await.expect("the sync succeeds")
    }

    /// The number of requests that are not `GET`.
    fn writes(&self) -> usize {
        let journal = self.account.journal();
        journal
            .iter()
            .filter(|entry| entry.operation.map(Operation::method) != Some(Method::Get))
            .count()
    }

    async fn contacts(&self) -> Vec<Contact> {
        let contacts = self.client.contacts().list(Filter::all());
        contacts.await.expect("one page")
    }

    /// E-mail address and first name of every contact.
    async fn names(&self) -> Vec<(String, String)> {
        let contacts = self.contacts().await.into_iter();
        let pair = |contact: Contact| Some((contact.email?, contact.voornaam.unwrap_or_default()));
        contacts.filter_map(pair).collect()
    }

    async fn rename(&self, id: u64, name: &str) {
        let update = ContactUpdate::new().voornaam(name);
        let renamed = self
            .client
            .contacts()
            .update(ContactId::new(id), &update)
            .await;
        renamed.expect("it exists");
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = of.iter();
    pairs
        .map(|(email, name)| ((*email).to_owned(), (*name).to_owned()))
        .collect()
}

/// A row that the account has with another name, and a row that the account lacks.
const TABLE: &str = "email,voornaam\nB@example.com,Bertus\nc@example.com,Cor\n";

#[tokio::test]
async fn both_sides_are_completed_and_the_second_run_sends_nothing() {
    let sync = Sync::new(TABLE).await;
    let report = sync.report().await;
    assert_eq!((report.created, report.updated), (1, 1));
    assert_eq!((report.appended_rows, report.updated_rows), (1, 0));
    assert!(report.failed.is_empty() && !report.resumed);
    assert_eq!(sync.table(), format!("{TABLE}a@example.com,Anna\n"));
    let names = [
        ("a@example.com", "Anna"),
        ("b@example.com", "Bertus"),
        ("c@example.com", "Cor"),
    ];
    assert_eq!(sync.names().await, pairs(&names));

    let (writes, table) = (sync.writes(), sync.table());
    let report = sync.report().await;
    assert!(report.is_idle());
    assert!(
        report
            .to_string()
            .ends_with("3 rows are equal on both sides: nothing was sent.")
    );
    assert_eq!((sync.writes(), sync.table()), (writes, table));
}

#[tokio::test]
async fn the_changed_side_wins_and_the_table_if_both_changed() {
    let table = "email,voornaam,achternaam\na@example.com,Anna,\nb@example.com,Bert,\n";
    let sync = Sync::new(table).await;
    sync.report().await;
    sync.rename(1, "Anja").await;
    sync.rename(2, "Bob").await;
    sync.write_table(
        &table
            .replace("Anna,", "Anna,Anders")
            .replace("Bert,", "Bertus,"),
    );
    let report = sync.report().await;
    assert_eq!((report.updated, report.updated_rows), (2, 1));
    let merged = "email,voornaam,achternaam\na@example.com,Anja,Anders\nb@example.com,Bertus,\n";
    assert_eq!(sync.table(), merged);
    let anna = &sync.contacts().await[0];
    let both = (anna.voornaam.as_deref(), anna.achternaam.as_deref());
    assert_eq!(both, (Some("Anja"), Some("Anders")));
    assert!(sync.report().await.is_idle());
}

#[tokio::test]
async fn a_new_column_is_filled_and_clears_nothing() {
    let sync = Sync::new("email\na@example.com\n").await;
    sync.report().await;
    let writes = sync.writes();
    sync.write_table("email,voornaam\na@example.com,\nb@example.com,\n");
    let report = sync.report().await;
    assert_eq!((report.updated_rows, report.updated), (2, 0));
    assert_eq!(
        sync.table(),
        "email,voornaam\na@example.com,Anna\nb@example.com,Bert\n"
    );
    assert_eq!(sync.writes(), writes);
    // A value that is cleared after that is cleared in the account.
    sync.write_table("email,voornaam\na@example.com,\nb@example.com,Bert\n");
    assert_eq!(sync.report().await.updated, 1);
    assert_eq!(sync.names().await[0].1, "");
}

#[tokio::test]
async fn an_aborted_run_is_resumed_and_nothing_is_created_twice() {
    use std::fmt::Write as _;
    let mut table = "email,voornaam\nb@example.com,Bertus\n".to_owned();
    for number in 0..50 {
        writeln!(table, "new{number}@example.com,New").expect("a String can be written");
    }
    // The connection is reset after the contact was created, and before.
    for (phase, created) in [(FaultPhase::After, 31), (FaultPhase::Before, 30)] {
        let sync = Sync::new(&table).await;
        sync.account
            .inject_fault(Fault::reset(phase).on(Operation::PostContact).nth(31));
        let error = sync.run().await.expect_err("the connection was reset");
        assert!(matches!(error, Error::Account(_)), "{error}");
        assert!(error.to_string().ends_with("rerun to resume"), "{error}");
        assert_eq!(sync.contacts().await.len(), 2 + created);
        assert_eq!(sync.table(), table, "the table is unchanged");

        let report = sync.report().await;
        assert!(report.resumed);
        assert_eq!((report.created, report.updated), (50 - created, 1));
        assert_eq!((report.unchanged, report.appended_rows), (created, 1));
        assert_eq!(sync.contacts().await.len(), 52);
        // Each contact was sent once, except the one whose connection was reset before it was created.
        let journal = sync.account.journal();
        let creations = journal
            .iter()
            .filter(|entry| entry.operation == Some(Operation::PostContact));
        assert_eq!(
            creations.count(),
            2 + 50 + usize::from(phase == FaultPhase::Before)
        );
        assert!(sync.report().await.is_idle());
    }
}

#[tokio::test]
async fn a_lost_batch_response_does_no_harm() {
    let sync = Sync::new("email,voornaam\na@example.com,Anja\nb@example.com,Bertus\n").await;
    let lost_response = Fault::status(ServerError::Internal, FaultPhase::After);
    sync.account
        .inject_fault(lost_response.on(Operation::PutContacts).nth(1));
    assert!(sync.run().await.is_err());
    let report = sync.report().await;
    assert!(report.resumed && report.is_idle());
    assert_eq!(
        sync.names().await,
        pairs(&[("a@example.com", "Anja"), ("b@example.com", "Bertus")])
    );
}

#[tokio::test]
async fn a_rejected_row_is_reported_and_the_others_are_synced() {
    let field = hellodialog::types::NewField::new("Shoe size");
    let field = field.r#type(hellodialog::types::FieldType::Integer);
    let table =
        "email,shoe_size\nnobody,\nc@example.com,44\na@example.com,large\nb@example.com,43\n";
    let sync = Sync::new(table).await;
    sync.client.fields().create(&field).await.expect("a field");
    let report = sync.report().await;
    assert_eq!((report.created, report.updated), (1, 1));
    let failed: Vec<_> = report
        .failed
        .iter()
        .map(|failure| failure.email.as_str())
        .collect();
    assert_eq!(failed, ["nobody", "a@example.com"]);
    assert!(
        report.to_string().contains("-> correct the row and rerun"),
        "{report}"
    );
    assert_eq!(sync.table(), table);
    // The rejected value stays in the table; once corrected, it is synced.
    sync.write_table(&table.replace("large", "42").replace("nobody,\n", ""));
    let report = sync.report().await;
    assert_eq!((report.updated, report.failed.len()), (1, 0));
    assert!(sync.report().await.is_idle());
}

/// Spreadsheets write semicolons where the comma is the decimal sign, and a mark before the header.
#[tokio::test]
async fn a_table_with_semicolons_or_tabs_stays_so() {
    for separator in [";", "\t"] {
        let table = TABLE.replace(',', separator).replace("Cor", "\"Cor, de\"");
        let sync = Sync::new(&format!("\u{feff}{table}")).await;
        let report = sync.report().await;
        assert_eq!((report.created, report.updated), (1, 1));
        assert_eq!(sync.names().await[2].1, "Cor, de");
        let written = table.replace('"', "") + "a@example.com" + separator + "Anna\n";
        assert_eq!(sync.table(), written);
        assert!(sync.report().await.is_idle());
    }
}

#[tokio::test]
async fn an_invalid_table_is_an_error_with_its_line_and_nothing_is_sent() {
    let sync = Sync::new("").await;
    let writes = sync.writes();
    for (table, place, what) in [
        ("", ", line 1", "there is no column `email`"),
        ("name\nKevin\n", ", line 1", "there is no column `email`"),
        ("id;mail\n7;a@x.y\n", ", line 1", "in the header `id;mail`"),
        ("id,mail\n7,a@x.y\n", ", line 1", "semicolons or tabs"),
        ("email,groups\n", ", line 1", "`groups` cannot be synced"),
        ("email,a,A\n", ", line 1", "duplicate column `a`"),
        ("email,a\n\"\",b\n", ", line 2", "no e-mail address"),
        ("email\na@x.y\nA@x.y\n", ", line 3", "duplicate of line 2"),
        ("email,a\na@x.y\n", "", "found record with 1 fields"),
    ] {
        sync.write_table(table);
        let error = sync.run().await.expect_err(table).to_string();
        assert!(error.contains(&format!("contacts.csv{place}: ")), "{error}");
        assert!(error.contains(what), "{error}");
        assert_eq!(sync.table(), table);
    }
    assert_eq!(sync.writes(), writes);
}

#[tokio::test]
async fn an_invalid_state_file_and_a_wrong_key_are_errors() {
    let sync = Sync::new("email\n").await;
    let state = sync.folder.path().join("contacts.csv.sync.json");
    fs::write(&state, "{\"complete\": 7}").expect("the file is written");
    let error = sync
        .run()
        .await
        .expect_err("an invalid state file")
        .to_string();
    assert!(error.contains("delete the file to start over"), "{error}");
    fs::remove_file(state).expect("it exists");

    let builder = Client::builder("ffffffffffffffffffffffffffffffff").base_url(sync.account.url());
    let client = builder.build().expect("a client");
    let stopped = sync_engine::run(&client, &sync.file(), &ProgressBar::hidden()).await;
    let error = stopped.expect_err("the key is wrong").to_string();
    assert!(error.contains("check the API key"), "{error}");
}
