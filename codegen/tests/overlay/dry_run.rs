//! Dry runs on a document that has changed: the verdict for each action, and the suggestion.

use hellodialog_codegen::document::parse;
use hellodialog_codegen::overlay::{ActionResult, DryRun, Mode, Overlay, Verdict, apply, dry_run};

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

fn run(actions: &[&str]) -> DryRun {
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    dry_run(document, &overlay(actions))
}

/// Runs one action, which has `verdict`, and all `fragments` in the suggestion. Strict mode rejects
/// the action if and only if the result has a problem.
#[track_caller]
fn assert_verdict(action: &str, verdict: Verdict, fragments: &[&str]) -> ActionResult {
    let result = run(&[action]).actions.remove(0);
    assert_eq!(result.verdict, verdict, "{result:?}");
    for fragment in fragments {
        let text = suggestion(&result);
        assert!(text.contains(fragment), "no `{fragment}` in: {text}");
    }
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    let strict = apply(document, &overlay(&[action]), Mode::Strict);
    assert_eq!(strict.is_err(), result.problem.is_some(), "{strict:?}");
    result
}

#[track_caller]
fn suggestion(result: &ActionResult) -> String {
    let suggestion = result.suggestion.as_ref();
    suggestion.expect("there is a suggestion").to_string()
}

fn replacement(result: &ActionResult) -> Option<String> {
    let suggestion = result.suggestion.as_ref()?;
    suggestion.replacement.as_ref().map(ToString::to_string)
}

#[test]
fn an_action_that_fits_needs_no_suggestion() {
    let fits = assert_verdict(
        "target: $.schemas.Contact, x-expect: {type: object}, update: {x-id: true}",
        Verdict::Fits,
        &[],
    );
    assert_eq!(fits.suggestion, None);
}

#[test]
fn an_action_is_stale_if_the_document_already_says_the_same() {
    for action in [
        "target: $.schemas.Contact.properties.bounces, x-expect: {type: string}, update: {type: integer}",
        "target: $.schemas.Contact.properties.bounces, update: {type: integer}",
        "target: $.schemas.Contact.properties.state.enum, x-expect: [A, B], update: [C]",
        "target: $.schemas.Contact.properties.state, x-expect: {enum: [A, B]}, update: {enum: [C]}",
        "target: $.schemas.Contact.properties, x-expect-absent: [bounces], update: {bounces: {type: integer}}",
    ] {
        assert_verdict(
            action,
            Verdict::Stale,
            &["The document already says this. Delete the patch."],
        );
    }
}

#[test]
fn removing_a_missing_member_is_stale() {
    assert_verdict(
        "target: $.schemas.Contact.additionalProperties, remove: true",
        Verdict::Stale,
        &["does not exist. Delete the patch."],
    );
    assert_verdict(
        "target: $.schemas.Contact.properties.bounce, remove: true",
        Verdict::Stale,
        &["unless the member is called `bounces` now"],
    );
}

#[test]
fn a_missing_target_comes_with_the_most_similar_name() {
    assert_verdict(
        "target: \"$.paths['/contact'].get\", update: {x-idempotent: true}",
        Verdict::Conflict,
        &[
            "`$.paths` exists, but has no `['/contact'].get`",
            "or delete the patch",
        ],
    );
    assert_verdict(
        "target: \"$.paths['/contact']\", update: {x-idempotent: true}",
        Verdict::Conflict,
        &["has no `['/contact']`; the most similar name is `/contacts`"],
    );
    assert_verdict(
        "target: \"$.schemas['Newsletter'].properties\", remove: true",
        Verdict::Conflict,
        &["`$.schemas` exists"],
    );
    // No name is similar.
    let result = assert_verdict(
        "target: $.schemas.Zyx, update: {a: 1}",
        Verdict::Conflict,
        &[],
    );
    assert!(!suggestion(&result).contains("similar"));
}

/// The suggestion for an action replaces its members by `expected`, and the action fits then.
#[track_caller]
fn assert_replacement(target: &str, rest: &str, expected: &str, fragments: &[&str]) {
    let action = format!("target: {target}, {rest}");
    let result = assert_verdict(&action, Verdict::Conflict, fragments);
    assert_eq!(replacement(&result).as_deref(), Some(expected));
    let members = &expected[1..expected.len() - 1];
    assert_verdict(&format!("target: {target}, {members}"), Verdict::Fits, &[]);
}

