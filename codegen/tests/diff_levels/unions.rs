//! Unions, discriminators and negations.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::{Value, json};

use crate::{brief, schema_changes, with_schemas};

#[test]
fn a_union_widens_what_is_sent_and_narrows_what_is_received() {
    let text = json!({"type": "string"});
    let union = |keyword: &str| json!({keyword: [{"type": "string"}, {"type": "integer"}]});
    let widened = [(Rule::TypeWidened, Level::Compatible)];
    let narrowed = [(Rule::TypeNarrowed, Level::Compatible)];
    for keyword in ["oneOf", "anyOf"] {
        assert_eq!(schema_changes(Side::Sent, &text, &union(keyword)), widened);
        assert_eq!(
            schema_changes(Side::Received, &union(keyword), &text),
            narrowed
        );
    }
    let (a, b) = (
        json!({"properties": {"a": {}}}),
        json!({"properties": {"b": {}}}),
    );
    let added = [(Rule::AlternativeAdded, Level::Compatible)];
    assert_eq!(
        schema_changes(Side::Sent, &a, &json!({"oneOf": [b, a]})),
        added
    );
    let removed = [(Rule::AlternativeRemoved, Level::Compatible)];
    assert_eq!(
        schema_changes(Side::Received, &json!({"anyOf": [a, b]}), &a),
        removed
    );
}

#[test]
fn unnamed_branches_are_paired_by_likeness() {
    let branch = |name: &str, kind: &str| json!({"type": "object", "properties": {name: {"type": "string"}, "size": {"type": kind}}});
    let old = json!({"oneOf": [branch("cat", "integer"), branch("dog", "integer"), {"type": "string", "format": "date"}]});
    let new = json!({"oneOf": [{"type": "string", "format": "uuid"}, branch("dog", "string"), branch("cat", "string")]});
    let expected = [
        (Rule::FormatChanged, Level::Breaking),
        (Rule::TypeChanged, Level::Breaking),
        (Rule::TypeChanged, Level::Breaking),
    ];
    let mut found = schema_changes(Side::Received, &old, &new);
    found.sort_by_key(|(rule, _)| rule.id());
    assert_eq!(found, expected);
}

#[test]
fn another_discriminator_breaks_clients() {
    let pet = json!({"type": "object", "properties": {"kind": {"type": "string"}, "sort": {"type": "string"}}});
    let schemas = |property: &str| {
        json!({"Cat": pet, "Dog": pet, "Root": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": property},
        }})
    };
    let of = |property: &str| with_schemas(Side::Received, &schemas(property));
    let found = changes(&of("kind"), &of("sort"));
    assert_eq!(brief(&found), [(Rule::CompositionChanged, Level::Breaking)]);
    let lone =
        |property: &str| json!({"type": "object", "discriminator": {"propertyName": property}});
    let found = schema_changes(Side::Received, &lone("kind"), &lone("sort"));
    assert_eq!(found, [(Rule::CompositionChanged, Level::Breaking)]);
}

#[test]
fn what_a_union_or_a_negation_allows_more_harms_one_side_only() {
    let one = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
    let any = json!({"anyOf": [{"type": "string"}, {"type": "integer"}]});
    let all = json!({"type": "string"});
    let some = json!({"type": "string", "not": {"enum": ["a"]}});
    let rule = |level| [(Rule::CompositionChanged, level)];
    for (narrow, wide) in [(&one, &any), (&some, &all)] {
        assert_eq!(
            schema_changes(Side::Sent, narrow, wide),
            rule(Level::Compatible)
        );
        assert_eq!(
            schema_changes(Side::Received, narrow, wide),
            rule(Level::Maybe)
        );
        assert_eq!(schema_changes(Side::Sent, wide, narrow), rule(Level::Maybe));
        assert_eq!(
            schema_changes(Side::Received, wide, narrow),
            rule(Level::Compatible)
        );
    }
}

#[test]
fn branches_that_are_values_are_an_enum() {
    let colors = |values: &[u8]| {
        let branches = values.iter();
        let branches: Vec<Value> = branches
            .map(|value| json!({"const": value, "title": format!("COLOR_{value}")}))
            .collect();
        json!({"type": "integer", "oneOf": branches})
    };
    let (few, many) = (colors(&[1, 2]), colors(&[1, 2, 3]));
    let added = |level| [(Rule::EnumValueAdded, level)];
    let removed = |level| [(Rule::EnumValueRemoved, level)];
    assert_eq!(
        schema_changes(Side::Received, &few, &many),
        added(Level::Maybe)
    );
    assert_eq!(
        schema_changes(Side::Sent, &few, &many),
        added(Level::Compatible)
    );
    assert_eq!(
        schema_changes(Side::Received, &many, &few),
        removed(Level::Compatible)
    );
    assert_eq!(
        schema_changes(Side::Sent, &many, &few),
        removed(Level::Breaking)
    );
}

#[test]
fn a_renamed_schema_is_the_same_for_a_discriminator() {
    let document = |name: &str| {
        let extended = json!({"allOf": [{"$ref": "#/components/schemas/Root"}, {"type": "object", "properties": {"a": {}}}]});
        let discriminator = json!({"propertyName": "kind", "mapping": {"dog": format!("#/components/schemas/{name}")}});
        let root = json!({"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": discriminator});
        with_schemas(Side::Received, &json!({"Root": root, name: extended}))
    };
    let found = brief(&changes(&document("Dog"), &document("Hound")));
    let composed = found
        .iter()
        .filter(|(rule, _)| *rule == Rule::CompositionChanged);
    assert_eq!(composed.count(), 0, "{found:?}");
    let found = brief(&changes(&document("Dog"), &document("Dog")));
    assert_eq!(found, []);
}

/// Branches that are constants are an enum, also where there was none.
#[test]
fn a_union_of_values_in_place_of_any_value_is_an_enum() {
    let any = json!({"type": "string"});
    let one = json!({"type": "string", "oneOf": [
        {"title": "Red", "const": "red"}, {"title": "Green", "const": "green"}, {"title": "Blue", "const": "blue"},
    ]});
    for (side, introduced, lifted) in [
        (Side::Sent, Level::Breaking, Level::Compatible),
        (Side::Received, Level::Compatible, Level::Maybe),
    ] {
        let found = schema_changes(side, &any, &one);
        assert_eq!(found, [(Rule::EnumIntroduced, introduced)], "{side:?}");
        let found = schema_changes(side, &one, &any);
        assert_eq!(found, [(Rule::EnumLifted, lifted)], "{side:?}");
    }
}
