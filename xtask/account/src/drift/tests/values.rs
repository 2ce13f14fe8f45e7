//! Unknown enum values, and values of another type.

use serde_json::{Value, json};

use super::{check, document, findings_of, patched};

#[test]
fn unknown_enum_values_are_shown_if_they_look_like_the_listed_ones() {
    let thing = "
type: object
properties:
  kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}
  by_kind: {type: object, x-keyed-by: Kind, additionalProperties: {type: integer}}
";
    let things = [
        json!({"kind": "huge", "by_kind": {"tiny": 1}}),
        json!({"kind": "huge", "by_kind": {"small": 1}}),
    ];
    let found = check(
        thing,
        &things,
        &["unknown-value The enum `Kind` does not list: `huge` (2), `tiny` (1)."],
    );
    assert_eq!(
        found[0].actions[0]["x-expect"],
        json!({"enum": ["small", "large"]})
    );
    let things = [
        json!({"kind": "Kevin Smith"}),
        json!({"kind": "kevin@example.com"}),
    ];
    check(
        "{type: object, properties: {kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}}}",
        &things,
        &["unknown-value The enum `Kind` does not list: 2 not shown because they may be data (2)."],
    );
}

#[test]
fn many_unknown_values_are_not_shown() {
    let things: Vec<Value> = ('a'..='k').map(|letter| json!({"kind": letter})).collect();
    check(
        "{type: object, properties: {kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}}}",
        &things,
        &[
            "unknown-value The enum `Kind` does not list: 11 not shown because they may be data (11).",
        ],
    );
}

#[test]
fn another_encoding_is_added() {
    let thing = "
type: object
properties:
  count: {type: integer}
  on: {type: boolean}
  day: {type: string, format: date}
  price: {type: number, x-wire: empties}
  kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}
  part: {allOf: [{$ref: '#/components/schemas/Part'}]}
  parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
  by_name: {type: object, additionalProperties: {type: integer}}
  note: {type: string}
required: [note]
";
    let things = [
        json!({"count": "3", "on": "1", "day": "0000-00-00", "price": "2.50", "kind": "",
               "part": [], "parts": {"0": {"size": 1}}, "by_name": [], "note": null}),
        json!({"count": 3, "on": true, "day": "2024-02-29", "price": null, "kind": "small",
               "part": {"size": 1}, "parts": [], "by_name": {"a": 1}, "note": ""}),
    ];
    let found = check(
        thing,
        &things,
        &[
            "type-differs `Thing.by_name` is described as a map. 1 of 2 values had another type: an empty array (1).",
            "type-differs `Thing.count` is described as an integer. 1 of 2 values had another type: an integer in a string (1).",
            "type-differs `Thing.day` is described as a date. 1 of 2 values had another type: a date of zeros (1).",
            "type-differs `Thing.kind` is described as one of the values of an enum. 1 of 2 values had another type: an empty string (1).",
            "type-differs `Thing.note` is described as a string. 1 of 2 values had another type: null (1).",
            "type-differs `Thing.on` is described as a boolean. 1 of 2 values had another type: 0 or 1 in a string (1).",
            "type-differs `Thing.part` is described as an object. 1 of 2 values had another type: an empty array (1).",
            "type-differs `Thing.parts` is described as a list. 1 of 2 values had another type: an object with numbers for keys (1).",
            "type-differs `Thing.price` is described as a number. 1 of 1 value had another type: a number in a string (1).",
        ],
    );
    let price = found.last().map(|finding| finding.actions.as_slice());
    let update = price
        .and_then(<[Value]>::last)
        .map(|action| &action["update"]);
    assert_eq!(update, Some(&json!({"x-wire": ["string", "empties"]})));
}

#[test]
fn another_type_replaces_the_described_one() {
    let thing = "
type: object
properties:
  name: {type: string, description: What it is called.}
  part: {$ref: '#/components/schemas/Part'}
  parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
  score: {type: number}
";
    let things = [
        json!({"name": ["a"], "part": "none", "parts": [3], "score": "about 3"}),
        json!({"name": ["b"], "part": {"size": 1}, "parts": [4], "score": 4}),
    ];
    let found = check(
        thing,
        &things,
        &[
            "type-differs `Thing.name` is described as a string. 2 of 2 values had another type: an array (2).",
            "type-differs `Thing.part` is described as an object. 1 of 2 values had another type: a string (1).",
            "type-differs `Thing.parts[]` is described as an object. 2 of 2 values had another type: an integer (2).",
            "type-differs `Thing.score` is described as a number. 1 of 2 values had another type: a string (1).",
        ],
    );
    let name = &found[0].actions[1]["update"]["name"];
    assert_eq!(name["description"], "What it is called.");
    assert_eq!(name["items"], json!({"type": "string"}));
}

#[test]
fn the_response_itself_may_have_another_type() {
    let document = document("{type: object, properties: {id: {type: integer}}}");
    let found = findings_of(&document, &json!("soon"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject, "the response of getThings");
    let again = patched(&document, &found[0].actions);
    assert!(findings_of(&again, &json!("soon")).is_empty());
}
