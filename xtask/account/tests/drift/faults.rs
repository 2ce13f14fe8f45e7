//! Findings in an account as described, and in accounts with faults.

use hellodialog_emulator::{Emulator, Fault};

use crate::process::{GIVEN_IDS, demo, drift, start};
use crate::stub::Stub;

/// The findings in an account without faults. The API reference does not print the fields of the first
/// five. The fields of a product come from a client of the vendor, and the orders of the demo
/// account have only some of them.
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
fn in_an_account_without_faults_only_undescribed_values_are_found() {
    let run = drift(&start(demo()), &GIVEN_IDS);
    assert_eq!(run.findings(), CLEAN, "{}", run.stderr);
    assert_eq!(run.code, Some(1));
    let report = run.report();
    let fields = report["findings"][0]["fields"].as_array().expect("fields");
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
fn in_an_empty_account_only_the_statistics_are_found() {
    let run = drift(&start(Emulator::builder()), &[]);
    assert_eq!(run.findings(), ["undescribed GeneralStatistics"]);
}

/// The findings that a fault adds.
#[track_caller]
fn findings_added_by(fault: Fault) -> Vec<String> {
    let mut findings = drift(&start(demo().fault(fault)), &GIVEN_IDS).findings();
    findings.retain(|findings| !CLEAN.contains(&findings.as_str()));
    findings
}

#[test]
fn a_new_member_is_found_in_every_object_with_described_members() {
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
    // The keys of this map are states and its values are counts. The new member is not a count.
    expected.push("unknown-field ContactStatistics".to_owned());
    expected.sort();
    // In a contact the new member counts as a custom field.
    assert_eq!(findings_added_by(Fault::new_property()), expected);
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
    let run = drift(&start(demo().fault(Fault::new_enum_value())), &GIVEN_IDS);
    assert_eq!(findings_added_by(Fault::new_enum_value()), expected);
    assert!(run.stdout.contains("`Brandnew`"));
}

#[test]
fn every_changed_type_is_found() {
    let findings = findings_added_by(Fault::changed_type());
    let others: Vec<_> = findings
        .iter()
        .filter(|findings| !findings.starts_with("type-differs "))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    // Strings that became lists, numbers and booleans that became strings, an enum value, and a number in
    // a string that became a number where a string is described.
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
            findings.contains(&format!("type-differs {place}")),
            "{place} in {findings:?}"
        );
    }
    // Here the description allows a number, too.
    assert!(!findings.contains(&"type-differs Contact.nps_score".to_owned()));
}

#[test]
fn a_missing_required_field_is_found() {
    let stub = Stub::of(&[("/groups", r#"[{"name": "a"}, {"id": 2, "name": "b"}]"#)]);
    let run = stub.drift(&[]);
    let findings = run.findings();
    assert!(
        findings.contains(&"missing-field Group.id".to_owned()),
        "{findings:?}"
    );
    assert!(
        findings.contains(&"never-seen Group.description".to_owned()),
        "{findings:?}"
    );
    assert!(run.stdout.contains("was missing in 1 of 2 objects"));
}
