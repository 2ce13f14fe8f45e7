//! Schemas of every kind.

use hellodialog_codegen::generate_document;
use serde_json::json;

use super::{check, document, findings, patched};

#[test]
fn described_values_have_no_findings() {
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
fn without_responses_no_field_is_reported() {
    check(
        "{type: object, properties: {id: {type: integer}}}",
        &[],
        &[],
    );
}

#[test]
fn the_closest_variant_is_compared() {
    let thing = "
oneOf:
- {title: Small, type: object, required: [size], properties: {size: {type: integer}}}
- {title: Named, type: object, required: [name], properties: {name: {type: string}}}
";
    check(
        thing,
        &[json!({"name": "a", "added": true})],
        &[
            "unknown-field The field `added` of `Thing (variant 1)` is not described. 1 of 1 object had it: a boolean (1).",
        ],
    );
}

#[test]
fn members_of_an_all_of_are_those_of_its_parts() {
    let thing = "
allOf:
- {$ref: '#/components/schemas/Part'}
- {type: object, required: [size], properties: {name: {type: string}}}
";
    check(
        thing,
        &[json!({"name": "a", "added": 12})],
        &[
            "unknown-field The field `added` of `Thing` is not described. 1 of 1 object had it: an integer (1).",
            "missing-field The field `size` of `Thing` is required, and was missing in 1 of 1 object.",
        ],
    );
}

#[test]
fn of_equally_close_variants_the_one_with_fewest_required_members_is_compared() {
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
            "type-differs `Thing (variant 1).result` is described as an object. 1 of 1 value had another type: an empty array (1).",
        ],
    );
}

#[test]
fn a_key_with_a_value_of_another_type_is_not_an_enum_value() {
    let found = check(
        "{type: object, x-keyed-by: Kind, additionalProperties: {type: integer}}",
        &[json!({"small": 1, "added": {"a": "b"}})],
        &[
            "unknown-field The map `Thing` has keys with values of another type than its entries: `added` with an object (1).",
        ],
    );
    assert!(found[0].actions.is_empty());
}

#[test]
fn a_replaced_variant_keeps_its_name_and_index() {
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
            "type-differs `Thing (variant 0)` is described as an integer. 1 of 1 value had another type: a string (1).",
        ],
    );
    let document = patched(&document(thing), &found[0].actions);
    let shapes = &document["components"]["schemas"]["Thing"]["oneOf"];
    assert_eq!(shapes[0]["title"], "Count");
    assert_eq!(shapes[0]["type"], "string");
    assert_eq!(shapes[1]["title"], "Named");
}

#[test]
fn a_replaced_reference_keeps_the_name_of_its_component() {
    for (thing, things, title) in [
        (
            "oneOf: [{$ref: '#/components/schemas/Part'}, {title: Count, type: integer}]",
            json!("soon"),
            "Part",
        ),
        (
            "oneOf: [{$ref: '#/components/schemas/Part'}, {title: Count, type: integer}]",
            json!([]),
            "Part",
        ),
        (
            "oneOf:
- {title: Share, type: object, properties: {size: {type: integer}}}
- {title: Count, type: integer}",
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
        generate_document("found", &whole).expect("a crate");
    }
}
