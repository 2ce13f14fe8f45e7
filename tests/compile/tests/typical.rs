//! A typical program, with the correct form of each mistake in `fail/`.

use std::num::NonZeroU64;

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    Contact, ContactId, ContactState, Filter, GroupId, ListContacts, NewContact, NewList, NewOrder,
    PaymentStatus, Written,
};
use hellodialog::{ApiKey, Client, Decimal, ErrorKind, Result};

async fn subscribe(client: &Client, email: &str) -> Result<Option<ContactId>> {
    let contact = NewContact::new()
        .email(email)
        .state(ContactState::Contact)
        .groups([GroupId::new(7)])
        .custom("Shoe_Size", 42);
    let created = client.contacts().create(&contact).await?;
    Ok(created.data.and_then(|data| data.id))
}

async fn of_domain(client: &Client, domain: &str) -> Result<Vec<Contact>> {
    let filter = Filter::new().ends_with("email", domain);
    let options = ListContacts::new().filter(filter).page(NonZeroU64::MIN);
    client.contacts().list(&options).await
}

fn list_of(contacts: &[Contact]) -> NewList {
    let ids = contacts.iter().map(|contact| contact.id);
    NewList::new("Regulars", ids)
}

fn paid(contact: ContactId) -> NewOrder {
    let price = Decimal::new(1995, 2);
    NewOrder::new(contact, "A-1", Timestamp::UNIX_EPOCH, price).payment_status(PaymentStatus::Paid)
}

async fn forget(client: &Client, id: ContactId) -> Result<bool> {
    match client.contacts().delete(id).await {
        Ok(Written { status, .. }) => Ok(status.is_some()),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_settled(status: &PaymentStatus) -> bool {
    match status {
        PaymentStatus::Pending => false,
        PaymentStatus::Other(word) => word == "SETTLED",
        _ => true,
    }
}

/// Calls can be spawned on any runtime: their futures are `Send`.
fn assert_send(_: impl Send) {}

#[test]
fn a_typical_program_compiles() -> Result<()> {
    let client = Client::builder(ApiKey::new("a-key")?).build()?;
    assert_send(subscribe(&client, "kevin@example.com"));
    assert_send(of_domain(&client, "example.com"));
    assert_eq!(list_of(&[]).name, "Regulars");
    assert_eq!(paid(ContactId::new(58328)).contact, ContactId::new(58328));
    assert_send(forget(
        &client,
        "58328".parse().unwrap_or(ContactId::new(1)),
    ));
    assert!(is_settled(&PaymentStatus::from("SETTLED")));
    assert!(matches!(
        Client::new("two words").map_err(|error| error.kind()),
        Err(ErrorKind::Config)
    ));
    Ok(())
}
