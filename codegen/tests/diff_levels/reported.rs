//! Pairs that public bug reports of other tools are about: what they missed, and what they took for a break.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::{Value, json};

use crate::{brief, document, parameters, schema_changes, with_schemas};

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

#[test]
fn an_enum_that_becomes_nullable_through_a_union_loses_no_value() {
    let fields = |kind: Value| {
        let root = object(&json!({"kind": kind}), &[]);
        let kind = json!({"type": "string", "enum": ["user", "account"]});
        let mut document = with_schemas(Side::Sent, &json!({"Root": root, "Kind": kind}));
        document["openapi"] = json!("3.1.0");
        document
    };
    let reference = json!({"$ref": "#/components/schemas/Kind"});
    let old = fields(reference.clone());
    for keyword in ["oneOf", "anyOf"] {
        let new = fields(json!({keyword: [{"type": "null"}, reference]}));
        let expected = [(Rule::BecameNullable, Level::Compatible)];
        assert_eq!(brief(&changes(&old, &new)), expected, "{keyword}");
    }
}

#[test]
fn a_change_inside_a_branch_counts_for_every_kind_of_composition() {
    let problem = |required: &[&str]| {
        object(
            &json!({"title": {"type": "string"}, "code": {"type": "integer"}}),
            required,
        )
    };
    let other = json!({"type": "object", "properties": {"other": {"type": "string"}}});
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let of = |required: &[&str]| json!({keyword: [problem(required), other]});
        let found = schema_changes(Side::Received, &of(&["title"]), &of(&[]));
        let expected = [(Rule::FieldBecameOptional, Level::Breaking)];
        assert_eq!(found, expected, "{keyword}");
    }
}

#[test]
fn nothing_of_null_is_new_in_the_spelling_of_another_version() {
    let old = with_schemas(
        Side::Received,
        &json!({"Root": object(&json!({"a": {"type": "string", "nullable": true}}), &[])}),
    );
    let mut new = with_schemas(
        Side::Received,
        &json!({"Root": object(&json!({"a": {"type": ["string", "null"]}}), &[])}),
    );
    new["openapi"] = json!("3.1.0");
    let changes = changes(&old, &new);
    assert!(
        changes
            .iter()
            .all(|change| change.level == Level::Compatible),
        "{changes:?}"
    );
    assert!(
        changes.iter().all(|change| change.pointer == "#/openapi"),
        "{changes:?}"
    );
}

#[test]
fn a_response_that_may_be_null_breaks_its_reader() {
    let of = |schema: Value| object(&json!({"id": schema}), &["id"]);
    let found = schema_changes(
        Side::Received,
        &of(json!({"type": "string"})),
        &of(json!({"type": "string", "nullable": true})),
    );
    assert_eq!(found, [(Rule::BecameNullable, Level::Breaking)]);
}

#[test]
fn a_parameter_counts_wherever_it_is_described() {
    let limited = |max: usize| json!({"name": "q", "in": "query", "schema": {"type": "string", "maxLength": max}});
    let by_reference = |max| {
        let operation = parameters(&json!({"$ref": "#/components/parameters/Q"}));
        document(
            &operation,
            &json!({"components": {"parameters": {"Q": limited(max)}}}),
        )
    };
    let of_path = |max| {
        let mut document = document(&json!({}), &json!({}));
        document["paths"]["/things/{id}"]["parameters"] = json!([limited(max)]);
        document
    };
    for (old, new) in [(by_reference(9), by_reference(5)), (of_path(9), of_path(5))] {
        let changes = changes(&old, &new);
        assert_eq!(brief(&changes), [(Rule::BoundTightened, Level::Breaking)]);
        assert_eq!(changes[0].operations, ["POST /things/{id}"]);
    }
}

#[test]
fn a_field_that_comes_first_leaves_the_others_as_they_are() {
    let id = json!({"type": "string", "description": "The number.", "maxLength": 36});
    let start = json!({"type": "string", "format": "date"});
    let old = object(&json!({"id": id, "startDate": start}), &["id"]);
    let new = object(
        &json!({"firstComment": {"type": "string", "maxLength": 200}, "id": id, "startDate": start}),
        &["id"],
    );
    assert_eq!(
        schema_changes(Side::Received, &old, &new),
        [(Rule::FieldAdded, Level::Compatible)]
    );
}

#[test]
fn a_field_that_is_gone_is_missed_although_another_came() {
    let old = object(&json!({"resultType": {"type": "string"}}), &["resultType"]);
    let new = object(
        &json!({"testResultType": {"type": "string"}, "test": {"type": "integer"}}),
        &["testResultType"],
    );
    let found = schema_changes(Side::Received, &old, &new);
    assert!(
        found.iter().any(|(_, level)| *level == Level::Breaking),
        "{found:?}"
    );
}

#[test]
fn another_type_deep_inside_a_response_is_a_break() {
    let of = |kind: &str| {
        let inner = object(&json!({"b": {"type": kind}}), &[]);
        object(&json!({"a": {"type": "array", "items": inner}}), &[])
    };
    let found = schema_changes(Side::Received, &of("array"), &of("object"));
    assert_eq!(found, [(Rule::TypeChanged, Level::Breaking)]);
}

#[test]
fn a_required_field_with_a_default_may_be_left_out() {
    let old = object(&json!({"item": {"type": "string"}}), &[]);
    let count = json!({"type": "integer", "default": 1});
    let new = object(
        &json!({"item": {"type": "string"}, "count": count}),
        &["count"],
    );
    let found = schema_changes(Side::Sent, &old, &new);
    assert_eq!(found, [(Rule::RequiredFieldAdded, Level::Maybe)]);
}

#[test]
fn a_new_optional_list_asks_nothing_although_its_items_do() {
    let branch = |more: Value| {
        let mut properties = json!({"id": {"type": "integer"}});
        let members = properties.as_object_mut().expect("an object");
        members.extend(more.as_object().cloned().unwrap_or_default());
        let other = object(&json!({"name": {"type": "string"}}), &["name"]);
        json!({"oneOf": [object(&properties, &["id"]), other]})
    };
    let price = object(&json!({"amount": {"type": "integer"}}), &["amount"]);
    let list = json!({"prices": {"type": "array", "default": [], "items": price}});
    assert_eq!(
        schema_changes(Side::Sent, &branch(json!({})), &branch(list)),
        [(Rule::FieldAdded, Level::Compatible)]
    );
}

/// A schema without a type takes `null`, too.
#[test]
fn a_nullable_type_that_is_left_out_stays_nullable() {
    let of = |note: Value| {
        let root = object(&json!({"note": note}), &[]);
        let mut document = with_schemas(Side::Sent, &json!({"Root": root}));
        document["openapi"] = json!("3.1.0");
        document
    };
    let found = changes(&of(json!({"type": ["string", "null"]})), &of(json!({})));
    assert_eq!(brief(&found), [(Rule::TypeWidened, Level::Compatible)]);
}

#[test]
fn an_example_of_text_is_the_same_as_itself() {
    let csv = json!({"responses": {"200": {"description": "A file.", "content": {
        "text/csv": {"schema": {"type": "string", "format": "binary", "example": "Example"}},
        "application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "x"},
    }}}});
    let document = document(&csv, &json!({}));
    assert_eq!(brief(&changes(&document, &document)), []);
}
