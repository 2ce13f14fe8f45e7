//! Values at random: what is written is read again as the same value, in whatever dress it comes.

mod answers;
mod dress;
mod json;
mod requests;
mod values;

use std::fmt::Debug;

use hellodialog::types::{
    Account, BatchWritten, Campaign, CampaignStatistics, Contact, ContactCreated, ContactId,
    ContactState, ContactUpdate, DuplicateContact, Field, FieldType, Gender, Group, GroupId,
    GroupWithExternalId, Language, List, ListUpdate, ListWithCampaigns, NewContact, NewOrder,
    Newsletter, NpsScore, Order, OrderId, OrderSearch, OrdersCreated, PaymentStatus,
    TransactionalMail, Unsubscriber, Written,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{text, written};

/// Fails unless `value` is the same after it was written and read.
fn comes_back<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let text = text(value);
    let read = serde_json::from_str::<T>(&text);
    let read = read.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert_eq!(&read, value, "{}", text);
    Ok(())
}

/// Fails unless `value` is the same after it was written, dressed by `seed` and read.
fn sees_through<T>(value: &T, seed: u64) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let dressed = dress::dress(written(value), seed);
    let text = dressed.to_string();
    let read = serde_json::from_str::<T>(&text);
    let read = read.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
    prop_assert_eq!(&read, value, "{}", text);
    // A value that was parsed before comes to the same.
    let read = serde_json::from_value::<T>(dressed);
    prop_assert!(read.is_ok_and(|read| read == *value), "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn requests_come_back(
        contact in requests::contact(),
        order in requests::order(),
        mail in requests::mail(),
    ) {
        comes_back(&contact)?;
        comes_back(&order)?;
        comes_back(&mail)?;
    }

    #[test]
    fn answers_come_back(
        contact in answers::contact(),
        order in answers::order(),
        group in answers::group(),
        field in answers::field(),
        account in answers::account(),
    ) {
        comes_back(&contact)?;
        comes_back(&order)?;
        comes_back(&group)?;
        comes_back(&field)?;
        comes_back(&account)?;
    }

    #[test]
    fn answers_are_seen_through_their_dress(
        contact in answers::contact(),
        order in answers::order(),
        group in answers::group(),
        field in answers::field(),
        account in answers::account(),
        seed in any::<u64>(),
    ) {
        sees_through(&contact, seed)?;
        sees_through(&order, seed)?;
        sees_through(&group, seed)?;
        sees_through(&field, seed)?;
        sees_through(&account, seed)?;
    }

    #[test]
    fn names_and_ids_come_back(name in values::text(), id in any::<u64>()) {
        comes_back(&ContactState::from(name.as_str()))?;
        comes_back(&PaymentStatus::from(name.as_str()))?;
        comes_back(&FieldType::from(name.as_str()))?;
        comes_back(&Gender::from(name.as_str()))?;
        comes_back(&Language::from(name.as_str()))?;
        let state = ContactState::from(name.as_str());
        prop_assert_eq!(state.as_str(), name.as_str());
        comes_back(&ContactId::new(id))?;
        comes_back(&OrderId::new(id))?;
        prop_assert_eq!(serde_json::from_str(&format!("\"{id}\"")).ok(), Some(GroupId::new(id)));
        prop_assert_eq!(id.to_string().parse(), Ok(GroupId::new(id)));
    }

    #[test]
    fn nothing_that_arrives_makes_it_panic(value in json::any_value()) {
        decode_as_everything(&value.to_string());
    }

    #[test]
    fn nothing_that_is_no_json_makes_it_panic(text in "[\\[\\]{}\",:0-9a-z. ]{0,40}") {
        decode_as_everything(&text);
    }
}

/// Reads `text` as each type, and writes what could be read.
fn decode_as_everything(text: &str) {
    macro_rules! decode {
        ($($type:ty),* $(,)?) => {$(
            if let Ok(value) = serde_json::from_str::<$type>(text) {
                let again = crate::text(&value);
                assert!(serde_json::from_str::<Value>(&again).is_ok(), "{again}");
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
