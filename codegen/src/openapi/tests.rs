//! What the normal form promises, on small documents.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::content::MediaTypeName;
use super::{
    AdditionalProperties, Direction, Fingerprint, JsonType, SchemaId, fingerprints, read, validate,
};

/// A document with these component schemas.
fn with_schemas(schemas: Value) -> Value {
    let mut document = json!({"openapi": "3.0.3", "paths": {}});
    document["components"]["schemas"] = schemas;
    document
}

/// Whether two component schemas of a document have the same structure.
fn same(schemas: Value, one: &str, other: &str) -> bool {
    let document = with_schemas(schemas);
    let (description, _) = read(&document);
    let [prints] = fingerprints([&description]);
    prints.of(description.components[one]) == prints.of(description.components[other])
}

#[test]
fn all_of_is_merged_at_any_depth() {
    let document = with_schemas(json!({
        "A": {"type": "object", "properties": {"id": {"type": "integer"}}},
        "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"required": ["id"]}]},
        "C": {"allOf": [{"allOf": [{"$ref": "#/components/schemas/B"}]}, {"properties": {"name": {"type": "string"}}}]},
    }));
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    let (_, schema) = description.component("C").expect("a component");
    assert_eq!(schema.types.single(), Some(JsonType::Object));
    assert_eq!(
        schema.properties.keys().collect::<Vec<_>>(),
        [&"id", &"name"]
    );
    assert!(schema.required.contains("id"));
}

#[test]
fn a_property_that_two_parts_describe_fits_both() {
    let document = with_schemas(json!({
        "A": {"allOf": [
            {"properties": {"n": {"type": "number", "minimum": 1}}},
            {"properties": {"n": {"type": "integer", "maximum": 9}}},
        ]},
    }));
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    let (_, schema) = description.component("A").expect("a component");
    let n = description.schema(schema.properties["n"].schema);
    assert_eq!(n.types.single(), Some(JsonType::Integer));
    assert_eq!(
        (
            n.limits().minimum.map(|b| b.value),
            n.limits().maximum.map(|b| b.value)
        ),
        (Some(1.0), Some(9.0))
    );
}

#[test]
fn parts_that_contradict_each_other_are_a_problem_with_a_place() {
    let document = with_schemas(json!({
        "A": {"allOf": [{"type": "string"}, {"type": "integer"}]},
    }));
    let problems = read(&document).1.into_vec();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        problems[0].pointer.to_string(),
        "#/components/schemas/A/allOf/1/type"
    );
}

#[test]
fn a_reference_is_decoded_and_leads_into_a_schema() {
    let document = with_schemas(json!({
        "a b/c": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/D"}}},
        "D": {"properties": {"y": {"type": "boolean"}}},
        "E": {"$ref": "#/components/schemas/a%20b~1c/properties/x/properties/y"},
    }));
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    let (_, schema) = description.component("E").expect("a component");
    assert_eq!(schema.types.single(), Some(JsonType::Boolean));
}

#[test]
fn references_that_lead_nowhere_or_in_a_circle_are_problems() {
    let document = with_schemas(json!({
        "A": {"$ref": "#/components/schemas/Nothing"},
        "C": {"$ref": "#/components/schemas/C"},
    }));
    let problems = read(&document).1.into_vec();
    let places = problems.iter().map(|one| one.pointer.to_string());
    let expected = ["A/$ref", "C/$ref"].map(|place| format!("#/components/schemas/{place}"));
    assert_eq!(places.collect::<BTreeSet<_>>(), BTreeSet::from(expected));
}

#[test]
fn references_out_of_the_document_and_parts_of_themselves_are_notes() {
    let document = with_schemas(json!({
        "B": {"$ref": "other.yaml#/B"},
        "D": {"allOf": [{"$ref": "#/components/schemas/D"}, {"type": "object"}]},
    }));
    let (_, problems) = read(&document);
    assert!(problems.is_empty());
    let notes = problems.into_notes();
    let places = notes.iter().map(|one| one.pointer.to_string());
    let expected = ["B/$ref", "D"].map(|place| format!("#/components/schemas/{place}"));
    assert_eq!(places.collect::<BTreeSet<_>>(), BTreeSet::from(expected));
}

