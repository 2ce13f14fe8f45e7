//! One program that uses most resources in turn, from the first custom field to a mail.

use std::num::NonZeroUsize;

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    Contact, ContactBatchItem, ContactId, ContactState, FieldOptions, FieldType, Filter, GroupId,
    MailAddress, NewContact, NewField, NewGroup, NewNewsletter, NewOrder, NewsletterUpdate,
    OrderProduct, OrderSearch, OrderStatusUpdate, PaymentStatus, SearchOrders, TemplateId,
    TemplateReplacement, TemplateUse, TransactionalMail,
};
use hellodialog::{Client, Error, Upserted, webhook};
use hellodialog_emulator::{ContactId as AccountsId, Emulator, Mail};

use crate::fixture::client;
use crate::webhook::{calls, notice, start};

#[tokio::test]
async fn a_program_uses_most_resources_in_turn() -> Result<(), Error> {
    let (receiver, account) = start().await;
    let client = client(&account);
    let group = prepare(&client).await?;
    let kevin = contacts(&client, &account, group).await?;
    batches(&client, group).await?;
    orders(&client, kevin).await?;
    newsletter(&client).await?;
    mail(&client, &account).await?;

    // The first webhook call names Kevin, whose current state is then fetched.
    let call = calls(&receiver, 1).await.swap_remove(0);
    let notice = notice(&call, "the webhook's secret").expect("a valid signature");
    let contact = webhook::get(&client, notice).await?;
    assert_eq!(contact.id, kevin);
    assert_eq!(contact.state, Some(ContactState::Contact));
    assert!(account.journal().iter().all(|entry| entry.fault.is_none()));
    Ok(())
}

/// Creates custom fields and a group.
async fn prepare(client: &Client) -> Result<GroupId, Error> {
    let field = NewField::new("Shoe size").r#type(FieldType::Integer);
    client.fields().create(&field).await?;
    let colour = NewField::new("Colour")
        .r#type(FieldType::Dropdown)
        .options(FieldOptions::new().values(["red", "blue"]));
    client.fields().create(&colour).await?;
    let fields = client.fields().list().await?;
    assert!(
        fields
            .values()
            .any(|field| field.name.as_deref() == Some("Shoe size"))
    );

    let group = NewGroup::new().name("Walkers").external_id("WALK");
    let created = client.groups().create(&group).await?;
    let id = created.data.and_then(|data| data.id).expect("an id");
    let group = client.groups().get(id).await?;
    assert_eq!(group.name.as_deref(), Some("Walkers"));
    Ok(id)
}

/// Creates Kevin, confirms his opt-in, and updates a custom field.
async fn contacts(client: &Client, account: &Emulator, group: GroupId) -> Result<ContactId, Error> {
    let kevin = NewContact::new()
        .email("kevin@life.example")
        .voornaam("Kevin")
        .groups([group])
        .custom("shoe_size", 43)
        .custom("colour", "red");
    let Upserted::Created(created) = client.contacts().upsert(&kevin).await? else {
        panic!("Kevin is new");
    };
    let id = created.data.and_then(|data| data.id).expect("an id");
    assert!(
        matches!(account.outbox().last(), Some(Mail::Optin(mail)) if mail.to == "kevin@life.example")
    );
    assert!(account.click_optin(AccountsId(u32::try_from(id.get()).expect("a small id"))));

    let again = kevin.custom("shoe_size", 44);
    let Upserted::Updated { id: existing, .. } = client.contacts().upsert(&again).await? else {
        panic!("Kevin exists");
    };
    assert_eq!(existing, id);
    let kevin = client.contacts().get(id).await?;
    assert_eq!(kevin.state, Some(ContactState::Contact));
    assert_eq!(kevin.groups, Some(vec![group]));
    let size = kevin.custom.get_as::<u8>("shoe_size").expect("a number");
    assert_eq!(size, Some(44));
    Ok(id)
}

