//! Documents that cannot be generated: each fault is told with its place, all of them at once, and
//! none is a panic.

mod harm;

use std::collections::BTreeSet;
use std::error::Error;
use std::{fs, io};

use hellodialog_codegen::{Error as Refusal, Problem, Source, generate};
use serde_json::{Value, json};

/// A document without fault.
fn good() -> Value {
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
                    "responses": {"200": answer(&json!({"type": "array", "items": reference("Book")}))},
                },
                "post": {
                    "operationId": "postBook",
                    "tags": ["books"],
                    "requestBody": {"content": {"application/json": {"schema": reference("Book")}}},
                    "responses": {"200": answer(&reference("Book"))},
                },
            },
            "/books/{bookId}": {
                "get": {
                    "operationId": "getBook",
                    "tags": ["books"],
                    "parameters": [{
                        "name": "bookId", "in": "path", "required": true, "schema": {"type": "integer"},
                    }],
                    "responses": {"200": answer(&reference("Book"))},
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

fn answer(schema: &Value) -> Value {
    json!({"description": "An answer.", "content": {"application/json": {"schema": schema}}})
}

/// A fault, and what is said of it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    /// Where the document is changed.
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

#[test]
fn a_document_without_fault_is_generated() -> io::Result<()> {
    assert_eq!(problems(&good())?, []);
    Ok(())
}

#[test]
fn every_fault_is_told_with_its_place_and_what_to_do() -> Result<(), Box<dyn Error>> {
    let mut missing = Vec::new();
    for fault in faults()? {
        let mut document = good();
        merge(&mut document, &fault.at, &fault.set);
        let found = problems(&document)?;
        if !found.iter().any(|problem| tells(problem, &fault)) {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            missing.push(format!("{fault:#?}\nfound\n{}", found.join("\n")));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n\n"));
    Ok(())
}

/// Only the place of a missing version does not exist.
#[test]
fn every_finding_has_a_place_that_exists() -> Result<(), Box<dyn Error>> {
    let mut wrong = Vec::new();
    for fault in faults()? {
        let mut document = good();
        merge(&mut document, &fault.at, &fault.set);
        for problem in problems(&document)? {
            let exists = problem.pointer.get(&document).is_some();
            if !exists && problem.pointer.to_string() != "#/openapi" {
                wrong.push(problem.to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn all_faults_are_told_at_once() -> Result<(), Box<dyn Error>> {
    let places = [
        "#/components/schemas/Book/required",
        "#/components/schemas/Binding/enum/0",
        "#/paths/~1books~1{bookId}/get/x-pagination",
        "#/paths/~1books/post/operationId",
        "#/servers",
        "#/info",
    ];
    let all = faults()?;
    let mut document = good();
    let mut together = Vec::new();
    for place in places {
        let fault = all.iter().find(|fault| fault.pointer == place);
        let fault = fault.ok_or_else(|| format!("no fault at {place}"))?;
        merge(&mut document, &fault.at, &fault.set);
        together.push(fault);
    }
    let found = problems(&document)?;
    for fault in together {
        assert!(
            found.iter().any(|one| tells(one, fault)),
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
fn lists_that_nest_too_deep_are_refused() -> io::Result<()> {
    let mut document = good();
    let schemas = document.pointer_mut("/components/schemas");
    let schemas = schemas.and_then(Value::as_object_mut);
    let schemas = schemas.ok_or_else(|| io::Error::other("no schemas"))?;
    for index in 0..5_000 {
        let items = reference(&format!("List{}", index + 1));
        schemas.insert(
            format!("List{index}"),
            json!({"type": "array", "items": items}),
        );
    }
    schemas.insert("List5000".to_owned(), json!({"type": "string"}));
    let found = problems(&document)?;
    let is_it = |one: &Problem| one.message.contains("nests this deep is not supported");
    assert!(!found.is_empty() && found.iter().all(is_it), "{found:?}");
    Ok(())
}

#[test]
fn what_is_no_document_is_told() -> io::Result<()> {
    for (document, pointer) in [(json!({}), "#"), (json!([]), "#"), (json!("openapi"), "#")] {
        let pointers: BTreeSet<String> = problems(&document)?
            .iter()
            .map(|problem| problem.pointer.to_string())
            .collect();
        assert!(
            pointers.contains(pointer) && pointers.contains("#/openapi"),
            "{pointers:?}"
        );
    }
    Ok(())
}

#[test]
fn an_error_names_the_document_and_every_finding() -> io::Result<()> {
    let mut document = good();
    merge(&mut document, "", &json!({"servers": []}));
    let Err(error) = run(&document)? else {
        return Err(io::Error::other("it was generated"));
    };
    let text = error.to_string();
    for part in [
        "spec.json, patched, cannot be generated",
        "#/servers: expected one server",
        "hint: ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    Ok(())
}

fn tells(problem: &Problem, fault: &Fault) -> bool {
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

/// What is wrong with a document; nothing if it was generated.
fn problems(document: &Value) -> io::Result<Vec<Problem>> {
    match run(document)? {
        Ok(()) => Ok(Vec::new()),
        Err(Refusal::Invalid { problems, .. }) => Ok(problems),
        Err(other) => Err(io::Error::other(other)),
    }
}

fn run(document: &Value) -> io::Result<Result<(), Refusal>> {
    let folder = tempfile::tempdir()?;
    let source = Source {
        spec: folder.path().join("spec.json"),
        patches: Some(folder.path().join("patches")),
    };
    fs::create_dir(folder.path().join("patches"))?;
    fs::write(&source.spec, document.to_string())?;
    Ok(generate(&source).map(|_| ()))
}
