//! What `diff` takes for no change at all, and the levels of what depends on more than its rule.

mod parameters;
mod reported;
mod responses;
mod schemas;
mod security;
mod unchanged;
mod unions;

use hellodialog_codegen::diff::{Change, Level, Rule, Side, changes};
use serde_json::{Value, json};

/// A document with one operation, whose members are merged with `operation`, and with `members` at the root.
fn document(operation: &Value, members: &Value) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things/{id}": {"post": {
            "operationId": "postThing",
            "responses": {"200": {"description": "It."}},
        }}},
    });
    for (place, members) in [("/paths/~1things~1{id}/post", operation), ("", members)] {
        let object = document.pointer_mut(place).and_then(Value::as_object_mut);
        let object = object.expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
    }
    document
}

/// A document that receives `Root` of these schemas, or sends it.
fn with_schemas(side: Side, schemas: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Root"}}});
    let operation = match side {
        Side::Sent => json!({"requestBody": {"content": content}}),
        _ => json!({"responses": {"200": {"description": "It.", "content": content}}}),
    };
    document(&operation, &json!({"components": {"schemas": schemas}}))
}

/// The rules and levels of the changes between two schemas.
fn schema_changes(side: Side, old: &Value, new: &Value) -> Vec<(Rule, Level)> {
    let root = |schema: &Value| with_schemas(side, &json!({"Root": schema}));
    brief(&changes(&root(old), &root(new)))
}

fn operation_changes(old: &Value, new: &Value) -> Vec<(Rule, Level)> {
    let of = |operation: &Value| document(operation, &json!({}));
    brief(&changes(&of(old), &of(new)))
}

fn brief(changes: &[Change]) -> Vec<(Rule, Level)> {
    let changes = changes.iter();
    changes.map(|change| (change.rule, change.level)).collect()
}

fn parameters(parameter: &Value) -> Value {
    json!({"parameters": [parameter]})
}
