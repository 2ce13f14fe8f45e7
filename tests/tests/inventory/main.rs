//! Compares `spec/hellodialog.yaml` with the inventory of the published docs, in both directions: the
//! document must state what the docs print, and nothing else.
//!
//! Both sides are converted to one form, a JSON object per operation, and compared key by key. All
//! differences are reported at once, each with its place.

mod described;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

const INVENTORY: &str = "data/inventory.json";

#[test]
fn the_document_states_what_the_docs_print() {
    let (spec, inventory) = (spec(), inventory());
    let found = findings(&spec, &inventory);
    if !found.is_empty() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        let updated = indented(&updated(&spec, &inventory));
        // Renamed, because the other tests read it at the same time.
        let aside = path_of("data/inventory.json.new");
        fs::write(&aside, updated).expect("the inventory is written");
        fs::rename(aside, path_of(INVENTORY)).expect("the inventory is replaced");
    } else {
        assert_none(&found);
    }
}

#[test]
fn every_schema_and_property_is_described() {
    let spec = spec();
    let mut found = Vec::new();
    for (name, schema) in entries(&spec["components"]["schemas"]) {
        undescribed(name, schema, &mut found);
    }
    assert_none(&found);
}

#[test]
fn every_reference_resolves_and_has_no_siblings() {
    let spec = spec();
    let mut found = Vec::new();
    invalid_references("", &spec, &spec, &mut found);
    assert_none(&found);
}

/// Proves that the comparison finds each kind of difference.
#[test]
fn each_change_to_the_document_is_found() {
    let (spec, inventory) = (spec(), inventory());
    let mut skipped = 0;
    for change in CHANGES_TO_OPERATIONS.iter().chain(CHANGES_TO_SCHEMAS) {
        let Change { at, edit, finding } = change;
        let mut changed = spec.clone();
        // An operation may have been removed since.
        let Some(target) = changed.pointer_mut(at) else {
            skipped += 1;
            continue;
        };
        edit(target);
        let found = findings(&changed, &inventory);
        assert!(
            found.iter().any(|found| found.starts_with(finding)),
            "expected the finding {finding:?} for a change at {at}, actual findings: {found:#?}"
        );
    }
    assert!(
        skipped < 5,
        "{skipped} changes are to places that the document no longer has"
    );
}

/// A change to the document that must be found.
struct Change {
    /// A JSON pointer to the value that `edit` changes.
    at: &'static str,
    edit: fn(&mut Value),
    /// The beginning of the expected finding.
    finding: &'static str,
}

const CHANGES_TO_OPERATIONS: &[Change] = &[
    Change {
        at: "/servers/0/url",
        edit: |url| *url = json!("x"),
        finding: "/base_url: ",
    },
    Change {
        at: "/paths",
        edit: move_first_to_the_end,
        finding: "the order of the operations differs",
    },
    Change {
        at: "/paths/~1ping",
        edit: |path| drop_key(path, "get"),
        finding: "GET /ping: ",
    },
    Change {
        at: "/paths/~1ping",
        edit: |path| put(path, "post", json!({})),
        finding: "POST /ping: ",
    },
    Change {
        at: "/paths/~1ping/get/operationId",
        edit: |id| *id = json!("ping"),
        finding: "GET /ping/operation_id: ",
    },
    Change {
        at: "/paths/~1ping/get/tags",
        edit: |tags| *tags = json!(["Ping"]),
        finding: "GET /ping/tag: ",
    },
    Change {
        at: "/paths/~1nps/get/x-evidence",
        edit: |evidence| put(evidence, "source", json!("documented")),
        finding: "GET /nps/evidence: ",
    },
    Change {
        at: "/paths/~1nps/get/x-evidence",
        edit: |evidence| drop_key(evidence, "reason"),
        finding: "GET /nps/evidence: ",
    },
    Change {
        at: "/paths/~1newsletters/get/description",
        edit: |text| *text = json!("150 a page"),
        finding: "GET /newsletters: the descriptions",
    },
    Change {
        at: "/paths/~1groups/get",
        edit: |get| put(get, "parameters", json!([{"name": "page", "in": "query"}])),
        finding: "GET /groups/parameters/page: ",
    },
    Change {
        at: "/paths/~1contacts/get/parameters/1/example",
        edit: |example| *example = json!("x"),
        finding: "GET /contacts/parameters/values[fieldname]/example: ",
    },
    Change {
        at: "/paths/~1lists~1{listId}/get/parameters/0/required",
        edit: |mark| *mark = json!(false),
        finding: "GET /lists/{listId}/parameters/listId/required: ",
    },
    Change {
        at: "/paths/~1ping/get/responses/200/content/application~1json/example",
        edit: |example| put(example, "plan", json!("Basic")),
        finding: "GET /ping/response_sample/plan: ",
    },
];

