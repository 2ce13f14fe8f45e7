//! Documents of other publishers in the words of the standard.

use hellodialog_codegen::wire::wire;
use serde_json::json;

#[test]
fn an_extension_that_a_reference_leads_into_stays() {
    let written = wire(&json!({
        "openapi": "3.0.3",
        "x-note": 1,
        "paths": {"/a": {"$ref": "#/components/x-paths/a"}},
        "components": {"x-paths": {"a": {"get": {"x-note": 1, "responses": {"200": {"description": "A."}}}}}},
    }));
    let get = json!({"get": {"responses": {"200": {"description": "A."}}}});
    assert_eq!(written["components"]["x-paths"]["a"], get);
    assert!(written.get("x-note").is_none());
}

/// Version 3.1 has no `nullable`.
#[test]
fn null_is_a_type_in_version_3_1() {
    let schema = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "nick": {"type": ["string", "null"]},
        "nullable": {"type": "boolean"},
    }});
    let document =
        |version: &str| json!({"openapi": version, "components": {"schemas": {"A": schema}}});
    let properties = |version: &str| {
        wire(&document(version))["components"]["schemas"]["A"]["properties"].clone()
    };
    assert_eq!(
        properties("3.1.0"),
        json!({
            "id": {"type": "integer"},
            "name": {"type": ["string", "null"]},
            "nick": {"type": ["string", "null"]},
            "nullable": {"type": ["boolean", "null"]},
        })
    );
    assert_eq!(
        properties("3.0.3")["name"],
        json!({"type": "string", "nullable": true})
    );
}

/// The additional forms of a branch can fit another branch, and `oneOf` would then refuse the value.
#[test]
fn a_value_can_fit_several_branches() {
    let written = wire(&json!({"openapi": "3.0.3", "components": {"schemas": {
        "Amount": {"oneOf": [{"type": "integer", "x-wire": "string"}, {"type": "string"}]},
        "Both": {"oneOf": [{"type": "string"}], "anyOf": [{"maxLength": 3}]},
        "Named": {"type": "object", "required": ["oneOf"], "properties": {"oneOf": {"type": "string"}}},
    }}}));
    let schemas = &written["components"]["schemas"];
    assert!(schemas["Amount"].get("oneOf").is_none());
    assert_eq!(schemas["Amount"]["anyOf"].as_array().unwrap().len(), 2);
    assert!(schemas["Both"].get("oneOf").is_some());
    assert_eq!(schemas["Named"]["properties"]["oneOf"]["type"], "string");
}
