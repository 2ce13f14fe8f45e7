//! Lint of the document: without findings when patched, and with the known quirks when not.

use std::path::{Path, PathBuf};

use hellodialog_codegen::lint::{Baseline, Finding, Rule, findings, lint};
use hellodialog_codegen::overlay::{Mode, Overlay, apply};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::{Value, json};

fn spec(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../spec")
        .join(name)
}

fn unpatched() -> Value {
    document::load(&spec("hellodialog.yaml")).expect("the description")
}

#[test]
fn the_patched_document_has_no_findings() {
    let source = Source {
        spec: spec("hellodialog.yaml"),
        patches: Some(spec("patches")),
    };
    let document = load_patched(&source).expect("the patches apply");
    let accepted = document::load(&spec("accepted.yaml")).expect("the acceptances");
    let accepted = Baseline::from_value("accepted.yaml", &accepted).expect("acceptances");
    let report = lint("the description", &document, &accepted).expect("a report");
    assert!(report.is_clean(), "{}", report.text());
}

/// Quirks that are known from the notes on the API.
#[test]
fn without_patches_the_known_quirks_are_found() {
    let schema = |path: &str| format!("#/components/schemas/{path}");
    let known = [
        (Rule::StringHoldsNumbers, schema("Order/properties/price")),
        (Rule::StringHoldsNumbers, schema("Order/properties/lat")),
        (
            Rule::StringHoldsNumbers,
            schema("Order/properties/created_on"),
        ),
        (Rule::StringHoldsNumbers, schema("Contact/properties/id")),
        (
            Rule::StringHoldsNumbers,
            schema("ContactStatistics/properties/Optin"),
        ),
        (
            Rule::StringHoldsBooleans,
            schema("Newsletter/properties/hide_preheader"),
        ),
        (
            Rule::StringHoldsBooleans,
            schema("Field/properties/subscription_field_mandatory"),
        ),
        (
            Rule::StringHoldsDates,
            schema("Contact/properties/geboortedatum"),
        ),
        (
            Rule::StringHoldsDates,
            schema("Contact/properties/aangemaakt"),
        ),
        (Rule::ListAsObject, schema("ContactCollection")),
        (Rule::ListAsObject, schema("UnsubscriberCollection")),
        (Rule::ListAsObject, schema("SingleUnsubscriber")),
        (Rule::MapById, schema("CampaignCollection")),
        (Rule::MapById, schema("FieldCollection")),
        (Rule::MapById, schema("SingleField")),
        (Rule::EnumMissesValue, schema("ContactState")),
        (Rule::TypeDiffers, schema("Order/properties/contact")),
        (Rule::TypeDiffers, schema("Order/properties/created_on")),
        // No operation says the size of a page.
        (Rule::PageWithoutLimit, "#/paths".to_owned()),
        (Rule::Inferred, "#/paths/~1nps/get/x-evidence".to_owned()),
    ];
    let found: Vec<(Rule, String)> = findings(&unpatched())
        .iter()
        .map(|finding| (finding.rule, finding.pointer.to_string()))
        .collect();
    for quirk in known {
        assert!(found.contains(&quirk), "no {quirk:?} in {found:#?}");
    }
}

#[test]
fn suggestions_use_values_from_descriptions_and_examples() {
    let document = unpatched();
    let update = |rule: Rule, pointer: &str| {
        let found = findings(&document);
        let is = |one: &&Finding| one.rule == rule && one.pointer.to_string() == pointer;
        let finding = found.iter().find(is).expect("the finding exists");
        finding.patch.actions()[0]["update"].clone()
    };
    assert_eq!(
        update(Rule::PageWithoutLimit, "#/paths"),
        json!({"x-pagination": {"size": 100}})
    );
    assert_eq!(
        update(Rule::EnumMissesValue, "#/components/schemas/ContactState"),
        json!({"enum": ["Transactional"]})
    );
    assert_eq!(
        update(Rule::ListAsObject, "#/components/schemas/ContactCollection")["x-keyed-by"],
        "index"
    );
}

#[test]
fn every_suggested_patch_removes_its_finding() {
    let document = unpatched();
    // A patch that would conflict with another one is left out.
    let with_patch = |finding: &Finding| !finding.patch.actions().is_empty();
    for finding in findings(&document).into_iter().filter(with_patch) {
        let overlay = json!({
            "overlay": "1.1.0",
            "info": {"title": "Suggested", "version": "1"},
            "actions": finding.patch.actions(),
        });
        let overlay = Overlay::from_value("suggested.yaml", overlay).expect("an overlay");
        let applied = apply(document.clone(), &overlay, Mode::Strict).expect("the patch applies");
        let same =
            |other: &Finding| (other.rule, &other.pointer) == (finding.rule, &finding.pointer);
        assert!(!findings(&applied.document).iter().any(same), "{finding:?}");
    }
}
