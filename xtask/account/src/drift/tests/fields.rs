//! Unknown and missing fields.

use std::collections::BTreeSet;

use hellodialog_codegen::generate_document;
use serde_json::{Map, Value, json};

use super::{check, document, findings, patched};

#[test]
fn an_unknown_field_is_reported_with_its_forms() {
    let thing = "{type: object, properties: {id: {type: integer}}}";
    let things = [
        json!({"id": 1, "sent": "5", "day": "2024-02-29", "place": {"city": "Kleef", "no": 7}}),
        json!({"id": 2, "sent": "0", "day": "", "place": {"city": "Wesel"}}),
        json!({"id": 3, "sent": 12}),
    ];
    let found = check(
        thing,
        &things,
        &[
            "unknown-field The field `day` of `Thing` is not described. 2 of 3 objects had it: an empty string (1), a date (1).",
            "unknown-field The field `place` of `Thing` is not described. 2 of 3 objects had it: an object (2).",
            "unknown-field The field `sent` of `Thing` is not described. 3 of 3 objects had it: 0 or 1 in a string (1), an integer (1), an integer in a string (1).",
        ],
    );
    let sent = &found[2].actions[0];
    assert_eq!(sent["target"], "$.components.schemas.Thing.properties");
    assert_eq!(sent["x-expect-absent"], json!(["sent"]));
    let schema = &sent["update"]["sent"];
    assert_eq!(
        (&schema["type"], &schema["x-wire"]),
        (&json!("integer"), &json!("string"))
    );
    let evidence = json!({"source": "inferred", "reason": "seen 3 times in an account"});
    assert_eq!(schema["x-evidence"], evidence);
    let day = &found[0].actions[0]["update"]["day"];
    assert_eq!(
        (&day["format"], &day["x-wire"]),
        (&json!("date"), &json!("empties"))
    );
    let city = &found[1].actions[0]["update"]["place"]["properties"]["city"];
    assert_eq!(city["type"], "string");
}

#[test]
fn every_pair_of_forms_becomes_a_schema_that_accepts_both() {
    let thing = "{type: object, properties: {id: {type: integer}}}";
    let forms = [
        json!(null),
        json!(""),
        json!("0000-00-00"),
        json!([]),
        json!(true),
        json!(1),
        json!("0"),
        json!(12),
        json!(2.5),
        json!("12"),
        json!("2.50"),
        json!("2024-02-29"),
        json!("2024-02-29 10:00:00"),
        json!("2024-02-29T10:00:00Z"),
        json!("text"),
        json!([1]),
        json!({"0": "a"}),
        json!({"77": "a"}),
        json!({}),
        json!({"name": "a"}),
        json!([{"name": "a"}, {"name": null}]),
    ];
    let mut generated = BTreeSet::new();
    for one in &forms {
        for other in &forms {
            let things = [
                json!({"id": 1, "added": one}),
                json!({"id": 2, "added": other}),
            ];
            let document = document(thing);
            let found = findings(&document, &things);
            assert_eq!(found.len(), 1, "{one} {other}");
            let whole = patched(&document, &found[0].actions);
            let left = findings(&whole, &things);
            assert!(left.is_empty(), "{one} {other}: {left:?}");
            let schema = &found[0].actions[0]["update"]["added"];
            if generated.insert(schema.to_string()) {
                let result = generate_document("found", &whole);
                assert!(result.is_ok(), "{one} {other}: {:?}", result.err());
            }
        }
    }
}

#[test]
fn an_object_without_described_fields_is_reported_with_all_fields() {
    let things = [
        json!({"id": "1", "name": "a"}),
        json!({"id": "2", "name": null}),
    ];
    let found = check(
        "{type: object, additionalProperties: {}}",
        &things,
        &["undescribed `Thing` has no described fields. 2 objects had 2 fields, below."],
    );
    let fields = &found[0].fields;
    assert_eq!(fields[1].name, "name");
    assert_eq!(fields[1].forms, "null (1), a string (1)");
}

