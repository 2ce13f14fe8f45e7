//! What is no change at all.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::{Value, json};

use crate::{brief, document, operation_changes, parameters, with_schemas};

#[test]
fn a_default_that_is_spelled_out_is_no_change() {
    let query = json!({"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}});
    let full = json!({
        "name": "q", "in": "query", "required": false, "style": "form", "explode": true, "allowReserved": false,
        "allowEmptyValue": false, "deprecated": false,
        "schema": {"type": "array", "items": {"type": "string", "minLength": 0, "nullable": false}, "minItems": 0,
                   "uniqueItems": false},
    });
    let responses = |headers: Value, media_type: &str| json!({"responses": {"200": {"description": "It.", "headers": headers, "content": {media_type: {}}}}});
    let pairs = [
        (parameters(&query), parameters(&full)),
        (
            json!({}),
            json!({"security": [], "deprecated": false, "tags": [], "parameters": []}),
        ),
        (
            json!({"tags": ["a", "b"]}),
            json!({"tags": ["b", "a", "b"]}),
        ),
        (
            responses(
                json!({"X-Total": {"schema": {"type": "integer"}}}),
                "application/json",
            ),
            responses(
                json!({"x-total": {"schema": {"type": "integer"}, "required": false, "style": "simple"}}),
                "application/json; charset=utf-8",
            ),
        ),
        (
            parameters(&json!({"name": "X-Trace", "in": "header", "schema": {"type": "string"}})),
            parameters(&json!({"name": "x-trace", "in": "header", "schema": {"type": "string"}})),
        ),
        (
            json!({"requestBody": {"content": {}}}),
            json!({"requestBody": {"content": {}, "required": false}}),
        ),
    ];
    for (old, new) in &pairs {
        assert_eq!(operation_changes(old, new), [], "{new}");
        assert_eq!(operation_changes(new, old), [], "{new}");
    }
    let roots = [
        (
            json!({}),
            json!({"security": [], "servers": [{"url": "/"}], "tags": []}),
        ),
        (json!({"security": [{}]}), json!({"security": []})),
        (
            json!({"servers": [{"url": "https://a.example/v1/"}, {"url": "https://b.example"}]}),
            json!({"servers": [{"url": "https://b.example/"}, {"url": "https://a.example/v1"}, {"url": "https://b.example"}]}),
        ),
        (
            json!({"tags": [{"name": "a"}, {"name": "b"}]}),
            json!({"tags": [{"name": "b"}, {"name": "a"}, {"name": "a"}]}),
        ),
        (
            json!({"tags": [{"name": "a", "description": "One."}, {"name": "a", "description": "Two."}]}),
            json!({"tags": [{"name": "a", "description": "Two."}, {"name": "a", "description": "One."}]}),
        ),
        (
            json!({"servers": [{"url": "https://a.example", "description": "One."}, {"url": "https://a.example"}]}),
            json!({"servers": [{"url": "https://a.example"}, {"url": "https://a.example", "description": "One."}]}),
        ),
    ];
    for (old, new) in &roots {
        let of = |members: &Value| document(&json!({}), members);
        assert_eq!(brief(&changes(&of(old), &of(new))), [], "{new}");
    }
}

#[test]
fn schemas_of_the_same_structure_are_no_change() {
    let object =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    let pet = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let union = |branches: Value| json!({"oneOf": branches});
    let discriminated = |discriminator: Value| json!({"oneOf": [reference("Cat"), reference("Dog")], "discriminator": discriminator});
    let with = |root: Value| json!({"Root": root, "Part": object, "Cat": pet, "Dog": pet});
    let pairs = [
        (reference("Part"), object.clone()),
        (json!({"allOf": [reference("Part")]}), object.clone()),
        (union(json!([reference("Part")])), object.clone()),
        (json!({"anyOf": [object]}), object.clone()),
        (
            json!({"type": "object", "properties": {"p": reference("Part")}}),
            json!({"type": "object", "properties": {"p": object}}),
        ),
        (
            union(
                json!([{"type": "string"}, {"type": "integer"}, {"type": "object", "properties": {"a": {}}}]),
            ),
            union(
                json!([{"type": "object", "properties": {"a": {}}}, {"type": "integer"}, {"type": "string"}, {"type": "integer"}]),
            ),
        ),
        (
            discriminated(json!({"propertyName": "kind"})),
            discriminated(json!({"propertyName": "kind", "mapping": {
                "Dog": "#/components/schemas/Dog", "Cat": "#/components/schemas/Cat",
            }})),
        ),
        (
            json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}),
            object.clone(),
        ),
        (
            json!({"enum": ["a", "b"]}),
            json!({"type": "string", "enum": ["b", "a"]}),
        ),
        (
            json!({"type": "string", "pattern": ".*"}),
            json!({"type": "string"}),
        ),
    ];
    for side in [Side::Sent, Side::Received] {
        for (old, new) in &pairs {
            let of = |root: &Value| with_schemas(side, &with(root.clone()));
            assert_eq!(brief(&changes(&of(old), &of(new))), [], "{old} {new}");
            assert_eq!(brief(&changes(&of(new), &of(old))), [], "{new} {old}");
        }
    }
}

