//! Responses whose outermost form varies.

use hellodialog::types::{
    Campaign, CampaignId, Contact, ContactId, ContactState, FieldId, ListContacts, ListId,
    ListNewsletters, ListUnsubscribers, ListWithCampaigns, UnsubscriberId,
};
use hellodialog::{Client, Error, IndexMap};
use serde_json::{Value, json};

use crate::{call_with_response, encode, read, text};

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
    let get = async |client: Client| client.fields().get(FieldId::new(9)).await;
    let field = call_with_response(&json!({"9": {"name": "b"}}), get).await?;
    assert_eq!(field.name.as_deref(), Some("b"));
    Ok(())
}

#[tokio::test]
async fn an_empty_map_may_be_an_array() -> Result<(), Error> {
    for empty in [json!([]), json!({})] {
        let fields = async |client: Client| client.fields().list().await;
        assert!(call_with_response(&empty, fields).await?.is_empty());
        let lists = async |client: Client| client.lists().list().await;
        assert!(call_with_response(&empty, lists).await?.is_empty());
        let campaigns = async |client: Client| client.campaigns().list().await;
        assert!(call_with_response(&empty, campaigns).await?.is_empty());
        let newsletters =
            async |client: Client| client.newsletters().list(ListNewsletters::new()).await;
        assert!(call_with_response(&empty, newsletters).await?.is_empty());
        let statistics = async |client: Client| client.statistics().contacts().await;
        assert!(call_with_response(&empty, statistics).await?.is_empty());
        let unsubscribers =
            async |client: Client| client.unsubscribers().list(ListUnsubscribers::new()).await;
        assert!(call_with_response(&empty, unsubscribers).await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn a_list_instead_of_a_map_is_an_error() {
    let items = json!([{"name": "a"}]);
    let fields = call_with_response(&items, async |client| client.fields().list().await).await;
    let error = fields.expect_err("the ids are unknown");
    assert!(error.is_decode(), "{error}");
}

#[tokio::test]
async fn campaigns_are_keyed_by_id_and_keep_all_members() -> Result<(), Error> {
    let sent = json!({"subject": "Sale", "sent": "5", "by": {"name": "Kevin"}});
    let response = json!({"246253": sent, "246236": {}});
    let campaigns =
        call_with_response(&response, async |client| client.campaigns().list().await).await?;
    assert_eq!(
        campaigns.keys().map(|id| id.get()).collect::<Vec<_>>(),
        [246_253, 246_236]
    );
    let campaign: &Campaign = &campaigns[&CampaignId::new(246_253)];
    assert_eq!(campaign.extra.get("by"), Some(&json!({"name": "Kevin"})));
    assert_eq!(text(campaign), sent.to_string());
    Ok(())
}

#[tokio::test]
async fn unsubscribers_are_keyed_by_index_and_keep_all_members() -> Result<(), Error> {
    let unsubscriber = json!({"id": "12", "email": "a@b.nl", "when": "2020-01-01 00:00:00"});
    let list = async |client: Client| client.unsubscribers().list(ListUnsubscribers::new()).await;
    for response in [
        json!({"0": unsubscriber, "1": {}}),
        json!({"4": unsubscriber, "9": {}}),
        json!([unsubscriber, {}]),
    ] {
        let decoded = call_with_response(&response, list).await?;
        assert_eq!(encode(&decoded), json!([unsubscriber, {}]), "{response}");
    }
    let get = async |client: Client| client.unsubscribers().get(UnsubscriberId::new(12)).await;
    for response in [json!({"0": unsubscriber}), json!([unsubscriber])] {
        let decoded = call_with_response(&response, get).await?;
        let id = decoded.extra.get_as::<UnsubscriberId>("id");
        assert_eq!(id.ok().flatten(), Some(UnsubscriberId::new(12)));
        assert_eq!(encode(&decoded), unsubscriber);
    }
    Ok(())
}

#[tokio::test]
async fn statistics_are_the_number_of_contacts_per_state() -> Result<(), Error> {
    let response = json!({"Transactional": "2", "Optin": 21, "Contact": "1075", "Asleep": "1"});
    let ask = async |client: Client| client.statistics().contacts().await;
    let counts: IndexMap<ContactState, u64> = call_with_response(&response, ask).await?;
    let expected = [
        (ContactState::Transactional, 2),
        (ContactState::Optin, 21),
        (ContactState::Contact, 1075),
        (ContactState::from("Asleep"), 1),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    Ok(())
}

#[tokio::test]
async fn the_contents_of_a_list_are_kept_unchanged() -> Result<(), Error> {
    for inside in [json!({}), json!([]), json!({"0": "7"}), json!([{"id": 1}])] {
        let response = json!({"2": {"id": "2", "list": inside}});
        let lists =
            call_with_response(&response, async |client| client.lists().list().await).await?;
        let list = &lists[&ListId::new(2)];
        assert_eq!(list.list.as_ref(), Some(&inside));
        assert_eq!(encode(list), json!({"id": 2, "list": inside}));
    }
    Ok(())
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