const CHANGES_TO_SCHEMAS: &[Change] = &[
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: |fields| rename(fields, "email", "mail"),
        finding: "POST /contacts/body/fields/email: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: |fields| rename(fields, "email", "mail"),
        finding: "POST /contacts/body/fields/mail: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: move_first_to_the_end,
        finding: "POST /contacts/body/field_order",
    },
    Change {
        at: "/components/schemas/NewContact",
        edit: |schema| drop_key(schema, "additionalProperties"),
        finding: "POST /contacts/body/additional_fields: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties/email/description",
        edit: |text| *text = json!("The address."),
        finding: "POST /contacts/body/fields/email/unique: ",
    },
    Change {
        at: "/components/schemas/NewOrder/required",
        edit: drop_last,
        finding: "POST /orders/body/fields/price/required: ",
    },
    Change {
        at: "/components/schemas/PaymentStatus/enum",
        edit: drop_last,
        finding: "PUT /orders/body/fields/payment_status/enum",
    },
    Change {
        at: "/components/schemas/SearchCondition/enum",
        edit: drop_last,
        finding: "GET /unsubscribers/parameters/condition[fieldname]/enum",
    },
    Change {
        at: "/components/schemas/Order/properties",
        edit: |fields| rename(fields, "lat", "latitude"),
        finding: "GET /orders/{orderId} sample/lat: ",
    },
    Change {
        at: "/components/schemas/Order/properties",
        edit: |fields| rename(fields, "lat", "latitude"),
        finding: "GET /orders/{orderId} sample/latitude: ",
    },
    Change {
        at: "/components/schemas/Order/properties/price/type",
        edit: |name| *name = json!("number"),
        finding: "GET /orders/{orderId} sample/price: ",
    },
    Change {
        at: "/components/schemas/Contact/properties/nps_score/nullable",
        edit: |mark| *mark = json!(false),
        finding: "GET /contacts/{contactId} sample/nps_score: ",
    },
];

fn drop_key(object: &mut Value, key: &str) {
    let dropped = fields_of(object).shift_remove(key);
    assert!(dropped.is_some(), "there is no {key} to drop");
}

fn put(object: &mut Value, key: &str, value: Value) {
    fields_of(object).insert(key.to_owned(), value);
}

fn rename(object: &mut Value, from: &str, to: &str) {
    let value = fields_of(object).shift_remove(from);
    put(object, to, value.expect("the key to rename exists"));
}

fn move_first_to_the_end(object: &mut Value) {
    let first = fields_of(object).keys().next().cloned();
    let first = first.expect("an object to reorder has keys");
    rename(object, &first.clone(), &first);
}

fn drop_last(array: &mut Value) {
    let array = array.as_array_mut().expect("an array");
    assert!(array.pop().is_some(), "there is no item to drop");
}

fn fields_of(object: &mut Value) -> &mut Map<String, Value> {
    object.as_object_mut().expect("an object")
}

fn spec() -> Value {
    let text = read("../spec/hellodialog.yaml");
    yaml_serde::from_str(&text).expect("the document is YAML with string keys")
}

fn inventory() -> Value {
    serde_json::from_str(&read(INVENTORY)).expect("the inventory is JSON")
}

fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &str) -> String {
    let path = path_of(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assert_none(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} findings:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

/// All differences between the document and the inventory.
fn findings(spec: &Value, inventory: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differences("", &printed_api(inventory), &document_api(spec), &mut found);

    let (printed, in_document) = (printed_operations(inventory), document_operations(spec));
    let order: (Vec<_>, Vec<_>) = (printed.keys().collect(), in_document.keys().collect());
    if printed.len() == in_document.len() && order.0 != order.1 {
        found.push("the order of the operations differs from the docs".to_owned());
    }
    let (printed, in_document) = (Value::Object(printed), Value::Object(in_document));
    differences("", &printed, &in_document, &mut found);

    for operation in inventory["operations"].as_array().into_iter().flatten() {
        let place = place_of(operation);
        let in_document = operation_at(spec, operation);
        if !in_document.is_null() {
            missing_words(
                &place,
                operation,
                &descriptions_of(spec, in_document),
                &mut found,
            );
            // A response that is not JSON has no sample.
            let json = &in_document["responses"]["200"]["content"]["application/json"];
            let (place, sample) = (format!("{place} sample"), &operation["response_sample"]);
            if json.is_object() || !sample.is_null() {
                sample_differences(&place, spec, &json["schema"], sample, &mut found);
            }
        }
    }
    found
}

/// Compares two values and adds each difference with its place.
fn differences(place: &str, printed: &Value, in_document: &Value, found: &mut Vec<String>) {
    match (printed, in_document) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                let place = join(place, key);
                if let Some(other) = right.get(key) {
                    differences(&place, value, other, found);
                } else {
                    found.push(format!("{place}: printed {value}; missing in the document"));
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                let place = join(place, key);
                found.push(format!(
                    "{place}: not in the docs; the document has {value}"
                ));
            }
        }
        _ if printed == in_document => {}
        _ => found.push(format!(
            "{place}: printed {printed}; the document has {in_document}"
        )),
    }
}

/// Joins a place and a key with a slash. A place begins with an operation.
fn join(place: &str, key: &str) -> String {
    if place.is_empty() && key.contains(' ') {
        key.to_owned()
    } else {
        format!("{place}/{key}")
    }
}

// The common form of both sides.

fn printed_api(inventory: &Value) -> Value {
    json!({"base_url": inventory["base_url"], "auth": inventory["auth"]})
}

fn document_api(spec: &Value) -> Value {
    let scheme = &spec["components"]["securitySchemes"]["ApiKeyAuth"];
    json!({
        "base_url": spec["servers"][0]["url"],
        "auth": {"type": scheme["type"], "in": scheme["in"], "name": scheme["name"]},
    })
}

fn printed_operations(inventory: &Value) -> Map<String, Value> {
    let operations = inventory["operations"].as_array().into_iter().flatten();
    operations
        .map(|operation| (place_of(operation), printed_operation(operation)))
        .collect()
}

fn place_of(operation: &Value) -> String {
    format!(
        "{} {}",
        text(&operation["method"]),
        text(&operation["path"])
    )
}

/// One operation of the inventory in the common form, with its exceptions applied.
fn printed_operation(operation: &Value) -> Value {
    let mut shape = json!({
        "title": operation["title"],
        "tag": operation["tag"],
        "operation_id": operation["operation_id"],
        "evidence": operation["path_evidence"],
        "parameters": by_name(&operation["parameters"]),
        "body": printed_body(&operation["body"]),
        "response_sample": operation["response_sample"],
    });
    for exception in operation["exceptions"].as_array().into_iter().flatten() {
        apply_exception(&mut shape, exception);
    }
    shape
}

/// Applies an exception, which must change something.
fn apply_exception(shape: &mut Value, exception: &Value) {
    let pointer = text(&exception["pointer"]);
    let (parent, key) = pointer
        .rsplit_once('/')
        .expect("a pointer begins with a slash");
    let parent = shape.pointer_mut(parent).and_then(Value::as_object_mut);
    let instead = exception.get("instead");
    let replaced = parent.and_then(|parent| match instead {
        Some(instead) => parent.insert(key.to_owned(), instead.clone()),
        None => parent.shift_remove(key),
    });
    assert!(
        replaced.is_some_and(|printed| instead.is_none_or(|instead| printed != *instead)),
        "the exception {exception} changes nothing"
    );
}

fn printed_body(body: &Value) -> Value {
    if body.is_null() {
        return Value::Null;
    }
    json!({
        "kind": body["kind"],
        "field_order": names(&body["fields"]),
        "fields": by_name(&body["fields"]),
        "additional_fields": body["additional_fields"] == true,
    })
}

/// A list of named objects as a map, so that a difference is reported with the name.
fn by_name(list: &Value) -> Value {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| {
        let mut entry = entry.clone();
        let name = fields_of(&mut entry).shift_remove("name");
        (text(&name.unwrap_or_default()).to_owned(), entry)
    })
    .collect()
}

fn names(list: &Value) -> Value {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| entry["name"].clone()).collect()
}

fn document_operations(spec: &Value) -> Map<String, Value> {
    let mut operations = Map::new();
    for (path, item) in entries(&spec["paths"]) {
        for (method, operation) in entries(item) {
            let place = format!("{} {path}", method.to_uppercase());
            operations.insert(place, document_operation(spec, operation));
        }
    }
    operations
}

