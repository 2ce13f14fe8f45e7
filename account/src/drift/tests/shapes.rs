//! Descriptions of every shape.

use hellodialog_codegen::generate_document;
use serde_json::json;

use super::{check, document, findings, patched};

#[test]
fn nothing_is_found_in_what_is_described() {
    let thing = "
type: object
required: [id]
properties:
  id: {type: integer, x-wire: string}
  on: {type: boolean, x-wire: digits}
  price: {type: number, x-wire: [string, empties]}
  day: {type: string, format: date, x-wire: empties}
  at: {type: string, format: civil-date-time}
  kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}
  part: {allOf: [{$ref: '#/components/schemas/Part'}], x-wire: empties}
  parts: {type: object, x-keyed-by: index, additionalProperties: {$ref: '#/components/schemas/Part'}}
  by_kind: {type: object, x-keyed-by: Kind, additionalProperties: {type: integer}}
";
    let things = [
        json!({"id": 1, "on": true, "price": 2.5, "day": "2024-02-29", "at": "2024-02-29 10:00:00",
               "kind": "small", "part": {"size": 1}, "parts": [{"size": 1}], "by_kind": {"large": 3}}),
        json!({"id": "2", "on": "0", "price": "2.50", "day": "0000-00-00", "kind": null,
               "part": [], "parts": {"0": {"size": 1}, "7": {"size": 2}}, "by_kind": []}),
        json!({"id": "3", "on": 1, "price": "", "day": null, "part": null, "parts": []}),
    ];
    check(thing, &things, &[]);
}

#[test]
fn a_place_that_was_not_reached_is_not_missed() {
    check(
        "{type: object, properties: {id: {type: integer}}}",
        &[],
        &[],
    );
}

#[test]
fn of_several_shapes_the_nearest_is_taken() {
    let thing = "
oneOf:
- {title: Small, type: object, required: [size], properties: {size: {type: integer}}}
- {title: Named, type: object, required: [name], properties: {name: {type: string}}}
";
    check(
        thing,
        &[json!({"name": "a", "added": true})],
        &[
            "unknown-field The field `added` of `Thing (shape 1)` is not described. 1 of 1 object had \
           it, as a boolean (1).",
        ],
    );
}

#[test]
fn members_of_a_merged_object_are_found_in_its_parts() {
    let thing = "
allOf:
- {$ref: '#/components/schemas/Part'}
- {type: object, required: [size], properties: {name: {type: string}}}
";
    check(
        thing,
        &[json!({"name": "a", "added": 12})],
        &[
            "unknown-field The field `added` of `Thing` is not described. 1 of 1 object had it, as a \
             whole number (1).",
            "missing-field The field `size` of `Thing` must be there, and was missing in 1 of 1 \
             object.",
        ],
    );
}

#[test]
fn of_shapes_as_near_the_one_that_asks_for_least_is_taken() {
    let thing = "
oneOf:
- title: Count
  type: object
  required: [result]
  properties: {result: {type: object, required: [count], properties: {count: {type: integer}}}}
- {title: Nothing, type: object, required: [result], properties: {result: {type: object}}}
";
    check(
        thing,
        &[json!({"result": []})],
        &[
            "type-differs `Thing (shape 1).result` is to be an object. 1 of 1 value came as an empty \
           array (1).",
        ],
    );
}

#[test]
fn a_key_of_a_map_whose_value_does_not_fit_is_no_value_of_an_enum() {
    let found = check(
        "{type: object, x-keyed-by: Kind, additionalProperties: {type: integer}}",
        &[json!({"small": 1, "added": {"a": "b"}})],
        &[
            "unknown-field `Thing` has members that are no entries of it, as their values are no \
           values of the map's: `added` as an object (1).",
        ],
    );
    assert!(found[0].actions.is_empty());
}

#[test]
fn a_shape_of_another_type_keeps_its_name_and_place() {
    let thing = "
oneOf:
- {title: Count, type: integer}
- {title: Named, type: object, required: [name], properties: {name: {type: string}}}
- {$ref: '#/components/schemas/Part'}
";
    let found = check(
        thing,
        &[json!("soon")],
        &[
            "type-differs `Thing (shape 0)` is to be a whole number. 1 of 1 value came as a text (1).",
        ],
    );
    let document = patched(&document(thing), &found[0].actions);
    let shapes = &document["components"]["schemas"]["Thing"]["oneOf"];
    assert_eq!(shapes[0]["title"], "Count");
    assert_eq!(shapes[0]["type"], "string");
    assert_eq!(shapes[1]["title"], "Named");
}

#[test]
fn a_shape_that_refers_to_a_component_is_still_called_as_it() {
    for (thing, things, title) in [
        (
            "oneOf: [{$ref: '#/components/schemas/Part'}]",
            json!("soon"),
            "Part",
        ),
        (
            "oneOf: [{$ref: '#/components/schemas/Part'}]",
            json!([]),
            "Part",
        ),
        (
            "oneOf: [{title: Share, type: object, properties: {size: {type: integer}}}]",
            json!([]),
            "Share",
        ),
    ] {
        let described = document(thing);
        let found = findings(&described, std::slice::from_ref(&things));
        assert_eq!(found.len(), 1, "{found:?}");
        let whole = patched(&described, &found[0].actions);
        let shape = &whole["components"]["schemas"]["Thing"]["oneOf"][0];
        assert_eq!(shape["title"], title, "{whole:#}");
        assert!(findings(&whole, &[things]).is_empty());
        generate_document("found", &whole).expect("a description that can be generated");
    }
}
