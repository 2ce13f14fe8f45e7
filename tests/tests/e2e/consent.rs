//! Nobody is subscribed again, or loses groups, by a call that does not ask for it.

use hellodialog::types::{ContactId, ContactState, ContactUpdate, Filter, GroupId, NewContact};
use hellodialog::{Error, Upserted};
use hellodialog_operations::account::{KEVIN, UNSUBSCRIBED};

use crate::fixture;

#[tokio::test]
async fn an_upsert_does_not_subscribe_who_has_unsubscribed() -> Result<(), Error> {
    let account = fixture::account(&fixture::state().await);
    let client = fixture::client(&account);
    let gone = NewContact::new()
        .email("gone@example.com")
        .voornaam("Georgia")
        .state(ContactState::Contact)
        .groups([GroupId::new(1)]);
    let id = ContactId::new(UNSUBSCRIBED);
    let outcome = client.contacts().upsert(&gone).await?;
    assert!(matches!(outcome, Upserted::Updated { id: existing, .. } if existing == id));
    let contact = client.contacts().get(id).await?;
    assert_eq!(contact.state, Some(ContactState::Unsubscriber));
    assert_eq!(contact.groups, Some(Vec::new()));
    assert_eq!(contact.voornaam.as_deref(), Some("Georgia"));

    client.contacts().upsert_overwriting(&gone).await?;
    let contact = client.contacts().get(id).await?;
    assert_eq!(contact.state, Some(ContactState::Contact));
    assert_eq!(contact.groups, Some(vec![GroupId::new(1)]));
    Ok(())
}

#[tokio::test]
async fn a_contact_is_unsubscribed_and_its_groups_are_changed_one_by_one() -> Result<(), Error> {
    let account = fixture::account(&fixture::state().await);
    let client = fixture::client(&account);
    let (contacts, id) = (client.contacts(), ContactId::new(KEVIN));
    let group = GroupId::new;
    contacts.add_to_groups(id, [group(1)]).await?;
    contacts.add_to_groups(id, [group(2), group(3)]).await?;
    let left = contacts.remove_from_groups(id, [group(2)]).await?;
    assert_eq!(left, [group(1), group(3)]);
    let update = ContactUpdate::new()
        .state(ContactState::Unsubscriber)
        .email("kees@example.com");
    contacts.update(id, &update).await?;
    let found = contacts.list(Filter::new().equals(Filter::EMAIL, "kees@example.com"));
    let found = found.await?;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].state, Some(ContactState::Unsubscriber));
    assert_eq!(found[0].groups, Some(left));
    Ok(())
}