fn operation_at<'a>(spec: &'a Value, operation: &Value) -> &'a Value {
    let method = text(&operation["method"]).to_lowercase();
    &spec["paths"][text(&operation["path"])][method]
}

/// One operation of the document in the common form.
fn document_operation(spec: &Value, operation: &Value) -> Value {
    let response = &operation["responses"]["200"]["content"]["application/json"];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters: Value = parameters
        .map(|entry| document_parameter(spec, entry))
        .collect();
    json!({
        "title": operation["summary"],
        "tag": only(&operation["tags"]),
        "operation_id": operation["operationId"],
        "evidence": evidence(&operation["x-evidence"]),
        "parameters": by_name(&parameters),
        "body": document_body(spec, &operation["requestBody"]),
        "response_sample": response["example"],
    })
}

/// The evidence of a fact. `inferred` requires a reason.
fn evidence(mark: &Value) -> Value {
    let reason = text(&mark["reason"]);
    match mark {
        Value::String(source) if source == "inferred" => json!("inferred, without a reason"),
        Value::Object(_) if reason.trim().is_empty() => json!("an object without a reason"),
        Value::Object(mark) => mark.get("source").cloned().unwrap_or_default(),
        _ => mark.clone(),
    }
}

fn document_parameter(spec: &Value, parameter: &Value) -> Value {
    let schema = resolved(spec, &parameter["schema"]);
    let mut shape = json!({
        "name": parameter["name"],
        "in": parameter["in"],
        "type": schema["type"],
        "required": parameter["required"] == true,
    });
    copy_if_present("enum", &schema, &mut shape);
    copy_if_present("example", parameter, &mut shape);
    shape
}

fn document_body(spec: &Value, body: &Value) -> Value {
    if body.is_null() {
        return Value::Null;
    }
    let kind = type_name(spec, &body_schema(spec, body));
    let schema = body_item(spec, body);
    let fields = entries(&schema["properties"])
        .map(|(name, field)| document_field(spec, name, field, &schema["required"]))
        .collect();
    json!({
        "kind": kind,
        "field_order": names(&fields),
        "fields": by_name(&fields),
        "additional_fields": schema["additionalProperties"] == true,
    })
}

fn body_schema(spec: &Value, body: &Value) -> Value {
    let first = entries(&body["content"]).next();
    first.map_or(Value::Null, |(_, content)| {
        resolved(spec, &content["schema"])
    })
}

/// The schema with the fields: that of the body, or that of its items.
fn body_item(spec: &Value, body: &Value) -> Value {
    let schema = body_schema(spec, body);
    match schema.get("items") {
        Some(items) => resolved(spec, items),
        None => schema,
    }
}

fn document_field(spec: &Value, name: &str, field: &Value, required: &Value) -> Value {
    let field = resolved(spec, field);
    let required = required.as_array().into_iter().flatten();
    let mut shape = json!({
        "name": name,
        "type": type_name(spec, &field),
        "required": required.into_iter().any(|required| required == name),
    });
    copy_if_present("enum", &field, &mut shape);
    if contains_words(text(&field["description"]), "unique") {
        put(&mut shape, "unique", json!(true));
    }
    shape
}

fn copy_if_present(key: &str, from: &Value, to: &mut Value) {
    if let Some(value) = from.get(key) {
        put(to, key, value.clone());
    }
}

// The inventory of another document.

/// The inventory with the operations of the document. The entry of an operation that has not changed
/// is kept. Others become what the document states, for a reviewer to compare with the docs.
fn updated(spec: &Value, inventory: &Value) -> Value {
    let entries = inventory["operations"].as_array().into_iter().flatten();
    let entries: Map<_, _> = entries
        .map(|entry| (place_of(entry), entry.clone()))
        .collect();
    let operations = document_operations(spec).into_iter();
    let operations: Value = operations
        .map(|(place, stated)| {
            let entry = entries.get(&place);
            let unchanged = entry.filter(|entry| printed_operation(entry) == stated);
            unchanged.map_or_else(|| entry_of(&place, &stated, entry), Clone::clone)
        })
        .collect();
    let mut updated = inventory.clone();
    put(&mut updated, "operations", operations);
    updated
}

