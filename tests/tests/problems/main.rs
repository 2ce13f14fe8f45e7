//! Documents that cannot be generated: all faults are reported at once, each with its place, and the
//! generator does not panic.

mod mutated;

use std::collections::BTreeSet;
use std::error::Error;
use std::{fs, io};

use hellodialog_codegen::{Error as GenerateError, Note, Notes, Problem, Source, generate};
use serde_json::{Value, json};

/// A valid document.
fn valid_document() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Library", "version": "1", "x-crate": {
            "name": "library", "version": "0.1.0", "license": "MIT", "rust_version": "1.88",
            "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
        }},
        "servers": [{"url": "https://api.example"}],
        "paths": {
            "/books": {
                "get": {
                    "operationId": "listBooks",
                    "tags": ["books"],
                    "parameters": [{"name": "title", "in": "query", "schema": {"type": "string"}}],
                    "responses": {"200": response(&json!({"type": "array", "items": reference("Book")}))},
                },
                "post": {
                    "operationId": "postBook",
                    "tags": ["books"],
                    "requestBody": {"content": {"application/json": {"schema": reference("Book")}}},
                    "responses": {"200": response(&reference("Book"))},
                },
            },
            "/books/{bookId}": {
                "get": {
                    "operationId": "getBook",
                    "tags": ["books"],
                    "parameters": [{
                        "name": "bookId", "in": "path", "required": true, "schema": {"type": "integer"},
                    }],
                    "responses": {"200": response(&reference("Book"))},
                },
            },
        },
        "components": {"schemas": {
            "Book": {"type": "object", "required": ["title"], "properties": {
                "title": {"type": "string"},
                "binding": reference("Binding"),
            }},
            "Binding": {"type": "string", "enum": ["hard", "soft"]},
        }},
    })
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn response(schema: &Value) -> Value {
    json!({"description": "A response.", "content": {"application/json": {"schema": schema}}})
}

/// A fault, and the expected problem.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    /// The pointer to the object to change.
    at: String,
    /// Members to set there; `null` removes one.
    set: Value,
    /// The pointer of the problem.
    pointer: String,
    /// A part of its message.
    message: String,
    /// A part of its hint.
    hint: String,
}

fn faults() -> Result<Vec<Fault>, yaml_serde::Error> {
    yaml_serde::from_str(include_str!("faults.yaml"))
}

/// Something that is not expressed exactly, and the expected note.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Inexact {
    /// The pointer to the object to change.
    at: String,
    /// Members to set there; `null` removes one.
    set: Value,
    /// The pointer of the note.
    pointer: String,
    /// A part of its message.
    message: String,
}