#[test]
fn null_is_read_wherever_it_stands() {
    let document = with_schemas(json!({
        "Own": {"type": "string", "nullable": true},
        "Reference": {"allOf": [{"$ref": "#/components/schemas/Own"}]},
        "Beside": {"allOf": [{"$ref": "#/components/schemas/Plain"}], "nullable": true},
        "Part": {"allOf": [{"$ref": "#/components/schemas/Plain"}, {"nullable": true}]},
        "Enum": {"enum": ["a", null]},
        "Branch": {"oneOf": [{"$ref": "#/components/schemas/Plain"}, {"type": "integer", "nullable": true}]},
        "List": {"type": ["string", "null"]},
        "Plain": {"type": "string"},
        "Not": {"allOf": [{"$ref": "#/components/schemas/Own"}], "nullable": false},
    }));
    let (description, _) = read(&document);
    for (name, id) in &description.components {
        let expected = !matches!(*name, "Plain" | "Not");
        assert_eq!(description.schema(*id).nullable, expected, "{name}");
    }
}

#[test]
fn a_schema_without_type_is_typed_by_its_keywords() {
    let document = with_schemas(json!({
        "object": {"properties": {}}, "array": {"items": {}}, "string": {"pattern": "a"}, "number": {"minimum": 1},
        "integer": {"enum": [1, 2]}, "boolean": {"enum": [true]},
    }));
    let (description, _) = read(&document);
    for (name, id) in &description.components {
        assert_eq!(
            description.schema(*id).types.single().map(JsonType::name),
            Some(*name)
        );
    }
    let document = with_schemas(json!({"any": {}, "format": {"format": "uuid"}}));
    let (description, _) = read(&document);
    assert!(description.component("any").expect("it").1.is_anything());
    assert_eq!(
        description
            .component("format")
            .expect("it")
            .1
            .types
            .single(),
        Some(JsonType::String)
    );
}

#[test]
fn a_wrapper_has_its_own_annotations_and_those_of_its_base() {
    let document = with_schemas(json!({
        "Base": {"type": "object", "description": "base", "properties": {"a": {"readOnly": true, "type": "string"}}},
        "Wrapper": {"allOf": [{"$ref": "#/components/schemas/Base"}], "deprecated": true},
    }));
    let (description, _) = read(&document);
    let (_, wrapper) = description.component("Wrapper").expect("it");
    assert_eq!(wrapper.base, Some(description.components["Base"]));
    assert_eq!(
        (wrapper.description, wrapper.deprecated),
        (Some("base"), true)
    );
    let property = description.schema(wrapper.properties["a"].schema);
    assert_eq!(property.direction, Direction::ReadOnly);
}

#[test]
fn structure_does_not_depend_on_order_or_annotations() {
    assert!(same(
        json!({
            "A": {"type": "object", "properties": {"a": {"type": "string", "minLength": 0}, "b": {"enum": ["x", "y"]}}},
            "B": {"properties": {"b": {"enum": ["y", "x"]}, "a": {"description": "text", "type": "string"}}},
        }),
        "A",
        "B"
    ));
    assert!(same(
        json!({
            "A": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "B": {"allOf": [{"oneOf": [{"type": "integer"}, {"type": "string"}]}]},
        }),
        "A",
        "B"
    ));
}

#[test]
fn structure_tells_circles_apart() {
    let schemas = json!({
        "A": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/A"}}},
        "B": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/B"}}},
        "C": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/C"}, "more": {}}},
    });
    assert!(same(schemas.clone(), "A", "B"));
    assert!(!same(schemas, "A", "C"));
}