/// The entry of an operation as the document states it. What the document does not state, it keeps.
fn entry_of(place: &str, stated: &Value, old: Option<&Value>) -> Value {
    let (method, path) = place.split_once(' ').expect("method and path");
    let mut entry = json!({
        "title": stated["title"],
        "tag": stated["tag"],
        "method": method,
        "path": path,
        "path_evidence": stated["evidence"],
        "operation_id": stated["operation_id"],
        "parameters": listed(&stated["parameters"]),
        "body": Value::Null,
        "response_sample": stated["response_sample"],
    });
    if !stated["body"].is_null() {
        let mut body = json!({
            "kind": stated["body"]["kind"],
            "fields": listed(&stated["body"]["fields"]),
        });
        if stated["body"]["additional_fields"] == true {
            put(&mut body, "additional_fields", json!(true));
        }
        put(&mut entry, "body", body);
    }
    for (key, value) in old.into_iter().flat_map(entries) {
        if entry.get(key).is_none() {
            put(&mut entry, key, value.clone());
        }
    }
    for exception in entry["exceptions"].clone().as_array().into_iter().flatten() {
        restore_exception(&mut entry, old.unwrap_or(&Value::Null), exception);
    }
    entry
}

/// Puts back what the docs print where an exception says what the document states.
fn restore_exception(entry: &mut Value, old: &Value, exception: &Value) {
    let keys: Vec<_> = text(&exception["pointer"]).split('/').skip(1).collect();
    match keys[..] {
        ["parameters", name] => restore(&mut entry["parameters"], &old["parameters"], name),
        ["body", "fields", name, ..] => {
            restore(&mut entry["body"]["fields"], &old["body"]["fields"], name);
        }
        [part, key] => entry[part][key] = old[part][key].clone(),
        _ => panic!("the exception {exception} is about no part of an operation"),
    }
}

/// Puts back an entry of a list of named objects, if the old list has it.
fn restore(list: &mut Value, old: &Value, name: &str) {
    let mut old = old.as_array().into_iter().flatten();
    let Some(printed) = old.find(|entry| entry["name"] == name) else {
        return;
    };
    let list = list.as_array_mut().expect("a list");
    match list.iter_mut().find(|entry| entry["name"] == name) {
        Some(entry) => *entry = printed.clone(),
        None => list.push(printed.clone()),
    }
}

/// The inverse of [`by_name`].
fn listed(map: &Value) -> Value {
    entries(map)
        .map(|(name, entry)| {
            let mut listed = json!({ "name": name });
            for (key, value) in entries(entry) {
                put(&mut listed, key, value.clone());
            }
            listed
        })
        .collect()
}

/// JSON with one space for each level, as the inventory has it.
fn indented(value: &Value) -> String {
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    serde::Serialize::serialize(value, &mut serializer).expect("JSON");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}

// The descriptions of an operation.

fn missing_words(place: &str, operation: &Value, descriptions: &str, found: &mut Vec<String>) {
    let words = operation["says"].as_array().into_iter().flatten();
    for word in words
        .map(text)
        .filter(|word| !contains_words(descriptions, word))
    {
        found.push(format!("{place}: the descriptions do not contain {word:?}"));
    }
}

/// Whether the text contains `words` as whole words (100 is not in 1000).
fn contains_words(text: &str, words: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !joins(before.chars().next_back()) && !joins(after.chars().next())
    })
}

/// All descriptions of an operation: its own, and those of its parameters and body.
fn descriptions_of(spec: &Value, operation: &Value) -> String {
    let mut texts = vec![text(&operation["description"]).to_owned()];
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        texts.push(text(&parameter["description"]).to_owned());
    }
    let body = body_item(spec, &operation["requestBody"]);
    for (_, field) in entries(&body["properties"]) {
        let referred = resolved(spec, only(&field["allOf"]));
        texts.push(text(&field["description"]).to_owned());
        texts.push(text(&referred["description"]).to_owned());
    }
    texts.join("\n")
}

// Samples and the schemas of responses.

