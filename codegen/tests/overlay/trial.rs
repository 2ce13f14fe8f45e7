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
            &["says so by itself", "Delete the patch"],
        );
    }
}

#[test]
fn what_is_gone_need_not_be_removed() {
    comes_to(
        "target: $.schemas.Contact.additionalProperties, remove: true",
        Verdict::Stale,
        &["is gone. Delete the patch."],
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
        "target: \"$.paths['/contact'].get\", update: {x-idempotent: true}",
        Verdict::Misfit,
        &[
            "`$.paths` is there, and has no `['/contact'].get`",
            "or delete",
        ],
    );
    comes_to(
        "target: \"$.paths['/contact']\", update: {x-idempotent: true}",
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

/// What the advice for an action would have it say instead, which fits then.
#[track_caller]
fn instead(target: &str, rest: &str, expected: &str, fragments: &[&str]) {
    let action = format!("target: {target}, {rest}");
    let tried = comes_to(&action, Verdict::Misfit, fragments);
    let instead = tried.advice.and_then(|advice| advice.instead);
    let instead = instead.expect("something instead").to_string();
    assert_eq!(instead, expected);
    let members = &instead[1..instead.len() - 1];
    comes_to(&format!("target: {target}, {members}"), Verdict::Fits, &[]);
}

const BOUNCES: &str = "$.schemas.Contact.properties.bounces";

#[test]
fn an_expectation_that_does_not_hold_comes_with_one_that_would() {
    let tried = comes_to(
        &format!("target: {BOUNCES}, x-expect: {{type: string}}, update: {{format: int32}}"),
        Verdict::Misfit,
        &[
            "another thing now",
            "let the action say this, else delete it",
        ],
    );
    let instead = tried.advice.and_then(|advice| advice.instead);
    let instead = instead.expect("something instead").to_string();
    assert_eq!(instead, r#"{"x-expect":{"type":"integer"}}"#);
}

#[test]
fn what_is_expected_and_gone_is_named() {
    comes_to(
        &format!(
            "target: {BOUNCES}, x-expect: {{type: integer, format: x}}, update: {{x-id: true}}"
        ),
        Verdict::Misfit,
        &["`format` is gone: take it out of the action"],
    );
    // An expectation of nothing is none.
    let tried = comes_to(
        &format!("target: {BOUNCES}, x-expect: {{format: x}}, update: {{x-id: true}}"),
        Verdict::Misfit,
        &["`format` is gone", "mend it, else delete it."],
    );
    assert_eq!(tried.advice.and_then(|advice| advice.instead), None);
}

#[test]
fn what_upstream_has_mended_in_part_leaves_the_rest() {
    instead(
        BOUNCES,
        "x-expect: {type: string}, update: {type: integer, x-wire: string}",
        r#"{"x-expect":{"type":"integer"},"update":{"x-wire":"string"}}"#,
        &["A part of the correction it has by itself"],
    );
    instead(
        "$.schemas.Contact",
        "x-expect-absent: [type, x-additional-properties], update: {type: object, x-additional-properties: {name: custom}}",
        r#"{"x-expect-absent":["x-additional-properties"],"update":{"x-additional-properties":{"name":"custom"}}}"#,
        &[
            "says by itself what it was not to have",
            "A part of the correction",
        ],
    );
}

#[test]
fn of_several_targets_it_is_said_which_differ() {
    let tried = comes_to(
        "target: \"$.schemas.Contact.properties[*]\", x-expect: {type: integer}, update: {x-id: true}",
        Verdict::Misfit,
        &[
            "all but 1 of its 2 targets",
            "#/schemas/Contact/properties/state",
        ],
    );
    assert_eq!(tried.advice.and_then(|advice| advice.instead), None);
}

#[test]
fn nothing_is_stale_behind_what_does_not_fit() {
    let gone = "target: $.schemas.Contact.additionalProperties, remove: true";
    let tried = comes_to(gone, Verdict::Stale, &["Delete the patch"]).behind_a_misfit();
    assert_eq!(tried.verdict, Verdict::Misfit);
    let advice = tried.advice.expect("there is advice").text;
    assert!(advice.contains("may follow from one above"), "{advice}");
    // What is there in so many words does not hang on another action.
    let done = "target: $.schemas.Contact, update: {type: object}";
    let tried = comes_to(done, Verdict::Stale, &[]).behind_a_misfit();
    assert_eq!(tried.verdict, Verdict::Stale);
}

#[test]
fn the_actions_after_a_misfit_find_what_it_was_to_make() {
    let trial = tried(&[
        "target: $.schemas.Contact, x-expect: {type: array}, update: {x-additional-properties: {name: custom}}",
        "target: \"$.schemas.Contact['x-additional-properties']\", update: {keys: lower}",
    ]);
    let verdicts: Vec<_> = trial.actions.iter().map(|tried| tried.verdict).collect();
    assert_eq!(verdicts, [Verdict::Misfit, Verdict::Fits]);
    let rest = &trial.document["schemas"]["Contact"]["x-additional-properties"];
    assert_eq!(rest.to_string(), r#"{"name":"custom","keys":"lower"}"#);
}

#[test]
fn what_cannot_be_merged_is_left_as_it_was() {
    let trial = tried(&["target: $.schemas.Contact, update: {description: D, properties: [1]}"]);
    assert_eq!(trial.actions[0].verdict, Verdict::Misfit);
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    assert_eq!(trial.document, document);
}