const BOUNCES: &str = "$.schemas.Contact.properties.bounces";

#[test]
fn an_expectation_that_fails_comes_with_one_that_holds() {
    let result = assert_verdict(
        &format!("target: {BOUNCES}, x-expect: {{type: string}}, update: {{format: int32}}"),
        Verdict::Conflict,
        &[
            "The node is not what the action expects",
            "change these members of the action, and leave the rest with its comments; otherwise delete the patch:",
        ],
    );
    let expected = r#"{"x-expect":{"type":"integer"}}"#;
    assert_eq!(replacement(&result).as_deref(), Some(expected));
}

#[test]
fn an_expected_member_that_is_missing_is_named() {
    assert_verdict(
        &format!(
            "target: {BOUNCES}, x-expect: {{type: integer, format: x}}, update: {{x-id: true}}"
        ),
        Verdict::Conflict,
        &["`format` does not exist: remove it from the action"],
    );
    // An empty expectation is left out.
    let result = assert_verdict(
        &format!("target: {BOUNCES}, x-expect: {{format: x}}, update: {{x-id: true}}"),
        Verdict::Conflict,
        &[
            "`format` does not exist",
            "change the action; otherwise delete the patch.",
        ],
    );
    assert_eq!(replacement(&result), None);
}

#[test]
fn a_partly_applied_update_leaves_the_rest() {
    assert_replacement(
        BOUNCES,
        "x-expect: {type: string}, update: {type: integer, x-wire: string}",
        r#"{"x-expect":{"type":"integer"},"update":{"x-wire":"string"}}"#,
        &["The document already says a part of the update"],
    );
    assert_replacement(
        "$.schemas.Contact",
        "x-expect-absent: [type, x-additional-properties], update: {type: object, x-additional-properties: {name: custom}}",
        r#"{"x-expect-absent":["x-additional-properties"],"update":{"x-additional-properties":{"name":"custom"}}}"#,
        &["`type` exists already", "already says a part of the update"],
    );
}

#[test]
fn of_several_targets_the_first_that_differs_is_named() {
    let result = assert_verdict(
        "target: \"$.schemas.Contact.properties[*]\", x-expect: {type: integer}, update: {x-id: true}",
        Verdict::Conflict,
        &[
            "fail for 1 of 2 targets",
            "#/schemas/Contact/properties/state",
        ],
    );
    assert_eq!(replacement(&result), None);
}

#[test]
fn an_action_without_target_after_a_conflict_is_a_conflict() {
    let removal = "target: $.schemas.Contact.additionalProperties, remove: true";
    let result = assert_verdict(removal, Verdict::Stale, &["Delete the patch"]).after_conflict();
    assert_eq!(result.verdict, Verdict::Conflict);
    let text = suggestion(&result);
    assert!(
        text.contains("An earlier action that does not fit may be the cause"),
        "{text}"
    );
    assert!(!text.contains("Delete"), "{text}");
    // What the document says does not depend on another action.
    let done = "target: $.schemas.Contact, update: {type: object}";
    let result = assert_verdict(done, Verdict::Stale, &[]).after_conflict();
    assert_eq!(result.verdict, Verdict::Stale);
}

#[test]
fn actions_after_a_conflict_find_the_result_of_that_action() {
    let run = run(&[
        "target: $.schemas.Contact, x-expect: {type: array}, update: {x-additional-properties: {name: custom}}",
        "target: \"$.schemas.Contact['x-additional-properties']\", update: {keys: lower}",
    ]);
    let verdicts: Vec<_> = run.actions.iter().map(|result| result.verdict).collect();
    assert_eq!(verdicts, [Verdict::Conflict, Verdict::Fits]);
    let rest = &run.document["schemas"]["Contact"]["x-additional-properties"];
    assert_eq!(rest.to_string(), r#"{"name":"custom","keys":"lower"}"#);
}

#[test]
fn a_failed_merge_changes_nothing() {
    let run = run(&["target: $.schemas.Contact, update: {description: D, properties: [1]}"]);
    assert_eq!(run.actions[0].verdict, Verdict::Conflict);
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    assert_eq!(run.document, document);
}
