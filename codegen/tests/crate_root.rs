//! The root of an emitted crate.

use std::fs;

use hellodialog_codegen::{Source, generate};
use serde_json::{Map, Value, json};

/// `src/lib.rs` of a crate in which `count` types form a chain, or a ring.
fn library(count: usize, last: &Value) -> String {
    let mut schemas = Map::new();
    for index in 1..=count {
        let next = json!({"$ref": format!("#/components/schemas/Shelf{}", index + 1)});
        let inner = if index == count { last } else { &next };
        let schema =
            json!({"type": "object", "properties": {"inner": {"type": "array", "items": inner}}});
        schemas.insert(format!("Shelf{index}"), schema);
    }
    let first = json!({"$ref": "#/components/schemas/Shelf1"});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Library", "version": "1", "x-crate": {
            "name": "library", "version": "0.1.0", "license": "MIT", "rust_version": "1.88",
            "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
        }},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/shelf": {"get": {"operationId": "getShelf", "tags": ["shelves"], "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": first}}},
        }}}},
        "components": {"schemas": schemas},
    });
    file(&document, "src/lib.rs")
}

/// An emitted file.
fn file(document: &Value, path: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("spec.json");
    fs::write(&spec, document.to_string()).expect("a written document");
    let source = Source {
        spec,
        patches: None,
    };
    let generated = generate(&source).expect("a generated crate");
    let file = generated.files.iter().find(|file| file.path == path);
    file.expect("the file").text.clone()
}

/// Such imports would be unused, and warnings are errors for many.
#[test]
fn a_crate_without_operations_imports_nothing_to_call_them() {
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1", "x-crate": {
            "name": "library", "version": "0.1.0", "license": "MIT", "rust_version": "1.88",
            "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
        }},
        "components": {"schemas": {"Book": {"type": "string", "enum": ["a"]}}},
    });
    let types = file(&document, "src/types.rs");
    assert!(!types.contains("decode"), "{types}");
}

/// A client that needs no key has a constructor without one; the example is a doctest of the emitted crate.
#[test]
fn the_example_has_a_key_only_where_calls_need_one() {
    let text = library(1, &json!({"type": "string"}));
    assert!(text.contains("library::Client::new()?"), "{text}");
}

/// The compiler follows 128 steps by default to see that a type is `Send`.
#[test]
fn deep_types_raise_the_recursion_limit() {
    let text = json!({"type": "string"});
    let ring = json!({"$ref": "#/components/schemas/Shelf1"});
    for last in [&text, &ring] {
        assert!(!library(5, last).contains("recursion_limit"));
        let deep = library(40, last);
        assert!(deep.contains("#![recursion_limit = \"640\"]\n"), "{deep}");
        assert!(deep.contains("//! # Deeply nested types\n"), "{deep}");
    }
}

/// A reviewer reads what is new, and nothing that only moved.
#[test]
fn a_new_operation_moves_nothing_else() {
    let operation = |tag: &str| {
        let schema = json!({"$ref": "#/components/schemas/Book"});
        json!({"get": {"operationId": format!("get {tag}"), "tags": [tag], "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": schema}}},
        }}})
    };
    let document = |paths: Value| {
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Library", "version": "1", "x-crate": {
                "name": "library", "version": "0.1.0", "license": "MIT", "rust_version": "1.88",
                "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
                "guide": "Read me.",
            }},
            "servers": [{"url": "https://api.example"}],
            "paths": paths,
            "components": {"schemas": {
                "Book": {"type": "object", "properties": {"id": {"type": "integer"}}},
            }},
        })
    };
    let old = document(json!({"/shelves": operation("shelves"), "/books": operation("books")}));
    let mut paths = json!({"/new": operation("shelves"), "/other": operation("copies")});
    paths["/new"]["get"]["operationId"] = json!("getNew");
    for (path, item) in old["paths"].as_object().expect("paths") {
        paths[path] = item.clone();
    }
    let new = document(paths);
    for path in [
        "README.md",
        "src/lib.rs",
        "src/client.rs",
        "src/resources.rs",
        "api.txt",
    ] {
        let (old, new) = (file(&old, path), file(&new, path));
        let mut lines = new.lines();
        for line in old.lines() {
            assert!(lines.any(|other| other == line), "{path} moved: {line}");
        }
    }
}
