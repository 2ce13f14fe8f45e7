//! Searches as encoded in the query.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use hellodialog::Outcome;
use hellodialog::filter::OperandsError;
use hellodialog::jiff::civil::date;
use hellodialog::types::{ContactId, Filter, ListContacts, ListUnsubscribers};
use hellodialog_operations::inventory;
use serde_json::json;
use wiremock::Request;

use crate::{client, json_server, parameters, received};

/// One filter for each operator, with the operand that must be sent.
fn every_operator() -> Result<Vec<(&'static str, Filter, &'static str)>, OperandsError> {
    let new = Filter::new;
    let noon = date(2021, 2, 1).at(12, 0, 0, 0);
    Ok(vec![
        ("equals", new().equals("f", "a,b"), "a,b"),
        ("not-equals", new().not_equals("f", ContactId::new(7)), "7"),
        ("equals-any", new().equals_any("f", ["a", "b"])?, "a,b"),
        ("not-equals-any", new().not_equals_any("f", [1, 2])?, "1,2"),
        ("greater-than", new().greater_than("f", 12), "12"),
        ("less-than", new().less_than("f", 1.5), "1.5"),
        ("contains", new().contains("f", "a"), "a"),
        ("not-contains", new().not_contains("f", true), "1"),
        ("starts-with", new().starts_with("f", "a b"), "a b"),
        ("ends-with", new().ends_with("f", ""), ""),
        ("before", new().before("f", date(2021, 2, 1)), "2021-02-01"),
        ("after", new().after("f", noon), "2021-02-01 12:00:00"),
        ("contains-any", new().contains_any("f", ["a"])?, "a"),
        ("contains-all", new().contains_all("f", ["a", "b"])?, "a,b"),
        ("contains-exactly", new().contains_exactly("f", ["a"])?, "a"),
        ("not-contains-any", new().not_contains_any("f", ["a"])?, "a"),
        ("not-contains-all", new().not_contains_all("f", ["a"])?, "a"),
    ])
}

/// The request that a search for contacts sends.
async fn search_request(filter: Filter) -> Request {
    let server = json_server(&json!([])).await;
    let options = ListContacts::new().filter(filter);
    let contacts = client(&server).contacts().list(&options).await;
    assert_eq!(contacts.expect("no contacts"), []);
    received(&server).await
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    pairs.into()
}

#[tokio::test]
async fn every_operator_is_sent_with_its_documented_name() -> Result<(), OperandsError> {
    for (operator, filter, operand) in every_operator()? {
        let request = search_request(filter).await;
        let sent = pairs([("condition[f]", operator), ("values[f]", operand)]);
        assert_eq!(parameters(&request), sent);
    }
    Ok(())
}

#[test]
fn the_operators_are_those_of_the_docs_and_one_of_the_vendors_wrapper() -> Result<(), OperandsError>
{
    let inventory = inventory();
    let operations = inventory["operations"].as_array().expect("operations");
    let search = operations
        .iter()
        .find(|entry| entry["operation_id"] == "getContacts");
    let printed = &search.expect("the search")["parameters"][0]["enum"];
    let mut expected: BTreeSet<_> = printed
        .as_array()
        .expect("operators")
        .iter()
        .filter_map(|operator| operator.as_str())
        .collect();
    expected.insert("not-equals-any");
    assert_eq!(expected.len(), 17);
    let operators: BTreeSet<_> = every_operator()?.iter().map(|(name, ..)| *name).collect();
    assert_eq!(operators, expected);
    Ok(())
}

#[tokio::test]
async fn special_characters_in_names_and_values_are_encoded() {
    let special = "a b&c=d+e%20ü#?;'";
    let request = search_request(Filter::new().equals(special, special)).await;
    let (condition, values) = (
        format!("condition[{special}]"),
        format!("values[{special}]"),
    );
    let sent = pairs([(condition.as_str(), "equals"), (values.as_str(), special)]);
    assert_eq!(parameters(&request), sent);
    // The encoding of HTML forms.
    let query = request.url.query().expect("a query");
    let encoded = "a+b%26c%3Dd%2Be%2520%C3%BC%23%3F%3B%27";
    let start = format!("condition%5B{encoded}%5D=equals&values%5B{encoded}%5D={encoded}&token=");
    assert!(query.starts_with(&start), "{query}");
}

#[tokio::test]
async fn each_field_has_a_condition() {
    let filter = Filter::new()
        .equals("_state", "Contact")
        .contains("email", "@")
        .greater_than("shoe_size", 42);
    let sent = pairs([
        ("condition[_state]", "equals"),
        ("condition[email]", "contains"),
        ("condition[shoe_size]", "greater-than"),
        ("values[_state]", "Contact"),
        ("values[email]", "@"),
        ("values[shoe_size]", "42"),
    ]);
    assert_eq!(parameters(&search_request(filter).await), sent);
}

/// The API has one condition for each field; two in one query would overwrite each other there.
#[tokio::test]
async fn two_conditions_on_a_field_are_refused_before_anything_is_sent() {
    let server = json_server(&json!([])).await;
    let filter = Filter::new()
        .greater_than("shoe_size", 3)
        .equals("b", 2)
        .less_than("shoe_size", 6);
    let client = client(&server);
    let contacts = client.contacts().list(filter.clone()).await;
    let pages = client.contacts().list(filter.clone()).items().next().await;
    let options = ListUnsubscribers::new().filter(filter);
    let unsubscribers = client.unsubscribers().list(&options).await;
    let errors = [
        contacts.expect_err("two conditions"),
        pages.expect("an item").expect_err("two conditions"),
        unsubscribers.expect_err("two conditions"),
    ];
    for error in errors {
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
        assert!(error.to_string().contains("\"shoe_size\""), "{error}");
    }
    assert_eq!(
        server.received_requests().await.map(|all| all.len()),
        Some(0)
    );
}

/// Every contact that meets a condition on the first name is also one of all contacts.
#[tokio::test]
async fn a_condition_narrows_a_filter_for_all_contacts() {
    let filter = Filter::all().equals(Filter::VOORNAAM, "Kevin");
    let sent = pairs([
        ("condition[voornaam]", "equals"),
        ("values[voornaam]", "Kevin"),
    ]);
    assert_eq!(parameters(&search_request(filter).await), sent);
}

#[tokio::test]
async fn a_page_is_sent_with_or_without_a_filter() {
    let third = NonZeroU64::new(3).expect("it is not zero");
    for (options, sent) in [
        (ListContacts::new().page(third), pairs([("page", "3")])),
        (
            ListContacts::new()
                .page(NonZeroU64::MIN)
                .filter(Filter::new().equals("a", "b")),
            pairs([
                ("condition[a]", "equals"),
                ("page", "1"),
                ("values[a]", "b"),
            ]),
        ),
    ] {
        let server = json_server(&json!([])).await;
        let contacts = client(&server).contacts().list(&options).await;
        assert_eq!(contacts.expect("no contacts"), []);
        assert_eq!(parameters(&received(&server).await), sent);
    }
}

/// Operands are separated by commas, so an operand with a comma is rejected before sending.
#[test]
fn an_operand_with_a_comma_is_rejected() {
    let comma = Filter::new().equals_any("city", ["Delft", "Den Haag, Zuid"]);
    assert!(matches!(comma, Err(OperandsError::Comma(text)) if text == "Den Haag, Zuid"));
    let none = Filter::new().contains_any("city", Vec::<String>::new());
    assert_eq!(none, Err(OperandsError::Empty));
}