#[test]
fn keys_that_no_two_objects_share_are_not_shown() {
    let things = [json!({"kevin": 3}), json!({"ann": 4})];
    check(
        "{type: object, additionalProperties: {}}",
        &things,
        &[
            "undescribed `Thing` has no described fields. 2 objects had 2 keys, none of them in two objects.",
        ],
    );
}

#[test]
fn names_that_look_like_data_are_counted() {
    let things = [json!({"id": 1, "kevin@example.com": 3, "0612345678": 4, "Kevin": 5})];
    check(
        "{type: object, properties: {id: {type: integer}}}",
        &things,
        &["unknown-field `Thing` has unknown fields: 3 names not shown because they may be data."],
    );
    check(
        "{type: object, additionalProperties: {}}",
        &things,
        &[
            "undescribed `Thing` has no described fields. 1 object had 4 names not shown because they may be data.",
        ],
    );
}

#[test]
fn names_of_a_single_object_without_description_are_counted() {
    let things = [
        json!({"id": "5", "kevin": 1}),
        json!({"id": "6", "jansen": 2}),
    ];
    let found = check(
        "{type: object, additionalProperties: {}}",
        &things,
        &[
            "undescribed `Thing` has no described fields. 2 objects had 1 field, below; 2 names not shown because they may be data.",
        ],
    );
    assert_eq!(found[0].fields[0].name, "id");
    assert_eq!(found[0].fields.len(), 1);
}

#[test]
fn an_object_in_an_unknown_field_is_a_map_if_no_name_is_shared() {
    let found = check(
        "{type: object, properties: {id: {type: integer}}}",
        &[json!({"id": 1, "per_name": {"kevin": 3, "ann": 4}})],
        &[
            "unknown-field The field `per_name` of `Thing` is not described. 1 of 1 object had it: an object (1).",
        ],
    );
    let schema = &found[0].actions[0]["update"]["per_name"];
    assert_eq!(schema["x-keyed-by"], "name");
    assert_eq!(schema["additionalProperties"], json!({"type": "integer"}));
}

#[test]
fn many_fields_that_all_objects_have_are_not_a_map() {
    let columns: Vec<String> = (0..120_u8)
        .map(|n| {
            format!(
                "c_{}{}",
                char::from(b'a' + n / 26),
                char::from(b'a' + n % 26)
            )
        })
        .collect();
    let object = |id: u32| {
        let columns = columns.iter().map(|name| (name.clone(), json!("x")));
        let mut object: Map<String, Value> = columns.collect();
        object.insert("id".to_owned(), json!(id));
        Value::Object(object)
    };
    check(
        "{type: object, additionalProperties: {}}",
        &[object(1), object(2)],
        &["undescribed `Thing` has no described fields. 2 objects had 121 fields, below."],
    );
    // Custom fields are not listed, even in other objects.
    let thing = "
type: object
properties: {id: {type: integer}, twins: {}}
additionalProperties: {}
x-additional-properties: {name: custom}
";
    let mut whole = object(1);
    whole["twins"] = json!([object(2)]);
    let found = check(
        thing,
        &[whole],
        &["undescribed `Thing.twins` has no described type. 1 value seen: an array (1)."],
    );
    assert_eq!(
        found[0].actions[0]["update"]["items"]["allOf"],
        json!([{"$ref": "#/components/schemas/Thing"}])
    );
}

/// Checks which names the actions omit because their Rust names are taken.
#[track_caller]
fn check_omitted_names(thing: &str, things: &[Value], expected: &str) {
    let document = document(thing);
    let found = findings(&document, things);
    assert!(
        found
            .iter()
            .any(|finding| finding.message.ends_with(expected)),
        "{found:#?}"
    );
    let actions: Vec<Value> = found
        .iter()
        .flat_map(|finding| finding.actions.clone())
        .collect();
    let whole = patched(&document, &actions);
    generate_document("found", &whole).expect("a crate");
}

