//! Calls an emulated account with the features that it was built with.

use hellodialog::types::{Filter, NewContact};
use hellodialog::{Client, Upserted};
use hellodialog_emulator::Emulator;

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let account = Emulator::builder().contacts(250).start()?;
    let client = Client::builder(account.key()).base_url(account.url()).build()?;
    let contact = NewContact::new().email("kevin@shop.example").voornaam("Kevin");
    if run(&client, &contact)? != 251 {
        return Err("a contact is missing".into());
    }
    Ok(())
}

/// Creates the contact, and counts all contacts.
#[cfg(not(feature = "blocking"))]
#[tokio::main]
async fn run(client: &Client, contact: &NewContact) -> Result<usize, Error> {
    check(client.contacts().upsert(contact).await?)?;
    let mut contacts = client.contacts().list(Filter::all()).items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        contact?;
        count += 1;
    }
    Ok(count)
}

/// Creates the contact, and counts all contacts, without async.
#[cfg(feature = "blocking")]
fn run(client: &Client, contact: &NewContact) -> Result<usize, Error> {
    check(client.contacts().upsert(contact).send_blocking()?)?;
    let mut count = 0;
    for contact in client.contacts().list(Filter::all()).items().into_blocking_iter() {
        contact?;
        count += 1;
    }
    Ok(count)
}

fn check<C, I, U>(upserted: Upserted<C, I, U>) -> Result<(), Error> {
    match upserted {
        Upserted::Created(_) => Ok(()),
        _ => Err("the contact existed already".into()),
    }
}
