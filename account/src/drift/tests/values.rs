//! Values that are not listed, or of another type.

use serde_json::{Value, json};

use super::{check, document, findings_of, patched};

#[test]
fn words_that_an_enum_does_not_list_are_told_if_they_look_like_words() {
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
        &["unknown-value Values that `Kind` does not list: `huge` (2), `tiny` (1)."],
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
        &["unknown-value Values that `Kind` does not list: 2 not shown, as they may be data (2)."],
    );
}

#[test]
fn many_words_are_text_of_somebodys() {
    let things: Vec<Value> = ('a'..='k').map(|letter| json!({"kind": letter})).collect();
    check(
        "{type: object, properties: {kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}}}",
        &things,
        &[
            "unknown-value Values that `Kind` does not list: 11 not shown, as they may be data (11).",
        ],
    );
}

#[test]
fn another_dress_is_put_on() {
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
            "type-differs `Thing.by_name` is to be a map. 1 of 2 values came as an empty array (1).",
            "type-differs `Thing.count` is to be a whole number. 1 of 2 values came as a whole \
             number in a string (1).",
            "type-differs `Thing.day` is to be a date. 1 of 2 values came as a date of zeros (1).",
            "type-differs `Thing.kind` is to be one of a few words. 1 of 2 values came as an empty \
             text (1).",
            "type-differs `Thing.note` is to be a text. 1 of 2 values came as null (1).",
            "type-differs `Thing.on` is to be a boolean. 1 of 2 values came as 0 or 1 in a string \
             (1).",
            "type-differs `Thing.part` is to be an object. 1 of 2 values came as an empty array (1).",
            "type-differs `Thing.parts` is to be a list. 1 of 2 values came as an object with \
             numbers for keys (1).",
            "type-differs `Thing.price` is to be a number. 1 of 1 value came as a number in a \
             string (1).",
        ],
    );
    let price = found.last().map(|finding| finding.actions.as_slice());
    let update = price
        .and_then(<[Value]>::last)
        .map(|action| &action["update"]);
    assert_eq!(update, Some(&json!({"x-wire": ["string", "empties"]})));
}

#[test]
fn another_type_takes_the_place_of_the_old_one() {
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
            "type-differs `Thing.name` is to be a text. 2 of 2 values came as an array (2).",
            "type-differs `Thing.part` is to be an object. 1 of 2 values came as a text (1).",
            "type-differs `Thing.parts[]` is to be an object. 2 of 2 values came as a whole number \
             (2).",
            "type-differs `Thing.score` is to be a number. 1 of 2 values came as a text (1).",
        ],
    );
    let name = &found[0].actions[1]["update"]["name"];
    assert_eq!(name["description"], "What it is called.");
    assert_eq!(name["items"], json!({"type": "string"}));
}

#[test]
fn the_answer_itself_may_differ() {
    let document = document("{type: object, properties: {id: {type: integer}}}");
    let found = findings_of(&document, &json!("soon"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject, "the answer of getThings");
    let again = patched(&document, &found[0].actions);
    assert!(findings_of(&again, &json!("soon")).is_empty());
}