#[test]
fn parameters_of_a_path_are_merged_and_defaults_filled_in() {
    let document = json!({
        "openapi": "3.0.3",
        "servers": [{"url": "https://{host}/v1/", "variables": {"host": {"default": "a.example"}}}],
        "security": [{"key": []}],
        "paths": {"/a/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
            ],
            "get": {
                "parameters": [
                    {"name": "x-trace", "in": "header", "required": true, "schema": {"type": "integer"}},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                ],
                "security": [{}],
                "responses": {"200": {"description": "", "headers": {"X-Total": {"schema": {}}}, "content": {
                    "Application/JSON; charset=UTF-8": {"schema": {}}}}},
            },
        }},
    });
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    let [operation] = description.operations.as_slice() else {
        panic!("one operation")
    };
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name)
        .collect();
    assert_eq!(names, ["id", "x-trace", "tags"]);
    let explode: Vec<bool> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.explode)
        .collect();
    assert_eq!(explode, [false, false, true]);
    assert!(operation.security.is_empty());
    assert_eq!(operation.servers[0].url(), "https://a.example/v1");
    let response = &operation.responses[0];
    assert!(response.headers.contains_key("x-total"));
    assert_eq!(
        response.content[0].name,
        MediaTypeName::parse("application/json")
    );
}

#[test]
fn json_is_known_by_its_suffix() {
    assert!(MediaTypeName::parse("application/vnd.api+json; version=1").is_json());
    assert!(!MediaTypeName::parse("text/csv").is_json());
}

#[test]
fn members_beside_the_properties_are_read() {
    let document = with_schemas(json!({
        "Said": {"properties": {"a": {}}, "additionalProperties": true},
        "Closed": {"allOf": [{"additionalProperties": false}, {"additionalProperties": {}}]},
        "Typed": {"additionalProperties": {"type": "string"}},
        "Silent": {"type": "object"},
    }));
    let (description, _) = read(&document);
    let of = |name: &str| {
        description
            .component(name)
            .expect("it")
            .1
            .additional_properties
    };
    assert_eq!(of("Said"), AdditionalProperties::Any);
    assert_eq!(of("Closed"), AdditionalProperties::Forbidden);
    assert!(matches!(
        of("Typed"),
        AdditionalProperties::Schema(SchemaId(_))
    ));
    assert_eq!(of("Silent"), AdditionalProperties::Unspecified);
}

/// The places of what `validate` notes.
fn invalid(document: &Value) -> (bool, Vec<String>) {
    let (description, mut problems) = read(document);
    let is_valid = validate(&description, &mut problems);
    let places = problems.into_vec();
    (
        is_valid,
        places.iter().map(|one| one.pointer.to_string()).collect(),
    )
}

#[test]
fn members_have_the_types_of_the_standard() {
    let mut document = with_schemas(json!({"A": {"type": "object", "required": []}}));
    document["info"] = json!({"title": "", "version": "1"});
    assert_eq!(invalid(&document), (true, vec![]));
    document["components"]["schemas"]["A"]["required"] = json!("a");
    let expected = vec!["#/components/schemas/A/required".to_owned()];
    assert_eq!(invalid(&document), (false, expected));
}

#[test]
fn references_lead_to_objects_of_the_same_kind() {
    let mut document = with_schemas(json!({"A": {}, "B": {"$ref": "#/components/responses/C"}}));
    document["info"] = json!({"title": "", "version": "1"});
    document["components"]["responses"] =
        json!({"C": {"description": ""}, "D": {"$ref": "#/components/schemas/A"}});
    let expected = vec!["#/components/responses/D/$ref".to_owned()];
    assert_eq!(invalid(&document), (false, expected));
    // A schema can be anything, so what is no schema is read as any value.
    document["components"]["responses"]["D"] = json!({"$ref": "#/components/responses/C"});
    assert_eq!(invalid(&document), (true, vec![]));
}

#[test]
fn the_intersection_of_two_components_is_neither() {
    let document = with_schemas(json!({
        "A": {"type": "object", "properties": {"a": {}}},
        "B": {"type": "object", "properties": {"b": {}}},
        "C": {"allOf": [
            {"properties": {"x": {"$ref": "#/components/schemas/A"}}},
            {"properties": {"x": {"$ref": "#/components/schemas/B"}}},
        ]},
    }));
    let (description, _) = read(&document);
    let (_, schema) = description.component("C").expect("it");
    let x = description.schema(schema.properties["x"].schema);
    assert_eq!((x.component, x.properties.len()), (None, 2));
}

