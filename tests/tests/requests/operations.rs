//! Every operation: the request that arrives, and the response that is decoded.

use std::collections::BTreeSet;

use hellodialog::OPERATIONS;
use hellodialog_operations::{ResponseForm, Row, confirmed, inventory, table, variants};
use serde_json::{Value, json};

use crate::case::differences;
use crate::{client, json_server};

#[tokio::test]
async fn every_request_arrives_as_documented() {
    check(table()).await;
}

#[tokio::test]
async fn further_forms_arrive_and_are_decoded() {
    check(variants()).await;
}

async fn check(rows: Vec<Row>) {
    let mut found = Vec::new();
    for row in rows {
        found.extend(differences(&row).await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_operation_has_one_row() {
    let rows = table();
    let ids: BTreeSet<_> = rows.iter().map(|row| row.operation).collect();
    let operations: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(ids, operations);
    assert_eq!(rows.len(), OPERATIONS.len());
}

#[test]
fn every_request_matches_the_path_of_its_operation() {
    for row in table() {
        let known = row.known();
        let template = format!("{} {}", known.method, known.path);
        assert!(
            matches_template(row.request, &template),
            "{}: {template}",
            row.request
        );
    }
}

/// The responses of the table are complete; the docs print samples that are partly empty.
#[test]
fn every_response_has_the_form_of_its_sample() {
    let inventory = inventory();
    for operation in inventory["operations"].as_array().expect("operations") {
        let id = operation["operation_id"].as_str().expect("an id");
        let row = hellodialog_operations::row(id);
        let (response, sample) = (row.response, &operation["response_sample"]);
        // Of several forms, the docs print that without results.
        if row.form_of_response == ResponseForm::Union && *sample == json!({"result": {}}) {
            continue;
        }
        let difference = form_difference(&response, sample);
        assert_eq!(difference, None, "{id}: {response}");
    }
}

/// The first difference in form between `value` and `sample`: other members, another order or other
/// types. An empty or null sample allows any value, and a contact may have custom fields.
fn form_difference(value: &Value, sample: &Value) -> Option<String> {
    match (value, sample) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Object(members), Value::Object(expected)) => {
            if is_collection(expected) {
                let samples = expected.values();
                let mut pairs = members
                    .values()
                    .flat_map(|one| samples.clone().map(move |two| (one, two)));
                return pairs.find_map(|(one, two)| form_difference(one, two));
            }
            let names: Vec<_> = members.keys().take(expected.len()).collect();
            let expected_names: Vec<_> = expected.keys().collect();
            if names != expected_names {
                return Some(format!(
                    "expected the members {expected_names:?}, found {names:?}"
                ));
            }
            let mut pairs = expected.iter();
            pairs.find_map(|(name, expected)| {
                let difference = form_difference(&members[name], expected)?;
                Some(format!("{name}: {difference}"))
            })
        }
        (Value::Array(items), Value::Array(samples)) => {
            let mut pairs = items
                .iter()
                .flat_map(|one| samples.iter().map(move |two| (one, two)));
            pairs.find_map(|(one, two)| form_difference(one, two))
        }
        // The docs print an empty list as an empty object, and vice versa.
        (Value::Object(members), Value::Array(items))
        | (Value::Array(items), Value::Object(members)) => {
            let one_is_empty = members.is_empty() || items.is_empty();
            (!one_is_empty).then(|| "a list and an object".to_owned())
        }
        _ => {
            let same = std::mem::discriminant(value) == std::mem::discriminant(sample);
            (!same).then(|| format!("{value} and {sample}"))
        }
    }
}

/// Whether the object is a collection keyed by index or id.
fn is_collection(members: &serde_json::Map<String, Value>) -> bool {
    members
        .keys()
        .all(|key| key.bytes().all(|byte| byte.is_ascii_digit()))
}

#[test]
fn a_response_of_another_form_differs() {
    let sample = json!({"0": {"id": "1", "groups": [], "at": null}});
    for other in [
        json!({"0": {"id": 1, "groups": [], "at": null}}),
        json!({"0": {"groups": [], "id": "1", "at": null}}),
        json!({"0": {"id": "1", "at": null}}),
        json!([{"id": "1", "groups": [], "at": null}]),
        json!("1"),
    ] {
        assert!(form_difference(&other, &sample).is_some(), "{other}");
    }
    let matches_template = json!({"7": {"id": "2", "groups": [1], "at": "now", "size": 3}});
    assert_eq!(form_difference(&matches_template, &sample), None);
}

/// The docs print the confirmation of a write without its members.
#[tokio::test]
async fn an_empty_confirmation_is_a_success() {
    let server = json_server(&json!({"result": {}})).await;
    let client = client(&server);
    for row in confirmed() {
        let outcome = (row.call)(client.clone()).await;
        let decoded = outcome.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(decoded, json!({}), "{}", row.operation);
    }
}

#[test]
fn the_operations_are_those_of_the_docs_and_of_the_vendors_clients() {
    let inventory = inventory();
    let printed = inventory["operations"].as_array().expect("operations");
    let line = |method: &str, path: &str| format!("{method} {path}");
    let mut expected: BTreeSet<_> = printed
        .iter()
        .map(|operation| {
            let text = |name: &str| operation[name].as_str().expect("text");
            line(text("method"), text("path"))
        })
        .collect();
    expected.insert(line("POST", "/contacts/external_groups"));
    expected.insert(line("GET", "/statistics"));
    expected.insert(line("GET", "/campaigns/{campaignId}"));
    let operations = OPERATIONS.iter();
    let operations: BTreeSet<_> = operations
        .map(|operation| line(operation.method.as_str(), operation.path))
        .collect();
    assert_eq!(operations, expected);
}

/// Whether a request line matches a template, in which `{name}` matches any segment.
fn matches_template(request: &str, template: &str) -> bool {
    let (parts, names) = (request.split('/'), template.split('/'));
    parts.clone().count() == names.clone().count()
        && parts
            .zip(names)
            .all(|(part, name)| part == name || (name.starts_with('{') && !part.is_empty()))
}

/// What each client of the API is for. Many tests use these operations to test something else.
const CORE: [&str; 10] = [
    "postContact",
    "getContacts",
    "putContacts",
    "getContact",
    "putContact",
    "deleteContact",
    "postField",
    "getFields",
    "getPing",
    "postTransactional",
];

/// So that a release that removes or renames an operation touches at most two files of tests: that with its row, and
/// one more.
#[test]
fn an_operation_is_named_in_one_file_beside_its_row() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in [
        "tests/tests",
        "tests/compile",
        "xtask/tests",
        "xtask/account/tests",
    ] {
        add_sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 50, "{} files", files.len());
    for operation in OPERATIONS.iter().filter(|one| !CORE.contains(&one.id)) {
        let id = format!("\"{}\"", operation.id);
        let call = format!("{}().{}(", operation.resource, operation.name);
        let naming = files
            .iter()
            .filter(|(_, text)| text.contains(&id) || text.contains(&call));
        let naming: Vec<_> = naming.map(|(path, _)| path).collect();
        assert!(naming.len() < 2, "{}: {naming:#?}", operation.id);
    }
}

/// Adds the Rust files below a folder, each without its white space. What tools write is left out.
fn add_sources(folder: &std::path::Path, files: &mut Vec<(std::path::PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            add_sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("expected.rs")
        {
            let text = std::fs::read_to_string(&path).expect("a source");
            files.push((path, text.split_whitespace().collect()));
        }
    }
}