#[test]
fn a_path_with_a_twin_of_the_same_shape_is_paired_by_its_name() {
    let item = |text: &str| json!({"get": {"operationId": text, "responses": {"200": {"description": text}}}});
    let paths = |names: [&str; 2]| {
        let paths: Value = names
            .iter()
            .map(|name| (format!("/a/{{{name}}}"), item(name)))
            .collect();
        json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": paths})
    };
    assert_eq!(changes(&paths(["x", "y"]), &paths(["y", "x"])), []);
}

#[test]
fn a_base_path_that_moves_between_servers_and_paths_is_no_change() {
    let api = |servers: &Value, path: &str, other: &str| {
        let operation =
            |id: &str| json!({"operationId": id, "responses": {"200": {"description": "It."}}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1"},
            "servers": servers,
            "paths": {path: {"get": operation("getIt")}, other: {"get": operation("getOther")}},
        })
    };
    let url = |url: &str| json!([{"url": url}]);
    for (host, root) in [
        (
            "https://api.example.com",
            json!([{"url": "https://api.example.com/"}]),
        ),
        ("", json!([])),
        ("https://{host}", url("https://{host}")),
    ] {
        let short = api(&url(&format!("{host}/v1")), "/x/{id}", "/y");
        let long = api(&root, "/v1/x/{key}", "/v1/y");
        assert_eq!(changes(&short, &long), []);
        assert_eq!(changes(&long, &short), []);
        // `/y` is reached elsewhere now.
        let half = api(&root, "/v1/x/{id}", "/y");
        let rules = [
            (Rule::ServerRemoved, Level::Breaking),
            (Rule::ServerAdded, Level::Compatible),
        ];
        let expected = &rules[..if host.is_empty() { 1 } else { 2 }];
        assert_eq!(brief(&changes(&short, &half)), expected, "{host}");
    }
}

#[test]
fn the_default_encoding_of_a_part_is_no_change() {
    let body = |encoding: Value| {
        let properties = json!({
            "file": {"type": "string", "format": "binary"},
            "data": {"type": "object"},
            "name": {"type": "string"},
            "list": {"type": "array", "items": {"type": "string"}},
        });
        let media =
            json!({"schema": {"type": "object", "properties": properties}, "encoding": encoding});
        json!({"requestBody": {"content": {"multipart/form-data": media}}})
    };
    let none = body(json!({}));
    let said = body(json!({
        "file": {"contentType": "application/octet-stream"},
        "data": {"contentType": "application/json"},
        "name": {"contentType": "text/plain", "allowReserved": false},
        "list": {"style": "form", "explode": true},
    }));
    assert_eq!(operation_changes(&none, &said), []);
    let other = body(json!({"data": {"contentType": "application/xml"}}));
    let rules = [(Rule::SerialisationChanged, Level::Breaking)];
    assert_eq!(operation_changes(&none, &other), rules);
}

#[test]
fn a_base_path_in_a_variable_of_the_server_may_move_too() {
    let api = |servers: &Value, path: &str| {
        let operation =
            json!({"operationId": "getIt", "responses": {"200": {"description": "It."}}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1"},
            "servers": servers,
            "paths": {path: {"get": operation}},
        })
    };
    let region = json!({"default": "eu", "enum": ["eu", "us"]});
    let host = json!([{"url": "https://{region}.example.com", "variables": {"region": region}}]);
    let versions = |version: Value| {
        let variables = json!({"region": region, "version": version});
        json!([{"url": "https://{region}.example.com/{version}", "variables": variables}])
    };
    let long = api(&host, "/v1/x/{key}");
    for version in [
        json!({"default": "v1"}),
        json!({"default": "v1", "enum": ["v1"]}),
    ] {
        let short = api(&versions(version), "/x/{id}");
        assert_eq!(changes(&short, &long), []);
        assert_eq!(changes(&long, &short), []);
    }
    // Calls with the other value went elsewhere.
    let short = api(
        &versions(json!({"default": "v1", "enum": ["v1", "v2"]})),
        "/x/{id}",
    );
    assert!(
        changes(&short, &long)
            .iter()
            .any(|change| change.level == Level::Breaking)
    );
}

#[test]
fn a_reference_or_what_it_refers_to_is_no_change() {
    let parts = json!({
        "schemas": {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}},
        "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
        "headers": {"Total": {"schema": {"type": "integer"}}},
        "examples": {"One": {"value": {"a": "b"}}},
    });
    let content = |schema: &Value, example: &Value| json!({"application/json": {"schema": schema, "examples": {"one": example}}});
    let document_of = |of: &dyn Fn(&str, &str) -> Value, rest: Value| {
        let content = content(&of("schemas", "Thing"), &of("examples", "One"));
        let body = json!({"required": true, "content": content});
        let response = json!({"description": "It.", "headers": {"X-Total": of("headers", "Total")}, "content": content});
        let mut components = rest;
        let (body, response) = if components == json!({}) {
            (body, response)
        } else {
            components["requestBodies"] = json!({"Body": body});
            components["responses"] = json!({"It": response});
            (of("requestBodies", "Body"), of("responses", "It"))
        };
        document(
            &json!({"parameters": [of("parameters", "Page")], "requestBody": body, "responses": {"200": response}}),
            &json!({"components": components}),
        )
    };
    let referring = document_of(
        &|kind, name| json!({"$ref": format!("#/components/{kind}/{name}")}),
        parts.clone(),
    );
    let inline = document_of(&|kind, name| parts[kind][name].clone(), json!({}));
    assert_eq!(changes(&referring, &inline), []);
    assert_eq!(changes(&inline, &referring), []);
}