#[test]
fn annotations_of_parts_hold_where_the_schema_has_none() {
    let document = with_schemas(json!({
        "Part": {"type": "object", "description": "part"},
        "Own": {"allOf": [{"$ref": "#/components/schemas/Part"}, {"description": "inline"}], "description": "own"},
        "Without": {"allOf": [{"$ref": "#/components/schemas/Part"}, {"description": "inline"}]},
    }));
    let (description, _) = read(&document);
    let of = |name: &str| {
        let (_, schema) = description.component(name).expect("a component");
        let statements = schema.statements("description");
        let texts = statements.iter().filter_map(|node| node.value.as_str());
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        (of("Own"), of("Without")),
        ("own".to_owned(), "part inline".to_owned())
    );
}

#[test]
fn a_dangling_reference_is_kept() {
    let document = with_schemas(
        json!({"A": {"$ref": "other.yaml#/A"}, "B": {"$ref": "other.yaml#/B"}, "C": {}}),
    );
    let (description, _) = read(&document);
    let [prints] = fingerprints([&description]);
    let print = |name: &str| prints.of(description.components[name]);
    assert!(print("A") != print("B") && print("A") != print("C"));
    let (_, schema) = description.component("A").expect("a component");
    let reference = schema.unresolved.as_ref().expect("a reference");
    assert_eq!(reference.at.to_string(), "#/components/schemas/A/$ref");
}

#[test]
fn values_are_compared_with_or_without_order() {
    let (one, other) = (json!({"a": [1, 2], "b": 1}), json!({"b": 1.0, "a": [2, 1]}));
    assert_ne!(Fingerprint::of_value(&one), Fingerprint::of_value(&other));
    assert_eq!(
        Fingerprint::of_unordered(&one),
        Fingerprint::of_unordered(&other)
    );
}

#[test]
fn flows_and_components_that_are_no_schemas_are_read() {
    let document = json!({"openapi": "3.0.3", "paths": {}, "components": {
        "parameters": {"page": {"name": "page", "in": "query"}},
        "securitySchemes": {"login": {"type": "oauth2", "flows": {"implicit": {
            "authorizationUrl": "https://a.example", "scopes": {"read": "Read."},
        }}}},
    }});
    let (description, _) = read(&document);
    let flow = &description.security_schemes["login"].flows["implicit"];
    assert_eq!(flow.urls["authorizationUrl"].value, "https://a.example");
    assert_eq!(flow.scopes["read"].value, "Read.");
    let page = &description.other_components[&("parameters", "page")];
    assert_eq!(page.at.to_string(), "#/components/parameters/page");
}

/// A reference in the middle of a chain says something, too.
#[test]
fn keywords_beside_each_reference_of_a_chain_are_read() {
    let document = with_schemas(json!({
        "A": {"$ref": "#/components/schemas/B", "description": "An A."},
        "B": {"$ref": "#/components/schemas/C", "nullable": true, "maxLength": 5},
        "C": {"$ref": "#/components/schemas/D"},
        "D": {"type": "string"},
    }));
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    let (_, a) = description.component("A").expect("a component");
    assert!(a.nullable);
    assert_eq!(a.limits().length.max, Some(5));
    assert_eq!(a.types.single(), Some(JsonType::String));
}

#[test]
fn a_long_chain_of_references_leads_to_its_end() {
    let mut schemas: serde_json::Map<String, Value> = (0..2_000)
        .map(|index| {
            let next = format!("#/components/schemas/A{}", index + 1);
            (format!("A{index}"), json!({"$ref": next}))
        })
        .collect();
    schemas.insert("A2000".to_owned(), json!({"type": "string"}));
    let document = with_schemas(Value::Object(schemas));
    let (description, problems) = read(&document);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        description.components["A0"],
        description.components["A2000"]
    );
}

#[test]
fn a_path_is_divided_in_one_way_whatever_braces_it_has() {
    let parts = |path| super::path_parts(path).collect::<Vec<_>>();
    assert_eq!(parts("/a"), [("/a", None)]);
    assert_eq!(
        parts("/a/{b}{c}/d"),
        [("/a/", Some("b")), ("", Some("c")), ("/d", None)]
    );
    assert_eq!(parts("/a{b{c}d}"), [("/a", Some("b{c")), ("d}", None)]);
    assert_eq!(parts("/a}/{b"), [("/a}/{b", None)]);
}