#[test]
fn what_is_not_exact_is_noted_with_its_place() -> Result<(), Box<dyn Error>> {
    let all: Vec<Inexact> = yaml_serde::from_str(include_str!("notes.yaml"))?;
    let mut missing = Vec::new();
    for inexact in all {
        let mut document = valid_document();
        merge(&mut document, &inexact.at, &inexact.set);
        let notes = run(&document)?.map_err(|error| format!("{inexact:?}: {error}"))?;
        let is_expected = |note: &Note| {
            note.pointer.to_string() == inexact.pointer && note.message.contains(&inexact.message)
        };
        if !notes.iter().any(is_expected) {
            missing.push(format!("{inexact:#?}\nfound\n{notes}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n\n"));
    Ok(())
}

#[test]
fn a_valid_document_is_generated() -> io::Result<()> {
    assert_eq!(problems(&valid_document())?, []);
    Ok(())
}

#[test]
fn every_fault_is_reported_with_its_place_and_a_hint() -> Result<(), Box<dyn Error>> {
    let mut missing = Vec::new();
    for fault in faults()? {
        let mut document = valid_document();
        merge(&mut document, &fault.at, &fault.set);
        let found = problems(&document)?;
        if !found.iter().any(|problem| is_expected(problem, &fault)) {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            missing.push(format!("{fault:#?}\nfound\n{}", found.join("\n")));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n\n"));
    Ok(())
}

/// Every pointer exists in the document.
#[test]
fn every_pointer_exists_in_the_document() -> Result<(), Box<dyn Error>> {
    let mut dangling = Vec::new();
    for fault in faults()? {
        let mut document = valid_document();
        merge(&mut document, &fault.at, &fault.set);
        for problem in problems(&document)? {
            if problem.pointer.get(&document).is_none() {
                dangling.push(problem.to_string());
            }
        }
    }
    assert!(dangling.is_empty(), "{}", dangling.join("\n"));
    Ok(())
}

#[test]
fn all_faults_are_reported_at_once() -> Result<(), Box<dyn Error>> {
    let places = [
        "#/paths/~1books~1{bookId}/get/x-pagination",
        "#/paths/~1books/post/x-method",
        "#/info/x-crate",
    ];
    let all = faults()?;
    let mut document = valid_document();
    let mut expected = Vec::new();
    for place in places {
        let fault = all.iter().find(|fault| fault.pointer == place);
        let fault = fault.ok_or_else(|| format!("no fault at {place}"))?;
        merge(&mut document, &fault.at, &fault.set);
        expected.push(fault);
    }
    let found = problems(&document)?;
    for fault in expected {
        assert!(
            found.iter().any(|one| is_expected(one, fault)),
            "{fault:?} in {found:?}"
        );
    }
    assert_eq!(
        problems(&document)?,
        found,
        "the order is the same each time"
    );
    Ok(())
}

#[test]
fn lists_that_nest_too_deep_are_noted() -> Result<(), Box<dyn Error>> {
    let mut document = valid_document();
    let schemas = document.pointer_mut("/components/schemas");
    let schemas = schemas.and_then(Value::as_object_mut);
    let schemas = schemas.ok_or("no schemas")?;
    for index in 0..5_000 {
        let items = reference(&format!("List{}", index + 1));
        schemas.insert(
            format!("List{index}"),
            json!({"type": "array", "items": items}),
        );
    }
    schemas.insert("List5000".to_owned(), json!({"type": "string"}));
    let notes = run(&document)??;
    let is_depth_note = |one: &Note| one.message.contains("nests this deep is any JSON value");
    assert!(notes.iter().any(is_depth_note), "{notes}");
    Ok(())
}

#[test]
fn a_value_that_is_not_a_document_is_reported() -> io::Result<()> {
    for (document, pointer) in [(json!({}), "#"), (json!([]), "#"), (json!("openapi"), "#")] {
        let pointers: BTreeSet<String> = problems(&document)?
            .iter()
            .map(|problem| problem.pointer.to_string())
            .collect();
        assert!(pointers.contains(pointer), "{pointers:?}");
    }
    Ok(())
}

#[test]
fn an_error_names_the_document_and_every_problem() -> io::Result<()> {
    let mut document = valid_document();
    merge(&mut document, "", &json!({"paths": []}));
    let Err(error) = run(&document)? else {
        return Err(io::Error::other("the document was generated"));
    };
    let text = error.to_string();
    for part in [
        "spec.json, patched, cannot be generated",
        "#/paths: no valid OpenAPI here",
        "hint: ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    Ok(())
}

fn is_expected(problem: &Problem, fault: &Fault) -> bool {
    problem.pointer.to_string() == fault.pointer
        && problem.message.contains(&fault.message)
        && problem.hint.contains(&fault.hint)
}

/// Sets members of the object at `pointer`; `null` removes one.
fn merge(document: &mut Value, pointer: &str, members: &Value) {
    let target = document.pointer_mut(pointer).and_then(Value::as_object_mut);
    let (Some(target), Some(members)) = (target, members.as_object()) else {
        panic!("nothing to merge at {pointer}");
    };
    for (name, member) in members {
        if member.is_null() {
            assert!(target.remove(name).is_some(), "no {name} at {pointer}");
        } else {
            target.insert(name.clone(), member.clone());
        }
    }
}

/// The problems of a document; empty if it was generated.
fn problems(document: &Value) -> io::Result<Vec<Problem>> {
    match run(document)? {
        Ok(_) => Ok(Vec::new()),
        Err(GenerateError::Invalid { problems, .. }) => Ok(problems),
        Err(other) => Err(io::Error::other(other)),
    }
}

fn run(document: &Value) -> io::Result<Result<Notes, GenerateError>> {
    let folder = tempfile::tempdir()?;
    let source = Source {
        spec: folder.path().join("spec.json"),
        patches: Some(folder.path().join("patches")),
    };
    fs::create_dir(folder.path().join("patches"))?;
    fs::write(&source.spec, document.to_string())?;
    Ok(generate(&source).map(|generated| generated.notes))
}
