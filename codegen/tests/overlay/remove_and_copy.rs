//! Removing nodes, and copying them.

use super::{assert_changes, assert_error};

// Removal.

#[test]
fn a_member_is_removed_and_the_order_kept() {
    assert_changes(
        "{a: 1, b: 2, c: 3, d: 4}",
        "- {target: $.b, remove: true}",
        "{a: 1, c: 3, d: 4}",
    );
}

#[test]
fn several_entries_of_one_array_are_removed() {
    assert_changes(
        "{a: [0, 1, 2, 3, 4, 5]}",
        "- {target: '$.a[0,4,1,1]', remove: true}",
        "{a: [2, 3, 5]}",
    );
    assert_changes(
        "{a: [{n: x}, {n: y}, {n: x}]}",
        "- {target: \"$.a[?@.n == 'x']\", remove: true}",
        "{a: [{n: y}]}",
    );
    assert_changes(
        "{a: [x, y, x]}",
        "- {target: \"$.a[?@ == 'x']\", remove: true}",
        "{a: [y]}",
    );
}

#[test]
fn nodes_inside_removed_nodes_are_removed() {
    assert_changes(
        "{a: {k: {b: {k: 1}}}, c: [{k: [{k: 1}], d: 1}]}",
        "- {target: $..k, remove: true}",
        "{a: {}, c: [{d: 1}]}",
    );
}

#[test]
fn nodes_of_different_kinds_can_be_removed_together() {
    assert_changes(
        "{a: {x: 1, y: [], z: {}}}",
        "- {target: $.a.*, remove: true}",
        "{a: {}}",
    );
}

#[test]
fn the_root_cannot_be_removed() {
    assert_error(
        "{a: 1}",
        "- {target: $, remove: true}",
        &["action 1", "root"],
    );
}

#[test]
fn update_and_copy_have_no_effect_beside_remove() {
    assert_changes(
        "{a: 1, b: 2}",
        "- {target: $.a, remove: true, update: {x: 1}}",
        "{b: 2}",
    );
    assert_changes(
        "{a: 1, b: 2}",
        "- {target: $.a, remove: true, copy: $.none}",
        "{b: 2}",
    );
}

#[test]
fn remove_false_leaves_the_update() {
    assert_changes(
        "{a: {}}",
        "- {target: $.a, remove: false, update: {x: 1}}",
        "{a: {x: 1}}",
    );
    assert_changes("{a: {}}", "- {target: $.a, remove: false}", "{a: {}}");
}

// Copies.

#[test]
fn a_copy_is_merged_into_every_target() {
    assert_changes(
        "{src: {x: 1, l: [1]}, to: {a: {y: 2, l: [0]}, b: {}}}",
        "- {target: $.to.*, copy: $.src}",
        "{src: {x: 1, l: [1]}, to: {a: {y: 2, l: [0, 1], x: 1}, b: {x: 1, l: [1]}}}",
    );
}

#[test]
fn a_copy_follows_the_rules_of_an_update() {
    assert_changes(
        "{s: [1], a: [0]}",
        "- {target: $.a, copy: $.s}",
        "{s: [1], a: [0, 1]}",
    );
    assert_changes(
        "{s: {x: 1}, a: []}",
        "- {target: $.a, copy: $.s}",
        "{s: {x: 1}, a: [{x: 1}]}",
    );
    assert_changes("{s: 1, a: 0}", "- {target: $.a, copy: $.s}", "{s: 1, a: 1}");
    assert_error(
        "{s: 1, a: {}}",
        "- {target: $.a, copy: $.s}",
        &["#/a", "expected object"],
    );
}

#[test]
fn a_node_is_copied_as_it_was_before_the_action() {
    assert_changes(
        "{a: {b: {}}}",
        "- {target: '$..*', copy: $}",
        "{a: {b: {a: {b: {}}}, a: {b: {}}}}",
    );
    assert_changes(
        "{a: [1, 2]}",
        "- {target: $.a, copy: $.a}",
        "{a: [1, 2, 1, 2]}",
    );
}

#[test]
fn a_move_is_an_update_a_copy_and_a_removal() {
    assert_changes(
        "{paths: {/items: {get: {}}, /other: {}}}",
        "- {target: $.paths, update: {/new: {}}}\n\
         - {target: \"$.paths['/new']\", copy: \"$.paths['/items']\"}\n\
         - {target: \"$.paths['/items']\", remove: true}",
        "{paths: {/other: {}, /new: {get: {}}}}",
    );
}

#[test]
fn a_copy_must_select_exactly_one_node() {
    assert_error(
        "{a: {}}",
        "- {target: $.a, copy: $.none}",
        &["$.none", "0 nodes", "exactly one"],
    );
    assert_error(
        "{a: {}, b: 1}",
        "- {target: $.a, copy: $.*}",
        &["$.*", "2 nodes"],
    );
    assert_changes("{a: 1}", "- {target: $.none, copy: $.none}", "{a: 1}");
}