/// Adds each difference between a printed sample and its schema: a value of another type, an
/// undescribed member, or a member that the sample lacks.
fn sample_differences(
    place: &str,
    spec: &Value,
    schema: &Value,
    sample: &Value,
    found: &mut Vec<String>,
) {
    let schema = resolved(spec, schema);
    if !fits(&schema, sample) {
        found.push(format!(
            "{place}: {sample} is not a valid {}",
            type_name(spec, &schema)
        ));
    }
    match sample {
        Value::Array(items) => {
            for item in items {
                sample_differences(
                    &format!("{place}/items"),
                    spec,
                    &schema["items"],
                    item,
                    found,
                );
            }
        }
        Value::Object(sample) if !is_collapsed(sample) && !is_keyed(sample) => {
            for (key, value) in sample {
                match schema["properties"].get(key) {
                    Some(property) => {
                        sample_differences(&join(place, key), spec, property, value, found);
                    }
                    None => found.push(format!("{place}/{key}: printed, but not in the schema")),
                }
            }
            for (key, _) in
                entries(&schema["properties"]).filter(|(key, _)| !sample.contains_key(*key))
            {
                found.push(format!("{place}/{key}: in the schema, but not printed"));
            }
        }
        _ => {}
    }
}

/// Whether a value has the type of the schema, if any, and is one of its enum values, if any.
fn fits(schema: &Value, sample: &Value) -> bool {
    if sample.is_null() {
        return schema["nullable"] == true;
    }
    let right_type = match schema["type"].as_str() {
        Some("string") => sample.is_string(),
        Some("integer") => sample.is_i64(),
        Some("number") => sample.is_number(),
        Some("boolean") => sample.is_boolean(),
        Some("array") => sample.is_array(),
        Some("object") => sample.is_object(),
        _ => true,
    };
    let choices = schema["enum"].as_array();
    right_type && choices.is_none_or(|choices| choices.contains(sample))
}

/// Whether the docs print the object without its members, as they do for inner objects of samples.
fn is_collapsed(sample: &Map<String, Value>) -> bool {
    sample.is_empty()
}

/// Whether the keys are indices or ids, so that the object is a collection.
fn is_keyed(sample: &Map<String, Value>) -> bool {
    sample
        .keys()
        .all(|key| key.bytes().all(|digit| digit.is_ascii_digit()))
}

// Rules for the document only.

fn undescribed(place: &str, schema: &Value, found: &mut Vec<String>) {
    if schema.get("$ref").is_some() {
        return;
    }
    if text(&schema["description"]).trim().is_empty() {
        found.push(format!("{place}: no description"));
    }
    for (name, property) in entries(&schema["properties"]) {
        undescribed(&join(place, name), property, found);
    }
    if let Some(items) = schema.get("items") {
        undescribed(&format!("{place}/items"), items, found);
    }
}

/// Adds each reference that does not resolve, or has siblings, which OpenAPI 3.0 ignores.
fn invalid_references(place: &str, spec: &Value, value: &Value, found: &mut Vec<String>) {
    if let Some(reference) = value.get("$ref") {
        if target_of(spec, value).is_none() {
            found.push(format!("{place}: {reference} does not resolve"));
        }
        if entries(value).count() > 1 {
            found.push(format!("{place}: the $ref has siblings"));
        }
    }
    for (key, inner) in entries(value) {
        invalid_references(&join(place, key), spec, inner, found);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        invalid_references(&format!("{place}/{index}"), spec, inner, found);
    }
}

// Reading the document.

/// A schema with its reference resolved and the keywords of a single `allOf` part merged. A reference
/// that does not resolve is null, which no value fits.
fn resolved(spec: &Value, schema: &Value) -> Value {
    if schema.get("$ref").is_some() {
        return target_of(spec, schema).map_or(Value::Null, |target| resolved(spec, target));
    }
    let Some(base) = schema.get("allOf").map(only) else {
        return schema.clone();
    };
    let mut merged = resolved(spec, base);
    for (key, value) in entries(schema).filter(|(key, _)| *key != "allOf") {
        merged[key] = value.clone();
    }
    merged
}

/// The target of a reference.
fn target_of<'a>(spec: &'a Value, schema: &Value) -> Option<&'a Value> {
    spec.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
}

/// The type as in the inventory, such as `array of number`.
fn type_name(spec: &Value, schema: &Value) -> String {
    match text(&schema["type"]) {
        "array" => {
            let items = resolved(spec, &schema["items"]);
            format!("array of {}", type_name(spec, &items))
        }
        "" => "value without a type".to_owned(),
        name => name.to_owned(),
    }
}

/// The item of a list of one; null for any other list.
fn only(list: &Value) -> &Value {
    match list.as_array().map(Vec::as_slice) {
        Some([item]) => item,
        _ => &Value::Null,
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = object.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.as_str(), value))
}

/// The text of a string; empty for anything else.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
