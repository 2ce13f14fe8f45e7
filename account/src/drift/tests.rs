//! What is found in made-up answers, and that the actions make the description say it.

use std::collections::BTreeSet;

use hellodialog_codegen::document::parse;
use hellodialog_codegen::{Patch, Pointer, apply, generate_document};
use serde_json::{Value, json};

use super::compare::{Observations, observe};
use super::finding::{Finding, find};

const BASE: &str = r##"
openapi: 3.0.3
info:
  title: Post
  version: 1.0.0
  x-crate:
    name: post
    version: 0.1.0
    license: MIT
    rust_version: "1.88"
    runtime: {package: hellodialog-runtime, version: 0.1.0, path: ../runtime}
servers: [{url: https://example.com}]
paths:
  /things:
    get:
      operationId: getThings
      tags: [things]
      x-retry: safe
      responses:
        "200":
          description: Things.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Things"}
components:
  schemas:
    Things:
      type: array
      items: {$ref: "#/components/schemas/Thing"}
    Kind:
      type: string
      x-open: true
      enum: [small, large]
    Part:
      type: object
      properties:
        size: {type: integer}
"##;

/// The document with `Thing` as it is described in YAML.
fn document(thing: &str) -> Value {
    let mut document = parse("base", BASE).expect("a document");
    document["components"]["schemas"]["Thing"] = parse("thing", thing).expect("a schema");
    document
}

fn findings(document: &Value, things: &[Value]) -> Vec<Finding> {
    let at = Pointer::of("/paths/~1things/get/responses/200/content/application~1json/schema");
    let mut observations = Observations::default();
    observe(
        document,
        "getThings",
        &at,
        &json!(things),
        &mut observations,
    );
    find(document, &observations)
}

fn patched(document: &Value, actions: &[Value]) -> Value {
    let patch = Patch {
        name: "found.yaml".to_owned(),
        document: json!({
            "overlay": "1.1.0",
            "info": {"title": "Found", "version": "1.0.0"},
            "actions": actions,
        }),
    };
    apply(document.clone(), vec![patch]).expect("the actions fit the document")
}

/// Checks what is found of `things`, as `rule message`; that the actions of each finding make it go
/// away; and that those of all leave nothing and a document that can be generated.
#[track_caller]
fn check(thing: &str, things: &[Value], expected: &[&str]) -> Vec<Finding> {
    let document = document(thing);
    let found = findings(&document, things);
    let lines: Vec<String> = found
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect();
    assert_eq!(lines, expected);
    for finding in found.iter().filter(|finding| !finding.actions.is_empty()) {
        let again = findings(&patched(&document, &finding.actions), things);
        let is_same =
            |other: &&Finding| (other.rule, &other.pointer) == (finding.rule, &finding.pointer);
        assert!(!again.iter().any(|other| is_same(&other)), "{finding:?}");
    }
    let actions: Vec<Value> = found
        .iter()
        .flat_map(|finding| finding.actions.clone())
        .collect();
    if !actions.is_empty() {
        let whole = patched(&document, &actions);
        let left = findings(&whole, things);
        let shown = found.iter().filter(|finding| finding.actions.is_empty());
        assert_eq!(left.len(), shown.count(), "{left:?}\n{whole:#}");
        generate_document("found", &whole).expect("a description that can be generated");
    }
    found
}

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
fn a_field_that_is_not_described_is_told_with_its_forms() {
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
            "unknown-field The field `day` of `Thing` is not described. 2 of 3 objects had it, as \
             an empty text (1), a date (1).",
            "unknown-field The field `place` of `Thing` is not described. 2 of 3 objects had it, \
             as an object (2).",
            "unknown-field The field `sent` of `Thing` is not described. 3 of 3 objects had it, as \
             0 or 1 in a string (1), a whole number (1), a whole number in a string (1).",
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
fn every_form_that_a_field_may_have_becomes_a_schema_that_fits() {
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
fn an_object_of_which_nothing_is_described_is_told_whole() {
    let things = [
        json!({"id": "1", "name": "a"}),
        json!({"id": "2", "name": null}),
    ];
    let found = check(
        "{type: object, additionalProperties: {}}",
        &things,
        &["undescribed Nothing is described of `Thing`. 2 objects had 2 fields, below."],
    );
    let contents = &found[0].contents;
    assert_eq!(contents[1].name, "name");
    assert_eq!(contents[1].forms, "null (1), a text (1)");
}

#[test]
fn keys_that_no_two_objects_share_are_not_shown() {
    let things = [json!({"kevin": 3}), json!({"ann": 4})];
    check(
        "{type: object, additionalProperties: {}}",
        &things,
        &[
            "undescribed Nothing is described of `Thing`. 2 objects had 2 keys, none of them in two.",
        ],
    );
}

#[test]
fn names_that_look_like_data_are_counted() {
    let things = [json!({"id": 1, "kevin@example.com": 3, "0612345678": 4})];
    check(
        "{type: object, properties: {id: {type: integer}}}",
        &things,
        &[
            "unknown-field 2 names in `Thing` are not described, and not shown, as they look like data.",
        ],
    );
    check(
        "{type: object, additionalProperties: {}}",
        &things,
        &[
            "undescribed Nothing is described of `Thing`. 1 object had 1 field, below; 2 names not \
           shown, as they look like data.",
        ],
    );
}

#[test]
fn the_accounts_own_fields_are_left_out() {
    let thing = "
type: object
properties: {id: {type: integer}, twins: {}}
additionalProperties: {}
x-rest: {name: custom}
";
    let things = [json!({"id": 1, "shoe_size": 4, "twins": [{"id": 2, "shoe_size": 5}]})];
    let found = check(
        thing,
        &things,
        &["undescribed Nothing is described of `Thing.twins`. 1 value came as an array (1)."],
    );
    let twin = &found[0].actions[0]["update"]["items"];
    assert_eq!(
        twin["allOf"],
        json!([{"$ref": "#/components/schemas/Thing"}])
    );
}

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
        &[
            "unknown-value Values that `Kind` does not list: 2 not shown, as they look like data (2).",
        ],
    );
}

#[test]
fn many_words_are_text_of_somebodys() {
    let things: Vec<Value> = ('a'..='k').map(|letter| json!({"kind": letter})).collect();
    check(
        "{type: object, properties: {kind: {allOf: [{$ref: '#/components/schemas/Kind'}]}}}",
        &things,
        &[
            "unknown-value Values that `Kind` does not list: 11 not shown, as they look like data (11).",
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
    let at = Pointer::of("/paths/~1things/get/responses/200/content/application~1json/schema");
    let mut observations = Observations::default();
    observe(
        &document,
        "getThings",
        &at,
        &json!("soon"),
        &mut observations,
    );
    let found = find(&document, &observations);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject, "the answer of getThings");
    let again = patched(&document, &found[0].actions);
    let mut observations = Observations::default();
    observe(&again, "getThings", &at, &json!("soon"), &mut observations);
    assert!(find(&again, &observations).is_empty());
}

#[test]
fn a_required_field_that_is_missing_need_not_be_there() {
    let things = [json!({"id": 1}), json!({"id": 2, "name": "a"})];
    check(
        "{type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}}}",
        &things,
        &[
            "missing-field The field `name` of `Thing` must be there, and was missing in 1 of 2 objects.",
        ],
    );
    check(
        "{type: object, required: [name], properties: {id: {type: integer}, name: {type: string}}}",
        &things,
        &[
            "missing-field The field `name` of `Thing` must be there, and was missing in 1 of 2 objects.",
        ],
    );
}

#[test]
fn a_field_that_never_came_is_marked_and_stays() {
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
            "never-seen The field `Part.size` is described, and was in none of 1 object.",
        ],
    );
}
