//! Fields and the directions in which they exist, and formats.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::json;

use crate::{schema_changes, with_schemas};

#[test]
fn a_field_counts_only_in_the_directions_in_which_it_exists() {
    let field = |direction: &str, required: bool| {
        let required: &[&str] = if required { &["a"] } else { &[] };
        let kind = if direction == "none" {
            "string"
        } else {
            "integer"
        };
        json!({"type": "object", "required": required, "properties": {"a": {"type": kind, direction: true}}})
    };
    let (read_only, write_only) = (field("readOnly", true), field("writeOnly", true));
    let both =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}});
    let optional = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
    let changed =
        json!({"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}});
    let cases = [
        (
            Side::Sent,
            &read_only,
            &both,
            vec![(Rule::BecameWritable, Level::Breaking)],
        ),
        (
            Side::Received,
            &read_only,
            &both,
            vec![(Rule::BecameWritable, Level::Compatible)],
        ),
        (
            Side::Sent,
            &read_only,
            &optional,
            vec![(Rule::BecameWritable, Level::Compatible)],
        ),
        (
            Side::Received,
            &write_only,
            &both,
            vec![(Rule::BecameReadable, Level::Compatible)],
        ),
        (
            Side::Sent,
            &write_only,
            &both,
            vec![(Rule::BecameReadable, Level::Compatible)],
        ),
        // The other changes of the field do not count where it is gone.
        (
            Side::Sent,
            &changed,
            &read_only,
            vec![(Rule::BecameReadOnly, Level::Maybe)],
        ),
        (
            Side::Received,
            &changed,
            &write_only,
            vec![(Rule::BecameWriteOnly, Level::Breaking)],
        ),
    ];
    for (side, old, new, expected) in cases {
        assert_eq!(
            schema_changes(side, old, new),
            expected,
            "{side}: {old} {new}"
        );
    }
}

#[test]
fn a_format_that_only_its_publisher_knows_may_break() {
    let text = |format: &str| json!({"type": "string", "format": format});
    let changed = |level| [(Rule::FormatChanged, level)];
    for side in [Side::Sent, Side::Received] {
        let private = schema_changes(side, &text("price"), &text("price-with-tax"));
        assert_eq!(private, changed(Level::Maybe));
        let registered = schema_changes(side, &text("date"), &text("price"));
        assert_eq!(registered, changed(Level::Breaking));
    }
}

/// `x-extensible-enum` can list the known values in place of `enum`.
#[test]
fn a_known_value_more_of_an_open_enum_is_compatible() {
    let schema = |key: serde_json::Value| json!({"type": "string", "x-extensible-enum": key});
    let change = |old, new| schema_changes(Side::Received, &schema(old), &schema(new));
    assert_eq!(
        change(json!(["a"]), json!(["a", "b"])),
        [(Rule::OpenEnumValueAdded, Level::Compatible)]
    );
    // A constant of the Rust type is gone.
    let lost = change(json!(["a", "b"]), json!(["a"]));
    assert!(
        matches!(lost.as_slice(), [(Rule::GeneratedShapeChanged, level)] if *level != Level::Compatible)
    );
    assert_eq!(change(json!(false), json!(["a"]))[0].0, Rule::EnumOpened);
}

#[test]
fn keywords_that_only_restrict_values_have_a_direction() {
    let array = |members: serde_json::Value| {
        let mut schema = json!({"type": "array", "items": {}});
        let object = schema.as_object_mut().expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
        schema
    };
    let object = |members: serde_json::Value| {
        let mut schema = array(members);
        schema["type"] = json!("object");
        schema
    };
    let contains = json!({"type": "string"});
    // Each pair restricts more.
    let cases = [
        (array(json!({})), array(json!({"contains": contains}))),
        (
            array(json!({"contains": contains})),
            array(json!({"contains": contains, "minContains": 2})),
        ),
        (
            array(json!({"contains": contains, "minContains": 0})),
            array(json!({"contains": contains})),
        ),
        (
            array(json!({"contains": contains, "maxContains": 5})),
            array(json!({"contains": contains, "maxContains": 3})),
        ),
        (
            object(json!({})),
            object(json!({"dependentRequired": {"a": ["b"]}})),
        ),
        (
            object(json!({})),
            object(json!({"propertyNames": {"pattern": "^a"}})),
        ),
    ];
    for (less, more) in cases {
        for (side, old, new, level) in [
            (Side::Sent, &less, &more, Level::Maybe),
            (Side::Sent, &more, &less, Level::Compatible),
            (Side::Received, &less, &more, Level::Compatible),
            (Side::Received, &more, &less, Level::Maybe),
        ] {
            let expected = vec![(Rule::OtherChanged, level)];
            assert_eq!(
                schema_changes(side, old, new),
                expected,
                "{side} {old} {new}"
            );
        }
    }
}

#[test]
fn the_schema_of_a_pattern_of_names_says_little_of_other_members() {
    let plain = json!({"type": "object"});
    let patterned = json!({"type": "object", "patternProperties": {"^a": {"type": "string"}}});
    let worst = |side, old, new| {
        schema_changes(side, old, new)
            .into_iter()
            .map(|(_, level)| level)
            .max()
    };
    assert_eq!(worst(Side::Sent, &plain, &patterned), Some(Level::Maybe));
    assert_eq!(
        worst(Side::Received, &patterned, &plain),
        Some(Level::Maybe)
    );
    assert_eq!(
        worst(Side::Sent, &patterned, &plain),
        Some(Level::Compatible)
    );
    assert_eq!(
        worst(Side::Received, &plain, &patterned),
        Some(Level::Compatible)
    );
}

#[test]
fn a_limit_is_called_by_its_own_keyword() {
    let of = |schema: serde_json::Value| {
        let mut document = with_schemas(Side::Sent, &json!({"Root": schema}));
        document["openapi"] = json!("3.1.0");
        document
    };
    let plain = of(json!({"type": "integer"}));
    for keyword in ["exclusiveMinimum", "exclusiveMaximum", "minimum", "maximum"] {
        let limited = of(json!({"type": "integer", keyword: 7}));
        let changes = changes(&plain, &limited);
        let expected = format!("`{keyword}` of `Root` was added: `7`.");
        assert_eq!(changes[0].message, expected);
    }
}

#[test]
fn one_entry_at_least_is_the_default_of_contains() {
    let array = json!({"type": "array", "items": {}, "contains": {"type": "string"}});
    let mut said = array.clone();
    said["minContains"] = json!(1);
    for (old, new) in [(&array, &said), (&said, &array)] {
        let expected = [(Rule::OtherChanged, Level::Compatible)];
        assert_eq!(schema_changes(Side::Sent, old, new), expected);
    }
}
