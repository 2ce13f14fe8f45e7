//! An account that has what the examples name.

use hellodialog::types::{ContactId, NewContact};
use hellodialog::{Client, Method, Result};
use hellodialog_emulator::{Emulator, Snapshot};
use serde_json::{Value, json};

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

/// By path: an operation is named in few files.
async fn prepare(client: &Client) -> Result<()> {
    let post = async |path: &str, body: Value| {
        let request = client.request(Method::Post, path).json(&body);
        request.send::<Value>().await.map(|_| ())
    };
    post("/fields", json!({"name": "Shoe size", "type": "Integer"})).await?;
    post("/newsletters", json!({"html": "<html></html>"})).await?;
    for number in 1..=10 {
        post("/groups", json!({"name": format!("Group {number}")})).await?;
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
