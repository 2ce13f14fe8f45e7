//! Strict mode: errors name the stale patch.

use hellodialog_codegen::document::parse;
use hellodialog_codegen::overlay::{Mode, Overlay, apply};

const DOCUMENT: &str = "{info: {title: T, tags: [a, b], contact: {name: N}}}";

/// Applies one action in `mode`; returns the document or the error message.
fn run(mode: Mode, action: &str) -> Result<String, String> {
    let text =
        format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n- {{{action}}}\n");
    let overlay = parse("patches/07.yaml", &text).expect("the overlay of a case is YAML");
    let overlay = Overlay::from_value("patches/07.yaml", overlay).expect("it is valid");
    let document = parse("doc.yaml", DOCUMENT).expect("the document of a case is YAML");
    apply(document, &overlay, mode)
        .map(|applied| applied.document.to_string())
        .map_err(|error| error.to_string())
}

/// Strict mode rejects the action, with all `fragments` in the message; standard
/// mode applies it.
#[track_caller]
fn strict_fails(action: &str, fragments: &[&str]) {
    let message = run(Mode::Strict, action).expect_err("strict mode must reject it");
    for fragment in fragments {
        assert!(message.contains(fragment), "no `{fragment}` in: {message}");
    }
    run(Mode::Standard, action).expect("standard mode must apply it");
}

#[track_caller]
fn strict_applies(action: &str) {
    let strict = run(Mode::Strict, action).expect("strict mode must apply it");
    assert_eq!(run(Mode::Standard, action), Ok(strict));
}

#[test]
fn a_target_that_selects_nothing_is_an_error() {
    strict_fails(
        "target: $.none, description: Fix it, remove: true",
        &[
            "patches/07.yaml: action 1 (Fix it), target `$.none`",
            "selects nothing",
            "stale",
        ],
    );
}

#[test]
fn an_action_that_changes_nothing_is_an_error() {
    strict_fails(
        "target: $.info",
        &["changes nothing", "`update`, `copy` or `remove: true`"],
    );
    strict_fails("target: $.info, remove: false", &["changes nothing"]);
}

#[test]
fn an_expectation_may_be_a_part_of_the_target() {
    strict_applies("target: $.info, x-expect: {title: T}, update: {title: U}");
    strict_applies("target: $.info, x-expect: {contact: {name: N}}, update: {x: 1}");
    strict_applies("target: $.info, x-expect: {}, remove: true");
    strict_applies("target: $.info.title, x-expect: T, update: U");
    strict_applies("target: $.info.tags, x-expect: [a, b], update: c");
}

#[test]
fn a_missing_member_is_named() {
    strict_fails(
        "target: $.info, x-expect: {contact: {url: U}}, remove: true",
        &[
            "#/info/contact/url",
            "expected \"U\"",
            "found nothing",
            "stale",
        ],
    );
}

#[test]
fn a_member_that_differs_is_named() {
    strict_fails(
        "target: $.info, x-expect: {title: Old}, update: {title: U}",
        &["#/info/title", "expected \"Old\"", "found \"T\"", "stale"],
    );
}

#[test]
fn arrays_must_be_equal() {
    strict_fails(
        "target: $.info, x-expect: {tags: [a]}, update: {x: 1}",
        &["#/info/tags", "expected [\"a\"]", "found [\"a\",\"b\"]"],
    );
}

#[test]
fn kinds_must_be_equal() {
    strict_fails(
        "target: $.info, x-expect: {title: {}}, update: {x: 1}",
        &["#/info/title", "{}"],
    );
    strict_fails(
        "target: $.info, x-expect: null, update: {x: 1}",
        &["#/info", "expected null"],
    );
}

#[test]
fn every_target_is_checked() {
    strict_fails(
        "target: '$.info.tags[*]', x-expect: a, remove: true",
        &["#/info/tags/1"],
    );
}

#[test]
fn a_member_that_must_be_absent_is_named() {
    strict_applies("target: $.info, x-expect-absent: [license], update: {license: {}}");
    strict_fails(
        "target: $.info, x-expect-absent: [license, title], update: {x: 1}",
        &["#/info/title", "found \"T\"", "stale"],
    );
}

#[test]
fn x_expect_absent_is_a_list_of_names_and_needs_an_object() {
    strict_fails(
        "target: $.info, x-expect-absent: title, update: {}",
        &["an array of strings"],
    );
    strict_fails(
        "target: $.info, x-expect-absent: [1], update: {}",
        &["an array of strings"],
    );
    strict_fails(
        "target: $.info.tags, x-expect-absent: [a], update: c",
        &["an object"],
    );
}

#[test]
fn long_values_are_shortened_in_messages() {
    let long = "x".repeat(5000);
    let message = run(
        Mode::Strict,
        &format!("target: $.info, x-expect: {{title: {long}}}, remove: true"),
    )
    .expect_err("the title differs");
    assert!(message.contains('…') && message.len() < 700, "{message}");
}
