//! `diff` on unusual documents. The target `mutations` of `hellodialog-tests` tests each rule on the document of this
//! checkout.

use hellodialog_codegen::diff::{Input, Level, Rule, Side, changes, compare};
use hellodialog_codegen::{Error, document};
use serde_json::{Value, json};

/// A document with these schemas; one operation receives `Root`.
fn with(schemas: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"get": {
            "operationId": "getThings",
            "responses": {"200": {"description": "It.", "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Root"}},
            }}},
        }}},
        "components": {"schemas": schemas},
    })
}

/// The rules and pointers of the changes between two sets of schemas.
fn reported(old: &Value, new: &Value) -> Vec<(Rule, String)> {
    let changes = changes(&with(old), &with(new));
    changes
        .into_iter()
        .map(|change| (change.rule, change.pointer))
        .collect()
}

#[test]
fn order_does_not_count() {
    let old = document::parse("old", "
openapi: 3.0.3
info: {title: A, version: '1'}
paths:
  /b: {get: {operationId: b, tags: [x, y], responses: {'200': {description: B.}}, parameters: [{name: p, in: query}, {name: q, in: query}]}}
  /a: {get: {operationId: a, responses: {'404': {description: C.}, '200': {description: B.}}}}
components: {schemas: {A: {type: string, enum: [a, b]}, B: {type: object, required: [x, y], properties: {x: {type: string}, y: {type: string}}}}}
").expect("YAML");
    let new = document::parse("new", "
components: {schemas: {B: {properties: {y: {type: string}, x: {type: string}}, required: [y, x], type: object}, A: {enum: [b, a], type: string}}}
paths:
  /a: {get: {responses: {'200': {description: B.}, '404': {description: C.}}, operationId: a}}
  /b: {get: {parameters: [{name: q, in: query}, {name: p, in: query}], operationId: b, tags: [y, x], responses: {'200': {description: B.}}}}
info: {version: '1', title: A}
openapi: 3.0.3
").expect("YAML");
    assert_eq!(changes(&old, &new), []);
}

#[test]
fn a_reference_equals_its_target() {
    let part =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    let referring =
        json!({"Root": {"allOf": [{"$ref": "#/components/schemas/Part"}]}, "Part": part});
    assert_eq!(
        reported(&referring, &json!({"Root": part, "Part": part})),
        []
    );
}

#[test]
fn a_change_in_a_recursive_schema_is_reported_once() {
    let tree = |kind: &str| {
        json!({
            "Root": {"type": "object", "properties": {
                "value": {"type": kind},
                "left": {"$ref": "#/components/schemas/Root"},
                "right": {"allOf": [{"$ref": "#/components/schemas/Root"}]},
                "others": {"type": "array", "items": {"$ref": "#/components/schemas/Other"}},
            }},
            "Other": {"allOf": [{"$ref": "#/components/schemas/Root"}, {"$ref": "#/components/schemas/Other"}]},
        })
    };
    let place = "#/components/schemas/Root/properties/value/type".to_owned();
    assert_eq!(
        reported(&tree("string"), &tree("integer")),
        [(Rule::TypeChanged, place)]
    );
}

#[test]
fn a_replaced_schema_is_reported_only_where_it_is_used() {
    let schemas = |name: &str| {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let chain = |name: &str, kind: &str| {
            json!({"type": "object", "properties": {
                "value": {"type": kind}, "next": reference(name),
            }})
        };
        json!({
            "Root": {"type": "object", "properties": {"a": reference(name)}},
            "A": chain("A", "string"),
            "B": chain("B", "integer"),
        })
    };
    let place = "#/components/schemas/Root/properties/a".to_owned();
    let changes = reported(&schemas("A"), &schemas("B"));
    assert_eq!(changes, [(Rule::SchemaReplaced, place)]);
}

#[test]
fn dangling_references_are_compared_by_their_text() {
    let to = |reference: &str| json!({"Root": {"$ref": reference}});
    for odd in [
        "#/nowhere",
        "other.yaml#/A",
        "#/components/schemas/Root",
        "",
    ] {
        assert_eq!(reported(&to(odd), &to(odd)), []);
    }
    let place = "#/components/schemas/Root/$ref".to_owned();
    let changes = reported(&to("other.yaml#/A"), &to("other.yaml#/B"));
    assert_eq!(changes, [(Rule::OtherChanged, place)]);
}

#[test]
fn a_shared_schema_is_reported_once_a_side_with_all_its_operations() {
    let document = |kind: &str| {
        let json = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
        let operation = |id: &str| {
            json!({
                "operationId": id,
                "requestBody": {"content": json},
                "responses": {"200": {"description": "It.", "content": json}},
            })
        };
        json!({
            "openapi": "3.0.0",
            "info": {"title": "Things", "version": "1"},
            "paths": {"/a": {"post": operation("a")}, "/b": {"post": operation("b"), "put": operation("c")}},
            "components": {"schemas": {"Thing": {"type": kind}}},
        })
    };
    let changes = changes(&document("integer"), &document("number"));
    let reported: Vec<_> = changes
        .iter()
        .map(|change| (change.side, change.level))
        .collect();
    let expected = [
        (Side::Received, Level::Breaking),
        (Side::Sent, Level::Compatible),
    ];
    assert_eq!(reported, expected);
    for change in &changes {
        assert_eq!(change.rule, Rule::TypeWidened);
        assert_eq!(change.operations, ["POST /a", "POST /b", "PUT /b"]);
    }
}

#[test]
fn a_renamed_security_scheme_is_the_same() {
    let named = |name: &str| {
        let mut document = with(&json!({"Root": {}}));
        document["security"] = json!([{name: []}]);
        let scheme = json!({"type": "apiKey", "in": "query", "name": "token"});
        document["components"]["securitySchemes"] = json!({name: scheme});
        document
    };
    assert_eq!(changes(&named("Key"), &named("Token")), []);
}

#[test]
fn a_field_is_renamed_only_without_doubt() {
    let fields = |fields: Value| json!({"Root": {"type": "object", "properties": fields}});
    let text = json!({"type": "string"});
    let old = fields(json!({"a": text}));
    let rules = |new: Value| {
        let reported = reported(&old, &fields(new));
        reported
            .into_iter()
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(json!({"b": text})), [Rule::FieldRenamed]);
    let both = [Rule::FieldRemoved, Rule::FieldAdded];
    assert_eq!(rules(json!({"b": {"type": "integer"}})), both);
    let three = [Rule::FieldRemoved, Rule::FieldAdded, Rule::FieldAdded];
    assert_eq!(rules(json!({"b": text, "c": text})), three);
}

#[test]
fn malformed_documents_are_compared_all_the_same() {
    let odd = [
        json!({"openapi": "3.0.0"}),
        json!({"openapi": "3.0.0", "paths": []}),
        json!({"openapi": "3.0.0", "paths": {"": {"get": 3}, "{": {"get": {"parameters": {"a": 1}}}}}),
        json!({"openapi": "3.0.0", "components": {"schemas": {"A": [], "B": {"type": 3, "required": {}}}}}),
        with(&json!({"Root": {"minimum": "a", "enum": {}, "multipleOf": 0, "items": [1]}})),
    ];
    for old in &odd {
        for new in &odd {
            let (old, new) = (Input::new("a", old), Input::new("b", new));
            let report = compare(&old, &new).expect("a report");
            assert!(report.changes.is_empty() || old.document != new.document);
            assert!(report.markdown().starts_with("# "));
        }
    }
}

#[test]
fn documents_other_than_openapi_3_are_refused() {
    for odd in [
        json!(null),
        json!([]),
        json!({}),
        json!({"openapi": 3}),
        json!({"openapi": "2.0"}),
    ] {
        let right = with(&json!({"Root": {}}));
        let (old, new) = (Input::new("a", &right), Input::new("b", &odd));
        match compare(&old, &new) {
            Err(Error::NoOpenApi { name, .. }) => assert_eq!(name, "b"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_ids_of_rules_are_unique_and_kebab_case() {
    let mut ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for rule in Rule::ALL {
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.id().chars().all(plain), "{}", rule.id());
        assert!(rule.about().ends_with('.'), "{}", rule.about());
    }
}
