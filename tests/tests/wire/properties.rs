//! Round trips of random values: the encoded value decodes to the same value, in every encoding.

mod encode;
mod json;
mod like;
mod values;

use std::fmt::Debug;

use hellodialog::types::{
    Account, BatchWritten, Campaign, CampaignStatistics, Contact, ContactCreated, ContactId,
    ContactState, ContactUpdate, DuplicateContact, Field, FieldType, Gender, Group, GroupId,
    GroupWithExternalId, Language, List, ListUpdate, ListWithCampaigns, NewContact, NewOrder,
    Newsletter, NpsScore, Order, OrderId, OrderSearch, OrdersCreated, PaymentStatus,
    TransactionalMail, Unsubscriber, Written,
};
use hellodialog_operations::{table, variants};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{encode, read, text};

/// Checks that `value` decodes to itself after encoding.
fn round_trips<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let text = text(value);
    let decoded = serde_json::from_str::<T>(&text);
    let decoded = decoded.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert_eq!(&decoded, value, "{}", text);
    Ok(())
}

/// Checks that `value` decodes to itself after encoding with the alternatives that `seed` selects.
fn round_trips_with<T>(value: &T, seed: u64) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let encoded = encode::encode_like_php(encode(value), seed);
    let text = encoded.to_string();
    let decoded = serde_json::from_str::<T>(&text);
    let decoded = decoded.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert_eq!(&decoded, value, "{}", text);
    // Decoding from a parsed value gives the same.
    let decoded = serde_json::from_value::<T>(encoded);
    prop_assert!(decoded.is_ok_and(|decoded| decoded == *value), "{}", text);
    Ok(())
}

/// What the operations of a resource return of this type, in the table. No operation is named, so that one that is removed
/// does not touch the tests.
fn examples<T: Serialize + DeserializeOwned>(resource: &str) -> Vec<Value> {
    let rows = table().into_iter().chain(variants());
    let rows =
        rows.filter(|row| row.known().resource == resource && row.request.starts_with("GET "));
    let mut found = Vec::new();
    for row in rows {
        let values = match row.decoded {
            Value::Array(items) => items,
            // A collection.
            Value::Object(members) if members.keys().all(|key| key.parse::<u64>().is_ok()) => {
                members.into_iter().map(|(_, item)| item).collect()
            }
            other => vec![other],
        };
        let is_whole = |value: &Value| {
            let read = serde_json::from_value::<T>(value.clone());
            value.is_object() && read.is_ok_and(|read| encode(&read) == *value)
        };
        found.extend(values.into_iter().filter(is_whole));
    }
    found
}

/// Checks values like what the operations of a resource return, with further members.
fn check_like<T>(resource: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let examples = examples::<T>(resource);
    assert!(!examples.is_empty(), "{resource}");
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let values = select(examples).prop_flat_map(|example| like::like(&example));
    let strategy = (values, values::extra(), any::<u64>());
    let result = runner.run(&strategy, |(mut json, extra, seed)| {
        for (name, value) in extra {
            json[name] = value;
        }
        let value: T = read(&json);
        round_trips(&value)?;
        round_trips_with(&value, seed)
    });
    result.unwrap_or_else(|error| panic!("{resource}: {error}"));
}

#[test]
fn contacts_decode_from_every_encoding() {
    check_like::<Contact>("contacts");
}

#[test]
fn orders_decode_from_every_encoding() {
    check_like::<Order>("orders");
}

#[test]
fn groups_and_fields_decode_from_every_encoding() {
    check_like::<Group>("groups");
    check_like::<Field>("fields");
}

#[test]
fn accounts_decode_from_every_encoding() {
    check_like::<Account>("ping");
}

proptest! {
    #[test]
    fn names_and_ids_round_trip(name in values::text(), id in any::<u64>()) {
        round_trips(&ContactState::from(name.as_str()))?;
        round_trips(&PaymentStatus::from(name.as_str()))?;
        round_trips(&FieldType::from(name.as_str()))?;
        round_trips(&Gender::from(name.as_str()))?;
        round_trips(&Language::from(name.as_str()))?;
        let state = ContactState::from(name.as_str());
        prop_assert_eq!(state.as_str(), name.as_str());
        round_trips(&ContactId::new(id))?;
        round_trips(&OrderId::new(id))?;
        prop_assert_eq!(serde_json::from_str(&format!("\"{id}\"")).ok(), Some(GroupId::new(id)));
        prop_assert_eq!(id.to_string().parse(), Ok(GroupId::new(id)));
    }

    #[test]
    fn decoding_any_json_does_not_panic(value in json::any_value()) {
        decode_as_everything(&value.to_string());
    }

    #[test]
    fn decoding_invalid_json_does_not_panic(text in "[\\[\\]{}\",:0-9a-z. ]{0,40}") {
        decode_as_everything(&text);
    }
}

/// Decodes `text` as each type, and encodes each decoded value.
fn decode_as_everything(text: &str) {
    macro_rules! decode {
        ($($type:ty),* $(,)?) => {$(
            if let Ok(value) = serde_json::from_str::<$type>(text) {
                let encoded = crate::text(&value);
                assert!(serde_json::from_str::<Value>(&encoded).is_ok(), "{encoded}");
            }
        )*};
    }
    decode!(
        Account,
        BatchWritten,
        Campaign,
        CampaignStatistics,
        Contact,
        ContactCreated,
        ContactState,
        ContactUpdate,
        DuplicateContact,
        Field,
        Group,
        GroupWithExternalId,
        List,
        ListUpdate,
        ListWithCampaigns,
        NewContact,
        NewOrder,
        Newsletter,
        NpsScore,
        Order,
        OrderSearch,
        OrdersCreated,
        TransactionalMail,
        Unsubscriber,
        Written,
    );
}
