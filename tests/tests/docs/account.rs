//! An account that has what the examples name.

use hellodialog::types::{ContactId, FieldType, NewContact, NewField, NewGroup, NewNewsletter};
use hellodialog::{Client, Result};
use hellodialog_emulator::{Emulator, Snapshot};
use serde_json::Value;

/// The contacts of the batch in the guide.
const CONTACTS: u32 = 1000;

/// The contacts that the vendor's docs name, in ascending order.
const NAMED: [u64; 2] = [5101, 58328];

/// The state of the account: made once, and the start of each example.
pub(crate) async fn state() -> Snapshot {
    let account = Emulator::builder().contacts(CONTACTS).start();
    let mut account = account.expect("a port");
    prepare(&client(&account)).await.expect("an account");
    for id in NAMED {
        account = with_next_contact(account, id);
        let contact = NewContact::new()
            .email(format!("{id}@shop.example"))
            .custom("shoe_size", 44);
        let created = client(&account).contacts().create(contact).await;
        let created = created.expect("a contact").data.map(|data| data.id);
        assert_eq!(created, Some(Some(ContactId::new(id))));
    }
    account.stop()
}

async fn prepare(client: &Client) -> Result<()> {
    let shoes = NewField::new("Shoe size").r#type(FieldType::Integer);
    client.fields().create(shoes).await?;
    let newsletter = NewNewsletter::new("<html></html>");
    client.newsletters().create(newsletter).await?;
    for number in 1..=10 {
        let group = NewGroup::new().name(format!("Group {number}"));
        client.groups().create(group).await?;
    }
    Ok(())
}

/// The account in which the next contact gets this id.
fn with_next_contact(account: Emulator, id: u64) -> Emulator {
    let json = account.stop().to_json();
    let mut state: Value = serde_json::from_slice(&json).expect("JSON");
    state["next_contact"] = id.into();
    let state = Snapshot::read(state.to_string().as_bytes()).expect("a state");
    start(&state)
}

pub(crate) fn start(state: &Snapshot) -> Emulator {
    let builder = Emulator::builder().snapshot(state.clone());
    builder.start().expect("a port")
}

/// A client that refuses what the description of the API does not have.
pub(crate) fn client(account: &Emulator) -> Client {
    let builder = Client::builder(account.key()).base_url(account.url());
    builder.strict().build().expect("a client")
}
