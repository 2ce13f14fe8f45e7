//! The module of an emulated account, written, compiled and used.

use hellodialog::types::{
    ContactState, FieldId, FieldOptions, FieldType, Filter, NewContact, NewField,
};
use hellodialog::{Client, Decimal, Extra, jiff};
use hellodialog_emulator::{Emulator, Snapshot};
use serde_json::{Value, json};

use crate::compiled::account::{
    CheckError, ContactChannels, CustomFields, FavouriteColour, check, unknown_columns,
};
use crate::{golden, text};

/// An account with a field of each type, and a field whose name is not an identifier.
async fn account() -> (Emulator, Client) {
    let account = Emulator::start().expect("a port");
    let client = Client::builder(account.key()).base_url(account.url());
    let client = client.build().expect("a client");
    let colours = FieldOptions::new().values(["Red", "Sky blue", "#fff"]);
    let channels = FieldOptions::new().values(["E-mail", "Post", "Phone"]);
    let fields = [
        NewField::new("Nickname"),
        NewField::new("Notes").r#type(FieldType::Textarea),
        NewField::new("Customer number").r#type(FieldType::Integer),
        NewField::new("Balance").r#type(FieldType::Decimal),
        NewField::new("Member since").r#type(FieldType::Date),
        NewField::new("Favourite colour")
            .r#type(FieldType::Dropdown)
            .options(colours),
        NewField::new("Contact channels")
            .r#type(FieldType::Multiselect)
            .options(channels),
        NewField::new("2nd \"address\"; } */"),
    ];
    for field in &fields {
        client.fields().create(field).await.expect("a field");
    }
    (account, client)
}

fn all_fields() -> CustomFields {
    CustomFields {
        nickname: Some("Kev, the \"first\"".to_owned()),
        notes: Some("one\ntwo".to_owned()),
        customer_number: Some(-43),
        balance: Some(Decimal::new(1250, 2)),
        member_since: Some(jiff::civil::date(2024, 2, 29)),
        favourite_colour: Some(FavouriteColour::SkyBlue),
        contact_channels: Some(vec![ContactChannels::EMail, ContactChannels::Phone]),
        n2nd_address: Some("7".to_owned()),
    }
}

#[tokio::test]
async fn the_command_writes_the_module_that_these_tests_compile() {
    let (account, _) = account().await;
    let out = tempfile::tempdir().expect("a folder");
    let file = out.path().join("fields.rs");
    let run = crate::command(&["--base-url", &account.url(), "--out"])
        .arg(&file)
        .env("HELLODIALOG_API_KEY", account.key())
        .output()
        .expect("the binary runs");
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(0), "")
    );
    let written = std::fs::read_to_string(&file).expect("a module");
    let expected = golden().join("account/expected.rs");
    let problem =
        crate::golden::compare(&expected, &written).expect("the expected module can be read");
    assert_eq!(problem, None);
    // The command sends one GET request.
    let journal = account.journal();
    let read = journal.iter().filter(|entry| entry.method == "GET");
    assert_eq!(
        read.map(|entry| entry.path.as_str()).collect::<Vec<_>>(),
        ["/api/fields"]
    );
    assert!(
        journal
            .iter()
            .all(|entry| matches!(entry.method.as_str(), "GET" | "POST"))
    );
}

/// Creates a contact and reads its custom fields.
async fn store_and_read(client: &Client, contact: NewContact) -> CustomFields {
    let contact = contact.state(ContactState::Contact);
    let created = client.contacts().create(&contact).await.expect("a contact");
    let id = created.data.and_then(|data| data.id).expect("its id");
    let contact = client.contacts().get(id).await.expect("the contact");
    contact.custom.parse().expect("custom fields")
}

#[tokio::test]
async fn custom_fields_round_trip() {
    let (_account, client) = account().await;
    let custom = Extra::from_serialize(&all_fields()).expect("an object");
    let kevin = NewContact::new()
        .email("kevin@example.com")
        .custom_all(custom);
    assert_eq!(store_and_read(&client, kevin).await, all_fields());
    let contact = NewContact::new().email("nobody@example.com");
    assert_eq!(
        store_and_read(&client, contact).await,
        CustomFields::default()
    );
}

#[test]
fn columns_that_contacts_do_not_have_are_found_in_a_filter() {
    let filter = Filter::new()
        .equals(Filter::STATE, "Contact")
        .equals("email", "a")
        .equals("customer_number", 1)
        .equals("Customer_Number", 1)
        .equals("shoesize", 43);
    assert_eq!(unknown_columns(&filter), ["Customer_Number", "shoesize"]);
    assert_eq!(unknown_columns(&Filter::all()), [""; 0]);
}

/// The differences that the check reports.
async fn changes(client: &Client) -> Vec<String> {
    match check(client).await {
        Ok(()) => Vec::new(),
        Err(CheckError::Changed(changes)) => changes,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn the_check_reports_new_and_removed_fields() {
    let (account, client) = account().await;
    assert_eq!(changes(&client).await, [""; 0]);

    client
        .fields()
        .delete(FieldId::new(10))
        .await
        .expect("a deletion");
    client
        .fields()
        .create(&NewField::new("Hat"))
        .await
        .expect("a field");
    let expected = [
        "field 10 \"Nickname\" is no longer there",
        "field 18 \"Hat\" is new",
    ];
    assert_eq!(changes(&client).await, expected);
    let error = check(&client)
        .await
        .expect_err("the fields have changed")
        .to_string();
    assert!(error.contains(&expected.join("; ")), "{error}");
    drop(account);
}

/// Edits fields in the account, which the API has no operation for.
fn edit(account: &Emulator, edits: &[(&str, &str, Value)]) {
    let mut document: Value = serde_json::from_slice(&account.snapshot().to_json()).expect("JSON");
    for (id, member, value) in edits {
        document["fields"]["rows"][*id][*member] = value.clone();
    }
    let document = document.to_string();
    account.restore(&Snapshot::read(document.as_bytes()).expect("a state"));
}

#[tokio::test]
async fn the_check_reports_changes_of_a_field() {
    let (account, client) = account().await;
    let colours = json!(["Sky blue", "#fff", "Green \"x\""]);
    edit(
        &account,
        &[
            ("11", "name", json!("Remarks")),
            ("12", "type", json!("Decimal")),
            ("15", "options", colours),
            // The visibility of a field is not compared.
            ("16", "user_viewable", json!(true)),
        ],
    );
    let expected = [
        "field 11 \"Notes\" has the new name \"Remarks\"",
        "field 12 \"Customer number\" was a \"Integer\" and is a \"Decimal\"",
        "field 15 \"Favourite colour\" has the new option \"Green \\\"x\\\"\"",
        "field 15 \"Favourite colour\" no longer has the option \"Red\"",
    ];
    assert_eq!(changes(&client).await, expected);
}

#[test]
fn the_check_reports_another_column() {
    let definitions = json!({"10": {"name": "Nickname", "type": "Text", "columns": ["nick"]}});
    let fields = serde_json::from_value(definitions).expect("fields");
    let differences = crate::compiled::account::differences(&fields);
    let expected = "field 10 \"Nickname\" filled [\"nickname\"] and fills [\"nick\"]";
    assert!(
        differences.contains(&expected.to_owned()),
        "{differences:?}"
    );
}
