//! Overlay actions that would make the description say what was found.

use hellodialog_codegen::Pointer;
use serde_json::{Map, Value, json};

/// Merges `update` into what stands at `at`, which must not have the members `absent` yet.
pub(super) fn update(
    document: &Value,
    at: &Pointer,
    why: &str,
    absent: &[&str],
    update: Value,
) -> Value {
    let mut action = json!({"target": path(document, at), "description": why});
    if !absent.is_empty() {
        action["x-expect-absent"] = json!(absent);
    }
    action["update"] = update;
    action
}

/// Takes away what stands at `at`, which must contain `expect`.
pub(super) fn remove(document: &Value, at: &Pointer, why: &str, expect: Option<Value>) -> Value {
    let mut action = json!({"target": path(document, at), "description": why});
    if let Some(expect) = expect {
        action["x-expect"] = expect;
    }
    action["remove"] = json!(true);
    action
}

/// Puts `schema` in place of the one at `at`.
pub(super) fn replace(document: &Value, at: &Pointer, why: &str, schema: Value) -> Vec<Value> {
    let Some((parent, name)) = split(at) else {
        return Vec::new();
    };
    let old = at.get(document);
    let expect = ["type", "$ref"].iter().find_map(|key| {
        let value = old?.get(key)?;
        Some(json!({*key: value}))
    });
    let is_list = parent.get(document).is_some_and(Value::is_array);
    let new = if is_list {
        schema
    } else {
        json!({name: schema})
    };
    let room = "Makes room for what comes.";
    vec![
        remove(document, at, room, expect),
        update(document, &parent, why, &[], new),
    ]
}

/// Adds `keys` to the schema at `at`. Beside a `$ref` they would mean nothing, so a reference is
/// wrapped; a value that cannot be merged with the new one is taken away first.
pub(super) fn annotate(
    document: &Value,
    at: &Pointer,
    why: &str,
    keys: &Map<String, Value>,
) -> Vec<Value> {
    let old = at.get(document);
    if let Some(reference) = old.and_then(|old| old.get("$ref")) {
        let mut schema = Map::from_iter([("allOf".to_owned(), json!([{"$ref": reference}]))]);
        schema.extend(keys.clone());
        return replace(document, at, why, Value::Object(schema));
    }
    let clash = |key: &str, new: &Value| match old.and_then(|old| old.get(key)) {
        Some(Value::Object(_)) => !new.is_object(),
        Some(Value::Array(_)) => true,
        Some(_) => new.is_object() || new.is_array(),
        None => false,
    };
    let clashing: Vec<&String> = keys
        .iter()
        .filter(|(key, new)| clash(key, new))
        .map(|(key, _)| key)
        .collect();
    let room = "Makes room for another form of it.";
    let mut actions: Vec<Value> = clashing
        .iter()
        .map(|key| remove(document, &at.child(key), room, None))
        .collect();
    let is_old = |key: &String| old.is_some_and(|old| old.get(key).is_some());
    let absent = keys.keys();
    let absent = absent.filter(|key| !is_old(key) || clashing.contains(key));
    let absent: Vec<&str> = absent.map(String::as_str).collect();
    let new = Value::Object(keys.clone());
    actions.push(update(document, at, why, &absent, new));
    actions
}

/// The JSONPath of a place.
pub(super) fn path(document: &Value, at: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut place = Pointer::root();
    for name in at.segments() {
        let step = if place.get(document).is_some_and(Value::is_array) {
            format!("[{name}]")
        } else if is_plain(&name) {
            format!(".{name}")
        } else {
            format!("[{}]", quoted(&name))
        };
        path.push_str(&step);
        place = place.child(&name);
    }
    path
}

/// A name in a path, or in a filter of one.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Whether a name may stand behind a dot.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What something stands in, and its name there.
fn split(at: &Pointer) -> Option<(Pointer, String)> {
    let mut names: Vec<String> = at.segments().collect();
    let last = names.pop()?;
    let parent = names
        .iter()
        .fold(Pointer::root(), |at, name| at.child(name));
    Some((parent, last))
}