/// Creates 120 contacts, then finds them by search and stream and updates them in batches.
async fn batches(client: &Client, group: GroupId) -> Result<(), Error> {
    for number in 0..120 {
        let walker = NewContact::new()
            .email(format!("walker{number}@life.example"))
            .state(ContactState::Contact)
            .groups([group]);
        client.contacts().create(&walker).await?;
    }
    let walkers = || Filter::new().ends_with("email", "@life.example");
    assert_eq!(client.contacts().list(walkers()).await?.len(), 100);
    let all = all_contacts(client, walkers()).await?;
    assert_eq!(all.len(), 121);
    // With the 250 contacts of the demo account.
    assert_eq!(all_contacts(client, Filter::all()).await?.len(), 250 + 121);

    let renamed = all
        .iter()
        .map(|walker| ContactBatchItem::new(walker.id).achternaam("Walker"));
    let size = NonZeroUsize::new(50).expect("50 is not zero");
    let report = client.contacts().update_all(renamed, size).await;
    assert!(report.is_success());
    assert_eq!(report.parts().len(), 3);
    let named = walkers().equals("achternaam", "Walker");
    assert_eq!(all_contacts(client, named).await?.len(), 121);
    let group = client.groups().get(group).await?;
    assert_eq!(group.contacts_count, Some(121));

    client.contacts().delete(all[120].id).await?;
    let deleted = client.contacts().get(all[120].id).await;
    assert!(deleted.expect_err("the contact was deleted").is_not_found());
    Ok(())
}

async fn all_contacts(client: &Client, filter: Filter) -> Result<Vec<Contact>, Error> {
    let mut stream = client.contacts().list(filter).prefetch(1).items();
    let mut contacts = Vec::new();
    while let Some(contact) = stream.next().await {
        contacts.push(contact?);
    }
    Ok(contacts)
}

async fn orders(client: &Client, kevin: ContactId) -> Result<(), Error> {
    let created_on = Timestamp::from_second(1_539_285_883).expect("a timestamp");
    let price = |text: &str| text.parse().expect("money");
    let order = NewOrder::new(kevin, "LIFE-1", created_on, price("49.90"))
        .payment_status(PaymentStatus::Pending)
        .products([OrderProduct::new("P-1", "Shoe", price("24.95")).quantity(2)]);
    client.orders().create(order).await?;
    let search = SearchOrders::new().order_number("LIFE-1");
    let found = client.orders().search(search).await?;
    let OrderSearch::Orders(found) = found else {
        panic!("one order has this number: {found:?}");
    };
    let id = found[0].id;
    let paid = OrderStatusUpdate::new(PaymentStatus::Paid);
    client.orders().update(id, &paid).await?;
    let order = client.orders().get(id).await?;
    assert_eq!(order.payment_status, Some(PaymentStatus::Paid));
    assert_eq!(
        (order.contact, order.price),
        (Some(kevin), Some(price("49.90")))
    );
    Ok(())
}

async fn newsletter(client: &Client) -> Result<(), Error> {
    let newsletter = NewNewsletter::new("<p>Walk!</p>")
        .name("Walks")
        .subject("Walk!");
    let created = client.newsletters().create(&newsletter).await?;
    let id = created.data.and_then(|data| data.id).expect("an id");
    let newsletter = client.newsletters().get(id).await?;
    assert_eq!(newsletter.name.as_deref(), Some("Walks"));
    let update = NewsletterUpdate::new("<p>Run!</p>");
    client.newsletters().update(id, &update).await?;
    let changed = client.newsletters().get(id).await?;
    assert_eq!(changed.html.as_deref(), Some("<p>Run!</p>"));
    assert!(!client.campaigns().list().await?.is_empty());
    Ok(())
}

async fn mail(client: &Client, account: &Emulator) -> Result<(), Error> {
    let replaces = TemplateReplacement::new().find("{name}").replace("Kevin");
    let mail = TransactionalMail::new(
        "kevin@life.example",
        MailAddress::new().email("shop@life.example"),
        TemplateUse::new()
            .id(TemplateId::new(12))
            .replaces([replaces]),
        "order",
    );
    client.transactional().send(&mail).await?;
    let outbox = account.outbox();
    let Some(Mail::Transactional(sent)) = outbox.last() else {
        panic!("the last mail is not transactional: {outbox:?}");
    };
    assert_eq!(
        (sent.to.as_str(), sent.tag.as_str()),
        ("kevin@life.example", "order")
    );
    assert_eq!(sent.template["replaces"][0]["replace"], "Kevin");
    Ok(())
}