#[test]
fn names_with_the_same_identifier_are_omitted_from_the_action() {
    let names =
        json!({"a_b": 1, "aB": 1, "a-b": 1, "self": 1, "Self": 1, "extra": 1, "new": 1, "id": 1});
    let things = [names.clone(), names];
    let omitted_names =
        |names: &str| format!(" The action leaves out {names}: the Rust name is taken.");
    check_omitted_names(
        "{type: object, additionalProperties: {}}",
        &things,
        &omitted_names("`aB`, `a_b`, `extra`, `new`, `self`"),
    );
    let described = "{type: object, properties: {id: {type: integer}}}";
    check_omitted_names(described, &things, &omitted_names("`a_b`"));
    let nested = [json!({"id": 1, "in": things.clone()})];
    check_omitted_names(
        described,
        &nested,
        &omitted_names("`aB`, `a_b`, `extra`, `new`, `self`"),
    );
    check_omitted_names(
        "{type: object, properties: {id: {}}}",
        &[json!({"id": things})],
        &omitted_names("`aB`, `a_b`, `extra`, `new`, `self`"),
    );
    check_omitted_names(
        "{type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}}}",
        &[
            json!({"kind": "x-y"}),
            json!({"kind": "x_y"}),
            json!({"kind": "other"}),
        ],
        &omitted_names("`other`, `x_y`"),
    );
}

#[test]
fn custom_fields_are_not_reported() {
    let thing = "
type: object
properties: {id: {type: integer}, twins: {}}
additionalProperties: {}
x-additional-properties: {name: custom}
";
    let things = [json!({"id": 1, "shoe_size": 4, "twins": [{"id": 2, "shoe_size": 5}]})];
    let found = check(
        thing,
        &things,
        &["undescribed `Thing.twins` has no described type. 1 value seen: an array (1)."],
    );
    let twin = &found[0].actions[0]["update"]["items"];
    assert_eq!(
        twin["allOf"],
        json!([{"$ref": "#/components/schemas/Thing"}])
    );
}

#[test]
fn a_missing_required_field_becomes_optional() {
    let things = [json!({"id": 1}), json!({"id": 2, "name": "a"})];
    check(
        "{type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}}}",
        &things,
        &[
            "missing-field The field `name` of `Thing` is required, and was missing in 1 of 2 objects.",
        ],
    );
    check(
        "{type: object, required: [name], properties: {id: {type: integer}, name: {type: string}}}",
        &things,
        &[
            "missing-field The field `name` of `Thing` is required, and was missing in 1 of 2 objects.",
        ],
    );
}

#[test]
fn a_field_that_was_never_seen_is_marked_and_stays() {
    let thing = "
type: object
properties:
  id: {type: integer}
  old: {type: string, x-evidence: vendor-client}
  part: {$ref: '#/components/schemas/Part'}
  guess: {type: string, x-evidence: {source: inferred, reason: it is a guess}}
";
    let found = check(
        thing,
        &[json!({"id": 1}), json!({"id": 2})],
        &[
            "never-seen The field `Thing.guess` is described, and was in none of 2 objects.",
            "never-seen The field `Thing.old` is described, and was in none of 2 objects.",
            "never-seen The field `Thing.part` is described, and was in none of 2 objects.",
        ],
    );
    let reasons: Vec<&Value> = found
        .iter()
        .filter_map(|finding| finding.actions.last())
        .map(|action| &action["update"])
        .map(|update| update.get("part").unwrap_or(update))
        .map(|schema| &schema["x-evidence"]["reason"])
        .collect();
    let seen = "never seen in 2 objects of an account";
    assert_eq!(
        reasons,
        [
            &json!(format!("it is a guess; {seen}")),
            &json!(format!("a client of the vendor has it; {seen}")),
            &json!(format!("the docs have it; {seen}")),
        ]
    );
}
