//! What is found in an account that is as described, and in one that is not.

use hellodialog_emulator::{Emulator, Fault};

use crate::program::{GIVEN, ask, demo, start};
use crate::stub::Stub;

/// What is found in an account without a fault. The docs collapse the first five: nothing in the
/// reference says what is in them. The fields of a product come from a client of the vendor, and the
/// demo account's orders have no more than some.
const CLEAN: [&str; 9] = [
    "undescribed Campaign",
    "undescribed GeneralStatistics",
    "undescribed List.list",
    "undescribed ListWithCampaigns.list",
    "undescribed Unsubscriber",
    "never-seen OrderedProduct.brand",
    "never-seen OrderedProduct.category",
    "never-seen OrderedProduct.discount",
    "never-seen OrderedProduct.subcategory",
];

#[test]
fn of_a_clean_account_only_what_nobody_describes_is_found() {
    let run = ask(&start(demo()), &GIVEN);
    assert_eq!(run.found(), CLEAN, "{}", run.stderr);
    assert_eq!(run.code, Some(1));
    let report = run.report();
    let fields = report["findings"][0]["contents"]
        .as_array()
        .expect("fields");
    let names: Vec<&str> = fields
        .iter()
        .filter_map(|field| field["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "clicked",
            "id",
            "name",
            "newsletter_id",
            "opened",
            "sent",
            "sent_on",
            "subject"
        ]
    );
}

#[test]
fn an_account_with_nothing_in_it_differs_in_nothing_but_its_statistics() {
    let run = ask(&start(Emulator::builder()), &[]);
    assert_eq!(run.found(), ["undescribed GeneralStatistics"]);
}

/// What the fault adds to what is found in a clean account.
#[track_caller]
fn added(fault: Fault) -> Vec<String> {
    let mut found = ask(&start(demo().fault(fault)), &GIVEN).found();
    found.retain(|found| !CLEAN.contains(&found.as_str()));
    found
}

#[test]
fn a_new_member_is_found_in_every_object_that_lists_its_members() {
    let objects = [
        "Account",
        "CampaignStatistics",
        "Field",
        "FieldOptions",
        "Group",
        "GroupWithExternalId",
        "List",
        "ListWithCampaigns",
        "Newsletter",
        "NoOrder",
        "NpsScore",
        "Order",
        "OrderedProduct",
    ];
    let mut expected: Vec<String> = objects
        .iter()
        .map(|object| format!("unknown-field {object}.added_later"))
        .collect();
    // The counts of contacts go by state. What is no count is none of a state.
    expected.push("unknown-field ContactStatistics".to_owned());
    expected.sort();
    // A contact holds the account's own fields, so that one is taken for one of them.
    assert_eq!(added(Fault::new_property()), expected);
}

#[test]
fn a_new_value_is_found_in_every_enum() {
    let enums = [
        "ContactState",
        "FieldType",
        "Gender",
        "Language",
        "PaymentStatus",
    ];
    let expected = enums.map(|name| format!("unknown-value {name}"));
    let run = ask(&start(demo().fault(Fault::new_enum_value())), &GIVEN);
    assert_eq!(added(Fault::new_enum_value()), expected);
    assert!(run.stdout.contains("`Brandnew`"));
}

#[test]
fn a_changed_type_is_found_wherever_one_changed() {
    let found = added(Fault::changed_type());
    let strangers: Vec<_> = found
        .iter()
        .filter(|found| !found.starts_with("type-differs "))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    // A text that became a list, a number that became a text, a boolean that became one, a word of an
    // enum, a number in a string that became a number where a string is described.
    for place in [
        "Contact.email",
        "Contact.aangemaakt",
        "CampaignStatistics.sent",
        "Group.is_private",
        "Contact._state",
        "Account.account_id",
        "OrderedProduct.price",
    ] {
        assert!(
            found.contains(&format!("type-differs {place}")),
            "{place} in {found:?}"
        );
    }
    // A number in a string that became a number is as described.
    assert!(!found.contains(&"type-differs Contact.nps_score".to_owned()));
}

#[test]
fn a_required_field_that_is_missing_is_found() {
    let stub = Stub::of(&[("/groups", r#"[{"name": "a"}, {"id": 2, "name": "b"}]"#)]);
    let run = stub.ask(&[]);
    let found = run.found();
    assert!(
        found.contains(&"missing-field Group.id".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"never-seen Group.description".to_owned()),
        "{found:?}"
    );
    assert!(run.stdout.contains("was missing in 1 of 2 objects"));
}
