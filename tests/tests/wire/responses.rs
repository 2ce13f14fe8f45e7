//! Responses whose outermost form varies.

use hellodialog::types::{Contact, ContactId, ListContacts, ListWithCampaigns};
use hellodialog::{Client, Error};
use serde_json::{Value, json};

use crate::{call_with_response, encode, read};

fn ids(contacts: &[Contact]) -> Vec<u64> {
    contacts.iter().map(|contact| contact.id.get()).collect()
}

async fn all(client: Client) -> Result<Vec<Contact>, Error> {
    client.contacts().list(ListContacts::new()).await
}

async fn one(client: Client) -> Result<Contact, Error> {
    client.contacts().get(ContactId::new(1)).await
}

#[tokio::test]
async fn contacts_decode_from_an_object_an_array_or_a_single_contact() -> Result<(), Error> {
    for (response, expected) in [
        (json!({"0": {"id": "1"}, "1": {"id": 2}}), vec![1, 2]),
        (json!({"3": {"id": "2"}, "0": {"id": "1"}}), vec![2, 1]),
        (json!([{"id": 1}, {"id": 2}]), vec![1, 2]),
        (json!({"id": "1", "email": "a@b.nl"}), vec![1]),
        // A custom field may come first.
        (json!({"shoe_size": 43, "id": "1"}), vec![1]),
        (json!([]), vec![]),
        (json!({}), vec![]),
    ] {
        assert_eq!(
            ids(&call_with_response(&response, all).await?),
            expected,
            "{response}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_contact_decodes_from_an_object_or_a_collection() -> Result<(), Error> {
    for response in [
        json!({"id": "1", "shoe_size": 43}),
        json!({"0": {"id": "1", "shoe_size": 43}}),
        json!({"1": {"id": 1, "shoe_size": 43}}),
        json!([{"id": 1, "shoe_size": 43}]),
    ] {
        let contact = call_with_response(&response, one).await?;
        assert_eq!(contact.id, ContactId::new(1));
        assert_eq!(contact.custom.get("shoe_size"), Some(&json!(43)));
    }
    Ok(())
}

#[tokio::test]
async fn fields_are_keyed_by_id_in_the_order_of_the_response() -> Result<(), Error> {
    let response = json!({"9": {"name": "b"}, "1": {"name": "a"}, "5": {}});
    let fields = call_with_response(&response, async |client| client.fields().list().await).await?;
    let names: Vec<_> = fields
        .iter()
        .map(|(id, f)| (id.get(), f.name.as_deref()))
        .collect();
    assert_eq!(names, [(9, Some("b")), (1, Some("a")), (5, None)]);
    Ok(())
}

#[tokio::test]
async fn a_list_instead_of_a_map_is_an_error() {
    let items = json!([{"name": "a"}]);
    let fields = call_with_response(&items, async |client| client.fields().list().await).await;
    let error = fields.expect_err("the ids are unknown");
    assert!(error.is_decode(), "{error}");
}

#[test]
fn the_campaigns_of_a_list_decode_from_an_array_or_an_object() {
    let (sale, news) = (json!({"id": "7", "subject": "Sale"}), json!({"id": "9"}));
    for campaigns in [
        json!([sale, news]),
        json!({"0": sale, "2": news}),
        json!({"246236": sale, "246253": news}),
    ] {
        let list: ListWithCampaigns = read(&json!({"id": "18", "campaigns": campaigns}));
        let campaigns = list.campaigns.expect("campaigns");
        assert_eq!(campaigns.len(), 2);
        assert_eq!(
            campaigns[0].extra.get("subject"),
            Some(&Value::from("Sale"))
        );
        assert_eq!(encode(&campaigns), json!([sale, news]));
    }
}
