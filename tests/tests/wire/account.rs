//! The account and the rights of a key.

use hellodialog::types::Account;
use serde_json::{Value, json};

use crate::{read, text};

fn access(value: &Value) -> Vec<(String, Vec<String>)> {
    let account: Account = read(&json!({ "access": value }));
    account.access.into_iter().flatten().collect()
}

fn rights(rights: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let own = |methods: &[&str]| methods.iter().map(|method| (*method).to_owned()).collect();
    let rights = rights.iter();
    rights
        .map(|(name, methods)| ((*name).to_owned(), own(methods)))
        .collect()
}

#[test]
fn access_is_a_map_from_endpoint_to_methods() {
    assert_eq!(access(&json!({"all": ["*"]})), rights(&[("all", &["*"])]));
    assert_eq!(
        access(&json!({"orders": ["POST"], "contacts": ["GET", "PUT"]})),
        rights(&[("orders", &["POST"]), ("contacts", &["GET", "PUT"])])
    );
}

#[test]
fn methods_keyed_by_index_with_gaps_are_a_list() {
    assert_eq!(
        access(&json!({"contacts": {"0": "GET", "2": "PUT"}, "orders": []})),
        rights(&[("contacts", &["GET", "PUT"]), ("orders", &[])])
    );
}

#[test]
fn empty_access_may_be_an_array() {
    for empty in [json!({}), json!([])] {
        let account: Account = read(&json!({ "access": empty }));
        assert!(account.access.is_some_and(|access| access.is_empty()));
    }
    assert_eq!(read::<Account>(&json!({"access": null})).access, None);
}

#[test]
fn modules_are_names() {
    let account: Account = read(&json!({"modules": ["ECOMMERCE", "NPS"]}));
    let modules = account.modules.clone().expect("modules");
    assert_eq!(modules, ["ECOMMERCE", "NPS"]);
    assert_eq!(text(&account), r#"{"modules":["ECOMMERCE","NPS"]}"#);
    let gaps: Account = read(&json!({"modules": {"0": "ECOMMERCE", "2": "NPS"}}));
    assert_eq!(gaps, account);
}
