//! Parameters.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::{Value, json};

use crate::{brief, operation_changes, parameters, with_schemas};

#[test]
fn more_freedom_for_a_parameter_is_compatible() {
    let parameter = |members: Value| {
        let mut parameter = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
        let object = parameter.as_object_mut().expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
        parameters(&parameter)
    };
    let plain = parameter(json!({}));
    let serialised = |level| vec![(Rule::SerialisationChanged, level)];
    let with_default = |required: bool| {
        parameter(json!({"required": required, "schema": {"type": "string", "default": "a"}}))
    };
    let cases = [
        (
            plain.clone(),
            parameter(json!({"allowReserved": true})),
            serialised(Level::Compatible),
        ),
        (
            plain.clone(),
            parameter(json!({"allowEmptyValue": true})),
            serialised(Level::Compatible),
        ),
        (
            parameter(json!({"allowReserved": true})),
            plain.clone(),
            serialised(Level::Breaking),
        ),
        (
            plain.clone(),
            parameter(json!({"style": "pipeDelimited"})),
            serialised(Level::Breaking),
        ),
        (plain.clone(), parameter(json!({"explode": false})), vec![]),
        (
            parameter(json!({"schema": {"type": "array"}})),
            parameter(json!({"schema": {"type": "array"}, "explode": false})),
            serialised(Level::Breaking),
        ),
        (
            parameter(json!({"schema": {"type": "string", "pattern": "a+"}})),
            parameter(json!({"schema": {"type": "string", "pattern": ".*"}})),
            vec![(Rule::BoundLoosened, Level::Compatible)],
        ),
        (
            plain.clone(),
            with_default(false),
            vec![(Rule::DefaultChanged, Level::Maybe)],
        ),
        (
            parameter(json!({"required": true})),
            with_default(true),
            vec![(Rule::DefaultChanged, Level::Compatible)],
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(operation_changes(&old, &new), expected, "{new}");
    }
}

#[test]
fn a_parameter_that_takes_the_same_texts_and_more_widens() {
    let query = |schema: &Value| parameters(&json!({"name": "q", "in": "query", "schema": schema}));
    let widened = [(Rule::TypeWidened, Level::Compatible)];
    let (text, list) = (
        json!({"type": "string"}),
        json!({"type": "array", "items": {"type": "string"}}),
    );
    for (old, new) in [
        (&json!({"type": "integer"}), &text),
        (&json!({"type": "boolean"}), &text),
        (&json!({"type": "string", "enum": ["a"]}), &list),
        (&json!({"type": "integer"}), &list),
    ] {
        assert_eq!(
            operation_changes(&query(old), &query(new)),
            widened,
            "{old} {new}"
        );
    }
    let changed = [(Rule::TypeChanged, Level::Breaking)];
    for (old, new) in [
        (&text, &json!({"type": "integer"})),
        (
            &json!({"type": "integer"}),
            &json!({"type": "string", "pattern": "^a"}),
        ),
        (
            &json!({"type": "integer"}),
            &json!({"type": "string", "format": "date"}),
        ),
        (
            &text,
            &json!({"type": "array", "items": {"type": "integer"}}),
        ),
        (
            &text,
            &json!({"type": "array", "minItems": 2, "items": {"type": "string"}}),
        ),
        (&list, &text),
    ] {
        assert_eq!(
            operation_changes(&query(old), &query(new)),
            changed,
            "{old} {new}"
        );
    }
    // A body is JSON, where the types differ.
    let root = |schema: &Value| with_schemas(Side::Sent, &json!({"Root": schema}));
    let of_body = changes(&root(&json!({"type": "integer"})), &root(&text));
    assert_eq!(brief(&of_body), changed);
}

#[test]
fn a_parameter_written_as_a_whole_is_written_otherwise() {
    let text = json!({"type": "string"});
    let styled = parameters(&json!({"name": "q", "in": "query", "schema": text}));
    let whole = parameters(
        &json!({"name": "q", "in": "query", "content": {"application/json": {"schema": text}}}),
    );
    let rules = [(Rule::SerialisationChanged, Level::Breaking)];
    assert_eq!(operation_changes(&styled, &whole), rules);
    assert_eq!(operation_changes(&whole, &styled), rules);
}
