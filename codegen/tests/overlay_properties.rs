//! Properties of every overlay and every document.

use hellodialog_codegen::document::to_json;
use hellodialog_codegen::overlay::{Mode, Overlay, OverlayError, apply};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Applies one action for each of `actions`.
fn applied(document: &Value, actions: &[Value]) -> Result<Value, OverlayError> {
    let overlay = overlay(actions, "1.1.0")?;
    Ok(apply(document.clone(), &overlay, Mode::Standard)?.document)
}

/// An overlay with these actions; an extension makes them unique.
fn overlay(actions: &[Value], version: &str) -> Result<Overlay, OverlayError> {
    let numbered = actions.iter().zip(0..).map(|(action, number)| {
        let mut action = action.clone();
        action["x-number"] = Value::from(number);
        action
    });
    let actions: Vec<Value> = numbered.collect();
    let info = json!({"title": "T", "version": "1"});
    let overlay = json!({"overlay": version, "info": info, "actions": actions});
    Overlay::from_value("p.yaml", overlay)
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "d", "/x~y"]).prop_map(str::to_owned)
}

fn leaf() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(1.5),
        json!("a"),
        json!(""),
    ])
}

fn object_of(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((name(), member), 0..4)
        .prop_map(|members| Value::Object(Map::from_iter(members)))
}

/// Values of every kind.
fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            2 => object_of(inner.clone()),
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

/// Objects of objects and primitives, without arrays.
fn plain_object() -> impl Strategy<Value = Value> {
    let inner = leaf().prop_recursive(3, 16, 4, object_of);
    object_of(inner)
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(vec![
        ".a",
        ".b",
        ".*",
        "..*",
        "..a",
        "..c",
        "[0]",
        "[-1]",
        "[0,1]",
        "[1:]",
        "[::-1]",
        "['a','a']",
        "['/x~y']",
        "[?@.a]",
        "[?@ == 1.5]",
        "[?@.a == @.b || !@.c]",
        "[?length(@) > 1]",
        "[?match(@, 'a')]",
        "[?count(@.*) > 1]",
        "[9007199254740991]",
        "[:-9007199254740991:-1]",
    ]);
    prop::collection::vec(segment, 0..4).prop_map(|segments| format!("${}", segments.concat()))
}

fn action() -> impl Strategy<Value = Value> {
    prop_oneof![
        (path(), value()).prop_map(|(target, update)| json!({"target": target, "update": update})),
        (path(), path()).prop_map(|(target, copy)| json!({"target": target, "copy": copy})),
        path().prop_map(|target| json!({"target": target, "remove": true})),
        (path(), value(), value(), value()).prop_map(|(target, update, expect, absent)| {
            json!({"target": target, "update": update, "x-expect": expect,
                "x-expect-absent": absent})
        }),
    ]
}

/// A failure prints its case and writes no file.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn an_update_without_arrays_is_idempotent(document in plain_object(), update in plain_object()) {
        let action = json!({"target": "$", "update": update});
        if let Ok(once) = applied(&document, std::slice::from_ref(&action)) {
            let twice = applied(&once, &[action]).map(|twice| to_json(&twice));
            prop_assert_eq!(twice.ok(), Some(to_json(&once)));
        }
    }

    #[test]
    fn after_an_update_the_document_contains_it(document in plain_object(), update in plain_object()) {
        let action = json!({"target": "$", "update": update});
        if let Ok(once) = applied(&document, &[action]) {
            let check = json!({"target": "$", "update": {}, "x-expect": update});
            let overlay = overlay(&[check], "1.1.0").expect("the overlay is valid");
            prop_assert!(apply(once, &overlay, Mode::Strict).is_ok());
        }
    }

    #[test]
    fn an_update_keeps_other_members(document in plain_object(), update in object_of(leaf())) {
        let action = json!({"target": "$", "update": update});
        if let Ok(updated) = applied(&document, &[action]) {
            let (before, after) = (document.as_object().unwrap(), updated.as_object().unwrap());
            // The old keys come first, in their old order.
            prop_assert!(after.keys().take(before.len()).eq(before.keys()));
            for (name, member) in before {
                if update.get(name).is_none() {
                    prop_assert_eq!(to_json(member), to_json(&after[name]));
                }
            }
        }
    }

    #[test]
    fn a_removal_by_name_keeps_the_order_of_the_rest(document in value()) {
        let action = json!({"target": "$..a", "remove": true});
        let removed = applied(&document, &[action]).expect("removing members cannot fail");
        prop_assert_eq!(to_json(&removed), to_json(&without_a(&document)));
    }

    #[test]
    fn removed_nodes_are_not_selected_again(document in value()) {
        let actions = [json!({"target": "$..*", "remove": true}), json!({"target": "$.*", "update": 1})];
        let overlay = overlay(&actions, "1.1.0").expect("the overlay is valid");
        let result = apply(document, &overlay, Mode::Standard).expect("it applies");
        prop_assert_eq!(result.selected[1], 0);
    }

    #[test]
    fn two_overlays_do_the_same_as_one_with_both_actions(
        document in value(), first in action(), second in action(),
    ) {
        let stepwise = applied(&document, std::slice::from_ref(&first))
            .and_then(|document| applied(&document, std::slice::from_ref(&second)));
        let at_once = applied(&document, &[first, second]);
        prop_assert_eq!(stepwise.ok(), at_once.ok());
    }

    #[test]
    fn the_last_of_two_replacements_wins(first in leaf(), second in leaf()) {
        let actions = [json!({"target": "$.a", "update": first}), json!({"target": "$.a", "update": second})];
        let result = applied(&json!({"a": 0}), &actions).expect("primitives are replaced");
        prop_assert_eq!(result, json!({"a": second}));
    }

    #[test]
    fn nothing_panics(
        document in value(), actions in prop::collection::vec(action(), 1..6), strict in any::<bool>(),
        version in prop::sample::select(vec!["1.0.0", "1.1.0"]),
    ) {
        let mode = if strict { Mode::Strict } else { Mode::Standard };
        match overlay(&actions, version).and_then(|overlay| apply(document, &overlay, mode)) {
            Ok(applied) => prop_assert_eq!(applied.selected.len(), actions.len()),
            Err(error) => prop_assert!(error.to_string().starts_with("p.yaml: action ")),
        }
    }

    #[test]
    fn no_overlay_panics(
        overlay in value(), target in "\\$?[a.*'\"\\[\\]?@()&|!=<>:,0-9 -]{0,30}|\\PC{0,20}",
    ) {
        let _ = Overlay::from_value("p.yaml", overlay.clone());
        let actions = json!([{"target": target, "update": overlay}]);
        let overlay = json!({"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": actions});
        if let Ok(overlay) = Overlay::from_value("p.yaml", overlay) {
            let _ = apply(json!({"a": [{"a": 1}, "b"]}), &overlay, Mode::Standard);
        }
    }
}

/// A second, simpler way to remove every member called `a`.
fn without_a(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| *name != "a");
            kept.map(|(name, member)| (name.clone(), without_a(member)))
                .collect()
        }
        Value::Array(entries) => entries.iter().map(without_a).collect(),
        other => other.clone(),
    }
}
