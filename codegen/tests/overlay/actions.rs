//! The list of actions, and the messages about them.

use super::{assert_changes, assert_error, run};
use hellodialog_codegen::overlay::Mode;

#[test]
fn actions_work_on_the_result_of_the_previous_action() {
    assert_changes(
        "{servers: [{url: a}]}",
        "- {target: $.servers, remove: true}\n\
         - {target: $, update: {servers: [{url: b}]}}\n\
         - {target: '$.servers[0]', update: {x: 1}}",
        "{servers: [{url: b, x: 1}]}",
    );
}

#[test]
fn a_target_that_selects_nothing_is_reported_and_changes_nothing() {
    let actions = "- {target: $.b, update: {x: 1}}\n- {target: $.*, update: {x: 1}}\n\
                   - {target: $.c, remove: true}";
    let applied = run("1.1.0", Mode::Standard, "{a: {}, d: {}}", actions).expect("it applies");
    assert_eq!(applied.selected, [0, 2, 0]);
    assert_eq!(applied.unmatched().collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn the_failing_action_is_named() {
    assert_error(
        "{a: 1}",
        "- {target: $.a, update: 2}\n- {target: $.a, description: Fix it, update: []}",
        &["p.yaml: action 2 (Fix it), target `$.a`"],
    );
}

#[test]
fn unbounded_growth_is_an_error() {
    let repeated = |action: &str| {
        let numbered = (0..200).map(|number| format!("- {{{action}, x-number: {number}}}\n"));
        numbered.collect::<String>()
    };
    assert_error(
        "{a: {}}",
        &repeated("target: $..a, copy: $"),
        &["nested deeper"],
    );
    assert_error(
        "{a: [1]}",
        &repeated("target: $.a, copy: $.a"),
        &["more than 5000000 nodes"],
    );
}
