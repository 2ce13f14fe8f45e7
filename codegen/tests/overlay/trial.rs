//! Trying an overlay on a document that has changed: what each action comes to, and the advice.

use hellodialog_codegen::document::parse;
use hellodialog_codegen::overlay::{Mode, Overlay, Trial, Tried, Verdict, apply, trial};

const DOCUMENT: &str = "
paths: {/contacts: {get: {operationId: getContacts}}}
schemas:
  Contact: {type: object, properties: {bounces: {type: integer}, state: {enum: [A, B, C]}}}
";

fn overlay(actions: &[&str]) -> Overlay {
    let actions: String = actions
        .iter()
        .flat_map(|action| ["- {", action, "}\n"])
        .collect();
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let value = parse("patches/07.yaml", &text).expect("the overlay of a case is YAML");
    Overlay::from_value("patches/07.yaml", value).expect("it is valid")
}

fn tried(actions: &[&str]) -> Trial {
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    trial(document, &overlay(actions))
}

/// Tries one action, which comes to `verdict` with all `fragments` in the advice, and which strict
/// mode refuses if and only if a problem is told.
#[track_caller]
fn comes_to(action: &str, verdict: Verdict, fragments: &[&str]) -> Tried {
    let tried = tried(&[action]).actions.remove(0);
    assert_eq!(tried.verdict, verdict, "{tried:?}");
    let advice = tried.advice.as_ref().map(|advice| advice.text.as_str());
    for fragment in fragments {
        let advice = advice.expect("there is advice");
        assert!(advice.contains(fragment), "no `{fragment}` in: {advice}");
    }
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    let strict = apply(document, &overlay(&[action]), Mode::Strict);
    assert_eq!(strict.is_err(), tried.problem.is_some(), "{strict:?}");
    tried
}

#[test]
fn an_action_that_fits_needs_no_advice() {
    let fits = comes_to(
        "target: $.schemas.Contact, x-expect: {type: object}, update: {x-id: true}",
        Verdict::Fits,
        &[],
    );
    assert_eq!(fits.advice, None);
}

#[test]
fn what_the_document_says_by_itself_is_stale() {
    for action in [
        "target: $.schemas.Contact.properties.bounces, x-expect: {type: string}, update: {type: integer}",
        "target: $.schemas.Contact.properties.bounces, update: {type: integer}",
        "target: $.schemas.Contact.properties.state.enum, x-expect: [A, B], update: [C]",
        "target: $.schemas.Contact.properties.state, x-expect: {enum: [A, B]}, update: {enum: [C]}",
        "target: $.schemas.Contact.properties, x-expect-absent: [bounces], update: {bounces: {type: integer}}",
    ] {
        comes_to(
            action,
            Verdict::Stale,
            &["says so by itself", "Delete the action"],
        );
    }
}

#[test]
fn what_is_gone_need_not_be_removed() {
    comes_to(
        "target: $.schemas.Contact.additionalProperties, remove: true",
        Verdict::Stale,
        &["is gone. Delete the action."],
    );
    comes_to(
        "target: $.schemas.Contact.properties.bounce, remove: true",
        Verdict::Stale,
        &["unless what it removes is called `bounces` now"],
    );
}

#[test]
fn a_target_that_is_gone_is_looked_for_nearby() {
    comes_to(
        "target: \"$.paths['/contact'].get\", update: {x-retry: safe}",
        Verdict::Misfit,
        &[
            "`$.paths` is there, and has no `['/contact'].get`",
            "or delete",
        ],
    );
    comes_to(
        "target: \"$.paths['/contact']\", update: {x-retry: safe}",
        Verdict::Misfit,
        &["has no `['/contact']`; the nearest is `/contacts`"],
    );
    comes_to(
        "target: \"$.schemas['Newsletter'].properties\", remove: true",
        Verdict::Misfit,
        &["`$.schemas` is there"],
    );
    // Nothing there is like it.
    let tried = comes_to(
        "target: $.schemas.Zyx, update: {a: 1}",
        Verdict::Misfit,
        &[],
    );
    assert!(!tried.advice.expect("advice").text.contains("nearest"));
}

#[test]
fn an_expectation_that_does_not_hold_comes_with_one_that_would() {
    let tried = comes_to(
        "target: $.schemas.Contact.properties.bounces, \
         x-expect: {type: string, format: x}, update: {format: int32}",
        Verdict::Misfit,
        &["expect what is there"],
    );
    let expect = tried.advice.and_then(|advice| advice.expect);
    let expect = expect.expect("an expectation").to_string();
    assert_eq!(expect, r#"{"type":"integer"}"#);
    comes_to(
        &format!(
            "target: $.schemas.Contact.properties.bounces, x-expect: {expect}, \
             update: {{format: int32}}"
        ),
        Verdict::Fits,
        &[],
    );
}

#[test]
fn what_the_document_has_meanwhile_with_another_value_is_a_misfit() {
    comes_to(
        "target: $.schemas.Contact.properties, x-expect-absent: [bounces], \
         update: {bounces: {type: string}}",
        Verdict::Misfit,
        &["something else"],
    );
}

#[test]
fn the_actions_after_a_misfit_find_what_it_was_to_make() {
    let trial = tried(&[
        "target: $.schemas.Contact, x-expect: {type: array}, update: {x-rest: {name: custom}}",
        "target: \"$.schemas.Contact['x-rest']\", update: {keys: lower}",
    ]);
    let verdicts: Vec<_> = trial.actions.iter().map(|tried| tried.verdict).collect();
    assert_eq!(verdicts, [Verdict::Misfit, Verdict::Fits]);
    let rest = &trial.document["schemas"]["Contact"]["x-rest"];
    assert_eq!(rest.to_string(), r#"{"name":"custom","keys":"lower"}"#);
}

#[test]
fn what_cannot_be_merged_is_left_as_it_was() {
    let trial = tried(&["target: $.schemas.Contact, update: {description: D, properties: [1]}"]);
    assert_eq!(trial.actions[0].verdict, Verdict::Misfit);
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    assert_eq!(trial.document, document);
}
