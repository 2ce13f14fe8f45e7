//! Updates of objects, arrays and primitives.

use super::{assert_changes, assert_error, assert_fails_with, assert_result, run};
use hellodialog_codegen::overlay::Mode;

// Objects.

#[test]
fn an_object_is_merged_recursively_and_new_members_come_last() {
    assert_changes(
        "{a: {b: {c: 1, d: 2}, e: 3}, f: 4}",
        "- {target: $.a, update: {new: {x: 1}, b: {c: 9, z: null}}}",
        "{a: {b: {c: 9, d: 2, z: null}, e: 3, new: {x: 1}}, f: 4}",
    );
}

#[test]
fn the_root_can_be_updated() {
    assert_changes("{a: 1}", "- {target: $, update: {b: 2}}", "{a: 1, b: 2}");
}

#[test]
fn every_selected_object_is_updated() {
    assert_changes(
        "{a: {get: {}}, b: {get: {x: 1}}, c: {put: {}}}",
        "- {target: $.*.get, update: {x: 2}}",
        "{a: {get: {x: 2}}, b: {get: {x: 2}}, c: {put: {}}}",
    );
}

#[test]
fn nested_targets_are_all_updated() {
    assert_changes(
        "{a: {k: {b: {k: {}}}}}",
        "- {target: $..k, update: {x: 1}}",
        "{a: {k: {b: {k: {x: 1}}, x: 1}}}",
    );
}

#[test]
fn an_object_target_takes_only_an_object() {
    assert_error(
        "{a: {}}",
        "- {target: $.a, update: 1}",
        &["#/a", "object", "primitive"],
    );
    assert_error(
        "{a: {}}",
        "- {target: $.a, update: [1]}",
        &["#/a", "object", "array"],
    );
}

#[test]
fn null_is_a_primitive() {
    assert_changes(
        "{a: {b: null}}",
        "- {target: $.a, update: {b: 1}}",
        "{a: {b: 1}}",
    );
    assert_changes(
        "{a: {b: 1}}",
        "- {target: $.a, update: {b: null}}",
        "{a: {b: null}}",
    );
    assert_error(
        "{a: {b: {}}}",
        "- {target: $.a, update: {b: null}}",
        &["#/a/b"],
    );
}

// Properties of different kinds.

#[test]
fn properties_of_different_kinds_are_incompatible() {
    let cases = [
        ("{}", "[]", "object", "array"),
        ("{}", "1", "object", "primitive"),
        ("[]", "{}", "array", "object"),
        ("[]", "1", "array", "primitive"),
        ("1", "{}", "primitive", "object"),
        ("1", "[]", "primitive", "array"),
        ("null", "{}", "primitive", "object"),
    ];
    for (old, new, expected, found) in cases {
        assert_error(
            &format!("{{a: {{/b: {{c: {old}}}}}}}"),
            &format!("- {{target: $.a, update: {{/b: {{c: {new}}}}}}}"),
            &[
                "p.yaml: action 1",
                "#/a/~1b/c",
                &format!("expected {expected}, found {found}"),
            ],
        );
    }
}

#[test]
fn an_array_property_is_concatenated() {
    assert_changes(
        "{a: {b: [1]}}",
        "- {target: $.a, update: {b: [1, 2]}}",
        "{a: {b: [1, 1, 2]}}",
    );
}

// Arrays.

#[test]
fn an_array_is_concatenated_to_an_array() {
    assert_changes(
        "{a: [1]}",
        "- {target: $.a, update: [2, [3]]}",
        "{a: [1, 2, [3]]}",
    );
    assert_changes("{a: [1]}", "- {target: $.a, update: []}", "{a: [1]}");
}

#[test]
fn anything_else_is_appended_to_an_array() {
    assert_changes(
        "{a: [1]}",
        "- {target: $.a, update: {b: 2}}",
        "{a: [1, {b: 2}]}",
    );
    assert_changes(
        "{a: [1]}",
        "- {target: $.a, update: text}",
        "{a: [1, text]}",
    );
    assert_changes(
        "{a: [1]}",
        "- {target: $.a, update: null}",
        "{a: [1, null]}",
    );
}

#[test]
fn an_array_in_a_document_of_version_1_0_is_concatenated_too() {
    let result = run(
        "1.0.0",
        Mode::Standard,
        "{a: [1]}",
        "- {target: $.a, update: [2]}",
    );
    assert_result(result, "{a: [1, 2]}");
}

#[test]
fn an_array_selected_twice_is_updated_once() {
    assert_changes(
        "{a: []}",
        "- {target: \"$['a','a']\", update: 1}",
        "{a: [1]}",
    );
}

// Primitives.

#[test]
fn a_primitive_is_replaced_by_a_primitive() {
    assert_changes(
        "{a: {b: old, c: 1}}",
        "- {target: $.a.b, update: new}",
        "{a: {b: new, c: 1}}",
    );
    assert_changes(
        "{a: [1, null, 3]}",
        "- {target: '$.a[1]', update: 2}",
        "{a: [1, 2, 3]}",
    );
    assert_changes("{a: 1}", "- {target: $.a, update: null}", "{a: null}");
}

#[test]
fn a_primitive_is_not_replaced_by_anything_else() {
    assert_error(
        "{a: 1}",
        "- {target: $.a, update: {b: 1}}",
        &["#/a", "expected primitive, found object"],
    );
    assert_error(
        "{a: 1}",
        "- {target: $.a, update: [1]}",
        &["#/a", "expected primitive, found array"],
    );
}

#[test]
fn version_1_0_updates_no_primitive_but_removes_one() {
    let update = run(
        "1.0.0",
        Mode::Standard,
        "{a: 1}",
        "- {target: $.a, update: 2}",
    );
    assert_fails_with(update, &["#/a", "primitive", "overlay: 1.1.0"]);
    let remove = run(
        "1.0.0",
        Mode::Standard,
        "{a: 1}",
        "- {target: $.a, remove: true}",
    );
    assert_result(remove, "{}");
}

#[test]
fn the_targets_of_an_update_must_be_of_one_kind() {
    let mixed = ["{a: {}, b: []}", "{a: {}, b: 1}", "{a: [], b: null}"];
    for document in mixed {
        assert_error(
            document,
            "- {target: $.*, update: {x: 1}}",
            &["different kinds", "#/a", "#/b"],
        );
    }
}
