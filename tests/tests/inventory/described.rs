//! The members of responses that the emulator does not know. It fills them in with the values of the document's examples,
//! which are in `tests/emulator/src/described.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hellodialog_codegen::wire::wire;
use hellodialog_codegen::{Source, load_patched};
use hellodialog_operations::{emulated, with_json};
use serde_json::{Map, Value};

const TABLE: &str = "emulator/src/described.json";

/// By the place of an object, `*` for each entry of a list or map.
type Objects = BTreeMap<String, Object>;

#[derive(Default)]
struct Object {
    present: BTreeSet<String>,
    missing: Map<String, Value>,
}

#[test]
fn the_emulator_has_every_described_member_with_an_example() {
    let table = crate::indented(&table());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(crate::path_of(TABLE), table).expect("the table is written");
        return;
    }
    let now = crate::read(TABLE);
    assert!(
        now == table,
        "tests/{TABLE} lacks members of the document, or has others: write it with \
         `UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test inventory`\n{table}"
    );
}

/// What the emulator fills in, by operation.
fn table() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    };
    let document = wire(&load_patched(&source).expect("the patches apply"));
    let is_json: BTreeSet<&str> = with_json().iter().map(|row| row.operation).collect();
    let mut table = Map::new();
    let rows = emulated().into_iter();
    for row in rows.filter(|row| !row.writes() && is_json.contains(row.operation)) {
        let mut objects = Objects::new();
        let schema = response(&document, row.operation);
        visit(&document, schema, &row.response, "", &mut objects);
        let missing = objects.into_iter().filter_map(|(place, object)| {
            let mut missing = object.missing;
            missing.retain(|name, _| !object.present.contains(name));
            (!missing.is_empty()).then_some((place, Value::Object(missing)))
        });
        let missing: Map<String, Value> = missing.collect();
        if !missing.is_empty() {
            table.insert(row.operation.to_owned(), Value::Object(missing));
        }
    }
    table.sort_keys();
    Value::Object(table)
}

fn response<'d>(document: &'d Value, id: &str) -> &'d Value {
    let items = document["paths"].as_object().expect("paths").values();
    let mut operations = items.filter_map(Value::as_object).flatten();
    let operation = operations.find(|(_, one)| one["operationId"] == id);
    let (_, operation) = operation.unwrap_or_else(|| panic!("no {id}"));
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    // A failure can arrive in place of each response.
    let branches = schema["anyOf"].as_array().into_iter().flatten();
    let branches = branches.filter(|branch| branch["$ref"] != "#/components/schemas/Failure");
    match branches.collect::<Vec<_>>().as_slice() {
        [success] => success,
        _ => schema,
    }
}

/// Notes the members that the objects in `value` have, and those that only their schemas have.
fn visit(document: &Value, schema: &Value, value: &Value, place: &str, objects: &mut Objects) {
    for schema in parts(document, schema, value) {
        match value {
            Value::Object(members) => {
                let object = objects.entry(place.to_owned()).or_default();
                object.present.extend(members.keys().cloned());
                let described = schema["properties"].as_object();
                for (name, property) in described.into_iter().flatten() {
                    match (members.get(name), example(document, property)) {
                        (Some(member), _) => {
                            let place = format!("{place}/{name}");
                            visit(document, property, member, &place, objects);
                        }
                        (None, Some(example)) => {
                            let object = objects.entry(place.to_owned()).or_default();
                            object.missing.insert(name.clone(), example.clone());
                        }
                        (None, None) => {}
                    }
                }
                let is_other =
                    |name: &&String| described.is_none_or(|all| !all.contains_key(*name));
                for name in members.keys().filter(is_other) {
                    let entries = &schema["additionalProperties"];
                    let place = format!("{place}/*");
                    visit(document, entries, &members[name], &place, objects);
                }
            }
            Value::Array(entries) => {
                let place = format!("{place}/*");
                for entry in entries {
                    visit(document, &schema["items"], entry, &place, objects);
                }
            }
            _ => {}
        }
    }
}

/// The schema and what it is made of. Of a union, the branch for the JSON type of the value, if there is only one.
fn parts<'d>(document: &'d Value, schema: &'d Value, value: &Value) -> Vec<&'d Value> {
    let schema = target(document, schema);
    let list = |name: &str| schema[name].as_array().into_iter().flatten();
    let mut parts = vec![schema];
    for part in list("allOf") {
        parts.extend(self::parts(document, part, value));
    }
    let kind = if value.is_array() { "array" } else { "object" };
    let branches = list("oneOf").chain(list("anyOf"));
    let branches = branches.filter(|branch| target(document, branch)["type"] == kind);
    if let [branch] = branches.collect::<Vec<_>>().as_slice() {
        parts.extend(self::parts(document, branch, value));
    }
    parts
}

fn target<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let reference = schema["$ref"]
        .as_str()
        .and_then(|text| text.strip_prefix('#'));
    reference
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(schema)
}

fn example<'d>(document: &'d Value, schema: &'d Value) -> Option<&'d Value> {
    schema
        .get("example")
        .or_else(|| target(document, schema).get("example"))
}
